"""Texts of one line and of several: what is copied along with them and shows nothing goes, and nothing else."""

import pytest

from foundation.visible import on_lines, on_one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Jan\nde Vries", "Jan de Vries"),
        ("Jan \r\n\t de Vries\n", "Jan de Vries"),
        ("Jan\x1b[31m\x07de Vries", "Jan[31mde Vries"),
        ("Jan\u2028de\x85Vries", "Jan de Vries"),
        ("Zoë  O'Brien", "Zoë  O'Brien"),
        ("\x00", "\x00"),
    ],
)
def test_one_line(typed: str, line: str) -> None:
    assert on_one_line(typed) == line
    assert on_one_line(line) == line


def test_lines_stay_lines() -> None:
    assert on_lines("eerst\r\n\ttoen\u2029\x1blaatst\x9b") == "eerst\n\ttoen\nlaatst"
