"""Which errors mean that the database is away, and which mean that this one connection is no longer usable.

"Away" means: nothing is wrong with the request, the trouble passes by itself, and whoever asked may ask again (HTTP
answers 503 with Retry-After, a tick leaves everything due). A restart, a failover, a full disk, too many connections
and a lock that could not be had are all of that kind. A failover has a trap of its own: the old connections go on
answering `SELECT` but refuse every write, for as long as they are kept. So a connection that turns out to be read-only
is thrown away like a broken one, together with all that were made before it.
"""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

LOST = (
    "08",  # connection exception
    "25006",  # read only: a replica, or a primary that was set aside
    "25P03",  # ended for lying still in a transaction
    "25P04",  # ended for a transaction that took too long
    "26000",  # a prepared statement that is not there: another server answers behind this address
    "42P05",  # one that is there already: the same
    "57P01",  # the server shuts down
    "57P02",  # it crashed
    "57P03",  # it starts, or recovers
    "57P04",  # the database was dropped
    "57P05",  # ended for lying still
    "58",  # the server's own disk and files
    "F0",  # its configuration
)
"""Beginnings of SQLSTATEs after which the connection is not used again."""
PASSES = ("40", "53", "55", "57", "72")
"""Beginnings of SQLSTATEs that pass by themselves on the same connection: a deadlock, a conflict with recovery, a full
disk or memory, too many connections, a lock that somebody else holds, a cancelled statement."""
OLD_PLAN = "cached plan must not change result type"
"""0A000, and only with these words: the tables changed under a statement that this connection had prepared."""
IN_RECOVERY = "recovery is in progress"

SQLITE_LOST = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,  # a file opened for reading stays so, also when it may be written again
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
SQLITE_PASSES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_SCHEMA,
    }
)
CANT_RECONNECT = "8s2b"
"""SQLAlchemy's code for a statement after the connection of this transaction was lost."""


def is_away(error: BaseException) -> bool:
    """Whether the database itself is the cause, which passes, and not the request."""
    if isinstance(error, PoolTimeout):
        return True
    if isinstance(error, PendingRollbackError):
        return error.code == CANT_RECONNECT
    if not isinstance(error, DBAPIError):
        return False
    if is_lost(error):
        return True
    state, code = _state(error.orig), _sqlite_code(error.orig)
    if state is not None:
        return state.startswith(PASSES)
    if code is not None:
        return code in SQLITE_PASSES
    # Raised by the driver itself, without an error from the database: it could not connect, or lost the connection.
    return isinstance(error, (OperationalError, InterfaceError))


def is_beaten(error: BaseException) -> bool:
    """Whether this transaction was ended so that another, which waited for it in a circle, could go on. Nothing of it
    was carried out, and at once it may succeed."""
    return isinstance(error, DBAPIError) and (_state(error.orig) or "").startswith("40")


def is_held(error: BaseException) -> bool:
    """Whether a row, or a table, stayed locked by somebody else for as long as we wait. Other rows may be free."""
    return isinstance(error, DBAPIError) and _state(error.orig) == "55P03"


def is_lost(error: BaseException) -> bool:
    """Whether the connection, and its transaction with it, is no longer usable."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or makes_useless(error.orig))


def makes_useless(original: BaseException | None) -> bool:
    """Whether a connection on which the driver raised this must be thrown away."""
    state = _state(original)
    if state is not None:
        return (
            state.startswith(LOST)
            or (state == "0A000" and OLD_PLAN in str(original))
            or (state == "55000" and IN_RECOVERY in str(original))
        )
    return _sqlite_code(original) in SQLITE_LOST


def _state(original: BaseException | None) -> str | None:
    state: str | None = getattr(original, "sqlstate", None)
    return state


def _sqlite_code(original: Any) -> int | None:
    """Returns SQLite's primary result code; the extended codes say more than we need."""
    code: int | None = getattr(original, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
