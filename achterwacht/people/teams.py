"""The teams of an organisation, and the people of a team who visit or come along."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import exists, func, select, true
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.creation import IdTaken
from achterwacht.kinds import Actor
from achterwacht.people.records import GrantRecord, PersonRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound, RuleBroken, Wrong, refuse
from foundation.columns import new_id

MOST_TEAMS = 500


class TooManyTeams(RuleBroken):
    """More teams than the lists at a desk were made for."""

    code = "teams_full"


def teams_of(session: Session, organisation_id: UUID, only: Iterable[UUID] | None = None) -> Sequence[TeamRecord]:
    """Returns the teams of the organisation by name, or only the ones asked for."""
    statement = select(TeamRecord).where(TeamRecord.organisation_id == organisation_id).order_by(TeamRecord.name)
    return session.scalars(statement if only is None else statement.where(TeamRecord.id.in_(list(only)))).all()


def team_of(session: Session, organisation_id: UUID, team_id: UUID) -> TeamRecord:
    """Returns the team.

    Raises:
        NotFound: no such team here.
    """
    statement = select(TeamRecord).where(TeamRecord.organisation_id == organisation_id, TeamRecord.id == team_id)
    team = session.scalars(statement).one_or_none()
    if team is None:
        raise NotFound
    return team


def add_team(
    session: Session, organisation_id: UUID, team_id: UUID | None, name: str, by: Actor | None = None
) -> TeamRecord:
    """Add a team. The same id with the same name is the same team.

    Raises:
        WrongInput: there is one of that name.
        IdTaken: the id is another team's.
        TooManyTeams: there is no room.
    """
    if team_id is not None and (known := session.get(TeamRecord, team_id)) is not None:
        if known.organisation_id == organisation_id and known.name == name:
            return known
        raise IdTaken
    named = select(
        exists().where(TeamRecord.organisation_id == organisation_id, func.lower(TeamRecord.name) == name.lower())
    )
    if session.scalar(named):
        refuse([Wrong("/name", "team_taken")])
    there = session.scalar(select(func.count()).where(TeamRecord.organisation_id == organisation_id)) or 0
    if there >= MOST_TEAMS:
        raise TooManyTeams(most=MOST_TEAMS)
    team = TeamRecord(id=team_id or new_id(), organisation_id=organisation_id, name=name)
    session.add(team)
    session.flush()
    note(session, organisation_id, Audited.TEAM_ADDED, by, about=team.id)
    return team


def workers_of(session: Session, organisation_id: UUID, team_id: UUID) -> Sequence[PersonRecord]:
    """Returns who visits people for this team, by name."""
    here = (GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None)
    statement = (
        select(PersonRecord)
        .where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.active,
            exists().where(GrantRecord.person_id == PersonRecord.id, GrantRecord.role == Role.WORKER, here),
        )
        .order_by(PersonRecord.name)
    )
    return session.scalars(statement).all()


def colleagues_of(session: Session, organisation_id: UUID, team_ids: frozenset[UUID] | None) -> list[PersonRecord]:
    """Returns who works in the field or at the desk in these teams (None: in any), by name."""
    field_or_desk = GrantRecord.role.in_((Role.WORKER, Role.COLLEAGUE, Role.MANAGER))
    in_teams = true() if team_ids is None else GrantRecord.team_id.in_(team_ids) | GrantRecord.team_id.is_(None)
    statement = (
        select(PersonRecord)
        .where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.active,
            exists().where(GrantRecord.person_id == PersonRecord.id, field_or_desk, in_teams),
        )
        .order_by(PersonRecord.name)
    )
    return list(session.scalars(statement))
