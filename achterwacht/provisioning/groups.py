"""The groups that a provider keeps here, and who is in them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from achterwacht.provisioning.records import ScimGroupRecord, ScimMemberRecord
from achterwacht.refused import NotFound
from foundation.among import among


def group_of(session: Session, organisation_id: UUID, group_id: UUID) -> ScimGroupRecord:
    """Returns the group.

    Raises:
        NotFound: there is no such group here.
    """
    found = select(ScimGroupRecord).where(
        ScimGroupRecord.organisation_id == organisation_id, ScimGroupRecord.id == group_id
    )
    group = session.scalars(found).one_or_none()
    if group is None:
        raise NotFound
    return group


def look_for_groups(
    session: Session,
    organisation_id: UUID,
    *,
    name: str | None = None,
    external_id: str | None = None,
    group_id: UUID | None = None,
    member: UUID | None = None,
    skip: int = 0,
    most: int = 0,
) -> tuple[int, Sequence[ScimGroupRecord]]:
    """Returns how many groups there are, all or those that are asked for, and so many of them."""
    wanted: list[ColumnElement[bool]] = [ScimGroupRecord.organisation_id == organisation_id]
    if name is not None:
        wanted.append(func.lower(ScimGroupRecord.name) == name.lower())
    if external_id is not None:
        wanted.append(ScimGroupRecord.external_id == external_id)
    if group_id is not None:
        wanted.append(ScimGroupRecord.id == group_id)
    if member is not None:
        inside = select(ScimMemberRecord.group_id).where(
            ScimMemberRecord.organisation_id == organisation_id, ScimMemberRecord.person_id == member
        )
        wanted.append(ScimGroupRecord.id.in_(inside))
    total = session.scalar(select(func.count()).select_from(ScimGroupRecord).where(*wanted)) or 0
    found = select(ScimGroupRecord).where(*wanted).order_by(ScimGroupRecord.id).offset(skip).limit(most)
    return total, session.scalars(found).all() if most else []


def members_of(session: Session, organisation_id: UUID, groups: Collection[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """Returns the members of these groups, by group."""
    rows = session.execute(
        select(ScimMemberRecord.group_id, ScimMemberRecord.person_id)
        .where(ScimMemberRecord.organisation_id == organisation_id, among(ScimMemberRecord.group_id, groups))
        .order_by(ScimMemberRecord.person_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for group, person in rows:
        found.setdefault(group, []).append(person)
    return found


def groups_of_people(
    session: Session, organisation_id: UUID, people: Collection[UUID]
) -> Mapping[UUID, Sequence[ScimGroupRecord]]:
    """Returns the groups of these people, by person."""
    rows = session.execute(
        select(ScimMemberRecord.person_id, ScimGroupRecord)
        .join(ScimGroupRecord, ScimGroupRecord.id == ScimMemberRecord.group_id)
        .where(ScimMemberRecord.organisation_id == organisation_id, among(ScimMemberRecord.person_id, people))
        .order_by(ScimGroupRecord.id)
    )
    found: dict[UUID, list[ScimGroupRecord]] = {}
    for person, group in rows:
        found.setdefault(person, []).append(group)
    return found
