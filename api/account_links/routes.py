"""Choosing one's own password by a link from a mail: without a sign-in, since there is none yet.

The secret stands behind the `#` of the link, which a browser keeps to itself, and comes here in a body: so it is in no
address and no log.
"""

import asyncio
from typing import Annotated

from fastapi import Request
from pydantic import Field

from achterwacht.people import account_links
from achterwacht.people.account_links import LinkOver, Opened
from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.passwords import wrong_password
from achterwacht.people.records import LinkReason
from achterwacht.refused import refuse
from achterwacht.use_cases.account_links import forgotten
from api.http.clients import client_of
from api.http.errors import problems
from api.http.hashing import HashingOfApp
from api.http.last_step import Router
from api.http.refusals import wait
from api.http.schemas import AS_TYPED, Body, Schema
from api.http.security import OwnPage, SettingsOfApp
from api.http.steps import at_a_step
from api.http.transaction import DoorsOfApp, SessionGate
from notifications.sealed import seal_for_mail

router = Router(prefix="/v1", tags=["sign-in"])

Secret = Annotated[str, Field(min_length=1, max_length=200)]


class Forgotten(Body):
    email: Annotated[str, Field(min_length=1, max_length=254)]


class LinkIn(Body):
    """The secret of a link."""

    secret: Secret


class LinkUsed(Body):
    """The secret of a link, and the password that its owner chose."""

    secret: Secret
    password: Annotated[str, Field(min_length=1, max_length=1000), AS_TYPED]


class AccountLinkOut(Schema):
    """Whose link it is."""

    name: str
    email: str
    organisation: str
    reason: LinkReason


@router.post("/forgotten-passwords", status_code=204, responses=problems(403, 429), dependencies=[OwnPage])
async def forgot(body: Forgotten, request: Request, doors: DoorsOfApp, settings: SettingsOfApp) -> None:
    """Mail a link for a new password to whoever has this address. The answer is the same if nobody does."""
    came = asyncio.get_running_loop().time()
    client, seal = client_of(request), seal_for_mail(settings)
    asked = await doors.do(True, lambda session: forgotten(session, body.email, client, seal))
    await at_a_step(came)
    if asked.until is not None:
        raise wait(asked.until, asked.now, "asked_too_often")


@router.post("/account-links/_read", responses=problems(403, 409, 429), dependencies=[OwnPage])
async def read_link(body: LinkIn, request: Request, doors: DoorsOfApp) -> AccountLinkOut:
    """Returns whose link this is, without using it."""
    found = await _found(body.secret, request, doors)
    return AccountLinkOut(name=found.name, email=found.email, organisation=found.organisation, reason=found.reason)


@router.post("/account-links/_use", status_code=204, responses=problems(403, 409, 429), dependencies=[OwnPage])
async def use_link(body: LinkUsed, request: Request, doors: DoorsOfApp, hashing: HashingOfApp) -> None:
    """Set the password that the owner of this link chose. It counts once, and every sign-in of theirs ends."""
    found = await _found(body.secret, request, doors)
    refuse(wrong_password(body.password, found.about, demonstration=found.demonstration))
    digest = await hashing.password(lambda: hash_secret(body.password))
    await doors.do(True, lambda session: account_links.use_link(session, body.secret, digest))


async def _found(secret: str, request: Request, doors: SessionGate) -> Opened:
    client = client_of(request)
    opening = await doors.do(True, lambda session: account_links.open_link(session, secret, client))
    if opening.until is not None:
        raise wait(opening.until, opening.now, "asked_too_often")
    if opening.found is None:
        raise LinkOver
    return opening.found
