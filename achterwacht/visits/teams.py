"""The team of a visit and the people who go, for everything that refers to a visit but is no part of its watch."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.refused import NotFound
from achterwacht.visits.records import CompanionRecord, VisitRecord


def team_of_visit(session: Session, organisation_id: UUID, visit_id: UUID) -> UUID:
    """Returns the id of the visit's team.

    Raises:
        NotFound: no such visit in this organisation.
    """
    found = session.execute(
        select(VisitRecord.team_id).where(VisitRecord.organisation_id == organisation_id, VisitRecord.id == visit_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("visit")
    return found


@dataclass(frozen=True)
class Going:
    """The employees who go on a visit."""

    team: UUID
    worker: UUID
    companions: frozenset[UUID]


def who_goes(session: Session, organisation_id: UUID, visit_id: UUID) -> Going:
    """Returns the visit's team, its worker and the colleagues who come along.

    Raises:
        NotFound: no such visit in this organisation.
    """
    visit = session.execute(
        select(VisitRecord.team_id, VisitRecord.worker_id).where(
            VisitRecord.organisation_id == organisation_id, VisitRecord.id == visit_id
        )
    ).one_or_none()
    if visit is None:
        raise NotFound("visit")
    companions = session.scalars(
        select(CompanionRecord.person_id).where(
            CompanionRecord.organisation_id == organisation_id, CompanionRecord.visit_id == visit_id
        )
    )
    return Going(visit.team_id, visit.worker_id, frozenset(one for one in companions if one is not None))
