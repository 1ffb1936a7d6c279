"""Hundreds of visits overdue in the same second, with three clocks and two APIs: no step twice, none missed, none after
somebody took it. Once in fair weather; once while connections are cut and PostgreSQL is killed and comes back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from achterwacht.addresses.address import DutchAddress
from achterwacht.decision import Actor
from achterwacht.watch.new_visit import NewVisit
from achterwacht.watch.planning import plan_visit
from foundation.session import Database
from tests.chaos.site import Site, a_quick_town, quick_profile
from tests.conftest import build_schema
from tests.support.postgres import PostgresServer, run_postgres
from tests.support.town import Citizen
from tests.support.twilio.log import Entry

pytestmark = pytest.mark.timeout(400)
VISITS = 1000 if os.environ.get("CHAOS") == "long" else 300
TAKEN = 60
"""How many are taken by the colleague before they climb to the manager."""
ALARM, CHASE = "heeft zich niet afgemeld", "Je afspraak is voorbij"
ADDRESS, CODE = re.compile(r"Dorpsstraat \d+"), re.compile(r"Ik pak dit op: 1 (\d+)")
A_MOMENT = timedelta(seconds=1)
"""What was with the provider when somebody took it can't be called back."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One of its own, that keeps what it committed when it is killed."""
    with run_postgres(durable=True) as server:
        yield server


@pytest.fixture
def site(server: PostgresServer, tmp_path: Path) -> Iterator[Site]:
    url = server.create_database()
    build_schema(url)
    town = a_quick_town(url, quick_profile(manager=25, police=600, calls=False))
    with Site(tmp_path, url, town, clocks=3) as site:
        yield site


def check_in_many(site: Site, amount: int, end: datetime) -> None:
    """So many visits that all end at that moment, as if their workers had checked in."""
    database, town = Database.at(site.url), site.town
    by = Actor(town.id, town.worker.id, town.worker.name, "app")
    with database.write() as session:
        for number in range(1, amount + 1):
            address = DutchAddress("5211AA", number, None, "Dorpsstraat", "Den Bosch")
            new = NewVisit(id=uuid4(), team_id=town.team, address=address, expected_end=end)
            plan_visit(session, new, by, start_now=True)
    database.engine.dispose()


def alarms(site: Site, person: Citizen) -> dict[str, list[Entry]]:
    """The alarm texts that Twilio took for this person, by address."""
    found: dict[str, list[Entry]] = {}
    for one in site.told(person, ALARM):
        found.setdefault(ADDRESS.findall(one.form["Body"])[0], []).append(one)
    return found


def fair(site: Site, server: PostgresServer) -> None:
    """Nothing happens."""


def storm(site: Site, server: PostgresServer) -> None:
    """Connections are cut in the middle of the first step; then PostgreSQL is killed in the middle of the second."""
    for taken in (VISITS // 10, VISITS // 3):
        site.hears(site.town.worker, CHASE, times=taken)
        server.cuts_connections(site.url)
    site.hears(site.town.colleague, ALARM, times=VISITS // 10)
    server.restarts()


@pytest.mark.parametrize("weather", [fair, storm])
def test_of_many_at_once_none_is_told_twice_or_missed(
    site: Site, server: PostgresServer, weather: Callable[[Site, PostgresServer], None]
) -> None:
    town = site.town
    end = datetime.now(UTC) + timedelta(seconds=6 + VISITS / 20)
    check_in_many(site, VISITS, end)
    weather(site, server)
    site.awaits(lambda: len(alarms(site, town.colleague)) == VISITS, "that the colleague hears of everyone")

    taken: dict[str, datetime] = {}
    for address, (first, *_) in list(alarms(site, town.colleague).items())[:TAKEN]:
        site.texts(town.colleague, f"1 {code_in(first)}")
        taken[address] = datetime.now(UTC)
    site.awaits(lambda: len(alarms(site, town.manager)) >= VISITS - TAKEN, "that the manager hears of the rest")
    site.awaits(lambda: nothing_waits(site), "that all is said")
    late = [
        address
        for address, told in alarms(site, town.manager).items()
        if address in taken and told[-1].at > taken[address] + A_MOMENT
    ]
    assert not late, "told after somebody took it"
    assert set(alarms(site, town.manager)) | set(taken) == set(alarms(site, town.colleague))
    # Every chase of one worker has the same words, so which of them the provider has after a cut nobody can tell: what
    # counts is that each is told of as often as there are visits.
    chased = site.told(town.worker, CHASE)
    assert len(chased) == VISITS
    assert not set(site.duplicates()) - {message_of(one) for one in chased}
    assert steps_decided_twice(site) == 0
    site.checks()


def message_of(told: Entry) -> str:
    return told.form["StatusCallback"].partition("/status/")[2].partition("#")[0]


def code_in(alarm: Entry) -> str:
    return str(CODE.findall(alarm.form["Body"])[0])


def nothing_waits(site: Site) -> bool:
    return not site.rows("SELECT 1 FROM message WHERE state IN ('pending', 'sending')")


def steps_decided_twice(site: Site) -> int:
    """By the event table: an alarm that told a level more than once."""
    twice = "SELECT 1 FROM event WHERE kind = 'step_told' GROUP BY alarm_id, facts->>'level' HAVING count(*) > 1"
    return len(site.rows(twice))
