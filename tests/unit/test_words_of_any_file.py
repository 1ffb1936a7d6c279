"""Marks, people and rosters are read by one reader: what it says of a row fits them all."""

import tomllib
from importlib.resources import files

import pytest

OF_ANY_FILE = ("file_", "columns", "quote_", "cell_")
OF_ONE_FILE = ("file_not_found", "file_unanswered", "file_left")
"""Notes on addresses, which only a file of marks gets."""
WORDS_OF_MARKS = {
    "problems.toml": ("markering", "de deur"),
    "problems.en.toml": ("each mark", "marks", "the door"),
    "problems.fr.toml": ("mise en garde", "la porte"),
}


@pytest.mark.parametrize("name", WORDS_OF_MARKS)
def test_what_is_wrong_with_a_row_is_said_without_the_words_of_a_mark(name: str) -> None:
    codes = tomllib.loads(files("api").joinpath(name).read_text("utf-8"))["codes"]
    said = {code: words for code, words in codes.items() if code.startswith(OF_ANY_FILE) and code not in OF_ONE_FILE}
    assert len(said) > 15
    assert [code for code, words in said.items() if any(one in words.lower() for one in WORDS_OF_MARKS[name])] == []
