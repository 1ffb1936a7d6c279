"""watch-rules.md: a text of who is under way that no rule reads is told, and one of distress brings in a manager."""

import pytest

from achterwacht.alarms.facts import Cause, Level, Skip
from achterwacht.kinds import EventKind
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import VisitState
from notifications.texts.templates import Template
from tests.support.facts import (
    ALI,
    FATIMA,
    JAN,
    KARIN,
    a_visit,
    alarm_of,
    an_alarm,
    at,
    by,
    context,
    kinds,
    people,
    told,
)

JAN_TEXTS = by(JAN, "sms")


def test_what_nobody_understood_is_told_to_who_is_on_duty_and_changes_nothing() -> None:
    decision = visits.not_understood(a_visit(), JAN_TEXTS, "kom je", context(at(3)), tell=True)
    assert (kinds(decision), told(decision)) == ([EventKind.TEXTED], {FATIMA})
    assert (decision.visit, decision.alarm, dict(decision.deadlines)) == (None, None, {}), "it is no sign of life"


def test_with_nobody_on_duty_a_manager_reads_it_and_never_who_is_inside() -> None:
    away = context(at(3), people(skip={FATIMA: Skip.ABSENT}))
    assert told(visits.not_understood(a_visit(), JAN_TEXTS, "kom je", away, tell=True)) == {KARIN}
    along = a_visit(companions=[FATIMA])
    assert told(visits.not_understood(along, by(FATIMA, "sms"), "kom je", context(at(3)), tell=True)) == {KARIN}


def test_told_just_now_it_only_stands_in_the_timeline() -> None:
    decision = visits.not_understood(a_visit(), JAN_TEXTS, "kom je", context(at(3)), tell=False)
    assert (kinds(decision), told(decision)) == ([EventKind.TEXTED], set())


def test_distress_opens_an_alarm_at_the_manager_and_who_is_told_reads_the_words() -> None:
    decision = visits.in_distress(a_visit(), JAN_TEXTS, "hij slaat me", context(at(3)))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.NOT_OK, Level.MANAGER)
    assert KARIN in told(decision, Template.ALARM_NOT_OK)
    assert told(decision, Template.TEXTED) == told(decision, Template.ALARM_NOT_OK)


@pytest.mark.parametrize("cause", [Cause.NOT_OK, Cause.PANIC, Cause.DURESS])
def test_distress_makes_no_alarm_lighter_and_who_was_told_reads_it(cause: Cause) -> None:
    visit = a_visit(alarm=an_alarm(cause, Level.MANAGER, taker=KARIN))
    decision = visits.in_distress(visit, JAN_TEXTS, "hij heeft een mes", context(at(33)))
    assert decision.alarm is None
    assert told(decision) == {FATIMA, KARIN} & set(visit.open_alarm.watchers() if visit.open_alarm else ())
    assert JAN not in told(decision)


def test_distress_raises_a_lighter_alarm_and_what_was_taken_lapses() -> None:
    visit = a_visit(alarm=an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=FATIMA))
    decision = visits.in_distress(visit, JAN_TEXTS, "hij slaat me", context(at(33)))
    assert (alarm_of(decision).cause, alarm_of(decision).acknowledged_by) == (Cause.NOT_OK, None)


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.ENDED, VisitState.CANCELLED])
def test_of_a_visit_that_nobody_watches_nothing_is_told(state: VisitState) -> None:
    visit = a_visit(state)
    assert visits.in_distress(visit, JAN_TEXTS, "hij slaat me", context(at(3))).events == ()
    assert visits.not_understood(visit, by(ALI, "sms"), "kom je", context(at(3)), tell=True).events == ()
