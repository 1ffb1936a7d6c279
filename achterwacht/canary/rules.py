"""When the canary sings: once a day, at a time by the clock on the wall. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DELIVERED_WITHIN = timedelta(minutes=10)
"""How long the provider has to say that the test message arrived. Callbacks get lost; asking afterwards takes a minute
or two."""


class Result(StrEnum):
    """What became of the last test message."""

    NEVER = "never"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    FAILED = "failed"


def next_time(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The first moment after `now` at which the clocks there say `at`.

    A time that a spring night leaves out comes an hour later by the wall; one that an autumn night has twice, once.
    """
    there = now.astimezone(zone)
    for days in (0, 1, 2):
        moment = datetime.combine(there.date() + timedelta(days=days), at, tzinfo=zone).astimezone(now.tzinfo)
        if moment > now:
            return moment
    raise AssertionError("there is a tomorrow")


def result(started_at: datetime | None, delivered_at: datetime | None, now: datetime) -> Result:
    """What the last test message shows. One that arrives later than it should is no longer a failure."""
    if started_at is None:
        return Result.NEVER
    if delivered_at is not None:
        return Result.DELIVERED
    return Result.UNDER_WAY if now < started_at + DELIVERED_WITHIN else Result.FAILED
