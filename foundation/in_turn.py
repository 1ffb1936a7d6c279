"""Who does the same thing twice at one moment does it one after the other, where there is no row yet to lock.

On PostgreSQL it is a lock on a number that is made of an id, for the rest of the transaction. It is tried again and
again rather than waited for: so it can be part of no deadlock, and a process that stands still with it keeps nobody.
SQLite has one writer anyhow.
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
    """Wait until nobody else is busy with this id. What is read after it holds what the one before wrote.

    Returns whether it is ours: False when the other one does not get ready. The caller goes on all the same.
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
