"""Marks, logs, the audit, messages, rosters and tasks: what is over by its own date."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from achterwacht.aggressors.records import AggressorReadRecord
from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.chain import LET_GO
from achterwacht.audit.chain_records import Source
from achterwacht.audit.records import AuditEventRecord, ListViewRecord, LookupRecord, PastViewRecord, RegisterViewRecord
from achterwacht.canary.records import CanaryRecord
from achterwacht.clockwork.forgetting.people import LEFT
from achterwacht.clockwork.forgetting.steps import (
    HAS_PASSED,
    WAITING,
    Over,
    Step,
    awaited_deadline,
    forget_roots,
    forget_tasks,
    let_go_of_links,
    open_task,
    run,
)
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.incidents.records import IncidentReadRecord
from achterwacht.kinds import RootKind
from achterwacht.people.facts import NOWHERE
from achterwacht.people.records import PersonRecord
from achterwacht.retention.rules import Keeping
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.roster.records import ShiftRecord, SwapRecord
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.records import TaskRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.among import among
from notifications.records import AttemptRecord, MessageRecord

A_HUNDRED = 100
LOGS: tuple[Any, ...] = (
    LookupRecord,
    RegisterViewRecord,
    ListViewRecord,
    PastViewRecord,
    IncidentReadRecord,
    AggressorReadRecord,
)
ALWAYS_THERE = tuple(set(RootKind) - {RootKind.VISIT, RootKind.ALARM, RootKind.TASK, RootKind.MEASURE})
"""Roots that go on while their deadlines pass: a roster, a canary, a mark."""


def _ended_marks(over: Over) -> Select[UUID]:
    here = RiskMarkRecord.id
    ended = or_(
        RiskMarkRecord.ended_at < over.before,
        and_(RiskMarkRecord.ended_at.is_(None), RiskMarkRecord.ends_at < over.before),
    )
    return select(RiskMarkRecord.id).where(
        RiskMarkRecord.organisation_id == over.organisation_id,
        ended,
        or_(RiskMarkRecord.objection.is_(None), RiskMarkRecord.objection_outcome.is_not(None)),
        ~open_task(over, TaskRecord.about_id == here),
        ~awaited_deadline(over, RootKind.RISK_MARK, here),
    )


def _delete_marks(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = RiskMarkRecord.organisation_id == over.organisation_id
    forget_roots(session, over, RootKind.RISK_MARK, ids)
    run(
        session,
        update(RiskMarkRecord).where(ours, among(RiskMarkRecord.replaces, ids)).values(replaces=None),
        delete(RiskMarkRecord).where(ours, among(RiskMarkRecord.id, ids)),
    )
    return ()


def _of_an_open_case(over: Over) -> Any:
    """Whether a message is about something that goes on, or about an alarm of which the story is still there."""
    ours, its = over.organisation_id, MessageRecord.subject
    about = MessageRecord.subject_kind
    alarm = exists().where(
        about == RootKind.ALARM, AlarmRecord.organisation_id == ours, AlarmRecord.id == its,
        AlarmRecord.resolved_at.is_(None),
    )  # fmt: skip
    visit = exists().where(
        about == RootKind.VISIT, VisitRecord.organisation_id == ours, VisitRecord.id == its,
        VisitRecord.state.in_((VisitState.PLANNED, VisitState.UNDER_WAY)),
    )  # fmt: skip
    task = and_(about == RootKind.TASK, open_task(over, TaskRecord.id == its))
    canary = exists().where(CanaryRecord.organisation_id == ours, CanaryRecord.run == MessageRecord.origin)
    return or_(and_(its.is_not(None), or_(alarm, visit, task)), canary)


def _old_messages(over: Over) -> Select[UUID]:
    return select(MessageRecord.id).where(
        MessageRecord.organisation_id == over.organisation_id,
        MessageRecord.state.not_in(WAITING),
        MessageRecord.created_at < over.before,  # what is said below, for the index
        MessageRecord.state_at < over.before,
        ~MessageRecord.news,
        ~_of_an_open_case(over),
    )


def _old_texts(over: Over) -> Select[UUID]:
    return _old_messages(over).where(MessageRecord.to != "")


def _empty_messages(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    """Of an alarm it is kept which step was told, for its page."""
    ours = MessageRecord.organisation_id == over.organisation_id
    rows = session.execute(select(MessageRecord.id, MessageRecord.payload).where(ours, among(MessageRecord.id, ids)))
    levels = {row.id: row.payload.get("level") for row in rows.all()}
    for level in sorted(set(levels.values()), key=str):
        of_level = [one for one, its in levels.items() if its == level]
        empty = update(MessageRecord).where(ours, among(MessageRecord.id, of_level))
        run(session, empty.values(to="", payload={} if level is None else {"level": level}))
    return ()


def _delete_messages(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = MessageRecord.organisation_id == over.organisation_id
    theirs = select(MessageRecord.id).where(ours, among(MessageRecord.id, ids))
    run(session, delete(AttemptRecord).where(AttemptRecord.message_id.in_(theirs)))
    run(session, delete(MessageRecord).where(ours, among(MessageRecord.id, ids)))
    return ()


def _before(record: Any, column: Any, *more: Any) -> Callable[[Over], Select[UUID]]:
    """Returns what finds the rows of a table of which this moment, or day, is over."""
    return lambda over: select(record.id).where(
        record.organisation_id == over.organisation_id, column < over.before, *more
    )


def _deletes(record: Any) -> Callable[[Session, Over, Sequence[UUID]], Iterable[str]]:
    def forget(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
        run(session, delete(record).where(record.organisation_id == over.organisation_id, among(record.id, ids)))
        return ()

    return forget


def _old_audit(over: Over) -> Select[UUID]:
    """The day on which somebody left stands here alone: it stays as long as their account has a name."""
    of_an_account = exists().where(
        PersonRecord.organisation_id == over.organisation_id,
        PersonRecord.id == AuditEventRecord.about_id,
        ~PersonRecord.active,
        PersonRecord.email.not_like(f"%{NOWHERE}"),
    )
    return select(AuditEventRecord.id).where(
        AuditEventRecord.organisation_id == over.organisation_id,
        AuditEventRecord.at < over.before,
        AuditEventRecord.via != LET_GO,
        ~(AuditEventRecord.kind.in_(LEFT) & of_an_account),
    )


def _empty_audit(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    ours = AuditEventRecord.organisation_id == over.organisation_id
    let_go_of_links(session, over, Source.AUDIT, ids)
    empty = update(AuditEventRecord).where(ours, among(AuditEventRecord.id, ids))
    run(session, empty.values(by_id=None, about_id=None, facts={}, via=LET_GO))
    return ()


def _old_shifts(over: Over) -> Select[UUID]:
    return select(ShiftRecord.id).where(
        ShiftRecord.organisation_id == over.organisation_id, ShiftRecord.last_day < over.before.date()
    )


def _old_swaps(over: Over) -> Select[UUID]:
    return select(SwapRecord.id).where(
        SwapRecord.organisation_id == over.organisation_id,
        SwapRecord.day < over.before.date(),
        ~awaited_deadline(over, RootKind.SWAP, SwapRecord.id),
    )


def _loose_tasks(over: Over) -> Select[UUID]:
    return select(TaskRecord.id).where(
        TaskRecord.organisation_id == over.organisation_id,
        TaskRecord.incident_id.is_(None),
        TaskRecord.alarm_id.is_(None),
        TaskRecord.visit_id.is_(None),
        TaskRecord.state != TaskState.OPEN,
        TaskRecord.closed_at < over.before,
    )


def _delete_tasks(session: Session, over: Over, ids: Sequence[UUID]) -> Iterable[str]:
    forget_tasks(session, over, among(TaskRecord.id, ids))
    return ()


PASSED = func.coalesce(DeadlineRecord.fired_at, DeadlineRecord.cancelled_at)
STEPS = (
    Step(Keeping.MARK, "marks", _ended_marks, _delete_marks),
    Step(Keeping.TEXT, "texts of messages", _old_texts, _empty_messages, A_HUNDRED),
    Step(Keeping.MESSAGE, "messages", _old_messages, _delete_messages, A_HUNDRED),
    Step(Keeping.ALARM, "tasks", _loose_tasks, _delete_tasks),
    Step(
        Keeping.VISIT,
        "deadlines",
        _before(DeadlineRecord, PASSED, DeadlineRecord.root_kind.in_(ALWAYS_THERE), HAS_PASSED),
        _deletes(DeadlineRecord),
        A_HUNDRED,
    ),
    *(Step(Keeping.LOG, one.__tablename__, _before(one, one.at), _deletes(one), A_HUNDRED) for one in LOGS),
    Step(Keeping.AUDIT, "audit", _old_audit, _empty_audit, A_HUNDRED),
    Step(Keeping.ROSTER, "shifts", _old_shifts, _deletes(ShiftRecord), A_HUNDRED),
    Step(Keeping.ROSTER, "swaps", _old_swaps, _deletes(SwapRecord), A_HUNDRED),
)
