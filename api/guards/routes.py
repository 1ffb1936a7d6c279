"""The external guard firm that the ladder phones: of the organisation, or of one team. An administrator sets it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.guards.service import own_firm, remove_firm, set_firm
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.service import lock_organisation
from achterwacht.people.teams import team_of
from achterwacht.protocols.running import profile_if_any
from achterwacht.use_cases.numbers import Numbers
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, Read, SettingsOfApp, Write
from api.teams.routes import known

router = Router(prefix="/v1", tags=["administration"])


class FirmIn(Body):
    """A name, and a full number: never an emergency, short or service number."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    phone: Annotated[str, Field(max_length=32)]


class FirmOut(Schema):
    """The guard firm. Without one all but `wanted` are null.

    wanted: whether the protocol phones one. numberVerifiedAt: when a digit was pressed in a call to it.
    """

    name: str | None
    phone: str | None
    number_verified_at: datetime | None
    wanted: bool


@router.get("/guard-firm", responses=problems(403))
def firm(me: Me, session: Read) -> FirmOut:
    """Returns the guard firm of the organisation, for the teams without one of their own."""
    me.require(Action.SET_GUARD_FIRM)
    return _shown(session, me, None)


@router.put("/guard-firm", responses=problems(403))
def replace_firm(body: FirmIn, me: Me, session: Write, settings: SettingsOfApp) -> FirmOut:
    """Set the firm to phone for the teams without one of their own."""
    by = me.require(Action.SET_GUARD_FIRM)
    organisation = lock_organisation(session, me.organisation_id)
    set_firm(session, organisation, None, body.name, body.phone, Numbers(settings.senders).for_a_firm, by)
    return _shown(session, me, None)


@router.delete("/guard-firm", status_code=204, responses=problems(403))
def withdraw_firm(me: Me, session: Write) -> None:
    """Remove the firm for the teams without one of their own."""
    remove_firm(session, me.organisation_id, None, me.require(Action.SET_GUARD_FIRM))


@router.get("/teams/{team_id}/guard-firm", responses=problems(403, 404))
def firm_of_team(team_id: UUID, me: Me, session: Read) -> FirmOut:
    """Returns this team's own guard firm."""
    return _shown(session, me, _team(session, me, team_id))


@router.put("/teams/{team_id}/guard-firm", responses=problems(403, 404))
def replace_firm_of_team(team_id: UUID, body: FirmIn, me: Me, session: Write, settings: SettingsOfApp) -> FirmOut:
    """Set the firm to phone for this team."""
    team = _team(session, me, team_id)
    organisation = lock_organisation(session, me.organisation_id)
    set_firm(session, organisation, team, body.name, body.phone, Numbers(settings.senders).for_a_firm, me.actor())
    return _shown(session, me, team)


@router.delete("/teams/{team_id}/guard-firm", status_code=204, responses=problems(403, 404))
def withdraw_firm_of_team(team_id: UUID, me: Me, session: Write) -> None:
    """Remove this team's own firm. From now on the organisation's firm is phoned, if it has one."""
    remove_firm(session, me.organisation_id, _team(session, me, team_id), me.actor())


def _team(session: Session, me: Caller, team_id: UUID) -> UUID:
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.SET_GUARD_FIRM)
    return team.id


def _shown(session: Session, me: Caller, team_id: UUID | None) -> FirmOut:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    own = None if team_id is None else team_of(session, me.organisation_id, team_id).protocol_id
    profile = profile_if_any(session, organisation, own)
    found = own_firm(session, me.organisation_id, team_id)
    return FirmOut(
        name=found.name if found else None,
        phone=found.phone if found else None,
        number_verified_at=found.number_verified_at if found else None,
        wanted=profile is not None and profile.ladder.guard is not None,
    )
