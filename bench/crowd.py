"""A town on its busiest day: five hundred visits on one board, sixty of them with an alarm twenty minutes old."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.addresses.address import DutchAddress
from achterwacht.kinds import Actor
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.service import load_profile
from achterwacht.use_cases import panic
from achterwacht.visiting.planning import plan_visit
from achterwacht.visits.new_visit import NewVisit
from bench.country import PROFILE
from foundation.clock import Clock, clock_of
from foundation.session import Database
from foundation.settings import Settings
from scheduler.jobs import Jobs
from tests.support.engine import fill_the_roster
from tests.support.organisations import Employee, Organisation, an_employee, an_organisation

FIRST = (
    "Jan", "Anna", "Piet", "Sanne", "Fatima", "Mohamed", "Kees", "Lotte", "Ahmed", "Marieke", "Joost", "Emma", "Willem",
    "Noor", "Hendrik", "Yasmina", "Bram", "Ilse", "Daan", "Roos", "Thijs", "Femke", "Sven", "Hanna", "Karim", "Elif",
    "Wout", "Griet", "Luc", "An", "Bart", "Els", "Tom", "Katrien", "Jef", "Leen", "Koen", "Sofie", "Dirk", "Hilde",
)  # fmt: skip
LAST = (
    "Jansen", "de Vries", "van den Berg", "Bakker", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "de Groot", "Bos",
    "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "Kok",
    "van der Meer", "Jacobs", "Vermeulen", "Peeters", "Maes", "Willems", "Claes", "Goossens", "Wouters", "De Smet",
    "Yilmaz", "el Amrani", "Haddad", "Demir", "Nguyen", "Kowalski", "Bakkali", "Öztürk",
)  # fmt: skip
STREETS = (
    "Dorpsstraat", "Kerkstraat", "Molenweg", "Schoolstraat", "Stationsweg", "Julianalaan", "Beatrixstraat", "Eikenlaan",
    "Berkenhof", "Lindelaan", "Populierenstraat", "Kastanjelaan", "Hoofdweg", "Nieuwstraat", "Havenkade", "Veldweg",
    "Parallelweg", "Heideweg", "Bosstraat", "Zandpad", "Rembrandtlaan", "Vermeerstraat", "Mozartlaan", "Singel",
    "Beethovenstraat", "Vondelplein", "Prinsengracht", "Achterom", "Marktveld", "Zuiderpark",
)  # fmt: skip
LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
TOWNS = ("Den Bosch", "Rosmalen", "Vught", "Boxtel", "Oss", "Heusden")
LONG, STEP = timedelta(minutes=20), timedelta(minutes=1)


class Workers(Clock):
    """The real time, minus an offset until the past has been played."""

    def __init__(self, behind: timedelta) -> None:
        self.behind = behind

    def now(self, session: Session) -> datetime:
        return super().now(session) - self.behind


@dataclass(frozen=True)
class Crowd:
    """The town: who is out, their visits in the same order, and the alarms."""

    ours: Organisation
    workers: Sequence[Employee]
    visits: Sequence[UUID]
    alarms: Sequence[UUID]


def a_crowd(database: Database, visits: int, alarms: int, planned: int = 0, slug: str = "druk", seed: int = 9) -> Crowd:
    """Make so many visits in one team, and alarms of those under way, as if it all had happened until now.

    planned: how many of the visits have not begun.
    """
    chance = random.Random(seed)
    clock = database.clock = Workers(LONG if alarms else timedelta())
    ours = an_organisation(database, slug)
    with database.write() as session:
        organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == ours.id)).one()
        load_profile(session, organisation, PROFILE, clock.now(session))
        fill_the_roster(session, ours)
        workers = [_worker(session, ours, chance) for _ in range(visits)]
    ids, pressed = [], []
    for worker in workers[:alarms]:
        with database.write() as session:
            ids.append(_visit(session, ours, worker, chance, begins=True))
            root = panic.raise_panic(session, Actor(ours.id, worker.id, worker.name, "app"), ids[-1]).root
            assert root.alarm is not None
            pressed.append(root.alarm.id)
    jobs = Jobs(database, Settings(_env_file=None, database_url=str(database.engine.url)), "bench")
    while clock.behind > timedelta():
        clock.behind -= STEP
        jobs.tick()
    jobs.close()
    database.clock = Clock()
    for number, worker in enumerate(workers[alarms:], alarms):
        with database.write() as session:
            ids.append(_visit(session, ours, worker, chance, begins=number < visits - planned))
    return Crowd(ours, workers, ids, pressed)


def _worker(session: Session, ours: Organisation, chance: random.Random) -> Employee:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return an_employee(session, ours.id, ours.slug, name, [(Role.WORKER, ours.team)])


def _visit(session: Session, ours: Organisation, worker: Employee, chance: random.Random, *, begins: bool) -> UUID:
    now = clock_of(session).now(session)
    start = now if begins else now + timedelta(minutes=chance.randrange(5, 480))
    visit_id = uuid4()
    new = NewVisit(
        id=visit_id,
        team_id=ours.team,
        address=DutchAddress(
            f"{chance.randrange(5200, 5299)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}",
            chance.randrange(1, 250),
            None,
            chance.choice(STREETS),
            chance.choice(TOWNS),
        ),
        expected_end=start + timedelta(minutes=chance.randrange(30, 200)),
        planned_start=start,
        client_name=f"{chance.choice(FIRST)[0]}. {chance.choice(LAST)}",
        purpose="Huisbezoek",
    )
    plan_visit(session, new, Actor(ours.id, worker.id, worker.name, "app"), start_now=begins)
    return visit_id
