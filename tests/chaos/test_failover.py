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

from tests.chaos.installation import RECOVERY, Installation, a_quick_organisation
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
def installation(cluster: Cluster, tmp_path: Path) -> Iterator[Installation]:
    url = cluster.primary.create_database()
    build_schema(url)
    ours = a_quick_organisation(url)
    with Installation(tmp_path, cluster.address_of(url), ours, clocks=2) as installation:
        yield installation


class Crowd:
    """People who check in one after the other, whatever happens."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
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
            self.watched.append(self._installation.checks_in(self._installation.ours.worker2, seconds=600))
            self._stop.wait(0.2)


def test_a_replica_takes_over_and_nobody_is_forgotten(installation: Installation, cluster: Cluster) -> None:
    ours = installation.ours
    running = {name: one.pid for name, one in installation.processes.items()}
    with Crowd(installation) as crowd:
        installation.awaits(lambda: len(crowd.watched) >= 2, "that people go out")
        overdue = installation.checks_in(ours.worker, seconds=15)
        over = datetime.fromisoformat(overdue["expectedEnd"])
        cluster.primary.dies()
        assert datetime.now(UTC) < over, "the primary died too late"
        for port in installation.ports:
            installation.awaits(partial(_says, port, 503), "that nobody says to be ready")
        before = len(crowd.watched)
        installation.awaits(lambda: datetime.now(UTC) > over, "that the visit is over")
        cluster.replica.promotes()
        promoted = datetime.now(UTC)
        assert not installation.told(ours.worker, CHASE), "nobody could decide anything"
        panic = installation.asks("POST", "/v1/alarms", ours.worker2, {"visitId": crowd.watched[0]["id"]}, key="panic")
        chased = installation.hears(ours.worker, CHASE)[0].at
        installation.awaits(lambda: len(crowd.watched) > before, "that people go out again")
    assert (chased - promoted).total_seconds() < RECOVERY
    assert panic["cause"] == "panic"
    installation.hears(ours.colleague, PANIC)
    installation.hears(ours.colleague, ALARM)
    installation.texts(ours.worker2, "STATUS")
    for port in installation.ports:
        installation.awaits(partial(_says, port, 200), "that all are ready again")
    there = {str(UUID(str(one.id))) for one in installation.rows("SELECT id FROM visit")}
    assert there == {one["id"] for one in [overdue, *crowd.watched]}, "what was answered was kept, and done once"
    assert {name: one.pid for name, one in installation.processes.items()} == running, "nobody was started again"
    installation.checks()


def _says(port: int, expected: int) -> bool:
    return status(port, "/health/ready") == expected
