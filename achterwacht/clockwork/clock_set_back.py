"""When the clock was set back: what was to happen in a minute must not wait for an hour and a minute.

A visit ends when the worker said it would, by the clock on the wall. But the next step of a ladder, and a message that
waits its turn, count from a moment that was: by a clock that goes back, that moment lies ahead.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import Actor
from achterwacht.use_cases.visits import context_now
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_alarm


def open_alarms(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """Every open alarm, with its organisation."""
    found = session.execute(
        select(AlarmRecord.id, AlarmRecord.organisation_id).where(AlarmRecord.resolved_at.is_(None)),
        execution_options={"across_organisations": True},
    )
    return [(alarm_id, organisation_id) for alarm_id, organisation_id in found]


def keep_climbing(session: Session, alarm_id: UUID, organisation_id: UUID) -> None:
    """Let the next step of this alarm come as soon as it should, by the clock as it is now. Twice does no more."""
    root, now = lock_alarm(session, alarm_id, organisation_id)
    alarm = root.alarm_facts()
    if alarm is None:
        return
    ledger = Ledger(session, now, Actor(organisation_id, None, via="clock"))
    due = {kind: one.due_at for kind, one in root.deadlines.items()}
    ledger.record(root, alarms.set_back(alarm, due, context_now(session, root, now)))
    ledger.flush()
