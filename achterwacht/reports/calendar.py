"""The quarters of a year, and the hours of the day, where the organisation is. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from foundation.moments import moment_of_change, offset_at

QUARTERS = (1, 2, 3, 4)
A_DAY = timedelta(days=1)


def quarter_starts(year: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Returns in UTC when the quarters begin, and last when the year is over."""
    days = [date(year, 3 * quarter - 2, 1) for quarter in QUARTERS] + [date(year + 1, 1, 1)]
    return tuple(datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC) for one in days)


def offsets(begin: datetime, end: datetime, zone: ZoneInfo) -> Sequence[tuple[datetime, timedelta]]:
    """Returns how far local time is from UTC, each with the moment until which it is so: the last one with `end`."""
    found: list[tuple[datetime, timedelta]] = []
    at, offset = begin, offset_at(begin, zone)
    while at < end:
        after = min(at + A_DAY, end)
        if (changed := offset_at(after, zone)) != offset:
            found.append((moment_of_change(at, after, zone), offset))
            offset = changed
        at = after
    return [*found, (end, offset)]
