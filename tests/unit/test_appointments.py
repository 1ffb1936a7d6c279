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


EXCHANGE_ZONE = OUTLOOK_ZONE.replace("W. Europe Standard Time", "tzone://Microsoft/Custom")


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


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize(
    ("name", "zone", "at"),
    [
        ("tzone://Microsoft/Utc", "", "T090000"),
        ("tzone://Microsoft/Olson/Europe/Brussels", "", "T100000"),
        ("tzone://Microsoft/Custom", EXCHANGE_ZONE, "T100000"),
    ],
)  # fmt: skip
def test_a_zone_as_exchange_names_it_with_or_without_its_quotes(name: str, zone: str, at: str, quoted: bool) -> None:
    """As calendars of Microsoft 365 have it; many programs for calendars hold a line for it."""
    start = f';TZID="{name}":20261123{at}' if quoted else f";TZID={name}:20261123{at}"
    (one,) = read(zone, appointment("a", start, start.replace("0000", "4500"), PLACE))
    assert (one.starts, one.place) == (datetime(2026, 11, 23, 9, tzinfo=UTC), "Dorpsstraat 12, 5211 AA Den Bosch")
    left_out = f"EXDATE{start}"
    assert (
        read(zone, appointment("b", start, start.replace("0000", "4500"), PLACE, "RRULE:FREQ=DAILY;COUNT=1", left_out))
        == []
    )


@pytest.mark.parametrize("title", ["Geannuleerd: Huisbezoek", "Canceled: visit", "Annulé : visite", "CANCELLED: x"])
def test_what_outlook_calls_off_in_its_title_alone_is_off(title: str) -> None:
    assert read(appointment("a", ":20261123T090000Z", ":20261123T100000Z", f"SUMMARY:{title}", PLACE)) == []


def test_a_colon_in_a_title_or_a_link_in_a_place_is_nothing_else() -> None:
    (one,) = read(
        appointment("a", ":20261123T090000Z", ":20261123T100000Z", "SUMMARY;LANGUAGE=nl-nl://intake: Bakker", PLACE)
    )
    assert one.title == "//intake: Bakker"


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


EVERY_DAY = appointment("a", f"{LOCAL}20261120T100000", f"{LOCAL}20261120T110000", PLACE, "RRULE:FREQ=DAILY;COUNT=10")
THE_24TH = (";VALUE=DATE:20261124", f"{LOCAL}20261124T000000", ":20261124T000000", f"{LOCAL}20261124T100000")


def starts(*events: str) -> list[str]:
    return [f"{one.starts.astimezone(ZONE):%d %H:%M}" for one in read(*events)]


@pytest.mark.parametrize("day", THE_24TH)
def test_one_of_a_series_that_was_moved_is_not_proposed_where_it_was(day: str) -> None:
    assert starts(EVERY_DAY) == ["23 10:00", "24 10:00"]
    moved = appointment("a", f"{LOCAL}20261124T150000", f"{LOCAL}20261124T160000", PLACE, f"RECURRENCE-ID{day}")
    assert starts(EVERY_DAY, moved) == ["23 10:00", "24 15:00"]


@pytest.mark.parametrize("day", THE_24TH)
@pytest.mark.parametrize("start", [";VALUE=DATE:20261124", f"{LOCAL}20261124T100000"])
def test_one_of_a_series_that_was_cancelled_is_not_proposed(day: str, start: str) -> None:
    cancelled = appointment("a", start, start, PLACE, f"RECURRENCE-ID{day}", "STATUS:CANCELLED")
    assert starts(EVERY_DAY, cancelled) == ["23 10:00"]


@pytest.mark.parametrize("day", THE_24TH)
def test_one_that_was_left_out_of_a_series_is_not_proposed(day: str) -> None:
    without = EVERY_DAY.replace("RRULE", f"EXDATE{day}\r\nRRULE")
    assert starts(without) == ["23 10:00"]


def test_this_and_all_that_follow_by_the_day_alone() -> None:
    later = appointment(
        "a", f"{LOCAL}20261123T120000", f"{LOCAL}20261123T130000", PLACE,
        "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261123",
    )  # fmt: skip
    assert starts(EVERY_DAY, later) == ["23 12:00", "24 12:00"]


def test_a_series_that_begins_at_midnight_loses_only_that_midnight() -> None:
    nightly = appointment("a", f"{LOCAL}20261120T000000", f"{LOCAL}20261120T010000", PLACE, "RRULE:FREQ=DAILY")
    also = nightly.replace("RRULE", f"RDATE{LOCAL}20261124T140000\r\nRRULE")
    assert starts(also) == ["24 00:00", "24 14:00"]
    assert starts(also.replace("RRULE", f"EXDATE{LOCAL}20261124T000000\r\nRRULE")) == ["24 14:00"]
