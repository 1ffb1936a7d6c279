"""How often a diary or a calendar may be asked for. Kept in this process: it spares work, and guards no secret.

What is guessed, passwords and PINs, is counted in the database (`achterwacht/guessing`).
"""

import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.http.refusals import TooOften


class RateLimiter:
    """Counts whatever is asked under a key, and refuses what is asked too often."""

    def __init__(self, often: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = parse(often)

    def take(self, key: str) -> None:
        """Raise TooOften when this key had its share."""
        if not self._limiter.hit(self._limit, key):
            reset = self._limiter.get_window_stats(self._limit, key).reset_time
            raise TooOften(max(1, round(reset - time.time())))
