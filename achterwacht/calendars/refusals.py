"""Why a worker's own calendar can't be read. None of them says what its address was."""

from achterwacht.decision import RuleBroken


class CalendarRefused(RuleBroken):
    """It can't be read; nothing of what was there before is lost."""

    code = "calendar_unreadable"
    pointer = "/url"


class CalendarUnreadable(CalendarRefused):
    """What came is no calendar."""


class CalendarAddressWrong(CalendarRefused):
    """It is no address of a calendar, or not a closed (https) one."""

    code = "calendar_address"


class CalendarForbidden(CalendarRefused):
    """It points into a network that is not open to everybody, where we ask nothing for anybody."""

    code = "calendar_forbidden"


class CalendarAway(CalendarRefused):
    """Nobody answers there, or too late, or with an error."""

    code = "calendar_away"


class CalendarNotThere(CalendarRefused):
    """Its server says that there is no such calendar, or not for us."""

    code = "calendar_not_there"


class CalendarTooBig(CalendarRefused):
    code = "calendar_too_big"


class CalendarTooHeavy(CalendarRefused):
    """Reading it took too long, or too much memory."""

    code = "calendar_too_heavy"


class CalendarBusy(CalendarRefused):
    """Too many are being read now, or this one's owner has one read already. It says nothing of the calendar."""

    code = "calendar_busy"
    pointer = ""


class CalendarsOff(RuleBroken):
    """This installation reads nobody's calendar."""

    code = "calendars_off"


class CalendarLost(CalendarRefused):
    """Its address was sealed with another key."""

    code = "calendar_lost"
