"""Turns errors into problem+json (RFC 9457; NL API design rules, section error-handling). Only this module does so.

`title` and `detail` are fit to show, in the language of who asks; nothing internal gets out. The words stand in
`problems.toml`.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from starlette.exceptions import HTTPException

from achterwacht.refused import NotAllowed, NotFound, RuleBroken, Wrong, WrongInput
from api.http.idempotency import AlreadyAnswered
from api.http.once_more import note_loss
from api.http.refusals import NotSignedIn, RefusedUpload, TooOften
from api.http.validation import wrong_fields
from api.wording import sentence, spoken_now, words_of
from documents.store import StoreAway
from foundation.apart import TooBusy
from foundation.away import is_away, is_beaten

MEDIA_TYPE = "application/problem+json"
LONG_HEAD = "Maximum header size exceeded"
"""What the parser says of a part of a form whose head has more than four thousand bytes: nothing in it is as long as
the name of a file can be."""
log = structlog.get_logger(__name__)


def problem(
    status: int,
    code: str = "",
    facts: Mapping[str, Any] | None = None,
    wrong: tuple[Wrong, ...] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Returns a problem+json answer.

    code: a more exact reason than the status, with a sentence in `problems.toml`, filled with `facts`. wrong: every
    wrong field.
    """
    words = words_of(status)
    errors = [{"pointer": one.pointer, "code": one.code, "detail": sentence(one.code, one.facts)} for one in wrong]
    detail = sentence(code, facts) if code else errors[0]["detail"] if len(errors) == 1 else words["detail"]
    content: dict[str, Any] = {"status": status, "title": words["title"], "detail": detail}
    if code:
        content["code"] = code
    if errors:
        content["errors"] = errors
    return JSONResponse(content, status, {"Content-Language": spoken_now(), **(headers or {})}, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make the application answer errors this way."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        return problem(400, wrong=wrong_fields(error))

    @app.exception_handler(WrongInput)
    async def wrong_input(_: Request, error: WrongInput) -> Response:
        return problem(400, wrong=error.wrong)

    @app.exception_handler(RuleBroken)
    async def rule_broken(_: Request, error: RuleBroken) -> Response:
        if error.pointer:
            return problem(400, wrong=(Wrong(error.pointer, error.code, error.facts),))
        return problem(409, error.code, error.facts)

    @app.exception_handler(NotFound)
    async def not_found(_: Request, __: NotFound) -> Response:
        return problem(404)

    @app.exception_handler(NotAllowed)
    async def not_allowed(_: Request, error: NotAllowed) -> Response:
        return problem(403, error.code)

    @app.exception_handler(NotSignedIn)
    async def not_signed_in(_: Request, error: NotSignedIn) -> Response:
        return problem(401, error.code, headers={"WWW-Authenticate": "Bearer"})

    @app.exception_handler(TooOften)
    async def too_often(_: Request, error: TooOften) -> Response:
        return problem(429, error.code, headers={"Retry-After": str(error.retry_after)})

    @app.exception_handler(RefusedUpload)
    async def refused_upload(_: Request, error: RefusedUpload) -> Response:
        return problem(error.status, error.code, error.facts)

    @app.exception_handler(StoreAway)
    async def store_away(_: Request, error: StoreAway) -> Response:
        log.error("the store of files is away", reason=str(error))
        return problem(503, "store_away", headers={"Retry-After": "30"})

    @app.exception_handler(AlreadyAnswered)
    async def already_answered(_: Request, error: AlreadyAnswered) -> Response:
        body = error.answer.body.encode()
        return Response(body, error.answer.status, media_type="application/json" if body else None)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        # Ours never say 400 this way: it is the framework, which could not take a body apart.
        code = _unreadable(error) if error.status_code == HTTPStatus.BAD_REQUEST else ""
        return problem(error.status_code, code, headers=error.headers)

    @app.exception_handler(IntegrityError)
    async def conflict(request: Request, error: IntegrityError) -> Response:
        # Two requests looked first and then wrote the same: the one that lost is tried once more.
        note_loss(request.scope)
        log.warning("lost a race for a constraint", kind=type(error.orig).__name__)
        return problem(409, "already_exists")

    @app.exception_handler(DataError)
    async def not_to_be_kept(_: Request, error: DataError) -> Response:
        # The last safety net behind the checks of the bodies: what does not fit in a column was somebody's input.
        log.warning("the database can't hold what came in", kind=type(error.orig).__name__)
        return problem(400, "invalid")

    @app.exception_handler(SQLAlchemyError)
    async def database(request: Request, error: SQLAlchemyError) -> Response:
        if is_beaten(error):
            note_loss(request.scope)
        return unavailable(error) if is_away(error) else unexpected(error)

    @app.exception_handler(TooBusy)
    async def too_busy(_: Request, __: TooBusy) -> Response:
        return problem(503, "reading_busy", headers={"Retry-After": "5"})


def _unreadable(error: HTTPException) -> str:
    """Returns why the framework could not take a body apart; what it was told itself lies behind its own error."""
    form = error.__context__
    why = None if form is None else form.__cause__
    return "file_name_too_long" if LONG_HEAD in str(why) else "body_unreadable"


def unavailable(error: Exception) -> Response:
    """Returns the answer when the database can't be reached or written to, or is too busy: that passes by itself."""
    reason = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
    log.error("the database did not answer", reason=reason)
    return problem(503, headers={"Retry-After": "2"})


def unexpected(error: Exception) -> Response:
    """Returns the answer to an error that nobody expected: we log it, and the outside learns nothing of it."""
    log.error("an error nobody expected", exc_info=error)
    return problem(500)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Returns the problems that a route can answer, for the OpenAPI document: `responses=problems(404, 409)`.

    400 and 401 need not be named: `api/openapi.py` adds them.
    """
    return {status: {"description": HTTPStatus(status).phrase} for status in statuses}
