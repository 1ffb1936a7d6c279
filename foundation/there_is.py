"""`EXISTS`, looked for row by row, about the row that is outside of it."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, TextClause, exists, literal_column, select


def there_is(*conditions: ColumnElement[bool] | TextClause, about: tuple[Any, ...]) -> ColumnElement[bool]:
    """Returns whether there is a row that holds to these conditions.

    about: the tables outside that they speak of. Left to itself SQLAlchemy sees only those of the statement right
    around it: one further out would stand in here once more, and hold of anybody.

    Without the OFFSET PostgreSQL may read all such rows first, to have them at hand: it does where it knows no better
    how many there are.
    """
    found: Select[Any] = select(literal_column("1")).where(*conditions).correlate(*about)
    return exists(found.offset(literal_column("0", Integer)))
