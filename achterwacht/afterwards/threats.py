"""Somebody threatens to come: who must hear of it at once, as tasks laid with the report, and told at any hour."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.first_care import people_there
from achterwacht.deadlines.rooted import lift_deadlines
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import OrganisationRecord
from achterwacht.priorities import MessagePriority
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.tasks.clockwork import tell_holders
from achterwacht.tasks.deadlines import office_of, root_of
from achterwacht.tasks.facts import Due, TaskKind
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.needs import THREAT_TO_COME
from achterwacht.tasks.records import TaskRecord
from notifications.texts.templates import Template
from notifications.ways import Channel

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
    people = [one for one in found if one.id not in told]
    is_open = office_of(session, organisation, task.team_id).open_from(now) == now
    ways = (Channel.SMS,) if is_open else (Channel.SMS, Channel.CALL)
    facts = {"drop_everything": True}
    tell(session, people, Note(
        Template.FIRST_CARE, facts, MessagePriority.STAFF, task.id, root_of(task).subject, ways
    ))  # fmt: skip
    by_mail = {one.id for one in people if one.phone is None}
    if by_mail:
        tell_holders(session, organisation, task, now, only=by_mail)
    return {one.id for one in people}


def _lies(session: Session, incident: IncidentRecord, because: str) -> bool:
    found = select(TaskRecord.id).where(
        TaskRecord.organisation_id == incident.organisation_id,
        TaskRecord.incident_id == incident.id,
        TaskRecord.because == because,
    )
    return session.scalar(found.limit(1)) is not None
