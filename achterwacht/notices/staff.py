"""Who is told what no decision of the watch tells: administrators, a team's managers, keepers of the register."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from foundation.clock import clock_of


def administrators(session: Session, organisation_id: UUID, but: UUID | None = None) -> Sequence[PersonRecord]:
    """Returns the administrators of an organisation who have a number."""
    return session.scalars(_with_role(Role.ADMINISTRATOR, organisation_id, but)).all()


def all_administrators(session: Session) -> Sequence[PersonRecord]:
    """Returns the administrators of every organisation, for what is wrong with the installation."""
    found = _with_role(Role.ADMINISTRATOR)
    return session.scalars(found, execution_options={"across_organisations": True}).all()


def managers(session: Session, organisation_id: UUID, team_id: UUID) -> Sequence[PersonRecord]:
    """Returns the managers of a team who have a number and are not away, or the administrators if there are none."""
    of_the_team = (GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None)
    found = session.scalars(_with_role(Role.MANAGER, organisation_id).where(of_the_team)).all()
    now = clock_of(session).now(session)
    return [one for one in found if not one.absent_at(now)] or administrators(session, organisation_id)


def keepers(session: Session, organisation_id: UUID, but: UUID | None = None) -> Sequence[PersonRecord]:
    """Returns those who keep the risk register and have a number, or the administrators if there are none.

    but: somebody who is left out.
    """
    found = session.scalars(_with_role(Role.REGISTRAR, organisation_id, but)).all()
    return found or administrators(session, organisation_id, but)


def approvers(session: Session, organisation_id: UUID, but: UUID | None = None) -> Sequence[PersonRecord]:
    """Returns who is asked to approve what somebody else proposed for the register: those who keep it, or the managers.

    but: whoever proposed it.
    """
    for role in (Role.REGISTRAR, Role.MANAGER):
        if found := session.scalars(_with_role(role, organisation_id, but)).all():
            return found
    return administrators(session, organisation_id, but)


def by_id(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> Sequence[PersonRecord]:
    """Returns those of these people of one organisation who have a number."""
    return session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == organisation_id, PersonRecord.id.in_(ids), PersonRecord.phone.is_not(None)
        )
    ).all()


def _with_role(role: Role, organisation_id: UUID | None = None, but: UUID | None = None) -> Select[PersonRecord]:
    found = (
        select(PersonRecord)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(GrantRecord.role == role, PersonRecord.active, PersonRecord.phone.is_not(None))
        .distinct()
    )
    if organisation_id is not None:
        found = found.where(PersonRecord.organisation_id == organisation_id)
    return found if but is None else found.where(PersonRecord.id != but)
