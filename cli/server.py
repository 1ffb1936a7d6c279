"""The processes with doors: the API, and the child of `serve` that runs the clock too (alone: `cli/clock_alone.py`)."""

import asyncio
import errno
import os
import socket
import sys
import threading
import time
from typing import Any

import structlog
import uvicorn

from api.app import create_app
from api.http.lanes import PRESSING, Places
from cli.connections import Connections, guarded, raise_file_limit, room_beside, trusted
from cli.opening import opened, refuse_to_watch
from cli.plain import NotNow, Refused
from cli.reception import MOST_SILENT, Lines, Reception
from cli.signals import on_signal
from foundation.at_work import say_at_work
from foundation.failpoints import arm
from foundation.garbage import spare_what_stays
from foundation.lock import PATIENCE, only_clock
from foundation.session import Database
from foundation.settings import Settings
from foundation.tracing import start_tracing, stop_tracing
from scheduler.clock import run_clock

log = structlog.get_logger(__name__)
BACKLOG = 4096
"""How many connections may wait to be accepted: as many as Linux allows. The reception sees them almost at once."""
FINISH_SECONDS = 5
NOT_FOR_US = (errno.EACCES, errno.EPERM)
LINE = 5
"""One in this many of the connections that fit may wait at the reception."""


def listen(host: str, port: int, patience: float = PATIENCE) -> socket.socket:
    """Returns a listening socket. Waits up to `patience` seconds for a port whose holder was just killed.

    Raises:
        NotNow: somebody else has the port, or the address is not this machine's, as before its network is up.
        Refused: the port is not for us.
    """
    give_up = time.monotonic() + patience
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > give_up:
                kind = Refused if error.errno in NOT_FOR_US else NotNow
                raise kind(f"Can't listen on {host}, port {port}: {error.strerror}") from error
        time.sleep(0.1)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(BACKLOG)
    except OSError:
        found.close()
        raise
    return found


def run_api(settings: Settings, listening: socket.socket) -> None:
    """Run only the API, until a signal comes."""
    arm(settings.failpoint)
    with opened(settings) as database:
        refuse_to_watch(database, settings)
        start_tracing(settings, "api")
        _serve(database, settings, listening)
        stop_tracing()


def run_both(settings: Settings, listening: socket.socket) -> None:
    """Run the API in this thread and the clock in another. When the clock breaks the process ends: it needs both.

    Raises:
        SystemExit: the clock broke.
    """
    arm(settings.failpoint)
    with opened(settings) as database, only_clock(settings.database_url):
        refuse_to_watch(database, settings)
        start_tracing(settings, "serve")
        stop = threading.Event()
        apart = database.apart(
            settings.database_url
        )  # its own connections, so that the watch goes on when those of the API are all in use
        server = _server(database, settings)
        broken: list[BaseException] = []

        def tick() -> None:
            try:
                run_clock(apart, settings, stop)
            except BaseException as error:
                log.critical("the clock broke", exc_info=error)
                broken.append(error)
                server.should_exit = True

        clock = threading.Thread(target=tick, name="clock")
        clock.start()
        try:
            on_signal(lambda: None)
            server.run(sockets=[listening])
        finally:
            stop.set()
            clock.join()
            apart.engine.dispose()
            stop_tracing()
        if broken:
            sys.exit(1)


def _serve(database: Database, settings: Settings, listening: socket.socket) -> None:
    on_signal(lambda: None)
    _server(database, settings).run(sockets=[listening])


class Server(uvicorn.Server):
    """uvicorn's server with a reception before it, which decides who is let in first."""

    def __init__(self, config: uvicorn.Config, lines: Lines, places: Places) -> None:
        super().__init__(config)
        self._lines = lines
        self._places = places
        self._receptions: list[Reception] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        spare_what_stays()
        self._receptions = [Reception(one, self._protocol, self._lines, self._is_urgent) for one in sockets or []]
        for reception in self._receptions:
            reception.open()
        say_at_work()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for reception in self._receptions:
            reception.close()
        await super().shutdown(sockets)

    def _protocol(self) -> asyncio.Protocol:
        kind: Any = self.config.http_protocol_class
        made: asyncio.Protocol = kind(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
        return made

    def _is_urgent(self) -> bool:
        return any(self._places.working(lane) for lane in PRESSING)


def _server(database: Database, settings: Settings) -> Server:
    hosts = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
    fit = raise_file_limit(beside=MOST_SILENT)
    line = fit // LINE
    lines = Lines(line, room_beside(fit, MOST_SILENT, line))
    connections = Connections(fit - line, trusted=trusted(hosts))
    how: dict[str, Any] = {
        "http": guarded(connections),
        "forwarded_allow_ips": hosts,
        "log_config": None,
        "access_log": False,  # paths hold ids, and the tokens of hand-over sheets
        "server_header": False,
        "timeout_graceful_shutdown": FINISH_SECONDS,
    }
    app = create_app(database, settings)
    return Server(uvicorn.Config(app, **how), lines, app.state.places)
