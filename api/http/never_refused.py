"""A press of the noodknop is never refused for its form: anybody signed in gets an alarm, with whatever could be read.

    router.add_api_route("", press, methods=["POST"], route_class_override=NeverRefused, ...)

What can't be read is left out before the route sees it: a body that is not JSON, an unknown field, a place on the moon.
Every other body refuses an unknown field (`api/http/schemas.Body`), since the sender would believe that it was stored;
here that would cost more than it saves. An Idempotency-Key that is invalid, or was used for another press, is ignored
(`api/http/idempotency.py`).
"""

import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, get_type_hints
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from starlette.types import Message

from api.http.last_step import LastStep

LONGEST_TEXT = 2000
NOBODY_S = str(UUID(int=0))
IS_JSON = (b"content-type", b"application/json")


class NeverRefused(LastStep):
    """A route whose body holds only what could be read of what was sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        model: type[BaseModel] = get_type_hints(self.endpoint)["body"]

        async def handler(request: Request) -> Response:
            body = json.dumps(what_can_be_read(await request.body(), model)).encode()
            kept = [one for one in request.scope["headers"] if one[0] not in (b"content-type", b"content-length")]
            scope = {
                **request.scope,
                "headers": [*kept, IS_JSON],
                "path_params": {name: _an_id(value) for name, value in request.path_params.items()},
            }

            async def receive() -> Message:
                return {"type": "http.request", "body": body, "more_body": False}

            return await handle(Request(scope, receive))

        return handler


def what_can_be_read(sent: bytes, model: type[BaseModel]) -> dict[str, Any]:
    """Returns the fields of this body that the model accepts, each judged by itself."""
    try:
        said = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    read: dict[str, Any] = {}
    for name, value in said.items():
        for tried in _simpler(value):
            if _is_taken(model, name, tried):
                read[name] = tried
                break
    return read


def _simpler(value: Any) -> Iterator[Any]:
    """Yields the value, and then simpler ones: a text cut short, an object without one of its fields or with only its
    place."""
    yield value
    if isinstance(value, str):
        yield value.encode(errors="ignore").decode()[:LONGEST_TEXT]
    if isinstance(value, dict):
        for name in value:
            yield {key: one for key, one in value.items() if key != name}
        yield {key: value[key] for key in ("latitude", "longitude") if key in value}


def _is_taken(model: type[BaseModel], name: str, value: Any) -> bool:
    try:
        model.model_validate_json(json.dumps({name: value}))
    except (ValidationError, ValueError, RecursionError):
        return False
    return True


def _an_id(value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return NOBODY_S
