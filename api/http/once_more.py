"""When two requests both look first and then write the same, the one that loses is tried again and finds what is there.

The same goes for two that wait for each other's locks: the database ends one of them, and the other one goes on.

So a check-in that a phone sent twice at once gets two good answers, and the second of two teams with the same name
hears that the name is taken. What the first try wrote was rolled back; a second loss is a 409 (`api/http/errors.py`).
"""

from collections import deque

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOST = "achterwacht.lost_a_race"


class OnceMore:
    """Calls the application a second time when the first call lost a race for a constraint or a lock."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read: list[Message] = []
        lost: list[bool] = []

        async def reading() -> Message:
            message = await receive()
            read.append(message)
            return message

        async def unless_lost(message: Message) -> None:
            if not lost:
                await send(message)

        first = {**scope, LOST: lost}
        await self.app(first, reading, unless_lost)
        if not lost:
            scope["route"] = first.get("route")  # what is counted outside this is counted by its route
        else:
            again = deque(read)

            async def reading_again() -> Message:
                return again.popleft() if again else await receive()

            await self.app(scope, reading_again, send)


def note_loss(scope: Scope) -> None:
    """Note that this request lost a race: its answer is not sent, unless this is its second try."""
    if LOST in scope:
        scope[LOST].append(True)
