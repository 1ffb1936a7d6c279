"""Limits connections that take long: a request that is never finished, an answer that nobody reads.

uvicorn limits neither; a thousand half requests once kept a panic out. Here each phase of a connection has a time
limit, and there are never more connections than places: a new one replaces the one whose request has been incomplete
for longest. So a whole request always gets in, and nobody is refused because of what others hold open.
"""

import asyncio
import contextlib
import ipaddress
import resource
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.http.uploads import takes_files

log = structlog.get_logger(__name__)
HEAD_SECONDS = 10.0
"""For the first line and the headers, counted from the connection or from the previous answer."""
BODY_SECONDS = 20.0
"""For a whole body, of a million bytes at most: fifty kilobytes a second."""
FILE_SECONDS = 180.0
"""For a file that is added to a report: of 25 million bytes, by a telephone on a slow line. Only some come at once
(`api/http/uploads.py`)."""
READ_SECONDS = 20.0
"""How long an answer may wait for its reader once the buffers are full."""
LOOK_EVERY = 1.0
MOST = 2_000
PER_ADDRESS = 200
"""Half requests and idle connections of one address. A proxy that we trust is exempt: many people are behind it."""
KEPT_FILES = 300
"""File descriptors for everything except connections from outside: databases, providers, logs."""
SMALLEST = 50


def raise_file_limit(beside: int = 0) -> int:
    """Raise the limit on open files as far as allowed and needed. Returns how many connections fit.

    beside: for how many more there is room if files allow, before they are connections of ours.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard or hard == resource.RLIM_INFINITY:
        wanted = MOST + KEPT_FILES + beside
        wanted = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        if wanted > soft:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                soft = wanted
    if soft < MOST + KEPT_FILES:
        log.warning("few files may be open: fewer connections fit", files=soft)
    return max(SMALLEST, min(MOST, soft - KEPT_FILES))


def room_beside(fit: int, most: int, least: int) -> int:
    """Returns for how many more there is room, beside the connections that fit: the least where files are few."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(least, min(most, soft - KEPT_FILES - fit))


class Connections:
    """All connections of this process. Those that still wait for the rest of a request are kept in order of arrival."""

    def __init__(self, most: int = MOST, per_address: int = PER_ADDRESS, trusted: Callable[[str], bool] | None = None):
        self._most = most
        self._per_address = per_address
        self._trusted = trusted or (lambda _: False)
        self._open: set[Guarded] = set()
        self._halves: OrderedDict[Guarded, None] = OrderedDict()
        self._of_address: defaultdict[str, OrderedDict[Guarded, None]] = defaultdict(OrderedDict)
        self._looking: asyncio.TimerHandle | None = None
        self.dropped = 0

    def came(self, one: "Guarded") -> None:
        self._open.add(one)
        self.half(one)
        if len(self._open) > self._most:
            self._drop(next(iter(self._halves)), "too many connections")
        mine = self._of_address.get(one.address)
        if mine is not None and len(mine) > self._per_address:
            self._drop(next(iter(mine)), "too many connections of one address")
        if self._looking is None:
            self._look_later()

    def half(self, one: "Guarded") -> None:
        """Note that it waits for a request, or for the rest of one."""
        if one not in self._open or one in self._halves:
            return
        self._halves[one] = None
        if not self._trusted(one.address):
            self._of_address[one.address][one] = None

    def whole(self, one: "Guarded") -> None:
        """Note that its request is complete."""
        self._halves.pop(one, None)
        mine = self._of_address.get(one.address)
        if mine is not None:
            mine.pop(one, None)
            if not mine:
                del self._of_address[one.address]

    def went(self, one: "Guarded") -> None:
        self.whole(one)
        self._open.discard(one)

    def _drop(self, one: "Guarded", why: str) -> None:
        self.dropped += 1
        log.warning("a connection is closed", reason=why)
        self.went(one)
        one.abort()

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)

    def _look(self) -> None:
        now = time.monotonic()
        for one in [one for one in self._open if one.takes_too_long(now)]:
            self._drop(one, "took too long")
        self._looking = None
        if self._open:
            self._look_later()


class Guarded(H11Protocol):
    """uvicorn's connection, with its phases timed."""

    guard: Connections

    def __init__(self, config: Config, *arguments: Any, **named: Any) -> None:
        super().__init__(config, *arguments, **named)
        self.address = ""
        self._since = time.monotonic()
        self._seen: object = None
        self._blocked: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.guard.came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.guard.went(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self.transport.is_closing():
            super().data_received(data)
            self._look_at_phase()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._since = time.monotonic()
        self._look_at_phase()

    def pause_writing(self) -> None:
        self._blocked = time.monotonic()
        super().pause_writing()

    def resume_writing(self) -> None:
        self._blocked = None
        super().resume_writing()

    def _look_at_phase(self) -> None:
        if self.cycle is not self._seen:
            self._seen, self._since = self.cycle, time.monotonic()
        if self._answers and not self.cycle.more_body:
            self.guard.whole(self)
        else:
            self.guard.half(self)

    @property
    def _answers(self) -> bool:
        cycle: Any = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete

    def takes_too_long(self, now: float) -> bool:
        if self.transport.is_closing():  # closed by us, but what we wrote has not been read
            self._blocked = self._blocked or now
        if self._blocked is not None:
            return now - self._blocked > READ_SECONDS
        if not self._answers:
            return now - self._since > HEAD_SECONDS
        within = FILE_SECONDS if takes_files(self.cycle.scope) else BODY_SECONDS
        return self.cycle.more_body and now - self._since > within

    def abort(self) -> None:
        self.transport.abort()


def guarded(connections: Connections) -> type[Guarded]:
    """Returns the class for uvicorn's connections, which registers each of them there."""
    return type("GuardedConnection", (Guarded,), {"guard": connections})


def trusted(hosts: str) -> Callable[[str], bool]:
    """Returns a function that says whether an address is one of our own proxies.

    hosts: as in uvicorn's FORWARDED_ALLOW_IPS.
    """
    names = {one.strip() for one in hosts.split(",") if one.strip()}
    networks = []
    for one in names:
        with contextlib.suppress(ValueError):
            networks.append(ipaddress.ip_network(one, strict=False))

    def is_ours(address: str) -> bool:
        if "*" in names or address in names:
            return True
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in networks)

    return is_ours
