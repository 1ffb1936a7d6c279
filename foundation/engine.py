"""Engines for the two databases that we support.

SQLite is the embedded default: a file, WAL, every commit on disk (`synchronous=FULL`). Whoever will write says so
before reading (BEGIN IMMEDIATE), because a deferred transaction that upgrades fails at once and ignores the busy
time-out. PostgreSQL is used through psycopg 3, with limits on what a forgotten transaction may hold. Errors never show
parameters: they are names, numbers and addresses.
"""

import select
import sqlite3
import time
from pathlib import Path
from typing import Any

import orjson
from psycopg import Connection as PgConnection
from psycopg import Error
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError

from foundation.away import makes_useless
from foundation.cursor import LeanCursor
from foundation.database_url import read_database_url, sqlite_file
from foundation.one_file import keep_to_one_file
from foundation.private import make_private
from foundation.straight import StraightConnection
from foundation.unfit import AS_OPTIONS, take_only_what_fits

BUSY_SECONDS = 10
QUIET_SECONDS = 5
"""A connection to PostgreSQL that was idle for this long is tested before it is used."""
GREATEST_AGE = 600
"""Seconds after which a connection is replaced, so that we follow a host name that moves to another server, and so
that on SQLite it knows the statistics of now (`statistics.py`)."""
READ_ONLY_WHEN_ON = ("in_hot_standby", "default_transaction_read_only")
# A server that vanishes without closing its connections is noticed in 20 s, before the watchdog takes a tick for stuck.
POSTGRES_CONNECTION = {
    "options": AS_OPTIONS,
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
    "cursor_factory": LeanCursor,
}


def make_engine(database_url: str, pool_size: int = 20) -> Engine:
    """Returns an engine for `sqlite:///file` or `postgresql://...` (`foundation/database_url.py`).

    Raises:
        ValueError: the address can't be used.
    """
    url = read_database_url(database_url)
    if url.get_backend_name() == "postgresql":
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_recycle=GREATEST_AGE,
            hide_parameters=True,
            json_deserializer=orjson.loads,
            connect_args=POSTGRES_CONNECTION,
        )
        engine.dialect.connect = StraightConnection.connect  # type: ignore[assignment,method-assign]
        take_only_what_fits(engine)
        _use_only_what_lives(engine)
    else:
        engine = create_engine(
            url,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
            pool_size=pool_size,
            pool_recycle=GREATEST_AGE,
            hide_parameters=True,
        )
        _prepare_sqlite(engine)
        if (file := sqlite_file(url)) is not None:
            keep_to_one_file(engine, file)
            _keep_private(engine, file)
    _throw_away_what_is_useless(engine)
    return engine


def _throw_away_what_is_useless(engine: Engine) -> None:
    """Treat a connection that is alive but refuses every write, as after a failover, like one that broke. All that were
    made before it go too."""

    @event.listens_for(engine, "handle_error")
    def look(context: ExceptionContext) -> None:
        if makes_useless(context.original_exception):
            context.is_disconnect = True


def _use_only_what_lives(engine: Engine) -> None:
    """Test a connection before use where needed: a restart of the database must not cost anybody a message.

    A connection that the server closed has something to read, which we can see without a query. One that the network
    dropped shows nothing, so one that was idle is pinged. `pool_pre_ping` would ping each time, which costs as much as
    a statement.
    """

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
        if _may_only_read(connection):
            raise InvalidatePoolError


def _may_only_read(connection: PgConnection) -> bool:
    """Whether the server last reported itself as read-only: it reports that at the start and at each change, without
    being asked. A new connection that may only read is refused by libpq (`target_session_attrs`)."""
    return any(connection.info.parameter_status(name) == "on" for name in READ_ONLY_WHEN_ON)


def _has_something_to_read(connection: PgConnection) -> bool:
    eye = select.poll()
    eye.register(connection.fileno(), select.POLLIN)
    return bool(eye.poll(0))


def _keep_private(engine: Engine, file: Path) -> None:
    """Let only the user that runs the product read the file, whatever the umask: it holds names, numbers and addresses.
    SQLite gives the files beside it the same mode."""

    @event.listens_for(engine, "do_connect")
    def look(*_: Any) -> None:
        make_private(file)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late and is deferred, so we emit our own (below).
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
