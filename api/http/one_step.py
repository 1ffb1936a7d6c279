"""A whole request in one step into a thread: its session, who asks, the route function, its answer, and the commit.

FastAPI solves a tree of dependencies for each request, one after the other on the event loop. Here a route whose
dependencies are all known (`INSIDE`) is put together once, and each request is one function in one thread. That is only
for a request with which all is well so far. What is no JSON, has a wrong field or no sign-in is left to FastAPI, which
says so as it always did. So is a route that asks for anything else.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.params import Form
from sqlalchemy.orm import Session

from api.http.inside import INSIDE, Ask, Find
from api.http.names_once import named_once
from api.http.transaction import turn_of, write_session
from api.wording import speak

if TYPE_CHECKING:
    from api.http.last_step import LastStep

JSON = ("application/json", "application/json; charset=utf-8")


class NotReady(Exception):
    """This request can't be answered in one step."""


@dataclass(frozen=True)
class OneStep:
    """A route that is one step. usual: how FastAPI answers it. function: the route function."""

    route: "LastStep"
    function: Callable[..., Any]
    usual: Callable[[Request], Awaitable[Response]]
    asked: tuple[tuple[str | None, Ask], ...]
    writes: bool

    async def __call__(self, request: Request) -> Response:
        try:
            given, finds = await self._ready(request)
        except NotReady:
            return await self.usual(request)
        turn = turn_of(request, None, self.writes)

        def work(session: Session) -> Response:
            for name, find in finds:
                found = find(session)
                if name is not None:
                    given[name] = found
            answer: Response = self.route.answer(self.function(**given), given)
            return answer

        try:
            answer = await turn.whole(work)
        finally:
            # The thread knows in which language to speak; an error is put in words out here.
            if (caller := getattr(request.state, "caller", None)) is not None and caller.language:
                speak(caller.language, caller.manager)
        await turn.ended(request)
        return answer

    async def _ready(self, request: Request) -> tuple[dict[str, Any], list[tuple[str | None, Find]]]:
        body = await request.body()
        dependant = self.route.dependant
        given: dict[str, Any] = {}
        for fields, received in (
            (dependant.path_params, request.path_params),
            (dependant.query_params, request.query_params if dependant.query_params else {}),
            (dependant.header_params, request.headers),
        ):
            if fields:
                values, errors = request_params_to_args(fields, received)
                if errors:
                    raise NotReady
                given |= values
        if dependant.body_params:
            given |= self._read(request, body)
        elif body:
            raise NotReady
        if dependant.request_param_name:
            given[dependant.request_param_name] = request
        return given, [(name, ask(request, body)) for name, ask in self.asked]

    def _read(self, request: Request, body: bytes) -> dict[str, Any]:
        if request.headers.get("content-type") not in JSON:
            raise NotReady
        try:
            said = named_once(body)
        except (ValueError, RecursionError):
            raise NotReady from None
        (field,) = self.route.dependant.body_params
        value, errors = field.validate(said, {}, loc=("body",))
        if errors:
            raise NotReady
        return {field.name: value}


def one_step(route: "LastStep", usual: Callable[[Request], Awaitable[Response]]) -> OneStep | None:
    """Returns the route as one step; None if it asks for what is not known here."""
    dependant = route.dependant
    calls = [(one.name, one.call) for one in dependant.dependencies]
    if not calls or iscoroutinefunction(route.function) or route.response_field is None:
        return None
    if not _is_simple(dependant, embedded=route._embed_body_fields):
        return None
    asked = [(name, INSIDE.get(call)) for name, call in calls if call is not None]
    known = tuple((name, ask) for name, ask in asked if ask is not None)
    if len(known) < len(calls):
        return None
    return OneStep(route, route.function, usual, known, any(call is write_session for _, call in calls))


def _is_simple(dependant: Dependant, *, embedded: bool) -> bool:
    """Whether it takes at most one JSON body, and nothing that only FastAPI can make."""
    wants_more = (
        dependant.cookie_params,
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
        dependant.http_connection_param_name,
        embedded or len(dependant.body_params) > 1,
        any(isinstance(one.field_info, Form) for one in dependant.body_params),
    )
    return not any(wants_more)
