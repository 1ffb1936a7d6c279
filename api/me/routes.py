"""Who I am, and what I may do."""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.afterwards.third_party_acts import reads_register
from achterwacht.functions.holding import who_holds
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.teams import colleagues_of, teams_of
from achterwacht.protocols.functions import Function
from achterwacht.protocols.running import manager_word
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema, Utc
from api.http.security import Me, Read, SettingsOfApp
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings

router = Router(prefix="/v1", tags=["sign-in"])


class OrganisationOut(Schema):
    id: UUID
    slug: str
    name: str
    time_zone: str
    country: str


class GrantOut(Schema):
    """A role, in one team or (without one) in the whole organisation."""

    role: Role
    team: Named | None


class MeOut(Schema):
    """The person who is signed in. functions: what the protocol calls them, in some team or everywhere.

    managerWord: what the organisation's protocol calls who leads a team, for the Dutch screens; empty without a
    protocol. readsThirdPartyActs: they read the register of acts by third parties, and their organisation keeps one.
    """

    id: UUID
    name: str
    email: str
    phone: str | None
    language: str
    manager_word: str
    organisation: OrganisationOut
    grants: list[GrantOut]
    functions: list[Function]
    reads_third_party_acts: bool
    teams: list[Named]
    has_pin: bool
    number_verified_at: Utc | None
    number_denied_at: Utc | None
    delivery: Delivery
    service_number: str | None
    address_search: bool


def me_out(session: Session, me: Caller, settings: Settings) -> MeOut:
    """Returns what a person may know about themselves."""
    person = session.get_one(PersonRecord, me.id)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    teams = [Named(id=team.id, name=team.name) for team in teams_of(session, me.organisation_id, me.teams())]
    by_id = {team.id: team for team in teams}
    grants = sorted(me.grants, key=lambda grant: (list(Role).index(grant.role), str(grant.team)))
    return MeOut(
        id=person.id,
        name=person.name,
        email=person.email,
        phone=person.phone,
        language=person.language,
        manager_word=manager_word(session, me.organisation_id),
        organisation=OrganisationOut.model_validate(organisation),
        grants=[GrantOut(role=grant.role, team=by_id.get(grant.team) if grant.team else None) for grant in grants],
        functions=sorted(who_holds(session, me.organisation_id).any_held_by(me), key=list(Function).index),
        reads_third_party_acts=reads_register(session, me),
        teams=teams,
        has_pin=person.pin_hash is not None,
        number_verified_at=person.number_verified_at,
        number_denied_at=person.number_denied_at,
        delivery=settings.delivery,
        service_number=settings.twilio_from or None,
        address_search=settings.asks_address_registers,
    )


@router.get("/me")
def who_am_i(me: Me, session: Read, settings: SettingsOfApp) -> MeOut:
    """Returns the person who is signed in."""
    return me_out(session, me, settings)


@router.get("/colleagues", responses=problems(403))
def colleagues(me: Me, session: Read) -> list[Named]:
    """Returns who can come along: the people of my teams."""
    me.require(Action.SEE_COLLEAGUES)
    people = colleagues_of(session, me.organisation_id, me.teams_for(Action.SEE_COLLEAGUES))
    return [Named(id=person.id, name=person.name) for person in people if person.id != me.id]
