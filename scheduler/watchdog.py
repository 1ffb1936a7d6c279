"""Ends the process when a tick hangs: nothing is worse than a clock that stands still but looks alive.

It is a separate thread on monotonic time. An unreachable database does not count as a hang: then every tick fails, and
says so.
"""

import os
import sys
import threading
import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()
STUCK_SECONDS = 30.0


class Watchdog:
    """Watches ticks. If one is stuck for more than 30 s the process ends, and its parent restarts it."""

    def __init__(self, limit: float = STUCK_SECONDS, end_process: Callable[[], None] | None = None) -> None:
        self._limit = limit
        self._end_process = end_process or _end_process
        self._began: float | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def watched(self, tick: Callable[[], object]) -> Callable[[], None]:
        """Returns the same tick, now watched."""

        def run() -> None:
            self._began = time.monotonic()
            try:
                tick()
            finally:
                self._began = None

        return run

    def _watch(self) -> None:
        while not self._stopped.wait(self._limit / 10):
            began = self._began
            if began is not None and time.monotonic() - began > self._limit:
                log.critical("a tick is stuck; ending the process", seconds=self._limit)
                self._end_process()
                return


def _end_process() -> None:
    sys.stderr.flush()
    os._exit(70)
