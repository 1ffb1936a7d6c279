"""How long a panic takes while somebody sends all they can: one process with its clock in it, on both databases."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from uuid import uuid4

from bench.crowd import Crowd, a_crowd
from bench.doors import served
from bench.places import settled
from bench.result import Measured, at_most
from bench.storm import STORMS

VISITS, PRESSES, EVERY = 60, 60, 0.1
LIMIT = 1.0
NO_ANSWER = 10.0
NAMES = {
    "desks": "fifty desks that ask every two seconds",
    "boards": "200 boards at once, over and over",
    "hung_up": "2,000 boards from clients that hang up, every three seconds",
    "halves": "1,100 requests without an end",
    "guesses": "100 wrong passwords at once, over and over",
    "forged": "100 unsigned webhooks at once, over and over",
    "look": "100 at once that ask whether it is ready, over and over",
}


def panics() -> list[Measured]:
    """Measure presses, one every tenth of a second, in each storm and on a quiet server.

    The figure is the 99th of a hundred.
    """
    return [one for kind in ("postgresql", "sqlite") for one in _on(kind)]


def _on(kind: str) -> list[Measured]:
    measured = []
    with settled(kind) as (database, _, url):
        crowd = a_crowd(database, VISITS, 0)
        with served(["-m", "cli.main", "serve", "--port"], url) as base:
            _press(base, crowd, 20)
            quiet = _p99(_press(base, crowd, PRESSES))
            for storm in STORMS:
                with _blowing(storm, base, crowd):
                    took = _press(base, crowd, PRESSES)
                measured.append(_measured(kind, storm, took, quiet))
                time.sleep(3)
    return measured


def _measured(kind: str, storm: str, took: list[float], quiet: float) -> Measured:
    worst, middle = _p99(took), sorted(took)[len(took) // 2]
    beside = f"{worst / quiet:.1f} × a quiet server's p99, {quiet * 1000:.0f} ms"
    return Measured(
        f"a panic during {NAMES[storm]}, {kind}, p99", worst * 1000, "ms",
        [at_most("the second allowed", LIMIT * 1000, worst * 1000, 1)],
        said=f"(median {middle * 1000:.0f} ms; {beside})",
        raw={"seconds": took},
    )  # fmt: skip


def _press(base: str, crowd: Crowd, times: int) -> list[float]:
    """Measure presses by workers on a visit, each on a connection of its own, as a phone does.

    Ten seconds is no answer.

    From the first byte of the connection to the last one of the answer. Building a client is not counted, since the
    phone of somebody in danger has one.
    """
    address = base.partition("//")[2]
    took = []
    for number in range(times):
        headers = crowd.workers[number % len(crowd.workers)].headers
        headers = headers | {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
        began = time.perf_counter()
        door = HTTPConnection(address, timeout=NO_ANSWER)
        try:
            door.request("POST", "/v1/alarms", "{}", headers)
            answer = door.getresponse()
            answer.read()
            well = answer.status < HTTPStatus.BAD_REQUEST
        except (OSError, HTTPException):
            well = False
        finally:
            door.close()
        took.append(time.perf_counter() - began if well else NO_ANSWER)
        time.sleep(max(0.0, EVERY - (time.perf_counter() - began)))
    return took


def _p99(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


@contextmanager
def _blowing(storm: str, base: str, crowd: Crowd) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.storm", storm, base.rpartition(":")[2], crowd.ours.manager.token]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout
        process.stdout.readline()
        yield
    finally:
        process.kill()
        process.wait()
