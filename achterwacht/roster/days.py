"""On which days a shift begins: the days of the week, every so many weeks, between two dates, and the holidays.

`dateutil` knows the repeats (RFC 5545) and `holidays` the calendar of a country. A look-up asks for one day, thousands
of times a tick, so a month is worked out once.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import WEEKLY, rrule
from holidays import country_holidays

from achterwacht.roster.ranks import OnHolidays

MONTHS_KEPT = 8192
YEARS_KEPT = 64
TELLS_NAMES_IN = "nl"


@dataclass(frozen=True)
class Repeat:
    """When a shift begins.

    days: ISO weekdays, Monday is 1. every_weeks: 2 is every other week, counted in weeks from Monday, from the week of
    `first` on, whatever number the calendar gives a week. first, last: the first and the last day it can begin; only
    once is both the same day.
    """

    days: frozenset[int]
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    holidays: OnHolidays = OnHolidays.ALSO

    def on(self, day: date, country: str) -> bool:
        """Whether it begins on that day, in a country by its code (NL, BE)."""
        return day in _days_of_a_month(self, country, day.year, day.month)


def read_calendars() -> None:
    """Load what `holidays` knows of all countries, once in a process: a second that no check-in may wait."""
    country_holidays("NL")


@lru_cache(YEARS_KEPT)
def holidays_of(country: str, year: int) -> Mapping[date, str]:
    """The public holidays of a country in a year, with their names in Dutch."""
    return dict(country_holidays(country, years=year, language=TELLS_NAMES_IN))


def holiday_on(day: date, country: str) -> str | None:
    """The name of the holiday that falls on that day."""
    return holidays_of(country, day.year).get(day)


@lru_cache(MONTHS_KEPT)
def _days_of_a_month(repeat: Repeat, country: str, year: int, month: int) -> frozenset[date]:
    begins = date(year, month, 1)
    ends = date(year, month, calendar.monthrange(year, month)[1])
    days = frozenset(_days_between(repeat, begins, ends))
    match repeat.holidays:
        case OnHolidays.ALSO:
            return days
        case OnHolidays.NOT:
            return days - holidays_of(country, year).keys()
        case OnHolidays.ONLY:
            return days & holidays_of(country, year).keys()


def _days_between(repeat: Repeat, begins: date, ends: date) -> list[date]:
    last = min(ends, repeat.last or ends)
    first = repeat.first or begins
    if first < begins:
        # From its last turn before: an old shift takes no longer than a new one.
        passed = (begins - first).days // 7 // repeat.every_weeks
        first += timedelta(weeks=passed * repeat.every_weeks)
    found = rrule(
        WEEKLY,
        dtstart=datetime.combine(first, time.min),
        until=datetime.combine(last, time.min),
        interval=repeat.every_weeks,
        byweekday=sorted(day - 1 for day in repeat.days),
    )
    return [moment.date() for moment in found if moment.date() >= begins]
