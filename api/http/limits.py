"""Limits how often an address, a diary or a calendar may be asked for. It is counted in this process: it saves work,
and guards no secret.

Guesses at passwords and PINs are counted in the database (`achterwacht/guessing`).
"""

import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.http.refusals import TooOften


class RateLimiter:
    """Counts requests by key, and refuses those that come too often. `often`: such as `10/minute`."""

    def __init__(self, often: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = parse(often)

    def take(self, key: str) -> None:
        """Count one request.

        Raises:
            TooOften: this key has used up its share.
        """
        if not self._limiter.hit(self._limit, key):
            reset = self._limiter.get_window_stats(self._limit, key).reset_time
            raise TooOften(max(1, round(reset - time.time())))
