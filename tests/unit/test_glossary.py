"""The glossary gives each word once, so that no word gets a second meaning there."""

import re
from collections import Counter
from pathlib import Path

ROW = re.compile(r"^\| (?P<words>[^|]+?) \|", re.MULTILINE)
HEADS = {"English (code, API)", "word", "---"}


def words_of(page: str) -> Counter[str]:
    """Returns how often each word stands in the first column; `check in / check out` are two words."""
    cells = [cell for cell in ROW.findall(page) if cell not in HEADS]
    return Counter(word.strip() for cell in cells for word in re.split(r",|/", cell))


def test_no_word_stands_in_the_glossary_twice() -> None:
    found = words_of(Path("docs/design/glossary.md").read_text(encoding="utf-8"))
    assert found["turn"] == 1
    assert [word for word, times in found.items() if times > 1] == []


def test_a_word_with_two_rows_is_found() -> None:
    assert words_of("| turn | a shift |\n| lane, turn | a place in a queue |\n")["turn"] == 2
