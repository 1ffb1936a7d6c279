"""What begins when an alarm is over: a report of what happened, and somebody who is asked for it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.afterwards.care import without_others_care
from achterwacht.afterwards.officials import as_caller
from achterwacht.afterwards.thread import go_on_after, lay_thread
from achterwacht.alarms.facts import Outcome
from achterwacht.decision import Decision, Event
from achterwacht.functions.holding import who_holds
from achterwacht.incidents import service as incidents
from achterwacht.incidents.access import sees
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.service import Draft
from achterwacht.kinds import EventKind
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.refused import NotFound
from achterwacht.tasks import service as tasks
from achterwacht.tasks.ending import reported
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import may_be_given
from achterwacht.tasks.laying import TO_REPORT, Laid, lay
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import NotTheirsToDo, NotTheirsToRead, Said
from achterwacht.tasks.service import is_asked_for
from achterwacht.tasks.telling import tell_who_was_handed
from achterwacht.watch.access import on_visit
from achterwacht.watch.held import Held, hold_visit

ASKS_FOR_A_REPORT = frozenset({Outcome.INCIDENT, Outcome.HELP_GIVEN})
"""How an alarm ended when there is something to report."""


def file_report(session: Session, caller: Caller, draft: Draft, now: datetime) -> IncidentRecord:
    """File a report. It stands in the timeline of its visit, and nobody is asked for it any more.

    Raises:
        NotAllowed, NotFound, WrongInput, IdTaken: as `incidents.service.file`.
    """
    # Who has the task can do it: also a registrar who does not see the alarm, and an administrator who files no others.
    asked = is_asked_for(session, caller, draft.alarm_id, draft.visit_id)
    record, is_new = incidents.file(session, caller, draft, now, asked=asked)
    if is_new and record.visit_id is not None:
        held = hold_visit(session, record.visit_id, caller.actor())
        held.write(Decision(events=(Event(EventKind.INCIDENT_FILED, held.by.person_id),)))
    if is_new and (asked or _answers_for(session, caller, draft, record)):
        # What the draft names: an alarm that was filled in from the visit ends no less than the visit does.
        reported(session, caller.organisation_id, draft.alarm_id, record.visit_id, record.id, caller.id)
    if is_new:
        lay_thread(session, session.get_one(OrganisationRecord, caller.organisation_id), record, now)
    return record


def _answers_for(session: Session, caller: Caller, draft: Draft, record: IncidentRecord) -> bool:
    """Whether their report ends the question: they see the alarm or the visit, or the reports of its team. Anybody else
    may report what they saw, and whoever it happened to is still asked."""
    if draft.alarm_id is not None or caller.can(Action.SEE_INCIDENTS, record.team_id):
        return True  # an alarm that they don't see is refused before
    if record.visit_id is None:
        return False
    try:
        on_visit(session, caller, record.visit_id, Action.SEE_VISIT)
    except NotFound:
        return False
    return True


def hand_over_task(session: Session, caller: Caller, task_id: UUID, person_id: UUID, now: datetime) -> TaskRecord:
    """Give a task to somebody else, by name. They are told.

    Raises:
        NotFound, WrongInput, NotAllowed, TaskOver, AboutThem: as `tasks.service.hand_over`.
        NotTheirsToRead: it is done on the page of the report, and they may not read that.
        NotTheirsToDo: they can't do it, by a function or a role.
    """
    of_task = select(TaskRecord.about_id).where(
        TaskRecord.organisation_id == caller.organisation_id, TaskRecord.id == task_id
    )
    cared_for = select(CarePlanRecord.person_id).where(
        CarePlanRecord.organisation_id == caller.organisation_id, CarePlanRecord.id == of_task.scalar_subquery()
    )
    record = tasks.hand_over(session, caller, task_id, person_id, session.scalar(cared_for))
    to = as_caller(session, session.get_one(PersonRecord, person_id))
    if record.kind.spec.on_its_page and not sees(to, _incident_of(session, record)):
        raise NotTheirsToRead
    if not may_be_given(who_holds(session, caller.organisation_id), to, record.facts()):
        raise NotTheirsToDo
    if person_id != caller.id:
        tell_who_was_handed(session, session.get_one(OrganisationRecord, caller.organisation_id), record, now)
    return record


def _incident_of(session: Session, task: TaskRecord) -> IncidentRecord:
    return session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))


def end_task(session: Session, caller: Caller, task_id: UUID, said: Said, now: datetime) -> TaskRecord:
    """Note that a task is done, and do what follows on it.

    Raises:
        NotFound, NotAllowed, TaskOver, EndsOtherwise, WrongInput: as `tasks.service.done`.
    """
    record = tasks.done(session, caller, task_id, said)
    go_on_after(session, record, caller, now)
    return record


def drop_task(session: Session, caller: Caller, task_id: UUID, reason: str, now: datetime) -> TaskRecord:
    """Note that a task need not be done, and why; what comes after it still follows.

    Raises:
        NotFound, EndsOtherwise, NotAllowed, TaskOver: as `tasks.service.drop`.
    """
    record = tasks.drop(session, caller, task_id, reason)
    go_on_after(session, record, caller, now)
    return record


def tasks_of_incident(session: Session, caller: Caller, incident_id: UUID) -> Sequence[TaskRecord]:
    """Returns what is to be done about one report, and what was.

    Whoever handles it or keeps the register sees all of it; the employee what concerns them.

    Raises:
        NotFound: as `incidents.service.find`.
    """
    record = incidents.find(session, caller, incident_id)
    teams = caller.teams_for(Action.SEE_INCIDENTS)
    own = caller.id == record.employee_id
    handles = not own and (teams is None or record.team_id in teams)
    found = tasks.of_incident(session, caller, incident_id, handles=handles)
    return found if handles else without_others_care(session, caller, found)


def ask_for_report(held: Held, outcome: Outcome) -> None:
    """The alarm was closed so: whoever it happened to reports it, unless somebody did so while it lasted."""
    root, alarm = held.root, held.root.alarm
    if alarm is None or alarm.drill or outcome not in ASKS_FOR_A_REPORT:
        return
    visit_id = None if root.visit is None else root.visit.id
    if _is_reported(held, alarm.opened_at):
        return
    worker = alarm.worker_id
    task = Laid(TaskKind.REPORT, root.team_id, worker, TO_REPORT, "registration.filled_in_by", alarm.id, visit_id)
    lay(held.session, root.organisation, task, held.now)


def _is_reported(held: Held, since: datetime) -> bool:
    """Whether there is a report of this alarm, or one of its visit that was made since and names no other alarm."""
    root, alarm = held.root, held.root.alarm
    assert alarm is not None
    of_it = IncidentRecord.alarm_id == alarm.id
    if root.visit is not None:
        of_no_other = IncidentRecord.alarm_id.is_(None) & (IncidentRecord.created_at >= since)
        of_it = or_(of_it, (IncidentRecord.visit_id == root.visit.id) & of_no_other)
    found = select(IncidentRecord.id).where(IncidentRecord.organisation_id == root.organisation.id, of_it)
    return held.session.scalar(found.limit(1)) is not None
