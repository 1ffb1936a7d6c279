"""What the child process does with a calendar. A child imports this each time anew: it needs little besides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from achterwacht.calendars.appointments import find_appointments
from achterwacht.calendars.refusals import CalendarUnreadable


def read(facts: Mapping[str, Any], content: bytes) -> Any:
    since, until = datetime.fromisoformat(facts["since"]), datetime.fromisoformat(facts["until"])
    try:
        found = find_appointments(content, since, until, ZoneInfo(facts["zone"]))
    except CalendarUnreadable:
        return None
    return {
        "appointments": [
            (one.uid, one.title, one.place, one.starts.isoformat(), one.ends.isoformat()) for one in found.appointments
        ],
        "unread": found.unread,
        "more": found.more,
    }
