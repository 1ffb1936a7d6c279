"""Who works in an organisation, and in which roles."""

from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.people.policy import Grant
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.refused import NotFound


def people_of(
    session: Session, organisation_id: UUID, after: UUID | None, most: int
) -> list[tuple[PersonRecord, tuple[Grant, ...]]]:
    """Returns the people of the organisation by name, also those who left: at most so many after `after`.

    Raises:
        NotFound: there is nobody `after` here.
    """
    wanted = select(PersonRecord).where(PersonRecord.organisation_id == organisation_id)
    if after is not None:
        last = person_of(session, organisation_id, after)
        same_name = and_(PersonRecord.name == last.name, PersonRecord.id > last.id)
        wanted = wanted.where(or_(PersonRecord.name > last.name, same_name))
    people = session.scalars(wanted.order_by(PersonRecord.name, PersonRecord.id).limit(most)).all()
    grants = grants_by_person(session, organisation_id)
    return [(person, grants.get(person.id, ())) for person in people]


def person_of(session: Session, organisation_id: UUID, person_id: UUID) -> PersonRecord:
    """Returns somebody of the organisation, who may have left.

    Raises:
        NotFound: no such person here.
    """
    person = session.scalars(
        select(PersonRecord).where(PersonRecord.organisation_id == organisation_id, PersonRecord.id == person_id)
    ).one_or_none()
    if person is None:
        raise NotFound
    return person


def grants_of(session: Session, person: PersonRecord) -> tuple[Grant, ...]:
    return grants_by_person(session, person.organisation_id, person.id).get(person.id, ())


def grants_by_person(
    session: Session, organisation_id: UUID, person_id: UUID | None = None
) -> dict[UUID, tuple[Grant, ...]]:
    """Returns the roles of everybody, or of one person, by their id."""
    statement = (
        select(GrantRecord.person_id, GrantRecord.role, GrantRecord.team_id)
        .where(GrantRecord.organisation_id == organisation_id)
        .order_by(GrantRecord.role, GrantRecord.id)
    )
    if person_id is not None:
        statement = statement.where(GrantRecord.person_id == person_id)
    found: dict[UUID, tuple[Grant, ...]] = {}
    for person, role, team_id in session.execute(statement):
        found[person] = (*found.get(person, ()), Grant(role, team_id))
    return found
