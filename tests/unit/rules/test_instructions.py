"""Who hears that the register says something else about an address."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.decision import NOTHING
from achterwacht.instructions.rules import changed, is_another, until_morning
from achterwacht.kinds import EventKind
from achterwacht.visits.facts import VisitState
from notifications.texts.templates import Template
from tests.support.facts import ALI, FATIMA, JAN, KARIN, MO, a_visit, at, by, context, people

THERE = ZoneInfo("Europe/Amsterdam")
PAIRS = {"advice": ["pairs"], "instructions": ["Ga met z'n tweeën."], "provisional": False}
NOTHING_THERE = {"advice": [], "instructions": [], "provisional": False}


def told(decision: Any) -> set[tuple[Any, Template]]:
    return {(one.person, one.template) for one in decision.notices}


def test_inside_they_read_nothing_of_it_and_outside_they_read_all() -> None:
    decision = changed(a_visit(), by(KARIN), PAIRS, context(at(0)))
    assert told(decision) == {(JAN, Template.INSTRUCTION_WORKER), (FATIMA, Template.INSTRUCTION_DESK)}
    assert [one.facts for one in decision.notices if one.person == JAN] == [{}]
    (event,) = decision.events
    assert (event.kind, event.facts["instructions"]) == (EventKind.INSTRUCTION_CHANGED, "Ga met z'n tweeën.")


def test_before_the_start_who_planned_it_for_another_hears_it_and_nobody_on_duty() -> None:
    planned = a_visit(VisitState.PLANNED)
    assert told(changed(replace(planned, planner=KARIN), by(MO), PAIRS, context(at(0)))) == {
        (JAN, Template.INSTRUCTION_WORKER),
        (KARIN, Template.INSTRUCTION_DESK),
    }
    assert told(changed(planned, by(MO), PAIRS, context(at(0)))) == {(JAN, Template.INSTRUCTION_WORKER)}


def test_who_changed_it_knows_it() -> None:
    assert told(changed(a_visit(), by(JAN), PAIRS, context(at(0)))) == {(FATIMA, Template.INSTRUCTION_DESK)}
    assert told(changed(a_visit(), by(FATIMA), PAIRS, context(at(0)))) == {(JAN, Template.INSTRUCTION_WORKER)}


def test_a_companion_hears_it_too() -> None:
    with_ali = replace(a_visit(), companions=frozenset({ALI}))
    assert (ALI, Template.INSTRUCTION_WORKER) in told(changed(with_ali, by(KARIN), PAIRS, context(at(0))))


def test_the_next_who_can_be_reached_hears_it() -> None:
    away = people(skip={FATIMA: Skip.ABSENT})
    outside = {one for one, template in told(changed(a_visit(), by(MO), PAIRS, context(at(0), away))) if one != JAN}
    assert outside
    assert FATIMA not in outside


def test_a_phone_that_says_the_visit_is_over_stays_silent() -> None:
    covered = replace(a_visit(), shown_ended_at=at(10))
    assert told(changed(covered, by(KARIN), PAIRS, context(at(0)))) == {(FATIMA, Template.INSTRUCTION_DESK)}


def test_nobody_hears_it_of_a_visit_that_is_over() -> None:
    for state in (VisitState.ENDED, VisitState.CANCELLED):
        assert changed(a_visit(state), by(KARIN), PAIRS, context(at(0))) == NOTHING


@pytest.mark.parametrize(
    ("was", "so"),
    [
        (PAIRS, NOTHING_THERE),
        (NOTHING_THERE, PAIRS),
        (PAIRS, PAIRS | {"provisional": True}),
        (PAIRS, PAIRS | {"instructions": ["Ga met z'n tweeën.", "Er is een hond."]}),
        ({}, PAIRS),
    ],
)
def test_what_is_another_answer(was: dict[str, Any], so: dict[str, Any]) -> None:
    assert is_another(was, so)
    assert not is_another(so, {**so, "checkedAt": "later", "sameBuilding": True})


@pytest.mark.parametrize(
    ("hour", "starts", "told_at"),
    [(0, 9, 7), (0, 8, 7), (0, 7, 0), (0, 2, 0), (6, 9, 7), (7, 9, 7), (13, 15, 13)],
    ids=lambda one: f"{one}h",
)
def test_nobody_is_woken_for_a_visit_later_that_day(hour: int, starts: int, told_at: int) -> None:
    then = datetime(2026, 11, 21, tzinfo=THERE)
    now, start = then.replace(hour=hour), then.replace(hour=starts)
    planned = replace(a_visit(VisitState.PLANNED), planned_start=start)
    assert now + until_morning(planned, now, THERE) == then.replace(hour=told_at)
    inside = replace(a_visit(), planned_start=start)
    assert until_morning(inside, now, THERE) == timedelta()


def test_who_is_told_later_is_told_by_everything_later() -> None:
    wait = timedelta(hours=7)
    decision = changed(replace(a_visit(VisitState.PLANNED), planner=KARIN), by(MO), PAIRS, context(at(0)), wait=wait)
    assert {way.after for one in decision.notices for way in one.ways} == {wait}
    assert len(decision.notices) == 2


def test_not_checked_before_and_nothing_there_now_is_no_news() -> None:
    assert not is_another({"checked": False, "advice": None, "instructions": [], "provisional": False}, NOTHING_THERE)
