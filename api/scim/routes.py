"""The door of an organisation's identity provider: SCIM 2.0 (RFC 7643, 7644) at `/scim/v2`, by scim2-server.

It stands outside `/v1` and its document: its shapes are those of the standard. Only a token that an administrator made
for this comes in here, and it comes in nowhere else.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response
from sqlalchemy.orm import Session

from achterwacht.provisioning.tokens import Provider, note_use, provider_by
from api.http.clients import client_of
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.security import SettingsOfApp
from api.http.transaction import Read, Write, request_session_of
from api.scim.base import BASE
from foundation.settings import Settings

router = Router()
PER_PROVIDER = "2400/minute"
"""Entra ID asks for 25 requests in a second."""
PER_STRANGER = "60/10minutes"
SEARCH = "/.search"
LONGEST_SEARCH = 2_000
MOST_OPERATIONS = 200


class ScimTurns:
    """Limits how often a token asks, and how often somebody tries tokens that don't exist."""

    def __init__(self) -> None:
        self.tokens = RateLimiter(PER_PROVIDER)
        self.strangers = RateLimiter(PER_STRANGER)


async def _provider(request: Request) -> Provider | None:
    """Returns for which organisation the token speaks that came along. None: it counts nowhere."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    turns: ScimTurns = request.app.state.scim_turns
    turn = request_session_of(request)
    found = None
    if scheme.lower() == "bearer" and text.strip():
        found = await turn.first(lambda session: provider_by(session, text.strip()))
    if found is None:
        turns.strangers.take(client_of(request))
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


Answer = Callable[[str, Request, bytes, Provider | None, Session, Settings], Response]


def _answering() -> Answer:
    """Returns what answers, loaded when it is first asked for. Before anything is locked too, for it takes seconds."""
    from api.scim.answering import answer

    return answer


MyProvider = Annotated[Provider | None, Depends(_provider)]
Sent = Annotated[bytes, Depends(_sent)]
Answering = Annotated[Answer, Depends(_answering)]


@router.api_route(BASE + "/{path:path}", methods=["GET"], include_in_schema=False)
def read(
    path: str,
    request: Request,
    sent: Sent,
    answer: Answering,
    provider: MyProvider,
    session: Read,
    settings: SettingsOfApp,
) -> Response:
    """Look up people, groups, or what can be done here."""
    return answer(path, request, sent, provider, session, settings)


@router.api_route(BASE + "/{path:path}", methods=["POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def write(
    path: str,
    request: Request,
    sent: Sent,
    answer: Answering,
    provider: MyProvider,
    session: Write,
    settings: SettingsOfApp,
) -> Response:
    """Add, change or let go of people and groups."""
    return answer(path, request, sent, provider, session, settings)
