"""The appointments in a calendar that have a time and a place (RFC 5545), with repetitions written out for a few days.

A stranger wrote the calendar, so this runs in a child process with limits (`reading.py`), and takes no more time than
in proportion to the file. An appointment that can't be read is counted, and does not affect the others.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from achterwacht.calendars.events import LONGEST_VISIT, Event, Instead, Unreadable, is_cancelled, read_duration
from achterwacht.calendars.lines import Line, Part, calendars
from achterwacht.calendars.refusals import CalendarUnreadable
from achterwacht.calendars.repeating import StepLimit, days_between
from achterwacht.calendars.repetition import Unrepeatable, read_repetition, until_of
from achterwacht.calendars.zones import Clock, NoClock, Zones, read_wall

MOST = 100
AT_LEAST = timedelta(minutes=30)
"""The length of an appointment that has no end."""
MOST_LOOKED = 300_000
"""How many days are looked at for all repetitions together: about two seconds."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Appointment:
    """One appointment at one time. `place` is what was typed, with commas for line breaks."""

    uid: str
    title: str
    place: str
    starts: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """Returns a digest of its time and place, which is stored when its person dismisses it."""
        said = "\n".join((self.uid, self.place.casefold(), self.starts.isoformat(), self.ends.isoformat()))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    """What stands in a calendar between two moments. unread: how many appointments with a place could not be read.
    more: whether there are more than we look at."""

    appointments: Sequence[Appointment]
    unread: int = 0
    more: bool = False


def read_appointments(content: bytes, since: datetime, until: datetime, zone: ZoneInfo) -> Sequence[Appointment]:
    """Returns the appointments of `find_appointments`."""
    return find_appointments(content, since, until, zone).appointments


def find_appointments(content: bytes, since: datetime, until: datetime, zone: ZoneInfo) -> Found:
    """Returns the appointments between two moments, in order. Whole days, cancelled appointments and those without a
    place are no visits, and are left out.

    zone: for times that name none.

    Raises:
        CalendarUnreadable: it is not a calendar, or it breaks off.
    """
    found: set[Appointment] = set()
    unread, whole = 0, False
    for calendar in calendars(content):
        if not calendar.ended:
            raise CalendarUnreadable
        whole = True
        reader = _Reader(Zones(calendar, zone), since.astimezone(UTC), until.astimezone(UTC))
        events = [part for part in calendar.parts if part.kind == "VEVENT"]
        if events and not any(part.ended for part in events):
            raise CalendarUnreadable
        found.update(reader.read(events))
        unread += reader.unread
    if not whole:
        raise CalendarUnreadable
    ordered = sorted(found, key=lambda one: (one.starts, one.ends, one.uid, one.place))
    return Found(ordered[:MOST], unread, len(ordered) > MOST)


BROKEN = (Unreadable, Unrepeatable, NoClock, ValueError, OverflowError)


class _Reader:
    def __init__(self, zones: Zones, since: datetime, until: datetime) -> None:
        self._zones = zones
        self._since = since
        self._until = until
        self._patience = StepLimit(MOST_LOOKED)
        self.unread = 0

    def read(self, parts: Sequence[Part]) -> Iterator[Appointment]:
        masters: list[Event] = []
        instead: dict[str, Instead] = {}
        for part in parts:
            event = self._event(part)
            if event is None:
                continue
            if event.replaces is None:
                masters.append(event)
            else:
                instead.setdefault(part.text("UID"), Instead()).add(event)
                yield from self._shown(event, event.starts)
        nothing = Instead()
        for event in masters:
            try:
                yield from self._of_master(event, instead.get(event.part.text("UID"), nothing))
            except BROKEN:
                self._count(event.part)

    def _event(self, part: Part) -> Event | None:
        """Returns the event; None when it can't become a visit, or can't be read."""
        replaces = part.one("RECURRENCE-ID")
        place = part.text("LOCATION").strip()
        if not place and replaces is None:
            return None  # no visit, whatever else it says
        if replaces is None and self._is_elsewhen(part):
            return None
        try:
            if not part.ended:
                raise Unreadable
            wall, clock = self._wall(part.one("DTSTART"))
            starts = (clock or self._zones.here).moment(wall)
            lasts = self._lasts(part, wall, clock)
            if replaces is None:
                return Event(part, wall, clock, starts, lasts)
            instead, of_that = self._wall(replaces)
            moment = (of_that or self._zones.here).moment(instead)
            onwards = replaces.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
            midnight = instead.time() == time.min and not replaces.value.strip().upper().endswith("Z")
            by_day = instead.date() if of_that is None or midnight else None
            return Event(part, wall, clock, starts, lasts, moment, onwards, by_day)
        except BROKEN:
            self._count(part)
            return None

    def _is_elsewhen(self, part: Part) -> bool:
        """Whether it is long before or after the days asked for, judged by its day alone: most of a calendar is."""
        if part.all("RRULE") or part.all("RDATE"):
            return False
        starts, ends = part.one("DTSTART"), part.one("DTEND")
        if starts is None or not re.match(r"[0-9]{8}", starts.value):
            return False
        later = (self._until + 2 * DAY).strftime("%Y%m%d")
        earlier = (self._since - LONGEST_VISIT - 2 * DAY).strftime("%Y%m%d")
        return starts.value[:8] > later or (starts.value[:8] < earlier and (ends is None or ends.value[:8] < earlier))

    def _count(self, part: Part) -> None:
        if part.text("LOCATION").strip() and not is_cancelled(part):
            self.unread += 1

    def _wall(self, line: Line | None) -> tuple[datetime, Clock | None]:
        """Returns the local time, and the zone it is in; None for a whole day."""
        if line is None:
            raise Unreadable
        wall, utc = read_wall(line.value)
        if not isinstance(wall, datetime):
            return datetime.combine(wall, time.min), None
        return wall, self._zones.clock("UTC" if utc else line.parameters.get("TZID"))

    def _lasts(self, part: Part, wall: datetime, clock: Clock | None) -> timedelta:
        if (line := part.one("DTEND")) is not None:
            ends, of_end = self._wall(line)
            if clock is None or of_end is None:
                return ends - wall
            return of_end.moment(ends) - clock.moment(wall)
        if (line := part.one("DURATION")) is not None:
            return read_duration(line.value)
        return timedelta(0)

    def _of_master(self, event: Event, instead: Instead) -> list[Appointment]:
        found: list[Appointment] = []
        if event.clock is None:
            return found
        instead = instead.in_series(event.clock, event.wall.time())
        for at in self._begins(event):
            if at in instead.of or event.clock.wall(at).date() in instead.days:
                continue
            changed = instead.before(at)
            if changed is None or changed.replaces is None:
                found += self._shown(event, at)
            else:
                found += self._shown(changed, at + (changed.starts - changed.replaces))
        return found

    def _begins(self, event: Event) -> list[datetime]:
        """Returns when it begins, only near the days asked for."""
        clock, part = event.clock, event.part
        assert clock is not None
        begins = {event.starts}
        since = clock.wall(self._since - LONGEST_VISIT).date() - DAY
        until = clock.wall(self._until).date() + DAY
        for line in part.all("RRULE"):
            begins |= self._repeated(line, event, clock, since, until)
        for line in part.all("RDATE"):
            begins |= set(self._moments(line, clock))
        for line in part.all("EXRULE"):
            begins -= self._repeated(line, event, clock, since, until)
        begins = {one for one in begins if self._since - LONGEST_VISIT <= one < self._until}
        without, days = set[datetime](), set[date]()
        for line in part.all("EXDATE") if begins else ():
            for one in line.value.split(","):
                self._leave_out(line, one, event.wall.time(), without, days)
        return sorted(one for one in begins if one not in without and clock.wall(one).date() not in days)

    def _repeated(self, line: Line, event: Event, clock: Clock, since: date, until: date) -> set[datetime]:
        rule = read_repetition(line.value, event.wall.date())
        last = until_of(rule)
        found = set()
        for day in days_between(rule, event.wall.date(), since, until, self._patience):
            wall = datetime.combine(day, event.wall.time())
            moment = clock.moment(wall)
            if last is None or (moment <= last[0].replace(tzinfo=UTC) if last[1] else wall <= last[0]):
                found.add(moment)
        return found

    def _moments(self, line: Line, clock: Clock) -> Iterator[datetime]:
        for one in line.value.split(","):
            wall, of_this = self._wall(replace(line, value=one.partition("/")[0]))
            yield (of_this or clock).moment(wall)

    def _leave_out(self, line: Line, text: str, begins: time, moments: set[datetime], days: set[date]) -> None:
        wall, clock = self._wall(replace(line, value=text))
        if clock is None or wall.time() == time.min != begins:
            days.add(wall.date())  # midnight, of what never begins then: Outlook's way to write a day
        else:
            moments.add(clock.moment(wall))

    def _shown(self, event: Event, starts: datetime) -> Iterator[Appointment]:
        if not event.place or not self._since - LONGEST_VISIT <= starts < self._until:
            return
        ends = starts + (event.lasts if event.lasts > timedelta(0) else AT_LEAST)
        if ends > self._since:
            yield Appointment(event.uid, event.title, event.place, starts, ends)
