"""An external guard firm (P1): phoned beside the police task, and never in the way of anybody."""

from dataclasses import replace
from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.alarms.guard_facts import Firm, GuardCall, GuardOutcome
from achterwacht.alarms.refusals import AlarmOver, MayNotTake
from achterwacht.context import Context
from achterwacht.decision import Decision
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from notifications.texts.templates import Template
from tests.support.facts import ANNE, FATIMA, JAN, KARIN, alarm_of, an_alarm, at, context, due, kinds, people, profile

FIRM = Firm(UUID(int=77), "Bewaking Oost", call_back="Karin, 06 1234")
PLAN = profile("woonmaatschappij").plan()


def beside(firm: Firm | None) -> Context:
    return replace(context(at(40), people(administrators=[ANNE])), find_firm=lambda: firm)


def climbed(alarm: Alarm, firm: Firm | None, times: int) -> Decision:
    decision = Decision(alarm=alarm)
    for _ in range(times):
        decision = alarms.climb(alarm_of(decision), beside(firm))
    return decision


def phoned(decision: Decision) -> list[UUID]:
    return [one.person for one in decision.notices if one.template is Template.GUARD]


def to_anne(decision: Decision) -> list[str]:
    return [one.facts["rank"] for one in decision.notices if one.template is Template.NOBODY_AT_LEVEL]


def test_the_firm_is_phoned_in_the_moment_of_the_police_task_and_not_before() -> None:
    alarm = an_alarm(plan=PLAN)
    assert phoned(climbed(alarm, FIRM, 2)) == []
    police = climbed(alarm, FIRM, 3)
    assert alarm_of(police).level is Level.POLICE
    assert phoned(police) == [FIRM.id]
    assert {one.person for one in police.notices if one.template is Template.POLICE} == {FATIMA, KARIN}
    without = climbed(an_alarm(plan=replace(PLAN, guard=None)), FIRM, 3)
    assert due(police, DeadlineKind.LADDER_STEP) == due(without, DeadlineKind.LADDER_STEP), "it delays nobody"


def test_the_firm_is_nobody_who_was_told_so_it_can_take_nothing() -> None:
    police = climbed(an_alarm(plan=PLAN), FIRM, 3)
    assert FIRM.id not in {one.person for one in alarm_of(police).told}
    assert all(one.code is None for one in police.notices if one.person == FIRM.id)


def test_without_a_firm_it_is_said_aloud_and_the_ladder_goes_on_in_the_same_moment() -> None:
    police = climbed(an_alarm(plan=PLAN), None, 3)
    assert EventKind.GUARD_MISSING in kinds(police)
    assert "guard" in to_anne(police)
    assert {one.person for one in police.notices if one.template is Template.POLICE} == {FATIMA, KARIN}
    assert EventKind.GUARD_MISSING not in kinds(climbed(an_alarm(plan=PLAN), None, 4)), "once is enough"


def test_everyone_is_told_again_and_so_is_the_firm_until_it_answered() -> None:
    assert phoned(climbed(an_alarm(plan=PLAN), FIRM, 4)) == [FIRM.id]
    assert phoned(climbed(an_alarm(plan=PLAN), FIRM, 5)) == [FIRM.id]
    assert phoned(climbed(an_alarm(plan=PLAN), replace(FIRM, answered=True), 4)) == []


def test_after_the_noodknop_it_comes_with_the_police_task_too() -> None:
    pressed = an_alarm(plan=PLAN, cause=Cause.PANIC, level=Level.MANAGER)
    assert phoned(climbed(pressed, FIRM, 1)) == [FIRM.id]


def test_no_outsider_is_phoned_in_a_drill() -> None:
    police = climbed(an_alarm(plan=PLAN), replace(FIRM, spared=True), 3)
    assert phoned(police) == []
    assert EventKind.GUARD_SPARED in kinds(police)
    assert EventKind.GUARD_SPARED not in kinds(climbed(an_alarm(plan=PLAN), replace(FIRM, spared=True), 4))


def test_a_protocol_that_names_none_phones_none() -> None:
    assert phoned(climbed(an_alarm(plan=profile("demo").plan()), FIRM, 5)) == []


@pytest.mark.parametrize("outcome", [GuardOutcome.COMES, GuardOutcome.CANT])
def test_what_the_firm_answers_is_told_and_stops_nothing(outcome: GuardOutcome) -> None:
    alarm = alarm_of(climbed(an_alarm(plan=PLAN), FIRM, 3))
    decision = alarms.guard_answers(alarm, FIRM, outcome)
    assert {one.person for one in decision.notices} == set(alarm.watchers())
    assert decision.alarm is None
    assert not decision.deadlines


def test_an_answer_to_a_closed_alarm_tells_nobody() -> None:
    alarm = alarm_of(climbed(an_alarm(plan=PLAN), FIRM, 3))
    closed = replace(alarm, resolved_at=at(50))
    assert alarms.guard_answers(closed, FIRM, GuardOutcome.COMES).notices == ()
    assert alarms.guard_not_reached(closed, FIRM).notices == ()


def test_who_phones_the_firm_has_the_alarm_and_the_others_hear_what_it_said() -> None:
    alarm = alarm_of(climbed(an_alarm(plan=PLAN), FIRM, 3))
    by = Actor(UUID(int=1), KARIN, "Karin")
    decision = alarms.call_guard(alarm, by, FIRM.name, GuardCall(GuardOutcome.COMES, 20, "twee man"), beside(FIRM))
    assert alarm_of(decision).acknowledged_by == KARIN
    said = [one for one in decision.notices if one.template is Template.GUARD_SAYS]
    assert {one.person for one in said} == set(alarm.watchers()) - {KARIN}
    assert {(one.facts["firm"], one.facts["minutes"]) for one in said} == {("Bewaking Oost", 20)}
    taken = alarm_of(decision)
    again = alarms.call_guard(taken, by, FIRM.name, GuardCall(GuardOutcome.CANT), beside(FIRM))
    assert again.alarm is None, "who has it keeps it"


def test_nobody_inside_phones_the_firm_and_nothing_is_noted_of_what_is_over() -> None:
    alarm = alarm_of(climbed(an_alarm(plan=PLAN), FIRM, 3))
    with pytest.raises(MayNotTake):
        alarms.call_guard(alarm, Actor(UUID(int=1), JAN, "Jan"), "x", GuardCall(GuardOutcome.COMES), beside(FIRM))
    with pytest.raises(AlarmOver):
        alarms.call_guard(
            replace(alarm, resolved_at=at(50)), Actor(UUID(int=1), KARIN, "Karin"), "x",
            GuardCall(GuardOutcome.COMES), beside(FIRM),
        )  # fmt: skip
