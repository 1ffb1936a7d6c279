"""Where a body may be larger than elsewhere: files that are added to a report.

Such a body is held in memory, so only some are taken in at once. Anybody can send one: people whose sign-in has not
been verified in this process yet (`Proven`) wait for each other, in places of their own, and must be quick.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import problem
from api.http.proven import Proven

ENVELOPE = 100_000
"""What a form adds to the file in it."""
KNOWN_AT_ONCE, UNKNOWN_AT_ONCE = 8, 2
PATIENCE = 60.0
"""Seconds for somebody we don't know yet."""
RETRY_SECONDS = 5
SMALL = 1_000_000
TAKES_FILES = re.compile(r"POST /v1/incidents/[^/]+/attachments|PUT /v1/measures/[^/]+/photo")


def takes_files(scope: Mapping[str, object]) -> bool:
    """Whether a file may come with this request."""
    asked = f"{scope.get('method')} {scope.get('path')}"
    return scope["type"] == "http" and TAKES_FILES.fullmatch(asked) is not None


class TooSlow(Exception):
    """The body did not come in time."""


class Uploads:
    """Lets only some large bodies in at once. The others are told when to come back."""

    def __init__(self, app: ASGIApp, proven: Proven) -> None:
        self.app = app
        self.proven = proven
        self._free = {True: KNOWN_AT_ONCE, False: UNKNOWN_AT_ONCE}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not takes_files(scope) or _is_small(scope):
            await self.app(scope, receive, send)
            return
        known = self.proven.knows(scope)
        if not self._free[known]:
            await _busy(scope, receive, send)
            return
        with self._place(known):
            try:
                await self.app(scope, receive if known else _in_time(receive), send)
            except TooSlow:
                await _busy(scope, receive, send)

    @contextmanager
    def _place(self, known: bool) -> Iterator[None]:
        self._free[known] -= 1
        try:
            yield
        finally:
            self._free[known] += 1


def _is_small(scope: Scope) -> bool:
    said = Request(scope).headers.get("content-length", "")
    return said.isdecimal() and int(said) <= SMALL


def _in_time(receive: Receive) -> Receive:
    """Returns a `receive` that gives up when the body is not there in time. What comes after it may take longer."""
    until = asyncio.get_running_loop().time() + PATIENCE
    over = False

    async def timely() -> Message:
        nonlocal over
        if over:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        over = not message.get("more_body", False)
        return message

    return timely


async def _busy(scope: Scope, receive: Receive, send: Send) -> None:
    await problem(503, "files_busy", headers={"Retry-After": str(RETRY_SECONDS)})(scope, receive, send)
