"""The names of people, for answers that name them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.records import PersonRecord


def names_of(session: Session, organisation_id: UUID, people: Iterable[UUID | None]) -> dict[UUID, str]:
    """Returns the names of these people of the organisation by id, in one statement."""
    wanted = {person for person in people if person is not None}
    if not wanted:
        return {}
    found = select(PersonRecord.id, PersonRecord.name).where(
        PersonRecord.organisation_id == organisation_id, PersonRecord.id.in_(wanted)
    )
    return {row.id: row.name for row in session.execute(found)}
