"""Ending a task: when its thing was done elsewhere, its report was filed, or somebody says so."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import lift_deadlines
from achterwacht.tasks.deadlines import KINDS, root_of
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from notifications.cancelling import cancel_unsent
from notifications.texts.templates import Template


def reported(
    session: Session,
    organisation_id: UUID,
    alarm_id: UUID | None,
    visit_id: UUID | None,
    incident_id: UUID,
    by: UUID | None,
) -> None:
    """A report was filed of this alarm, or of this visit: nobody need be asked for it any more.

    A report that names its alarm ends no task about another alarm of the same visit.
    """
    if alarm_id is None and visit_id is None:
        return
    for record in _open_ones(session, organisation_id, asks_to_report(alarm_id, visit_id)):
        record.incident_id = incident_id
        close(session, record, TaskState.DONE, by, "")


def settle(
    session: Session,
    organisation_id: UUID,
    incident_id: UUID,
    kind: TaskKind,
    because: str | None,
    by: UUID | None,
    *,
    about: UUID | None = None,
    dropped: str = "",
) -> None:
    """End the open tasks of a case whose thing was done elsewhere: the letter was signed, the form is complete.

    because: of this rule; None: of any. about: only those about this thing. dropped: why it need not be done any more,
    if that is how it ended.
    """
    which = (TaskRecord.incident_id == incident_id) & (TaskRecord.kind == kind)
    if because is not None:
        which &= TaskRecord.because == because
    if about is not None:
        which &= TaskRecord.about_id == about
    for record in _open_ones(session, organisation_id, which):
        close(session, record, TaskState.DROPPED if dropped else TaskState.DONE, by, dropped)


def open_of_incident(session: Session, organisation_id: UUID, incident_id: UUID) -> Sequence[TaskRecord]:
    """Returns what is still to be done about a case, locked."""
    return _open_ones(session, organisation_id, TaskRecord.incident_id == incident_id)


def _open_ones(session: Session, organisation_id: UUID, which: ColumnElement[bool]) -> Sequence[TaskRecord]:
    return session.scalars(
        select(TaskRecord)
        .where(TaskRecord.organisation_id == organisation_id, TaskRecord.state == TaskState.OPEN, which)
        .order_by(TaskRecord.id)
        .with_for_update()
    ).all()


def asks_to_report(alarm_id: UUID | None, visit_id: UUID | None) -> ColumnElement[bool]:
    """Whether a task asks for a report of this alarm, or else of this visit."""
    about = TaskRecord.visit_id == visit_id if alarm_id is None else TaskRecord.alarm_id == alarm_id
    return (TaskRecord.kind == TaskKind.REPORT) & about


def close(session: Session, record: TaskRecord, state: TaskState, by: UUID | None, note: str) -> None:
    """End a task that is locked. Nobody is reminded of it any more."""
    now = clock_of(session).now(session)
    record.state, record.note = state, note
    record.closed_by, record.closed_at = by, now
    session.flush()
    root = root_of(record)
    lift_deadlines(session, root, KINDS, now)
    cancel_unsent(session, record.organisation_id, [root.subject], {Template.TASK, Template.NEEDED}, now)
