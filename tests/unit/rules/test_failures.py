"""watch-rules.md, "With an open alarm": a message fails, so the next channel or person of the same step at once."""

from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.alarms.rules import Failure
from achterwacht.code_purposes import CodePurpose
from achterwacht.decision import Decision
from achterwacht.kinds import DeadlineKind, EventKind
from notifications.texts.templates import INFORMING, Template
from notifications.ways import Channel
from tests.support.facts import (
    ALI,
    ANNE,
    BOTH,
    CALL,
    FATIMA,
    JAN,
    KARIN,
    MO,
    NAMES,
    SMS,
    alarm_of,
    an_alarm,
    at,
    context,
    due,
    kinds,
    people,
    told,
    ways,
)

AT_COLLEAGUE = an_alarm(Cause.OVERDUE, Level.COLLEAGUE)
AT_POLICE = an_alarm(Cause.OVERDUE, Level.POLICE)


def failed(
    alarm: Alarm,
    person: UUID = FATIMA,
    template: Template = Template.ALARM_OVERDUE,
    channel: Channel = Channel.SMS,
    tried: frozenset[Channel] = BOTH,
    alive: bool = False,
) -> Decision:
    failure = Failure(person, NAMES[person], template, channel, tried, alive)
    return alarms.message_failed(alarm, failure, context(at(34)))


@pytest.mark.parametrize(("channel", "tried", "other"), [(Channel.SMS, SMS, CALL), (Channel.CALL, CALL, SMS)])
def test_a_failed_message_goes_by_the_next_channel_at_once(
    channel: Channel, tried: frozenset[Channel], other: frozenset[Channel]
) -> None:
    decision = failed(AT_COLLEAGUE, channel=channel, tried=tried)
    assert ways(decision, FATIMA, Template.ALARM_OVERDUE) == other
    assert told(decision) == {FATIMA}
    assert (decision.notices[0].code, decision.notices[0].level) == (CodePurpose.LADDER, Level.COLLEAGUE)
    assert DeadlineKind.LADDER_STEP not in decision.deadlines
    assert decision.alarm is None


def test_who_may_not_watch_any_more_is_not_tried_again_and_the_next_one_is_told_at_once() -> None:
    """They left, or lost the role, after the message went out."""
    failure = Failure(FATIMA, NAMES[FATIMA], Template.ALARM_OVERDUE, Channel.SMS, SMS, False)
    decision = alarms.message_failed(AT_COLLEAGUE, failure, context(at(34), people(first=(), everyone=(KARIN, MO))))
    assert told(decision) == {KARIN}
    assert alarm_of(decision).level is Level.MANAGER


def test_on_the_other_channel_it_still_says_who_pressed() -> None:
    panic = an_alarm(Cause.PANIC, Level.MANAGER)
    said = {"companion": "Anne Jansen", "opened": "14:12"}
    failure = Failure(KARIN, NAMES[KARIN], Template.ALARM_PANIC, Channel.SMS, SMS, False, pressed=said)
    (other,) = alarms.message_failed(panic, failure, context(at(34))).notices
    assert other.facts == said


def test_the_police_task_keeps_its_own_code_and_the_worker_gets_none_on_the_other_channel() -> None:
    assert failed(AT_POLICE, template=Template.POLICE, tried=SMS).notices[0].code is CodePurpose.POLICE
    chase = failed(an_alarm(), person=JAN, template=Template.CHASE_WORKER, tried=SMS)
    assert (told(chase), ways(chase, JAN), chase.notices[0].code) == ({JAN}, CALL, None)


def test_while_the_other_channel_may_still_arrive_the_person_is_not_given_up() -> None:
    decision = failed(AT_COLLEAGUE, alive=True)
    assert (told(decision), decision.alarm) == (set(), None)


def test_when_no_channel_of_anybody_told_works_the_next_level_is_told_at_once() -> None:
    decision = failed(AT_COLLEAGUE)
    assert told(decision) == {KARIN}
    assert alarm_of(decision).level is Level.MANAGER
    assert due(decision, DeadlineKind.LADDER_STEP) == at(37)


def test_while_another_of_the_step_was_reached_the_step_waits() -> None:
    two = AT_COLLEAGUE.also_told([(ALI, Level.COLLEAGUE)])
    decision = failed(two)
    assert told(decision) == set()
    assert [one.person for one in alarm_of(decision).told if one.failed] == [FATIMA]
    assert told(failed(alarm_of(decision), person=ALI)) == {KARIN}


def test_one_who_cannot_and_one_who_was_not_reached_together_hasten_the_next_level() -> None:
    two = AT_COLLEAGUE.also_told([(ALI, Level.COLLEAGUE)]).marked(ALI, declined=True)
    assert told(failed(two)) == {KARIN}


def test_a_worker_who_cannot_be_reached_hastens_the_colleague() -> None:
    decision = failed(an_alarm(), person=JAN, template=Template.CHASE_WORKER)
    assert told(decision) == {FATIMA}


def test_when_nobody_of_the_last_step_is_reached_everyone_is_told_and_then_at_its_own_pace() -> None:
    decision = failed(AT_POLICE.marked(KARIN, failed=True), template=Template.POLICE)
    assert told(decision) == {FATIMA, ALI, KARIN, MO}
    rounds = alarm_of(decision)
    for person in (FATIMA, ALI, KARIN, MO):
        again = failed(rounds, person=person, template=Template.POLICE)
        assert (told(again), DeadlineKind.LADDER_STEP in again.deadlines) == (set(), False)
        rounds = alarm_of(again)


def test_a_team_whose_numbers_are_all_dead_is_no_end_of_it() -> None:
    rounds = alarm_of(failed(AT_POLICE.marked(KARIN, failed=True), template=Template.POLICE))
    for person in (FATIMA, ALI, KARIN):
        rounds = alarm_of(failed(rounds, person=person, template=Template.POLICE))
    assert told(alarms.climb(rounds, context(at(60)))) == {FATIMA, ALI, KARIN, MO}, "one of them may have it"
    nobody = alarm_of(failed(rounds, person=MO, template=Template.POLICE))
    reached = alarms.climb(nobody, context(at(60)))
    assert told(reached) == {FATIMA, ALI, KARIN, MO, ANNE}
    assert told(alarms.climb(alarm_of(reached), context(at(61)))) == {FATIMA, ALI, KARIN, MO}, "a round that arrives"


@pytest.mark.parametrize(
    "alarm",
    [
        an_alarm(Cause.OVERDUE, Level.COLLEAGUE, taker=KARIN),
        an_alarm(Cause.OVERDUE, Level.COLLEAGUE, resolved_at=at(33)),
        an_alarm(Cause.OVERDUE, Level.MANAGER),
    ],
    ids=["taken", "closed", "of a lower level"],
)
def test_a_failure_that_no_longer_matters_is_only_said(alarm: Alarm) -> None:
    decision = failed(alarm, tried=SMS)
    assert (told(decision), decision.alarm, dict(decision.deadlines)) == (set(), None, {})
    assert [(event.kind, event.facts) for event in decision.events] == [
        (EventKind.MESSAGE_FAILED, {"name": "Fatima Bakker", "channel": "sms"})
    ]


def test_a_failure_to_somebody_who_was_not_told_of_the_alarm_is_only_said() -> None:
    decision = failed(AT_COLLEAGUE, person=MO, tried=SMS)
    assert (told(decision), kinds(decision)) == (set(), [EventKind.MESSAGE_FAILED])


def test_a_failure_after_a_panic_hastens_only_when_colleague_and_manager_are_both_out() -> None:
    pressed = an_alarm(Cause.PANIC, Level.MANAGER)
    one = failed(pressed, template=Template.ALARM_PANIC)
    assert told(one) == set()
    two = failed(alarm_of(one), person=KARIN, template=Template.ALARM_PANIC)
    assert told(two, Template.POLICE) == {FATIMA, KARIN}


@pytest.mark.parametrize("template", sorted(INFORMING))
def test_a_text_that_only_tells_is_no_step_and_its_failure_makes_nobody_unreachable(template: Template) -> None:
    for alarm in (AT_COLLEAGUE, AT_POLICE, an_alarm(Cause.PANIC, Level.MANAGER)):
        for tried in (SMS, BOTH):
            decision = failed(alarm, template=template, tried=tried)
            assert (decision.alarm, decision.notices, decision.deadlines) == (None, (), {})
            assert kinds(decision) == [EventKind.MESSAGE_FAILED]
