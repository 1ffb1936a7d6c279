"""Signing in and out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people import kept_secrets, signing_in, signing_out
from achterwacht.people import sign_in as signing
from achterwacht.people.reading import grants_of
from achterwacht.people.records import TokenKind, TokenRecord
from achterwacht.people.second_step import Step, StepWay
from achterwacht.people.sign_in_policy import policy_of
from achterwacht.people.sign_in_steps import Entered, Half
from achterwacht.single_sign_on.refusals import OnlyBySignOn
from achterwacht.use_cases.entering import after_password, may_by_password
from api.http.clients import client_of
from api.http.errors import problems
from api.http.hashing import HashingOfApp
from api.http.last_step import Router
from api.http.refusals import NotSignedIn, wait
from api.http.schemas import AS_TYPED, Body, Schema, Utc
from api.http.security import Me, MyToken, OwnPage, Read, SettingsOfApp, Write, cookie_name, is_secure
from api.http.transaction import DoorsOfApp
from api.me.routes import MeOut, me_out
from api.sessions.cookies import browser_at, keep_half, let_in, set_cookie
from foundation.clock import clock_of

router = Router(prefix="/v1/sessions", tags=["sign-in"])


class SignIn(Body):
    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=1000), AS_TYPED]


class NextStep(Schema):
    """The password is right, and a second step comes, in one of these ways or by a recovery code.

    setUp: one must be set up first, as one's roles ask.
    """

    set_up: bool
    ways: list[StepWay]


@router.post(
    "",
    status_code=201,
    responses={202: {"model": NextStep, "description": "A second step comes"}, **problems(401, 403, 429)},
    dependencies=[OwnPage],
)
async def sign_in(
    body: SignIn,
    request: Request,
    response: Response,
    doors: DoorsOfApp,
    settings: SettingsOfApp,
    hashing: HashingOfApp,
) -> MeOut | NextStep:
    """Sign in with the browser: the answer brings a cookie that scripts can't read.

    Where a second step comes (202), it brings another one, good for that alone, for ten minutes.

    The try is counted before the password is tried, and it is tried outside any transaction: that takes long on
    purpose, and nobody's panic may wait for it.
    """
    client = client_of(request)
    browser = browser_at(request, settings)
    begun = await doors.do(True, lambda session: signing_in.begin(session, body.email, client, browser.known))
    if begun.until is not None:
        raise wait(begun.until, begun.now, "sign_in_slowed")
    if not await hashing.password(lambda: kept_secrets.password_fits(body.password, begun.password_hash)):
        await doors.do(True, lambda session: signing_in.refused(session, begun))
        raise NotSignedIn("sign_in_failed")

    def right(session: Session) -> tuple[Half, NextStep] | tuple[Entered, MeOut]:
        person = signing_in.succeeded(session, begun)
        if person is None:
            raise NotSignedIn("sign_in_failed")
        if not may_by_password(session, person):
            raise OnlyBySignOn
        policy = policy_of(session, person.organisation_id, settings.asks_second_step)
        found = after_password(session, person, grants_of(session, person), browser, policy, mails=settings.mails)
        if isinstance(found, Half):
            return found, NextStep(set_up=found.step is Step.SET_UP, ways=list(found.ways))
        return found, me_out(session, found.caller, settings)

    found, said = await doors.do(True, right)
    if isinstance(found, Half):
        keep_half(response, settings, found)
        response.status_code = 202
    else:
        let_in(response, settings, found)
    return said


class SignInOut(Schema):
    """A sign-in that counts. device: the browser, as it says itself. name: of a token for a program, what it is called.

    network: from where it was made, without the end of the address: `203.0.113.x` or `2001:db8:1::/48`. Empty: not by a
    browser, or before this was kept. usedAt: to the hour. current: the one that asks.
    """

    id: UUID
    kind: TokenKind
    device: str
    network: str
    name: str
    read_only: bool
    made_at: Utc
    used_at: Utc
    expires_at: Utc
    current: bool


class SignInsOut(Schema):
    """The last used first. more: whether there are others, used longer ago."""

    sign_ins: list[SignInOut]
    more: bool

    @classmethod
    def of(cls, found: Sequence[TokenRecord], current: str = "") -> "SignInsOut":
        return cls(
            sign_ins=[
                SignInOut(
                    id=one.id,
                    kind=one.kind,
                    device=one.device,
                    network=one.network,
                    name=one.name,
                    read_only=one.read_only,
                    made_at=one.created_at,
                    used_at=one.used_at,
                    expires_at=one.expires_at,
                    current=one.digest == current,
                )
                for one in found[: signing_out.MOST_SHOWN]
            ],
            more=len(found) > signing_out.MOST_SHOWN,
        )


class SessionOut(Schema):
    """Until when this sign-in counts, and until when it can be renewed."""

    expires_at: datetime
    at_most_until: datetime


@router.get("", responses=problems(401))
def my_sign_ins(me: Me, token: MyToken, session: Read) -> SignInsOut:
    """Returns where I am signed in, and the tokens that programs have of me."""
    found = signing_out.sign_ins_of(session, me.organisation_id, me.id)
    return SignInsOut.of(found, signing.token_digest(token.text))


@router.post("/current/renew", responses=problems(401, 403))
def renew(me: Me, token: MyToken, session: Write, response: Response, settings: SettingsOfApp) -> SessionOut:
    """Let the sign-in of a desk with an open page last longer, so that nobody who watches is signed out meanwhile."""
    found = signing.renew(session, me, token.text)
    if found is None:
        raise NotSignedIn
    expires_at, most = found
    if token.by_cookie:
        left = expires_at - clock_of(session).now(session)
        set_cookie(response, settings, cookie_name(settings), token.text, max(timedelta(), left))
    return SessionOut(expires_at=expires_at, at_most_until=most)


@router.delete("/current", status_code=204, responses=problems(403, 409))
def sign_out(me: Me, token: MyToken, session: Write, response: Response, settings: SettingsOfApp) -> None:
    """Sign out. Refused while you are on a visit: this phone is how you are watched over."""
    signing_out.sign_out(session, me, token.text)
    response.delete_cookie(cookie_name(settings), secure=is_secure(settings), httponly=True, samesite="strict")


@router.delete("/{session_id}", status_code=204, responses=problems(401, 403, 404, 409))
def end_my_sign_in(
    session_id: UUID, me: Me, token: MyToken, session: Write, response: Response, settings: SettingsOfApp
) -> None:
    """End one of them. The one I ask with only while nobody watches over me through it."""
    mine = signing_out.sign_ins_of(session, me.organisation_id, me.id)
    if any(one.id == session_id and one.digest == signing.token_digest(token.text) for one in mine):
        sign_out(me, token, session, response, settings)
    else:
        signing_out.end_sign_in(session, me.organisation_id, me.id, session_id, me.actor())


@router.post("/sign-out-everywhere", status_code=204, responses=problems(403))
def sign_out_everywhere(me: Me, token: MyToken, session: Write, response: Response, settings: SettingsOfApp) -> None:
    """End every sign-in of mine at once, this one too, and the tokens of programs: for a lost or stolen phone.

    On a visit the watch goes on; an ended sign-in can only call for help until the visit is over. The browser that asks
    keeps its cookie for that.
    """
    signing_out.end_sign_ins(session, me.organisation_id, me.id, me.actor(), "asked")
    if signing_out.keeps_the_noodknop(session, me, token.text):
        return
    response.delete_cookie(cookie_name(settings), secure=is_secure(settings), httponly=True, samesite="strict")
