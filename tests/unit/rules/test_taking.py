"""watch-rules.md, "With an open alarm": acknowledge, can't, `unresolved`, passing on."""

from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Candidate, Cause, Level, Outcome, PoliceCall, Skip
from achterwacht.alarms.refusals import AlarmOver, MayNotTake, NotAsked
from achterwacht.code_purposes import CodePurpose
from achterwacht.decision import NOTHING
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    ALI,
    BOTH,
    FATIMA,
    JAN,
    KARIN,
    MO,
    NAMES,
    RUTH,
    alarm_of,
    an_alarm,
    at,
    by,
    context,
    due,
    kinds,
    people,
    profile,
    told,
)

STEP, UNRESOLVED = DeadlineKind.LADDER_STEP, DeadlineKind.UNRESOLVED
AT_COLLEAGUE = an_alarm(Cause.OVERDUE, Level.COLLEAGUE)
TAKEN = an_alarm(Cause.OVERDUE, Level.MANAGER, taker=KARIN)


def candidate(person: UUID) -> Candidate:
    return Candidate(person, NAMES[person])


@pytest.mark.parametrize("via", ["app", "sms", "call"])
def test_acknowledge_by_tap_1_or_digit_stops_the_climb_and_starts_unresolved(protocol: Profile, via: str) -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, plan=protocol.plan())
    decision = alarms.acknowledge(alarm, by(FATIMA, via), context(at(34)))
    taken = alarm_of(decision)
    assert (taken.acknowledged_by, taken.acknowledged_at) == (FATIMA, at(34))
    assert due(decision, STEP) is None
    assert due(decision, UNRESOLVED) == at(34) + protocol.ladder.unresolved_after
    assert decision.silenced == ALL_MESSAGES
    assert [(event.kind, event.facts) for event in decision.events] == [(EventKind.ACKNOWLEDGED, {"via": via})]


@pytest.mark.parametrize(("name", "seconds"), [("demo", 30), ("s-hertogenbosch", 600)])
def test_the_time_to_resolve_is_the_profiles(name: str, seconds: int) -> None:
    decision = alarms.acknowledge(an_alarm(plan=profile(name).plan()), by(FATIMA), context(at(34)))
    assert due(decision, UNRESOLVED) == at(34, seconds)


def test_the_others_who_were_told_hear_who_has_it() -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.MANAGER)
    decision = alarms.acknowledge(alarm, by(KARIN), context(at(34)))
    assert told(decision, Template.TAKEN) == {FATIMA}
    assert told(decision) == {FATIMA}
    assert decision.notices[0].facts == {"taker": "Karin Smit"}


def test_the_first_one_wins_and_a_second_taker_hears_who_has_it() -> None:
    decision = alarms.acknowledge(TAKEN, by(FATIMA), context(at(35)))
    assert alarm_of(decision).acknowledged_by == KARIN
    assert told(decision, Template.TAKEN) == {FATIMA}
    assert decision.notices[0].facts == {"taker": "Karin Smit"}
    assert kinds(decision) == [EventKind.ALSO_ACKNOWLEDGED]
    assert dict(decision.deadlines) == {}


def test_the_taker_who_acknowledges_again_changes_nothing() -> None:
    decision = alarms.acknowledge(TAKEN, by(KARIN), context(at(35)))
    assert (decision.alarm, decision.events, decision.notices) == (None, (), ())


@pytest.mark.parametrize("taker", [None, KARIN])
def test_who_takes_it_from_the_board_without_being_told_hears_how_it_goes_on(taker: UUID | None) -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.MANAGER, taker=taker)
    after = alarm_of(alarms.acknowledge(alarm, by(MO), context(at(35))))
    assert told(alarms.resolve(after, by(KARIN), Outcome.SAFE, "", context(at(36))), Template.ALL_CLEAR) == {
        FATIMA, KARIN, MO,
    }  # fmt: skip


@pytest.mark.parametrize("person", [JAN, RUTH])
def test_the_worker_and_a_companion_never_take_it(person: UUID) -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, companions=frozenset({RUTH}), told={person: Level.COLLEAGUE})
    with pytest.raises(MayNotTake):
        alarms.acknowledge(alarm, by(person), context(at(34)))
    with pytest.raises(MayNotTake):
        alarms.decline(alarm, by(person), context(at(34)))
    with pytest.raises(MayNotTake):
        alarms.pass_on(alarm, by(person), candidate(KARIN))
    with pytest.raises(MayNotTake):
        alarms.pass_on(alarm, by(FATIMA), candidate(person))
    with pytest.raises(MayNotTake):
        alarms.call_police(alarm, by(person), PoliceCall("112", ""), context(at(34)))


def test_a_closed_alarm_is_not_taken_declined_or_passed_on() -> None:
    closed = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, resolved_at=at(33))
    with pytest.raises(AlarmOver):
        alarms.acknowledge(closed, by(FATIMA), context(at(34)))
    with pytest.raises(AlarmOver):
        alarms.decline(closed, by(FATIMA), context(at(34)))
    with pytest.raises(AlarmOver):
        alarms.pass_on(closed, by(FATIMA), candidate(KARIN))


def test_when_all_told_at_this_level_cannot_the_next_level_is_told_at_once(protocol: Profile) -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, plan=protocol.plan())
    decision = alarms.decline(alarm, by(FATIMA), context(at(34)))
    assert alarm_of(decision).level is Level.MANAGER
    assert told(decision) == {KARIN}
    assert kinds(decision)[0] is EventKind.DECLINED
    assert due(decision, STEP) == at(34) + protocol.plan().step(Level.POLICE).after


def test_while_another_of_this_level_can_the_step_waits() -> None:
    alarm = AT_COLLEAGUE.also_told([(ALI, Level.COLLEAGUE)])
    decision = alarms.decline(alarm, by(FATIMA), context(at(34)))
    assert (told(decision), alarm_of(decision).level) == (set(), Level.COLLEAGUE)
    assert STEP not in decision.deadlines
    both = alarms.decline(alarm_of(decision), by(ALI), context(at(34)))
    assert told(both) == {KARIN}


def test_who_said_no_says_it_once_until_they_are_asked_again_or_take_it_after_all() -> None:
    alarm = AT_COLLEAGUE.also_told([(ALI, Level.COLLEAGUE)])
    out = alarm_of(alarms.decline(alarm, by(FATIMA), context(at(34))))
    assert alarms.decline(out, by(FATIMA), context(at(35))) == NOTHING
    assert kinds(alarms.decline(out, by(FATIMA), context(at(35)), note="Ik zit in de trein")) == [EventKind.DECLINED]
    again = out.also_told([(FATIMA, Level.MANAGER)])
    assert EventKind.DECLINED in kinds(alarms.decline(again, by(FATIMA), context(at(36))))
    taken = alarm_of(alarms.acknowledge(out, by(FATIMA), context(at(36))))
    assert alarm_of(alarms.decline(taken, by(FATIMA), context(at(37)))).acknowledged_by is None


def test_after_a_panic_both_colleague_and_manager_must_say_no_before_the_police_task_is_hastened() -> None:
    pressed = an_alarm(Cause.PANIC, Level.MANAGER)
    one = alarms.decline(pressed, by(KARIN), context(at(34)))
    assert told(one) == set()
    two = alarms.decline(alarm_of(one), by(FATIMA), context(at(34)))
    assert alarm_of(two).level is Level.POLICE
    # Who said no is out; so the police task has nobody left, and goes to everyone.
    assert told(two, Template.POLICE) == {FATIMA, ALI, KARIN, MO}


def test_who_said_no_is_out_at_later_steps_and_said_so() -> None:
    out = AT_COLLEAGUE.marked(FATIMA, declined=True)
    manager = alarms.climb(out, context(at(36), people(managers=[FATIMA, KARIN])))
    assert told(manager) == {KARIN}
    assert [event.facts["why"] for event in manager.events if event.kind is EventKind.STEP_SKIPPED] == ["declined"]


def test_a_no_from_a_lower_level_does_not_hasten_the_present_one() -> None:
    decision = alarms.decline(an_alarm(Cause.OVERDUE, Level.MANAGER), by(FATIMA), context(at(38)))
    assert (told(decision), alarm_of(decision).level) == (set(), Level.MANAGER)


def test_once_everyone_was_told_a_no_leaves_the_rounds_at_their_pace() -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.POLICE, rounds=1, told={FATIMA: Level.POLICE})
    decision = alarms.decline(alarm, by(FATIMA), context(at(45)))
    assert (told(decision), STEP in decision.deadlines) == (set(), False)


def test_only_who_was_told_can_say_no() -> None:
    with pytest.raises(NotAsked):
        alarms.decline(AT_COLLEAGUE, by(MO), context(at(34)))


def test_a_taker_who_cannot_after_all_lets_the_climb_go_on() -> None:
    decision = alarms.decline(an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=FATIMA), by(FATIMA), context(at(36)))
    assert (alarm_of(decision).acknowledged_by, alarm_of(decision).level) == (None, Level.MANAGER)
    assert told(decision) == {KARIN}
    assert due(decision, UNRESOLVED) is None


def test_unresolved_lapses_the_acknowledgement_asks_the_taker_and_climbs_on(protocol: Profile) -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=FATIMA, assigned_to=MO, plan=protocol.plan())
    decision = alarms.unresolved(alarm, context(at(44)))
    lapsed = alarm_of(decision)
    assert (lapsed.acknowledged_by, lapsed.acknowledged_at, lapsed.assigned_to) == (None, None, None)
    assert told(decision, Template.STILL_OPEN) == {FATIMA}
    assert told(decision, Template.ALARM_OVERDUE) == {KARIN}
    assert decision.notices[0].code is CodePurpose.LADDER
    assert (lapsed.level, due(decision, UNRESOLVED)) == (Level.MANAGER, None)
    assert due(decision, STEP) == at(44) + protocol.plan().step(Level.POLICE).after
    assert kinds(decision)[0] is EventKind.ACKNOWLEDGEMENT_LAPSED


def test_unresolved_at_the_last_level_goes_on_to_everyone() -> None:
    alarm = an_alarm(Cause.PANIC, Level.POLICE, taker=KARIN)
    decision = alarms.unresolved(alarm, context(at(44)))
    assert told(decision, Template.POLICE) == {FATIMA, ALI, KARIN, MO}


def test_unresolved_after_the_alarm_was_closed_or_let_go_does_nothing() -> None:
    for alarm in (an_alarm(), an_alarm(taker=FATIMA, resolved_at=at(33))):
        assert alarms.unresolved(alarm, context(at(44))).notices == ()


def test_a_taker_without_a_number_is_not_asked_and_the_climb_goes_on_all_the_same() -> None:
    alarm = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=MO)
    decision = alarms.unresolved(alarm, context(at(44), people(skip={MO: Skip.NO_NUMBER})))
    assert told(decision) == {KARIN}


def test_passed_on_tells_that_person_and_the_old_taker_stays() -> None:
    decision = alarms.pass_on(TAKEN, by(KARIN), candidate(MO))
    given = alarm_of(decision)
    assert (given.acknowledged_by, given.assigned_to) == (KARIN, MO)
    assert told(decision, Template.PASSED_ON) == {MO}
    assert {way.channel for way in decision.notices[0].ways} == BOTH
    assert decision.notices[0].code is CodePurpose.LADDER
    assert MO in given.watchers()
    assert [(event.kind, event.facts) for event in decision.events] == [
        (EventKind.PASSED_ON, {"to": "Mohamed el Amrani"})
    ]
    assert dict(decision.deadlines) == {}


def test_the_old_taker_goes_when_the_new_one_acknowledges_and_hears_it() -> None:
    given = alarm_of(alarms.pass_on(TAKEN, by(KARIN), candidate(MO)))
    decision = alarms.acknowledge(given, by(MO), context(at(37)))
    assert (alarm_of(decision).acknowledged_by, alarm_of(decision).assigned_to) == (MO, None)
    assert told(decision, Template.TAKEN) == {FATIMA, KARIN}
    assert due(decision, UNRESOLVED) == at(47)


def test_somebody_else_than_who_it_was_passed_on_to_is_only_a_second_taker() -> None:
    given = alarm_of(alarms.pass_on(TAKEN, by(KARIN), candidate(MO)))
    assert alarm_of(alarms.acknowledge(given, by(FATIMA), context(at(37)))).acknowledged_by == KARIN


def test_a_call_to_the_police_is_noted_and_takes_the_alarm_unless_somebody_has_it() -> None:
    free = alarms.call_police(
        an_alarm(Cause.PANIC, Level.POLICE), by(FATIMA), PoliceCall("112", "P42"), context(at(34))
    )
    assert alarm_of(free).acknowledged_by == FATIMA
    assert free.events[0].facts == {"number": "112", "reference": "P42"}
    had = alarms.call_police(
        an_alarm(Cause.PANIC, Level.POLICE, taker=KARIN), by(FATIMA), PoliceCall("112", ""), context(at(34))
    )
    assert (had.alarm, kinds(had)) == (None, [EventKind.POLICE_CALLED])
