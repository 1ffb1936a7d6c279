"""What somebody is called, from the columns of a payroll: a family name alone is nobody."""

import pytest

from achterwacht.people_files.saying import said_of
from achterwacht.row_files.rows import Row


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "Jan de Wit"}, "Jan de Wit"),
        ({"name": "Jan de Wit", "nick": "Jan"}, "Jan de Wit"),
        ({"name": "R. (René) van den Berg", "nick": "René"}, "R. (René) van den Berg"),
        ({"name": "Jansen", "nick": "Jan"}, "Jan Jansen"),
        ({"name": "Berg", "nick": "René", "infix": "van den"}, "René van den Berg"),
        ({"name": "van den Berg", "nick": "René", "infix": "van den"}, "René van den Berg"),
        ({"name": "Dekker", "nick": "Jo", "infix": "de"}, "Jo de Dekker"),
        ({"name": "Jansen-de Boer", "first": "Anna"}, "Anna Jansen-de Boer"),
        ({"name": "J. de Boer", "nick": "Jan", "infix": "de"}, "J. de Boer"),
        ({"name": "Berg, R. van den", "nick": "René"}, "Berg, R. van den"),
        ({"name": "Berg, R. van den", "nick": "René", "infix": "van den", "last": "Berg"}, "René van den Berg"),
        ({"name": "René van den Berg", "nick": "René", "infix": "van den", "last": "Berg"}, "René van den Berg"),
        ({"name": "", "nick": "René", "infix": "", "last": "Berg"}, "René Berg"),
    ],
)
def test_a_name_is_put_together_where_it_comes_in_pieces(fields: dict[str, str], name: str) -> None:
    row = Row(2, {"email": "r@voorstad.test", "role": "P&O", **fields})
    assert said_of(row, "NL", ("nl",)).name == name
