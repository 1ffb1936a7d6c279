"""The alarms and drills of the past, and how long it took until somebody took them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.alarms.first_taken import first_taken, first_taker
from achterwacht.alarms.records import AlarmRecord
from achterwacht.views.past.seeking import Sought, newest_first
from achterwacht.views.past.sight import Sight, was_inside_silently
from achterwacht.visits.records import VisitRecord
from foundation.durations import seconds_between


@dataclass(frozen=True)
class PastAlarm:
    """An alarm or drill as the caller may see it. taken_at, taken_by: when somebody first took it, and who."""

    id: UUID
    team_id: UUID
    worker_id: UUID
    visit_id: UUID | None
    address: str | None
    cause: Cause
    level: Level
    opened_at: datetime
    taken_at: datetime | None
    taken_by: UUID | None
    resolved_at: datetime | None
    resolved_by: UUID | None
    outcome: Outcome | None

    @property
    def seconds(self) -> float | None:
        """Returns how long it took until somebody took it; None if nobody did."""
        return None if self.taken_at is None else (self.taken_at - self.opened_at).total_seconds()


@dataclass(frozen=True)
class TakenIn:
    """How soon these alarms were taken: how many there are, how many somebody took, and in how many seconds."""

    alarms: int
    taken: int
    median: float | None
    worst: float | None
    worst_id: UUID | None


@dataclass(frozen=True)
class Narrowed:
    """Only of this cause, or with this outcome. drill: drills, in place of alarms."""

    cause: Cause | None = None
    outcome: Outcome | None = None
    drill: bool = False


def past_alarms(session: Session, sight: Sight, sought: Sought, most: int, only: Narrowed) -> Sequence[PastAlarm]:
    """Returns at most so many, the latest first."""
    taken = first_taken().label("taken_at"), first_taker().label("taken_by")
    seen = _seen(sight, select(AlarmRecord, VisitRecord.address_line, *taken), only)
    found = newest_first(session, seen, AlarmRecord, AlarmRecord.opened_at, sought, sight.organisation)
    found = _narrowed(session, sight, sought, found, only).limit(most)
    return [_row(sight, record, line, at, by) for record, line, at, by in session.execute(found)]


def taken_in(session: Session, sight: Sight, sought: Sought, only: Narrowed) -> TakenIn:
    """Returns how soon all of them were taken, whatever page is shown.

    A silent alarm counts for those who were outside: its times would give it away.
    """
    begin, end = sought.bounds(ZoneInfo(sight.organisation.time_zone))
    seconds = seconds_between(session, AlarmRecord.opened_at, first_taken()).label("seconds")
    found = select(AlarmRecord.id.label("id"), seconds).where(
        AlarmRecord.opened_at >= begin, AlarmRecord.opened_at < end
    )
    seen = _seen(sight, found.where(~was_inside_silently(sight.me)), only)
    each = _narrowed(session, sight, sought, seen, only).subquery()
    alarms, taken = session.execute(select(func.count(), func.count(each.c.seconds)).select_from(each)).one()
    timed = select(each.c.id, each.c.seconds).where(each.c.seconds.is_not(None))
    middle = session.execute(timed.order_by(each.c.seconds).offset(max(0, (taken - 1) // 2)).limit(1)).first()
    worst = session.execute(timed.order_by(each.c.seconds.desc()).limit(1)).first()
    return TakenIn(
        alarms=alarms,
        taken=taken,
        median=None if middle is None else float(middle.seconds),
        worst=None if worst is None else float(worst.seconds),
        worst_id=None if worst is None else worst.id,
    )


def _seen(sight: Sight, found: Select[*tuple[Any, ...]], only: Narrowed) -> Select[*tuple[Any, ...]]:
    visit = and_(VisitRecord.organisation_id == AlarmRecord.organisation_id, VisitRecord.id == AlarmRecord.visit_id)
    found = found.select_from(AlarmRecord).outerjoin(VisitRecord, visit)
    return found.where(
        AlarmRecord.organisation_id == sight.organisation.id,
        AlarmRecord.drill.is_(only.drill),
        sight.drills() if only.drill else sight.alarms(),
    )


def _narrowed(
    session: Session, sight: Sight, sought: Sought, found: Select[*tuple[Any, ...]], only: Narrowed
) -> Select[*tuple[Any, ...]]:
    found = found.where(sought.at_place())
    if sought.team is not None:
        found = found.where(AlarmRecord.team_id == sought.team)
    people = sought.people(session, sight.organisation.id)
    if people is not None:
        took = AlarmRecord.acknowledged_by.in_(people) | first_taker().in_(people)
        found = found.where(or_(AlarmRecord.worker_id.in_(people), took, AlarmRecord.resolved_by.in_(people)))
    if only.cause is not None:
        found = found.where(_seems(sight, only.cause))
    if only.outcome is not None:
        found = found.where(AlarmRecord.outcome == only.outcome)
    return found


def _seems(sight: Sight, cause: Cause) -> ColumnElement[bool]:
    """The alarms that have this cause to the caller."""
    pressed = AlarmRecord.id.in_(sight.pressed)
    if cause is Cause.PANIC:
        return or_(AlarmRecord.cause == cause, pressed)
    return and_(AlarmRecord.cause == cause, ~pressed)


def _row(
    sight: Sight, record: AlarmRecord, address: str | None, taken_at: datetime | None, taken_by: UUID | None
) -> PastAlarm:
    press = sight.pressed.get(record.id)
    return PastAlarm(
        id=record.id,
        team_id=record.team_id,
        worker_id=record.worker_id,
        visit_id=record.visit_id,
        address=address,
        cause=record.cause if press is None else Cause.PANIC,
        level=record.level if press is None else press.level,
        opened_at=record.opened_at if press is None else press.since,
        taken_at=taken_at if press is None else press.not_before(taken_at),
        taken_by=taken_by,
        resolved_at=record.resolved_at,
        resolved_by=record.resolved_by,
        outcome=record.outcome,
    )
