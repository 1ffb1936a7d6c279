"""Who is asking: a bearer token, or the browser's cookie. And whether the browser asks by its user's own will.

    def extend(visit_id: UUID, body: Extend, me: Me, session: Write, once: Once) -> VisitOut: ...

A page of somebody else's can make a browser send our cookie along, so a write by cookie must come from our own page:
`Sec-Fetch-Site` says so, else `Origin` must be ours (OWASP, Cross-Site Request Forgery Prevention, "Fetch Metadata" and
"Verifying Origin"). A request with neither was not made by a browser of these years; for the rest the cookie is
SameSite=Strict.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.sign_in import caller_of_token
from achterwacht.refused import NotAllowed
from api.http.refusals import NotSignedIn
from api.http.transaction import Read, Write, doors_of, turn_of
from foundation.settings import Settings

__all__ = [
    "Me", "MeBefore", "MeInDanger", "MyToken", "OwnPage", "Read", "SettingsOfApp", "Write", "cookie_name",
    "device_cookie_name",
]  # fmt: skip

COOKIE = "achterwacht_session"
DEVICE = "achterwacht_device"
BEARER = "bearer"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ONLY_ALARMS = "only_alarms"
"""The code of the answer that the phone's screen knows: signed out, and the noodknop stays."""
OUR_OWN = frozenset({"same-origin", "none"})


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOfApp = Annotated[Settings, Depends(settings_of)]


def is_secure(settings: Settings) -> bool:
    """Whether the outside reaches us over https."""
    return urlsplit(settings.public_base_url).scheme == "https"


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this very host and to https; without https browsers refuse it."""
    return f"__Host-{COOKIE}" if is_secure(settings) else COOKIE


def device_cookie_name(settings: Settings) -> str:
    """Of the cookie by which a browser is known in which somebody signed in before. It signs nobody in."""
    return f"__Host-{DEVICE}" if is_secure(settings) else DEVICE


@dataclass(frozen=True)
class Presented:
    """The token that came along."""

    text: str
    by_cookie: bool


async def own_page(request: Request) -> None:
    """Refuse what a stranger's page lets the browser do.

    Raises:
        NotAllowed: it was not made by our own page.
    """
    if request.method not in SAFE_METHODS and not _from_own_page(request):
        raise NotAllowed("another site's page")


def _from_own_page(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OUR_OWN
    origin = request.headers.get("origin")
    if origin is None:
        return True
    ours = {f"{request.url.scheme}://{request.headers.get('host', '')}", _origin(settings_of(request).base_url)}
    return origin.lower() in {one.lower() for one in ours}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def presented(request: Request) -> Presented:
    """The token that came along, from the header or the cookie."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and text.strip():
        return Presented(text.strip(), by_cookie=False)
    cookie = request.cookies.get(cookie_name(settings_of(request)))
    if not cookie:
        raise NotSignedIn
    await own_page(request)
    return Presented(cookie, by_cookie=True)


MyToken = Annotated[Presented, Depends(presented)]
OwnPage = Depends(own_page)


def caller_by(session: Session, text: str) -> Caller:
    """Who asks with this token. One that was ended is nobody, but says so to who is inside somewhere with it.

    Raises:
        NotSignedIn: nobody.
    """
    caller = in_danger_by(session, text)
    if caller.only_alarms:
        raise NotSignedIn(ONLY_ALARMS)
    return caller


def in_danger_by(session: Session, text: str) -> Caller:
    """Who asks with this token, also with one that gives nothing but the noodknop.

    Raises:
        NotSignedIn: nobody.
    """
    caller = caller_of_token(session, text)
    if caller is None:
        raise NotSignedIn
    return caller


class _SignedIn(SecurityBase):
    """Finds the caller; in the OpenAPI document it is the scheme of the token (`api/openapi.py` adds the cookie)."""

    model = HTTPBearerModel(description="`achterwacht token EMAIL` prints one.")
    scheme_name = BEARER

    def __init__(self, who: Callable[[Session, str], Caller] = caller_by) -> None:
        self._who = who

    async def __call__(self, request: Request) -> Caller:
        caller: Caller | None = getattr(request.state, "caller", None)
        if caller is None:
            token = await presented(request)
            caller = request.state.caller = await turn_of(request).first(lambda session: self._who(session, token.text))
        return caller


class _SignedInBefore(_SignedIn):
    async def __call__(self, request: Request) -> Caller:
        token = await presented(request)
        async with doors_of(request).session(False, lambda session: self._who(session, token.text)) as (_, caller):
            return caller


signed_in = _SignedIn()
Me = Annotated[Caller, Depends(signed_in)]
"""The person who asks, with what they may (`achterwacht/people/policy.py`)."""
MeInDanger = Annotated[Caller, Depends(_SignedIn(in_danger_by))]
"""The same for the noodknop, and for nothing else: also with a sign-in that was ended while its person is inside."""
MeBefore = Annotated[Caller, Depends(_SignedInBefore())]
"""The same, in a session that is over when the route begins: for one that waits for somebody else's server."""
