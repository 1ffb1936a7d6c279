"""The quarters of a year, and the hours of the day, where the organisation is. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

QUARTERS = (1, 2, 3, 4)
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def quarter_starts(year: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Returns in UTC when the quarters begin, and last when the year is over."""
    days = [date(year, 3 * quarter - 2, 1) for quarter in QUARTERS] + [date(year + 1, 1, 1)]
    return tuple(datetime(one.year, one.month, one.day, tzinfo=zone).astimezone(UTC) for one in days)


def offsets(begin: datetime, end: datetime, zone: ZoneInfo) -> Sequence[tuple[datetime, timedelta]]:
    """Returns how far local time is from UTC, each with the moment until which it is so: the last one with `end`."""
    found: list[tuple[datetime, timedelta]] = []
    at, offset = begin, _offset(begin, zone)
    while at < end:
        after = min(at + A_DAY, end)
        if (changed := _offset(after, zone)) != offset:
            found.append((_moment_of_change(at, after, zone), offset))
            offset = changed
        at = after
    return [*found, (end, offset)]


def _moment_of_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _offset(before, zone)
    while after - before > A_SECOND:
        middle = before + (after - before) // 2
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after.replace(microsecond=0)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
