"""One event of a calendar (a VEVENT of RFC 5545), and what replaces it at some times."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from achterwacht.addresses.fold import tidy
from achterwacht.calendars.lines import Part
from achterwacht.calendars.zones import Clock

LONGEST_TITLE = 200
LONGEST_PLACE = 200
LONGEST_VISIT = timedelta(days=7)
"""An appointment that lasts longer is not a visit."""
_OFF = re.compile(r"\s*(?:geannuleerd|cancell?ed|annulée?|abgesagt)\s*:", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-])?P(?:([0-9]{1,4})W)?(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?"
)


class Unreadable(Exception):
    """This one appointment can't be read."""


@dataclass(frozen=True)
class Event:
    """A VEVENT. wall, clock: when it begins, in local time and in which zone; clock is None for a whole day.

    replaces: which moment of a repetition it stands for; with `onwards` it stands for all later ones too.
    by_day: only the day of that is said, or midnight, which some programs write for a day.
    """

    part: Part
    wall: datetime
    clock: Clock | None
    starts: datetime
    lasts: timedelta
    replaces: datetime | None = None
    onwards: bool = False
    by_day: date | None = None

    @cached_property
    def uid(self) -> str:
        return self.part.text("UID")[:LONGEST_TITLE]

    @cached_property
    def title(self) -> str:
        return tidy(self.part.text("SUMMARY")[: 4 * LONGEST_TITLE])[:LONGEST_TITLE]

    @cached_property
    def place(self) -> str:
        """Returns the place; empty when this is no visit: a whole day, too long, or cancelled."""
        if self.clock is None or self.lasts > LONGEST_VISIT or is_cancelled(self.part):
            return ""
        return tidy(", ".join(self.part.text("LOCATION")[: 4 * LONGEST_PLACE].splitlines()))[:LONGEST_PLACE]


def is_cancelled(part: Part) -> bool:
    """Whether it is off, by its status or by the title that Outlook gives it: many a calendar has no status then."""
    return part.text("STATUS").strip().upper() == "CANCELLED" or _OFF.match(part.text("SUMMARY")) is not None


class Instead:
    """What replaces some of the repetitions with one UID."""

    def __init__(self) -> None:
        self.of: dict[datetime, Event] = {}
        self.days: dict[date, Event] = {}
        self._onwards: list[datetime] | None = None

    def add(self, event: Event) -> None:
        assert event.replaces is not None
        if event.by_day is not None:
            self.days[event.by_day] = event
        else:
            self.of[event.replaces] = event

    def in_series(self, clock: Clock, begins: time) -> "Instead":
        """The same, where a day alone is the moment at which this repetition begins on it."""
        if not self.days:
            return self
        whole = Instead()
        whole.days = self.days
        for day, one in self.days.items():
            moment = clock.moment(datetime.combine(day, begins))
            whole.of[moment] = replace(one, replaces=moment)
        whole.of |= self.of
        return whole

    def before(self, at: datetime) -> Event | None:
        """Returns the last change of "this and all that follow" before this moment; None without one."""
        if self._onwards is None:
            self._onwards = sorted(at for at, one in self.of.items() if one.onwards)
        place = bisect_left(self._onwards, at)
        return self.of[self._onwards[place - 1]] if place else None


def read_duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()[1:]):
        raise Unreadable
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    lasts = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -lasts if found[1] == "-" else lasts
