"""What stands in a calendar that somebody else's program wrote."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.calendars.appointments import MOST, Appointment, read_appointments
from achterwacht.calendars.refusals import CalendarUnreadable
from tests.support.calendar_server import appointment, calendar

ZONE = ZoneInfo("Europe/Amsterdam")
SINCE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
PLACE = "LOCATION:Dorpsstraat 12\\, 5211 AA Den Bosch"
LOCAL = ";TZID=Europe/Amsterdam:"
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")


def read(*events: str) -> list[Appointment]:
    return list(read_appointments(calendar(*events).encode(), SINCE, UNTIL, ZONE))


def test_one_with_a_time_and_a_place() -> None:
    (one,) = read(appointment("a", ":20261123T090000Z", ":20261123T100000Z", "SUMMARY:Mw. Bakker\\; intake", PLACE))
    assert (one.title, one.place) == ("Mw. Bakker; intake", "Dorpsstraat 12, 5211 AA Den Bosch")
    assert (one.starts, one.ends) == (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "zone"),
    [(f"{LOCAL}20261123T100000", ""), (";TZID=W. Europe Standard Time:20261123T100000", OUTLOOK_ZONE),
     (":20261123T100000", ""), (":20261123T090000Z", "")],
)  # fmt: skip
def test_a_time_however_its_zone_is_told(start: str, zone: str) -> None:
    end = start.replace("T10", "T11").replace("T09", "T10")
    (one,) = read(zone, appointment("a", start, end, PLACE))
    assert one.starts == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert one.ends - one.starts == timedelta(hours=1)


def test_what_is_no_visit_is_left_out() -> None:
    assert read(
        appointment("whole day", ";VALUE=DATE:20261123", ";VALUE=DATE:20261124", PLACE),
        appointment("no place", ":20261123T090000Z", ":20261123T100000Z"),
        appointment("empty place", ":20261123T090000Z", ":20261123T100000Z", "LOCATION:  "),
        appointment("cancelled", ":20261123T090000Z", ":20261123T100000Z", "STATUS:CANCELLED", PLACE),
        appointment("over", ":20261123T060000Z", ":20261123T080000Z", PLACE),
        appointment("later", ":20261126T090000Z", ":20261126T100000Z", PLACE),
    ) == []  # fmt: skip


def test_repetitions_are_written_out_with_their_exceptions() -> None:
    found = read(
        appointment("w", f"{LOCAL}20260323T100000", f"{LOCAL}20260323T110000", "RRULE:FREQ=DAILY",
                    "EXDATE;TZID=Europe/Amsterdam:20261123T100000", PLACE),
        appointment("w", f"{LOCAL}20261124T150000", f"{LOCAL}20261124T160000",
                    "RECURRENCE-ID;TZID=Europe/Amsterdam:20261124T100000", PLACE),
    )  # fmt: skip
    assert [one.starts for one in found] == [datetime(2026, 11, 24, 14, tzinfo=UTC)]


def test_what_would_never_end_is_left_out() -> None:
    for rule in ("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=0,1,2"):
        assert read(appointment("a", ":20260101T090000Z", ":20260101T091000Z", f"RRULE:{rule}", PLACE)) == []
    many = (appointment(f"a{n}", ":20261123T090000Z", ":20261123T100000Z", PLACE) for n in range(MOST + 20))
    assert len(read(*many)) == MOST


def test_one_that_is_broken_takes_no_other_along() -> None:
    good = appointment("good", ":20261123T090000Z", ":20261123T100000Z", PLACE)
    backwards = appointment("backwards", ":20261123T090000Z", ":20261123T080000Z", PLACE)
    assert {one.uid for one in read(good, backwards)} >= {"good"}


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body>Log in</body></html>", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe\x00",
     b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n",
     b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", b"{}"],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(CalendarUnreadable):
        read_appointments(content, SINCE, UNTIL, ZONE)


def test_its_key_changes_with_its_time_and_place_and_nothing_else() -> None:
    def key(start: str = ":20261123T090000Z", place: str = PLACE, *more: str) -> str:
        (one,) = read(appointment("a", start, ":20261123T110000Z", place, *more))
        return one.key

    assert key() == key(":20261123T090000Z", PLACE, "SUMMARY:Anders", "SEQUENCE:3")
    assert len({key(), key(":20261123T091500Z"), key(place="LOCATION:Dorpsstraat 14\\, 5211 AA Den Bosch")}) == 3
