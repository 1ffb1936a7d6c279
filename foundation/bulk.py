"""Inserting many rows at once, in the way that is fastest on each database.

On SQLite that is the driver's `executemany`. On PostgreSQL it would be a statement a row, and one statement with all
the values has to be read anew by the driver each time; so there the rows go as one JSON document, and the statement
never changes.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import Table, insert, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.orm import Session, make_transient_to_detached

from foundation.columns import Base

Row = Mapping[str, Any]


def insert_many(session: Session, record: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows of one table, all with the same columns."""
    if not rows:
        return
    table = _table(record)
    if _on_postgresql(session):
        session.connection().exec_driver_sql(_from_document(table, tuple(rows[0]), ()), (_document(rows),))
    else:
        session.execute(insert(table), rows)


def insert_new(session: Session, record: type[Base], rows: Sequence[Row], once: tuple[str, ...]) -> set[UUID]:
    """Insert those rows for which no row has the same values in the columns `once`. Answers their ids."""
    if not rows:
        return set()
    table = _table(record)
    if _on_postgresql(session):
        statement = _from_document(table, tuple(rows[0]), once)
        return set(session.connection().exec_driver_sql(statement, (_document(rows),)).scalars())
    statement_once = sqlite.insert(table).on_conflict_do_nothing(index_elements=list(once))
    return set(session.scalars(statement_once.returning(table.c.id), rows))


def insert_records(session: Session, records: Sequence[Base]) -> None:
    """Insert new records of one table that carry all their values, and let the session keep them from now on."""
    if not records:
        return
    columns = [column.key for column in inspect(type(records[0])).column_attrs]
    insert_many(session, type(records[0]), [{key: record.__dict__.get(key) for key in columns} for record in records])
    for record in records:
        make_transient_to_detached(record)
    session.add_all(records)


def _table(record: type[Base]) -> Table:
    return cast(Table, record.__table__)


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _document(rows: Sequence[Row]) -> str:
    return orjson.dumps(rows).decode()


@lru_cache
def _from_document(table: Table, keys: tuple[str, ...], once: tuple[str, ...]) -> str:
    dialect = PGDialect()  # type: ignore[no-untyped-call]
    quote = dialect.identifier_preparer.quote
    columns = [table.c[key] for key in keys]
    names = ", ".join(quote(column.name) for column in columns)
    types = ", ".join(f"{quote(column.name)} {column.type.compile(dialect=dialect)}" for column in columns)
    unique = ", ".join(quote(key) for key in once)
    tail = f" ON CONFLICT ({unique}) DO NOTHING RETURNING id" if once else ""
    # The names are those of our own tables.
    source = f"jsonb_to_recordset(%s::jsonb) AS row ({types})"
    return f"INSERT INTO {quote(table.name)} ({names}) SELECT {names} FROM {source}{tail}"  # noqa: S608
