"""`column IN (many ids)` as one statement that never changes.

With a list of 500 parameters the driver would have to parse the statement again each time. On PostgreSQL the ids go as
one array, on SQLite as one JSON document. Both are passed as text: psycopg adapts an array item by item, in Python.
"""

import json
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Boolean, String, bindparam, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator


class _Ids(TypeDecorator[Collection[UUID | str]]):
    """Ids, or the text that this database gave for them (`foundation/plain_columns.py`)."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Collection[UUID | str] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        texts = [one if isinstance(one, str) else one.hex for one in value]
        if dialect.name == "sqlite":
            return json.dumps(texts)  # hexadecimal, as `Uuid` stores them there
        return "{" + ",".join(texts) + "}"


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        # Without this SQLAlchemy adds `= 1` on SQLite, which then scans the whole table instead of an index.
        return self


def among(column: InstrumentedAttribute[Any] | ColumnElement[Any], ids: Iterable[UUID] | str) -> ColumnElement[bool]:
    """Returns the condition that the column holds one of these ids.

    In a statement that is made once, `ids` is the name of the parameter under which they are given.
    """
    if isinstance(ids, str):
        return _Among(column, bindparam(ids, type_=_Ids()))
    return _Among(column, bindparam("ids", list(ids), unique=True, type_=_Ids()))


def one_of(
    column: InstrumentedAttribute[Any] | ColumnElement[Any], words: Iterable[StrEnum | str]
) -> ColumnElement[bool]:
    """Returns the condition that the column holds one of a few words of ours that never change.

    They stand in the statement itself, so that an index on the word, or on those rows, is found. SQLAlchemy writes the
    list of an ordinary `in_` anew each time a statement runs, which took a twentieth of a check-in.
    """
    return column.in_([_word(str(one)) for one in words])


def _word(word: str) -> ColumnElement[str]:
    if not word.replace("_", "").isalnum():
        raise ValueError(f"not a word of ours: {word!r}")
    return literal_column(f"'{word}'", String)


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = element.clauses
    listed = compiler.process(ids, **options)
    # As a SELECT it is evaluated once. Otherwise PostgreSQL parses the text again for each row: to PostgreSQL the cast
    # from text to an array is not immutable.
    return f"{compiler.process(column, **options)} = ANY((SELECT CAST({listed} AS UUID[]))::UUID[])"


@compiles(_Among, "sqlite")
def _each(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = element.clauses
    listed = compiler.process(ids, **options)
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({listed}))"  # noqa: S608
