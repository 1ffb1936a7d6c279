"""My second step: set up with my password and the first code of an app, taken away, and how it stands."""

from typing import Annotated

import segno
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people import app_codes, second_step
from achterwacht.people.app_codes import Shown
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord
from achterwacht.people.second_step import SecondStepRequired, Tried
from achterwacht.people.sign_in_policy import policy_of
from achterwacht.refused import Wrong, WrongInput, refuse
from achterwacht.use_cases.entering import asked_of
from api.http.errors import problems
from api.http.hashing import HashingOfApp
from api.http.last_step import Router
from api.http.refusals import wait
from api.http.schemas import Body, Schema, Utc
from api.http.security import Me, MeBefore, MyToken, Read, SettingsOfApp, still
from api.http.transaction import DoorsOfApp
from api.me.own_secrets import Password, confirmed
from foundation.seal import Seal
from foundation.settings import Settings

router = Router(prefix="/v1/me/second-step", tags=["sign-in"])

Code = Annotated[str, Field(min_length=1, max_length=60)]


class PasswordIn(Body):
    password: Password


class CodeIn(Body):
    """A code of the app, or a recovery code."""

    code: Code


class StandingOut(Schema):
    """appSince: since when I have an app (null: none). required: my roles ask for a second step."""

    app_since: Utc | None
    recovery_codes: int
    required: bool


class ShownOut(Schema):
    """What is put into an app, shown once: as a picture (a data address), as text, and as a link for this device."""

    secret: str
    uri: str
    picture: str

    @classmethod
    def of(cls, shown: Shown) -> "ShownOut":
        return cls(
            secret=shown.secret, uri=shown.uri, picture=segno.make(shown.uri, error="m").svg_data_uri(scale=4, border=2)
        )


class CodesOut(Schema):
    """Recovery codes, shown once. Each counts once."""

    recovery_codes: list[str]


def seal_of_steps(settings: Settings) -> Seal:
    return Seal(settings.secret_key.get_secret_value(), app_codes.PURPOSE)


def fitting(tried: Tried) -> Tried:
    """Returns what was tried, if it fits.

    Raises:
        TooOften: after too many wrong ones.
        WrongInput: it does not fit.
    """
    if tried.until is not None:
        raise wait(tried.until, tried.now, "code_slowed")
    if not tried.fits:
        raise WrongInput(Wrong("/code", "app_code_wrong"))
    return tried


@router.get("")
def my_second_step(me: Me, session: Read, settings: SettingsOfApp) -> StandingOut:
    """Returns how it stands with my second step."""
    found = second_step.standing(session, session.get_one(PersonRecord, me.id))
    required = is_required(session, me, settings)
    return StandingOut(app_since=found.app_since, recovery_codes=found.recovery_codes, required=required)


@router.post("/_prepare", responses=problems(403, 429))
async def prepare(
    body: PasswordIn, _me: MeBefore, token: MyToken, doors: DoorsOfApp, hashing: HashingOfApp, settings: SettingsOfApp
) -> ShownOut:
    """Show a secret for my app. It counts once its first code is typed."""
    me, _, wrong = await confirmed(body.password, token, doors, hashing)
    refuse(wrong)

    def show(session: Session) -> Shown:
        again = still(session, token, me)
        return app_codes.prepare(session, session.get_one(PersonRecord, again.id), seal_of_steps(settings))

    return ShownOut.of(await doors.do(True, show))


@router.put("", responses=problems(403, 429))
async def set_up(body: CodeIn, _me: MeBefore, token: MyToken, doors: DoorsOfApp, settings: SettingsOfApp) -> CodesOut:
    """Type the first code of the secret that was shown. It counts from now on, and brings new recovery codes."""

    def typed(session: Session) -> Tried:
        person = session.get_one(PersonRecord, still(session, token).id)
        return second_step.confirm(session, person, body.code, seal_of_steps(settings))

    tried = fitting(await doors.do(True, typed))
    return CodesOut(recovery_codes=list(tried.codes))


@router.post("/_remove", status_code=204, responses=problems(403, 409, 429))
async def remove(
    body: PasswordIn, _me: MeBefore, token: MyToken, doors: DoorsOfApp, hashing: HashingOfApp, settings: SettingsOfApp
) -> None:
    """Take my second step away. Refused where my roles ask for one."""
    me, _, wrong = await confirmed(body.password, token, doors, hashing)
    refuse(wrong)

    def gone(session: Session) -> None:
        again = still(session, token, me)
        if is_required(session, again, settings):
            raise SecondStepRequired
        second_step.remove(session, session.get_one(PersonRecord, again.id), again.actor())

    await doors.do(True, gone)


def is_required(session: Session, me: Caller, settings: Settings) -> bool:
    """Whether a second step is asked of somebody, as it would be at the door."""
    policy = policy_of(session, me.organisation_id, settings.asks_second_step)
    policy = asked_of(session, session.get_one(PersonRecord, me.id), policy)
    return policy.asks_second_step([grant.role for grant in me.grants])
