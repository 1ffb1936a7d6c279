"""Which errors say that the database is away, and after which the connection is thrown away too."""

import sqlite3

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from foundation.away import is_away, is_beaten, is_lost


def of_postgresql(state: str, words: str = "said by the server") -> DBAPIError:
    original = errors.lookup(state)(words)
    raised = DBAPIError.instance("SELECT 1", None, original, psycopg.Error)
    assert isinstance(raised, DBAPIError)
    return raised


def of_sqlite(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> DBAPIError:
    original = kind("said by SQLite")
    original.sqlite_errorcode = code
    raised = DBAPIError.instance("SELECT 1", None, original, sqlite3.Error)
    assert isinstance(raised, DBAPIError)
    return raised


LOST = ["08000", "08001", "08003", "08004", "08006", "25006", "25P03", "25P04", "26000", "57P01", "57P02", "57P03",
        "57P04", "57P05", "58000", "58030", "58P01"]  # fmt: skip
PASSES = ["40001", "40P01", "53000", "53100", "53200", "53300", "55P03", "55000", "57014"]
OURS = [
    "22001",
    "22P05",
    "23505",
    "23503",
    "23502",
    "25P01",
    "42601",
    "42P01",
    "42703",
    "42501",
    "54001",
    "0A000",
    "XX001",
]


@pytest.mark.parametrize("state", LOST)
def test_what_a_failover_leaves_is_thrown_away(state: str) -> None:
    assert is_away(of_postgresql(state))
    assert is_lost(of_postgresql(state))


def test_what_lost_against_another_transaction_is_tried_again_at_once() -> None:
    assert is_beaten(of_postgresql("40P01"))
    assert is_beaten(of_postgresql("40001"))
    assert not is_beaten(of_postgresql("53300"))
    assert not is_beaten(of_sqlite(sqlite3.SQLITE_BUSY))
    assert not is_beaten(PoolTimeout())


@pytest.mark.parametrize("state", PASSES)
def test_what_passes_on_the_same_connection_is_away(state: str) -> None:
    assert is_away(of_postgresql(state))
    assert not is_lost(of_postgresql(state))


@pytest.mark.parametrize("state", OURS)
def test_what_was_asked_wrongly_is_not_away(state: str) -> None:
    """Else a tick would wait for ever behind one row that can't be decided."""
    assert not is_away(of_postgresql(state))


def test_a_plan_of_before_a_migration_is_thrown_away_and_other_things_not_supported_are_not() -> None:
    assert is_lost(of_postgresql("0A000", "cached plan must not change result type"))
    assert not is_away(of_postgresql("0A000", "cross-database references are not implemented"))
    assert is_lost(of_postgresql("55000", "cannot acquire lock mode while recovery is in progress"))


@pytest.mark.parametrize(
    ("code", "away", "lost"),
    [
        (sqlite3.SQLITE_BUSY, True, False),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True, False),
        (sqlite3.SQLITE_LOCKED, True, False),
        (sqlite3.SQLITE_FULL, True, False),
        (sqlite3.SQLITE_READONLY, True, True),
        (sqlite3.SQLITE_READONLY_DBMOVED, True, True),
        (sqlite3.SQLITE_IOERR, True, True),
        (sqlite3.SQLITE_IOERR_FSYNC, True, True),
        (sqlite3.SQLITE_CANTOPEN, True, True),
        (sqlite3.SQLITE_ERROR, False, False),
        (sqlite3.SQLITE_CORRUPT, False, False),
    ],
)
def test_sqlite_says_it_by_number(code: int, away: bool, lost: bool) -> None:
    assert (is_away(of_sqlite(code)), is_lost(of_sqlite(code))) == (away, lost)


def test_a_file_that_is_no_database_is_away() -> None:
    assert is_away(of_sqlite(sqlite3.SQLITE_NOTADB, sqlite3.DatabaseError))


def test_a_driver_that_can_not_connect_has_no_number() -> None:
    refused = DBAPIError.instance(None, None, psycopg.OperationalError("connection refused"), psycopg.Error)
    assert isinstance(refused, DBAPIError)
    assert is_away(refused)
    assert is_away(PoolTimeout())
    assert is_away(PendingRollbackError("Can't reconnect until invalid transaction is rolled back.", code="8s2b"))
    assert not is_away(PendingRollbackError("This Session's transaction has been rolled back due to an exception"))
    assert not is_away(IntegrityError("INSERT", None, Exception("unique")))
    assert not is_away(ValueError("something else"))
