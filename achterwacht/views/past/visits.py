"""The visits of the past: who was where, from when until when, how it ended, and whether there was an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.views.past.seeking import Sought, newest_first
from achterwacht.views.past.sight import Sight, somebody_along
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.among import among
from foundation.clock import clock_of


class Ended(StrEnum):
    """How a visit of the past ended, or that it did not."""

    CHECKED_OUT = "checked_out"
    UNDER_WAY = "under_way"
    NOT_BEGUN = "not_begun"
    """Planned, and nobody checked in: so far, or never."""
    CANCELLED = "cancelled"


STATES = {
    Ended.CHECKED_OUT: VisitState.ENDED,
    Ended.UNDER_WAY: VisitState.UNDER_WAY,
    Ended.NOT_BEGUN: VisitState.PLANNED,
    Ended.CANCELLED: VisitState.CANCELLED,
}
BY_STATE = {state: ended for ended, state in STATES.items()}


@dataclass(frozen=True)
class PastVisit:
    """A visit as the caller may see it. alarms: the ids of its alarms, the first one first."""

    id: UUID
    team_id: UUID
    worker_id: UUID
    address: str
    companions: Sequence[str]
    planned_start: datetime
    started_at: datetime | None
    ended_at: datetime | None
    ended: Ended
    alarms: Sequence[UUID]


def past_visits(
    session: Session,
    sight: Sight,
    sought: Sought,
    most: int,
    *,
    ended: Ended | None = None,
    alarmed: bool | None = None,
) -> Sequence[PastVisit]:
    """Returns at most so many, the latest first.

    ended: only those. alarmed: only those with an alarm, or only those without.
    """
    me = sight.me
    seen = select(VisitRecord).where(sight.visits())
    found = newest_first(session, seen, VisitRecord, VisitRecord.planned_start, sought, sight.organisation)
    ahead = and_(VisitRecord.state == VisitState.PLANNED, VisitRecord.planned_start > clock_of(session).now(session))
    found = found.where(sought.at_place(), not_(ahead))
    if sought.team is not None:
        found = found.where(VisitRecord.team_id == sought.team)
    people = sought.people(session, me.organisation_id)
    if people is not None:
        along = VisitRecord.id.in_(somebody_along(me.organisation_id, people))
        found = found.where(or_(VisitRecord.worker_id.in_(people), along))
    if ended is not None:
        found = found.where(_ended(sight, ended))
    if alarmed is not None:
        alarm = exists().where(
            AlarmRecord.organisation_id == me.organisation_id, AlarmRecord.visit_id == VisitRecord.id, _seen_on(sight)
        )
        found = found.where(alarm if alarmed else not_(alarm))
    return _shown(session, sight, session.scalars(found.limit(most)).all())


def _ended(sight: Sight, ended: Ended) -> ColumnElement[bool]:
    state = VisitRecord.state == STATES[ended]
    if ended is Ended.CHECKED_OUT:
        return or_(state, sight.covered())
    return and_(state, not_(sight.covered()))


def _shown(session: Session, sight: Sight, records: Sequence[VisitRecord]) -> list[PastVisit]:
    me, ids = sight.me, [one.id for one in records]
    along: dict[UUID, list[CompanionRecord]] = {}
    for one in session.scalars(
        select(CompanionRecord)
        .where(CompanionRecord.organisation_id == me.organisation_id, among(CompanionRecord.visit_id, ids))
        .order_by(CompanionRecord.name)
    ):
        along.setdefault(one.visit_id, []).append(one)
    alarms: dict[UUID | None, list[UUID]] = {}
    for visit_id, alarm_id in session.execute(
        select(AlarmRecord.visit_id, AlarmRecord.id)
        .where(AlarmRecord.organisation_id == me.organisation_id, among(AlarmRecord.visit_id, ids), _seen_on(sight))
        .order_by(AlarmRecord.opened_at)
    ):
        alarms.setdefault(visit_id, []).append(alarm_id)
    return [_row(sight, one, along.get(one.id, []), alarms.get(one.id, [])) for one in records]


def _seen_on(sight: Sight) -> ColumnElement[bool]:
    """The alarms of a visit that may be known to the caller, whatever they see of alarms elsewhere."""
    return and_(AlarmRecord.drill.is_(False), sight.alarms())


def _row(sight: Sight, record: VisitRecord, along: Sequence[CompanionRecord], alarms: Sequence[UUID]) -> PastVisit:
    inside = sight.me.id == record.worker_id or sight.me.id in {one.person_id for one in along}
    covered = inside and record.shown_ended_at is not None
    return PastVisit(
        id=record.id,
        team_id=record.team_id,
        worker_id=record.worker_id,
        address=record.address_line,
        companions=[one.name for one in along if one.goes],
        planned_start=record.planned_start,
        started_at=record.started_at,
        ended_at=record.shown_ended_at if covered else record.ended_at,
        ended=Ended.CHECKED_OUT if covered else BY_STATE[record.state],
        alarms=alarms,
    )
