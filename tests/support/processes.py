"""The processes of the product, as they run in an installation: started, stopped, killed.

Each is forked from one that has imported everything already, since importing takes two seconds of a processor. From
there on it is the command itself, with an environment, a folder and a log of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from pathlib import Path

import httpx2 as httpx

CHECKOUT = Path(__file__).resolve().parents[2]
SOON = 60.0
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "tests.support.processes",
        "cli.main",
        "cli.server",
        "cli.parent",
        "migrations.schema",
        "twilio.rest.api",
        "pytest",
    ]
)


_one_at_a_time = threading.Lock()
"""An exit code can be read once. Starting a process looks at all others too, and whoever looks second at the same
moment is told 255."""


class Started:
    """A command that runs, with what it wrote to stderr. `settings` come on top of the environment of the test."""

    def __init__(self, folder: Path, database_url: str, *words: str, settings: Mapping[str, str] | None = None) -> None:
        self.said = folder / f"{words[0]}-{time.monotonic_ns()}.log"
        self.said.touch()
        environment = os.environ | {"ACHTERWACHT_DATABASE_URL": database_url, "PYTHONPATH": str(CHECKOUT)}
        # The child of `serve` is started anew and not forked: compiled once for all of them, it is there much sooner.
        environment |= {"PYTHONPYCACHEPREFIX": str(folder.parent / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
        self._process = FORKS.Process(
            target=_become, args=(words, environment | dict(settings or {}), folder, self.said), daemon=True
        )
        with _one_at_a_time:
            self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def ended_with(self) -> int | None:
        """The exit code, or minus the signal; None while it runs."""
        with _one_at_a_time:
            return self._process.exitcode

    def children(self) -> list[int]:
        return [int(number) for number in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def gets(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def waits(self, within: float = SOON) -> int:
        """Until it ended. Answers the exit code."""
        wait([self._process.sentinel], within)
        code = self.ended_with
        assert code is not None, f"it still runs: {self.said.read_text()}"
        return code

    def ends(self, number: signal.Signals) -> int:
        self.gets(number)
        return self.waits()

    def is_killed(self) -> None:
        """If it still runs; also when it stands still."""
        if self.ended_with is None:
            self.gets(signal.SIGKILL)
            self.waits()


def _become(words: tuple[str, ...], environment: dict[str, str], folder: Path, said: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(log, stream.fileno())
    from cli.main import app

    app(list(words))


def eventually(answers: Callable[[], object], *, within: float = SOON) -> None:
    give_up = time.monotonic() + within
    while not answers():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def status(port: int, path: str) -> int:
    """The HTTP status; 0 when nobody answers."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=SOON, verify=False).status_code
    except httpx.TransportError:
        return 0
