"""Reads a calendar in a child process, with limits on time and memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from achterwacht.calendars.appointments import Appointment, Found, find_appointments
from achterwacht.calendars.refusals import CalendarBusy, CalendarTooHeavy, CalendarUnreadable
from foundation.apart import Apart, Job, NoTurn, ReadingFailed

JOB = Job("achterwacht.calendars.reading:in_the_child", seconds=8.0, megabytes=600)


async def read_calendar(
    apart: Apart, content: bytes, since: datetime, until: datetime, zone: ZoneInfo, who: str
) -> Found:
    """Returns what stands in it between two moments. who: one calendar at a time is read for each.

    Raises:
        CalendarUnreadable: it is not a calendar.
        CalendarTooHeavy: reading it took too much time or memory, so we don't know what stands in it.
        CalendarBusy: too busy now.
    """
    facts = {"since": since.isoformat(), "until": until.isoformat(), "zone": zone.key}
    try:
        answer = await apart.read(JOB, facts, content, who)
    except NoTurn:
        raise CalendarBusy from None
    except ReadingFailed:
        raise CalendarTooHeavy from None
    if answer is None:
        raise CalendarUnreadable
    appointments = tuple(
        Appointment(uid, title, place, datetime.fromisoformat(starts), datetime.fromisoformat(ends))
        for uid, title, place, starts, ends in answer["appointments"]
    )
    return Found(appointments, answer["unread"], answer["more"])


def in_the_child(facts: Mapping[str, Any], content: bytes) -> Any:
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
