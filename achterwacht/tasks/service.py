"""The use cases of a task: lay, list, do, drop, hand over. A report ends the task that asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, Text, cast, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.rooted import Rooted, lift_deadlines, set_deadline
from achterwacht.functions.holding import Held, who_holds
from achterwacht.functions.own_case import held_alone
from achterwacht.incidents.access import hold
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, OrganisationRecord, PersonRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.running import profile_if_any, running_if_any
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.tasks import rules
from achterwacht.tasks.facts import Due, Task, TaskKind, TaskState
from achterwacht.tasks.holding import holds, holds_by, somebody_may, unheld
from achterwacht.tasks.naming import ask_for_a_holder
from achterwacht.tasks.records import INSTEAD_OF, TaskRecord
from achterwacht.tasks.rules import Office, Said
from foundation.clock import clock_of
from foundation.columns import new_id
from foundation.failpoints import Failpoint, reach
from notifications.cancelling import cancel_unsent
from notifications.texts.templates import Template

MOST = 200
"""How many tasks a list holds."""
KINDS = (DeadlineKind.TASK_REMIND, DeadlineKind.TASK_OVERDUE, DeadlineKind.TASK_ESCALATE)
TO_REPORT = (Function.EMPLOYEE, Function.DIRECT_MANAGER, Function.REGISTRAR)
"""Who is asked for a report, one after the other: who it happened to, their manager, and who keeps the register."""


@dataclass(frozen=True)
class Laid:
    """A task to be made.

    chain: the functions that have it one after the other, as the protocol names them: those it escalates to come after
    them. because: the key of the profile that asks for it. about: what of the incident it is about, if that is a thing
    of its own. facts: words of the title. points: what is to be ticked. due: None for the next working day.
    """

    kind: TaskKind
    team_id: UUID | None
    person: UUID | None
    chain: tuple[Function, ...]
    because: str
    alarm_id: UUID | None = None
    visit_id: UUID | None = None
    incident_id: UUID | None = None
    about: UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    points: tuple[str, ...] = ()
    due: Due | None = None


def lay(session: Session, organisation: OrganisationRecord, task: Laid, now: datetime) -> TaskRecord:
    """Make a task, with the moments at which somebody is reminded of it and it goes on to the next.

    Where nobody holds its function, an administrator is asked to name somebody.
    """
    office = office_of(session, organisation, task.team_id)
    moments = rules.moments(now, office, task.due)
    record = TaskRecord(
        id=new_id(),
        organisation_id=organisation.id,
        team_id=task.team_id,
        kind=task.kind,
        alarm_id=task.alarm_id,
        visit_id=task.visit_id,
        incident_id=task.incident_id,
        about_id=task.about,
        words=dict(task.facts),
        points=[{"text": one, "done": False} for one in task.points],
        person_id=task.person,
        chain=[one.value for one in rules.escalation(task.kind, task.chain)],
        level=0,
        happened_to=_whose_case(session, organisation, task),
        because=task.because,
        made_at=now,
        not_before=None if task.due is None else task.due.not_before,
        due_at=moments.due_at,
        state=TaskState.OPEN,
        note="",
    )
    _begin_where_somebody_may(session, record)
    session.add(record)
    session.flush()
    set_deadline(session, root_of(record), DeadlineKind.TASK_REMIND, moments.remind_at)
    set_deadline(session, root_of(record), DeadlineKind.TASK_OVERDUE, moments.overdue_at)
    ask_for_a_holder(session, organisation, record.facts(), now, office)
    reach(Failpoint.TASK_LAID)
    return record


def _whose_case(session: Session, organisation: OrganisationRecord, task: Laid) -> UUID | None:
    """Returns whom it happened to, if nobody has this task in their own case. Care has its own rules for that."""
    if task.incident_id is None or task.kind.spec.confidential:
        return None
    here = (IncidentRecord.organisation_id == organisation.id) & (IncidentRecord.id == task.incident_id)
    return session.scalar(select(IncidentRecord.employee_id).where(here))


def _begin_where_somebody_may(session: Session, record: TaskRecord) -> None:
    """Let a task begin with somebody who may do it (`tasks/able.py`), where others hold the first of its functions.

    Nobody decides about their own case: a function that only whom it happened to holds is passed over, and the title
    says so. What nobody holds at all stays as it is: somebody is asked to name who does.
    """
    held, task = who_holds(session, record.organisation_id), record.facts()
    own = task.happened_to
    alone = frozenset[Function]() if own is None else held_alone(session, held, task.team_id, own)
    kept = tuple(one for one in task.chain if one not in alone)

    def waits_for_nobody(chain: tuple[Function, ...]) -> bool:
        first = replace(task, chain=chain)
        is_first = chain[0] is task.chain[0]
        return not somebody_may(session, held, first) and not (is_first and unheld(session, held, first))

    while task.person is None and len(kept) > 1 and waits_for_nobody(kept):
        kept = kept[1:]
    if task.chain and task.chain[0] in alone:
        record.words = {**record.words, INSTEAD_OF: task.chain[0].value}
    record.chain = [one.value for one in kept]


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
    found = session.scalars(_of(caller).where(_to_report(alarm_id, visit_id))).all()
    held = who_holds(session, caller.organisation_id)
    return any(
        one.closed_by == caller.id or (one.state is TaskState.OPEN and holds_by(held, caller, one.facts()))
        for one in found
    )


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
    for record in _open_ones(session, organisation_id, _to_report(alarm_id, visit_id)):
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


def waiting_for(session: Session, organisation_id: UUID, function: Function) -> Sequence[TaskRecord]:
    """Returns the open tasks in whose chain a function stands, what is due first in front."""
    return session.scalars(
        select(TaskRecord)
        .where(TaskRecord.organisation_id == organisation_id, TaskRecord.state == TaskState.OPEN, _names(function))
        .order_by(TaskRecord.due_at, TaskRecord.id)
    ).all()


def office_of(session: Session, organisation: OrganisationRecord, team_id: UUID | None) -> Office:
    """When the office of this team is open, by its profile."""
    profile = (
        profile_if_any(session, organisation, None)
        if team_id is None
        else running_if_any(session, organisation, team_id)
    )
    hours = tuple(profile.office_hours) if profile is not None else ()
    return Office(hours, ZoneInfo(organisation.time_zone), organisation.country)


def root_of(record: TaskRecord) -> Rooted:
    return Rooted(record.organisation_id, RootKind.TASK, record.id)


def _open_ones(session: Session, organisation_id: UUID, which: ColumnElement[bool]) -> Sequence[TaskRecord]:
    return session.scalars(
        select(TaskRecord)
        .where(TaskRecord.organisation_id == organisation_id, TaskRecord.state == TaskState.OPEN, which)
        .order_by(TaskRecord.id)
        .with_for_update()
    ).all()


def _names(function: Function) -> ColumnElement[bool]:
    """Whether the function stands in the chain: a first look, before the rules decide who has it."""
    return cast(TaskRecord.chain, Text).contains(f'"{function.value}"')


def _to_report(alarm_id: UUID | None, visit_id: UUID | None) -> ColumnElement[bool]:
    about = TaskRecord.visit_id == visit_id if alarm_id is None else TaskRecord.alarm_id == alarm_id
    return (TaskRecord.kind == TaskKind.REPORT) & about


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


def close(session: Session, record: TaskRecord, state: TaskState, by: UUID | None, note: str) -> None:
    """End a task that is locked. Nobody is reminded of it any more."""
    now = clock_of(session).now(session)
    record.state, record.note = state, note
    record.closed_by, record.closed_at = by, now
    session.flush()
    root = root_of(record)
    lift_deadlines(session, root, KINDS, now)
    cancel_unsent(session, record.organisation_id, [root.subject], {Template.TASK}, now)
