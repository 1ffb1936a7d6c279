"""Which team a visit belongs to: for what hangs on a visit and is no part of its watch."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.refused import NotFound
from achterwacht.visits.records import VisitRecord


def team_of_visit(session: Session, organisation_id: UUID, visit_id: UUID) -> UUID:
    """The visit's team.

    Raises:
        NotFound: no such visit in this organisation.
    """
    found = session.execute(
        select(VisitRecord.team_id).where(VisitRecord.organisation_id == organisation_id, VisitRecord.id == visit_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("visit")
    return found
