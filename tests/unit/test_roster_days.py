"""On which days a shift begins: repeats, holidays, and nothing that the number of a week could spoil."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achterwacht.roster.days import Repeat, holiday_on
from achterwacht.roster.ranks import OnHolidays

MONDAY, THURSDAY, FRIDAY = 1, 4, 5
WORKDAYS = frozenset(range(1, 6))
A_DAY = timedelta(days=1)


def days(repeat: Repeat, first: date, number: int, country: str = "NL") -> list[date]:
    return [day for ahead in range(number) if repeat.on(day := first + A_DAY * ahead, country)]


def test_every_week_on_its_days() -> None:
    repeat = Repeat(frozenset({MONDAY, FRIDAY}))
    assert days(repeat, date(2026, 11, 23), 14) == [
        date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 4),
    ]  # fmt: skip


def test_every_other_week_counts_from_the_week_of_the_first_day() -> None:
    repeat = Repeat(frozenset({MONDAY, FRIDAY}), every_weeks=2, first=date(2026, 11, 25))
    assert days(repeat, date(2026, 11, 16), 28) == [date(2026, 11, 27), date(2026, 12, 7), date(2026, 12, 11)]


def test_every_other_week_goes_on_through_week_53() -> None:
    """2026 has 53 weeks: by the number of the week two odd ones would follow each other, 53 and 1."""
    assert date(2026, 12, 31).isocalendar().week == 53
    repeat = Repeat(frozenset({MONDAY}), every_weeks=2, first=date(2026, 11, 30))
    assert days(repeat, date(2026, 12, 14), 42) == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11)]


def test_only_once_and_until_a_date() -> None:
    thursday = date(2026, 11, 26)
    once = Repeat(frozenset({THURSDAY}), first=thursday, last=thursday)
    assert days(once, date(2026, 11, 1), 60) == [thursday]
    until = Repeat(frozenset({THURSDAY}), last=thursday)
    assert days(until, date(2026, 11, 15), 60) == [date(2026, 11, 19), thursday]


@pytest.mark.parametrize(
    ("day", "dutch", "belgian"),
    [
        (date(2026, 4, 27), "Koningsdag", None),
        (date(2026, 7, 21), None, "Nationale feestdag"),
        (date(2026, 11, 11), None, "Wapenstilstand"),
        (date(2026, 12, 25), "Eerste kerstdag", "Kerstmis"),
        (date(2026, 12, 26), "Tweede kerstdag", None),
        (date(2026, 11, 24), None, None),
    ],
)
def test_holidays_are_those_of_the_country(day: date, dutch: str | None, belgian: str | None) -> None:
    assert (holiday_on(day, "NL"), holiday_on(day, "BE")) == (dutch, belgian)


def test_a_shift_that_is_not_there_on_holidays_and_one_that_is_there_only_then() -> None:
    kings_day = date(2026, 4, 27)
    usual = Repeat(WORKDAYS, holidays=OnHolidays.NOT)
    stand_in = Repeat(frozenset(range(1, 8)), holidays=OnHolidays.ONLY)
    assert kings_day not in days(usual, kings_day, 3, "NL")
    assert kings_day in days(usual, kings_day, 3, "BE")
    assert days(stand_in, kings_day - A_DAY, 9, "NL") == [kings_day]
    assert days(stand_in, kings_day - A_DAY, 9, "BE") == [date(2026, 5, 1)]


def test_every_other_week_needs_no_holiday_to_be_counted() -> None:
    """A turn that falls out on a holiday is no reason to shift the others."""
    repeat = Repeat(frozenset({MONDAY}), 2, date(2026, 4, 13), holidays=OnHolidays.NOT)
    assert days(repeat, date(2026, 4, 13), 43) == [date(2026, 4, 13), date(2026, 5, 11)]


dates = st.dates(date(2024, 1, 1), date(2030, 12, 31))
repeats = st.builds(
    Repeat,
    st.frozensets(st.integers(1, 7), min_size=1),
    st.integers(1, 5),
    dates,
    st.none() | dates,
    st.sampled_from(OnHolidays),
)


@settings(deadline=None)  # the calendar of a country is read once, and that takes a while
@given(repeats, dates, st.sampled_from(("NL", "BE")))
def test_a_repeat_is_what_somebody_with_a_calendar_and_a_pencil_finds(
    repeat: Repeat, looked_at: date, country: str
) -> None:
    assert repeat.first is not None
    monday = repeat.first - A_DAY * repeat.first.weekday()
    turn = 0
    marked = False
    while monday <= looked_at:
        for weekday in range(7):
            day = monday + A_DAY * weekday
            if day == looked_at and weekday + 1 in repeat.days and turn % repeat.every_weeks == 0:
                marked = day >= repeat.first and (repeat.last is None or day <= repeat.last)
        monday += timedelta(weeks=1)
        turn += 1
    if repeat.holidays is not OnHolidays.ALSO:
        marked = marked and (holiday_on(looked_at, country) is not None) == (repeat.holidays is OnHolidays.ONLY)
    assert repeat.on(looked_at, country) == marked
