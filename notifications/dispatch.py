"""The dispatcher: takes messages out of the outbox and hands them over, many at a time (`delivery.py`)."""

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue

import structlog

from foundation.session import Database
from foundation.settings import Settings
from foundation.tracing import span
from notifications import sending
from notifications.delivery import HandOver
from notifications.routes import ProviderCooldown, Routes, make_routes
from notifications.sealed import seal_of
from notifications.sending import Claimed
from notifications.ways import Channel

log = structlog.get_logger()
GATHER = 0.01
"""How many seconds to wait for more senders to become free, so that one claim serves all. A provider takes twenty times
as long to answer."""
PATIENCE = 0.1
"""Seconds after which we look in the outbox anyway, so that a provider that hangs does not delay a panic."""

KEPT_FREE = 8
"""So many senders do nothing but what is gravest. When twenty press within a second, the first of them would else have
all senders for messages that can wait, and the last nobody."""
SEVERAL, WITHIN = 3, 0.5
"""So many messages of what is gravest, begun within so many seconds, are a rush: not one press but several at once."""
FEW, AT_MOST = 4, 1.0
"""In a rush nothing else begins while so many send, for so many seconds at most."""


class Rush:
    """Several press at once. The presses that are still to be answered, and the first message of each, need the
    processor that the second and third message of those before them would take.
    """

    def __init__(self) -> None:
        self._begun: deque[float] = deque(maxlen=SEVERAL)
        self._since: float | None = None

    def note(self, gravest: int) -> None:
        """So many of what is gravest were taken just now."""
        self._begun.extend([time.monotonic()] * min(gravest, SEVERAL))

    def lasts(self) -> bool:
        """One that goes on longer is none any more until it has paused, so that nothing waits behind it for ever."""
        now = time.monotonic()
        if len(self._begun) < SEVERAL or now - self._begun[0] > WITHIN:
            self._since = None
            return False
        if self._since is None:
            self._since = now
        return now - self._since < AT_MOST


class Pace:
    """Limits SMS to a number per second. What has to wait stays in the outbox; nothing is dropped."""

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

    room: how many messages at the same time; by default what the settings say. gravest: a message of at least this
    priority finds a sender while others wait for one, and on SQLite is noted before what others write. None: all alike.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        routes: Routes | None = None,
        room: int | None = None,
        gravest: int | None = None,
    ) -> None:
        self._database = database
        self._routes = routes or make_routes(settings)
        self._channels = tuple(self._routes)
        self._patience = ProviderCooldown()
        self._base = settings.base_url
        self._seal = seal_of(settings)
        self._room = room or settings.dispatch_concurrency
        self._gravest = gravest
        self._kept_free = 0 if gravest is None else min(KEPT_FREE, self._room // 4)
        self._rush = Rush()
        # Without a route for SMS there is nothing to limit, and a text taken here would wait for its lease to end.
        self._pace = Pace(settings.sms_per_second if Channel.SMS in self._routes else None)
        self._looks_first = database.engine.dialect.name == "sqlite"
        """On SQLite opening a transaction for writing makes other writers wait, even if there is nothing to write."""
        self._senders = ThreadPoolExecutor(self._room, thread_name_prefix="sender")

    def close(self) -> None:
        self._senders.shutdown(wait=True)

    def dispatch_due(self) -> int:
        """Send until nothing is due and nobody is sending. Returns how many messages were taken."""
        free: SimpleQueue[None] = SimpleQueue()
        busy = taken = 0
        while True:
            claimed = self._claim(self._room - busy)
            taken += len(claimed)
            self._rush.note(sum(self._is_gravest(one.priority) for one in claimed))
            for one in claimed:
                self._senders.submit(self._deliver, one, free)
            busy += len(claimed)
            if not busy:
                return taken
            if claimed and self._rush.lasts():
                continue  # whoever pressed meanwhile does not wait until one of these is sent
            busy -= _wait_for_room(free, busy)

    def _claim(self, room: int) -> list[Claimed]:
        """Claim as many as there is room for. What is not gravest leaves some senders free, in a rush nearly all."""
        if room <= 0:
            return []
        at_least = 0
        kept_free = max(self._kept_free, self._room - FEW) if self._rush.lasts() else self._kept_free
        if room > kept_free:
            room -= kept_free
        elif self._gravest is not None:
            at_least = self._gravest
        most = self._most_urgent() if self._looks_first else None
        if self._looks_first and (most is None or most < at_least):
            return []
        with self._database.write(urgent=self._is_gravest(most)) as session:
            if not self._pace.limited:
                return sending.claim(session, room, self._channels, at_least)
            unpaced = [channel for channel in self._channels if channel is not Channel.SMS]
            claimed = sending.claim(session, room, unpaced, at_least)
            texts = min(room - len(claimed), self._pace.allows())
            if texts > 0:
                sms = sending.claim(session, texts, [Channel.SMS], at_least)
                self._pace.spend(len(sms))
                claimed += sms
            return claimed

    def _most_urgent(self) -> int | None:
        with self._database.read() as session:
            return sending.most_urgent(session, self._channels)

    def _is_gravest(self, priority: int | None) -> bool:
        return self._gravest is not None and priority is not None and priority >= self._gravest

    def _deliver(self, claimed: Claimed, free: SimpleQueue[None]) -> None:
        try:
            routes = self._routes[claimed.channel]
            with span(f"send {claimed.channel}", root=True):
                urgent = self._is_gravest(claimed.priority)
                HandOver(self._database, claimed, routes, self._patience, self._base, self._seal, urgent=urgent).run()
        except Exception:
            # Its lease will end and the message is tried again; the others must not wait for it.
            log.exception("message could not be handled", message=str(claimed.id))
        finally:
            free.put(None)


def _wait_for_room(free: SimpleQueue[None], busy: int) -> int:
    """Wait briefly until one of the busy senders is free. Returns how many became free.

    A claim for each sender alone costs more than the sending, so we also wait a moment for those that are nearly done.
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
