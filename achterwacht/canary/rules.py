"""When the canary sings: once a day at a fixed local time. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from achterwacht.deadlines.rules import EVERY_DAY, Schedule

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
    """Returns the first moment after `now` at which the clocks in that zone show `at`."""
    moment = Schedule(EVERY_DAY, (at,)).next_after(now, zone)
    assert moment is not None, "there is a tomorrow"
    return moment


def result(started_at: datetime | None, delivered_at: datetime | None, now: datetime) -> Result:
    """Returns what became of the last test message. One that arrives late no longer counts as failed."""
    if started_at is None:
        return Result.NEVER
    if delivered_at is not None:
        return Result.DELIVERED
    return Result.UNDER_WAY if now < started_at + DELIVERED_WITHIN else Result.FAILED
