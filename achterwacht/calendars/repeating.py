"""On which days a repetition falls (RFC 5545, RRULE), asked of a few days only. Pure.

A library that writes a repetition out walks from its first day on, and never ends when no day fits ("30 February").
Here the question is turned round: of a period (a day, a week, a month, a year) that touches the days asked for, which
days belong to it? So it takes as long as the days that are asked for, wherever the repetition began.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
MOST_LOOKED = 20_000
"""Days, for one repetition. One that ends after a number of times is counted from its first day on: 54 years."""
LONGEST_RULE = 500
LARGEST_INTERVAL = 1_000
LARGEST_COUNT = 100_000
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NUMBERS = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_WHOLE = re.compile(r"[+-]?[0-9]{1,6}")


class Unrepeatable(Exception):
    """It can't be read, or says what can't be, or repeats within a day."""


class Every(StrEnum):
    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True)
class Repetition:
    """until: in the form of the rule, None without one. days: (0 or the how-manieth, weekday)."""

    every: Every
    interval: int = 1
    count: int | None = None
    until: str | None = None
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    days: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def read_repetition(text: str, first: date) -> Repetition:
    """A rule as it was written, with what it leaves to its first day filled in.

    Raises:
        Unrepeatable: with anything that nobody knows in it: half a rule says other days than the whole one.
    """
    if len(text) > LONGEST_RULE:
        raise Unrepeatable
    said: dict[str, str] = {}
    for part in text.strip().rstrip(";").upper().split(";"):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not equals or not value or name in said:
            raise Unrepeatable
        said[name] = value
    try:
        every = Every(said.pop("FREQ", ""))
    except ValueError:
        raise Unrepeatable from None
    numbers = {name: _numbers(said.pop(name, ""), most) for name, most in NUMBERS.items()}
    found = Repetition(
        every=every,
        interval=_number(said.pop("INTERVAL", "1"), LARGEST_INTERVAL),
        count=_number(said.pop("COUNT"), LARGEST_COUNT) if "COUNT" in said else None,
        until=said.pop("UNTIL", None),
        months=frozenset(_number(one, 12) for one in _listed(said.pop("BYMONTH", ""))),
        month_days=numbers["BYMONTHDAY"],
        year_days=numbers["BYYEARDAY"],
        weeks=numbers["BYWEEKNO"],
        days=_days(said.pop("BYDAY", ""), every),
        positions=numbers["BYSETPOS"],
        week_start=_weekday(said.pop("WKST", "MO")),
    )
    if said:
        raise Unrepeatable
    return _filled(found, first)


def _filled(rule: Repetition, first: date) -> Repetition:
    if rule.days or rule.month_days or rule.year_days or rule.weeks or rule.every is Every.DAY:
        return rule
    if rule.every is Every.WEEK:
        return _with(rule, days=frozenset({(0, first.weekday())}))
    months = rule.months or (frozenset({first.month}) if rule.every is Every.YEAR else rule.months)
    return _with(rule, month_days=frozenset({first.day}), months=months)


def _with(rule: Repetition, **changes: frozenset[int] | frozenset[tuple[int, int]]) -> Repetition:
    return Repetition(**{**vars(rule), **changes})


class StepLimit:
    """How many days are looked at for all repetitions of a file together."""

    def __init__(self, days: int) -> None:
        self._left = days

    def look(self, days: int) -> int:
        """Raises Unrepeatable when it was enough."""
        self._left -= days
        if self._left < 0:
            raise Unrepeatable
        return days


def days_between(
    rule: Repetition, first: date, since: date, until: date, patience: StepLimit | None = None
) -> Iterator[date]:
    """The days of a repetition between two, both included, in order. `first` is where it begins.

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
        # By number: at the end of time there is no day after the last.
        begins = self.begins.toordinal()
        return (date.fromordinal(begins + one) for one in range(self._days) if begins + one <= date.max.toordinal())


def _periods(rule: Repetition, first: date, since: date, until: date) -> Iterator[Period]:
    """Those of the rule that touch these days."""
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
    """The how-manieth of its weekday: of the month, or of the year when the rule is about whole years."""
    if rule.every is Every.YEAR and not rule.months:
        place, length = day.timetuple().tm_yday, _length_of_year(day.year)
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    return (place - 1) // 7 + 1 == nth if nth > 0 else (length - place) // 7 + 1 == -nth


def _in_weeks(rule: Repetition, day: date) -> bool:
    """By number of its week; days around New Year may belong to a week of the other year."""
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
    """The number of the day on which the first week of a year begins: the first with four days or more in it."""
    january = date(year, 1, 1)
    offset = (january.weekday() - week_start) % 7
    return january.toordinal() - offset + (7 if offset > 3 else 0)


def _length_of_year(year: int) -> int:
    return 365 + (monthrange(year, 2)[1] == 29)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",")] if text else []


def _number(text: str, most: int) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
        raise Unrepeatable
    return int(text)


def _numbers(text: str, most: int) -> frozenset[int]:
    found = _listed(text)
    if not all(_WHOLE.fullmatch(one) and 1 <= abs(int(one)) <= most for one in found):
        raise Unrepeatable
    return frozenset(int(one) for one in found)


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise Unrepeatable
    return WEEKDAYS.index(text)


def _days(text: str, every: Every) -> frozenset[tuple[int, int]]:
    found = [_DAY.fullmatch(one) for one in _listed(text)]
    days = frozenset((int(one[1] or 0), _weekday(one[2])) for one in found if one)
    numbered = any(nth for nth, _ in days)
    zero = any(one is not None and one[1] and not int(one[1]) for one in found)
    if None in found or zero or (numbered and every in (Every.DAY, Every.WEEK)):
        raise Unrepeatable
    return days


def until_of(rule: Repetition) -> tuple[datetime, bool] | None:
    """Its last moment, and whether that is in UTC or as it stands on the wall there. A day lasts until it is over.

    Raises:
        Unrepeatable: nobody can say when that is.
    """
    if rule.until is None:
        return None
    found = re.fullmatch(r"([0-9]{8})(?:T([0-9]{6})(Z?))?", rule.until)
    try:
        if found is None:
            raise Unrepeatable
        return datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S"), bool(found[3])  # noqa: DTZ007 - the wall's
    except ValueError:
        raise Unrepeatable from None
