"""The range of days that we accept. Anything outside it is a slip of the finger, or an attack.

Every moment and day that comes from outside is checked against these bounds on arrival, so that adding an hour or a
year to it later, or converting it to another zone, never overflows the calendar.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2099, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock of who types when something happened may be ahead of ours."""


def is_reckoned(when: datetime | date) -> bool:
    """Whether this moment (with its zone) or day lies within the bounds."""
    if isinstance(when, datetime):
        return FIRST_MOMENT <= when <= LAST_MOMENT
    return FIRST_DAY <= when <= LAST_DAY


A_SECOND = timedelta(seconds=1)


def moments_of(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Returns in UTC when the clock on the wall shows this time (without a zone): once, or twice on the night it goes
    back. A time that it skips is an hour later."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return (first, second) if first < second else (first,)


def reached(wall: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Returns in UTC when the clock on the wall comes to this time, or past it: of one that it skips, when it jumps."""
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return (moment_of_change(early, late, zone),) if early < late else moments_of(wall, zone)


def moment_of_change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Returns when local time changes between these two moments, on which it is differently far from UTC."""
    old = offset_at(before, zone)
    while after - before > A_SECOND:
        middle = before + (after - before) // 2
        before, after = (middle, after) if offset_at(middle, zone) == old else (before, middle)
    return after.replace(microsecond=0)


def offset_at(at: datetime, zone: tzinfo) -> timedelta:
    """Returns how far local time is from UTC at this moment."""
    return at.astimezone(zone).utcoffset() or timedelta(0)
