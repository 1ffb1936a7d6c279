"""Why a worker's own calendar can't be read. None of these errors holds its address."""

from achterwacht.refused import RuleBroken


class CalendarRefused(RuleBroken):
    """It can't be read; nothing of what was there before is lost."""

    code = "calendar_unreadable"
    pointer = "/url"


class CalendarUnreadable(CalendarRefused):
    """What we got is not a calendar."""


class CalendarAddressWrong(CalendarRefused):
    """It is not the address of a calendar, or not an https one."""

    code = "calendar_address"


class CalendarForbidden(CalendarRefused):
    """It points into a network that is not public, where we never send requests for others."""

    code = "calendar_forbidden"


class CalendarAway(CalendarRefused):
    """Its server doesn't answer, or too late, or with an error."""

    code = "calendar_away"


class CalendarNotThere(CalendarRefused):
    """Its server says that there is no such calendar, or not for us."""

    code = "calendar_not_there"


class CalendarTooBig(CalendarRefused):
    code = "calendar_too_big"


class CalendarTooHeavy(CalendarRefused):
    """Reading it took too much time or memory."""

    code = "calendar_too_heavy"


class CalendarBusy(CalendarRefused):
    """Too many are being read now, or another one is being read for this owner. It says nothing about the calendar."""

    code = "calendar_busy"
    pointer = ""


class CalendarsOff(RuleBroken):
    """This installation does not read calendars."""

    code = "calendars_off"


class CalendarLost(CalendarRefused):
    """Its address was sealed with another key."""

    code = "calendar_lost"
