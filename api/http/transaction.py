"""One session per request, committed before the answer leaves.

`Read` must not write. `Write` commits when the route function has returned and its answer is built; only then the
answer goes out. By default FastAPI ends a `yield` dependency after the response was sent, hence `scope="function"`.
`Me` finds the caller in the same session.

All of this hangs on the request's `RequestSession`, which every route has (`EVERY_ROUTE`), instead of on dependencies
of dependencies: FastAPI walks that whole tree for each request, and each step into a thread costs as much as two
statements. So the session is opened and the caller found in one step, and all the rest is the last one
(`api/http/last_step.py`).

The event loop, and not a thread, waits here for a connection, or on SQLite for the write lock. With sync routes every
step of a request needs a thread from the pool; if waiting requests held them all, the one that has the lock could never
go on.
"""

import asyncio
from collections import deque
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

from api.http.lanes import AT_ONCE, KEY, PRESSING
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


class RequestSession:
    """The session of one request, opened by whatever needs it first and ended by the last step of the route."""

    def __init__(self, doors: SessionGate, stack: AsyncExitStack, writes: bool, urgent: bool = False) -> None:
        self._doors = doors
        self._urgent = urgent
        self._stack = stack
        self._writes = writes
        self._held: AbstractContextManager[tuple[Session, Any]] | None = None
        self._session: Session | None = None
        self._checks: list[Callable[[], None]] = []
        self.afterwards: Callable[[Session], None] | None = None
        """What is written once the request's own work is done, and may be lost."""

    async def session(self, *, must_write: bool = False) -> Session:
        if must_write and not self._writes:
            raise RuntimeError("the route does not ask for Write")
        await self.first(_nothing)
        assert self._session is not None
        return self._session

    async def first(self, find: Callable[[Session], Found]) -> Found:
        """Returns what `find` finds in the session. Opening the session and finding take one step into a thread."""
        if self._session is not None:
            return find(self._session) if find is _nothing else await run_in_threadpool(find, self._session)
        await self._stack.enter_async_context(self._doors.place(self._writes, self._urgent))
        held = self._doors.opened(self._writes, find, self._urgent)
        self._session, found = await run_in_threadpool(held.__enter__)
        self._held = held
        self._stack.push_async_exit(self._left)
        return found

    async def last(self, work: Callable[[], Found]) -> Found:
        """Do the last of this request's work and record all of it, in one step into a thread."""
        return await run_in_threadpool(self._recorded_with, work)

    def at_the_end(self, check: Callable[[], None]) -> None:
        """Have `check` called when the route has returned without an error, before its work is committed."""
        self._checks.append(check)

    def _recorded_with(self, work: Callable[[], Found]) -> Found:
        with ExitStack() as ends:
            if self._held is not None:
                ends.push(self._held)
                self._held = None
            done = work()
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

    def recorded(self) -> None:
        if self._writes and self._session is not None:
            reach(Failpoint.REQUEST_COMMITTED)


def _nothing(_: Session) -> None: ...


async def _turn(request: Request) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        turn = request.state.turn = RequestSession(request.app.state.doors, stack, _writes(request), is_urgent(request))
        REQUESTED.set(request)
        yield
    turn.recorded()
    if turn.afterwards is not None and not is_urgent(request):
        with suppress(SQLAlchemyError):
            await doors_of(request).do(True, turn.afterwards)
    caller = getattr(request.state, "caller", None)
    if caller is not None and _writes(request):
        request.app.state.shared.wrote(caller.id)


REQUESTED: ContextVar[Request] = ContextVar("the request that is being answered")
"""For what goes round a route function, and isn't given the request (`api/http/last_step.py`)."""
EVERY_ROUTE = (Depends(_turn, scope="function"),)


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


Read = Annotated[Session, Depends(read_session)]
Write = Annotated[Session, Depends(write_session)]


def doors_of(request: Request) -> SessionGate:
    doors: SessionGate = request.app.state.doors
    return doors


DoorsOfApp = Annotated[SessionGate, Depends(doors_of)]
"""For the few routes that need more than one transaction, or none while they compute."""
