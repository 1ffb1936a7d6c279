"""The use cases of a task: list, do, drop, hand over. Laying and ending one have files of their own."""

from collections.abc import Mapping, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, cast, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.functions.holding import Held, who_holds
from achterwacht.incidents.access import hold
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.tasks import rules
from achterwacht.tasks.ending import asks_to_report, close
from achterwacht.tasks.facts import Task, TaskKind, TaskState
from achterwacht.tasks.holding import holds, holds_by
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Said
from foundation.clock import clock_of

MOST = 200
"""How many tasks a list holds."""


def list_tasks(session: Session, caller: Caller, *, mine: bool, overdue: bool) -> list[TaskRecord]:
    """The open tasks that the caller has, and (without `mine`) those of the teams they see reports of.

    Late ones first. No more than `MOST`, and one where there are more.
    """
    now = clock_of(session).now(session)
    teams, held = caller.teams_for(Action.SEE_INCIDENTS), who_holds(session, caller.organisation_id)
    open_ones = _of(caller).where(TaskRecord.state == TaskState.OPEN)
    if teams is not None:
        # An administrator has what passed all; who has nothing of the kind sees what is theirs by name or function.
        theirs = or_(
            TaskRecord.person_id == caller.id,
            TaskRecord.team_id.in_(teams),
            TaskRecord.level > 0,
            TaskRecord.kind == TaskKind.NAME_HOLDER,
            *(_names(one) for one in held.any_held_by(caller)),
        )
        open_ones = open_ones.where(theirs)
    if overdue:
        open_ones = open_ones.where(TaskRecord.due_at < now)
    in_order = open_ones.order_by(TaskRecord.due_at, TaskRecord.id).execution_options(yield_per=MOST)
    with session.scalars(in_order) as found:
        return list(islice((one for one in found if _sees(held, caller, one.facts(), mine=mine)), MOST + 1))


def of_incident(session: Session, caller: Caller, incident_id: UUID, *, handles: bool) -> Sequence[TaskRecord]:
    """All tasks of one case, what is due first in front. The caller may see the case.

    handles: they handle it or keep the register; otherwise they see what they have, and what the employee is shown.
    """
    found = session.scalars(
        _of(caller).where(TaskRecord.incident_id == incident_id).order_by(TaskRecord.due_at, TaskRecord.id)
    ).all()
    held = who_holds(session, caller.organisation_id)
    return [one for one in found if handles or one.kind.spec.employee or holds_by(held, caller, one.facts())]


def find(session: Session, caller: Caller, task_id: UUID) -> TaskRecord:
    """One task, locked.

    Raises:
        NotFound: there is none in this organisation, or it is not the caller's to see.
    """
    wanted = _of(caller).where(TaskRecord.id == task_id)
    hold(session, caller.organisation_id, session.scalar(wanted.with_only_columns(TaskRecord.incident_id)))
    record = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()
    held = who_holds(session, caller.organisation_id)
    if record is None or not _sees(held, caller, record.facts(), mine=False):
        raise NotFound("task")
    return record


def done(session: Session, caller: Caller, task_id: UUID, said: Said) -> TaskRecord:
    """Note that it is done, and what came of it.

    Raises:
        NotFound: as `find`.
        NotAllowed, TaskOver, EndsOtherwise, WrongInput: the rules refuse it.
    """
    record = find(session, caller, task_id)
    task = rules.done(record.facts(), said, holds=holds(session, caller, record.facts()))
    record.outcome = said.outcome or record.kind.spec.usual
    record.points = [{"text": one.text, "done": one.done} for one in task.points]
    close(session, record, task.state, caller.id, said.note)
    return record


def drop(session: Session, caller: Caller, task_id: UUID, reason: str) -> TaskRecord:
    """Note that it need not be done, and why.

    Raises:
        NotFound: as `find`.
        EndsOtherwise, NotAllowed, TaskOver: the rules refuse it.
    """
    record = find(session, caller, task_id)
    manages = caller.can(Action.DROP_TASK, record.team_id)
    own = happened_to(session, caller.organisation_id, [record]).get(record.id)
    has_it = holds(session, caller, record.facts())
    task = rules.drop(record.facts(), caller.id, own, manages=manages, holds=has_it)
    close(session, record, task.state, caller.id, reason)
    return record


def hand_over(session: Session, caller: Caller, task_id: UUID, person_id: UUID, cared_for: UUID | None) -> TaskRecord:
    """Give it to somebody else, by name. cared_for: whose care it is of; any other task is about the employee.

    Raises:
        NotFound: as `find`.
        WrongInput: that person does not work here, or has no role.
        NotAllowed, TaskOver, AboutThem: the rules refuse it.
    """
    record = find(session, caller, task_id)
    about = cared_for or happened_to(session, caller.organisation_id, [record]).get(record.id)
    here = select(PersonRecord.id).where(
        PersonRecord.organisation_id == caller.organisation_id,
        PersonRecord.id == person_id,
        PersonRecord.active,
        select(GrantRecord.id).where(GrantRecord.person_id == person_id).exists(),
    )
    has_it = holds(session, caller, record.facts())
    task = rules.hand_over(record.facts(), person_id, holds=has_it, about=about)
    if session.scalar(here) is None:
        raise WrongInput(Wrong("/personId", "person_unknown"))
    record.person_id = task.person
    return record


def happened_to(session: Session, organisation_id: UUID, records: Sequence[TaskRecord]) -> Mapping[UUID, UUID]:
    """By task: whom its report is about, or else who was in its alarm, whoever has the task by now."""
    workers = _by_id(
        session,
        select(AlarmRecord.id, AlarmRecord.worker_id).where(
            AlarmRecord.organisation_id == organisation_id, AlarmRecord.id.in_({one.alarm_id for one in records})
        ),
    )
    employees = _by_id(
        session,
        select(IncidentRecord.id, IncidentRecord.employee_id).where(
            IncidentRecord.organisation_id == organisation_id,
            IncidentRecord.id.in_({one.incident_id for one in records}),
        ),
    )
    found = {one.id: employees.get(one.incident_id) or workers.get(one.alarm_id) for one in records}
    return {task: person for task, person in found.items() if person is not None}


def _by_id(session: Session, rows: Select[UUID, UUID]) -> Mapping[UUID | None, UUID]:
    return {row[0]: row[1] for row in session.execute(rows)}


def is_asked_for(session: Session, caller: Caller, alarm_id: UUID | None, visit_id: UUID | None) -> bool:
    """Whether this caller has the task to report this alarm or visit, or did so just now."""
    if alarm_id is None and visit_id is None:
        return False
    found = session.scalars(_of(caller).where(asks_to_report(alarm_id, visit_id))).all()
    held = who_holds(session, caller.organisation_id)
    return any(
        one.closed_by == caller.id or (one.state is TaskState.OPEN and holds_by(held, caller, one.facts()))
        for one in found
    )


def waiting_for(session: Session, organisation_id: UUID, function: Function) -> Sequence[TaskRecord]:
    """Returns the open tasks in whose chain a function stands, what is due first in front."""
    return session.scalars(
        select(TaskRecord)
        .where(TaskRecord.organisation_id == organisation_id, TaskRecord.state == TaskState.OPEN, _names(function))
        .order_by(TaskRecord.due_at, TaskRecord.id)
    ).all()


def _names(function: Function) -> ColumnElement[bool]:
    """Whether the function stands in the chain: a first look, before the rules decide who has it."""
    return cast(TaskRecord.chain, Text).contains(f'"{function.value}"')


def _of(caller: Caller) -> Select[TaskRecord]:
    return select(TaskRecord).where(TaskRecord.organisation_id == caller.organisation_id)


def _sees(held: Held, caller: Caller, task: Task, *, mine: bool) -> bool:
    """By having it, or by seeing the reports of its team."""
    if holds_by(held, caller, task):
        return True
    if mine:
        return False
    if task.kind is TaskKind.NAME_HOLDER:
        return False
    teams = caller.teams_for(Action.SEE_INCIDENTS)
    return teams is None or task.team_id in teams
