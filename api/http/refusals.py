"""Refusals that exist only in the HTTP layer."""

from datetime import datetime
from math import ceil


class NotSignedIn(Exception):
    """The token or cookie, if any, signs nobody in. `code`: when there is more to say than that."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class TooOften(Exception):
    """Tried more often than is allowed. `retry_after`: in seconds. `code`: when there is more to say than that."""

    def __init__(self, retry_after: int, code: str = "") -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.code = code


def wait(until: datetime, now: datetime, code: str = "") -> TooOften:
    """Returns the refusal for somebody who must wait until then."""
    return TooOften(max(1, ceil((until - now).total_seconds())), code)
