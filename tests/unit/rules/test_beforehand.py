"""Before a visit starts: in pairs, a back-up outside office hours, the police told, what is better done otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Candidate, Skip
from achterwacht.beforehand import alone, back_up, rules
from achterwacht.beforehand.alone import OwnPermission
from achterwacht.beforehand.back_up import NotTheBackUp
from achterwacht.beforehand.rules import BackUpNeeded, Beforehand, CompanionNeeded, Hint
from achterwacht.decision import NOTHING
from achterwacht.kinds import EventKind
from achterwacht.protocols.beforehand import HandedOver, PairRule
from achterwacht.visits.facts import Occasion, VisitState
from achterwacht.visits.refusals import NotPlanned, ReasonNeeded
from notifications.texts.templates import Template
from tests.support.facts import FATIMA, JAN, KARIN, MO, a_visit, at, by, context, people, profile

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = datetime(2026, 11, 23, tzinfo=BRUSSELS)


def standing(start: float = 10, hours: float = 1, **facts: Any) -> Beforehand:
    """A visit on a Monday, at so many hours on the wall."""
    begins = MONDAY + timedelta(hours=start)
    known = {"advice": [], "somebody_there": False, "alone_allowed": False, "back_up_accepted": False, **facts}
    return Beforehand(begins.astimezone(UTC), (begins + timedelta(hours=hours)).astimezone(UTC), **known)


@pytest.mark.parametrize(
    ("name", "advice", "needed"),
    [
        ("s-hertogenbosch", [], True), ("s-hertogenbosch", None, True),
        ("losser", [], False), ("losser", None, False), ("losser", ["attention"], True),
        ("woonmaatschappij", ["phone_first"], True), ("heusden-zolder", ["attention"], True),
        ("corporatie", ["attention"], False), ("corporatie", ["pairs"], True),
    ],
)  # fmt: skip
def test_where_nobody_goes_alone(name: str, advice: list[str] | None, needed: bool) -> None:
    lonely = standing(advice=advice)
    assert rules.pair_needed(lonely, profile(name)) is needed
    if needed:
        with pytest.raises(CompanionNeeded):
            rules.may_start(lonely, profile(name), BRUSSELS)
    else:
        rules.may_start(lonely, profile(name), BRUSSELS)
    rules.may_start(standing(advice=advice, somebody_there=True), profile(name), BRUSSELS)
    rules.may_start(standing(advice=advice, alone_allowed=True), profile(name), BRUSSELS)


@pytest.mark.parametrize(
    ("name", "advice", "named", "planned", "at_once"),
    [
        ("demo", ["pairs"], False, True, True), ("demo", ["pairs"], True, True, True),
        ("demo", ["attention"], True, False, False), ("demo", [], True, False, False),
        ("demo", None, False, False, False),
        ("s-hertogenbosch", [], False, True, False), ("s-hertogenbosch", [], True, True, False),
        ("s-hertogenbosch", None, False, True, False), ("s-hertogenbosch", ["attention"], False, True, False),
        ("s-hertogenbosch", ["pairs"], False, True, True), ("s-hertogenbosch", ["pairs"], True, True, True),
        ("losser", ["attention"], True, True, True), ("corporatie", ["pairs"], True, True, True),
    ],
)  # fmt: skip
def test_a_plan_waits_for_who_comes_along_and_who_stands_at_the_door_is_refused_only_where_the_register_says_so(
    name: str, advice: list[str] | None, named: bool, planned: bool, at_once: bool
) -> None:
    rule = profile(name)
    assert rules.waits_for_companion(standing(advice=advice, named=named), rule) is planned
    assert rules.waits_for_companion(standing(advice=advice, named=named, at_once=True), rule) is at_once
    assert not rules.waits_for_companion(standing(advice=advice, named=named, somebody_there=True), rule)


@pytest.mark.parametrize(("named", "planned"), [(False, False), (True, True)])
def test_under_the_rule_named_only_a_plan_waits_and_only_for_who_was_named(named: bool, planned: bool) -> None:
    demo = profile("demo")
    rule = demo.model_copy(update={"pairs": demo.pairs.model_copy(update={"rule": PairRule.NAMED})})
    assert rules.waits_for_companion(standing(advice=["pairs"], named=named), rule) is planned
    assert not rules.waits_for_companion(standing(advice=["pairs"], named=named, at_once=True), rule)


def test_of_who_goes_alone_at_once_one_manager_hears_where_the_protocol_asks_for_two() -> None:
    lonely = standing(at_once=True)
    several = people(managers=[KARIN, MO], skip={KARIN: Skip.ON_VISIT})
    went = alone.goes_alone(lonely, context(at(0), several))
    assert [(one.person, one.template) for one in went.notices] == [(MO, Template.WENT_ALONE)]
    assert [one.kind for one in went.events] == [EventKind.WENT_ALONE]
    nobody = alone.goes_alone(lonely, context(at(0), people(managers=[])))
    assert (len(nobody.events), nobody.notices) == (1, ())
    for name, facts in (("demo", {}), ("losser", {}), ("s-hertogenbosch", {"named": True})):
        assert alone.goes_alone(standing(at_once=True, **facts), context(at(0), several, profile(name))) == NOTHING


@pytest.mark.parametrize(
    ("start", "hours", "outside"),
    [
        (8.5, 8.5, False), (16, 1, False), (16, 1.01, True), (8.49, 1, True), (17, 1, True), (24 + 10, 1, False),
        (16, 20, True), (24 * 5 + 10, 1, True),
    ],
)  # fmt: skip
def test_outside_office_hours_by_the_clock_on_the_wall(start: float, hours: float, outside: bool) -> None:
    visit = standing(start, hours)
    found = rules.outside_hours(visit.start, visit.end, profile("heusden-zolder").office_hours, BRUSSELS, "BE")
    assert found is outside


@pytest.mark.parametrize(
    ("day", "country", "outside"),
    [
        (date(2026, 12, 25), "BE", True),
        (date(2027, 1, 1), "NL", True),
        (date(2026, 11, 11), "BE", True),
        (date(2026, 11, 11), "NL", False),
        (date(2026, 12, 24), "BE", False),
    ],
)
def test_on_a_holiday_the_office_is_closed_all_day(day: date, country: str, outside: bool) -> None:
    start = datetime.combine(day, time(10), BRUSSELS)
    hours = profile("heusden-zolder").office_hours
    assert rules.outside_hours(start, start + timedelta(hours=1), hours, BRUSSELS, country) is outside


def test_on_a_holiday_a_back_up_must_have_accepted() -> None:
    christmas = datetime.combine(date(2026, 12, 25), time(10), BRUSSELS)
    there = replace(standing(10), start=christmas, end=christmas + timedelta(hours=1))
    with pytest.raises(BackUpNeeded):
        rules.may_start(there, profile("heusden-zolder"), BRUSSELS)
    rules.may_start(replace(there, back_up_accepted=True), profile("heusden-zolder"), BRUSSELS)


def test_past_five_a_back_up_must_have_accepted() -> None:
    late = standing(16.5)
    with pytest.raises(BackUpNeeded):
        rules.may_start(late, profile("heusden-zolder"), BRUSSELS)
    rules.may_start(standing(16.5, back_up_accepted=True), profile("heusden-zolder"), BRUSSELS)
    rules.may_start(late, profile("losser"), BRUSSELS)


@pytest.mark.parametrize(
    ("name", "advice", "first"),
    [("losser", ["attention"], True), ("losser", [], False), ("losser", None, False), ("corporatie", ["pairs"], False),
     ("woonmaatschappij", ["police_first"], True)],
)  # fmt: skip
def test_when_the_police_is_told_beforehand(name: str, advice: list[str] | None, first: bool) -> None:
    assert rules.police_first(standing(advice=advice), profile(name)) is first


def test_all_of_the_list_is_handed_over_and_only_what_is_on_it() -> None:
    known = [HandedOver.CLIENTS]
    assert rules.missing_to_hand_over(known, profile("losser").preparation) == (
        HandedOver.COMPANIONS,
        HandedOver.MOBILE_NUMBER,
        HandedOver.BACKGROUND,
    )
    assert rules.missing_to_hand_over([], profile("heusden-zolder").preparation) == (HandedOver.CLIENTS,)
    assert rules.missing_to_hand_over([], profile("woonmaatschappij").preparation) == ()


def test_what_is_better_done_otherwise() -> None:
    hints = {
        "first": rules.hints(standing(occasion=Occasion.FIRST_MEETING), profile("heusden-zolder"), BRUSSELS),
        "bad news, late": rules.hints(standing(19, occasion=Occasion.BAD_NEWS), profile("heusden-zolder"), BRUSSELS),
        "death": rules.hints(standing(occasion=Occasion.DEATH), profile("heusden-zolder"), BRUSSELS),
        "elsewhere": rules.hints(standing(19, occasion=Occasion.FIRST_MEETING), profile("losser"), BRUSSELS),
        "mixed": rules.hints(standing(advice=["attention"]), profile("woonmaatschappij"), BRUSSELS),
    }
    assert hints == {
        "first": (Hint.FIRST_AT_OFFICE,),
        "bad news, late": (Hint.BAD_NEWS_AT_OFFICE, Hint.OUTSIDE_HOURS),
        "death": (),
        "elsewhere": (),
        "mixed": (Hint.MIXED_PAIR,),
    }


def test_only_who_was_asked_is_back_up_and_once() -> None:
    asked = back_up.ask_back_up(a_visit(VisitState.PLANNED), by(JAN), Candidate(FATIMA, "Fatima")).visit
    assert asked is not None
    with pytest.raises(NotTheBackUp):
        back_up.answer_back_up(asked, by(KARIN), True, context(at(1)))
    accepted = back_up.answer_back_up(asked, by(FATIMA), True, context(at(1)))
    assert accepted.visit is not None
    assert [one.template for one in accepted.notices] == [Template.BACK_UP_ACCEPTED]
    again = back_up.answer_back_up(accepted.visit, by(FATIMA), True, context(at(2)))
    assert (again.visit, again.events, again.notices) == (accepted.visit, (), ())
    refused = back_up.answer_back_up(accepted.visit, by(FATIMA), False, context(at(3)))
    assert refused.visit is not None
    assert refused.visit.back_up is None
    with pytest.raises(NotPlanned):
        back_up.answer_back_up(a_visit(back_up=FATIMA), by(FATIMA), True, context(at(1)))


def test_the_back_up_hears_of_the_end_once_it_is_over() -> None:
    under_way = a_visit(back_up=FATIMA, back_up_accepted_at=at(0))
    over = a_visit(VisitState.ENDED, back_up=FATIMA, back_up_accepted_at=at(0))
    assert [one.person for one in back_up.sign_off(under_way, over, by(JAN)).notices] == [FATIMA]
    assert not back_up.sign_off(under_way, under_way, by(JAN)).notices, "an alarm keeps it open"
    assert not back_up.sign_off(over, over, by(JAN)).notices
    assert not back_up.sign_off(a_visit(back_up=FATIMA), a_visit(VisitState.ENDED, back_up=FATIMA), by(JAN)).notices


def test_the_back_up_hears_who_signed_off_and_nothing_of_what_they_did_or_hear_anyway() -> None:
    under_way = a_visit(back_up=FATIMA, back_up_accepted_at=at(0))
    over = a_visit(VisitState.ENDED, back_up=FATIMA, back_up_accepted_at=at(0))
    said = [back_up.sign_off(under_way, over, by(one)).notices[0].facts["by"] for one in (JAN, KARIN)]
    assert said == ["", by(KARIN).name]
    assert not back_up.sign_off(under_way, over, by(FATIMA)).notices
    assert not back_up.sign_off(under_way, over, by(KARIN), told=[FATIMA]).notices, "the alarm is over, she hears"


def test_going_alone_asks_for_a_reason() -> None:
    visit = a_visit(VisitState.PLANNED)
    with pytest.raises(ReasonNeeded):
        alone.allow_alone(visit, by(KARIN), "  ")
    with pytest.raises(NotPlanned):
        alone.allow_alone(a_visit(), by(KARIN), "kort")
    with pytest.raises(OwnPermission):
        alone.allow_alone(visit, by(JAN), "Ik ben zelf teammanager")
    allowed = alone.allow_alone(visit, by(KARIN), "De buurman is erbij")
    assert allowed.visit is not None
    assert allowed.visit.alone_allowed_by == KARIN
    assert [one.kind for one in allowed.events] == [EventKind.ALONE_ALLOWED]


def test_the_police_is_told_once_and_each_call_is_a_line() -> None:
    first = rules.police_told(a_visit(VisitState.PLANNED), by(FATIMA), "PL1", context(at(1)))
    assert first.visit is not None
    second = rules.police_told(first.visit, by(FATIMA), "", context(at(5)))
    assert second.visit is not None
    assert second.visit.police_told_at == at(1)
    assert [one.kind for one in second.events] == [EventKind.POLICE_TOLD]
    with pytest.raises(NotPlanned):
        rules.police_told(a_visit(VisitState.ENDED), by(FATIMA), "", context(at(1)))
