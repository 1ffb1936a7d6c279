"""The processes of the product, as they run in an installation: started, stopped, killed.

Each is forked from one that has imported everything already and put the routes together, since that takes four seconds
of a processor. From there on it is the command itself, with an environment, a folder and a log of its own. So is the
child of `serve`, unless a test asks for one that is started `afresh`, as in production.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

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
        "tests.support.made_ready",
    ]
)

_one_at_a_time = threading.Lock()
"""An exit code can be read once. Starting a process looks at all others too, and whoever looks second at the same
moment is told 255."""


class Started:
    """A command that runs, with what it wrote to stderr. `settings` come on top of the environment of the test.

    afresh: the child of `serve` is a new Python, and not forked. said: where it writes, if not in a file of its own.
    """

    def __init__(
        self,
        folder: Path,
        database_url: str,
        *words: str,
        settings: Mapping[str, str] | None = None,
        afresh: bool = False,
        said: Path | None = None,
    ) -> None:
        self.said = said or folder / f"{words[0]}-{time.monotonic_ns()}.log"
        self.said.touch()
        environment = os.environ | {"ACHTERWACHT_DATABASE_URL": database_url, "PYTHONPATH": str(CHECKOUT)}
        # What is started afresh finds what these tests compiled, and is there much sooner.
        compiled = sys.pycache_prefix or str(folder.parent / "compiled")
        environment |= {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        self._process = FORKS.Process(
            target=_become, args=(words, environment | dict(settings or {}), folder, self.said, afresh), daemon=True
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


def _become(words: Sequence[str], environment: dict[str, str], folder: Path, said: Path, afresh: bool) -> None:
    _dies_with_the_tests()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        os.dup2(log, stream.fileno())
    from cli import server
    from cli.main import app
    from tests.support.shared_app import an_application

    vars(server)["create_app"] = an_application
    if not afresh:
        subprocess.Popen = _ForkedChild  # type: ignore[misc,assignment]
    app(list(words))


def _dies_with_the_tests() -> None:
    """Have Linux kill us when whoever asked for us is gone, also when that was killed: else we would go on, and tick.

    Whoever forked us stays as long as we do, so the death of a parent says nothing. This does also when we stand still.
    """
    tests = multiprocessing.parent_process()
    assert tests is not None
    fcntl.fcntl(tests.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(tests.sentinel, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(tests.sentinel, fcntl.F_SETFL, os.O_ASYNC)
    if wait([tests.sentinel], 0):
        os._exit(1)


class _ForkedChild(subprocess.Popen[bytes]):
    """Instead of a new Python with the same command: a copy of this process, which imported everything."""

    def _execute_child(self, command: Sequence[str], *how: Any) -> None:
        if "cli.main" not in command:
            super()._execute_child(command, *how)  # type: ignore[misc]
            return
        *_, environment = how[:6]
        self.pid = os.fork()
        self._child_created = True
        if self.pid:
            return
        code = 1
        try:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.environ.update(environment)
            from cli.main import app

            app(list(command[command.index("cli.main") + 1 :]))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


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
