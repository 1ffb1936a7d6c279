"""The worker's own calendar, as far as the next two days: fetched when it is asked for, and kept for minutes in memory.

What stands in it is nowhere written down. Somebody's calendar that could not be read is left alone for a while.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import anyio
import anyio.to_thread
import structlog
from cachetools import TTLCache

from achterwacht.diary.appointments import Appointment, read_appointments
from achterwacht.diary.fetching import Fetcher
from achterwacht.diary.refusals import CalendarRefused

REMEMBERED = 2_000
REMEMBERED_SECONDS = 600.0
REST_SECONDS = 300.0

log = structlog.get_logger(__name__)


class OwnCalendars:
    """Reads calendars, one at a time: a large one takes seconds of a processor."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self._known: TTLCache[str, Sequence[Appointment]] = TTLCache(REMEMBERED, REMEMBERED_SECONDS)
        self._refused: TTLCache[str, type[CalendarRefused]] = TTLCache(REMEMBERED, REST_SECONDS)
        self._reading = anyio.CapacityLimiter(1)

    async def appointments(self, url: str, now: datetime, zone: ZoneInfo) -> Sequence[Appointment]:
        """Those of today and tomorrow that have a place, perhaps as they stood ten minutes ago.

        Raises:
            CalendarRefused: it can't be read, or could not be a moment ago.
        """
        key = _key(url)
        if (refused := self._refused.get(key)) is not None:
            raise refused
        known = self._known.get(key)
        found = known if known is not None else await self.read(url, now, zone)
        return [one for one in found if one.ends > now]

    async def read(self, url: str, now: datetime, zone: ZoneInfo) -> Sequence[Appointment]:
        """The same, asked now.

        Raises:
            CalendarRefused: it can't be read.
        """
        key = _key(url)
        try:
            content = await self.fetcher.fetch(url)
            found = await anyio.to_thread.run_sync(
                read_appointments, content, now, end_of_tomorrow(now, zone), zone, limiter=self._reading
            )
        except CalendarRefused as refused:
            log.info("a worker's own calendar can't be read", reason=refused.code)
            self._known.pop(key, None)
            self._refused[key] = type(refused)
            raise
        self._refused.pop(key, None)
        self._known[key] = found
        return found

    def forget(self, url: str) -> None:
        self._known.pop(_key(url), None)
        self._refused.pop(_key(url), None)


def end_of_tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=2)


def _key(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
