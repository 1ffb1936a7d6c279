"""Who never checks in: people who visit for a team and were on no visit in a period.

It may mean that they don't go out, and it may mean that nobody watches over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.visits.records import CompanionRecord, VisitRecord


@dataclass(frozen=True)
class Unseen:
    """Somebody without a visit in the period. last_at: when their last visit was planned, as far as it is kept."""

    person_id: UUID
    name: str
    last_at: datetime | None


def who_never_checked_in(
    session: Session, me: Caller, team: UUID | None, period: tuple[datetime, datetime], most: int | None
) -> Sequence[Unseen]:
    """Returns who visits for the teams that the caller manages (or for one of them) and checked in on no visit.

    By name; at most so many, or all of them (None). Who came along and said that they were there was seen too.
    """
    teams = me.teams_for(Action.SEE_WHO_NEVER_CHECKS_IN)
    begin, end = period
    within = and_(VisitRecord.planned_start >= begin, VisitRecord.planned_start < end)
    roles = GrantRecord.team_id.is_(None) | (GrantRecord.team_id.in_(teams) if teams is not None else true())
    if team is not None:
        roles &= GrantRecord.team_id.is_(None) | (GrantRecord.team_id == team)
    last_at = _last(_of_a_person(func.max(VisitRecord.planned_start)))
    found = (
        select(PersonRecord.id, PersonRecord.name, last_at)
        .where(
            PersonRecord.organisation_id == me.organisation_id,
            PersonRecord.active,
            exists().where(
                GrantRecord.organisation_id == PersonRecord.organisation_id,
                GrantRecord.person_id == PersonRecord.id,
                GrantRecord.role == Role.WORKER,
                roles,
            ),
            ~exists(_of_a_person(VisitRecord.id).where(within)),
            ~exists(_along().where(within)),
        )
        .order_by(PersonRecord.name, PersonRecord.id)
        .limit(most)
    )
    return [Unseen(person, name, last) for person, name, last in session.execute(found)]


def _of_a_person(what: ColumnElement[Any] | InstrumentedAttribute[UUID]) -> Select[Any]:
    return (
        select(what)
        .where(
            VisitRecord.organisation_id == PersonRecord.organisation_id,
            VisitRecord.worker_id == PersonRecord.id,
            VisitRecord.started_at.is_not(None),
        )
        .correlate(PersonRecord)
    )


def _along() -> Select[Any]:
    visit = and_(
        VisitRecord.organisation_id == CompanionRecord.organisation_id, VisitRecord.id == CompanionRecord.visit_id
    )
    return (
        select(CompanionRecord.id)
        .join(VisitRecord, visit)
        .where(
            CompanionRecord.organisation_id == PersonRecord.organisation_id,
            CompanionRecord.person_id == PersonRecord.id,
            CompanionRecord.there_at.is_not(None),
        )
        .correlate(PersonRecord)
    )


def _last(found: Select[Any]) -> ColumnElement[datetime | None]:
    return found.scalar_subquery()
