"""Which protocol a team uses: one of its own, or the organisation's. An administrator chooses."""

from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.people.teams import team_of
from achterwacht.protocols.of_team import choices, go_by
from achterwacht.protocols.records import ProtocolVersionRecord
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, Read, Write
from api.teams.routes import known
from foundation.clock import clock_of

router = Router(prefix="/v1/teams", tags=["administration"])


class NamedProfile(Schema):
    """version: as it was loaded here."""

    id: str
    name: str
    version: int


class ChoiceOut(Schema):
    """version: as it was last loaded here; null: as it comes with the product."""

    id: str
    name: str
    version: int | None


class TeamProtocolOut(Schema):
    """own: null if the team uses that of the organisation."""

    own: NamedProfile | None
    organisation: NamedProfile | None
    choices: list[ChoiceOut]


class ChosenProfile(Body):
    """profileId: one of the choices; null: that of the organisation."""

    profile_id: Annotated[str, Field(max_length=40)] | None


@router.get("/{team_id}/protocol", responses=problems(403, 404))
def protocol_of_team(team_id: UUID, me: Me, session: Read) -> TeamProtocolOut:
    """Returns the protocol that new visits of this team get, and which others it could use."""
    return _shown(session, me, _team(session, me, team_id))


@router.put("/{team_id}/protocol", responses=problems(403, 404))
def choose_protocol(team_id: UUID, body: ChosenProfile, me: Me, session: Write) -> TeamProtocolOut:
    """Let new visits of this team use another protocol. Visits and alarms under way keep theirs."""
    team = _team(session, me, team_id)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    go_by(session, organisation, team, body.profile_id, clock_of(session).now(session), me.actor())
    return _shown(session, me, team)


def _team(session: Session, me: Caller, team_id: UUID) -> TeamRecord:
    team = known(me, team_of(session, me.organisation_id, team_id))
    me.require(Action.CHOOSE_PROTOCOL)
    return team


def _shown(session: Session, me: Caller, team: TeamRecord) -> TeamProtocolOut:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    return TeamProtocolOut(
        own=_named(session, me, team.protocol_id),
        organisation=_named(session, me, organisation.protocol_id),
        choices=[ChoiceOut(id=one.id, name=one.name, version=one.version) for one in choices(session, organisation)],
    )


def _named(session: Session, me: Caller, version_id: UUID | None) -> NamedProfile | None:
    found = session.scalars(
        select(ProtocolVersionRecord).where(
            ProtocolVersionRecord.organisation_id == me.organisation_id, ProtocolVersionRecord.id == version_id
        )
    ).one_or_none()
    if found is None:
        return None
    return NamedProfile(id=found.profile_id, name=found.content["name"], version=found.version)
