"""In by the provider of one's own organisation: the way there, and the way back.

The browser comes back to a page of ours, which brings here what it was given: so the cookie that says which browser
left is only ever sent by our own page, and what went wrong is said in words.
"""

import secrets
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.reading import grants_of
from achterwacht.people.sign_in_steps import Browser, Entered
from achterwacht.single_sign_on.asking import Asking
from achterwacht.single_sign_on.facts import Came, Provider
from achterwacht.single_sign_on.flow import Back, address_of, came_back, public_key
from achterwacht.single_sign_on.refusals import SignOnRefused, Why
from achterwacht.single_sign_on.service import LASTS, Begun, begin, named, offered, provider_of, seal_of, take
from achterwacht.use_cases import single_sign_on
from achterwacht.use_cases.entering import enter
from achterwacht.use_cases.numbers import Numbers
from api.http.clients import client_of
from api.http.errors import problems
from api.http.last_step import Router
from api.http.refusals import NotSignedIn, wait
from api.http.schemas import Body, Schema
from api.http.security import (
    MeBefore,
    OwnPage,
    SettingsOfApp,
    caller_by,
    is_secure,
    leaving_cookie_name,
    token_of,
)
from api.http.transaction import DoorsOfApp, Read, SessionGate
from api.me.routes import MeOut, me_out
from api.sessions.cookies import browser_at, let_in, set_cookie
from foundation.clock import clock_of
from foundation.settings import Settings

router = Router(prefix="/v1", tags=["sign-in"])
BACK_AT = "/sign-on"
Text = Annotated[str, Field(max_length=4000)]


def _asking(request: Request) -> Asking:
    found: Asking = request.app.state.asking
    return found


AskingOfApp = Annotated[Asking, Depends(_asking)]


class OfferOut(Schema):
    """Whether people of this installation come in by their organisation. organisation: its short name, if only one."""

    offered: bool
    organisation: str | None


class LeaveIn(Body):
    """Whose provider it is: that of the organisation of this short name, or of who was invited by this secret."""

    organisation: Annotated[str, Field(max_length=40)] = ""
    invitation: Annotated[str, Field(max_length=200)] = ""


class AwayOut(Schema):
    """Where the browser goes."""

    address: str


class BackIn(Body):
    """What the provider gave the browser to bring back. error: its word for why it stopped."""

    state: Text
    code: Text = ""
    iss: Text = ""
    error: Text = ""


def back_at(settings: Settings) -> str:
    """Returns where providers send a browser back to: registered with them, and compared letter by letter."""
    return f"{settings.base_url}{BACK_AT}"


@router.get("/sign-on-offer")
def offer(session: Read) -> OfferOut:
    """Returns whether there is another way in than a password."""
    found = offered(session)
    return OfferOut(offered=bool(found), organisation=found[0].slug if len(found) == 1 else None)


@router.get("/sign-on-keys/{organisation}", responses=problems(404))
def keys(organisation: Annotated[str, Path(max_length=40)], session: Read, settings: SettingsOfApp) -> dict[str, Any]:
    """Returns the public key by which the provider of an organisation knows us (RFC 7517), if that is a key."""
    ours = named(session, organisation)
    provider = None if ours is None else provider_of(session, ours, seal_of(settings))
    return {"keys": [public_key(provider.key)] if provider is not None and provider.key is not None else []}


@router.post("/sign-ons", status_code=201, responses=problems(403, 409, 429), dependencies=[OwnPage])
async def leave(
    body: LeaveIn, request: Request, response: Response, doors: DoorsOfApp, settings: SettingsOfApp, asking: AskingOfApp
) -> AwayOut:
    """Go to the provider of one's organisation. The answer brings a cookie, by which this browser is known again."""
    return await _leave(body.organisation, body.invitation, None, request, response, doors, settings, asking)


@router.post("/me/sign-ons", status_code=201, responses=problems(403, 409, 429))
async def leave_to_link(
    me: MeBefore,
    request: Request,
    response: Response,
    doors: DoorsOfApp,
    settings: SettingsOfApp,
    asking: AskingOfApp,
) -> AwayOut:
    """Go there to link that account to myself."""
    return await _leave("", "", me, request, response, doors, settings, asking)


@router.post("/sign-ons/_finish", status_code=201, responses=problems(403, 409, 429), dependencies=[OwnPage])
async def come_back(
    body: BackIn, request: Request, response: Response, doors: DoorsOfApp, settings: SettingsOfApp, asking: AskingOfApp
) -> MeOut:
    """Come back from there: once, within ten minutes, in the browser that left. The answer signs in, with a cookie."""
    cookie = request.cookies.get(leaving_cookie_name(settings), "")
    begun, provider, now = await doors.do(True, lambda session: _taken(session, body.state, cookie, settings))
    response.delete_cookie(leaving_cookie_name(settings), secure=is_secure(settings), httponly=True, samesite="strict")
    if begun is None or provider is None:
        raise SignOnRefused(Why.OVER)
    try:
        if body.error or not body.code:
            raise SignOnRefused(Why.STOPPED)
        came = await came_back(asking, provider, back_at(settings), Back(body.code, body.iss), cookie, now)
    except SignOnRefused as refusal:
        why, ours = refusal.why, begun.organisation_id
        await doors.do(True, lambda session: single_sign_on.refused(session, ours, why))
        raise
    links = begun.person_id if begun.link is None else None

    def inside(session: Session) -> Found:
        if links is not None and not _still_in(session, request, links):
            return Why.OVER
        return _inside(session, begun, came, browser_at(request, settings), settings)

    entered, me = _or_refuse(await doors.do(True, inside))
    let_in(response, settings, entered)
    return me


async def _leave(
    slug: str,
    invitation: str,
    me: Caller | None,
    request: Request,
    response: Response,
    doors: SessionGate,
    settings: Settings,
    asking: Asking,
) -> AwayOut:
    client = client_of(request)
    seal = seal_of(settings)
    leaving = await doors.do(True, lambda session: single_sign_on.leave(session, slug, invitation, me, client, seal))
    if leaving.until is not None:
        raise wait(leaving.until, leaving.now, "asked_too_often")
    begun = leaving.begun
    if begun is None or leaving.provider is None:
        raise SignOnRefused(Why.OFF)
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    address = await address_of(asking, leaving.provider, back_at(settings), state, browser)
    await doors.do(True, lambda session: begin(session, begun, state, browser))
    set_cookie(response, settings, leaving_cookie_name(settings), browser, LASTS)
    return AwayOut(address=address)


Found = tuple[Entered, MeOut] | Why


def _taken(session: Session, state: str, cookie: str, settings: Settings) -> tuple[Begun | None, Provider | None, Any]:
    begun = take(session, state, cookie)
    provider = None if begun is None else provider_of(session, begun.organisation_id, seal_of(settings))
    return begun, provider, clock_of(session).now(session)


def _still_in(session: Session, request: Request, person_id: UUID) -> bool:
    """Whether this browser is signed in by whoever left to link an account: their sign-ins may have been ended since,
    because somebody else had one of them."""
    try:
        return caller_by(session, token_of(request)).id == person_id
    except NotSignedIn:
        return False


def _inside(session: Session, begun: Begun, came: Came, browser: Browser, settings: Settings) -> Found:
    outcome = single_sign_on.let_in(session, begun, came, Numbers(settings.senders).for_a_person, mails=settings.mails)
    if outcome.person is None:
        return outcome.why or Why.UNKNOWN
    # Their second step was at the provider.
    entered = enter(session, outcome.person, grants_of(session, outcome.person), browser, mails=settings.mails)
    return entered, me_out(session, entered.caller, settings)


def _or_refuse(found: Found) -> tuple[Entered, MeOut]:
    if isinstance(found, Why):
        raise SignOnRefused(found)
    return found
