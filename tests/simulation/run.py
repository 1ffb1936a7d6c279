"""One run: the file, the processes, the people and the weather of one seed, until the weeks are over."""

import hashlib
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any, TextIO

from sqlalchemy import event

from foundation.session import Database
from foundation.settings import Settings
from tests.simulation.books import Books
from tests.simulation.chance import all_from
from tests.simulation.desk import Desk
from tests.simulation.doors import Doors
from tests.simulation.network import Network
from tests.simulation.odd_phones import OddPhones
from tests.simulation.oracle import Oracle
from tests.simulation.organisation import settle
from tests.simulation.people import Employees
from tests.simulation.processes import ClockProcess, World
from tests.simulation.pushes import Pushes
from tests.simulation.rehearsing import Rehearsals
from tests.simulation.story import Errors, Story
from tests.simulation.turns import Turns, morning
from tests.simulation.weather import Weather
from tests.support.cm import BESIDE_TWILIO, fallback_settings
from tests.support.push_service import PRIVATE_KEY, SUBJECT

DAY = 86_400.0
WEEK = 7 * DAY
NOBODY_THERE = "http://127.0.0.1:9"
STARTS = (morning(2026, 10, 24), morning(2027, 3, 27), morning(2026, 12, 21), morning(2027, 6, 2))
"""The Saturdays before the two nights in which the clock is changed, a Monday and a Wednesday."""
AFTERWARDS = 4 * 3600.0
"""The weather clears, nobody goes out any more, and what is open is closed."""
LOOKING_OFTEN, LOOKING = 20.0, 300.0
TWILIO: Any = BESIDE_TWILIO
AND_CM: Any = fallback_settings(NOBODY_THERE)
PUSHING: Any = {"vapid_private_key": PRIVATE_KEY, "vapid_subject": SUBJECT}
PROFILES = {"s-hertogenbosch": 600.0, "demo": 3600.0}
"""Each organisation's, with the seconds between two visits by day."""


Lives = Callable[[Database, Books, Turns, Random, Story], None]
"""What is lived through: with a file, its books, a clock, chance, and where it is told."""


@dataclass(frozen=True)
class Ran:
    """What became of a run."""

    seed: int
    digest: str
    seen: Counter[str]


def run(seed: int, weeks: float, template: Path, folder: Path, written_to: TextIO | None = None) -> Ran:
    """Live through so many weeks. `template` is a database file with the schema and nothing in it.

    Raises:
        Broken: a promise was not kept.
    """

    def lives(database: Database, books: Books, turns: Turns, chance: Random, story: Story) -> None:
        _lives(database, books, turns, chance, story, weeks * WEEK, odd=(seed - 4) % 7 < 4, pushing=seed % 5 == 0)

    return in_a_file(seed, template, folder, written_to, lives)


def in_a_file(seed: int, template: Path, folder: Path, written_to: TextIO | None, lives: Lives) -> Ran:
    """Let something live on a copy of the template, with the chance of this seed.

    Raises:
        Broken: a promise was not kept.
    """
    chance = Random(seed)  # chance that repeats itself is the point
    turns = Turns(chance.choice(STARTS), chance)
    path = Path(mkdtemp(dir=folder)) / "achterwacht.db"
    shutil.copy(template, path)
    with all_from(chance, turns):
        database = Database.at(f"sqlite:///{path}", turns)
        books = Books(path)
        event.listen(database.engine, "connect", _without_waiting_for_the_disk)
        try:
            story = Story(turns, written_to)
            with Errors(story).heard():
                lives(database, books, turns, chance, story)
            for line in _rows(path):
                story.tells("row", line)
        finally:
            turns.end()
            books.close()
            database.engine.dispose()
            shutil.rmtree(path.parent)
    return Ran(seed, story.digest, story.seen)


def _lives(
    database: Database,
    books: Books,
    turns: Turns,
    chance: Random,
    story: Story,
    until: float,
    *,
    odd: bool,
    pushing: bool,
) -> None:
    """odd: some texts come from machines and from a forger. So in four of seven runs: what only a quieter place
    comes to is found by the others. pushing: everybody has a browser that shows pushes, in one of five runs."""
    second = chance.random() < 0.5
    weather = Weather(turns, chance, story, second=second)
    world = World(database.engine, books, turns, chance, story, weather)
    oracle = Oracle(world, database)
    doors = Doors(world, oracle)
    network = Network(world, oracle, doors.reports)
    pushes = Pushes(world, network)
    texts = count(1)
    for number, (profile, gap) in enumerate(PROFILES.items()):
        with database.write() as session:
            home = settle(session, number, profile, turns.at)
            if pushing:
                pushes.subscribe(session, home)
        oracle.knows(home)
        folk = Employees(world, doors, network, home, texts, oracle)
        turns.begin(partial(folk.lives, until, gap))
        desk = Desk(world, doors, home)
        for activity in (desk.looks, desk.absences, desk.reports_check_calls):
            turns.begin(activity)
        rehearsals = Rehearsals(world, doors, network, home, folk)
        turns.begin(partial(rehearsals.drills, until))
        turns.begin(rehearsals.canary_phone)
        if odd:
            phones = OddPhones(world, doors, network, home, folk, texts)
            turns.begin(phones.away)
            turns.begin(phones.forges)
    settings = Settings(
        _env_file=None, dispatch_concurrency=4, **TWILIO, **(AND_CM if second else {}), **(PUSHING if pushing else {})
    )
    for number in range(chance.choice([1, 2, 2, 3])):
        ClockProcess(
            world, f"clock {number}", settings, network.ports, network.second, push=pushes.port if pushing else None
        )
    turns.begin(lambda: weather.changes(until))
    turns.begin(lambda: _judge(oracle, turns))
    if pushing:
        turns.begin(lambda: _judge_pushes(pushes, turns))
    turns.run(turns.at + timedelta(seconds=until + AFTERWARDS))
    latest = turns.at + timedelta(seconds=AFTERWARDS)
    while oracle.judges() and turns.at < latest:
        turns.run(turns.at + timedelta(seconds=LOOKING))  # somebody went in late, and stays long
    assert not oracle.judges(), "an alarm is still open"


def _judge(oracle: Oracle, turns: Turns) -> None:
    while True:
        turns.sleeps(LOOKING_OFTEN if oracle.judges() else LOOKING)


def _judge_pushes(pushes: Pushes, turns: Turns) -> None:
    while True:
        turns.sleeps(LOOKING)
        pushes.judges()


def _rows(path: Path) -> list[str]:
    """A digest of each table at the end."""
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return [f"{name} {_digest(connection.execute(f'SELECT * FROM {name}').fetchall())}" for (name,) in tables]


def _digest(rows: list[Any]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def _without_waiting_for_the_disk(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # the chaos tests pull the plug; here processes only forget
