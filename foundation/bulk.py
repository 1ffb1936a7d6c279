"""Inserting many rows at once, in the way that is fastest on each database.

On SQLite that is the driver's `executemany`. On PostgreSQL it would be a statement a row, and one statement with all
the values has to be read anew by the driver each time; so there the rows go as one JSON document, and the statement
never changes.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.orm import Session

from foundation.columns import Base

Row = Mapping[str, Any]


def insert_many(session: Session, record: type[Base], rows: Sequence[Row], *, once: str | None = None) -> None:
    """Insert rows of one table, all with the same columns. With `once`, one whose such column is there is left out."""
    if not rows:
        return
    table = cast(Table, record.__table__)
    if session.get_bind().dialect.name == "postgresql":
        document = json.dumps(rows, default=_spell, ensure_ascii=False)
        session.connection().exec_driver_sql(_from_document(table, tuple(rows[0]), once), (document,))
        return
    insert = sqlite.insert(table)
    session.execute(insert.on_conflict_do_nothing(index_elements=[once]) if once else insert, rows)


@lru_cache
def _from_document(table: Table, keys: tuple[str, ...], once: str | None) -> str:
    dialect = PGDialect()  # type: ignore[no-untyped-call]
    quote = dialect.identifier_preparer.quote
    columns = [table.c[key] for key in keys]
    names = ", ".join(quote(column.name) for column in columns)
    types = ", ".join(f"{quote(column.name)} {column.type.compile(dialect=dialect)}" for column in columns)
    tail = f" ON CONFLICT ({quote(once)}) DO NOTHING" if once else ""
    # The names are those of our own tables.
    source = f"jsonb_to_recordset(%s::jsonb) AS row ({types})"
    return f"INSERT INTO {quote(table.name)} ({names}) SELECT {names} FROM {source}{tail}"  # noqa: S608


def _spell(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} does not go into a row")
