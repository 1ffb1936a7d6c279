"""Who holds which function of the protocols. Everybody may know; an administrator names them."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.afterwards.functions import name_holders
from achterwacht.functions.facts import Holder, Party
from achterwacht.functions.filling import FILLED, OF_A_TEAM, OF_THE_CASE
from achterwacht.functions.holding import held_by_nobody, who_holds
from achterwacht.functions.records import HolderRecord, PartyRecord
from achterwacht.functions.service import MOST_HOLDERS, holders_in
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.people.teams import teams_of
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.running import profile_if_any
from achterwacht.protocols.words import word_for
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import TEXT, Body, Line, Name, Named, Schema
from api.http.security import Me, Read, Write
from foundation.clock import clock_of

router = Router(prefix="/v1/functions", tags=["administration"])


class PartyIn(Body):
    """Somebody outside: at least one way to reach them. A mail to them never says what it is about."""

    name: Name
    email: Annotated[str, Field(max_length=254)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    address: Annotated[str, Field(max_length=500), TEXT] = ""
    contact: Line = ""

    def party(self) -> Party:
        return Party(self.name, self.email, self.phone, self.address, self.contact)


class HolderIn(Body):
    """A colleague or a party, for one team or (without one) for the whole organisation."""

    team_id: UUID | None = None
    person_id: UUID | None = None
    party: PartyIn | None = None

    def holder(self) -> Holder:
        return Holder(self.team_id, self.person_id, None if self.party is None else self.party.party())


class Holders(Body):
    """Everybody who holds it from now on."""

    holders: Annotated[list[HolderIn], Field(max_length=MOST_HOLDERS)]


class HeldBy(Schema):
    """How an outside party is reached is shown to administrators, and to whoever has a task for it."""

    name: str
    email: str | None
    phone: str | None
    address: str
    contact: str


class HolderOut(Schema):
    team: Named | None
    person: Named | None
    party: HeldBy | None


class FunctionOut(Schema):
    """A function. name: what the protocol calls it. ofATeam: held for a team, never for the whole organisation.

    asked: whether the protocol of the organisation or of a team names it. role: which role fills it where nobody was
    named. heldByNobody: nobody was named, and nobody has that role.
    """

    function: Function
    name: str
    of_a_team: bool
    asked: bool
    role: Role | None
    held_by_nobody: bool
    holders: list[HolderOut]


class Functions(Schema):
    """What the protocols name comes first, and of that what nobody holds."""

    functions: list[FunctionOut]


@router.get("", responses=problems(403))
def functions(me: Me, session: Read) -> Functions:
    """Returns who holds what."""
    me.require(Action.SEE_FUNCTIONS)
    return Functions(functions=_shown(session, me))


@router.put("/{function}", responses=problems(400, 403, 404))
def replace_holders(function: Function, body: Holders, me: Me, session: Write) -> FunctionOut:
    """Name everybody who holds this function. Not for who follows from what happened: employee, witness, colleague."""
    now = clock_of(session).now(session)
    name_holders(session, me, function, [one.holder() for one in body.holders], now)
    return next(one for one in _shown(session, me) if one.function is function)


def _shown(session: Session, me: Caller) -> list[FunctionOut]:
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    teams = {one.id: one for one in teams_of(session, organisation.id)}
    profiles = _profiles(session, organisation, teams)
    own = profile_if_any(session, organisation, None)
    named = holders_in(session, organisation.id)
    people = names_of(session, organisation.id, [holder.person_id for holder, _ in named])
    of_somebody = [one for one in Function if one not in OF_THE_CASE]
    nobodys = held_by_nobody(session, organisation.id, of_somebody, who_holds(session, organisation.id))
    asked = {one for profile in profiles for one in profile.functions}

    def shown(function: Function) -> FunctionOut:
        filled = FILLED.get(function)
        return FunctionOut(
            function=function,
            name=next(
                (profile.functions[function] for profile in profiles if function in profile.functions),
                word_for(function, own, me.language or organisation.language),
            ),
            of_a_team=function in OF_A_TEAM,
            asked=function in asked,
            role=None if filled is None else filled.role,
            held_by_nobody=function in nobodys,
            holders=[
                _holder(holder, party, teams, people, me)
                for holder, party in named
                if holder.function is function and (party is not None or holder.person_id in people)
            ],
        )

    found = [shown(one) for one in of_somebody]
    return sorted(found, key=lambda one: (not one.asked, not one.held_by_nobody, one.name))


def _profiles(session: Session, organisation: OrganisationRecord, teams: Mapping[UUID, TeamRecord]) -> list[Profile]:
    versions = dict.fromkeys([None, *(one.protocol_id for one in teams.values())])
    found = (profile_if_any(session, organisation, one) for one in versions)
    return [one for one in found if one is not None]


def _holder(
    holder: HolderRecord,
    party: PartyRecord | None,
    teams: Mapping[UUID, TeamRecord],
    people: Mapping[UUID, str],
    me: Caller,
) -> HolderOut:
    team = None if holder.team_id is None else Named(id=holder.team_id, name=teams[holder.team_id].name)
    if holder.person_id is not None:
        return HolderOut(team=team, person=Named(id=holder.person_id, name=people[holder.person_id]), party=None)
    assert party is not None
    reached = HeldBy.model_validate(party)
    if not me.can(Action.NAME_HOLDERS):
        reached = HeldBy(name=party.name, email=None, phone=None, address="", contact="")
    return HolderOut(team=team, person=None, party=reached)
