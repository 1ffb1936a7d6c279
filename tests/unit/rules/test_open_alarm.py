"""watch-rules.md: panic and duress, what a graver cause does to an open alarm, and what stays frozen."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level, Skip
from achterwacht.chases import rules as chases
from achterwacht.code_purposes import CodePurpose
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Pin, ReturnTo, VisitState
from achterwacht.visits.refusals import EndNotLater, NotUnderWay, VisitTooLong
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    ANNE,
    BOTH,
    FATIMA,
    JAN,
    KARIN,
    MO,
    RUTH,
    SMS,
    a_plan,
    a_visit,
    alarm_of,
    an_alarm,
    at,
    by,
    changed,
    context,
    due,
    kinds,
    people,
    press,
    profile,
    told,
    visit_of,
    ways,
)

STEP, UNRESOLVED = DeadlineKind.LADDER_STEP, DeadlineKind.UNRESOLVED


def test_causes_go_from_light_to_grave() -> None:
    assert sorted(Cause, key=lambda one: one.gravity) == [
        Cause.NOT_BACK, Cause.OVERDUE, Cause.CHECK_CALL, Cause.NOT_OK, Cause.PANIC, Cause.DURESS,
    ]  # fmt: skip


def test_levels_go_from_the_worker_to_the_police() -> None:
    ladder = [Level.WORKER, Level.COLLEAGUE, Level.MANAGER, Level.POLICE]
    assert sorted(Level, key=lambda one: one.height) == ladder
    assert [step.level for step in a_plan().steps] == ladder


@pytest.mark.parametrize(("name", "wait"), [("demo", timedelta(seconds=15)), ("s-hertogenbosch", timedelta(minutes=1))])
def test_panic_tells_colleague_and_manager_at_once_by_every_channel(name: str, wait: timedelta) -> None:
    decision = visits.panic(a_visit(), by(JAN), context(at(12), protocol=profile(name)))
    alarm = alarm_of(decision)
    assert (alarm.cause, alarm.level, alarm.opened_at) == (Cause.PANIC, Level.MANAGER, at(12))
    assert told(decision, Template.ALARM_PANIC) == {FATIMA, KARIN}
    assert told(decision) == {FATIMA, KARIN}
    assert ways(decision, FATIMA) == ways(decision, KARIN) == BOTH
    assert all(way.after == timedelta() for notice in decision.notices for way in notice.ways)
    assert {notice.code for notice in decision.notices} == {CodePurpose.LADDER}
    assert due(decision, STEP) == at(12) + wait
    assert visit_of(decision).last_heard_at == at(12)


def test_a_panic_goes_by_every_channel_whatever_the_steps_of_the_profile_say() -> None:
    steps = tuple(replace(step, ways=step.ways[:1]) for step in profile().plan().steps)
    alarm = an_alarm(Cause.PANIC, Level.MANAGER, told={}, plan=replace(profile().plan(), steps=steps))
    decision = alarms.open_alarm(alarm, context(at(31)))
    assert ways(decision, FATIMA) == ways(decision, KARIN) == BOTH
    light = alarms.open_alarm(replace(alarm, cause=Cause.NOT_OK), context(at(31)))
    assert ways(light, KARIN) == SMS


def test_the_timeline_says_why_an_alarm_opened_and_why_it_became_graver() -> None:
    opened = visits.overdue(a_visit(), context(at(35)))
    assert [event.facts for event in opened.events if event.kind is EventKind.ALARM_OPENED] == [{"cause": "overdue"}]
    raised = alarms.raise_alarm(alarm_of(opened), Cause.PANIC, Level.MANAGER, context(at(36)))
    assert [event.facts for event in raised.events if event.kind is EventKind.ALARM_RAISED] == [{"cause": "panic"}]


@pytest.mark.parametrize("who", [JAN, ANNE])
def test_a_press_is_noted_with_who_pressed_and_a_companion_stands_in_what_is_told(who: UUID) -> None:
    companion = None if who == JAN else who
    opened = visits.panic(a_visit(companions=[ANNE]), by(who), context(at(12)))
    raised = visits.under_duress(a_visit(companions=[ANNE], alarm=an_alarm()), by(who), context(at(36)))
    pressed = an_alarm(Cause.PANIC, Level.MANAGER)
    again = visits.panic(a_visit(companions=[ANNE], alarm=pressed), by(who), context(at(40)))
    for decision, kind, template, moment in (
        (opened, EventKind.ALARM_OPENED, Template.ALARM_PANIC, at(12)),
        (raised, EventKind.ALARM_RAISED, Template.ALARM_DURESS, at(36)),
        (again, EventKind.PANIC_REPEATED, Template.HEARD, None),
    ):
        assert [event.by for event in decision.events if event.kind is kind] == [who]
        said = [notice for notice in decision.notices if notice.template is template]
        assert {notice.companion for notice in said} == {companion}
        assert {notice.facts.get("opened") for notice in said} == {moment}, "when they pressed, not when it opened"


def test_what_nobody_pressed_names_nobody() -> None:
    opened = visits.overdue(a_visit(companions=[ANNE]), context(at(35)))
    assert [event.by for event in opened.events if event.kind is EventKind.ALARM_OPENED] == [None]
    assert {notice.companion for notice in opened.notices} == {None}


def test_the_police_task_follows_a_panic_unless_somebody_took_it(protocol: Profile) -> None:
    pressed = alarm_of(visits.panic(a_visit(), by(JAN), context(at(12), protocol=protocol)))
    untaken = alarms.climb(pressed, context(at(13)))
    assert told(untaken, Template.POLICE) == {FATIMA, KARIN}
    assert alarm_of(untaken).level is Level.POLICE
    taken = alarm_of(alarms.acknowledge(pressed, by(KARIN), context(at(12, 30))))
    assert alarms.climb(taken, context(at(13))).notices == ()


def test_a_panic_goes_round_who_cannot_and_straight_to_the_police_task_when_nobody_can(protocol: Profile) -> None:
    no_colleague = visits.panic(a_visit(), by(JAN), context(at(12), people(skip={FATIMA: Skip.ABSENT}), protocol))
    assert told(no_colleague, Template.ALARM_PANIC) == {KARIN}
    assert told(no_colleague, Template.NOBODY_AT_LEVEL) == {ANNE}
    away = people(skip={FATIMA: Skip.ABSENT, KARIN: Skip.ABSENT}, everyone=[FATIMA, KARIN])
    nobody = visits.panic(a_visit(), by(JAN), context(at(12), away, protocol))
    assert told(nobody, Template.POLICE) == {FATIMA, KARIN}
    assert kinds(nobody)[-1] is EventKind.EVERYONE_TOLD


def test_panic_is_never_too_late_and_only_needs_a_visit_under_way() -> None:
    hours_late = visits.panic(a_visit(), by(JAN), context(at(600)))
    assert alarm_of(hours_late).cause is Cause.PANIC
    with pytest.raises(NotUnderWay):
        visits.panic(a_visit(VisitState.ENDED), by(JAN), context(at(12)))


def test_the_duress_pin_opens_a_silent_alarm_for_colleague_and_manager(protocol: Profile) -> None:
    decision = visits.say_ok(a_visit(), press(by(JAN), at(12), Pin.DURESS), context(at(12), protocol=protocol))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.DURESS, Level.MANAGER)
    assert told(decision) == {FATIMA, KARIN}
    assert ways(decision, KARIN) == BOTH


def test_duress_is_silent_on_the_workers_side_all_the_way_up(protocol: Profile) -> None:
    decision = visits.extend(a_visit(), press(by(JAN), at(12), Pin.DURESS), at(45), context(at(12), protocol=protocol))
    alarm = alarm_of(decision)
    for minutes in range(13, 20):
        assert JAN not in told(decision)
        decision = alarms.climb(alarm, context(at(minutes), people(everyone=[JAN, FATIMA, KARIN])))
        alarm = alarm_of(decision)
    assert alarm.rounds == 6


def test_a_check_out_with_the_duress_pin_ends_the_visit_only_on_the_workers_screen(protocol: Profile) -> None:
    home = ReturnTo.HOME
    decision = visits.check_out(
        a_visit(), press(by(JAN), at(12), Pin.DURESS), "", home, context(at(12), protocol=protocol)
    )
    visit = visit_of(decision)
    assert (visit.state, visit.shown_ended_at, visit.return_to) == (VisitState.UNDER_WAY, at(12), home)
    assert alarm_of(decision).cause is Cause.DURESS
    assert DeadlineKind.OVERDUE not in decision.deadlines


def test_who_ended_it_with_the_duress_pin_is_answered_as_if_it_were_over() -> None:
    covered = a_visit(shown_ended_at=at(12), alarm=an_alarm(Cause.DURESS, Level.MANAGER))
    with pytest.raises(NotUnderWay):
        visits.say_ok(covered, press(by(JAN), at(13), Pin.RIGHT), context(at(13)))
    with pytest.raises(NotUnderWay):
        visits.extend(covered, press(by(JAN), at(13), Pin.RIGHT), at(60), context(at(13)))
    again = visits.check_out(covered, press(by(JAN), at(13), Pin.DURESS), "", None, context(at(13)))
    assert (kinds(again), again.notices) == ([], ()), "it was heard when it was tried"
    assert visit_of(again).shown_ended_at == at(12)


def test_what_came_with_a_duress_pin_that_was_heard_tells_nobody_again() -> None:
    silent = a_visit(alarm=an_alarm(Cause.DURESS, Level.MANAGER, opened_at=at(31)))
    for decision in (
        visits.say_ok(silent, press(by(JAN), at(30, 59), Pin.DURESS), context(at(31, 1))),
        visits.extend(silent, press(by(JAN), at(30, 59), Pin.DURESS), at(60), context(at(31, 1))),
        visits.check_out(silent, press(by(JAN), at(30, 59), Pin.DURESS), "", None, context(at(31, 1))),
    ):
        assert (decision.notices, decision.alarm) == ((), None)
        assert kinds(decision)[0] in (EventKind.SAID_OK, EventKind.EXTENDED, EventKind.CHECKED_OUT)
        shown = visit_of(decision)
        assert shown.expected_end > at(31, 1) or shown.shown_ended_at is not None, (
            "and their screen says what it should"
        )


@pytest.mark.parametrize("pin", [Pin.RIGHT, Pin.DURESS])
def test_an_end_that_cant_be_is_refused_with_either_pin(pin: Pin) -> None:
    for until, refusal in ((at(5), EndNotLater), (at(0) + timedelta(hours=99), VisitTooLong)):
        with pytest.raises(refusal):
            visits.extend(a_visit(), press(by(JAN), at(12), pin), until, context(at(12)))
    with pytest.raises(NotUnderWay):
        visits.say_ok(a_visit(VisitState.ENDED), press(by(JAN), at(40), pin), context(at(40)))


@pytest.mark.parametrize("pin", [Pin.NOT_SET, Pin.RIGHT])
def test_the_right_pin_opens_no_alarm(pin: Pin) -> None:
    assert visits.say_ok(a_visit(), press(by(JAN), at(12), pin), context(at(12))).alarm is None


def test_the_duress_pin_at_the_question_whether_they_are_home_opens_a_silent_alarm(protocol: Profile) -> None:
    visit = a_visit(VisitState.ENDED)
    decision = chases.home_safe_heard(visit, press(by(JAN), at(70), Pin.DURESS), context(at(70), protocol=protocol))
    assert alarm_of(decision).cause is Cause.DURESS
    assert told(decision) == {FATIMA, KARIN}


def test_a_graver_cause_raises_the_open_alarm_and_restarts_the_plan_at_the_higher_of_both_levels() -> None:
    light = an_alarm(Cause.OVERDUE, Level.POLICE, rounds=3)
    decision = visits.panic(a_visit(alarm=light), by(JAN), context(at(45)))
    alarm = alarm_of(decision)
    assert (alarm.id, alarm.cause, alarm.level, alarm.rounds) == (light.id, Cause.PANIC, Level.POLICE, 0)
    assert told(decision, Template.ALARM_PANIC) == {FATIMA, KARIN}
    assert told(decision, Template.POLICE) == {FATIMA, KARIN}
    assert due(decision, STEP) == at(48)
    assert decision.silenced == ALL_MESSAGES
    assert kinds(decision)[0] is EventKind.ALARM_RAISED


def test_a_graver_cause_lifts_a_low_alarm_to_the_level_of_the_graver_one() -> None:
    decision = visits.panic(a_visit(alarm=an_alarm()), by(JAN), context(at(31)))
    assert alarm_of(decision).level is Level.MANAGER
    assert due(decision, STEP) == at(32)


def test_an_acknowledgement_lapses_when_a_graver_cause_comes() -> None:
    taken = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=FATIMA, assigned_to=KARIN)
    decision = visits.panic(a_visit(alarm=taken), by(JAN), context(at(40)))
    alarm = alarm_of(decision)
    assert (alarm.acknowledged_by, alarm.acknowledged_at, alarm.assigned_to) == (None, None, None)
    assert due(decision, UNRESOLVED) is None
    assert due(decision, STEP) == at(41)


def test_duress_raises_a_panic() -> None:
    pressed = an_alarm(Cause.PANIC, Level.MANAGER, taker=KARIN)
    decision = visits.say_ok(a_visit(alarm=pressed), press(by(JAN), at(40), Pin.DURESS), context(at(40)))
    assert (alarm_of(decision).cause, alarm_of(decision).acknowledged_by) == (Cause.DURESS, None)
    assert told(decision, Template.ALARM_DURESS) == {FATIMA, KARIN}


@pytest.mark.parametrize("cause", [Cause.OVERDUE, Cause.CHECK_CALL, Cause.NOT_OK])
def test_a_lighter_cause_changes_nothing_of_a_graver_alarm(cause: Cause) -> None:
    pressed = an_alarm(Cause.PANIC, Level.MANAGER, taker=KARIN)
    decision = alarms.raise_alarm(pressed, cause, Level.POLICE, context(at(40)))
    assert (decision.alarm, decision.notices, decision.events) == (None, (), ())


@pytest.mark.parametrize("open_cause", [Cause.PANIC, Cause.DURESS])
def test_a_second_press_is_told_to_who_has_it_and_restarts_nothing(open_cause: Cause) -> None:
    pressed = an_alarm(open_cause, Level.MANAGER, taker=KARIN)
    decision = alarms.raise_alarm(pressed, Cause.PANIC, Level.MANAGER, context(at(40)))
    assert told(decision, Template.HEARD) == {FATIMA, KARIN}
    assert {notice.facts["heard"] for notice in decision.notices} == {"pressed_again"}
    assert kinds(decision) == [EventKind.PANIC_REPEATED]
    assert (decision.alarm, dict(decision.deadlines)) == (None, {})
    forced = alarms.raise_alarm(an_alarm(Cause.DURESS, Level.MANAGER), Cause.DURESS, Level.MANAGER, context(at(40)))
    assert {notice.facts["heard"] for notice in forced.notices} == {"duress_again"}


def test_overdue_joins_the_alarm_that_is_open_since_a_visit_has_at_most_one() -> None:
    pressed = an_alarm(Cause.PANIC, Level.MANAGER)
    decision = visits.overdue(a_visit(alarm=pressed), context(at(35)))
    assert decision.alarm is None
    assert kinds(decision) == [EventKind.OVERDUE]


def test_a_closed_alarm_is_not_joined_but_followed_by_a_new_one() -> None:
    closed = an_alarm(Cause.PANIC, Level.MANAGER, resolved_at=at(31))
    decision = visits.overdue(a_visit(alarm=closed), context(at(35)))
    assert alarm_of(decision).id != closed.id
    assert alarm_of(decision).open


def test_levels_times_and_channels_are_frozen_when_the_alarm_opens() -> None:
    opened = alarm_of(visits.overdue(a_visit(), context(at(35))))
    assert opened.plan == profile().plan()
    slower = changed(profile(), "ladder", repeat_every=timedelta(hours=9))
    joined = visits.panic(a_visit(alarm=opened), by(JAN), context(at(36), protocol=slower))
    assert alarm_of(joined).plan == opened.plan
    quick = replace(opened, plan=replace(opened.plan, steps=profile("demo").plan().steps))
    assert due(alarms.climb(quick, context(at(38))), STEP) == at(38, 15)


def test_people_are_found_at_each_step() -> None:
    opened = alarm_of(visits.overdue(a_visit(), context(at(35))))
    assert told(alarms.climb(opened, context(at(38), people(first=[MO])))) == {MO}


@pytest.mark.parametrize("person", [JAN, RUTH])
def test_the_alarm_knows_who_is_inside(person: UUID) -> None:
    decision = visits.panic(a_visit(companions=[RUTH]), by(JAN), context(at(12), people(first=[FATIMA, RUTH])))
    assert person not in told(decision)
    assert alarm_of(decision).companions == {RUTH}
