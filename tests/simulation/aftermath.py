"""The weeks after incidents: one organisation, its functions, and every deadline that stands for days.

Nobody is watched on a visit here: what that does, `run.py` plays. So two weeks cost seconds, and the tasks, talks,
measures, letters and reports of those weeks come due under the same crashes and storms.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TextIO
from uuid import UUID

from achterwacht.monitoring import invariants
from achterwacht.people.policy import Caller, Grant
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.service import shipped
from achterwacht.refused import NotAllowed
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from notifications.channels.port import Envelope
from notifications.records import MessageState
from notifications.ways import Channel
from tests.simulation.books import Books
from tests.simulation.doors import REFUSALS, Doors
from tests.simulation.handling import Handling
from tests.simulation.network import Line, Network
from tests.simulation.oracle import ARRIVED
from tests.simulation.organisation import ROLES, Organisation, Resident, settle
from tests.simulation.processes import ClockProcess, World
from tests.simulation.run import DAY, TWILIO, Ran, in_a_file
from tests.simulation.story import Broken, Story
from tests.simulation.turns import Turns
from tests.simulation.weather import Weather

PROFILES = ("s-hertogenbosch", "heusden-zolder", "losser", "corporatie", "woonmaatschappij", "demo")
EVERYWHERE = {"Ruth": Role.REGISTRAR, "Hanna": Role.HR, "Rob": Role.RECEPTION, "Bo": Role.BOARD}
REST = 6 * 3600.0
"""How often the clock looks by itself at what nothing wakes it for: seldom, since nothing here is urgent."""
CALM = (600.0, 7200.0)
"""Between two storms: longer than where seconds count, since most of these weeks nobody does anything."""
CALM_FOR = 120.0
LONG_AGO = timedelta(days=8)
"""Reminded, late and passed on: each on a working day, and a weekend between them."""
ON_TIME = REST + 3600.0
KEPT = "SELECT signed_at, kept_at FROM letter WHERE signed_at IS NOT NULL ORDER BY signed_at"
LYING = "SELECT kind, due_at, level, chain FROM task WHERE state = 'open' ORDER BY due_at"
LEFT_OPEN = """
    SELECT t.kind FROM task t JOIN incident i ON i.organisation_id = t.organisation_id AND i.id = t.incident_id
    WHERE t.state = 'open' AND t.made_at < i.closed_at
        AND t.kind NOT IN ('first_care', 'talk', 'care_step', 'team_talk', 'official', 'evaluate_care')"""
"""What was to be done when a report was closed. Care has an end of its own, and what was laid since then is new. No
invariant of the product: in two transactions at once, the one that begins first may lay its task last."""
LISTED = """
    SELECT m.kind, a.name FROM measure m LEFT JOIN incident_aggressor a ON a.incident_id = m.incident_id
    WHERE m.state = 'in_force' AND m.kind IN ('access_ban', 'street_ban', 'call_restriction')"""
FIRED = "SELECT DISTINCT kind FROM deadline WHERE fired_at IS NOT NULL"
ENDED = "SELECT count(*) AS number FROM measure WHERE state = 'ended' AND ended_by IS NULL"
ASKED = "SELECT count(*) AS number FROM task WHERE kind = 'close_report'"


class Judge:
    """What must be so, out of the protocol's words and the books. It hears what leaves, and says nothing of it."""

    def __init__(self, world: World, database: Database) -> None:
        self._world, self._database = world, database

    def called(self, envelope: Envelope, channel: Channel) -> None: ...

    def took(self, envelope: Envelope, channel: Channel) -> None: ...

    def carried(self, message: UUID, state: MessageState) -> None: ...

    def asks(self, use_case: Callable[..., Any], given: Any, age: timedelta) -> AbstractContextManager[None]:
        return nullcontext()

    def looks(self) -> None: ...

    def judges(self) -> None:
        """Hold everything against the rules, once nothing is wrong.

        Raises:
            Broken: something does not hold.
        """
        world = self._world
        if world.weather.calm_for < CALM_FOR:
            return
        with self._database.read() as session:
            broken = [one for one in invariants.broken(session, world.turns.at) if one.name != ARRIVED]
        if broken:
            raise Broken(str(broken))
        for letter in world.books.rows(KEPT):
            if letter.kept_at is None and world.turns.at - letter.signed_at > timedelta(seconds=ON_TIME):
                raise Broken("a signed letter is not in the store")
            world.story.tells("kept" if letter.kept_at else "not kept yet")
        for task in world.books.rows(LYING):
            if world.turns.at - task.due_at > LONG_AGO and task.level == 0 and task.chain != "[]":
                raise Broken(f"{task.kind} lies, and nobody else got it")
        for task in world.books.rows(LEFT_OPEN):
            raise Broken(f"the report is closed, and {task.kind} is open still")
        for ban in world.books.rows(LISTED):
            if not ban.name:
                raise Broken("a ban is against nobody")

    def tells(self) -> None:
        """Which deadlines came due, and what ended by itself."""
        for row in self._world.books.rows(FIRED):
            self._world.story.tells(f"came due: {row.kind}")
        for what, asked in (("a measure ended by itself", ENDED), ("asked to close", ASKED)):
            if self._world.books.rows(asked)[0].number:
                self._world.story.tells(what)


def handle(seed: int, weeks: float, template: Path, folder: Path, written_to: TextIO | None = None) -> Ran:
    """Live through so many weeks after incidents.

    Raises:
        Broken: a promise was not kept.
    """

    def lives(database: Database, books: Books, turns: Turns, chance: Random, story: Story) -> None:
        _lives(database, books, turns, chance, story, weeks * 7 * DAY, PROFILES[seed % len(PROFILES)], folder)

    return in_a_file(seed, template, folder, written_to, lives)


def _lives(
    database: Database, books: Books, turns: Turns, chance: Random, story: Story, until: float, profile: str,
    folder: Path,
) -> None:  # fmt: skip
    weather = Weather(turns, chance, story, second=False)
    world = World(database.engine, books, turns, chance, story, weather)
    judge = Judge(world, database)
    doors = Doors(world, judge, (*REFUSALS, NotAllowed))
    network = Network(world, judge, doors.reports)
    with database.write() as session:
        home = settle(session, 0, profile, turns.at)
        for name, role in EVERYWHERE.items():
            person = PersonRecord(organisation_id=home.id, name=f"{name} 0", email=f"{name.lower()}@stad0.test")
            session.add(person)
            session.flush()
            session.add(GrantRecord(organisation_id=home.id, person_id=person.id, role=role, team_id=None))
            home.people[name] = Resident(person.id, person.name, None, home.id)
    for number in (home.canary, *(one.phone for one in home.people.values() if one.phone)):
        network.lines[number] = Line(number)
    settings = Settings(_env_file=None, dispatch_concurrency=4, files=str(folder / "files"), **TWILIO)
    handling = Handling(world, doors, home, read_profile(shipped()[profile]), _callers(home), Store(settings))
    turns.begin(partial(handling.goes_on, until))
    for clock in range(chance.choice([1, 2])):
        ClockProcess(world, f"clock {clock}", settings, network.ports, network.second, rest=REST, afterwards=True)
    turns.begin(lambda: weather.changes(until, CALM))
    turns.begin(partial(_looks, judge, turns))
    turns.run(turns.at + timedelta(seconds=until + DAY))
    judge.judges()
    judge.tells()


def _looks(judge: Judge, turns: Turns) -> None:
    while True:
        turns.sleeps(3 * 3600.0)
        judge.judges()


def _callers(home: Organisation) -> list[Caller]:
    found = []
    for name, one in home.people.items():
        role = EVERYWHERE.get(name) or ROLES[name]
        team = None if name in EVERYWHERE or role is Role.ADMINISTRATOR else home.team
        found.append(Caller(one.id, home.id, one.name, frozenset({Grant(role, team)})))
    return found
