"""Refusals that exist only in the HTTP layer."""

from datetime import datetime
from math import ceil
from typing import Any


class NotSignedIn(Exception):
    """The token or cookie, if any, signs nobody in. `code`: when there is more to say than that."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class RefusedUpload(Exception):
    """A file that is not kept: too large (413), or not of a kind that is kept (415). Its code says why."""

    def __init__(self, status: int, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.facts = facts


class TooOften(Exception):
    """Tried more often than is allowed. `retry_after`: in seconds. `code`: when there is more to say than that."""

    def __init__(self, retry_after: int, code: str = "") -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.code = code


def wait(until: datetime, now: datetime, code: str = "") -> TooOften:
    """Returns the refusal for somebody who must wait until then."""
    return TooOften(max(1, ceil((until - now).total_seconds())), code)
