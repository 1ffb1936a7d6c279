"""Makes two requests for the same thing at the same moment run one after the other, where there is no row yet to lock.

On PostgreSQL this is an advisory lock on a number derived from an id, held until the transaction ends. It is polled
instead of waited for: so it can't be part of a deadlock, and a process that hangs while holding it blocks nobody for
long. SQLite has only one writer anyway.
"""

import time
from uuid import UUID

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.orm import Session

PATIENCE = 3.0
"""Seconds. Longer than any press takes, shorter than a phone waits for its answer."""
A_MOMENT = 0.02
_TRY = select(func.pg_try_advisory_xact_lock(bindparam("number", type_=BigInteger())))


def in_turn(session: Session, of: UUID) -> bool:
    """Wait until nobody else is busy with this id. What is read afterwards includes what the one before us wrote.

    Returns whether we hold the lock: False when the other one does not finish in time. The caller goes on regardless.
    """
    if session.get_bind().dialect.name != "postgresql":
        return True
    number = int.from_bytes(of.bytes[:8], signed=True)
    give_up = time.monotonic() + PATIENCE
    while not session.scalar(_TRY, {"number": number}):
        if time.monotonic() > give_up:
            return False
        time.sleep(A_MOMENT)
    return True
