"""Visits and alarms: first all that points at a resident or tells a story goes, and after the figures the row."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session

from achterwacht.addresses.described import NOWHERE
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.alarms.first_taken import first_taken, first_taker
from achterwacht.alarms.records import (
    AlarmRecord,
    HandOverLinkRecord,
    PoliceCallRecord,
    TickRecord,
    ToldRecord,
)
from achterwacht.clockwork.forgetting.steps import (
    Over,
    Step,
    awaited_deadline,
    forget_events,
    forget_roots,
    forget_tasks,
    open_task,
    run,
    waiting_message,
)
from achterwacht.events.records import EventRecord
from achterwacht.guards.records import GuardCallRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import RootKind
from achterwacht.retention.rules import Keeping
from achterwacht.risks.look_up import NOT_CHECKED
from achterwacht.tasks.records import TaskRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import COUNTED, KEPT, CompanionRecord, VisitRecord
from foundation.among import among

CLOSED = (VisitState.ENDED, VisitState.CANCELLED)
IS_KEPT, IS_COUNTED = text(f"visit.{KEPT}"), text(f"visit.{COUNTED}")
NOBODY_AWAITED = or_(VisitRecord.awaited_by.is_(None), VisitRecord.returned_at.is_not(None))
OVER_AT = func.coalesce(VisitRecord.ended_at, VisitRecord.expected_end)
ON_ALARM = (ToldRecord, TickRecord, PoliceCallRecord, GuardCallRecord, HandOverLinkRecord)
NAMELESS: dict[Any, Any] = {
    VisitRecord.address: NOWHERE.to_dict(),
    VisitRecord.address_key: NOWHERE.key,
    VisitRecord.address_line: NOWHERE.line,
    VisitRecord.created_from: "",
    VisitRecord.risk: NOT_CHECKED.to_dict(),
    VisitRecord.police_wanted: False,
} | dict.fromkeys(
    (
        VisitRecord.client_name, VisitRecord.client_reference, VisitRecord.client_phone, VisitRecord.purpose,
        VisitRecord.background, VisitRecord.location, VisitRecord.heading_to, VisitRecord.alone_asked,
        VisitRecord.expects_trouble, VisitRecord.trouble_said_by, VisitRecord.feeling,
    )
)  # fmt: skip


def _uneventful(over: Over) -> Select[UUID]:
    """Visits that are over, of which nothing is left to do and nothing else tells."""
    ours, here = over.organisation_id, VisitRecord.id
    alarms = exists().where(
        AlarmRecord.organisation_id == ours,
        AlarmRecord.visit_id == here,
        or_(AlarmRecord.resolved_at.is_(None), _told_of(over)),
    )
    return select(VisitRecord.id).where(
        VisitRecord.organisation_id == ours,
        IS_KEPT,
        VisitRecord.created_at < over.before,  # what is said below, for the index
        NOBODY_AWAITED,
        over.before > OVER_AT,
        ~alarms,
        ~exists().where(IncidentRecord.organisation_id == ours, IncidentRecord.visit_id == here),
        ~exists().where(
            CarePlanRecord.organisation_id == ours, CarePlanRecord.visit_id == here, CarePlanRecord.ended_at.is_(None)
        ),
        ~open_task(over, TaskRecord.visit_id == here),
        ~awaited_deadline(over, RootKind.VISIT, here),
        ~waiting_message(over, RootKind.VISIT, here),
    )


def _make_visits_nameless(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = over.organisation_id
    forget_tasks(session, over, and_(among(TaskRecord.visit_id, ids), TaskRecord.incident_id.is_(None)))
    forget_roots(session, over, RootKind.VISIT, ids)
    forget_events(session, over, among(EventRecord.visit_id, ids))
    run(
        session,
        delete(CompanionRecord).where(CompanionRecord.organisation_id == ours, among(CompanionRecord.visit_id, ids)),
        update(VisitRecord).where(VisitRecord.organisation_id == ours, among(VisitRecord.id, ids)).values(NAMELESS),
    )
    return ()


def _told_of(over: Over) -> ColumnElement[bool]:
    """Whether an alarm still has its story; it always begins with a line."""
    return exists().where(EventRecord.organisation_id == over.organisation_id, EventRecord.alarm_id == AlarmRecord.id)


def _closed_alarms(over: Over) -> Select[UUID]:
    ours, here = over.organisation_id, AlarmRecord.id
    goes_on = exists().where(
        VisitRecord.organisation_id == ours,
        VisitRecord.id == AlarmRecord.visit_id,
        or_(VisitRecord.state.not_in(CLOSED), ~NOBODY_AWAITED),
    )
    return select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == ours,
        AlarmRecord.resolved_at < over.before,
        _told_of(over),
        ~goes_on,
        ~exists().where(IncidentRecord.organisation_id == ours, IncidentRecord.alarm_id == here),
        ~exists().where(
            CarePlanRecord.organisation_id == ours, CarePlanRecord.alarm_id == here, CarePlanRecord.ended_at.is_(None)
        ),
        ~open_task(over, TaskRecord.alarm_id == here),
        ~awaited_deadline(over, RootKind.ALARM, here),
        ~waiting_message(over, RootKind.ALARM, here),
    )


def _make_alarms_nameless(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = over.organisation_id
    bare = update(AlarmRecord).where(AlarmRecord.organisation_id == ours, among(AlarmRecord.id, ids))
    # The story says who took it first, and when: what the figures count has to outlast it.
    taken = {AlarmRecord.acknowledged_at: first_taken(), AlarmRecord.acknowledged_by: first_taker()}
    run(session, bare.where(first_taker().is_not(None)).values(taken))
    forget_tasks(session, over, and_(among(TaskRecord.alarm_id, ids), TaskRecord.incident_id.is_(None)))
    forget_roots(session, over, RootKind.ALARM, ids)
    forget_events(session, over, among(EventRecord.alarm_id, ids))
    run(session, *(delete(one).where(one.organisation_id == ours, among(one.alarm_id, ids)) for one in ON_ALARM))
    run(session, bare.values(location=None, battery=None, note="", pressed_from=None))
    return ()


def _counted_alarms(over: Over) -> Select[UUID]:
    ours = over.organisation_id
    return select(AlarmRecord.id).where(
        AlarmRecord.organisation_id == ours,
        AlarmRecord.resolved_at < over.before,
        ~_told_of(over),
        ~exists().where(IncidentRecord.organisation_id == ours, IncidentRecord.alarm_id == AlarmRecord.id),
    )


def _counted_visits(over: Over) -> Select[UUID]:
    ours = over.organisation_id
    return select(VisitRecord.id).where(
        VisitRecord.organisation_id == ours,
        IS_COUNTED,
        VisitRecord.created_at < over.before,  # what is said below, for the index
        over.before > OVER_AT,
        ~exists().where(AlarmRecord.organisation_id == ours, AlarmRecord.visit_id == VisitRecord.id),
    )


def _delete_alarms(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    forget_tasks(session, over, and_(among(TaskRecord.alarm_id, ids), TaskRecord.incident_id.is_(None)))
    run(
        session,
        delete(AlarmRecord).where(AlarmRecord.organisation_id == over.organisation_id, among(AlarmRecord.id, ids)),
    )
    return ()


def _delete_visits(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    run(
        session,
        delete(VisitRecord).where(VisitRecord.organisation_id == over.organisation_id, among(VisitRecord.id, ids)),
    )
    return ()


STEPS = (
    Step(Keeping.ALARM, "alarms", _closed_alarms, _make_alarms_nameless, 10),
    Step(Keeping.VISIT, "visits", _uneventful, _make_visits_nameless),
    Step(Keeping.FIGURES, "alarms counted", _counted_alarms, _delete_alarms),
    Step(Keeping.FIGURES, "visits counted", _counted_visits, _delete_visits, 100),
)
