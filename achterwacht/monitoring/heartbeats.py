"""What the dead-man's switch outside answered: kept, so that people see that somebody there still hears from us."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.monitoring.records import HeartbeatRecord
from foundation.session import Database

APART = timedelta(seconds=50)
"""Every clock knocks each minute. What one of them heard just before says enough of the others."""
LATE = timedelta(minutes=3)
"""After so long without a word a switch is set to warn (docs/operations.md)."""


def note_heartbeat(database: Database, taken: bool) -> None:
    """Remember whether the switch took what it was just told: one row a minute, however many clocks there are."""
    with database.read() as session:
        known, now = last_heartbeat(session), database.clock.now(session)
        just_before = known is not None and timedelta() <= now - known.asked_at < APART
        if known is not None and just_before and (known.taken_at == known.asked_at) == taken:
            return
    with database.write() as session:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        row = insert(HeartbeatRecord).values(one=1, asked_at=now, taken_at=now if taken else None)
        changed = {"asked_at": now} | ({"taken_at": now} if taken else {})
        session.execute(row.on_conflict_do_update(index_elements=["one"], set_=changed))


def last_heartbeat(session: Session) -> HeartbeatRecord | None:
    """Returns what is known of the last one; None when none was ever sent."""
    return session.scalars(select(HeartbeatRecord)).one_or_none()


def is_heard(known: HeartbeatRecord | None, now: datetime) -> bool:
    """Whether somebody outside hears from us at this moment."""
    return known is not None and known.taken_at is not None and now - known.taken_at <= LATE
