"""My passkeys: listed, added with my password, named, and taken away."""

from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.passkeys.ceremonies import relying_party
from achterwacht.passkeys.challenges import Purpose
from achterwacht.passkeys.keys import passkey_of, passkeys_of
from achterwacht.people.passkey_steps import add_passkey, challenge, remove_passkey
from achterwacht.people.records import PersonRecord
from achterwacht.refused import Wrong, WrongInput, refuse
from api.http.errors import problems
from api.http.hashing import HashingOfApp
from api.http.last_step import Router
from api.http.schemas import Body, Schema
from api.http.security import Me, MeBefore, MyToken, Read, SettingsOfApp, Write, still
from api.http.transaction import DoorsOfApp
from api.me.own_secrets import confirmed
from api.passkeys.here import here
from api.passkeys.schemas import Called, NewPasskey, NewPasskeyOptions, PasskeyOut, PasskeysOut
from api.second_step.routes import PasswordIn, is_required

router = Router(prefix="/v1/me/passkeys", tags=["sign-in"])


class Renamed(Body):
    name: Called


class AddedOut(Schema):
    """The new passkey, and the recovery codes of a first second step, shown once."""

    passkey: PasskeyOut
    recovery_codes: list[str]


@router.get("")
def my_passkeys(me: Me, session: Read, settings: SettingsOfApp) -> PasskeysOut:
    """Returns my passkeys, the oldest first."""
    found = [PasskeyOut.of(one) for one in passkeys_of(session, me.organisation_id, me.id)]
    return PasskeysOut(passkeys=found, offered=relying_party(settings.base_url) is not None)


@router.post("/_prepare", responses=problems(403, 409, 429))
async def prepare_passkey(
    body: PasswordIn, _me: MeBefore, token: MyToken, doors: DoorsOfApp, hashing: HashingOfApp, settings: SettingsOfApp
) -> NewPasskeyOptions:
    """Returns what my browser needs to make a passkey, within five minutes."""
    mine = here(settings, token.text)
    me, _, wrong = await confirmed(body.password, token, doors, hashing)
    refuse(wrong)

    def asked(session: Session) -> NewPasskeyOptions:
        person = session.get_one(PersonRecord, still(session, token, me).id)
        known = [one.credential_id for one in passkeys_of(session, person.organisation_id, person.id)]
        return NewPasskeyOptions.of(challenge(session, mine, Purpose.ADD), mine, person, known)

    return await doors.do(False, asked)


@router.post("", status_code=201, responses=problems(403, 409))
def add(body: NewPasskey, me: Me, token: MyToken, session: Write, settings: SettingsOfApp) -> AddedOut:
    """Add the passkey that my browser made."""
    person = session.get_one(PersonRecord, me.id)
    found = add_passkey(session, person, body.added, body.name, here(settings, token.text))
    if found is None:
        raise WrongInput(Wrong("/clientData", "passkey_wrong"))
    record, codes = found
    return AddedOut(passkey=PasskeyOut.of(record), recovery_codes=list(codes))


@router.patch("/{passkey_id}", responses=problems(403, 404))
def rename(passkey_id: UUID, body: Renamed, me: Me, session: Write) -> PasskeyOut:
    """Call one of my passkeys something else."""
    record = passkey_of(session, me.organisation_id, me.id, passkey_id)
    record.name = body.name
    return PasskeyOut.of(record)


@router.post("/{passkey_id}/_remove", status_code=204, responses=problems(403, 404, 409, 429))
async def remove(
    passkey_id: UUID,
    body: PasswordIn,
    _me: MeBefore,
    token: MyToken,
    doors: DoorsOfApp,
    hashing: HashingOfApp,
    settings: SettingsOfApp,
) -> None:
    """Take one of my passkeys away. Refused for the last way to take a second step that my roles ask for."""
    me, _, wrong = await confirmed(body.password, token, doors, hashing)
    refuse(wrong)

    def gone(session: Session) -> None:
        again = still(session, token, me)
        remove_passkey(session, again, passkey_id, required=is_required(session, again, settings))

    await doors.do(True, gone)
