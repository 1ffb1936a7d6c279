"""How often somebody may guess. Kept in this process: with several of them a guesser gets as many tries more.

Only sign-in, look-ups and diaries are limited (api.md): nobody is ever too often in danger.
"""

import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.refusals import TooOften

PER_ADDRESS_OF_MAIL = "10/10minutes"
PER_CLIENT = "60/10minutes"


class Turns:
    """Counts whatever is asked under a key, and refuses what is asked too often."""

    def __init__(self, often: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limit = parse(often)

    def take(self, key: str) -> None:
        """Raise TooOften when this key had its share."""
        if not self._limiter.hit(self._limit, key):
            reset = self._limiter.get_window_stats(self._limit, key).reset_time
            raise TooOften(max(1, round(reset - time.time())))


class Guesses:
    """Counts what was guessed wrong. Who knows the password is never stopped by their own earlier success."""

    def __init__(self, per_email: str = PER_ADDRESS_OF_MAIL, per_client: str = PER_CLIENT) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits: tuple[RateLimitItem, RateLimitItem] = (parse(per_email), parse(per_client))

    def refuse_too_many(self, email: str, client: str) -> None:
        """Raise TooOften when this address was tried too often, or tried from there."""
        for limit, key in zip(self._limits, (f"email {email}", f"client {client}"), strict=True):
            if not self._limiter.test(limit, key):
                reset = self._limiter.get_window_stats(limit, key).reset_time
                raise TooOften(max(1, round(reset - time.time())))

    def was_wrong(self, email: str, client: str) -> None:
        for limit, key in zip(self._limits, (f"email {email}", f"client {client}"), strict=True):
            self._limiter.hit(limit, key)
