"""Calendars that took the server, or each other's appointments, along. What is right stands beside each."""

import asyncio
import datetime as datetime_module
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.calendars import repeating, repetition
from achterwacht.calendars.appointments import Found, find_appointments
from achterwacht.calendars.reading import JOB
from achterwacht.calendars.refusals import CalendarUnreadable
from foundation.apart import read_apart
from tests.support.calendars import BOMBS, GOOD, a_calendar, an_event, plain

FILES = Path(__file__).parents[1] / "files" / "calendars"
ZONE = ZoneInfo("Europe/Amsterdam")
SINCE = datetime(2026, 11, 23, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 24, 23, tzinfo=UTC)
NINE, ONE = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (9, 13))


def find(content: bytes, since: datetime = SINCE) -> Found:
    return find_appointments(content, since, UNTIL, ZONE)


@pytest.mark.parametrize(
    ("name", "begins", "unread"),
    [
        ("c01-interval-zero", [ONE], 1),
        ("c01b-interval-negative", [ONE], 1),
        ("c02-zone-secondly", [], 1),
        ("c04-first-somebody-abroad", [datetime(2026, 11, 23, 5, tzinfo=UTC)], 0),
        ("c04-second-our-worker", [NINE], 0),
        ("c05a-until-nan", [ONE], 1),
        ("c05b-refresh-interval-colon", [ONE], 0),
        ("c05d-alarm-trigger", [ONE], 0),
        ("c05e-no-dtstart", [ONE], 1),
        ("c07-one-uid", [NINE, datetime(2026, 11, 23, 11, tzinfo=UTC), ONE], 0),
    ],
)
def test_a_broken_part_takes_nothing_along_and_is_counted(name: str, begins: list[datetime], unread: int) -> None:
    found = find((FILES / f"{name}.ics").read_bytes())
    assert ([one.starts for one in found.appointments], found.unread) == (begins, unread)


def test_a_zone_belongs_to_its_own_file_in_whatever_order_they_are_read() -> None:
    ours, theirs = ((FILES / f"c04-{name}.ics").read_bytes() for name in ("second-our-worker", "first-somebody-abroad"))
    for _ in range(2):
        assert [one.starts.hour for content in (theirs, ours) for one in find(content).appointments] == [5, 9]
    # Also within one file that holds two calendars.
    assert [one.starts.hour for one in find(theirs + ours).appointments] == [5, 9]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_within_its_limits_and_what_is_good_in_it_is_found(name: str) -> None:
    facts = {"since": SINCE.isoformat(), "until": UNTIL.isoformat(), "zone": ZONE.key}
    answer = asyncio.run(read_apart(replace(JOB, seconds=60, patience=240.0), facts, BOMBS[name]))
    assert "goed" in {uid for uid, *_ in answer["appointments"]}


@pytest.mark.parametrize("appointments", [4_000, 9_000])
def test_a_plain_calendar_of_years(appointments: int) -> None:
    assert [one.uid for one in find(plain(appointments)).appointments] == ["goed"]


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=DAILY;INTERVAL=1e9"], ["RRULE:FREQ=DAILY;COUNT=0"], ["RRULE:FREQ=DAILY;COUNT=-4"], ["RRULE:"],
        ["RRULE:FREQ=SOMETIMES"], ["RRULE:FREQ=DAILY;UNTIL=20261399"], ["RRULE:FREQ=MONTHLY;BYDAY=0MO"],
        ["RRULE:FREQ=MONTHLY;BYMONTHDAY=32"], ["RRULE:FREQ=WEEKLY;BYDAY=MAANDAG"], ["RRULE:FREQ=DAILY;X-EVERY=2"],
        ["RRULE:FREQ=DAILY;FREQ=WEEKLY"], ["RRULE:FREQ=DAILY", "EXDATE:gisteren"], ["RDATE:morgen"],
        ["RRULE:FREQ=DAILY", "DTEND:straks"], ["RRULE:FREQ=DAILY", "DURATION:een uur"],
        ["RRULE:FREQ=DAILY", "EXDATE;TZID=Nergens:20261123T100000"], ["RECURRENCE-ID:ooit"],
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_counted_and_never_guessed(lines: list[str]) -> None:
    found = find(a_calendar(GOOD, an_event("stuk", *lines)))
    assert ([one.uid for one in found.appointments], found.unread) == (["goed"], 1)


def test_an_appointment_that_is_never_ended_takes_none_behind_it_along() -> None:
    broken = an_event("stuk", start=":20261123T090000Z").replace("END:VEVENT\r\n", "")
    found = find(a_calendar(broken, GOOD, broken))
    assert ([one.uid for one in found.appointments], found.unread) == (["goed"], 2)


@pytest.mark.parametrize("cut", [20, 60, -5])
def test_a_calendar_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(CalendarUnreadable):
        find(a_calendar(GOOD)[:cut])


@pytest.mark.parametrize("start", ["00010101T000000", "00010101T000000Z", "99991231T235959", "99991231T235959Z"])
@pytest.mark.parametrize("lines", [[], ["RRULE:FREQ=YEARLY"], ["RDATE:20261123T120000Z"], ["DURATION:P9999W"]])
def test_the_ends_of_time(start: str, lines: list[str]) -> None:
    assert "goed" in {
        one.uid for one in find(a_calendar(GOOD, an_event("ver", *lines, start=f":{start}"))).appointments
    }


@pytest.mark.parametrize(
    "name",
    ["Europe/Amsterdam", "W. Europe Standard Time", "Romance Standard Time", "/mozilla.org/20050126_1/Europe/Brussels",
     '"Europe/Amsterdam"'],
)  # fmt: skip
def test_zones_by_the_names_that_programs_give_them(name: str) -> None:
    (one,) = find(a_calendar(an_event("a", start=f";TZID={name}:20261123T100000"))).appointments
    assert one.starts == NINE


@pytest.mark.parametrize("name", ["Nergens", "../../etc/passwd", "a" * 5_000, "UTC+1 ofzo"])
def test_a_zone_that_nobody_knows_is_not_guessed(name: str) -> None:
    found = find(a_calendar(an_event("a", start=f";TZID={name}:20261123T100000")))
    assert (found.appointments, found.unread) == ([], 1)


def test_changes_and_cancellations_of_one_time() -> None:
    daily = ["RRULE:FREQ=DAILY", "DURATION:PT1H"]
    moved = an_event("r", "RECURRENCE-ID:20261123T090000Z", start=":20261123T150000Z")
    cancelled = an_event("r", "RECURRENCE-ID:20261124T090000Z", "STATUS:CANCELLED", start=":20261124T090000Z")
    found = find(a_calendar(moved, cancelled, an_event("r", *daily)))
    assert [one.starts for one in found.appointments] == [datetime(2026, 11, 23, 15, tzinfo=UTC)]
    onwards = an_event("r", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261102T090000Z", start=":20261102T113000Z")
    found = find(a_calendar(an_event("r", *daily), onwards))
    assert [(one.starts.hour, one.starts.minute) for one in found.appointments] == [(11, 30)] * 2


DAYS = st.lists(st.sampled_from(repetition.WEEKDAYS), max_size=3, unique=True)


def listed(draw: st.DrawFn, some: st.SearchStrategy[int]) -> str:
    return ",".join(str(one) for one in draw(st.lists(some, min_size=1, max_size=4)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [
        f"FREQ={every}",
        f"INTERVAL={draw(st.integers(1, 5))}",
        f"WKST={draw(st.sampled_from(repetition.WEEKDAYS))}",
    ]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    # Of "MO,1TU" dateutil keeps only what is both; the standard says either.
    numbered = every in ("MONTHLY", "YEARLY") and draw(st.booleans())
    nth = st.sampled_from(["1", "2", "-1"]) if numbered else st.just("")
    if days := draw(DAYS):
        parts.append("BYDAY=" + ",".join(draw(nth) + day for day in days))
    if draw(st.booleans()):
        parts.append(
            "BYMONTH=" + ",".join(str(one) for one in draw(st.lists(st.integers(1, 12), min_size=1, max_size=4)))
        )
    if every != "WEEKLY" and draw(st.booleans()):
        parts.append("BYMONTHDAY=" + listed(draw, st.integers(-31, 31).filter(bool)))
    if every == "YEARLY" and draw(st.booleans()):
        parts.append("BYYEARDAY=" + listed(draw, st.integers(-366, 366).filter(bool)))
    # Of a first week dateutil counts from the first day on; the standard counts all days of that week.
    if len(parts) > 4 and every != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    return ";".join(parts)


@given(rules(), st.dates(date(1990, 1, 1), date(2026, 11, 23)), st.integers(0, 900))
def test_repetitions_fall_on_the_days_that_dateutil_writes_out(rule: str, first: date, later: int) -> None:
    since = first + timedelta(days=later)
    until = since + timedelta(days=20)
    ours = list(repeating.days_between(repetition.read_repetition(rule, first), first, since, until))
    # dateutil looks until the year 9999 for a day that fits: here until a few years on.
    soon = SimpleNamespace(**{**vars(datetime_module), "MAXYEAR": until.year + 1})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateutil.rrule.datetime", soon)
        begin, end = (datetime.combine(day, time.min) for day in (first, until))
        written = [one.date() for one in rrulestr(rule, dtstart=begin).between(begin, end, inc=True)]
    assert ours == [day for day in written if day >= since]


def test_the_first_of_a_week_is_counted_from_its_begin() -> None:
    rule, tuesday = "FREQ=WEEKLY;WKST=MO;COUNT=1;BYDAY=MO,TU;BYSETPOS=1", date(2000, 1, 4)
    found = repeating.days_between(repetition.read_repetition(rule, tuesday), tuesday, tuesday, date(2000, 1, 24))
    assert list(found) == [date(2000, 1, 10)]
