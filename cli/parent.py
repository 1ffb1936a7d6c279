"""The parent of `achterwacht serve`: it holds the port, and restarts its child whenever that ends.

The port stays open while there is no child, so that a panic pressed in that second waits for its answer instead of
being refused. A child that finds the settings wrong (exit code 2) is not restarted: it would find them wrong each time.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import structlog

from cli.plain import AWAY, REFUSED
from cli.signals import on_signal

log = structlog.get_logger(__name__)

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LONG_ENOUGH = 60.0
"""A child that lived this many seconds was healthy; the next one is started after the shortest pause again."""
FINISH_SECONDS = 20.0
CHECKOUT = Path(__file__).resolve().parent.parent


class Parent:
    """Keeps one child process running on this socket."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening = listening
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self) -> int:
        """Run until a signal comes, or the child refuses to start. Returns the exit code."""
        on_signal(self._stop)
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            code = self._one_child()
            if self._stopping.is_set() or code == REFUSED:
                return REFUSED if code == REFUSED else 0
            pause = FIRST_PAUSE if time.monotonic() - began > LONG_ENOUGH else pause
            log.error("the child ended; it is started again", exit_code=code, pause_seconds=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        return 0

    def _one_child(self) -> int:
        descriptor = self._listening.fileno()
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own program, with a number
                [sys.executable, "-m", "cli.main", "_child", str(descriptor), str(os.getpid())],
                pass_fds=[descriptor],
                start_new_session=True,  # Ctrl-C is for the parent, which passes it on
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(CHECKOUT), os.environ.get("PYTHONPATH", "")])},
            )
        except OSError as error:  # no memory, or too many processes: just when the last child was killed for it
            log.error("no child can be started now", error=repr(error))
            return AWAY
        if self._stopping.is_set():  # the signal came just before the start
            self._child.terminate()
        while not self._stopping.is_set():
            with suppress(subprocess.TimeoutExpired):
                return self._child.wait(1.0)
        try:
            return self._child.wait(FINISH_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("the child does not end; it is killed")
            self._child.kill()
            return self._child.wait()

    def _stop(self) -> None:
        self._stopping.set()
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(signal.SIGTERM)
