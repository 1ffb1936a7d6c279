"""The last step of a request: the route function, its answer, and the commit.

    router = Router(prefix="/v1/visits", tags=["visits"])

FastAPI takes a step into a thread for a route function, another to check what it returned, and one more to end its
session; and it writes the JSON of a board between two other requests. Here all of that is one step, in one thread, and
the answer is built before anything is committed. Where it can be, it is the only step (`api/http/one_step.py`). A route
that is `async` waits for somebody else's server, and works as FastAPI has it.
"""

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import ResponseValidationError
from fastapi.routing import APIRoute

from api.http.one_step import one_step
from api.http.transaction import REQUESTED, request_session_of

NO_BODY = 204
SUCCESS = 200


class LastStep(APIRoute):
    """A route whose function, answer and commit are one step into a thread."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
        self.function = endpoint
        super().__init__(path, endpoint if iscoroutinefunction(endpoint) else _in_last_step(endpoint), **how)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Returns what answers a request, in one step if all that the route asks for can be had in it."""
        usual = super().get_route_handler()
        return one_step(self, usual) or usual

    def answer(self, returned: Any, given: dict[str, Any]) -> Any:
        """Returns the answer that FastAPI would make of what the route returned.

        Where the route was given a `Response` to put its headers or a status on, FastAPI must make the answer.

        Raises:
            ResponseValidationError: the route returned something else than it promised.
        """
        if isinstance(returned, Response) or self.response_field is None:
            return returned
        value, errors = self.response_field.validate(returned, {}, loc=("response",))
        if errors:
            raise ResponseValidationError(errors=errors, body=returned)
        if any(isinstance(one, Response) for one in given.values()):
            return value
        content = self.response_field.serialize_json(
            value,
            by_alias=self.response_model_by_alias,
            exclude_none=self.response_model_exclude_none,
            exclude_unset=self.response_model_exclude_unset,
        )
        return Response(content, self.status_code or SUCCESS, media_type="application/json")


class Router(APIRouter):
    """A router of such routes."""

    def __init__(self, **how: Any) -> None:
        super().__init__(route_class=LastStep, **how)


def _in_last_step(endpoint: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    @wraps(endpoint)
    async def last_step(**given: Any) -> Any:
        request = REQUESTED.get()
        route: Any = request.scope["route"]
        return await request_session_of(request).last(lambda: route.answer(endpoint(**given), given))

    return last_step
