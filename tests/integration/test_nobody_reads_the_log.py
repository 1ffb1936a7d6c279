"""stderr is a pipe that nobody empties, as when a log service hangs: nothing that watches waits for that.

The pipe is full before the process starts, so that its first line is already one too many.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest
from sqlalchemy import select

from achterwacht.deadlines.records import ClockRecord
from foundation.never_waits import DROPPED, NeverWaits
from foundation.session import Database
from tests.support.processes import SOON, Started, eventually, status

on_one = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
STUCK = 70
WATCHDOG = """
import time
from foundation.log import set_up_logging
from foundation.never_waits import stderr_never_waits
from scheduler.watchdog import Watchdog
stderr_never_waits()
set_up_logging(production=True)
Watchdog(0.1, lambda: None, limit=0.2).start()
time.sleep(60)
"""


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A pipe with a name, in which not one byte fits."""
    pipe = tmp_path / "full"
    os.mkfifo(pipe)
    both_ends = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    with suppress(BlockingIOError):
        while True:
            os.write(both_ends, b"." * 65536)
    with suppress(BlockingIOError):
        while True:
            os.write(both_ends, b".")
    yield pipe
    os.close(both_ends)


@pytest.fixture
def begin(tmp_path: Path, database_url: str, full: Path) -> Iterator[Callable[..., Started]]:
    running: list[Started] = []

    def started(*words: str) -> Started:
        running.append(Started(tmp_path, database_url, *words, said=full))
        return running[-1]

    yield started
    for one in running:
        one.is_killed()


@on_one
def test_serve_answers_and_starts_its_child_again(begin: Callable[..., Started], port: int) -> None:
    serve = begin("serve", "--port", str(port))
    eventually(lambda: status(port, "/health/ready") == 200)
    (child,) = serve.children()
    os.kill(child, SIGKILL)
    eventually(lambda: serve.children() not in ([], [child]) and status(port, "/health/ready") == 200)
    assert serve.ends(SIGTERM) == 0


@on_one
def test_an_api_answers(begin: Callable[..., Started], port: int) -> None:
    api = begin("api", "--port", str(port))
    eventually(lambda: status(port, "/health/live") == 200)
    assert api.ends(SIGTERM) == 0


@on_one
def test_a_clock_ticks_and_ends(begin: Callable[..., Started], database: Database) -> None:
    def ticked() -> bool:
        with database.read() as session:
            return session.scalar(select(ClockRecord.ticked_at)) is not None

    clock = begin("clock")
    eventually(ticked)
    assert clock.ends(SIGTERM) == 0


def test_the_watchdog_ends_its_process(full: Path) -> None:
    with full.open("wb", buffering=0) as pipe:
        dog = subprocess.run([sys.executable, "-c", WATCHDOG], stderr=pipe, timeout=SOON, check=False)
    assert dog.returncode == STUCK


def test_what_does_not_fit_is_dropped_the_oldest_first_and_that_is_said(caplog: pytest.LogCaptureFixture) -> None:
    here, there = os.pipe()
    with open(here, encoding="utf-8") as read, open(there, "w", encoding="utf-8") as stream:
        ours = NeverWaits(stream, most=1100)
        for number in range(5000):
            ours.write(f"{number} {'é' * 100}\n")
        heard = []
        for line in read:
            heard.append(int(line.split()[0]))
            assert line.split()[1] == "é" * 100, "each line is whole"
            if heard[-1] == 4999:
                break
        assert heard == sorted(heard)
        assert heard[-10:] == list(range(4990, 5000))
        assert len(heard) < 4000
        eventually(lambda: DROPPED in caplog.text)


def test_nobody_at_the_other_end_stops_nothing() -> None:
    here, there = os.pipe()
    with open(there, "w", encoding="utf-8") as stream:
        os.close(here)
        ours = NeverWaits(stream)
        for _ in range(3):
            ours.write("said to nobody\n")
        ours.finish()
        assert not ours._lines
