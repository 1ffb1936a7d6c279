"""watch-rules.md, "With an open alarm": the ladder climbs, skips with a reason, and never ends by itself."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level, Skip
from achterwacht.code_purposes import CodePurpose
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from notifications.texts.templates import Template
from tests.support.facts import (
    ALI,
    ANNE,
    BOTH,
    FATIMA,
    JAN,
    KARIN,
    MO,
    RUTH,
    alarm_of,
    an_alarm,
    at,
    context,
    due,
    kinds,
    people,
    profile,
    told,
    ways,
)

STEP = DeadlineKind.LADDER_STEP


@pytest.mark.parametrize(
    ("name", "waits"),
    [("demo", [15, 15, 30, 30]), ("s-hertogenbosch", [180, 180, 180, 180])],
)
def test_a_due_step_tells_that_level_and_sets_the_next_step(name: str, waits: list[int]) -> None:
    alarm = an_alarm(plan=profile(name).plan())
    climbed = []
    for _ in waits:
        decision = alarms.climb(alarm, context(at(40)))
        alarm = alarm_of(decision)
        climbed.append((alarm.level, told(decision), due(decision, STEP)))
    first, second, third, fourth = (at(40, seconds) for seconds in waits)
    assert climbed == [
        (Level.COLLEAGUE, {FATIMA}, first),
        (Level.MANAGER, {KARIN}, second),
        (Level.POLICE, {FATIMA, KARIN}, third),
        (Level.POLICE, {FATIMA, ALI, KARIN, MO}, fourth),
    ]


def test_a_step_tells_everyone_of_its_level(protocol: Profile) -> None:
    alarm = an_alarm(plan=protocol.plan())
    decision = alarms.climb(alarm, context(at(33), people(first=[FATIMA], second=[ALI])))
    assert told(decision, Template.ALARM_OVERDUE) == {FATIMA, ALI}
    assert {one.person for one in alarm_of(decision).told} == {JAN, FATIMA, ALI}
    assert decision.events[-1].facts == {"level": "colleague", "names": ["Fatima Bakker", "Ali Demir"]}
    assert ways(decision, ALI) == BOTH


def test_each_step_asks_in_its_own_words_with_its_own_code() -> None:
    colleague = alarms.climb(an_alarm(Cause.CHECK_CALL, Level.WORKER), context(at(33))).notices[0]
    police = alarms.climb(an_alarm(Cause.CHECK_CALL, Level.MANAGER), context(at(33))).notices[0]
    assert (colleague.template, colleague.code) == (Template.ALARM_CHECK_CALL, CodePurpose.LADDER)
    assert (police.template, police.code) == (Template.POLICE, CodePurpose.POLICE)
    assert police.priority > colleague.priority


@pytest.mark.parametrize("why", [Skip.ABSENT, Skip.ON_VISIT, Skip.NO_NUMBER])
def test_who_cannot_is_skipped_with_the_reason_in_the_timeline(why: Skip) -> None:
    decision = alarms.climb(an_alarm(), context(at(33), people(second=[ALI], skip={FATIMA: why})))
    assert told(decision) == {ALI}
    skipped = [event.facts for event in decision.events if event.kind is EventKind.STEP_SKIPPED]
    assert skipped == [{"name": "Fatima Bakker", "why": why.value, "level": "colleague"}]


@pytest.mark.parametrize(("person", "why"), [(JAN, "worker"), (RUTH, "companion")])
def test_the_worker_and_companions_are_skipped_above_their_own_step(person: UUID, why: str) -> None:
    alarm = an_alarm(companions=frozenset({RUTH}))
    decision = alarms.climb(alarm, context(at(33), people(first=[person, FATIMA])))
    assert told(decision) == {FATIMA}
    assert [event.facts["why"] for event in decision.events if event.kind is EventKind.STEP_SKIPPED] == [why]


def test_with_nobody_left_at_a_level_the_next_one_is_told_at_once(protocol: Profile) -> None:
    decision = alarms.climb(an_alarm(plan=protocol.plan()), context(at(33), people(skip={FATIMA: Skip.ABSENT})))
    assert alarm_of(decision).level is Level.MANAGER
    assert told(decision, Template.ALARM_OVERDUE) == {KARIN}
    assert told(decision, Template.NOBODY_AT_LEVEL) == {ANNE}
    assert kinds(decision) == [EventKind.STEP_SKIPPED, EventKind.STEP_EMPTY, EventKind.STEP_TOLD]
    assert due(decision, STEP) == at(33) + protocol.plan().step(Level.POLICE).after


def test_with_nobody_at_any_level_everyone_is_told_at_once() -> None:
    decision = alarms.climb(an_alarm(), context(at(33), people(first=[], managers=[])))
    assert told(decision, Template.POLICE) == {FATIMA, ALI, KARIN, MO}
    assert [one.facts["rank"] for one in decision.notices if one.template is Template.NOBODY_AT_LEVEL] == [
        "colleague", "manager", "police",
    ]  # fmt: skip
    assert due(decision, STEP) == at(36)


def test_a_step_after_somebody_took_it_or_closed_it_tells_nobody() -> None:
    for alarm in (an_alarm(taker=FATIMA), an_alarm(resolved_at=at(32))):
        decision = alarms.climb(alarm, context(at(33)))
        assert (decision.notices, decision.alarm, dict(decision.deadlines)) == ((), None, {})


LAST = an_alarm(Cause.OVERDUE, Level.POLICE)


@pytest.mark.parametrize(
    ("name", "again"), [("demo", timedelta(seconds=30)), ("s-hertogenbosch", timedelta(minutes=3))]
)
def test_nobody_takes_the_last_step_so_everyone_hears_it_by_every_channel_again_and_again(
    name: str, again: timedelta
) -> None:
    alarm = replace(LAST, plan=profile(name).plan())
    for number in range(1, 6):
        decision = alarms.climb(alarm, context(at(60)))
        assert told(decision, Template.POLICE) == {FATIMA, ALI, KARIN, MO}
        assert all(ways(decision, person) == BOTH for person in told(decision))
        assert due(decision, STEP) == at(60) + again
        alarm = alarm_of(decision)
        assert (alarm.rounds, alarm.level) == (number, Level.POLICE)


def test_everyone_means_the_absent_the_busy_and_who_said_no_but_never_those_inside() -> None:
    alarm = replace(LAST, companions=frozenset({RUTH})).marked(KARIN, declined=True)
    crowd = people(everyone=[JAN, RUTH, FATIMA, KARIN, MO], skip={FATIMA: Skip.ABSENT, MO: Skip.ON_VISIT})
    assert told(alarms.climb(alarm, context(at(60), crowd))) == {FATIMA, KARIN, MO}


def test_without_anybody_in_the_team_the_administrators_are_everyone() -> None:
    decision = alarms.climb(LAST, context(at(60), people(everyone=[])))
    assert told(decision) == {ANNE}
    assert decision.events[-1].facts == {"names": ["Anne Jansen"]}
    inside = alarms.climb(LAST, context(at(60), people(everyone=[], administrators=[JAN])))
    silent = alarms.climb(LAST, context(at(60), people(everyone=[], skip={ANNE: Skip.NO_NUMBER})))
    assert told(inside) == told(silent) == set()
    assert due(silent, STEP) == at(63)


def test_no_profile_can_turn_the_rounds_off() -> None:
    for name in ("demo", "s-hertogenbosch"):
        assert timedelta(seconds=10) <= profile(name).plan().repeat_every <= timedelta(minutes=5)


@pytest.mark.parametrize("level", list(Level))
def test_the_worker_is_chased_by_sms_and_then_by_phone(level: Level) -> None:
    step = profile().plan().step(level)
    calls = {way.channel.value: way.after for way in step.ways}
    assert calls == {"sms": timedelta(), "call": timedelta(minutes=1) if level is Level.WORKER else timedelta()}
