"""The processes as they are started for real, killed, and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from sqlalchemy import text

from foundation.session import Database
from tests.support.town import Town

CHECKOUT = Path(__file__).resolve().parents[2]
SOON = 60.0


class Started:
    """A command that runs, with what it wrote to stderr."""

    def __init__(self, folder: Path, compiled: Path, url: str, *words: str) -> None:
        self.said = folder / f"{words[0]}-{time.monotonic_ns()}.log"
        environment = os.environ | {"ACHTERWACHT_DATABASE_URL": url, "PYTHONPATH": str(CHECKOUT)}
        # Compiled once for all of these tests: without, each process compiles everything it imports for itself.
        environment |= {"PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""}
        with self.said.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli.main", *words], cwd=folder, env=environment, stderr=log, stdout=log
            )

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in path.read_text().split()]

    def ends(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(SOON)


Start = Callable[..., Started]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def start(tmp_path: Path, compiled: Path, database_url: str) -> Iterator[Start]:
    running: list[Started] = []

    def begin(*words: str) -> Started:
        running.append(Started(tmp_path, compiled, database_url, *words))
        return running[-1]

    yield begin
    for one in running:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


def eventually(answers: Callable[[], bool], *, within: float = SOON) -> None:
    give_up = time.monotonic() + within
    while not answers():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def status(port: int, path: str) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=SOON).status_code
    except httpx.TransportError:
        return 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_serve_starts_its_child_again_and_ends_when_asked(start: Start, port: int, town: Town) -> None:
    serve = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/ready") == 200)
    second = start("clock")
    assert second.process.wait(SOON) == 2
    assert "Another clock works on this database" in second.said.read_text()

    os.kill(serve.children()[0], signal.SIGKILL)
    # Who asks while there is no child is not refused: the port is the parent's.
    answer = httpx.get(f"http://127.0.0.1:{port}/v1/me", headers=town.worker.headers, timeout=SOON)
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
    first.process.kill()
    eventually(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text())
    second = start("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    assert second.ends(signal.SIGINT) == 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_child_that_refuses_is_not_started_again(start: Start, port: int) -> None:
    clock = start("clock")
    eventually(lambda: "clock started" in clock.said.read_text())
    serve = start("serve", "--port", str(port))
    assert serve.process.wait(SOON) == 2
    assert "Another clock works" in serve.said.read_text()
    taken = start("api", "--port", str(port))
    eventually(lambda: status(port, "/health/ready") == 200)
    late = start("api", "--port", str(port))
    assert late.process.wait(SOON) == 2
    assert f"port {port}" in late.said.read_text()
    assert taken.ends(signal.SIGTERM) == 0
    assert clock.ends(signal.SIGTERM) == 0


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_api_and_clocks_apart_on_postgresql(start: Start, port: int, town: Town, database: Database) -> None:
    clocks = [start("clock"), start("clock")]
    api = start("api", "--port", str(port))
    eventually(lambda: status(port, "/health/ready") == 200)
    eventually(lambda: all("clock started" in clock.said.read_text() for clock in clocks))
    assert clocks[0].ends(signal.SIGTERM) == 0
    time.sleep(2)
    assert status(port, "/health/ready") == 200
    assert httpx.get(f"http://127.0.0.1:{port}/v1/me", headers=town.worker.headers).status_code == 200
    with database.read() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    assert api.ends(signal.SIGTERM) == 0
    assert clocks[1].ends(signal.SIGTERM) == 0
