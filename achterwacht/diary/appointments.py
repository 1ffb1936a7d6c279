"""The appointments in a calendar that have a time and a place (RFC 5545), repetitions written out for a few days."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from achterwacht.addresses.fold import tidy
from achterwacht.diary.refusals import CalendarUnreadable

MOST = 100
LONGEST_TITLE = 200
LONGEST_PLACE = 200
AT_LEAST = timedelta(minutes=30)
"""Of an appointment that has no end."""
TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
"""Nobody visits so often, and writing it out would take forever."""
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


@dataclass(frozen=True)
class Appointment:
    """One appointment at one time. `place` is what was typed, with its line ends as commas."""

    uid: str
    title: str
    place: str
    starts: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """The same as long as its time and place are: a digest, since it is kept when its person puts it away."""
        said = "\n".join((self.uid, self.place.casefold(), self.starts.isoformat(), self.ends.isoformat()))
        return hashlib.sha256(said.encode()).hexdigest()


def read_appointments(content: bytes, since: datetime, until: datetime, zone: ZoneInfo) -> Sequence[Appointment]:
    """Those between two moments, in order. Whole days, cancelled ones and those without a place are no visits.

    zone: of a time that names none.

    Raises:
        CalendarUnreadable: it is no calendar.
    """
    try:
        calendar = Calendar.from_ical(content)
        if calendar.name != "VCALENDAR":
            raise CalendarUnreadable
        _keep_places(calendar)
        query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
        events = query.between(since, until)
    except CalendarUnreadable:
        raise
    except Exception as error:  # a stranger's file: whatever the parser trips over, it is not readable
        raise CalendarUnreadable from error
    found = [one for event in events if (one := _appointment(event, zone)) is not None and one.ends > since]
    return sorted(found, key=lambda one: (one.starts, one.key))[:MOST]


def _keep_places(calendar: Calendar) -> None:
    """Leave out what can't become a visit before any repetition is written out."""
    events = calendar.walk("VEVENT")
    somewhere = {str(event.get("UID")) for event in events if str(event.get("LOCATION", "")).strip()}
    calendar.subcomponents = [
        part
        for part in calendar.subcomponents
        if part.name == "VTIMEZONE" or (part in events and str(part.get("UID")) in somewhere and _is_calm(part))
    ]


def _is_calm(event: Any) -> bool:
    return all(
        not TOO_OFTEN & {str(one) for one in rule.get("FREQ", ())} and not any(rule.get(one) for one in WITHIN_A_DAY)
        for rule in _rules(event)
    )


def _rules(event: Any) -> Iterable[Any]:
    for name in ("RRULE", "EXRULE"):
        rules = event.get(name, [])
        yield from rules if isinstance(rules, list) else [rules]


def _appointment(event: Any, zone: ZoneInfo) -> Appointment | None:
    try:
        starts, ends = event.start, event.end
        place = tidy(", ".join(str(event.get("LOCATION", "")).splitlines()))[:LONGEST_PLACE]
        title = tidy(str(event.get("SUMMARY", "")))[:LONGEST_TITLE]
        cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    except Exception:  # one that can't be read takes no other along
        return None
    if not (isinstance(starts, datetime) and isinstance(ends, datetime)) or cancelled or not place:
        return None
    starts, ends = (one if one.tzinfo else one.replace(tzinfo=zone) for one in (starts, ends))
    if ends <= starts:
        ends = starts + AT_LEAST
    return Appointment(str(event.get("UID", "")), title, place, starts, ends)
