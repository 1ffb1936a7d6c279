"""My password and my PINs. Digests are computed outside any transaction, and every try of the password is counted."""

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people import own_secrets
from achterwacht.people.kept_secrets import hash_secret, password_fits
from achterwacht.people.passwords import wrong_password
from achterwacht.people.policy import Caller
from achterwacht.refused import Wrong, refuse
from api.http.errors import problems
from api.http.hashing import Hashing, HashingOfApp
from api.http.last_step import Router
from api.http.refusals import wait
from api.http.schemas import AS_TYPED, Body
from api.http.security import MeBefore, MyToken, Presented, caller_by, still
from api.http.transaction import DoorsOfApp, SessionGate

router = Router(prefix="/v1/me", tags=["sign-in"])

Password = Annotated[str, Field(min_length=1, max_length=1000), AS_TYPED]


class Pins(Body):
    """The new PINs. `null` removes a PIN."""

    password: Password
    pin: Annotated[str, Field(max_length=20)] | None = None
    duress_pin: Annotated[str, Field(max_length=20)] | None = None


class NewPassword(Body):
    """The present password, and the new one."""

    password: Password
    new_password: Password


@router.put("/pin", status_code=204, responses=problems(403, 429))
async def set_my_pins(body: Pins, _me: MeBefore, token: MyToken, doors: DoorsOfApp, hashing: HashingOfApp) -> None:
    """Set or remove the PIN that is asked at OK, extend and check-out, and the one that silently calls for help."""
    me, _, wrong = await confirmed(body.password, token, doors, hashing)
    refuse([*wrong, *own_secrets.wrong_pins(body.pin, body.duress_pin)])
    pin, duress = await hashing.pin(lambda: (_hash(body.pin), _hash(body.duress_pin)))

    def keep(session: Session) -> None:
        own_secrets.keep_pins(session, still(session, token, me), pin, duress)

    await doors.do(True, keep)


@router.put("/password", status_code=204, responses=problems(403, 429))
async def set_my_password(
    body: NewPassword, _me: MeBefore, token: MyToken, doors: DoorsOfApp, hashing: HashingOfApp
) -> None:
    """Change my password. Everywhere else I am signed out; here I stay signed in."""
    me, confirming, wrong = await confirmed(body.password, token, doors, hashing)
    about, demonstration = confirming.about, confirming.demonstration
    refuse([*wrong, *wrong_password(body.new_password, about, demonstration=demonstration, pointer="/newPassword")])
    digest = await hashing.password(lambda: hash_secret(body.new_password))
    await doors.do(
        True, lambda session: own_secrets.keep_password(session, still(session, token, me), digest, token.text)
    )


async def confirmed(
    password: str, token: Presented, doors: SessionGate, hashing: Hashing
) -> tuple[Caller, own_secrets.Confirming, list[Wrong]]:
    """Returns who asks, and whether this is their password."""

    def begin(session: Session) -> tuple[Caller, own_secrets.Confirming]:
        me = caller_by(session, token)
        return me, own_secrets.confirm(session, me)

    me, confirming = await doors.do(True, begin)
    if confirming.until is not None:
        raise wait(confirming.until, confirming.now, "sign_in_slowed")
    fits = await hashing.password(lambda: password_fits(password, confirming.password_hash))
    then = own_secrets.was_right if fits else own_secrets.was_wrong
    await doors.do(True, lambda session: then(session, me))
    return me, confirming, [] if fits else [Wrong("/password", "password_wrong")]


def _hash(pin: str | None) -> str | None:
    return None if pin is None else hash_secret(pin)
