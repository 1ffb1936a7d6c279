"""What is done with a report after it was filed: completed, signed, closed; and the tasks that follow from it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.afterwards.care_goes_on import STEPS_OF_CARE
from achterwacht.afterwards.care_graver import graver_by_report
from achterwacht.afterwards.damage_tasks import ask_damage
from achterwacht.afterwards.damages import settled_lines
from achterwacht.afterwards.letter_addressee import follow_addressee
from achterwacht.afterwards.letter_days import HAPPENED_ON, follow_day
from achterwacht.afterwards.letter_drafts import tell_drafts
from achterwacht.afterwards.measure_advice import day_of, sees_measures
from achterwacht.afterwards.measures_at import follow_address, told_of
from achterwacht.afterwards.police_tasks import ask_police
from achterwacht.afterwards.routes import lay_routes_by_channel
from achterwacht.afterwards.threats import tell_of_threat
from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.functions.holding import who_holds
from achterwacht.incidents import service as incidents
from achterwacht.incidents.access import is_own, standing_of
from achterwacht.incidents.facts import AggressorTold, IncidentState
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import IncidentChange, Standing
from achterwacht.measures import service as measures
from achterwacht.measures.records import STILL_STANDING
from achterwacht.measures.rules.naming import rename
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.refused import NotFound
from achterwacht.tasks import service as tasks
from achterwacht.tasks.ending import close, open_of_incident, settle
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import held_as
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach

FORM = "registration.form"
REOPENED = "incident.reopened"
NOBODY_S = (Function.WITNESS, Function.COLLEAGUE)
"""Who may fill in a form by the words of a protocol, and is nobody in particular."""


def lay_form(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Ask for the complete form: the employee, then who completes it by the protocol, then their manager."""
    registration = profile.registration
    if registration is None:
        return
    named = (*registration.filled_in_by, *registration.completed_by, Function.DIRECT_MANAGER)
    chain = tuple(dict.fromkeys(one for one in named if one not in NOBODY_S))
    task = Laid(TaskKind.COMPLETE_FORM, incident.team_id, incident.employee_id, chain, FORM, incident_id=incident.id)
    lay(session, organisation, task, now)


def change_report(
    session: Session,
    caller: Caller,
    incident_id: UUID,
    account: IncidentChange,
    answers: Mapping[str, Any],
    *,
    read: int | None = None,
    seen: bool = False,
    complete: bool = False,
) -> IncidentRecord:
    """Change what was told, see it off, complete the form. Whoever must sign what is complete is asked to.

    What was added may be for the police too, or damage, or say that something still threatens: what was not asked
    before is asked now. Measures hold where it says by now that the aggressor lives, and drafts are for them.

    Raises:
        NotFound, NotAllowed, OwnIncident, NotYetSeen, IncidentClosed, ChangedSince, WrongInput: as
            `incidents.service.change`.
        NamedInMeasure, MeasureStandsThere: as `measures.rules.naming`.
    """
    locked = incidents.find(session, caller, incident_id, lock=True)
    before, day = _told(session, locked), _day_of(session, locked)
    handles = sees_measures(caller, locked) and not is_own(caller, locked)
    if "aggressor" in answers:
        _known_by_that_name(session, locked, before, answers["aggressor"], handles=handles)
    settled = settled_lines(session, locked)
    record = incidents.change(
        session, caller, incident_id, account, answers, read=read, seen=seen, complete=complete, settled=settled
    )
    _ask_to_sign(session, caller, record)
    now = clock_of(session).now(session)
    graver_by_report(session, record, now)
    profile = incidents.profile_of(session, record)
    if profile is not None:
        organisation = session.get_one(OrganisationRecord, record.organisation_id)
        tell_of_threat(session, organisation, profile, record, now)
        ask_police(session, organisation, profile, record, now)
        ask_damage(session, organisation, profile, record, now, caller.id)
        lay_routes_by_channel(session, organisation, profile, record, now)
    follow_address(session, caller.actor(), record, now, handles=handles)
    follow_addressee(session, record, before, _told(session, record), now)
    follow_day(session, record, HAPPENED_ON, day, _day_of(session, record), now)
    tell_drafts(session, record, now)
    return record


def _told(session: Session, record: IncidentRecord) -> AggressorTold | None:
    found = told_of(session, record)
    return None if found is None else found.told()


def _day_of(session: Session, record: IncidentRecord) -> date:
    zone = session.get_one(OrganisationRecord, record.organisation_id).time_zone
    return day_of(record.happened_at, ZoneInfo(zone))


def _known_by_that_name(
    session: Session,
    record: IncidentRecord,
    before: AggressorTold | None,
    told: AggressorTold | None,
    *,
    handles: bool,
) -> None:
    """The report is locked, so that no measure is taken by a name that goes away meanwhile."""
    standing = {
        one.kind for one in measures.of_incident(session, record.organisation_id, record.id)
        if one.state in STILL_STANDING
    }  # fmt: skip
    rename(standing, (before and before.name) or "", (told and told.name) or "", handles=handles)


def sign_report(session: Session, caller: Caller, incident_id: UUID, read: int | None) -> IncidentRecord:
    """Sign a complete form. read: the revision that was read.

    Raises:
        NotFound, NotAllowed, NoSignatureAsked, IncidentClosed, NotCompleted, ChangedSince: as `incidents.service.sign`.
    """
    record = incidents.sign(session, caller, incident_id, read)
    _ask_to_sign(session, caller, record)
    return record


def close_report(session: Session, caller: Caller, incident_id: UUID, reason: str | None) -> IncidentRecord:
    """Close a report. What is still to be done about it is dropped, with the reason; care has an end of its own, and so
    has each line of damage: what is paid back comes when it comes. What came of it at the police is asked still.

    Raises:
        NotFound: there is no such report, or it is not theirs to see.
        NotAllowed, OwnIncident, IncidentClosed, TasksOpen: as `incidents.service.close`.
    """
    record = incidents.find(session, caller, incident_id, lock=True)
    _close(session, caller, record, standing_of(caller, record), reason)
    return record


def reopen_report(session: Session, caller: Caller, incident_id: UUID, reason: str) -> IncidentRecord:
    """Open a closed report again, to decide on a measure or to send a letter. Why is a task of who handles it, so that
    it is seen through before it is closed again; the audit says that it was opened, and no word of it.

    Raises:
        NotFound: there is no such report, or it is not theirs to see.
        NotAllowed, OwnIncident, NotClosed: as `incidents.service.reopen`.
    """
    record = incidents.reopen(session, caller, incident_id, reason)
    note(session, record.organisation_id, Audited.INCIDENT_REOPENED, caller.actor(), about=record.id)
    reach(Failpoint.CASE_REOPENED)
    # What belongs to no team, who keeps the register handles.
    function = Function.REGISTRAR if record.team_id is None else Function.DIRECT_MANAGER
    organisation = session.get_one(OrganisationRecord, record.organisation_id)
    facts = {"reopened": reason}
    task = Laid(TaskKind.FOLLOW_UP, record.team_id, None, (function,), REOPENED, incident_id=record.id, facts=facts)
    lay(session, organisation, task, clock_of(session).now(session))
    return record


def close_for_task(session: Session, caller: Caller, task_id: UUID, reason: str | None) -> TaskRecord:
    """Close a report by the task that asks for it, also who reads no reports: a deputy without a role.

    Raises:
        NotFound: there is no such open task, or it is not theirs to see.
        NotAllowed: somebody else has it.
        OwnIncident, IncidentClosed, TasksOpen: as `incidents.service.close`.
    """
    task = tasks.find(session, caller, task_id)
    if task.kind is not TaskKind.CLOSE_REPORT or task.state is not TaskState.OPEN:
        raise NotFound("task")
    has_it = bool(held_as(who_holds(session, caller.organisation_id), caller, task.facts()))
    record = session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))
    _close(session, caller, record, Standing(caller.actor(), has_it), reason)
    return task


def _close(session: Session, caller: Caller, record: IncidentRecord, by: Standing, reason: str | None) -> None:
    """The report is locked before its tasks, so that none is added meanwhile."""
    found = open_of_incident(session, caller.organisation_id, record.id)
    asks = [one for one in found if one.kind is TaskKind.CLOSE_REPORT]
    left = [one for one in found if one not in asks and not _goes_on(one)]
    incidents.close(session, record, len(left), reason, by)
    for task in left:
        close(session, task, TaskState.DROPPED, caller.id, reason or "")
    for task in asks:
        close(session, task, TaskState.DONE, caller.id, "")


def _goes_on(task: TaskRecord) -> bool:
    """Whether it goes on when its report is closed."""
    if task.kind in STEPS_OF_CARE or task.kind is TaskKind.POLICE_OUTCOME:
        return True
    return task.kind is TaskKind.DAMAGE and task.about_id is not None


def _ask_to_sign(session: Session, caller: Caller, record: IncidentRecord) -> None:
    """Let there be a task for each signature that a complete form lacks, and for no other."""
    if record.state is not IncidentState.COMPLETED:
        return
    settle(session, record.organisation_id, record.id, TaskKind.COMPLETE_FORM, FORM, caller.id)
    signed = {one.function for one in report_of(session, record).standing_signatures}
    left = open_of_incident(session, record.organisation_id, record.id)
    asked = {one.because for one in left if one.kind is TaskKind.SIGN_FORM}
    organisation = session.get_one(OrganisationRecord, record.organisation_id)
    for place, function in enumerate(incidents.signatures_asked(incidents.profile_of(session, record))):
        because = f"registration.signed_by[{place}]"
        if function in signed:
            settle(session, record.organisation_id, record.id, TaskKind.SIGN_FORM, because, caller.id)
        elif because not in asked:
            person = record.employee_id if function is Function.EMPLOYEE else None
            task = Laid(TaskKind.SIGN_FORM, record.team_id, person, (function,), because, incident_id=record.id)
            lay(session, organisation, task, clock_of(session).now(session))
