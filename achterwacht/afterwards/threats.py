"""Somebody threatens to come: who must hear of it at once, as tasks laid with the report, and told at any hour."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import lift_deadlines
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.tasks.deadlines import root_of
from achterwacht.tasks.facts import Due, TaskKind
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.needs import THREAT_TO_COME
from achterwacht.tasks.phoning import need, people_there
from achterwacht.tasks.records import TaskRecord

AT_MOST = timedelta(hours=1)
"""When it is late. Ours: the text says at once."""


def tell_of_threat(
    session: Session, organisation: OrganisationRecord, profile: Profile, incident: IncidentRecord, now: datetime
) -> None:
    """Ask each whom the protocol names, once, as soon as the report says that something still threatens.

    They are told now, at any hour, in words that say nothing of it (003 L469-471, L516-518: "meteen"): by SMS, and by
    telephone too while the office is closed. Whoever filed it knows.
    """
    if profile.registration is None or not incident.threat_to_come:
        return
    told = {incident.reported_by}
    for place, step in enumerate(profile.registration.threat_to_come):
        because = f"{THREAT_TO_COME}[{place}]"
        if _lies(session, incident, because):
            continue
        # Whoever lets it lie, or isn't there: the manager hears of it next.
        chain = tuple(dict.fromkeys((*step.by, Function.DIRECT_MANAGER)))
        person = incident.employee_id if Function.EMPLOYEE in chain else None
        task = Laid(
            TaskKind.FOLLOW_UP, incident.team_id, person, chain, because, incident_id=incident.id,
            alarm_id=incident.alarm_id, visit_id=incident.visit_id, facts={"what": step.text},
            due=Due(now, now + AT_MOST, waits=False),
        )  # fmt: skip
        told |= _tell(session, organisation, lay(session, organisation, task, now), told, now)


def _tell(
    session: Session, organisation: OrganisationRecord, task: TaskRecord, told: Collection[UUID], now: datetime
) -> set[UUID]:
    """Tell whoever has it, but for who knows by now: one may have several of these tasks, and is phoned once. Returns
    who was told."""
    found = people_there(session, task, now)
    if found:
        # A mail in the same minute would only say it twice.
        lift_deadlines(session, root_of(task), [DeadlineKind.TASK_REMIND], now)
    need(session, organisation, task, found, now, drop_everything=True, know=told)
    return {one.id for one in found}


def _lies(session: Session, incident: IncidentRecord, because: str) -> bool:
    found = select(TaskRecord.id).where(
        TaskRecord.organisation_id == incident.organisation_id,
        TaskRecord.incident_id == incident.id,
        TaskRecord.because == because,
    )
    return session.scalar(found.limit(1)) is not None
