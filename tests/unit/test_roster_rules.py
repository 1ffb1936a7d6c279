"""Who is on duty, also on the two nights on which the clock is changed."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achterwacht.roster.days import Repeat
from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.roster.rules import (
    OnDuty,
    Shift,
    Span,
    by_day,
    gaps,
    next_change,
    office_hours,
    on_duty,
    shown_between,
    turns,
    without,
)
from tests.support.facts import profile

ZONES = (ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/Brussels"))
MONDAY, SATURDAY, SUNDAY = 1, 6, 7
ALL_DAYS = frozenset(range(1, 8))
FATIMA, ALI = uuid4(), uuid4()


def shift(
    starts: str, ends: str, days: frozenset[int] = ALL_DAYS, person: UUID = FATIMA, rank: Rank = Rank.FIRST
) -> Shift:
    return Shift(rank, person, Repeat(days), time.fromisoformat(starts), time.fromisoformat(ends))


def first(shifts: list[Shift], local: datetime) -> tuple[UUID, ...]:
    assert local.tzinfo is not None
    return on_duty(shifts, local.astimezone(UTC), local.tzinfo, "NL").get(Rank.FIRST, ())


@pytest.fixture(params=ZONES, ids=lambda zone: zone.key)
def zone(request: pytest.FixtureRequest) -> ZoneInfo:
    found: ZoneInfo = request.param
    return found


def test_from_is_in_and_until_is_out(zone: ZoneInfo) -> None:
    shifts = [shift("08:30", "17:00", frozenset({MONDAY}))]
    monday = datetime(2026, 11, 23, tzinfo=zone)
    assert first(shifts, monday.replace(hour=8, minute=30)) == (FATIMA,)
    assert first(shifts, monday.replace(hour=16, minute=59, second=59)) == (FATIMA,)
    assert first(shifts, monday.replace(hour=17)) == ()
    assert first(shifts, monday.replace(hour=8, minute=29, second=59)) == ()
    assert first(shifts, monday.replace(day=24, hour=12)) == ()


def test_past_midnight_belongs_to_the_day_it_began(zone: ZoneInfo) -> None:
    shifts = [shift("22:00", "06:00", frozenset({SUNDAY}))]
    sunday = datetime(2026, 11, 22, tzinfo=zone)
    assert first(shifts, sunday.replace(hour=23)) == (FATIMA,)
    assert first(shifts, sunday.replace(day=23, hour=5, minute=59)) == (FATIMA,)
    assert first(shifts, sunday.replace(day=23, hour=6)) == ()
    assert first(shifts, sunday.replace(hour=5)) == ()
    assert first(shifts, sunday.replace(day=23, hour=22)) == ()


def test_the_same_time_twice_is_a_whole_day(zone: ZoneInfo) -> None:
    saturday = datetime(2026, 11, 21, tzinfo=zone)
    midnight = [shift("00:00", "00:00", frozenset({SATURDAY}))]
    assert first(midnight, saturday) == (FATIMA,)
    assert first(midnight, saturday.replace(hour=23, minute=59)) == (FATIMA,)
    assert first(midnight, saturday.replace(day=22)) == ()
    eight = [shift("08:00", "08:00", frozenset({SATURDAY}))]
    assert first(eight, saturday.replace(hour=7, minute=59)) == ()
    assert first(eight, saturday.replace(day=22, hour=7, minute=59)) == (FATIMA,)
    assert first(eight, saturday.replace(day=22, hour=8)) == ()


def test_until_midnight_ends_there(zone: ZoneInfo) -> None:
    shifts = [shift("17:00", "00:00", frozenset({SATURDAY}))]
    saturday = datetime(2026, 11, 21, 23, 59, tzinfo=zone)
    assert first(shifts, saturday) == (FATIMA,)
    assert first(shifts, saturday + timedelta(minutes=1)) == ()


def test_the_night_the_clock_goes_back(zone: ZoneInfo) -> None:
    """25 October 2026: after 02:59 summer time comes 02:00 winter time."""
    shifts = [shift("22:00", "02:30", person=FATIMA), shift("02:30", "08:00", person=ALI)]
    night = datetime(2026, 10, 25, 0, 15, tzinfo=UTC)  # 02:15 for the first time
    assert on_duty(shifts, night, zone, "NL") == {Rank.FIRST: (FATIMA,)}
    assert on_duty(shifts, night + timedelta(minutes=30), zone, "NL") == {Rank.FIRST: (ALI,)}
    assert on_duty(shifts, night + timedelta(hours=1), zone, "NL") == {
        Rank.FIRST: (FATIMA,)
    }  # 02:15 for the second time
    assert on_duty(shifts, night + timedelta(hours=2), zone, "NL") == {Rank.FIRST: (ALI,)}  # 03:15


def test_the_night_the_clock_goes_forward(zone: ZoneInfo) -> None:
    """28 March 2027: after 01:59 winter time comes 03:00 summer time."""
    shifts = [shift("22:00", "02:30", person=FATIMA), shift("02:30", "08:00", person=ALI)]
    night = datetime(2027, 3, 28, 0, 59, tzinfo=UTC)  # 01:59
    assert on_duty(shifts, night, zone, "NL") == {Rank.FIRST: (FATIMA,)}
    assert on_duty(shifts, night + timedelta(minutes=1), zone, "NL") == {Rank.FIRST: (ALI,)}  # 03:00


def test_people_stand_in_the_order_of_the_roster_each_once() -> None:
    shifts = [shift("08:00", "12:00", person=ALI), shift("09:00", "17:00"), shift("10:00", "11:00", person=ALI)]
    assert first(shifts, datetime(2026, 11, 23, 10, 30, tzinfo=ZONES[0])) == (ALI, FATIMA)


def test_a_rank_with_nobody_is_not_there() -> None:
    duty = on_duty([shift("00:00", "00:00", rank=Rank.MANAGER)], datetime(2026, 11, 23, tzinfo=UTC), ZONES[0], "NL")
    assert duty == {Rank.MANAGER: (FATIMA,)}


changes = st.lists(st.integers(0, 24 * 60 - 1), min_size=1, max_size=6, unique=True).map(sorted)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(changes, moments, st.sampled_from(ZONES))
def test_shifts_that_follow_each_other_leave_no_gap(minutes: list[int], moment: datetime, zone: ZoneInfo) -> None:
    walls = [time(minute // 60, minute % 60) for minute in minutes]
    people = [uuid4() for _ in walls]
    following = [*walls[1:], walls[0]]
    shifts = [
        Shift(Rank.FIRST, person, Repeat(ALL_DAYS), starts, ends)
        for person, starts, ends in zip(people, walls, following, strict=True)
    ]
    assert len(on_duty(shifts, moment, zone, "NL")[Rank.FIRST]) == 1


times = st.times(time(5), time(8))
a_shift = st.builds(
    Shift,
    st.sampled_from([Rank.FIRST, Rank.SECOND]),
    st.sampled_from([FATIMA, ALI]),
    st.frozensets(st.integers(1, 7), min_size=1).map(Repeat),
    times,
    times,
    swapped=st.just({date(2026, 3, 29): ALI}),
)


@given(st.lists(a_shift, max_size=4), st.data(), st.sampled_from(ZONES))
def test_at_many_moments_it_is_who_it_is_at_each(shifts: list[Shift], data: st.DataObject, zone: ZoneInfo) -> None:
    """Around the changes of a day, and on the night the clock is changed."""
    known = OnDuty(shifts, zone, "NL")
    changes = [wall for one in shifts for wall in (one.starts, one.ends)] or [time(6)]
    for _ in range(12):
        day = data.draw(st.dates(date(2026, 3, 28), date(2026, 3, 30)))
        beside = timedelta(microseconds=data.draw(st.integers(-1, 1)))
        moment = datetime.combine(day, data.draw(st.sampled_from(changes)), zone).astimezone(UTC) + beside
        assert known.at(moment) == on_duty(shifts, moment, zone, "NL")


def test_a_swapped_turn_is_the_others_until_it_ends_after_midnight(zone: ZoneInfo) -> None:
    """The turn of Saturday 28 November, that ends on Sunday: the other turns stay as they were."""
    night = replace(shift("22:00", "06:00"), swapped={date(2026, 11, 28): ALI})
    saturday = datetime(2026, 11, 28, 5, 59, tzinfo=zone)
    assert first([night], saturday) == (FATIMA,)
    assert first([night], saturday.replace(hour=22)) == (ALI,)
    assert first([night], saturday.replace(day=29)) == (ALI,)
    assert first([night], saturday.replace(day=29, hour=22)) == (FATIMA,)


def test_turns_past_midnight_stand_on_the_day_they_begin() -> None:
    sunday = date(2026, 11, 22)
    found = turns([shift("22:00", "06:00", frozenset({SUNDAY}))], sunday, sunday + timedelta(days=6), "NL")
    assert [(turn.day, turn.starts, turn.ends) for turn in found] == [
        (sunday, datetime(2026, 11, 22, 22), datetime(2026, 11, 23, 6))  # noqa: DTZ001
    ]


def test_the_watch_changes_each_time_the_wall_says_so(zone: ZoneInfo) -> None:
    """In the night the clock goes back 02:30 comes twice, and so does the change; in the other night it is skipped, and
    the watch changes when the clock jumps past it, at 03:00."""
    shifts = [shift("22:00", "02:30"), shift("02:30", "22:00", person=ALI)]
    back = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # 01:30
    first_time = next_change(shifts, back, zone, "NL", 7)
    assert first_time == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_change(shifts, first_time, zone, "NL", 7) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    forward = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01:30
    change = next_change(shifts, forward, zone, "NL", 7)
    assert change == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert first(shifts, (change - timedelta(seconds=1)).astimezone(zone)) == (FATIMA,)
    assert first(shifts, change.astimezone(zone)) == (ALI,)


def test_without_a_turn_ahead_one_looks_again_in_a_week() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_change([], now, ZONES[0], "NL", 7) == now + timedelta(days=7)
    over = replace(shift("08:00", "17:00"), repeat=Repeat(ALL_DAYS, last=date(2026, 1, 1)))
    assert next_change([over], now, ZONES[0], "NL", 7) == now + timedelta(days=7)


walls = st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
some_shifts = st.lists(
    st.builds(
        Shift,
        st.just(Rank.FIRST),
        st.sampled_from((FATIMA, ALI)),
        st.builds(
            Repeat,
            st.frozensets(st.integers(1, 7), min_size=1),
            st.integers(1, 3),
            st.dates(date(2026, 1, 1), date(2027, 12, 31)),
            holidays=st.sampled_from(OnHolidays),
        ),
        walls,
        walls,
    ),
    max_size=4,
)


@settings(deadline=None)  # the calendar of a country is read once, and that takes a while
@given(some_shifts, moments, st.sampled_from(ZONES))
def test_the_turns_of_a_week_say_the_same_as_asking_at_a_moment(
    shifts: list[Shift], moment: datetime, zone: ZoneInfo
) -> None:
    """What the screen shows of a moment is who the ladder finds then, on the nights the clock changes too."""
    local = moment.astimezone(zone).replace(tzinfo=None)
    day = local.date()
    shown = {
        turn.person for turn in turns(shifts, day - timedelta(days=1), day, "BE") if turn.starts <= local < turn.ends
    }
    assert shown == set(on_duty(shifts, moment, zone, "BE").get(Rank.FIRST, ()))


nights = st.sampled_from((datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC)))


@given(some_shifts, nights, st.integers(0, 8 * 60), st.integers(1, 8 * 60), st.sampled_from(ZONES))
def test_nobody_comes_or_goes_before_the_next_change(
    shifts: list[Shift], night: datetime, begins: int, later: int, zone: ZoneInfo
) -> None:
    """Whoever has the watch is asked to hand it over when it changes, and not half an hour after it."""
    now = night + timedelta(minutes=begins)
    change = next_change(shifts, now, zone, "NL", 7)
    before = min(now + timedelta(minutes=later), change - timedelta(seconds=1))
    assert on_duty(shifts, before, zone, "NL") == on_duty(shifts, now, zone, "NL")


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted), max_size=5)
NOON = datetime(2026, 11, 23, 12)  # noqa: DTZ001


@given(spans, spans)
def test_a_gap_is_every_minute_that_is_needed_and_not_covered(
    needed: list[list[int]], covered: list[list[int]]
) -> None:
    def minutes(spans: Iterable[tuple[datetime, datetime]]) -> set[int]:
        return {
            minute
            for starts, ends in spans
            for minute in range(int((starts - NOON).seconds / 60), int((ends - NOON).seconds / 60))
        }

    def moments(spans: list[list[int]]) -> list[Span]:
        return [(NOON + timedelta(minutes=starts), NOON + timedelta(minutes=ends)) for starts, ends in spans]

    found = gaps(moments(needed), moments(covered))
    assert minutes(found) == minutes(moments(needed)) - minutes(moments(covered))
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found)), "each stretch once, in order"


@pytest.mark.parametrize(
    ("begins", "minutes", "shown"),
    [
        ("2026-10-25T00:45", 30, ["02:45-03:00", "02:00-02:15"]),  # from 02:45 to the second 02:15
        ("2026-10-25T00:30", 90, ["02:30-03:00", "02:00-03:00"]),  # from 02:30, past the second one
        ("2026-10-25T00:00", 60, ["02:00-03:00", "02:00-02:00"]),
        ("2026-10-25T01:00", 30, ["02:00-02:30"]),
        ("2027-03-28T00:45", 30, ["01:45-02:00", "03:00-03:15"]),  # no hour that never was
        ("2026-11-23T08:00", 60, ["09:00-10:00"]),
    ],
)
def test_what_the_wall_shows_between_two_moments(begins: str, minutes: int, shown: list[str], zone: ZoneInfo) -> None:
    moment = datetime.fromisoformat(begins).replace(tzinfo=UTC)
    found = shown_between(moment, moment + timedelta(minutes=minutes), zone)
    assert [f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in found] == shown


def test_the_office_is_closed_on_a_holiday_of_its_country() -> None:
    friday = date(2026, 12, 25)
    hours = profile("s-hertogenbosch").office_hours
    assert office_hours(hours, friday, friday, "NL") == []
    armistice = date(2026, 11, 11)
    assert office_hours(hours, armistice, armistice, "NL")
    assert office_hours(hours, armistice, armistice, "BE") == []


def test_who_is_away_leaves_a_hole() -> None:
    def hour(hour: int) -> datetime:
        return datetime(2026, 11, 23, hour)  # noqa: DTZ001

    assert without((hour(8), hour(17)), None) == [(hour(8), hour(17))]
    assert without((hour(8), hour(17)), (hour(10), hour(12))) == [(hour(8), hour(10)), (hour(12), hour(17))]
    assert without((hour(8), hour(17)), (hour(7), hour(18))) == []
    assert without((hour(8), hour(17)), (hour(18), hour(20))) == [(hour(8), hour(17))]
    assert by_day((hour(22), datetime(2026, 11, 24, 6))) == [  # noqa: DTZ001
        (hour(22), datetime(2026, 11, 24)),  # noqa: DTZ001
        (datetime(2026, 11, 24), datetime(2026, 11, 24, 6)),  # noqa: DTZ001
    ]
