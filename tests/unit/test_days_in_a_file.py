"""Days as programs for sheets write them: Excel and LibreOffice in Dutch and French, and those that write ISO 8601.

The forms are those of LibreOffice's own table (i18npool/source/localedata/data/nl_NL.xml) and of what Excel shows.
"""

from datetime import date

import pytest

from achterwacht.row_files.day import day_of

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "text",
    [
        "28-11-2026", "28/11/2026", "28.11.2026", " 28-11-2026 ", "2026-11-28", "2026-11-28T08:00",
        "2026-11-28 00:00:00",
        "28-11-2026 00:00", "28-11-2026 0:00:00", "28 november 2026", "28 nov 2026", "28-nov-2026", "28. nov. 2026",
        "za 28-11-2026", "zaterdag 28 november 2026", "Zaterdag, 28 NOVEMBER 2026", "za. 28 nov. 2026",
        "samedi 28 novembre 2026", "Saturday, 28 November 2026",
    ],
)  # fmt: skip
def test_one_day_in_many_ways(text: str) -> None:
    assert day_of(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [("1er mai 2027", date(2027, 5, 1)), ("1 mrt 2027", date(2027, 3, 1)), ("3 août 2027", date(2027, 8, 3)),
     ("di 1-12-2026", date(2026, 12, 1)), ("10 okt 2027", date(2027, 10, 10))],
)  # fmt: skip
def test_other_months(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "28-11-26", "26-11-28", "zo 28-11-2026", "zondag 28 november 2026", "28 jui 2026", "28 xyz 2026", "31-2-2026",
        "11/28/2026", "november 2026", "za", "ma-vr", "46354", "2026-11-28 08:00", "", "28 november", "morgen",
    ],
)  # fmt: skip
def test_what_may_be_another_day_is_none(text: str) -> None:
    assert day_of(text) is None
