"""What tests share: building it takes longer than most tests run.

One application behind one uvicorn, into which a test moves with its own database and settings; and for each kind of
database one engine that is led to the file or database of the test. So routes are put together once, and a statement
is compiled once, and not in every test anew. Nothing of one test is left to the next: connections are closed, and
what the application remembers (guesses, who waits) begins empty.
"""

from __future__ import annotations

import asyncio
import atexit
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from starlette.datastructures import State
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from achterwacht.addresses.registers.registers import Registers
from api.app import create_app, furnish
from api.http.transaction import SessionGate
from api.pwa import PwaFallback
from documents.store import Store
from foundation.clock import Clock
from foundation.engine import make_engine
from foundation.session import Database
from foundation.settings import Settings
from tests.support.lent import OUR_OWN


@cache
def _routes() -> FastAPI:
    return create_app(Database(_engine("sqlite")), Settings(_env_file=None))


def an_application(database: Database, settings: Settings) -> FastAPI:
    """As `create_app` makes it, with routes that were put together once. What it remembers is its own."""
    app = copy(_routes())
    app.router = copy(app.router)
    app.router.routes = list(app.router.routes)
    app.router.middleware_stack = app.router.app  # else it would go on in the router it is a copy of
    app.state = State()
    furnish(app, database, settings)
    return app


class Porch:
    """What stands before the doors: between two tests nobody comes in. The page of a test that is over goes on asking
    until its browser closes, and would else look for a database that is gone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._guard = threading.Condition()
        self._open, self._inside = False, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        with self._guard:
            comes_in = self._open
            self._inside += comes_in
        if not comes_in:
            return await Response("nobody lives here now", 503)(scope, receive, send)
        try:
            await self._app(scope, receive, send)
        finally:
            with self._guard:
                self._inside -= 1
                self._guard.notify_all()

    def opens(self) -> None:
        with self._guard:
            self._open = True

    def closes(self) -> None:
        """From now on nobody comes in; returns once all who were inside have their answer."""
        with self._guard:
            self._open = False
            assert self._guard.wait_for(lambda: not self._inside, 30), "a request got no answer"


class Front:
    """The real doors, on a port of their own. One test at a time lives behind them."""

    def __init__(self) -> None:
        # With the protocol named: else asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an ACK.
        self._listener = socket.socket(proto=socket.IPPROTO_TCP)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._app = an_application(Database(_engine("sqlite")), Settings(_env_file=None, public_base_url=self.url))
        self._nobody = dict(self._app.state._state)
        self._porch = Porch(self._app)
        self._server = uvicorn.Server(uvicorn.Config(self._porch, log_level="warning", lifespan="on"))
        self._loop = asyncio.new_event_loop()
        serving = self._server.serve([self._listener])
        self._thread = threading.Thread(
            target=self._loop.run_until_complete, args=(serving,), name="front", daemon=True
        )
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            time.sleep(0.005)
        atexit.register(self._close)

    @contextmanager
    def lived_in(self, database: Database, settings: Settings) -> Iterator[None]:
        state = self._app.state
        state.settings, state.doors, state.files = settings, SessionGate(database), Store(settings)
        self._porch.opens()
        try:
            yield
        finally:
            self._porch.closes()
            for part in ("settings", "doors", "files"):
                setattr(state, part, self._nobody[part])

    def goes_by(self, settings: Settings) -> None:
        """Other settings for the test that runs here now."""
        self._app.state.settings = settings

    @property
    def pages(self) -> PwaFallback:
        """Returns what serves the screens. A test may lead it to a folder of its own, until it is over."""
        (found,) = (one.app for one in self._app.routes if isinstance(one, Mount) and isinstance(one.app, PwaFallback))
        return found

    @contextmanager
    def asking(self, registers: Registers) -> Iterator[None]:
        """The registers of addresses that are asked; otherwise nobody is."""
        before, self._app.state.registers = self._app.state.registers, registers
        try:
            yield
        finally:
            self._app.state.registers = before
            asyncio.run_coroutine_threadsafe(registers.close(), self._loop).result(10)

    def _close(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)
        if not self._thread.is_alive():
            self._loop.close()


@cache
def front() -> Front:
    """The one of this process, from its first use to its end."""
    return Front()


@contextmanager
def database_at(database_url: str, clock: Clock | None = None) -> Iterator[Database]:
    """This database, through the engine that all of its kind share. Who listens to it listens in this test alone.

    Connections to PostgreSQL stay open: often the next test is lent the same database (tests/support/lent.py).
    """
    shared = _engine(make_url(database_url).get_backend_name())
    kind = shared.dialect.name
    before = _LEADS_TO.get(kind)
    assert before in (None, database_url), "one test at a time, in one database of a kind"
    _LEADS_TO[kind] = database_url
    if _LED_TO.get(kind) != database_url:
        shared.dispose()
        _LED_TO[kind] = database_url
    try:
        yield Database(shared.execution_options(), clock)
    finally:
        if kind == "sqlite":
            shared.dispose()
        if before is None:
            del _LEADS_TO[kind]


_LEADS_TO: dict[str, str] = {}
_LED_TO: dict[str, str] = {}


@cache
def _engine(kind: str) -> Engine:
    engine = make_engine({"sqlite": "sqlite:///none.db", "postgresql": "postgresql+psycopg:///none"}[kind])
    # The engine's own way to connect would be asked first: `insert` counts for nothing with this event.
    engine.dialect.dispatch.do_connect.clear()

    @event.listens_for(engine, "do_connect")
    def led(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        url = make_url(_LEADS_TO[kind])
        if kind == "sqlite":
            return sqlite3.connect(url.database or "", *arguments[1:], **options)
        _, there = dialect.create_connect_args(url)
        return dialect.connect(**{**options, **there, "application_name": OUR_OWN})

    if kind == "sqlite":

        @event.listens_for(engine, "connect")
        def hastens(connection: sqlite3.Connection, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # no such test outlives a power cut

    return engine
