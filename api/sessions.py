"""Signing in and out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from sqlalchemy.orm import Session

from achterwacht.people import sign_in as signing
from achterwacht.people.policy import Caller
from achterwacht.people.records import PersonRecord, TokenKind
from achterwacht.people.service import grants_of
from api.errors import problems
from api.me import MeOut, me_out
from api.refusals import NotSignedIn
from api.schemas import Body
from api.security import Me, MyToken, OwnPage, SettingsOfApp, Write, cookie_name, is_secure
from api.transaction import DoorsOfApp
from foundation.settings import Settings

router = APIRouter(prefix="/v1/sessions", tags=["sign-in"])


class SignIn(Body):
    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]


@router.post("", status_code=201, responses=problems(401, 403, 429), dependencies=[OwnPage])
async def sign_in(
    body: SignIn, request: Request, response: Response, doors: DoorsOfApp, settings: SettingsOfApp
) -> MeOut:
    """Sign in with the browser: the answer brings a cookie that scripts can't read.

    The password is tried outside any transaction: it takes long on purpose, and nobody's panic must wait for it.
    """
    guesses = request.app.state.guesses
    email, client = body.email.strip().lower(), request.client.host if request.client else ""
    guesses.refuse_too_many(email, client)
    async with doors.session(False, lambda session: _look_up(session, email)) as (_, found):
        person_id, password_hash = found
    if not await run_in_threadpool(signing.password_fits, body.password, password_hash) or person_id is None:
        guesses.was_wrong(email, client)
        raise NotSignedIn("sign_in_failed")
    async with doors.session(True, lambda session: _open(session, person_id, settings)) as (_, opened):
        me, token = opened
    response.set_cookie(
        cookie_name(settings),
        token.text,
        max_age=round(token.lasts.total_seconds()),
        secure=is_secure(settings),
        httponly=True,
        samesite="strict",
    )
    return me


def _look_up(session: Session, email: str) -> tuple[UUID | None, str | None]:
    person = signing.person_by_email(session, email)
    return (person.id, person.password_hash) if person is not None and person.active else (None, None)


def _open(session: Session, person_id: UUID, settings: Settings) -> tuple[MeOut, signing.Token]:
    person = session.get_one(PersonRecord, person_id)
    grants = grants_of(session, person)
    token = signing.issue_token(session, person, TokenKind.SESSION, [grant.role for grant in grants])
    caller = Caller(person.id, person.organisation_id, person.name, frozenset(grants))
    return me_out(session, caller, settings), token


@router.delete("/current", status_code=204, responses=problems(403, 409))
def sign_out(me: Me, token: MyToken, session: Write, response: Response, settings: SettingsOfApp) -> None:
    """Sign out. Refused while you are on a visit: this phone is how you are watched over."""
    signing.sign_out(session, me, token.text)
    response.delete_cookie(cookie_name(settings), secure=is_secure(settings), httponly=True, samesite="strict")
