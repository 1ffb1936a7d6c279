"""Hundreds of visits overdue in the same second, with three clocks and two APIs: no step twice, none missed, none after
somebody took it. Once in fair weather; once while connections are cut and PostgreSQL is killed and comes back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.chaos.crowd import ALARM, CHASE, alarms, check_in_many, nothing_waits, steps_decided_twice
from tests.chaos.site import Site, a_quick_town, message_of, quick_profile
from tests.conftest import build_schema
from tests.support.postgres import PostgresServer, run_postgres
from tests.support.twilio.log import Entry

pytestmark = pytest.mark.timeout(400)
VISITS = 1000 if os.environ.get("CHAOS") == "long" else 300
TAKEN = 60
"""How many are taken by the colleague before they climb to the manager."""
CODE = re.compile(r"Ik pak dit op: 1 (\d+)")


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
    town, now = site.town, datetime.now(UTC)
    check_in_many(site, now, [now + timedelta(seconds=6 + VISITS / 20)] * VISITS)
    weather(site, server)
    site.awaits(lambda: len(alarms(site, town.colleague)) == VISITS, "that the colleague hears of everyone")

    taken = dict(list(alarms(site, town.colleague).items())[:TAKEN])
    for first, *_ in taken.values():
        site.texts(town.colleague, f"1 {code_in(first)}")
    on_its_way, all_taken = site.on_its_way(), datetime.now(UTC)
    rest = alarms(site, town.colleague).keys() - taken
    site.awaits(lambda: rest <= alarms(site, town.manager).keys(), "that the manager hears of the rest")
    site.awaits(lambda: nothing_waits(site), "that all is said")
    late = [
        address
        for address, told in alarms(site, town.manager).items()
        if address in taken and told[-1].at > all_taken and message_of(told[-1]) not in on_its_way
    ]
    assert not late, "told after somebody took it"
    # Every chase of one worker has the same words, so which of them the provider has after a cut nobody can tell: what
    # counts is that each is told of as often as there are visits.
    chased = site.told(town.worker, CHASE)
    assert len(chased) == VISITS
    assert not set(site.duplicates()) - {message_of(one) for one in chased}
    assert steps_decided_twice(site) == 0
    site.checks()


def code_in(alarm: Entry) -> str:
    return str(CODE.findall(alarm.form["Body"])[0])
