"""The provider by which the people of an organisation come in, and what its groups stand for. For administrators."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.actions import Action
from achterwacht.people.identities import is_known_at, unlink
from achterwacht.people.policy import Caller
from achterwacht.people.reading import person_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.refused import NotFound, Wrong, refuse
from achterwacht.single_sign_on.asking import Asking
from achterwacht.single_sign_on.facts import Assurance, Group
from achterwacht.single_sign_on.flow import new_key
from achterwacht.single_sign_on.records import GROUP_LENGTH
from achterwacht.single_sign_on.refusals import SignOnRefused
from achterwacht.single_sign_on.service import Setting, groups_of, provider_of, remove, seal_of, setting_of
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.provisioned_groups import set_sign_on as store_sign_on
from api.http.errors import problems
from api.http.hashing import HashingOfApp
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, MeBefore, MyToken, Read, SettingsOfApp, Write, still
from api.http.transaction import DoorsOfApp
from api.single_sign_on.routes import AskingOfApp, back_at
from api.wording import sentence
from foundation.settings import Settings

router = Router(prefix="/v1/single-sign-on", tags=["administration"])
MOST_GROUPS = 200
Visible = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class GroupIn(Body):
    """What a group of the provider stands for: a role in one team, or without a team in all of the organisation."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=GROUP_LENGTH)]
    role: Role
    team_id: UUID | None = None


class SignOnIn(Body):
    """secret: a new one; without, the one that is there stays. ownKey: a key of ours says who we are instead.

    groupsClaim: in which claim the groups stand. level: below which nobody comes in. only: nobody by a password.
    """

    issuer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    client_id: Visible
    secret: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    own_key: bool = False
    groups_claim: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] = "groups"
    level: Assurance | None = None
    active: bool = False
    only: bool = False
    groups: Annotated[list[GroupIn], Field(max_length=MOST_GROUPS, default_factory=list)]


class GroupOut(Schema):
    """A group of the provider and what it stands for here."""

    name: str
    role: Role
    team_id: UUID | None


class SignOnOut(Schema):
    """The provider. Without one only `redirectAddress`, `keysAddress` and the beginnings of a setting are there.

    linked: whether my own account is linked. keysAddress: where the provider reads our key.
    """

    issuer: str
    client_id: str
    has_secret: bool
    own_key: bool
    groups_claim: str
    level: Assurance | None
    active: bool
    only: bool
    groups: list[GroupOut]
    linked: bool
    redirect_address: str
    keys_address: str


class TriedOut(Schema):
    """How asking the provider went. problem: in words, if it did not."""

    works: bool
    problem: str | None


@router.get("", responses=problems(403))
def sign_on(me: Me, session: Read, settings: SettingsOfApp) -> SignOnOut:
    """Returns how people of your organisation come in by its provider."""
    me.require(Action.SET_SIGN_ON)
    return _shown(session, me, settings)


@router.put("", responses=problems(403))
async def set_sign_on(
    body: SignOnIn,
    me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    settings: SettingsOfApp,
    asking: AskingOfApp,
    hashing: HashingOfApp,
) -> SignOnOut:
    """Set the provider and what its groups stand for."""
    me.require(Action.SET_SIGN_ON)
    refuse([] if asking.is_address(body.issuer) else [Wrong("/issuer", "sign_on_address")])
    key = await hashing.password(new_key) if body.own_key else ""

    def store(session: Session) -> SignOnOut:
        by = still(session, token, me).require(Action.SET_SIGN_ON)
        elsewhere = Numbers(settings.senders).for_a_person
        store_sign_on(session, me.organisation_id, _setting(body), key, seal_of(settings), elsewhere, by)
        return _shown(session, me, settings)

    return await doors.do(True, store)


@router.delete("", status_code=204, responses=problems(403))
def remove_sign_on(me: Me, session: Write) -> None:
    """Forget the provider. From then on people come in by a password."""
    remove(session, me.organisation_id, me.require(Action.SET_SIGN_ON))


@router.post("/_try", responses=problems(403, 404))
async def try_sign_on(me: MeBefore, doors: DoorsOfApp, settings: SettingsOfApp, asking: AskingOfApp) -> TriedOut:
    """Ask the provider now for its addresses and keys, and say how that went."""
    me.require(Action.SET_SIGN_ON)
    provider = await doors.do(False, lambda session: provider_of(session, me.organisation_id, seal_of(settings)))
    if provider is None:
        raise NotFound
    try:
        await _ask(asking, provider.issuer)
    except SignOnRefused as refused:
        return TriedOut(works=False, problem=sentence(refused.code))
    return TriedOut(works=True, problem=None)


@router.delete("/people/{person_id}", status_code=204, responses=problems(403, 404))
def unlink_person(person_id: UUID, me: Me, session: Write) -> None:
    """Forget which account at the provider is somebody's: they link it again, by an invitation."""
    by = me.require(Action.SET_SIGN_ON)
    person = person_of(session, me.organisation_id, person_id)
    if unlink(session, me.organisation_id, person.id):
        note(session, me.organisation_id, Audited.IDENTITY_UNLINKED, by, about=person.id)


async def _ask(asking: Asking, issuer: str) -> None:
    metadata = await asking.metadata(issuer, afresh=True)
    await asking.keys(metadata.keys, afresh=True)


def _setting(body: SignOnIn) -> Setting:
    groups = [Group(one.name, one.role, one.team_id) for one in body.groups]
    return Setting(
        body.issuer, body.client_id, body.secret, body.own_key, body.groups_claim, body.level, body.active, body.only,
        groups,
    )  # fmt: skip


def _shown(session: Session, me: Caller, settings: Settings) -> SignOnOut:
    found = setting_of(session, me.organisation_id)
    groups = groups_of(session, me.organisation_id)
    slug = session.get_one(OrganisationRecord, me.organisation_id).slug
    return SignOnOut(
        issuer=found.issuer if found else "",
        client_id=found.client_id if found else "",
        has_secret=found is not None and found.sealed_secret is not None,
        own_key=found is not None and found.sealed_key is not None,
        groups_claim=found.groups_claim if found else "groups",
        level=found.level if found else None,
        active=found is not None and found.active,
        only=found is not None and found.only_way,
        groups=[GroupOut(name=one.name, role=one.role, team_id=one.team) for one in groups],
        linked=found is not None and is_known_at(session, me.organisation_id, me.id, found.issuer),
        redirect_address=back_at(settings),
        keys_address=f"{settings.base_url}/v1/sign-on-keys/{slug}",
    )
