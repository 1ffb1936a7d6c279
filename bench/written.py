"""What a deadline and its message write: bytes of PostgreSQL's log, and entries in indexes. Counted, so exact.

A machine that is busy changes nothing about these. Entries: an index that takes every row takes one for each row, and
one more whenever an update can't stay within its page because it changed something that an index looks at.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from achterwacht.deadlines.service import Ticker
from achterwacht.kinds import DeadlineKind
from bench.country import send_out
from bench.places import settled
from bench.result import Measured, at_most
from foundation.session import Database
from notifications.outbox import report_status
from notifications.records import MessageState
from notifications.sending import claim, note_call, settle_sent
from notifications.ways import Provider
from scheduler.jobs import HANDLERS

VISITS, A_CLAIM = 1_000, 32
FIRED, CARRIED = 2_741, 5_213
"""Bytes of log in the version before (0109), by this same measurement."""
QUIET = ("full_page_writes = off", "synchronous_commit = off", "autovacuum = off")
"""So that nothing counts but the rows and their indexes: a page is written whole whenever a checkpoint came between."""
UPDATES = text(
    "SELECT relname, n_tup_upd - n_tup_hot_upd AS moved, n_tup_hot_upd AS stayed"
    " FROM pg_stat_user_tables WHERE relname = 'message'"
)


@dataclass(frozen=True)
class Written:
    """By one of many. log: in bytes. moved: updates that wrote all indexes of its message anew. stayed: those that did
    not."""

    log: float
    moved: float
    stayed: float


def by_a_deadline() -> list[Measured]:
    """Fire deadlines and carry their messages to the end, without a provider."""
    with settled("postgresql") as (database, places, _), _nothing_else(database.engine):
        send_out(database, places, VISITS, DeadlineKind.END_APPROACHING, datetime.now(UTC))
        fired, sent, arrived = (_written(database, step) for step in (_fire, _send, _arrive))
    carried = sent.log + arrived.log
    moved, stayed = sent.moved + arrived.moved, sent.stayed + arrived.stayed
    return [
        Measured("what a due deadline writes, with its event and message", fired.log, "bytes of log",
                 [at_most("before", FIRED, fired.log, 1)]),
        Measured("what its message writes: claimed, called for, sent, arrived", carried, "bytes of log",
                 [at_most("before", CARRIED, carried, 0.5)],
                 f"({moved:.1f} changes wrote its indexes anew, {stayed:.1f} did not)"),
        Measured("both together", fired.log + carried, "bytes of log",
                 [at_most("before", FIRED + CARRIED, fired.log + carried, 0.5)]),
    ]  # fmt: skip


def _written(database: Database, step: Callable[[Database], None]) -> Written:
    before = _standing(database.engine)
    step(database)
    after = _standing(database.engine)
    log, moved, stayed = ((after[name] - before[name]) / VISITS for name in ("log", "moved", "stayed"))
    return Written(log, moved, stayed)


def _standing(engine: Engine) -> dict[str, Any]:
    engine.dispose()  # what the others counted stands there once they are gone
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        log = connection.scalar(text("SELECT pg_current_wal_insert_lsn() - '0/0'"))
        its = connection.execute(UPDATES).one()
    return {"log": float(log), "moved": its.moved, "stayed": its.stayed}


@contextmanager
def _nothing_else(engine: Engine) -> Iterator[None]:
    _set(engine, *(f"SET {setting}" for setting in QUIET))
    try:
        yield
    finally:
        _set(engine, "RESET ALL")


def _set(engine: Engine, *settings: str) -> None:
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in settings:
            connection.execute(text(f"ALTER SYSTEM {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def _fire(database: Database) -> None:
    ticker = Ticker(database, HANDLERS, "bench")
    fired = 0
    while done := ticker.tick():
        fired += done
    if fired != VISITS:
        raise RuntimeError(f"{fired} of {VISITS} deadlines fired")


def _send(database: Database) -> None:
    sent = 0
    while True:
        with database.write() as session:
            claimed = claim(session, A_CLAIM)
        if not claimed:
            break
        for one in claimed:
            with database.write() as session:
                note_call(session, one, Provider.TWILIO)
            with database.write() as session:
                settle_sent(session, one, Provider.TWILIO, f"SM{one.id.hex}")
        sent += len(claimed)
    if sent != VISITS:
        raise RuntimeError(f"{sent} of {VISITS} messages left")


def _arrive(database: Database) -> None:
    with database.read() as session:
        ids = session.execute(text("SELECT id FROM message WHERE state = 'sent'")).scalars().all()
    for one in ids:
        with database.write() as session:
            report_status(session, one, MessageState.DELIVERED, f"SM{one.hex}", None, database.clock.now(session))
