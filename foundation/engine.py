"""Engines for the two databases the house runs on.

SQLite is the embedded default: a file, WAL, every commit on disk (`synchronous=FULL`), writers that say so before they
read (BEGIN IMMEDIATE), because a deferred transaction that upgrades fails at once and ignores the busy time-out.
PostgreSQL through psycopg 3, with limits on what a forgotten transaction may hold. Errors never show parameters: they
are names, numbers and addresses.
"""

import select
import sqlite3
import time
from typing import Any

import orjson
from psycopg import Connection as PgConnection
from psycopg import Error
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InvalidatePoolError

BUSY_SECONDS = 10
QUIET_SECONDS = 5
"""A connection to PostgreSQL that lay still for so long is asked whether it lives before it is used."""
# A clock that stands still with visits locked must not keep them for long: others have 30 s (docs/reliability.md).
POSTGRES_LIMITS = (
    "-c idle_in_transaction_session_timeout=20s -c lock_timeout=10s -c statement_timeout=60s -c timezone=UTC"
)


def make_engine(database_url: str, pool_size: int = 20) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://...` (plain `postgresql://` is read as that).

    Raises:
        ValueError: another kind of database.
    """
    url = make_url(database_url)
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg":
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            hide_parameters=True,
            json_deserializer=orjson.loads,
            connect_args={
                "options": POSTGRES_LIMITS,
                "connect_timeout": 5,
                "keepalives_idle": 10,
                "tcp_user_timeout": 15_000,
            },
        )
        _use_only_what_lives(engine)
        return engine
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            pool_size=pool_size,
            hide_parameters=True,
        )
        _prepare_sqlite(engine)
        return engine
    raise ValueError(f"ACHTERWACHT_DATABASE_URL: {url.drivername} is not supported; use sqlite or postgresql")


def _use_only_what_lives(engine: Engine) -> None:
    """A database that was restarted must cost nobody a message. What the server closed has its end to read, which is
    seen without asking; what a network dropped says nothing, so what lay still is asked. `pool_pre_ping` would ask each
    time, which costs as much as a statement."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _fairy: Any) -> None:
        used = record.info.get("used")
        if used is None:
            return  # just made
        try:
            if time.monotonic() - used > QUIET_SECONDS or _has_something_to_read(connection):
                engine.dialect.do_ping(connection)
        except Error as error:
            raise InvalidatePoolError from error


def _has_something_to_read(connection: PgConnection) -> bool:
    eye = select.poll()
    eye.register(connection.fileno(), select.POLLIN)
    return bool(eye.poll(0))


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late and is deferred: we emit ours (below).
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
