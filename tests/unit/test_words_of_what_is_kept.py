"""What may stand on the page of what is kept about somebody has words there: tables, columns, the commonest values."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from achterwacht.views.kept_about import ABOUT, SECRET, Kept
from cli.kept_page import kept_words, page_of
from foundation.columns import Word
from migrations.metadata import all_tables

OF_OUR_OWN = {"as", "who", "whose"}
"""Columns of the page that no table has."""


def test_every_table_with_something_of_somebody_and_each_of_its_columns_has_a_word() -> None:
    words = kept_words()
    everything = all_tables().tables
    of_somebody = {
        name
        for name, table in everything.items()
        if "organisation_id" in table.columns
        and any(one.column.table.name == "person" for one in table.foreign_keys if one.parent.key in ABOUT)
    }
    tables = {name: table for name, table in everything.items() if name in words["tables"]}
    assert set(words["tables"]) == set(tables), "a word for no table"
    assert of_somebody - set(tables) == set()
    columns = {one.key for table in tables.values() for one in table.columns} - SECRET
    assert columns - set(words["columns"]) == set()


def test_every_word_that_a_table_holds_is_dutch() -> None:
    """`sent_by` and its like are said as the column of that name is."""
    words = kept_words()
    kinds = [one.type for table in all_tables().tables.values() for one in table.columns]
    held = {word.value for kind in kinds if isinstance(kind, Word) for word in kind.words}
    said = {word for word in words["columns"] if word.endswith("_by")}
    assert held - set(words["values"]) - said == set()


def test_times_stand_on_the_clock_of_the_organisation_and_yes_and_no_in_words() -> None:
    row = {"happened_at": datetime(2026, 7, 1, 12, 0, tzinfo=UTC).isoformat(), "injured": False, "kind": "scolding"}
    page = page_of(Kept(about={"incident": [row]}, looked=[{"who": "Karin <Smit>"}]), ZoneInfo("Europe/Amsterdam"))
    assert "<th>gebeurd op</th><td>01-07-2026 14:00</td>" in page
    assert "<td>nee</td>" in page
    assert "<td>schelden</td>" in page
    assert "Karin &lt;Smit&gt;" in page
    assert "<h3></h3>" not in page
