"""Which organisations there are, for what goes through all of them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord


def every_organisation(session: Session) -> list[UUID]:
    """Returns the ids of all organisations, always in the same order."""
    return list(session.scalars(select(OrganisationRecord.id).order_by(OrganisationRecord.id)))
