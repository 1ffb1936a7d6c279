"""Inserting many rows at once, in the way that is fastest on each database.

On SQLite that is the driver's `executemany`, one for each table. On PostgreSQL that would be a statement per row, and a
single statement with all the values would have to be parsed again each time. So there the rows of each table go as one
JSON document, all tables of a decision go in one statement, and that statement never changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast
from uuid import UUID

import orjson
from sqlalchemy import Table, insert, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.orm import Session, make_transient_to_detached

from foundation.columns import Base
from foundation.plain_rows import connection_of, run

Row = Mapping[str, Any]
Rows = tuple[type[Base], Sequence[Row]]
Record = TypeVar("Record", bound=Base)


def insert_many(session: Session, record: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows of one table, all with the same columns."""
    insert_together(session, [(record, rows)])


def insert_together(session: Session, several: Iterable[Rows]) -> None:
    """Insert rows of several tables; the rows of one table have the same columns. Referenced tables come first."""
    tables = [(_table(record), rows) for record, rows in several if rows]
    if not tables:
        return
    if _on_postgresql(session):
        statement = _all_from_documents(tuple((table, tuple(rows[0])) for table, rows in tables))
        run(connection_of(session), statement, tuple(_document(rows) for _, rows in tables))
    else:
        for table, rows in tables:
            session.execute(insert(table), rows)


def insert_new(session: Session, record: type[Base], rows: Sequence[Row], once: tuple[str, ...]) -> set[UUID]:
    """Insert the rows whose values in the columns `once` are not in the table yet. Returns the ids inserted."""
    if not rows:
        return set()
    table = _table(record)
    if _on_postgresql(session):
        statement = _from_document(table, tuple(rows[0]), once)
        return {one for (one,) in run(connection_of(session), statement, (_document(rows),))}
    statement_once = sqlite.insert(table).on_conflict_do_nothing(index_elements=list(once))
    return set(session.scalars(statement_once.returning(table.c.id), rows))


def insert_records(session: Session, records: Sequence[Base]) -> None:
    """Insert new records of one table, and let the session keep them from now on."""
    if records:
        insert_many(session, type(records[0]), rows_of(records))
        adopt(session, records)


def rows_of(records: Sequence[Base]) -> list[Row]:
    """Returns the rows of new records (at least one) of one table. Values not given get their default, in both."""
    columns = _defaults(type(records[0]))
    said = {key for key, default in columns if default is not None}.union(*(record.__dict__ for record in records))
    for record in records:
        filled(record)
    return [{key: record.__dict__[key] for key, _ in columns if key in said} for record in records]


def filled(record: Record) -> Record:
    """Give a new record the default of each column that was not given. To ask it for one that it lacks takes long."""
    held = record.__dict__
    for key, default in _defaults(type(record)):
        if key not in held:
            held[key] = None if default is None else default()
    return record


def adopt(session: Session, records: Sequence[Base]) -> None:
    """Add records to the session whose rows are in the database already."""
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
def _defaults(record: type[Base]) -> Sequence[tuple[str, Callable[[], Any] | None]]:
    return [(one.key, _default(cast(Any, one).columns[0].default)) for one in inspect(record).column_attrs]


def _default(default: Any) -> Callable[[], Any] | None:
    if default is None:
        return None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


@lru_cache
def _all_from_documents(tables: tuple[tuple[Table, tuple[str, ...]], ...]) -> str:
    """Returns one statement for all tables. PostgreSQL checks foreign keys at its end, when all rows are there."""
    *first, last = (_from_document(table, keys, ()) for table, keys in tables)
    parts = ", ".join(f"of_table_{number} AS ({statement})" for number, statement in enumerate(first))
    return f"WITH {parts} {last}" if parts else last


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
