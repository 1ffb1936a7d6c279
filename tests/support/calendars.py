"""Calendars made to hold up their reader, and too large to keep as files."""

PLACE = "LOCATION:Dorpsstraat 14\\, 5211 AA Den Bosch"


def an_event(uid: object, *lines: str, start: str = ":20200101T090000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", PLACE, *lines, "END:VEVENT", ""])


def a_calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


def repeated(rule: str, times: int, start: str = ":20200101T090000Z") -> bytes:
    return a_calendar(GOOD, *(an_event(number, f"RRULE:{rule}", start=start) for number in range(times)))


def plain(appointments: int) -> bytes:
    """Returns a calendar spread over three years, with one appointment on 23 November 2026."""
    events = (
        an_event(n, start=f":{2025 + n % 3}{1 + n % 12:02}{1 + n % 22:02}T{8 + n % 9:02}0000Z")
        for n in range(appointments - 1)
    )
    return a_calendar(*events, GOOD)


def a_zone(name: str, rule: str, begins: str = "19700101T000000") -> str:
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:{begins}\r\nTZOFFSETFROM:+0100\r\n"
        f"TZOFFSETTO:+0100\r\nRRULE:{rule}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


START_OF_TIME = ":19000101T090000Z"
GOOD = an_event("goed", "DTEND:20261123T060000Z", start=":20261123T050000Z")
ZONES = "".join(
    a_zone(f"Z{n}", "FREQ=MONTHLY;BYDAY=MO") + an_event(n, start=f";TZID=Z{n}:20261123T150000") for n in range(4_000)
)
DATES = [f"20261124T{n % 24:02}{n % 60:02}{n % 60:02}Z" for n in range(99_000)]
BOMBS = {
    "interval zero": repeated("FREQ=DAILY;INTERVAL=0", 50),
    "thirtieth of February": repeated("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 4_000),
    "thirtieth of February, counted": repeated(
        "FREQ=DAILY;COUNT=5;BYMONTH=2;BYMONTHDAY=30", 4_000, ":19000101T090000Z"
    ),
    "last day of a year that has no such day": repeated("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=2;BYSETPOS=-1", 4_000),
    "daily since 1900": repeated("FREQ=DAILY", 4_000, START_OF_TIME),
    "daily since the first year": repeated("FREQ=DAILY;INTERVAL=999", 4_000, ":00010101T090000Z"),
    "each second": repeated("FREQ=SECONDLY", 4_000),
    "each minute of each hour": repeated("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3", 4_000),
    "counted to the end": repeated("FREQ=WEEKLY;COUNT=99999;BYDAY=MO,TU", 9_000),
    "a zone that never ends": a_calendar(
        a_zone("Z", "FREQ=SECONDLY"), GOOD, an_event(1, start=";TZID=Z:20261123T1500")
    ),
    "a zone since the first year": a_calendar(
        a_zone("Z", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2", "00010101T000000"), GOOD
    ),
    "four thousand zones": a_calendar(GOOD, ZONES),
    "exceptions": a_calendar(
        GOOD, an_event(1, "RRULE:FREQ=DAILY", "EXDATE:" + ",".join(["20261124T090000Z"] * 99_000))
    ),
    "extra dates": a_calendar(
        GOOD, an_event(1, "RDATE:" + ",".join(f"20261124T{n % 86400:06}Z" for n in range(99_000)))
    ),
    "changes of one repetition": a_calendar(
        GOOD,
        *(an_event("r", "RRULE:FREQ=DAILY") for _ in range(3_000)),
        *(
            an_event("r", f"RECURRENCE-ID;RANGE=THISANDFUTURE:20{n % 26:02}0101T090000Z", start=":20200101T100000Z")
            for n in range(3_000)
        ),
    ),
    "nested": a_calendar("BEGIN:X\r\n" * 90_000, "END:X\r\n" * 90_000, GOOD),
    "never closed inside": a_calendar(GOOD.replace("END:VEVENT", "BEGIN:VALARM\r\n" * 90_000 + "END:VEVENT")),
    "a long line": a_calendar(GOOD, an_event(1, "SUMMARY:" + "\\," * 900_000)),
    "a folded line": a_calendar(GOOD, an_event(1, "SUMMARY:" + "a\r\n " * 450_000)),
    "quotes in parameters": a_calendar(GOOD, an_event(1, "LOCATION;X=" + '"a;' * 400_000 + ":x")),
    "a rule of a megabyte": a_calendar(GOOD, an_event(1, "RRULE:FREQ=MONTHLY;BYMONTHDAY=" + "1," * 700_000 + "2")),
}
"""Each holds one plain appointment, at five o'clock on 23 November 2026, which has to be found."""
