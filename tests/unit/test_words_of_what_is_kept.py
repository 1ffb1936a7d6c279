"""Every table and column that may stand on the page of what is kept about somebody is called something there."""

from achterwacht.views.kept_about import SECRET
from cli.rights import kept_words
from migrations.metadata import all_tables

OF_OUR_OWN = {"as", "who", "whose"}
"""Columns of the page that no table has."""


def test_every_table_with_something_of_somebody_and_each_of_its_columns_has_a_word() -> None:
    words = kept_words()
    tables = {name: table for name, table in all_tables().tables.items() if name in words["tables"]}
    assert set(words["tables"]) == set(tables), "a word for no table"
    columns = {one.key for table in tables.values() for one in table.columns} - SECRET
    assert columns - set(words["columns"]) == set()
