"""How long a measure lasts. A period is days of the organisation's own clock, and its last day counts; it is over when
the next day begins there, also in a night in which the clock changes.

Pure.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from achterwacht.measures.facts import MUST_END, Advised, Period
from achterwacht.protocols.measures import Measure, MeasureKind
from achterwacht.refused import Wrong

A_DAY = timedelta(days=1)
WITHIN_REASON = 4
"""A length that a protocol only gives "about" may be a quarter shorter or longer. Ours: the text gives no measure."""


def months_later(day: date, months: int) -> date:
    """Returns the same day so many months later, or the last of that month: 31 August and six is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of(starts_on: date, measure: Measure) -> date | None:
    """Returns the last day of a measure that lasts as long as the row says. None if it gives no length."""
    if measure.months is not None:
        return months_later(starts_on, measure.months) - A_DAY
    if measure.weeks is not None:
        return starts_on + timedelta(weeks=measure.weeks) - A_DAY
    return None


def from_decision(period: Period, today: date) -> Period:
    """Returns the period of what was put some days ago and is decided on today: it begins today. Its end stays as it
    was asked for: that is what whoever says yes was shown."""
    return Period(max(period.starts_on, today), period.until)


def is_as_long(starts_on: date, until: date | None, measure: Measure) -> bool:
    """Whether it lasts as long as the row says: exactly, or within reason where the row only says about.

    "Until 1 June" may mean that day, or the day before.
    """
    end = end_of(starts_on, measure)
    if end is None:
        return True
    if until is None:
        return False
    if not measure.about:
        return until in (end, end + A_DAY)
    length = end + A_DAY - starts_on
    return length - length / WITHIN_REASON <= until + A_DAY - starts_on <= length + length / WITHIN_REASON + A_DAY


def lacks_end(kind: MeasureKind, until: date | None, advised: Advised | None) -> bool:
    """Whether it can't be taken before somebody says until when."""
    return until is None and kind in MUST_END and not (advised is not None and advised.measure.for_good)


def wrong_without_end(kind: MeasureKind, until: date | None, advised: Advised | None) -> list[Wrong]:
    """Returns what is wrong with a measure that has no end."""
    return [Wrong("/until", "measure_needs_end")] if lacks_end(kind, until, advised) else []


def over_at(until: date, zone: tzinfo) -> datetime:
    """Returns the moment at which it is over: the first of the day after its last day, in UTC."""
    return datetime.combine(until + A_DAY, time(), zone).astimezone(UTC)
