"""Signing in with a passkey: as the second step, or instead of a password."""

from fastapi import Request, Response
from sqlalchemy.orm import Session

from achterwacht.passkeys.challenges import Purpose
from achterwacht.passkeys.keys import passkeys_of
from achterwacht.people.passkey_steps import answered_by, challenge
from achterwacht.people.reading import grants_of
from achterwacht.people.sign_in_steps import Entered
from achterwacht.single_sign_on.refusals import OnlyBySignOn
from achterwacht.use_cases.entering import enter, may_by_password
from api.http.errors import problems
from api.http.last_step import Router
from api.http.refusals import NotSignedIn
from api.http.security import OwnPage, SettingsOfApp
from api.http.transaction import DoorsOfApp
from api.me.routes import MeOut, me_out
from api.passkeys.here import here
from api.passkeys.schemas import PasskeyAnswer, PasskeyOptions
from api.sessions.cookies import browser_at, let_in
from api.sessions.second_step import MyHalf, of_half
from foundation.clock import clock_of
from foundation.settings import Settings

router = Router(prefix="/v1/sessions", tags=["sign-in"], dependencies=[OwnPage])

WRONG = "passkey_wrong"


@router.post("/second-step/passkey/_prepare", responses=problems(401, 403, 409))
async def prepare_step(token: MyHalf, doors: DoorsOfApp, settings: SettingsOfApp) -> PasskeyOptions:
    """Returns what my browser needs to take my second step with a passkey."""
    mine = here(settings, token)

    def asked(session: Session) -> PasskeyOptions:
        _, person, _ = of_half(session, token, settings)
        allowed = [one.credential_id for one in passkeys_of(session, person.organisation_id, person.id)]
        return PasskeyOptions.of(challenge(session, mine, Purpose.SECOND_STEP), mine, allowed)

    return await doors.do(True, asked)


@router.post("/second-step/passkey", status_code=201, responses=problems(401, 403, 409))
async def take_step(
    body: PasskeyAnswer,
    token: MyHalf,
    request: Request,
    response: Response,
    doors: DoorsOfApp,
    settings: SettingsOfApp,
) -> MeOut:
    """Take my second step with a passkey."""
    mine, browser = here(settings, token), browser_at(request, settings)

    def take(session: Session) -> tuple[Entered, MeOut] | None:
        half, person, _ = of_half(session, token, settings)
        whose = answered_by(session, body.answer, Purpose.SECOND_STEP, mine)
        if whose is None or whose.id != person.id:
            return None
        half.ended_at = clock_of(session).now(session)
        entered = enter(session, person, grants_of(session, person), browser, mails=settings.mails)
        return entered, me_out(session, entered.caller, settings)

    return _inside(await doors.do(True, take), response, settings)


@router.post("/passkey/_prepare", responses=problems(403, 409))
async def prepare_sign_in(doors: DoorsOfApp, settings: SettingsOfApp) -> PasskeyOptions:
    """Returns what a browser needs to sign somebody in by a passkey alone. Whoever asks gets the same."""
    mine = here(settings)
    made = await doors.do(False, lambda session: challenge(session, mine, Purpose.SIGN_IN))
    return PasskeyOptions.of(made, mine, [])


@router.post("/passkey", status_code=201, responses=problems(401, 403, 409))
async def sign_in(
    body: PasskeyAnswer, request: Request, response: Response, doors: DoorsOfApp, settings: SettingsOfApp
) -> MeOut:
    """Sign in by a passkey alone, on a device that saw who holds it. No second step comes: this is both."""
    mine, browser = here(settings), browser_at(request, settings)

    def inside(session: Session) -> tuple[Entered, MeOut] | None:
        person = answered_by(session, body.answer, Purpose.SIGN_IN, mine)
        if person is None:
            return None
        if not may_by_password(session, person):
            raise OnlyBySignOn
        entered = enter(session, person, grants_of(session, person), browser, mails=settings.mails)
        return entered, me_out(session, entered.caller, settings)

    return _inside(await doors.do(True, inside), response, settings)


def _inside(found: tuple[Entered, MeOut] | None, response: Response, settings: Settings) -> MeOut:
    if found is None:
        raise NotSignedIn(WRONG)
    entered, me = found
    let_in(response, settings, entered)
    return me
