"""What somebody is asked to do with the police: to decide, to note how it went, and to ask what came of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.incidents.reading import incident_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.police import rules, service
from achterwacht.police.asked import asked
from achterwacht.police.facts import OF_THE_EMPLOYEE, Against, PoliceKind
from achterwacht.police.records import PoliceMatterRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import PoliceReport
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import not_yet

TO_GO = timedelta(days=7)
"""How long somebody has to go to the police and note how it went. Ours: no text says."""
OUTCOME_AFTER = timedelta(days=30)
OUTCOME_BEFORE = timedelta(days=60)
"""When somebody asks what came of it. Ours."""


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


def matter_for_task(session: Session, task: TaskRecord) -> PoliceMatterRecord | None:
    """Returns what a task about the police is about, if it asks how that went or what came of it."""
    if task.kind not in (TaskKind.POLICE_RECORD, TaskKind.POLICE_OUTCOME) or task.incident_id is None:
        return None
    found = service.matters_of(session, task.organisation_id, task.incident_id)
    return next((one for one in found if one.id == task.about_id), None)


def ask_what_is_left(
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
        tasks = _tasks(session, organisation.id, incident.id, (kind,), record.id)
        open_ones = [one for one in tasks if one.state is TaskState.OPEN]
        if still and kind is TaskKind.POLICE_OUTCOME and not all(not_yet(one.not_before, now) for one in open_ones):
            settle(session, organisation.id, incident.id, kind, None, caller.id, about=record.id)
            open_ones = []  # They were asked, and it goes on: they are asked again later.
        if not still:
            dropped = matter.why if matter.kind is PoliceKind.NONE else ""
            settle(session, organisation.id, incident.id, kind, None, caller.id, about=record.id, dropped=dropped)
        elif not open_ones and not (incident.closed_at is not None and kind is TaskKind.POLICE_RECORD):
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
