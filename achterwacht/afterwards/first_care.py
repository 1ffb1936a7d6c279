"""Telling whoever cares first that somebody needs them: now, in the morning, or by mail when the office opens."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare import rules
from achterwacht.aftercare.days import Days
from achterwacht.aftercare.records import CarePlanRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.tasks.deadlines import office_of
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.phoning import need, people_there, phone_at, remind_after, who_know
from achterwacht.tasks.records import TaskRecord


def tell_first_care(
    session: Session,
    organisation: OrganisationRecord,
    care: Aftercare,
    plan: CarePlanRecord,
    incident: IncidentRecord,
    now: datetime,
) -> None:
    """Tell them, unless they know: they filed it, or handled its alarm, or it can wait for a mail."""
    task = session.scalars(
        select(TaskRecord).where(
            TaskRecord.organisation_id == organisation.id,
            TaskRecord.about_id == plan.id,
            TaskRecord.kind == TaskKind.FIRST_CARE,
            TaskRecord.state == TaskState.OPEN,  # of care that began anew, there is one that was done
        )
    ).first()
    if task is None:
        return
    days = Days(office_of(session, organisation, plan.team_id), incident.happened_at, now)
    at = rules.asked_at(care, incident.happened_at, days)
    if at is not None and at > now:
        phone_at(session, task, at, now)
        return
    people = people_there(session, task, now)
    if at is not None or days.office.open_from(now) == now:
        remind_after(session, organisation, task, people, now)
    if at is not None and not any(one.id in who_know(session, task) for one in people):
        need(session, organisation, task, people, now, drop_everything=care.drops_everything)
