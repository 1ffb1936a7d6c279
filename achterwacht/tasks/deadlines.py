"""What comes due on a task, and when the office is open that has to do it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.deadlines.rooted import Rooted
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.running import profile_if_any, running_if_any
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import Office

KINDS = (DeadlineKind.TASK_REMIND, DeadlineKind.TASK_OVERDUE, DeadlineKind.TASK_ESCALATE)


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
