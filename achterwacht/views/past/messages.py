"""The messages of the past: to whom, by which channel, about which visit or alarm, and what became of them.

Neither the words nor the number: those hold codes that may still count, and what is known of a resident.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import RootKind
from achterwacht.views.past.seeking import Sought, newest_first
from achterwacht.views.past.sight import Sight
from achterwacht.visits.records import VisitRecord
from notifications.records import MessageRecord, MessageState
from notifications.ways import Channel


@dataclass(frozen=True)
class PastMessage:
    """A message. about: the visit or alarm it was about. state_at: when it got its present state."""

    id: UUID
    at: datetime
    person_id: UUID
    channel: Channel
    state: MessageState
    state_at: datetime
    error_code: str | None
    drill: bool
    team_id: UUID
    worker_id: UUID
    address: str | None
    visit_id: UUID | None
    alarm_id: UUID | None


def past_messages(
    session: Session,
    sight: Sight,
    sought: Sought,
    most: int,
    *,
    state: MessageState | None = None,
    channel: Channel | None = None,
) -> Sequence[PastMessage]:
    """Returns at most so many, the latest first. Those about visits and alarms that they were inside of stay out."""
    me = sight.me
    worker = case((AlarmRecord.id.is_not(None), AlarmRecord.worker_id), else_=VisitRecord.worker_id)
    of_visit = case((MessageRecord.subject_kind == RootKind.VISIT.value, MessageRecord.subject))
    visit = func.coalesce(AlarmRecord.visit_id, of_visit)
    team = case((AlarmRecord.id.is_not(None), AlarmRecord.team_id), else_=VisitRecord.team_id)
    found = (
        select(MessageRecord, AlarmRecord.id, VisitRecord.id, VisitRecord.address_line, worker, team)
        .select_from(MessageRecord)
        .outerjoin(
            AlarmRecord,
            and_(
                MessageRecord.subject_kind == RootKind.ALARM.value,
                AlarmRecord.id == MessageRecord.subject,
                AlarmRecord.organisation_id == MessageRecord.organisation_id,
            ),
        )
        .outerjoin(
            VisitRecord,
            and_(VisitRecord.id == visit, VisitRecord.organisation_id == MessageRecord.organisation_id),
        )
    )
    found = found.where(
        or_(
            and_(AlarmRecord.id.is_not(None), AlarmRecord.worker_id != me.id, sight.alarms_of_teams()),
            and_(AlarmRecord.id.is_(None), VisitRecord.id.is_not(None), sight.visits_of_teams()),
        ),
        or_(VisitRecord.id.is_(None), ~sight.own_visits()),
    )
    found = newest_first(session, found, MessageRecord, MessageRecord.created_at, sought, sight.organisation)
    found = found.where(sought.at_place())
    if sought.team is not None:
        found = found.where(team == sought.team)
    people = sought.people(session, me.organisation_id)
    if people is not None:
        found = found.where(or_(MessageRecord.person.in_(people), worker.in_(people)))
    if state is not None:
        found = found.where(MessageRecord.state == state)
    if channel is not None:
        found = found.where(MessageRecord.channel == channel)
    return [
        PastMessage(
            id=record.id,
            at=record.created_at,
            person_id=record.person,
            channel=record.channel,
            state=record.state,
            state_at=record.state_at,
            error_code=record.error_code,
            drill=record.drill,
            team_id=team_id,
            worker_id=worker_id,
            address=line,
            visit_id=visit_id,
            alarm_id=alarm_id,
        )
        for record, alarm_id, visit_id, line, worker_id, team_id in session.execute(found.limit(most))
    ]
