"""On which days a shift begins: weekdays, every how many weeks, between which dates, and holidays.

`dateutil` computes the repeats (RFC 5545) and `holidays` a country's public holidays. A tick asks for one day thousands
of times, so a month is worked out once.
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

    days: ISO weekdays, Monday is 1. every_weeks: 2 is every other week; weeks begin on Monday and are counted from the
    week of `first`, whatever their number in the calendar. first, last: the first and the last day on which it can
    begin; the same day twice means only once.
    """

    days: frozenset[int]
    every_weeks: int = 1
    first: date | None = None
    last: date | None = None
    holidays: OnHolidays = OnHolidays.ALSO

    def on(self, day: date, country: str) -> bool:
        """Whether it begins on that day in this country (NL, BE)."""
        return day in _days_of_a_month(self, country, day.year, day.month)


def read_calendars() -> None:
    """Load the data of `holidays` once per process: that takes a second, for which no check-in should wait."""
    country_holidays("NL")


@lru_cache(YEARS_KEPT)
def holidays_of(country: str, year: int) -> Mapping[date, str]:
    """Returns the public holidays of a country in a year, with their Dutch names."""
    return dict(country_holidays(country, years=year, language=TELLS_NAMES_IN))


def holiday_on(day: date, country: str) -> str | None:
    """Returns the name of the holiday on that day, if it is one."""
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
        # Begin at its last turn before these days, so that an old shift takes no longer than a new one.
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
