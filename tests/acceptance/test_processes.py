"""The processes as they are started for real, killed, and started again."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import pytest

from achterwacht.deadlines.service import last_tick
from cli.plain import AWAY
from foundation.session import Database
from tests.conftest import Start
from tests.support.organisations import Organisation
from tests.support.processes import SOON, eventually, status


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_serve_starts_its_child_again_and_ends_when_asked(start: Start, port: int, ours: Organisation) -> None:
    serve = start("serve", "--port", str(port), afresh=True)
    eventually(lambda: status(port, "/health/ready") == 200)
    second = start("clock")
    assert second.waits() == AWAY
    assert "Another clock works on this database" in second.said.read_text()

    os.kill(serve.children()[0], signal.SIGKILL)
    # Who asks while there is no child is not refused: the port is the parent's.
    answer = httpx.get(f"http://127.0.0.1:{port}/v1/me", headers=ours.worker.headers, timeout=SOON)
    assert answer.status_code == 200

    assert serve.ends(signal.SIGTERM) == 0
    assert status(port, "/health/live") == 0
    log = serve.said.read_text()
    assert "exit_code=-9" in log
    assert "Traceback" not in log


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_no_orphan_keeps_the_port(start: Start, port: int) -> None:
    first = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    child = first.children()[0]
    first.is_killed()
    eventually(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text())
    second = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    assert second.ends(signal.SIGINT) == 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_finds_another_clock_takes_over_as_soon_as_that_is_gone(start: Start, port: int) -> None:
    """A clock that was killed while its disk hung may be there for longer than a new one waits."""
    clock = start("clock")
    eventually(lambda: "clock started" in clock.said.read_text())
    serve = start("serve", "--port", str(port))
    eventually(lambda: "Another clock works" in serve.said.read_text())
    assert clock.ends(signal.SIGTERM) == 0
    eventually(lambda: status(port, "/health/ready") == 200)
    late = start("api", "--port", str(port))
    assert late.waits() == AWAY
    assert f"port {port}" in late.said.read_text()
    assert serve.ends(signal.SIGTERM) == 0


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_api_and_clocks_apart_on_postgresql(start: Start, port: int, ours: Organisation, database: Database) -> None:
    clocks = [start("clock"), start("clock")]
    api = start("api", "--port", str(port))
    eventually(lambda: status(port, "/health/ready") == 200)
    eventually(lambda: all("clock started" in clock.said.read_text() for clock in clocks))
    assert clocks[0].ends(signal.SIGTERM) == 0
    since = datetime.now(UTC)
    eventually(lambda: ticked_since(database, since))
    assert status(port, "/health/ready") == 200
    assert httpx.get(f"http://127.0.0.1:{port}/v1/me", headers=ours.worker.headers, timeout=SOON).status_code == 200
    assert api.ends(signal.SIGTERM) == 0
    assert clocks[1].ends(signal.SIGTERM) == 0


def ticked_since(database: Database, moment: datetime) -> bool:
    with database.read() as session:
        last = last_tick(session, datetime.now(UTC))
    return last is not None and last > moment
