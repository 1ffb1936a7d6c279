"""Ends the process when a tick hangs or does not come: nothing is worse than a clock that stands still but looks alive.

It is a separate thread on monotonic time. An unreachable database does not count as a hang: then every tick fails, and
says so. A clock on the wall that was set back counts neither: the jobs start over at once.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from foundation.never_waits import last_words
from scheduler.clock_drift import ClockDrift

log = structlog.get_logger()
STUCK_SECONDS = 30.0
LOOKS = 10
"""How often it looks within that time."""


class Watchdog:
    """Watches ticks. If one is stuck for more than 30 s, or none comes, the process ends, and its parent restarts it.

    every: seconds from one tick to the next. start_over: lets the next one come at once.
    """

    def __init__(
        self,
        every: float,
        start_over: Callable[[], None],
        limit: float = STUCK_SECONDS,
        end_process: Callable[[], None] | None = None,
    ) -> None:
        self._limit = limit
        self._without = limit + every
        self._start_over = start_over
        self._end_process = end_process or _end_process
        self._began: float | None = None
        self._ticks = 0
        self._expected = True
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def expect_no_more(self) -> None:
        """The clock is being stopped, so no tick will come; one that is stuck is ended all the same."""
        self._expected = False

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def watched(self, tick: Callable[[], object]) -> Callable[[], None]:
        """Returns the same tick, now watched."""

        def run() -> None:
            self._began = time.monotonic()
            self._ticks += 1
            try:
                tick()
            finally:
                self._began = None

        return run

    def _watch(self) -> None:
        pause = self._limit / LOOKS
        wall = ClockDrift(lambda: datetime.now(UTC))
        wall.look()
        seen, looks = self._ticks, 0
        while not self._stopped.wait(pause):
            jumped = wall.look()
            if jumped is not None and jumped < timedelta():
                log.warning("the clock was set back; all jobs start over", seconds=-jumped.total_seconds())
                try:
                    self._start_over()
                except Exception:
                    log.exception("the jobs could not start over")  # then none comes, and the process ends
            # Looks are counted, and not the time: a process that was frozen has done nothing wrong.
            seen, looks = self._ticks, looks + 1 if seen == self._ticks else 0
            began = self._began
            stuck = began is not None and time.monotonic() - began > self._limit
            if stuck or (self._expected and looks * pause > self._without):
                log.critical("a tick is stuck, or none comes; ending the process", seconds=self._limit)
                self._end_process()
                return


def _end_process() -> None:
    last_words()
    os._exit(70)
