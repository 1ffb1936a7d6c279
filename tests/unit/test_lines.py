"""Texts of one line and of several: what is copied along with them and shows nothing goes, and nothing else."""

import pytest

from achterwacht.row_files.rows import Layout, columns_of
from foundation.visible import on_lines, on_one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Jan\nde Vries", "Jan de Vries"),
        ("Jan \r\n\t de Vries\n", "Jan de Vries"),
        ("Jan\x1b[31m\x07de Vries", "Jan[31mde Vries"),
        ("Jan\u2028de\x85Vries", "Jan de Vries"),
        ("Zoë  O'Brien", "Zoë  O'Brien"),
        ("\x00", ""),
        ("\ufeff Jan\x00 de\u00ad Vries\u200b", "Jan de Vries"),
        ("A\u200dnne\u200c Jansen\ud83d", "Anne Jansen"),
        ("\u200b\u3164 \ufeff", ""),
        ("Familie \U0001f468\u200d\U0001f469\u200d\U0001f467 en \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,
    ],
)
def test_one_line(typed: str, line: str) -> None:
    assert on_one_line(typed) == line
    assert on_one_line(line) == line


def test_lines_stay_lines() -> None:
    assert on_lines("eerst\r\n\ttoen\u2029\x1blaatst\x9b") == "eerst\n\ttoen\nlaatst"


def test_what_turns_the_direction_is_kept_from_no_side() -> None:
    assert on_lines("Hij \u202eslaat\u202c wie\0 komt") == "Hij slaat wie komt"
    columns = columns_of(["naam", "functie"], Layout({"name": ["naam"], "role": ["functie"]}, [["name"]], leaves=False))
    assert columns.fields(["\ufeffJan\u202es\u200blaat", "medewerker"]) == {"name": "Janslaat", "role": "medewerker"}
