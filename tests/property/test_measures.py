"""The advice on measures, for whatever happened and whatever happened before: it promises three things."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.measures.facts import ONLY_A_LETTER, Advice, Case, Earlier, Happened, Talk
from achterwacht.measures.rules.advice import advise
from achterwacht.measures.rules.periods import end_of, is_as_long, months_later, over_at
from achterwacht.protocols.measures import Measure, MeasureKind
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped

PROFILES = [
    read_profile(shipped()[name])
    for name in ("woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch")
]
GRAVITY = [
    {MeasureKind.TELL_MANAGER, MeasureKind.BRING_IN_HELP},
    {MeasureKind.WARNING, MeasureKind.EXPECTED_BEHAVIOUR, MeasureKind.BAN_NOTICE, MeasureKind.NO_MORE_ANSWERS},
    {MeasureKind.ORDER_TALK, MeasureKind.REPRIMAND, MeasureKind.EVICTION, MeasureKind.DAMAGE_CLAIM},
    {MeasureKind.POLICE_NOTIFICATION, MeasureKind.CALL_RESTRICTION, MeasureKind.SECURED_ENVIRONMENT},
    {MeasureKind.POLICE_REPORT, MeasureKind.ACCESS_BAN, MeasureKind.THREAT_LETTER, MeasureKind.BENEFIT_CUT},
    {MeasureKind.RECEIVED_AT_POLICE, MeasureKind.STOP_SERVICE, MeasureKind.ALLOCATION, MeasureKind.STREET_BAN},
    {MeasureKind.PETITION, MeasureKind.END_LEASE},
]
"""From light to heavy, as somebody who gets it would say."""


@st.composite
def cases(draw: st.DrawFn, profile: Profile) -> Case:
    behaviours = [one.id for one in profile.behaviour]
    ways = [*profile.channels, None]
    happened = draw(
        st.lists(st.builds(Happened, st.sampled_from(behaviours), st.sampled_from(ways)), min_size=1, max_size=3)
    )
    day = date(2026, 9, 12) - timedelta(days=draw(st.integers(0, 900)))
    at = datetime(day.year, day.month, day.day, draw(st.integers(8, 17)), tzinfo=UTC)
    return Case(UUID(int=draw(st.integers(1, 2**100))), at, day, tuple(happened), draw(st.booleans()))


@st.composite
def histories(draw: st.DrawFn, profile: Profile) -> list[Earlier]:
    letters = st.frozensets(st.sampled_from([one.id for one in profile.letters]), max_size=2)
    return draw(st.lists(st.builds(Earlier, cases(profile), letters), max_size=4))


def heaviest(advice: Advice) -> int:
    named = [next(place for place, kinds in enumerate(GRAVITY) if one.kind in kinds) for one in advice.measures]
    return max(named, default=-1)


def longest(advice: Advice) -> int:
    return max((one.measure.months or 0 for one in advice.measures), default=0)


@pytest.mark.parametrize("profile", PROFILES, ids=[one.id for one in PROFILES])
@given(data=st.data())
def test_a_repetition_never_gives_less(profile: Profile, data: st.DataObject) -> None:
    case, history = data.draw(cases(profile)), data.draw(histories(profile))
    alone, repeated = advise(profile, case), advise(profile, case, history)
    assert heaviest(repeated) >= heaviest(alone)
    assert longest(repeated) >= longest(alone)


@pytest.mark.parametrize("profile", PROFILES, ids=[one.id for one in PROFILES])
@given(data=st.data())
def test_no_letter_ever_for_who_never_gets_one(profile: Profile, data: st.DataObject) -> None:
    case, history = data.draw(cases(profile)), data.draw(histories(profile))
    advice = advise(profile, case, history, data.draw(st.sampled_from(Talk)))
    never = {one.id for one in profile.behaviour if one.never_letter}
    assert advice.never_letter == bool(never & case.behaviours)
    if advice.never_letter:
        assert not any(one.letter or one.kind in ONLY_A_LETTER for one in advice.measures)


@pytest.mark.parametrize("profile", PROFILES, ids=[one.id for one in PROFILES])
@given(data=st.data())
def test_each_kind_stands_once_with_its_rule_and_somebody_who_decides(profile: Profile, data: st.DataObject) -> None:
    advice = advise(profile, data.draw(cases(profile)), data.draw(histories(profile)))
    kinds = [one.kind for one in advice.measures]
    assert len(kinds) == len(set(kinds))
    assert all(one.rule in advice.rules and one.decided_by for one in advice.measures)
    assert advice.because


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_months_end_on_the_same_day_or_the_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 36), st.booleans())
def test_what_lasts_as_long_as_the_row_says_is_as_advised(day: date, months: int, about: bool) -> None:
    measure = Measure(kind=MeasureKind.ACCESS_BAN, months=months, about=about)
    end = end_of(day, measure)
    assert end is not None
    assert is_as_long(day, end, measure)
    assert not is_as_long(day, end + timedelta(days=months * 31), measure)
    assert not is_as_long(day, None, measure)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_it_is_over_when_the_next_day_begins_there(day: date) -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    over = over_at(day, zone).astimezone(zone)
    assert over.date() == day + timedelta(days=1)
    assert (over.hour, over.minute) == (0, 0)
