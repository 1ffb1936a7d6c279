"""A drill begins and climbs as in earnest, and it always ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level, Outcome, Skip
from achterwacht.drills import rules as drills
from achterwacht.drills.report import Answer, Answered, Message, quickest, rows, silent, steps
from achterwacht.drills.rules import LONGEST, DrillKind
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from notifications.records import MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.support.facts import FATIMA, JAN, KARIN, MO, ORGANISATION, an_alarm, at, by, context, people

CLOCK = Actor(ORGANISATION, None, via="clock")


def a_drill(level: Level = Level.COLLEAGUE, **more: object) -> Alarm:
    return replace(an_alarm(Cause.OVERDUE, level), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", DrillKind)
def test_it_begins_as_a_real_alarm_begins(kind: DrillKind) -> None:
    alarm = replace(an_alarm(kind.cause, kind.begins_at), told=())
    begun, real = drills.begin(alarm, by(KARIN), context(at(0))), alarms.open_alarm(alarm, context(at(0)))
    (started, *rest) = begun.notices
    assert (started.person, started.template) == (JAN, Template.DRILL_STARTED)
    assert tuple(rest) == real.notices
    assert begun.alarm == real.alarm
    assert begun.deadlines == {**real.deadlines, DeadlineKind.DRILL_END: at(0) + LONGEST}


def test_who_plays_and_has_no_number_or_began_it_is_not_told() -> None:
    alarm = replace(an_alarm(Cause.PANIC, Level.MANAGER), told=())
    own = drills.begin(alarm, by(JAN), context(at(0)))
    unreachable = drills.begin(alarm, by(KARIN), context(at(0), people(skip={JAN: Skip.NO_NUMBER})))
    for decision in (own, unreachable):
        assert Template.DRILL_STARTED not in {notice.template for notice in decision.notices}


@pytest.mark.parametrize("level", [Level.WORKER, Level.COLLEAGUE, Level.MANAGER, Level.POLICE])
def test_a_step_is_the_step_of_a_real_alarm(level: Level) -> None:
    alarm = a_drill(level)
    climbed = drills.pass_time(alarm, CLOCK, DeadlineKind.LADDER_STEP, context(at(3)), real_alarm=False)
    assert climbed == alarms.climb(alarm, context(at(3)))


@pytest.mark.parametrize(
    ("alarm", "kind", "real"),
    [
        (a_drill(Level.POLICE, rounds=1), DeadlineKind.LADDER_STEP, False),
        (a_drill(Level.POLICE, rounds=1), DeadlineKind.UNRESOLVED, False),
        (a_drill(), DeadlineKind.DRILL_END, False),
        (a_drill(), DeadlineKind.LADDER_STEP, True),
        (a_drill(), DeadlineKind.UNRESOLVED, True),
    ],
    ids=["everyone was told", "everyone was told and one took it", "an hour", "a real alarm", "a real one meanwhile"],
)
def test_it_ends(alarm: Alarm, kind: DeadlineKind, real: bool) -> None:
    told = replace(alarm, told=()).also_told([(FATIMA, Level.COLLEAGUE)])
    ended = drills.pass_time(told, CLOCK, kind, context(at(9)), real_alarm=real)
    assert ended.alarm is not None
    assert (ended.alarm.resolved_at, ended.alarm.outcome) == (at(9), Outcome.SAFE)
    assert set(ended.deadlines.values()) == {None}
    assert {DeadlineKind.LADDER_STEP, DeadlineKind.UNRESOLVED, DeadlineKind.DRILL_END} <= set(ended.deadlines)
    heard = {notice.person: notice.facts.get("real_alarm", False) for notice in ended.notices}
    assert heard == {FATIMA: real, JAN: False}, "who plays never reads of a real alarm: it may be a silent one"
    assert [event.kind for event in ended.events] == [EventKind.DRILL_ENDED]


def test_one_that_is_over_stays_over() -> None:
    over = a_drill(resolved_at=at(5), outcome=Outcome.SAFE)
    assert drills.end(over, by(KARIN), context(at(6))).alarm is None
    for kind in (DeadlineKind.LADDER_STEP, DeadlineKind.UNRESOLVED, DeadlineKind.DRILL_END):
        assert drills.pass_time(over, CLOCK, kind, context(at(6)), real_alarm=True).alarm is None


def message(person: object, level: Level, second: float, channel: Channel = Channel.SMS) -> Message:
    moment = at(0) + timedelta(seconds=second)
    return Message(person, level, channel, MessageState.DELIVERED, moment, moment)  # type: ignore[arg-type]


def test_an_answer_belongs_to_the_last_step_that_asked_before_it() -> None:
    told = rows(
        [
            message(FATIMA, Level.COLLEAGUE, 10),
            message(FATIMA, Level.COLLEAGUE, 10, Channel.CALL),
            message(KARIN, Level.MANAGER, 25),
            message(KARIN, Level.POLICE, 40),
            message(FATIMA, Level.POLICE, 40),
            message(MO, Level.POLICE, 70),
        ],
        [
            Answer(KARIN, Answered.TAKEN, at(0) + timedelta(seconds=52)),
            Answer(FATIMA, Answered.DECLINED, at(0) + timedelta(seconds=17)),
            Answer(KARIN, Answered.TAKEN, at(0) + timedelta(seconds=59)),
            Answer(MO, Answered.TAKEN, at(0) + timedelta(seconds=5)),
        ],
    )
    found = {(row.person, row.level): row.seconds for row in told}
    assert found == {
        (FATIMA, Level.COLLEAGUE): 7.0,
        (KARIN, Level.MANAGER): None,
        (KARIN, Level.POLICE): 12.0,
        (FATIMA, Level.POLICE): None,
        (MO, Level.POLICE): None,
    }
    assert [len(row.messages) for row in told] == [2, 1, 1, 1, 1]
    climbed = steps(told, list(Level))
    assert [(one.level, one.reached_at is not None, one.taken_by) for one in climbed] == [
        (Level.WORKER, False, None),
        (Level.COLLEAGUE, True, None),
        (Level.MANAGER, True, None),
        (Level.POLICE, True, KARIN),
    ]


def test_who_took_it_quickest_and_who_did_not_answer() -> None:
    told = rows(
        [
            message(JAN, Level.WORKER, 0),
            message(MO, Level.COLLEAGUE, 10),
            message(KARIN, Level.MANAGER, 20),
            message(FATIMA, Level.MANAGER, 25),
            message(MO, Level.POLICE, 60),
        ],
        [
            Answer(FATIMA, Answered.TAKEN, at(0) + timedelta(seconds=57)),
            Answer(KARIN, Answered.TAKEN, at(0) + timedelta(seconds=50)),
        ],
    )
    taken = quickest(told)
    assert taken is not None
    assert (taken.person, taken.seconds) == (KARIN, 30.0)
    assert silent(told, JAN) == [MO]
    well = [Answer(JAN, Answered.HEARD, at(0)), Answer(MO, Answered.DECLINED, at(0) + timedelta(seconds=12))]
    assert quickest(rows([message(JAN, Level.WORKER, 0), message(MO, Level.COLLEAGUE, 10)], well)) is None
