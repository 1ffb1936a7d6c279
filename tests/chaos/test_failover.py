"""The primary is killed under load and its replica promoted: two servers, one address with both, nobody restarts
anything. Who asks meanwhile hears "not now"; from the moment there is a primary again all is well.

The replica is a synchronous one, as whoever wants to lose nothing at a failover must have it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.chaos.site import RECOVERY, Site, a_quick_town
from tests.conftest import build_schema
from tests.support.postgres import Cluster, run_cluster
from tests.support.processes import status

pytestmark = pytest.mark.timeout(400)
CHASE, ALARM, PANIC = "Je afspraak is voorbij", "heeft zich niet afgemeld", "NOOD"
VISITS = 12


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with run_cluster() as cluster:
        yield cluster


@pytest.fixture
def site(cluster: Cluster, tmp_path: Path) -> Iterator[Site]:
    url = cluster.primary.create_database()
    build_schema(url)
    town = a_quick_town(url)
    with Site(tmp_path, cluster.address_of(url), town, clocks=2) as site:
        yield site


class Crowd:
    """People who check in one after the other, whatever happens."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.watched: list[dict[str, Any]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_out)

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _go_out(self) -> None:
        while not self._stop.is_set() and len(self.watched) < VISITS:
            self.watched.append(self._site.checks_in(self._site.town.worker2, seconds=600))
            self._stop.wait(0.2)


def test_a_replica_takes_over_and_nobody_is_forgotten(site: Site, cluster: Cluster) -> None:
    town = site.town
    running = {name: one.pid for name, one in site.processes.items()}
    with Crowd(site) as crowd:
        site.awaits(lambda: len(crowd.watched) >= 2, "that people go out")
        overdue = site.checks_in(town.worker, seconds=15)
        over = datetime.fromisoformat(overdue["expectedEnd"])
        cluster.primary.dies()
        assert datetime.now(UTC) < over, "the primary died too late"
        for port in site.ports:
            site.awaits(partial(_says, port, 503), "that nobody says to be ready")
        before = len(crowd.watched)
        site.awaits(lambda: datetime.now(UTC) > over, "that the visit is over")
        cluster.replica.promotes()
        promoted = datetime.now(UTC)
        assert not site.told(town.worker, CHASE), "nobody could decide anything"
        panic = site.asks("POST", "/v1/alarms", town.worker2, {"visitId": crowd.watched[0]["id"]}, key="panic")
        chased = site.hears(town.worker, CHASE)[0].at
        site.awaits(lambda: len(crowd.watched) > before, "that people go out again")
    assert (chased - promoted).total_seconds() < RECOVERY
    assert panic["cause"] == "panic"
    site.hears(town.colleague, PANIC)
    site.hears(town.colleague, ALARM)
    site.texts(town.worker2, "STATUS")
    for port in site.ports:
        site.awaits(partial(_says, port, 200), "that all are ready again")
    there = {str(UUID(str(one.id))) for one in site.rows("SELECT id FROM visit")}
    assert there == {one["id"] for one in [overdue, *crowd.watched]}, "what was answered was kept, and done once"
    assert {name: one.pid for name, one in site.processes.items()} == running, "nobody was started again"
    site.checks()


def _says(port: int, expected: int) -> bool:
    return status(port, "/health/ready") == expected
