"""Finds out who is asking, by bearer token or cookie, and whether a browser asks because its user wants it.

    def extend(visit_id: UUID, body: Extend, me: Me, session: Write, once: Once) -> VisitOut: ...

Another site's page can make a browser send our cookie along, so a write by cookie must come from our own page:
`Sec-Fetch-Site` must say so, or else `Origin` must be ours (OWASP, Cross-Site Request Forgery Prevention, "Fetch
Metadata" and "Verifying Origin"). A request with neither does not come from a current browser; besides, the cookie is
SameSite=Strict.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase
from sqlalchemy.orm import Session

from achterwacht.people.policy import Caller
from achterwacht.people.sign_in import caller_of_token, note_use
from achterwacht.protocols.running import manager_word
from achterwacht.refused import NotAllowed
from api.http.inside import Find, inside
from api.http.refusals import NotSignedIn
from api.http.transaction import Read, Write, doors_of, request_session_of
from api.wording import speak
from foundation.settings import Settings

__all__ = [
    "Me", "MeBefore", "MeInDanger", "MyToken", "OwnPage", "Read", "SettingsOfApp", "Write", "cookie_name",
    "device_cookie_name", "step_cookie_name",
]  # fmt: skip

COOKIE = "achterwacht_session"
DEVICE = "achterwacht_device"
STEP = "achterwacht_step"
LEAVING = "achterwacht_sign_on"
BEARER = "bearer"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PERSON = "achterwacht-person"
"""The header in which a client says as whom it means to ask: what waited on a shared phone is sent later, and by then
somebody else may be signed in there."""
NOT_YOU = "not_you"
"""The code by which it learns that somebody else is, and that nothing was done."""
ONLY_ALARMS = "only_alarms"
"""The code by which the phone's screen knows that it is signed out, but keeps the noodknop."""
OUR_OWN = frozenset({"same-origin", "none"})


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


SettingsOfApp = Annotated[Settings, Depends(settings_of)]


def is_secure(settings: Settings) -> bool:
    """Whether we are reached over https from outside."""
    return urlsplit(settings.public_base_url).scheme == "https"


def cookie_name(settings: Settings) -> str:
    """Returns the cookie's name. `__Host-` binds it to this host and to https; without https browsers refuse it."""
    return f"__Host-{COOKIE}" if is_secure(settings) else COOKIE


def device_cookie_name(settings: Settings) -> str:
    """Returns the name of the cookie that marks a browser in which somebody signed in before. It signs nobody in."""
    return f"__Host-{DEVICE}" if is_secure(settings) else DEVICE


def step_cookie_name(settings: Settings) -> str:
    """Returns the name of the cookie of half a sign-in, whose second step is still to come."""
    return f"__Host-{STEP}" if is_secure(settings) else STEP


def leaving_cookie_name(settings: Settings) -> str:
    """Returns the name of the cookie of a browser that left for its provider, and may come back from there."""
    return f"__Host-{LEAVING}" if is_secure(settings) else LEAVING


@dataclass(frozen=True)
class Presented:
    """The token that came along. sent_as: whose it should be, as the client says; None where it does not say."""

    text: str
    by_cookie: bool
    sent_as: str | None = None


async def own_page(request: Request) -> None:
    """Refuse a write that another site's page makes the browser send.

    Raises:
        NotAllowed: the request was not made by our own page.
    """
    _must_be_our_own(request)


def _must_be_our_own(request: Request) -> None:
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
    """Does `token_of`, as a dependency."""
    return token_of(request)


def token_of(request: Request) -> Presented:
    """Returns the token that came along, from the header or the cookie.

    Raises:
        NotSignedIn: there is none.
        NotAllowed: another site's page sent the cookie.
    """
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    sent_as = request.headers.get(PERSON)
    if scheme.lower() == "bearer" and text.strip():
        return Presented(text.strip(), by_cookie=False, sent_as=sent_as)
    cookie = request.cookies.get(cookie_name(settings_of(request)))
    if not cookie:
        raise NotSignedIn
    _must_be_our_own(request)
    return Presented(cookie, by_cookie=True, sent_as=sent_as)


MyToken = Annotated[Presented, Depends(presented)]
OwnPage = Depends(own_page)


def caller_by(session: Session, token: Presented) -> Caller:
    """Returns who asks with this token.

    Raises:
        NotSignedIn: nobody, or somebody else than the client says. Its code says so when the sign-in was ended but its
            person, being on a visit, may still press the noodknop.
    """
    caller = in_danger_by(session, token)
    if caller.only_alarms:
        raise NotSignedIn(ONLY_ALARMS)
    return caller


def in_danger_by(session: Session, token: Presented) -> Caller:
    """Returns who asks with this token, even if it only allows pressing the noodknop.

    Raises:
        NotSignedIn: nobody, or somebody else than the client says.
    """
    caller = caller_of_token(session, token.text)
    if caller is None:
        raise NotSignedIn
    # What is no id is not theirs either.
    if token.sent_as is not None and token.sent_as.strip().lower() != str(caller.id):
        raise NotSignedIn(NOT_YOU)
    return replace(caller, manager=manager_word(session, caller.organisation_id))


def still(session: Session, token: Presented, me: Caller | None = None) -> Caller:
    """Returns the same caller, with what they may do by now: for whatever is written after something was waited for.

    Raises:
        NotSignedIn: this sign-in was ended meanwhile, or its person left.
    """
    again = caller_by(session, token)
    assert me is None or again.id == me.id
    return again


class _SignedIn(SecurityBase):
    """Finds the caller. In the OpenAPI document it is the token's scheme (`api/openapi.py` adds the cookie)."""

    model = HTTPBearerModel(description="`achterwacht token EMAIL` prints one.")
    scheme_name = BEARER

    def __init__(self, who: Callable[[Session, Presented], Caller] = caller_by) -> None:
        self._who = who

    async def __call__(self, request: Request) -> Caller:
        caller: Caller | None = getattr(request.state, "caller", None)
        if caller is None:
            token = await presented(request)
            turn = request_session_of(request)
            caller = await turn.first(lambda session: self._who(session, token))
            request.state.caller = _let_in(request, token, caller)
        return caller

    def inside(self, request: Request, _body: bytes = b"") -> Find:
        """Returns what finds the caller in the one step of a request."""
        token = token_of(request)

        def find(session: Session) -> Caller:
            caller = request.state.caller = _let_in(request, token, self._who(session, token))
            return caller

        return find


class _SignedInBefore(_SignedIn):
    async def __call__(self, request: Request) -> Caller:
        token = await presented(request)
        async with doors_of(request).session(False, lambda session: self._who(session, token)) as (_, caller):
            return _let_in(request, token, caller)


def _let_in(request: Request, token: Presented, caller: Caller) -> Caller:
    """Returns the caller, whose use of the sign-in is noted afterwards.

    Raises:
        NotAllowed: a token that may only read, and this is no reading.
    """
    if caller.read_only and request.method not in SAFE_METHODS:
        raise NotAllowed("a token that only reads")
    if caller.language:
        speak(caller.language, caller.manager)
    if caller.unnoted:
        request_session_of(request).afterwards = lambda session: note_use(session, caller, token.text)
    return caller


signed_in, in_danger = _SignedIn(), _SignedIn(in_danger_by)
for one in (signed_in, in_danger):
    inside(one)(one.inside)
Me = Annotated[Caller, Depends(signed_in)]
"""The person who asks, with what they may do (`achterwacht/people/policy.py`)."""
MeInDanger = Annotated[Caller, Depends(in_danger)]
"""The same, only for the noodknop: it also accepts a sign-in that was ended while its person was on a visit."""
MeBefore = Annotated[Caller, Depends(_SignedInBefore())]
"""The same, in a session that has ended when the route begins: for routes that wait for somebody else's server, or
for a file to be read. What they write after that, they write as who is `still` there."""
