"""The second step of signing in, for a browser that has half a sign-in. It opens these doors, and no other."""

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from achterwacht.people import app_codes, second_step, signing_in
from achterwacht.people.app_codes import Shown
from achterwacht.people.reading import grants_of
from achterwacht.people.records import PersonRecord, TokenRecord
from achterwacht.people.second_step import Step, Tried
from achterwacht.people.sign_in_policy import policy_of
from achterwacht.people.sign_in_steps import Entered, half_of, stop
from achterwacht.use_cases.entering import asked_of, enter
from api.http.errors import problems
from api.http.last_step import Router
from api.http.refusals import NotSignedIn
from api.http.schemas import Schema
from api.http.security import OwnPage, SettingsOfApp, settings_of, step_cookie_name
from api.http.transaction import DoorsOfApp
from api.me.routes import MeOut, me_out
from api.second_step.routes import CodeIn, ShownOut, fitting, seal_of_steps
from api.sessions.cookies import browser_at, let_go_of_half, let_in
from foundation.settings import Settings

router = Router(prefix="/v1/sessions/second-step", tags=["sign-in"], dependencies=[OwnPage])

OVER = "step_over"


class SteppedIn(Schema):
    """Who is signed in now, and the recovery codes of a second step that was set up just now, shown once."""

    me: MeOut
    recovery_codes: list[str]


def half_presented(request: Request) -> str:
    """Returns the token of half a sign-in that came along, by its own cookie and no other way; empty without one."""
    return request.cookies.get(step_cookie_name(settings_of(request)), "")


MyHalf = Annotated[str, Depends(half_presented)]


@router.post("", status_code=201, responses=problems(401, 403, 429))
async def take_second_step(
    body: CodeIn, token: MyHalf, request: Request, response: Response, doors: DoorsOfApp, settings: SettingsOfApp
) -> SteppedIn:
    """Take the second step of signing in: a code of the app, a recovery code, or the first code of one just set up."""
    browser = browser_at(request, settings)

    def take(session: Session) -> tuple[Tried, Entered | None, MeOut | None]:
        half, person, step = of_half(session, token, settings)
        work = second_step.confirm if step is Step.SET_UP else second_step.try_code
        known = browser.known if signing_in.is_known(session, person, browser.known) else None
        tried = work(session, person, body.code, seal_of_steps(settings), known)
        if not tried.fits:
            return tried, None, None
        half.ended_at = tried.now
        entered = enter(session, person, grants_of(session, person), browser, mails=settings.mails)
        return tried, entered, me_out(session, entered.caller, settings)

    tried, entered, me = await doors.do(True, take)
    fitting(tried)
    assert entered is not None
    assert me is not None
    let_in(response, settings, entered)
    return SteppedIn(me=me, recovery_codes=list(tried.codes))


@router.post("/_prepare", responses=problems(401, 403))
async def prepare_second_step(token: MyHalf, doors: DoorsOfApp, settings: SettingsOfApp) -> ShownOut:
    """Show a key for the app of who must have a second step and has none yet."""

    def show(session: Session) -> Shown:
        _, person, step = of_half(session, token, settings)
        if step is not Step.SET_UP:
            raise NotSignedIn(OVER)
        return app_codes.prepare(session, person, seal_of_steps(settings))

    return ShownOut.of(await doors.do(True, show))


@router.delete("", status_code=204, responses=problems(401, 403))
async def stop_second_step(token: MyHalf, response: Response, doors: DoorsOfApp, settings: SettingsOfApp) -> None:
    """Take no second step. Whoever is signed in here stays so."""
    if not await doors.do(True, lambda session: stop(session, token)):
        raise NotSignedIn(OVER)
    let_go_of_half(response, settings)


def of_half(session: Session, token: str, settings: Settings) -> tuple[TokenRecord, PersonRecord, Step]:
    """Returns half a sign-in, locked, whose it is, and what they must do.

    Raises:
        NotSignedIn: it is over, or there is none.
    """
    half = half_of(session, token)
    if half is None:
        raise NotSignedIn(OVER)
    person = session.get_one(PersonRecord, half.person_id)
    roles = [grant.role for grant in grants_of(session, person)]
    policy = policy_of(session, person.organisation_id, settings.asks_second_step)
    return half, person, second_step.next_step(session, person, roles, asked_of(session, person, policy))
