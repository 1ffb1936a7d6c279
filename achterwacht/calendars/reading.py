"""Reads a calendar in a child process, with limits on time and memory."""

from datetime import datetime
from zoneinfo import ZoneInfo

from achterwacht.calendars.appointments import Appointment, Found
from achterwacht.calendars.in_child import read
from achterwacht.calendars.refusals import CalendarBusy, CalendarTooHeavy, CalendarUnreadable
from foundation.apart import Apart, Job, ReadingFailed, TooBusy

JOB = Job(read, seconds=8, patience=20.0, megabytes=600)


async def read_calendar(
    apart: Apart, content: bytes, since: datetime, until: datetime, zone: ZoneInfo, who: str
) -> Found:
    """Returns what stands in it between two moments. who: one calendar at a time is read for each.

    Raises:
        CalendarUnreadable: it is not a calendar.
        CalendarTooHeavy: reading it took too much processor time or memory, so we don't know what stands in it.
        CalendarBusy: too busy now.
    """
    facts = {"since": since.isoformat(), "until": until.isoformat(), "zone": zone.key}
    try:
        answer = await apart.read(JOB, facts, content, who)
    except TooBusy:
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
