"""One session per request, committed before the answer leaves.

`Read` must not write. `Write` commits when the route function has returned and its answer is built; only then the
answer goes out. By default FastAPI ends a `yield` dependency after the response was sent, hence `scope="function"`.
`Me` finds the caller in the same session.

All of this hangs on the request's `RequestSession`, which every route has (`EVERY_ROUTE`), instead of on dependencies
of dependencies: FastAPI walks that whole tree for each request, and each step into a thread costs as much as two
statements. So most requests are one step from the first statement to the commit (`api/http/one_step.py`). In the others
the session is opened and the caller found in one step, and all the rest is the last one (`api/http/last_step.py`).

The event loop, and not a thread, waits here for a connection, or on SQLite for the write lock. With sync routes every
step of a request needs a thread from the pool; if waiting requests held them all, the one that has the lock could never
go on.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from contextvars import ContextVar
from functools import partial
from types import TracebackType
from typing import Annotated, Any, TypeVar

import anyio
import anyio.to_thread
from anyio import CancelScope, CapacityLimiter
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.http.inside import Find, inside
from api.http.lanes import AT_ONCE, KEY, PRESSING
from api.http.one_writer import Writer
from foundation.failpoints import Failpoint, reach
from foundation.session import Database

THREADS = 64
SESSIONS = AT_ONCE + 2
"""Sessions at once in this process: one for each place in a lane, and fewer than there are threads (each session needs
one to go on) and connections."""
Found = TypeVar("Found")


class SessionGate:
    """The database as the routes reach it, with a place to wait for it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._any = anyio.Semaphore(SESSIONS, fast_acquire=True)
        self._one_writer = Writer() if database.engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def session(
        self, writes: bool, first: Callable[[Session], Found], *, urgent: bool = False
    ) -> AsyncIterator[tuple[Session, Found]]:
        """Gives a session once it is this request's turn, with what `first` finds in it. `writes`: one that commits."""
        async with (
            self.place(writes, urgent),
            contextmanager_in_threadpool(self.opened(writes, first, urgent)) as opened,
        ):
            yield opened

    async def do(self, writes: bool, work: Callable[[Session], Found], *, urgent: bool = False) -> Found:
        """Do one transaction, which is over when this returns: for a route that computes between two of them."""
        async with self.place(writes, urgent):
            return await run_in_threadpool(self._done, writes, work, urgent)

    def place(self, writes: bool, urgent: bool) -> AbstractAsyncContextManager[None] | anyio.Semaphore:
        """Gives a place among those who hold a session; whoever has to wait for one holds no thread."""
        return self._one_writer.hold(urgent) if writes and self._one_writer else self._any

    @contextmanager
    def opened(self, writes: bool, first: Callable[[Session], Found], urgent: bool) -> Iterator[tuple[Session, Found]]:
        """Gives a session, with what `first` finds in it, to whoever has a place."""
        with self.database.write(urgent=urgent) if writes else self.database.read() as session:
            yield session, first(session)

    def _done(self, writes: bool, work: Callable[[Session], Found], urgent: bool) -> Found:
        with self.opened(writes, work, urgent) as (_, found):
            return found


class RequestSession:
    """The session of one request, opened by whatever needs it first and ended by the last step of the route."""

    def __init__(self, doors: SessionGate, stack: AsyncExitStack | None, writes: bool, urgent: bool = False) -> None:
        self._doors = doors
        self._urgent = urgent
        self._stack = stack
        self._writes = writes
        self._held: AbstractContextManager[tuple[Session, Any]] | None = None
        self._session: Session | None = None
        self._checks: list[Callable[[], None]] = []
        self.afterwards: Callable[[Session], None] | None = None
        """What is written once the request's own work is done, and may be lost."""

    async def session(self) -> Session:
        await self.first(_nothing)
        assert self._session is not None
        return self._session

    def must_write(self) -> None:
        if not self._writes:
            raise RuntimeError("the route does not ask for Write")

    async def first(self, find: Callable[[Session], Found]) -> Found:
        """Returns what `find` finds in the session. Opening the session and finding take one step into a thread."""
        if self._session is not None:
            return find(self._session) if find is _nothing else await run_in_threadpool(find, self._session)
        assert self._stack is not None, "this request is one step"
        await self._stack.enter_async_context(self._doors.place(self._writes, self._urgent))
        held = self._doors.opened(self._writes, find, self._urgent)
        self._session, found = await run_in_threadpool(held.__enter__)
        self._held = held
        self._stack.push_async_exit(self._left)
        return found

    async def whole(self, work: Callable[[Session], Found]) -> Found:
        """Do all of this request's work and record it, in one step into a thread."""
        async with self._doors.place(self._writes, self._urgent):
            return await run_in_threadpool(self._opened_with, work)

    async def last(self, work: Callable[[], Found]) -> Found:
        """Do the last of this request's work and record all of it, in one step into a thread."""
        return await run_in_threadpool(self._recorded_with, work)

    def at_the_end(self, check: Callable[[], None]) -> None:
        """Have `check` called when the route has returned without an error, before its work is committed."""
        self._checks.append(check)

    def _opened_with(self, work: Callable[[Session], Found]) -> Found:
        with self._doors.opened(self._writes, _nothing, self._urgent) as (session, _):
            self._session = session
            return self._checked(work(session))

    def _recorded_with(self, work: Callable[[], Found]) -> Found:
        with ExitStack() as ends:
            if self._held is not None:
                ends.push(self._held)
                self._held = None
            return self._checked(work())

    def _checked(self, done: Found) -> Found:
        for check in self._checks:
            check()
        return done

    async def _left(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the session of a route that took no last step: it waits for somebody else, or was refused before that."""
        if self._held is None:
            return
        ended = (
            partial(self._recorded_with, lambda: None)
            if error is None
            else partial(self._held.__exit__, kind, error, trace)
        )
        # A thread of its own: those that wait for a session could hold all others.
        with CancelScope(shield=True):
            await anyio.to_thread.run_sync(ended, limiter=CapacityLimiter(1))

    async def ended(self, request: Request) -> None:
        """Do what comes after the commit and before the answer."""
        if self._writes and self._session is not None:
            reach(Failpoint.REQUEST_COMMITTED)
        if self.afterwards is not None and not self._urgent:
            with suppress(SQLAlchemyError):
                await self._doors.do(True, self.afterwards)
        caller = getattr(request.state, "caller", None)
        if caller is not None and self._writes:
            request.app.state.shared.wrote(caller.id)


def _nothing(_: Session) -> None: ...


async def _turn(request: Request) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        turn = turn_of(request, stack, _writes(request))
        REQUESTED.set(request)
        yield
    await turn.ended(request)


REQUESTED: ContextVar[Request] = ContextVar("the request that is being answered")
"""For what goes round a route function, and isn't given the request (`api/http/last_step.py`)."""
EVERY_ROUTE = (Depends(_turn, scope="function"),)


def turn_of(request: Request, stack: AsyncExitStack | None, writes: bool) -> RequestSession:
    """Begin the turn of this request. Returns its session, which is still to be opened.

    stack: ends what is opened in several steps; None if all is one step.
    """
    turn = request.state.turn = RequestSession(doors_of(request), stack, writes, is_urgent(request))
    return turn


def request_session_of(request: Request) -> RequestSession:
    turn: RequestSession = request.state.turn
    return turn


def is_urgent(request: Request) -> bool:
    """Whether the request came in by a lane that goes first."""
    return request.scope.get(KEY) in PRESSING


def _writes(request: Request) -> bool:
    """Whether the route asks for `Write`; worked out once per route."""
    known: dict[Any, bool] = request.app.state.writes
    endpoint = request.scope.get("endpoint")
    if endpoint not in known:
        dependant: Any = getattr(request.scope.get("route"), "dependant", None)
        known[endpoint] = any(one.call is write_session for one in dependant.dependencies)
    return known[endpoint]


async def read_session(request: Request) -> Session:
    return await request_session_of(request).session()


async def write_session(request: Request) -> Session:
    return await request_session_of(request).session()


@inside(read_session)
@inside(write_session)
def _itself(_request: Request, _body: bytes) -> Find:
    return lambda session: session


Read = Annotated[Session, Depends(read_session)]
Write = Annotated[Session, Depends(write_session)]


def doors_of(request: Request) -> SessionGate:
    doors: SessionGate = request.app.state.doors
    return doors


DoorsOfApp = Annotated[SessionGate, Depends(doors_of)]
"""For the few routes that need more than one transaction, or none while they compute."""
