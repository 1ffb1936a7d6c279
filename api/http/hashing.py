"""Checks passwords and PINs outside any transaction, in threads that nothing else needs.

Argon2 takes long on purpose and keeps a whole core busy. So passwords and PINs are each checked one at a time: a crowd
of guessers fills neither the threads of other requests nor the machine, and no PIN waits for a password.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import Depends, Request

from api.http.refusals import TooOften

Found = TypeVar("Found")
AT_ONCE = 1
MOST_WAITING = 100
"""How many passwords may wait for their turn; any more are told to come back."""
COME_BACK = 5


class Hashing:
    """The places of one application where digests are computed."""

    @cached_property
    def _passwords(self) -> CapacityLimiter:
        return CapacityLimiter(AT_ONCE)

    @cached_property
    def _pins(self) -> CapacityLimiter:
        return CapacityLimiter(AT_ONCE)

    async def password(self, reckon: Callable[[], Found]) -> Found:
        """Compute something with a password.

        Raises:
            TooOften: so many are waiting already that this one would wait for seconds.
        """
        if self._passwords.statistics().tasks_waiting >= MOST_WAITING:
            raise TooOften(COME_BACK)
        return await anyio.to_thread.run_sync(reckon, limiter=self._passwords)

    async def pin(self, reckon: Callable[[], Found]) -> Found:
        """Compute something with a PIN. Never refused: it may be the PIN that calls for help."""
        return await anyio.to_thread.run_sync(reckon, limiter=self._pins)


def hashing_of(request: Request) -> Hashing:
    hashing: Hashing = request.app.state.hashing
    return hashing


HashingOfApp = Annotated[Hashing, Depends(hashing_of)]
