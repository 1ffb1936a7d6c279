"""Columns as the driver gives them, and what their values mean.

To compare a row with how it was before costs a fraction of turning its values into ids, moments and words. On
PostgreSQL ids and JSON are asked for as text, as SQLite stores them: the driver would make objects of them.
"""

from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import JSON, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import NullType

from foundation.columns import id_in_text

Meaning = Callable[[Any], Any]
AS_TEXT = (Uuid, JSON)


class _Plain(FunctionElement[Any]):
    type = NullType()
    inherit_cache = True


def plain(column: Any) -> ColumnElement[Any]:
    """Returns this column without its type, so that its values stay as they come."""
    return _Plain(column)


@compiles(_Plain)
def _as_it_is(element: _Plain, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    return str(compiler.process(column, **options))


@compiles(_Plain, "postgresql")
def _as_text(element: _Plain, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    said = compiler.process(column, **options)
    return f"CAST({said} AS TEXT)" if isinstance(column.type, AS_TEXT) else str(said)


def meaning_of(column: Any, dialect: Dialect) -> Meaning | None:
    """Returns what turns a plain value of this column into what a record holds; None if that is the same."""
    if isinstance(column.type, Uuid):
        return id_in_text
    if isinstance(column.type, JSON):
        return _json_in_text
    meaning: Meaning | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return meaning


def _json_in_text(value: str | None) -> Any:
    return None if value is None else orjson.loads(value)
