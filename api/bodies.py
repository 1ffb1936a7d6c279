"""How large a body may be. FastAPI's own limit answers in plain text and outside our headers."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

LARGEST = 1_000_000
TOO_LARGE = 413


class SmallBodies:
    """Refuses a body that is too large: at once when it says so itself, else as soon as it shows."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Request(scope).headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > self.largest:
            await problem(TOO_LARGE)(scope, receive, send)
            return
        seen = 0

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest:
                raise HTTPException(TOO_LARGE)
            return message

        await self.app(scope, measured, send)
