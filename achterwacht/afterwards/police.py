"""An incident and the police: what the protocol asks, who decides, how it went, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.officials import profile_for
from achterwacht.functions.own_case import functions_in_case
from achterwacht.incidents.access import find, handles, is_own
from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.refusals import IncidentClosed
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.police import rules, service
from achterwacht.police.asked import Asked, asked
from achterwacht.police.facts import OF_THE_EMPLOYEE, Against, Days, Matter, PoliceKind, Standing
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.police.rules import MatterChange
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import PoliceReport
from achterwacht.refused import NotFound, RuleBroken, Wrong, WrongInput
from achterwacht.tasks import service as tasks
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.holding import holds
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach

TO_GO = timedelta(days=7)
"""How long somebody has to go to the police and note how it went. Ours: no text says."""
OUTCOME_AFTER, OUTCOME_BEFORE = timedelta(days=30), timedelta(days=60)
"""When somebody asks what came of it. Ours."""


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


def ask_police(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Lay the questions that the protocol asks of this incident, and that nobody was asked or answered yet."""
    police = profile.police_report
    if police is None:
        return
    decided = {one.against for one in service.matters_of(session, organisation.id, incident.id)}
    for one in asked(police, incident_of(session, incident), incident.kind, profile.damage):
        if one.against in decided:
            continue
        about = service.id_of(organisation.id, incident.id, one.against)
        if _tasks(session, organisation.id, incident.id, (TaskKind.POLICE_QUESTION,), about):
            continue
        own = one.against in OF_THE_EMPLOYEE
        chain = rules.reporters(police, one.against)
        if own and Function.DIRECT_MANAGER not in chain:
            chain = (*chain, Function.DIRECT_MANAGER)
        _lay(session, organisation, incident, TaskKind.POLICE_QUESTION, one.against, chain, one.because, now)


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
    _goes_on(session, caller, view.incident, police, record, now)
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
    _goes_on(session, caller, view.incident, police, record, now)


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
    incident = session.get_one(IncidentRecord, (task.incident_id, task.organisation_id))
    _note(session, caller, incident, matter, given, by_task=True)
    return task


def matter_for_task(session: Session, task: TaskRecord) -> PoliceMatterRecord | None:
    """Returns what a task about the police is about, if it asks how that went or what came of it."""
    if task.kind not in (TaskKind.POLICE_RECORD, TaskKind.POLICE_OUTCOME) or task.incident_id is None:
        return None
    found = service.matters_of(session, task.organisation_id, task.incident_id)
    return next((one for one in found if one.id == task.about_id), None)


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


def _goes_on(
    session: Session,
    caller: Caller,
    incident: IncidentRecord,
    police: PoliceReport,
    record: PoliceMatterRecord,
    now: datetime,
) -> None:
    """Lay what is still to be done, and end what is done: how it went is noted, and later what came of it. Once the
    report is closed nobody is asked for more of how it went."""
    organisation = session.get_one(OrganisationRecord, caller.organisation_id)
    matter = record.facts()
    wanted = {
        TaskKind.POLICE_RECORD: (bool(rules.missing(police, matter)), Due(now, now + TO_GO)),
        TaskKind.POLICE_OUTCOME: (
            rules.awaits_outcome(police, matter), Due(now + OUTCOME_AFTER, now + OUTCOME_BEFORE)
        ),
    }  # fmt: skip
    for kind, (still, due) in wanted.items():
        open_one = any(
            one.state is TaskState.OPEN for one in _tasks(session, organisation.id, incident.id, (kind,), record.id)
        )
        if not still:
            dropped = matter.why if matter.kind is PoliceKind.NONE else ""
            settle(session, organisation.id, incident.id, kind, None, caller.id, about=record.id, dropped=dropped)
        elif not open_one and not (incident.closed_at is not None and kind is TaskKind.POLICE_RECORD):
            own = kind is TaskKind.POLICE_RECORD and matter.by == incident.employee_id
            chain = (Function.EMPLOYEE, Function.DIRECT_MANAGER) if own else (Function.DIRECT_MANAGER,)
            because = "police_report.informed_by" if kind is TaskKind.POLICE_OUTCOME and police.informed_by else (
                "police_report.copy_of_record" if police.copy_of_record else "police_report"
            )  # fmt: skip
            _lay(session, organisation, incident, kind, record.against, chain, because, now, due)


def _lay(
    session: Session,
    organisation: OrganisationRecord,
    incident: IncidentRecord,
    kind: TaskKind,
    against: Against,
    chain: tuple[Function, ...],
    because: str,
    now: datetime,
    due: Due | None = None,
) -> None:
    person = incident.employee_id if Function.EMPLOYEE in chain else None
    task = Laid(
        kind, incident.team_id, person, chain, because, incident_id=incident.id,
        about=service.id_of(organisation.id, incident.id, against), facts={"against": against.value}, due=due,
    )  # fmt: skip
    lay(session, organisation, task, now)


def _tasks(
    session: Session, organisation_id: UUID, incident_id: UUID, kinds: Sequence[TaskKind], about: UUID
) -> Sequence[TaskRecord]:
    of_it = (TaskRecord.organisation_id == organisation_id) & (TaskRecord.incident_id == incident_id)
    return session.scalars(
        select(TaskRecord).where(of_it, TaskRecord.kind.in_(kinds), TaskRecord.about_id == about)
    ).all()


def _colleague(session: Session, caller: Caller, person_id: UUID | None) -> None:
    """Refuse somebody who does not work here."""
    here = select(PersonRecord.id).where(
        PersonRecord.organisation_id == caller.organisation_id, PersonRecord.id == person_id, PersonRecord.active
    )
    if person_id is not None and session.scalar(here) is None:
        raise WrongInput(Wrong("/accompaniedById", "unknown_colleague"))
