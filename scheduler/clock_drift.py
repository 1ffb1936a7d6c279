"""Whether the clock of the machine jumped."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

DRIFT = timedelta(seconds=5)
LONGEST_ASKED = 1.0
"""Seconds. Of a time that took longer to be told, nobody knows how long ago it was."""


class ClockDrift:
    """Compares the wall clock with the monotonic one. After a jump nothing is skipped, but somebody must know."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wall: datetime | None = None
        self._monotonic = 0.0

    def look(self) -> timedelta | None:
        """Returns how far the wall clock jumped since the last look, if by more than five seconds, else None."""
        asked = time.monotonic()
        wall, monotonic = self._now(), time.monotonic()
        if monotonic - asked > LONGEST_ASKED:
            return None  # what it jumped is seen at the next look
        before, self._wall = self._wall, wall
        passed, self._monotonic = timedelta(seconds=monotonic - self._monotonic), monotonic
        if before is None:
            return None
        drift = (wall - before) - passed
        return drift if abs(drift) > DRIFT else None
