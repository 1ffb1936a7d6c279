"""A diary as an iCalendar file (RFC 5545; REFRESH-INTERVAL and NAME: RFC 7986). All times are UTC."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event, vDuration

from achterwacht.diary.entries import Diary, Entry

PRODUCT = "-//Achterwacht//Huisbezoeken//NL"
REFRESH = timedelta(hours=1)
"""How often a calendar should look again. Most do so less often, whatever we ask."""


def write(diary: Diary) -> bytes:
    """Returns the file, identical to the byte as long as the diary is the same."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", diary.name)
    calendar.add("x-wr-calname", diary.name)
    calendar.add("x-wr-timezone", diary.time_zone)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in diary.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical(sorted=False))


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@achterwacht")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("dtstart", entry.starts.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if entry.place is not None:
        event.add("location", entry.place)
    if entry.details:
        event.add("description", "\n".join(entry.details))
    return event
