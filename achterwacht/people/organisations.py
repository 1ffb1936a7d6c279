"""Which organisations there are, for what goes through all of them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord


def every_organisation(session: Session) -> list[UUID]:
    """Returns the ids of all organisations, always in the same order."""
    return list(session.scalars(select(OrganisationRecord.id).order_by(OrganisationRecord.id)))


def is_demonstration(session: Session, organisation_id: UUID) -> bool:
    """Whether nobody in this organisation exists."""
    return session.get_one(OrganisationRecord, organisation_id).demonstration


def any_real_one(session: Session) -> bool:
    """Whether there is an organisation of people who exist."""
    return (
        session.scalars(select(OrganisationRecord.id).where(~OrganisationRecord.demonstration).limit(1)).first()
        is not None
    )
