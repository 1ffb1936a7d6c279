"""Days, times and turns as people and Excel write them in a file of the roster."""

from datetime import date, time

import pytest

from achterwacht.refused import WrongInput
from achterwacht.roster_files.columns import TURNS
from achterwacht.roster_files.days import moment_of, weekdays_of
from achterwacht.roster_files.saying import SaidTurn, said_of
from achterwacht.row_files.in_child import read_rows

HEAD = "wie;stap;dag;van;tot;om de hoeveel weken;vanaf"


def turn(row: str, head: str = HEAD) -> SaidTurn:
    (found,) = read_rows(TURNS, f"{head}\n{row}\n".encode())
    return said_of(found)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ma-vr", [1, 2, 3, 4, 5]), ("ma t/m vr", [1, 2, 3, 4, 5]), ("vr-ma", [1, 5, 6, 7]), ("Za, zo", [6, 7]),
        ("Maandag en donderdag", [1, 4]), ("weekend", [6, 7]), ("elke dag", list(range(1, 8))), ("zondag", [7]),
        ("maandagochtend", None), ("d", None), ("", None), ("ma-vr-zo", None),
    ],
)  # fmt: skip
def test_days_of_the_week(text: str, days: list[int] | None) -> None:
    assert weekdays_of(text) == days


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8:00", (None, time(8))), ("08.30", (None, time(8, 30))), ("8 uur", (None, time(8))),
        ("24:00", (None, time(0))),
        ("1899-12-30T08:00", (None, time(8))), ("1904-01-01T22:00", (None, time(22))), ("1899-12-30", (None, time(0))),
        ("28-11-2026 08:00", (date(2026, 11, 28), time(8))), ("2026-11-28T17:30", (date(2026, 11, 28), time(17, 30))),
        ("28-11-2026 24:00", (date(2026, 11, 29), time(0))), ("25:00", None), ("straks", None),
        ("31-2-2026 08:00", None),
    ],
)  # fmt: skip
def test_times(text: str, moment: tuple[date | None, time] | None) -> None:
    assert moment_of(text) == moment


def test_a_turn_of_every_week_of_one_day_and_of_a_week_of_duty() -> None:
    weekly = turn("Jan;Eerste;ma-vr;8:00;17:00;2;30-11-2026")
    assert (weekly.days, weekly.every_weeks, weekly.first, weekly.last) == (
        [1, 2, 3, 4, 5],
        2,
        date(2026, 11, 30),
        None,
    )
    once = turn("Jan;2;28-11-2026;18:00;02:00;;")
    assert (once.days, once.first, once.last) == ([6], date(2026, 11, 28), date(2026, 11, 28))
    night = turn("Jan;tweede;;28-11-2026 18:00;29-11-2026 08:00;;")
    assert (night.days, night.first, night.starts, night.ends) == ([6], date(2026, 11, 28), time(18), time(8))
    week = turn("Jan;teammanager;;27-11-2026 08:00;4-12-2026 08:00;;")
    assert (len(week.days), week.first, week.last) == (7, date(2026, 11, 27), date(2026, 12, 3))


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (";Eerste;ma;8:00;17:00;;", [("/who", "missing")]),
        ("Jan;derde;ma;8:00;laat;;", [("/step", "not_a_choice"), ("/until", "turn_time")]),
        ("Jan;1;ergens;8:00;17:00;;", [("/day", "not_days")]),
        ("Jan;1;;8:00;17:00;;", [("/day", "missing")]),
        ("Jan;1;;28-11-2026 08:00;30-11-2026 17:00;;", [("/until", "turn_too_long")]),
        ("Jan;1;;28-11-2026 08:00;27-11-2026 17:00;;", [("/until", "turn_backwards")]),
        ("Jan;1;ma;8:00;17:00;elke;", [("/weeks", "not_weeks")]),
        ("Jan;1;ma;8:00;17:00;;morgen", [("/firstDay", "not_a_date")]),
    ],
)
def test_what_is_no_turn(row: str, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(WrongInput) as refused:
        turn(row)
    assert [(one.pointer, one.code) for one in refused.value.wrong] == wrong


FULL = "wie;stap;dag;van;tot;om de hoeveel weken;vanaf;tot en met"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Jan;1;30-11-2026;8:00;17:00;2;;", [("/weeks", "turn_once")]),
        ("Jan;1;30-11-2026;8:00;17:00;1;;", [("/weeks", "turn_once")]),
        ("Jan;1;30-11-2026;8:00;17:00;;;31-12-2026", [("/lastDay", "turn_once")]),
        ("Jan;1;30-11-2026;8:00;17:00;;1-12-2026;", [("/firstDay", "turn_once")]),
        ("Jan;1;30-11-2026;8:00;17:00;x;onzin;", [("/weeks", "turn_once"), ("/firstDay", "not_a_date")]),
        ("Jan;1;ma-vr;30-11-2026 08:00;17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;ma-vr;30-11-2026 08:00;30-11-2026 17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;ma;30-11-2026 08:00;17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;di;30-11-2026 08:00;30-11-2026 17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;1-12-2026;30-11-2026 08:00;17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;kerst;30-11-2026 08:00;30-11-2026 17:00;;;", [("/day", "turn_two_days")]),
        ("Jan;1;ma-vr;8:00;30-11-2026 17:00;;;", [("/until", "turn_weekly")]),
    ],
)
def test_one_row_says_one_thing(row: str, wrong: list[tuple[str, str]]) -> None:
    with pytest.raises(WrongInput) as refused:
        turn(row, FULL)
    assert [(one.pointer, one.code) for one in refused.value.wrong] == wrong


@pytest.mark.parametrize(
    ("row", "first", "last"),
    [
        ("Jan;1;30-11-2026;8:00;17:00;;30-11-2026;30-11-2026", date(2026, 11, 30), date(2026, 11, 30)),
        ("Jan;1;30-11-2026;30-11-2026 8:00;17:00;;;", date(2026, 11, 30), date(2026, 11, 30)),
        ("Jan;1;ma;30-11-2026 8:00;30-11-2026 17:00;;;", date(2026, 11, 30), date(2026, 11, 30)),
        ("Jan;1;za;28-11-2026 18:00;29-11-2026 08:00;;;29-11-2026", date(2026, 11, 28), date(2026, 11, 28)),
        ("Jan;1;vr;27-11-2026 08:00;4-12-2026 08:00;;27-11-2026;4-12-2026", date(2026, 11, 27), date(2026, 12, 3)),
        ("Jan;1;elke dag;27-11-2026 08:00;4-12-2026 08:00;;;3-12-2026", date(2026, 11, 27), date(2026, 12, 3)),
    ],
)
def test_what_says_the_same_twice_is_one_turn(row: str, first: date, last: date) -> None:
    found = turn(row, FULL)
    assert (found.first, found.last, found.every_weeks) == (first, last, 1)
