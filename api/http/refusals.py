"""Refusals that only the doors know."""

from datetime import datetime
from math import ceil


class NotSignedIn(Exception):
    """Nobody is signed in with what came along. `code` where there is more to say than that."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class TooOften(Exception):
    """Tried more often than is allowed. `code` where there is more to say than that."""

    def __init__(self, retry_after: int, code: str = "") -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.code = code


def wait(until: datetime, now: datetime, code: str = "") -> TooOften:
    """That it must wait until then."""
    return TooOften(max(1, ceil((until - now).total_seconds())), code)
