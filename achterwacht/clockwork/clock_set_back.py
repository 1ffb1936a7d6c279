"""After the clock was set back: what should happen in a minute must not wait for an hour and a minute.

A visit ends when the worker said it would, by the clock on the wall. But the next step of a ladder, a check call and a
message that waits its turn count from a past moment. For a clock that was set back, that moment lies ahead.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.records import AlarmRecord
from achterwacht.check_calls import rules as check_calls
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.watch.held import hold_alarm, hold_visit


def open_alarms(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """Returns the ids of all open alarms, each with its organisation."""
    found = session.execute(
        select(AlarmRecord.id, AlarmRecord.organisation_id).where(AlarmRecord.resolved_at.is_(None)),
        execution_options={"across_organisations": True},
    )
    return [(alarm_id, organisation_id) for alarm_id, organisation_id in found]


def asked_on(session: Session) -> Sequence[tuple[UUID, UUID]]:
    """Returns the ids of all visits on which a check call, or its answer, is awaited, each with its organisation."""
    awaited = select(DeadlineRecord.root_id, DeadlineRecord.organisation_id).where(
        DeadlineRecord.root_kind == RootKind.VISIT,
        DeadlineRecord.kind.in_((DeadlineKind.CHECK_CALL, DeadlineKind.CHECK_CALL_UNANSWERED)),
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    found = session.execute(awaited.distinct(), execution_options={"across_organisations": True})
    return [(visit_id, organisation_id) for visit_id, organisation_id in found]


def keep_asking(session: Session, visit_id: UUID, organisation_id: UUID) -> None:
    """Let the check call of this visit, and what follows without an answer, come as soon as it should by the new clock.
    Twice changes no more."""
    held = hold_visit(session, visit_id, Actor(organisation_id, None, via="clock"))
    due = {kind: one.due_at for kind, one in held.root.deadlines.items()}
    held.write(check_calls.set_back(held.root.visit_facts(), due, held.context()))


def keep_climbing(session: Session, alarm_id: UUID, organisation_id: UUID) -> None:
    """Let the next step of this alarm come as soon as it should by the new clock. Twice changes no more."""
    held = hold_alarm(session, alarm_id, Actor(organisation_id, None, via="clock"))
    due = {kind: one.due_at for kind, one in held.root.deadlines.items()}
    held.write(alarms.set_back(held.root.open_or_closed_alarm(), due, held.context()))
