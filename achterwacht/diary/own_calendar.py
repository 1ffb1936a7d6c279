"""The worker's own calendar for the next two days: fetched when it is asked for, and kept in memory for some minutes.

Its contents are never stored. A calendar that could not be read is left alone for a while.
"""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from cachetools import TTLCache

from achterwacht.calendars.appointments import Found
from achterwacht.calendars.fetching import Fetcher
from achterwacht.calendars.reading import read_calendar
from achterwacht.calendars.refusals import CalendarBusy, CalendarRefused
from foundation.apart import Apart

REMEMBERED = 2_000
REMEMBERED_SECONDS = 600.0
REST_SECONDS = 300.0

log = structlog.get_logger(__name__)


class OwnCalendars:
    """Reads calendars in separate processes, a few at a time and one per person."""

    def __init__(self, fetcher: Fetcher, apart: Apart) -> None:
        self.fetcher = fetcher
        self._apart = apart
        self._known: TTLCache[str, Found] = TTLCache(REMEMBERED, REMEMBERED_SECONDS)
        self._refused: TTLCache[str, type[CalendarRefused]] = TTLCache(REMEMBERED, REST_SECONDS)

    async def appointments(self, url: str, now: datetime, zone: ZoneInfo, who: str) -> Found:
        """Returns the appointments of today and tomorrow that have a place, perhaps as they were ten minutes ago.

        Raises:
            CalendarRefused: it can't be read, or could not be read a moment ago.
        """
        key = _key(url, zone)
        if (refused := self._refused.get(key)) is not None:
            raise refused
        known = self._known.get(key)
        found = known if known is not None else await self.read(url, now, zone, who)
        return replace(found, appointments=[one for one in found.appointments if one.ends > now])

    async def read(self, url: str, now: datetime, zone: ZoneInfo, who: str) -> Found:
        """Returns the same, fetched now. who: the person it is for; one at a time is read for each.

        Raises:
            CalendarRefused: it can't be read.
        """
        key = _key(url, zone)
        try:
            content = await self.fetcher.fetch(url)
            found = await read_calendar(self._apart, content, now, end_of_tomorrow(now, zone), zone, who)
        except CalendarBusy:
            raise  # that says nothing about this calendar
        except CalendarRefused as refused:
            log.info("a worker's own calendar can't be read", reason=refused.code)
            self._known.pop(key, None)
            self._refused[key] = type(refused)
            raise
        self._refused.pop(key, None)
        self._known[key] = found
        return found

    def forget(self, url: str, zone: ZoneInfo) -> None:
        self._known.pop(_key(url, zone), None)
        self._refused.pop(_key(url, zone), None)


def end_of_tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=2)


def _key(url: str, zone: ZoneInfo) -> str:
    """Returns the cache key. It includes the zone: two organisations may read the same calendar, with other moments."""
    return hashlib.sha256(f"{zone.key} {url}".encode()).hexdigest()
