"""Checks requests before anything else reads them: how large the body is, and which characters the address holds.

FastAPI's own limit would answer in plain text and without our headers.
"""

from urllib.parse import unquote_plus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import problem
from api.http.uploads import ENVELOPE, takes_files
from documents.images import MOST_BYTES as LARGEST_PICTURE
from documents.taking import MOST_BYTES

LARGEST = 1_000_000
BAD_REQUEST = 400
NOT_FOUND = 404
NOWHERE = ("\x00", "\ufffd")
"""Characters that no address of ours has: NUL, which no database stores, and the replacement for invalid UTF-8."""
TOO_LARGE = 413
FORGOTTEN = 4 * MOST_BYTES
A_MEGABYTE = 1_000_000
A_FORM = "multipart/form-data"
"""How a browser sends a file: rows to read in, say."""
OF_FILES = {"megabytes": MOST_BYTES // A_MEGABYTE, "of_pictures": LARGEST_PICTURE // A_MEGABYTE}


class PlainAddresses:
    """Refuses an address that can't be one of ours before it reaches a file or a database, which would fail on it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if any(sign in scope["path"] for sign in NOWHERE):
                await problem(NOT_FOUND)(scope, receive, send)
                return
            if "\x00" in unquote_plus(scope["query_string"].decode("latin-1")):
                await problem(BAD_REQUEST, "nul")(scope, receive, send)
                return
        await self.app(scope, receive, send)


class BodySizeLimitMiddleware:
    """Refuses a body that is too large: at once if its Content-Length says so, else as soon as it turns out."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Request(scope).headers
        largest, code, facts, holds_file = self.largest, "", {}, False
        if takes_files(scope):
            largest, code, facts, holds_file = MOST_BYTES + ENVELOPE, "attachment_too_large", OF_FILES, True
        elif headers.get("content-type", "").startswith(A_FORM):
            code, facts, holds_file = "file_too_large", {"megabytes": self.largest // A_MEGABYTE}, True
        said = headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > largest:
            if holds_file:
                await _read_on(receive)
            await problem(TOO_LARGE, code, facts)(scope, receive, send)
            return
        seen = 0

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > largest:
                if holds_file and message.get("more_body", False):
                    await _read_on(receive)
                raise HTTPException(TOO_LARGE)
            return message

        await self.app(scope, measured, send)


async def _read_on(receive: Receive) -> None:
    """Let the rest of a file that is too large come in, and forget it: a phone that is still sending hears no answer.
    There is an end to that too."""
    seen = 0
    while seen < FORGOTTEN:
        message = await receive()
        seen += len(message.get("body", b""))
        if not message.get("more_body", False):
            return
