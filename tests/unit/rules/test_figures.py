"""Figures of tables whose name is also what they count, and in which nothing is small."""

from achterwacht.reports.facts import ALL, WHOLE_YEAR, Cell, Mark
from achterwacht.reports.rules import shown, with_sums, withheld


def test_a_few_alarms_hide_another_row_of_both_their_tables() -> None:
    counts = {
        Cell("alarm", "panic", 1): 3, Cell("alarm", "overdue", 1): 20, Cell("alarm", "not_ok", 2): 9,
        Cell("outcome", "safe", 1): 23, Cell("outcome", "false_alarm", 2): 9,
    }  # fmt: skip
    full = with_sums(counts)
    marks = withheld(full)
    assert shown(Cell("alarm", ALL, WHOLE_YEAR), full, marks) == 32
    assert shown(Cell("alarm", "panic", WHOLE_YEAR), full, marks) is Mark.FEW
    assert shown(Cell("alarm", "not_ok", WHOLE_YEAR), full, marks) is Mark.LEFT_OUT
    assert shown(Cell("outcome", "safe", WHOLE_YEAR), full, marks) == 23


def test_where_nothing_is_small_everything_is_shown() -> None:
    full = with_sums({Cell("kind", "other", quarter): 10 * quarter for quarter in (1, 2, 3, 4)})
    assert withheld(full) == {}


def test_below_a_few_nothing_is_said_not_even_that_it_is_0() -> None:
    full = with_sums({Cell("kind", "other", 1): 2, Cell("kind", "scolding", 1): 1})
    marks = withheld(full)
    assert shown(Cell("incident", ALL, WHOLE_YEAR), full, marks) is Mark.FEW
    rows = [
        shown(Cell("kind", row, quarter), full, marks)
        for row in ("other", "scolding", "threatening")
        for quarter in (1, 2)
    ]
    assert set(rows) == {Mark.LEFT_OUT}
