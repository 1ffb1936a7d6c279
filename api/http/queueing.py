"""Lets each request wait for a place in its lane (`api/http/lanes.py`) once its whole body is there.

So a slow body holds no place, and a request whose client is gone by then is dropped before we do anything for it. What
somebody in danger sends is never dropped: a panic whose phone lost the network after sending is still a panic.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import problem
from api.http.lanes import KEY, PRESSING, Full, Lane, Places, lane_of
from api.http.proven import Proven

IsSigned = Callable[[Scope, Receive], Awaitable[bool]]
UNAUTHORISED, FORBIDDEN = 401, 403
RETRY_SECONDS = 2
PATIENCE = 8.0
"""Seconds. Whoever waited this long has given up: our own pages wait nine seconds at most."""


class Gone(Exception):
    """The client went away before its turn."""


class Lanes:
    """Gives each request its turn. It keeps its place until its answer begins, so that a slow reader holds up nobody.

    is_signed: whether what looks like a provider's webhook is one. proven: whose sign-in was verified before.
    """

    def __init__(self, app: ASGIApp, places: Places, is_signed: IsSigned, proven: Proven) -> None:
        self.app = app
        self.places = places
        self.is_signed = is_signed
        self.proven = proven

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lane = lane_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if lane is None:
            await self.app(scope, receive, send)
            return
        try:
            body = await _whole(receive)
            if lane is Lane.SIGNED:
                if not await self.is_signed(scope, _again(body, receive)):
                    await problem(FORBIDDEN)(scope, receive, send)
                    return
                lane = Lane.URGENT
            elif lane is Lane.URGENT and not self.proven.knows(scope):
                lane = Lane.UNPROVEN
            scope[KEY] = lane
            place = self.places.wait_for(lane)
        except Full:
            await problem(503, headers={"Retry-After": str(RETRY_SECONDS)})(scope, receive, send)
            return
        except HTTPException as refused:
            await problem(refused.status_code)(scope, receive, send)
            return
        except Gone:
            return
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self.places.leave(lane, place)

        async def answer(message: Message) -> None:
            if held:
                self._learn(scope, message)
            leave()
            await send(message)

        try:
            if lane in PRESSING and scope["method"] == "POST":
                await place
            elif not place.done():
                await _turn(place, receive)
            await self.app(scope, _again(body, receive), answer)
        except Gone:
            return
        except TimeoutError:
            if not held:
                raise
            leave()
            await problem(503, headers={"Retry-After": str(RETRY_SECONDS)})(scope, receive, send)
        finally:
            leave()

    def _learn(self, scope: Scope, message: Message) -> None:
        if message.get("status") == UNAUTHORISED:
            self.proven.refused(scope)
        else:
            self.proven.answered(scope)


async def _whole(receive: Receive) -> list[Message]:
    """Returns the whole body.

    Raises:
        Gone: they hung up before it was complete.
    """
    messages: list[Message] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        more = message.get("more_body", False)
        messages.append(message)
    return messages


async def _turn(place: asyncio.Future[None], receive: Receive) -> None:
    """Wait for the place.

    Raises:
        Gone: they hung up before.
        TimeoutError: it took too long.
    """
    end: asyncio.Task[Any] = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({place, end}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if end.done():
            raise Gone
        if not place.done():
            raise TimeoutError
    finally:
        end.cancel()


def _again(body: list[Message], receive: Receive) -> Receive:
    left = deque(body)

    async def next_message() -> Message:
        return left.popleft() if left else await receive()

    return next_message
