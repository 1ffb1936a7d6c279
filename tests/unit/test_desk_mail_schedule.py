"""When a list is due: times on the wall, also in the two nights on which the wall skips or repeats an hour."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from achterwacht.deadlines.rules import Schedule
from achterwacht.whereabouts.rules import Calling, NextStep, Outside, next_step

HERE = ZoneInfo("Europe/Amsterdam")
WORKDAYS = (1, 2, 3, 4, 5)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "next_one"),
    [
        (utc(2026, 11, 23, 6, 0), utc(2026, 11, 23, 7, 30)),  # Monday morning, winter: 08:30 is 07:30
        (utc(2026, 11, 23, 7, 30), utc(2026, 11, 23, 12, 0)),  # at the moment itself: the one after it
        (utc(2026, 11, 23, 12, 0, 1), utc(2026, 11, 24, 7, 30)),
        (utc(2026, 11, 27, 12, 0), utc(2026, 11, 30, 7, 30)),  # Friday afternoon: over the weekend
        (utc(2026, 7, 6, 6, 0), utc(2026, 7, 6, 6, 30)),  # summer
    ],
)
def test_the_next_time_on_the_wall(now: datetime, next_one: datetime) -> None:
    schedule = Schedule(WORKDAYS, (time(13, 0), time(8, 30)))
    assert schedule.next_after(now, HERE) == next_one


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Europe/Brussels"])
def test_each_night_has_its_lists_once(zone: str) -> None:
    """Every half hour: 46 lists on the day the clock goes forward (two times are the same moment), 48 on the other."""
    half_hours = Schedule(EVERY_DAY, [time(hour, minute) for hour in range(24) for minute in (0, 30)])
    for day, lists in (((2026, 3, 29), 46), ((2026, 10, 25), 48), ((2026, 11, 1), 48)):
        start = datetime(*day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        end = datetime(day[0], day[1], day[2], 23, 59, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        moments, now = [start], start
        while (later := half_hours.next_after(now, ZoneInfo(zone))) is not None and later <= end:
            moments.append(later)
            now = later
        assert len(moments) == len(set(moments)) == lists, day


def test_without_a_day_or_a_time_there_is_no_next() -> None:
    assert Schedule((), (time(8),)).next_after(utc(2026, 11, 23), HERE) is None
    assert Schedule(WORKDAYS, ()).next_after(utc(2026, 11, 23), HERE) is None


NOW, CHECK, END = utc(2026, 11, 23, 13, 0), utc(2026, 11, 23, 13, 10), utc(2026, 11, 23, 13, 40)


@pytest.mark.parametrize(
    ("check_call_at", "now", "facts", "step"),
    [
        (CHECK, NOW, "", NextStep(Calling.CALL, CHECK)),
        (None, NOW, "", NextStep(Calling.CALL, END)),
        (END.replace(hour=14), NOW, "", NextStep(Calling.CALL, END)),
        (None, END, "", NextStep(Calling.CALL_NOW)),
        (CHECK, NOW, "asked", NextStep(Calling.CALL_NOW)),
        (CHECK, NOW, "alarmed", NextStep(Calling.CALL_NOW)),
        (CHECK, NOW, "alarmed silent", NextStep(Calling.MANAGER_FIRST)),
    ],
)
def test_what_to_do_by_hand(check_call_at: datetime | None, now: datetime, facts: str, step: NextStep) -> None:
    said = {name: name in facts for name in ("alarmed", "silent", "asked")}
    assert next_step(Outside(END, check_call_at, **said), now) == step
