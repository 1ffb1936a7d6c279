"""On which of a few given days a repetition falls (RFC 5545, RRULE). Pure.

A library that expands a repetition walks from its first day on, and never ends when no day fits ("30 February"). Here
we ask the opposite: of the periods (days, weeks, months, years) that touch the days asked for, which days belong to the
repetition? So the time depends on the days that are asked for, not on when the repetition began.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from achterwacht.calendars.repetition import Every, Repetition, Unrepeatable

DAY = timedelta(days=1)
MOST_LOOKED = 20_000
"""Days per repetition: 54 years. A repetition that ends after a number of times is counted from its first day on."""


class StepLimit:
    """Limits how many days are looked at for all repetitions of a file together."""

    def __init__(self, days: int) -> None:
        self._left = days

    def look(self, days: int) -> int:
        """Count these days.

        Raises:
            Unrepeatable: the limit is reached.
        """
        self._left -= days
        if self._left < 0:
            raise Unrepeatable
        return days


def days_between(
    rule: Repetition, first: date, since: date, until: date, patience: StepLimit | None = None
) -> Iterator[date]:
    """Yields the days of a repetition from `since` to `until`, both included, in order. `first` is where it begins.

    Raises:
        Unrepeatable: looking for them takes too long.
    """
    patience = patience or StepLimit(MOST_LOOKED)
    start = max(first, since)
    if start > until:
        return
    if rule.count is not None:
        yield from (day for day in _counted(rule, first, until, patience) if day >= since)
        return
    for period in _periods(rule, first, start, until):
        if not rule.positions:
            period = period.within(start, until)
        patience.look(len(period))
        yield from (day for day in _days_of(rule, period) if start <= day <= until)


def _counted(rule: Repetition, first: date, until: date, patience: StepLimit) -> Iterator[date]:
    left, looked = rule.count or 0, 0
    for period in _periods(rule, first, first, until):
        looked += patience.look(len(period))
        if looked > MOST_LOOKED:
            raise Unrepeatable
        for day in _days_of(rule, period):
            if first <= day <= until:
                yield day
                left -= 1
                if not left:
                    return


class Period:
    """Some days in a row."""

    def __init__(self, begins: date, days: int) -> None:
        self.begins = begins
        self._days = days

    def within(self, since: date, until: date) -> "Period":
        begins = max(self.begins, since)
        last = min(self.begins.toordinal() + self._days - 1, until.toordinal())
        return Period(begins, max(0, last - begins.toordinal() + 1))

    def __len__(self) -> int:
        return self._days

    def __iter__(self) -> Iterator[date]:
        # By ordinal number: at the end of the calendar there is no day after the last.
        begins = self.begins.toordinal()
        return (date.fromordinal(begins + one) for one in range(self._days) if begins + one <= date.max.toordinal())


def _periods(rule: Repetition, first: date, since: date, until: date) -> Iterator[Period]:
    """Yields the periods of the rule that touch these days."""
    match rule.every:
        case Every.DAY | Every.WEEK:
            length = 1 if rule.every is Every.DAY else 7
            begin = first.toordinal()
            if length == 7:
                begin -= (first.weekday() - rule.week_start) % 7
            step = length * rule.interval
            at = begin + max(0, (since.toordinal() - begin) // step) * step
            while at <= until.toordinal():
                yield Period(date.fromordinal(max(1, at)), length)
                at += step
        case Every.MONTH:
            begin = first.year * 12 + first.month - 1
            at = begin + max(0, (since.year * 12 + since.month - 1 - begin) // rule.interval) * rule.interval
            while at <= until.year * 12 + until.month - 1:
                year, month = divmod(at, 12)
                yield Period(date(year, month + 1, 1), monthrange(year, month + 1)[1])
                at += rule.interval
        case Every.YEAR:
            at = first.year + max(0, (since.year - first.year) // rule.interval) * rule.interval
            while at <= until.year:
                yield Period(date(at, 1, 1), _length_of_year(at))
                at += rule.interval


def _days_of(rule: Repetition, period: Period) -> Sequence[date]:
    found = [day for day in period if _fits(rule, day)]
    if not rule.positions or not found:
        return found
    chosen = {one - 1 if one > 0 else len(found) + one for one in rule.positions}
    return [day for place, day in enumerate(found) if place in chosen]


def _fits(rule: Repetition, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.month_days and day.day - length - 1 not in rule.month_days:
            return False
    if rule.year_days:
        number = day.timetuple().tm_yday
        if number not in rule.year_days and number - _length_of_year(day.year) - 1 not in rule.year_days:
            return False
    if rule.weeks and not _in_weeks(rule, day):
        return False
    return not rule.days or any(
        day.weekday() == weekday and (not nth or _is_nth(rule, day, nth)) for nth, weekday in rule.days
    )


def _is_nth(rule: Repetition, day: date, nth: int) -> bool:
    """Whether this day is the nth of its weekday: in the month, or in the year when the rule is about whole years."""
    if rule.every is Every.YEAR and not rule.months:
        place, length = day.timetuple().tm_yday, _length_of_year(day.year)
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    return (place - 1) // 7 + 1 == nth if nth > 0 else (length - place) // 7 + 1 == -nth


def _in_weeks(rule: Repetition, day: date) -> bool:
    """Whether the day is in one of the rule's weeks; days around New Year may belong to a week of the other year."""
    year = day.year
    number = (day.toordinal() - _first_week(year, rule.week_start)) // 7 + 1
    if number < 1:
        year -= 1
        number = (day.toordinal() - _first_week(year, rule.week_start)) // 7 + 1
    weeks = (_first_week(year + 1, rule.week_start) - _first_week(year, rule.week_start)) // 7
    if number > weeks:
        number = 1
        weeks = (_first_week(year + 2, rule.week_start) - _first_week(year + 1, rule.week_start)) // 7
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _first_week(year: int, week_start: int) -> int:
    """Returns the ordinal of the day on which a year's first week begins: the first with at least four days in it."""
    january = date(year, 1, 1)
    offset = (january.weekday() - week_start) % 7
    return january.toordinal() - offset + (7 if offset > 3 else 0)


def _length_of_year(year: int) -> int:
    return 365 + (monthrange(year, 2)[1] == 29)
