"""An incident and the police: what the protocol asks, who decides, how it went, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_drafts import tell_drafts
from achterwacht.afterwards.officials import profile_for
from achterwacht.afterwards.police_tasks import ask_what_is_left, matter_for_task
from achterwacht.functions.own_case import functions_in_case
from achterwacht.incidents.access import find, handles, hold, is_own
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.refusals import IncidentClosed
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.police import rules, service
from achterwacht.police.asked import Asked, asked
from achterwacht.police.facts import Against, Days, Matter, Standing
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.police.rules import MatterChange
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import PoliceReport
from achterwacht.refused import NotFound, RuleBroken, Wrong, WrongInput
from achterwacht.tasks import service as tasks
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import holds
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach


class NoPoliceRules(RuleBroken):
    """The protocol says nothing about the police."""

    code = "police_no_rules"


@dataclass(frozen=True)
class PoliceView:
    """An incident and the police, for one caller. police: what the protocol says; None: nothing."""

    incident: IncidentRecord
    profile: Profile | None
    police: PoliceReport | None
    asked: Sequence[Asked]
    matters: Sequence[PoliceMatterRecord]
    standing: Standing


def police_of(session: Session, caller: Caller, incident_id: UUID) -> PoliceView:
    """Returns what is asked, what was decided and how it went.

    Raises:
        NotFound: there is no such report, or it is not theirs to see.
    """
    return _view(session, caller, find(session, caller, incident_id))


def dossier_of(session: Session, caller: Caller, incident_id: UUID) -> PoliceView:
    """Returns what goes into the dossier, to whoever may go to the police with it or handles the report.

    Raises:
        NotFound: as `police_of`, or the protocol says nothing about the police.
        NotTheirsToReport: they have nothing to do with it at the police.
    """
    view = police_of(session, caller, incident_id)
    if view.police is None:
        raise NotFound("police")
    if not any(rules.may_note(view.police, against, view.standing) for against in Against):
        raise rules.NotTheirsToReport
    return view


def decide_police(session: Session, caller: Caller, incident_id: UUID, matter: Matter) -> PoliceView:
    """Decide that something is reported to the police, or not.

    Raises:
        NotFound: as `police_of`.
        NoPoliceRules, IncidentClosed, NotTheirsToReport, DecidedAlready, WrongInput: the rules refuse it.
    """
    incident = find(session, caller, incident_id, lock=True)
    view, police, days, now = _changing(session, caller, incident)
    if incident.closed_at is not None:
        raise IncidentClosed
    _colleague(session, caller, matter.accompanied_by)
    decided = rules.decide(police, matter, view.standing, days)
    record = service.add(session, caller.organisation_id, incident_id, decided, caller.id, now)
    settle(session, caller.organisation_id, incident_id, TaskKind.POLICE_QUESTION, None, caller.id, about=record.id)
    ask_what_is_left(session, caller, view.incident, police, record, now)
    tell_drafts(session, incident, now)
    return _view(session, caller, view.incident)


def change_police(
    session: Session, caller: Caller, incident_id: UUID, against: Against, given: MatterChange
) -> PoliceView:
    """Note how it went, or decide otherwise. How it went and what came of it, also of a report that was closed.

    Raises:
        NotFound: as `police_of`, or nothing was decided yet.
        NoPoliceRules, IncidentClosed, NotTheirsToReport, WrongInput: the rules refuse it.
    """
    incident = find(session, caller, incident_id, lock=True)
    view, police, _, _ = _changing(session, caller, incident)
    if not rules.may_note(police, against, view.standing):
        raise rules.NotTheirsToReport
    decided = {one.against for one in view.matters}
    if incident.closed_at is not None and against not in decided:
        raise IncidentClosed
    record = service.find(session, caller.organisation_id, incident_id, against)
    _note(session, caller, incident, record, given)
    return _view(session, caller, incident)


def _note(
    session: Session,
    caller: Caller,
    incident: IncidentRecord,
    record: PoliceMatterRecord,
    given: MatterChange,
    *,
    by_task: bool = False,
) -> None:
    """by_task: whoever has the task that asks for it notes it as who handles the incident does."""
    view, police, days, now = _changing(session, caller, incident)
    standing = replace(view.standing, handles=True) if by_task else view.standing
    before = record.facts()
    after = rules.change(police, before, given, standing, days, closed=incident.closed_at is not None)
    if after.accompanied_by != before.accompanied_by:
        _colleague(session, caller, after.accompanied_by)
    record.note(after)
    record.changed_by, record.changed_at = caller.id, now
    session.flush()
    reach(Failpoint.POLICE_NOTED)
    ask_what_is_left(session, caller, view.incident, police, record, now)
    tell_drafts(session, incident, now)


def note_for_task(session: Session, caller: Caller, task_id: UUID, given: MatterChange) -> TaskRecord:
    """Note how it went, or what came of it, by whoever has the task that asks for it, also who reads no reports.

    Raises:
        NotFound: there is no such open task, or it is not theirs to see.
        NotTheirsToReport: somebody else has it.
        NoPoliceRules, IncidentClosed, WrongInput: the rules refuse it.
    """
    task = tasks.find(session, caller, task_id)
    matter = matter_for_task(session, task)
    if matter is None or task.state is not TaskState.OPEN:
        raise NotFound("task")
    if not holds(session, caller, task.facts()):
        raise rules.NotTheirsToReport
    hold(session, task.organisation_id, task.incident_id)
    incident = session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))
    _note(session, caller, incident, matter, given, by_task=True)
    return task


def _changing(
    session: Session, caller: Caller, incident: IncidentRecord
) -> tuple[PoliceView, PoliceReport, Days, datetime]:
    """Returns the incident, which is locked, with what the protocol says and the days that count."""
    view = _view(session, caller, incident)
    if view.police is None:
        raise NoPoliceRules
    now = clock_of(session).now(session)
    zone = ZoneInfo(session.get_one(OrganisationRecord, caller.organisation_id).time_zone)
    days = Days(view.incident.happened_at.astimezone(zone).date(), now.astimezone(zone).date())
    return view, view.police, days, now


def _view(session: Session, caller: Caller, incident: IncidentRecord) -> PoliceView:
    profile = profile_for(session, incident)
    police = None if profile is None else profile.police_report
    theirs = handles(caller, incident) and not is_own(caller, incident)
    functions = functions_in_case(session, caller, incident.team_id, incident.employee_id)
    return PoliceView(
        incident,
        profile,
        police,
        ()
        if police is None or profile is None
        else asked(police, incident_of(session, incident), incident.kind, profile.damage),
        service.matters_of(session, caller.organisation_id, incident.id),
        Standing(caller.id, incident.employee_id, functions, theirs),
    )


def _colleague(session: Session, caller: Caller, person_id: UUID | None) -> None:
    """Refuse somebody who does not work here."""
    here = select(PersonRecord.id).where(
        PersonRecord.organisation_id == caller.organisation_id, PersonRecord.id == person_id, PersonRecord.active
    )
    if person_id is not None and session.scalar(here) is None:
        raise WrongInput(Wrong("/accompaniedById", "unknown_colleague"))
