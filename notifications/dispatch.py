"""The dispatcher: takes messages out of the outbox and hands them over, many at a time (`handing_over.py`)."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue

import structlog

from foundation.session import Database
from foundation.settings import Settings
from notifications import outbox, sending
from notifications.channels.port import TransportError
from notifications.delivery import HandOver
from notifications.routes import ProviderCooldown, Routes, make_routes
from notifications.sending import Claimed
from notifications.ways import Channel

log = structlog.get_logger()
GATHER = 0.01
"""Seconds that a sender waits at most for others to claim with. A provider takes twenty times as long to answer."""
PATIENCE = 0.1
"""Seconds after which the outbox is looked at anyway, so that a panic is not kept waiting by a provider that hangs."""


class Pace:
    """How many SMS may leave now, at so many a second. What has to wait stays in the outbox; nothing is dropped."""

    def __init__(self, per_second: float | None) -> None:
        self._per_second = per_second
        self._saved = per_second or 0.0
        self._looked_at = time.monotonic()

    @property
    def limited(self) -> bool:
        return self._per_second is not None

    def allows(self) -> int:
        if self._per_second is None:
            raise ValueError("no limit is set")
        now = time.monotonic()
        self._saved = min(max(self._per_second, 1.0), self._saved + (now - self._looked_at) * self._per_second)
        self._looked_at = now
        return int(self._saved)

    def spend(self, amount: int) -> None:
        self._saved -= amount


class Dispatcher:
    """Sends what is due by these routes. One per process and kind of route; any number of processes on one PostgreSQL.

    room: how many at the same time, when not what the settings say.
    """

    def __init__(
        self, database: Database, settings: Settings, routes: Routes | None = None, room: int | None = None
    ) -> None:
        self._database = database
        self._routes = routes or make_routes(settings)
        self._channels = tuple(self._routes)
        self._patience = ProviderCooldown()
        self._base = settings.base_url
        self._room = room or settings.dispatch_concurrency
        self._pace = Pace(settings.sms_per_second)
        self._looks_first = database.engine.dialect.name == "sqlite"
        """There whoever is about to write keeps the other writers waiting, even with nothing to write."""
        self._senders = ThreadPoolExecutor(self._room, thread_name_prefix="sender")

    def close(self) -> None:
        self._senders.shutdown(wait=True)

    def dispatch_due(self) -> int:
        """Send until nothing is due and nobody is sending. Answers how many were taken."""
        free: SimpleQueue[None] = SimpleQueue()
        busy = taken = 0
        more = False
        while True:
            room = self._room - busy
            claimed = self._claim(room, more)
            taken += len(claimed)
            more = len(claimed) == room
            for one in claimed:
                self._senders.submit(self._deliver, one, free)
            busy += len(claimed)
            if not busy:
                return taken
            busy -= _wait_for_room(free, busy)

    def _claim(self, room: int, more: bool) -> list[Claimed]:
        """Take as many as there is room for. `more`: last time there was no room for all."""
        if room <= 0:
            return []
        if self._looks_first and not more and not self._anything_due():
            return []
        with self._database.write() as session:
            if not self._pace.limited:
                return sending.claim(session, room, self._channels)
            unpaced = [channel for channel in self._channels if channel is not Channel.SMS]
            claimed = sending.claim(session, room, unpaced)
            texts = min(room - len(claimed), self._pace.allows())
            if texts > 0:
                sms = sending.claim(session, texts, [Channel.SMS])
                self._pace.spend(len(sms))
                claimed += sms
            return claimed

    def _anything_due(self) -> bool:
        with self._database.read() as session:
            return sending.anything_due(session, self._channels)

    def _deliver(self, claimed: Claimed, free: SimpleQueue[None]) -> None:
        try:
            routes = self._routes[claimed.channel]
            HandOver(self._database, claimed, routes, self._patience, self._base).run()
        except Exception:
            # The lease ends, and the message is tried again; nobody else may be kept waiting for it.
            log.exception("message could not be handled", message=str(claimed.id))
        finally:
            free.put(None)


def _wait_for_room(free: SimpleQueue[None], busy: int) -> int:
    """Wait until one of these senders is free, or for a moment. Answers how many are free now.

    To claim for each apart costs more than sending does: those who are nearly done come along.
    """
    came = 0
    with suppress(Empty):
        free.get(timeout=PATIENCE)
        came += 1
        if came < busy:
            time.sleep(GATHER)
        while True:
            free.get_nowait()
            came += 1
    return came


def reconcile(database: Database, routes: Routes) -> int:
    """Ask the provider that has it about each message whose callbacks never came. Answers how many moved on."""
    moved = 0
    ports = {(channel, one.provider): one.port for channel, several in routes.items() for one in several}
    with database.read() as session:
        stuck = outbox.stuck(session, {provider for _, provider in ports}, database.clock.now(session))
        waiting = [(one.id, one.channel, one.provider, one.provider_sid or "") for one in stuck]
    for message_id, channel, provider, sid in waiting:
        if provider is None or (channel, provider) not in ports:
            continue
        try:
            state, code = ports[channel, provider].status(sid)
        except TransportError as error:
            log.warning("status not known", message=str(message_id), provider=provider.value, code=error.code)
            continue
        with database.write() as session:
            now = database.clock.now(session)
            moved += outbox.report_status(session, message_id, state, sid, code, now, provider)
    return moved
