"""The turn to write, on a database that has one writer.

Whoever waits holds no thread, so that the one that writes always finds one to go on.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Writer:
    """The turn to write where there is only one writer: urgent requests first, then the others as they came."""

    def __init__(self) -> None:
        self._held = False
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = deque(), deque()

    @asynccontextmanager
    async def hold(self, urgent: bool) -> AsyncIterator[None]:
        if self._held:
            await self._wait(self._waiting[0 if urgent else 1])
        self._held = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, line: deque[asyncio.Future[None]]) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()  # it was ours already
            elif turn in line:
                line.remove(turn)
            raise

    def _pass_on(self) -> None:
        """Hand the turn to the next in line directly, so that nobody slips in between."""
        for line in self._waiting:
            while line:
                turn = line.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._held = False
