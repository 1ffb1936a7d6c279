"""One session a request, committed before the answer leaves.

`Read` must not write; `Write` commits when the route function has returned and its answer is built, and only then the
answer goes out: FastAPI would otherwise end a `yield` dependency after the response was sent, hence
`scope="function"`. Whoever asks who the caller is (`Me`) gets them from the same session.

Waiting for a connection, or on SQLite for the write lock, is done here by the event loop and not by a thread: with
sync routes every step of a request needs a thread from the pool, and if the waiting ones held them all, the one that
has the lock could never go on.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import anyio
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy.orm import Session

from foundation.failpoints import Failpoint, reach
from foundation.session import Database

THREADS = 64
SESSIONS = 24
"""At once in this process: fewer than threads (each needs one to go on) and than connections (the clock needs some)."""


class Doors:
    """The database behind the doors, with a place to wait for it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._any = anyio.Semaphore(SESSIONS, fast_acquire=True)
        one_writer = database.engine.dialect.name == "sqlite"
        self._writing = anyio.Semaphore(1, fast_acquire=True) if one_writer else self._any

    @asynccontextmanager
    async def session(self, writes: bool) -> AsyncIterator[Session]:
        """A session of either kind, once it is this request's turn."""
        async with self._writing if writes else self._any:
            opened = self.database.write() if writes else self.database.read()
            async with contextmanager_in_threadpool(opened) as session:
                yield session


async def _session_of_request(request: Request) -> AsyncIterator[Session]:
    doors: Doors = request.app.state.doors
    writes = _writes(request)
    async with doors.session(writes) as session:
        yield session
    if writes:
        reach(Failpoint.REQUEST_COMMITTED)


def _writes(request: Request) -> bool:
    """Whether the route asks for `Write` anywhere; worked out once for each."""
    known: dict[Any, bool] = request.app.state.writes
    endpoint = request.scope.get("endpoint")
    if endpoint not in known:
        known[endpoint] = _asks_for_writing(getattr(request.scope.get("route"), "dependant", None))
    return known[endpoint]


def _asks_for_writing(dependant: Any) -> bool:
    if dependant is None:
        return False
    return dependant.call is write_session or any(_asks_for_writing(one) for one in dependant.dependencies)


OneSession = Annotated[Session, Depends(_session_of_request, scope="function")]


async def read_session(session: OneSession) -> Session:
    return session


async def write_session(session: OneSession) -> Session:
    return session


Read = Annotated[Session, Depends(read_session, scope="function")]
Write = Annotated[Session, Depends(write_session, scope="function")]


def doors_of(request: Request) -> Doors:
    doors: Doors = request.app.state.doors
    return doors


DoorsOfApp = Annotated[Doors, Depends(doors_of)]
"""For the few routes that need more than one transaction, or none while they reckon."""
