"""The door of an organisation's identity provider: SCIM 2.0 (RFC 7643, 7644) at `/scim/v2`, by scim2-server.

It stands outside `/v1` and its document: its shapes are those of the standard. Only a token that an administrator made
for this comes in here, and it comes in nowhere else.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from scim2_models import (
    ForbiddenException,
    InvalidValueException,
    NotFoundException,
    Resource,
    ResponseParameters,
    SCIMException,
    UnauthorizedException,
    UniquenessException,
)
from scim2_server.conditions import Conditions
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.people.break_glass import BreakGlassKept
from achterwacht.people.service import LastAdministrator
from achterwacht.provisioning.tokens import Provider, note_use, provider_by
from achterwacht.refused import NotFound, RuleBroken, WrongInput
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.provisioned_groups import GroupTaken
from achterwacht.use_cases.provisioning import AlreadyThere
from api.http.limits import RateLimiter
from api.http.security import SettingsOfApp
from api.http.transaction import Read, Write, request_session_of
from api.scim.models import PROVIDER, User
from api.scim.storage import People
from api.wording import sentence
from foundation.settings import Settings

router = APIRouter()
BASE = "/scim/v2"
PER_PROVIDER = "2400/minute"
"""Entra ID asks for 25 requests in a second."""
PER_STRANGER = "60/10minutes"
SEARCH = "/.search"
LONGEST_SEARCH = 2_000
MOST_OPERATIONS = 200
TAKEN = frozenset({"email_taken", "phone_taken"})
NEVER = (LastAdministrator, BreakGlassKept)
"""What a provider may not do, whatever it says. It is told why, and the audit keeps that it tried."""


class ScimTurns:
    """Limits how often a token asks, and how often somebody tries tokens that don't exist."""

    def __init__(self) -> None:
        self.tokens = RateLimiter(PER_PROVIDER)
        self.strangers = RateLimiter(PER_STRANGER)


class Service(ScimService):
    """The protocol, with what Okta and Entra ID expect where RFC 7644 leaves a choice."""

    def apply_replacement(
        self, current: Resource[Any], replacement: Resource[Any], conditions: Conditions
    ) -> Resource[Any] | None:
        """What a PUT leaves out stays as it is (RFC 7644, 3.5.1): nobody loses their number by a mapping without it."""
        for name in type(replacement).model_fields:
            if name not in replacement.model_fields_set:
                setattr(replacement, name, getattr(current, name))
        return super().apply_replacement(current, replacement, conditions)

    def patch_response(
        self, base_url: str, resource: Resource[Any], response_parameters: ResponseParameters[Any]
    ) -> ScimResponse:
        """Okta reads somebody back from a PATCH; a group may be large."""
        if isinstance(resource, User):
            return self.replacement_response(base_url, resource, response_parameters)
        return super().patch_response(base_url, resource, response_parameters)


SERVICE = Service(PROVIDER)


async def _provider(request: Request) -> Provider | None:
    """Returns for which organisation the token speaks that came along. None: it counts nowhere."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    turns: ScimTurns = request.app.state.scim_turns
    turn = request_session_of(request)
    found = None
    if scheme.lower() == "bearer" and text.strip():
        found = await turn.first(lambda session: provider_by(session, text.strip()))
    if found is None:
        turns.strangers.take(request.client.host if request.client else "")
        return None
    turns.tokens.take(str(found.token_id))
    if found.unnoted:
        turn.afterwards = lambda session: note_use(session, found)
    return found


async def _sent(request: Request) -> bytes:
    """Returns the body, before anything is locked. What would take long to read is refused: a panic must not wait.

    Raises:
        HTTPException: it asks for more at once than any provider does.
    """
    body = await request.body()
    asked = body if request.url.path.endswith(SEARCH) else request.query_params.get("filter", "")
    if len(asked) > LONGEST_SEARCH or (request.method == "PATCH" and body.lower().count(b'"op"') > MOST_OPERATIONS):
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


MyProvider = Annotated[Provider | None, Depends(_provider)]
Sent = Annotated[bytes, Depends(_sent)]
Asked = Callable[[], ScimResponse]


@router.api_route(BASE + "/{path:path}", methods=["GET"], include_in_schema=False)
def read(
    path: str, request: Request, sent: Sent, provider: MyProvider, session: Read, settings: SettingsOfApp
) -> Response:
    """Look up people, groups, or what can be done here."""
    return _answer(path, request, sent, provider, session, settings)


@router.api_route(BASE + "/{path:path}", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def write(
    path: str, request: Request, sent: Sent, provider: MyProvider, session: Write, settings: SettingsOfApp
) -> Response:
    """Add, change or let go of people and groups."""
    return _answer(path, request, sent, provider, session, settings)


def _answer(
    path: str, request: Request, sent: bytes, provider: Provider | None, session: Session, settings: Settings
) -> Response:
    if provider is None:
        return _out(SERVICE.error_response(UnauthorizedException()))
    asked = ScimRequest(
        request.method,
        f"{settings.base_url}{BASE}",
        f"/{path}",
        dict(request.query_params),
        list(request.headers.items()),
        sent,
    )
    handler = ScimHandler(SERVICE, People(session, provider, Numbers(settings.senders).for_a_person))
    try:
        if b"\\u0000" in sent:
            raise InvalidValueException(detail=sentence("nul"))
        # What is refused half way leaves nothing behind.
        with session.begin_nested():
            return _out(handler.handle(asked))
    except (SCIMException, NotFound, RuleBroken, WrongInput) as error:
        if isinstance(error, NEVER):
            facts = {"why": error.code, "what": f"{request.method} {path.partition('/')[0]}"}
            note(session, provider.organisation_id, Audited.SCIM_REFUSED, provider.actor(), facts=facts)
        return _out(SERVICE.error_response(_said(error)))


def _said(error: SCIMException | NotFound | RuleBroken | WrongInput) -> SCIMException:
    """Returns a refusal of ours in the words of SCIM."""
    match error:
        case SCIMException():
            return error
        case NotFound():
            return NotFoundException()
        case WrongInput():
            detail = " ".join(f"{one.pointer}: {sentence(one.code, one.facts)}" for one in error.wrong)
            if TAKEN & {one.code for one in error.wrong}:
                return UniquenessException(detail=detail)
            return InvalidValueException(detail=detail)
        case AlreadyThere() | GroupTaken():
            return UniquenessException(detail=sentence(error.code, error.facts))
        case _ if isinstance(error, NEVER):
            return ForbiddenException(detail=sentence(error.code, error.facts))
        case _:
            return InvalidValueException(detail=sentence(error.code, error.facts))


def _out(answer: ScimResponse) -> Response:
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-type"}
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    return JSONResponse(answer.body, answer.status, headers, media_type=answer.headers["Content-Type"])
