"""What goes first: read from watch-rules.md and architecture.md, and not from the numbers."""

import ast
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path

import pytest

from achterwacht.alarms.facts import Cause, Level
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.rules import priority
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.priorities import DeadlinePriority, MessagePriority
from achterwacht.watch.gravity import deadline_priority
from tests.support.facts import an_alarm

HOUSE = Path(__file__).parents[2]
PRESSED = [cause for cause in Cause if cause.pressed]
NOT_PRESSED = [cause for cause in Cause if not cause.pressed]
LADDER = [Level.WORKER, Level.COLLEAGUE, Level.MANAGER, Level.POLICE]
OF_A_VISIT = [kind for kind in DeadlineKind if kind.spec.of in (RootKind.VISIT, RootKind.ALARM)]
OF_NO_VISIT = [kind for kind in DeadlineKind if kind not in OF_A_VISIT and kind is not DeadlineKind.MARK_TRANSITION]


def step(cause: Cause, level: Level, *, drill: bool = False) -> DeadlinePriority:
    """How urgent the next step of such an alarm is."""
    return deadline_priority(DeadlineKind.LADDER_STEP, AlarmRecord(cause=cause, level=level, drill=drill))


@pytest.mark.parametrize("priorities", [MessagePriority, DeadlinePriority])
def test_they_are_read_from_top_to_bottom(priorities: type[IntEnum]) -> None:
    assert list(priorities) == sorted(priorities, reverse=True)
    assert len(priorities.__members__) == len(set(priorities)), "two words for what is as urgent"


@pytest.mark.parametrize("cause", PRESSED)
@pytest.mark.parametrize("level", LADDER)
def test_nothing_goes_before_a_noodknop_or_the_duress_pin(cause: Cause, level: Level) -> None:
    assert priority(an_alarm(cause, level)) is max(MessagePriority)
    assert step(cause, level) is max(DeadlinePriority)


@pytest.mark.parametrize("cause", NOT_PRESSED)
def test_the_higher_an_alarm_climbed_the_sooner_it_goes(cause: Cause) -> None:
    told = [priority(an_alarm(cause, level)) for level in LADDER]
    due = [step(cause, level) for level in LADDER]
    assert told == sorted(set(told))
    assert due == sorted(set(due))


@pytest.mark.parametrize("cause", NOT_PRESSED)
def test_an_alarm_goes_before_whatever_is_no_alarm(cause: Cause) -> None:
    told = min(priority(an_alarm(cause, level)) for level in LADDER)
    no_alarm = (MessagePriority.RELIEF, MessagePriority.SIGN_OF_LIFE, MessagePriority.REMINDER, MessagePriority.NEWS)
    assert told > max(no_alarm)
    assert told > MessagePriority.ANSWER > MessagePriority.STAFF
    of_a_visit = [kind.spec.priority for kind in OF_A_VISIT if kind.spec.of is RootKind.VISIT]
    assert step(cause, Level.WORKER) > max(of_a_visit)
    assert deadline_priority(DeadlineKind.UNRESOLVED, AlarmRecord(cause=cause, drill=False)) > max(of_a_visit)


def test_what_is_known_of_a_door_comes_behind_an_alarm_that_others_hear_and_before_a_reminder() -> None:
    assert MessagePriority.COLLEAGUE_STEP > MessagePriority.AT_THE_DOOR > MessagePriority.SIGN_OF_LIFE


def test_answers_starve_nothing_that_a_worker_or_a_colleague_needs() -> None:
    behind = [one for one in MessagePriority if one < MessagePriority.ANSWER]
    assert set(behind) == {
        MessagePriority.NEWS,
        MessagePriority.STAFF,
        MessagePriority.ROUTINE,
        MessagePriority.TRIAL,
        MessagePriority.TASK,
        MessagePriority.LIST,
    }


def test_an_overdue_visit_goes_before_whatever_else_comes_due_on_a_visit() -> None:
    of_a_visit = {kind: kind.spec.priority for kind in OF_A_VISIT if kind.spec.of is RootKind.VISIT}
    assert max(of_a_visit, key=lambda kind: of_a_visit[kind]) is DeadlineKind.OVERDUE
    assert of_a_visit[DeadlineKind.CHECK_CALL_UNANSWERED] > of_a_visit[DeadlineKind.CHECK_CALL]
    assert of_a_visit[DeadlineKind.CHECK_CALL] > of_a_visit[DeadlineKind.END_APPROACHING]


def test_a_step_of_which_nothing_is_known_waits_for_nothing() -> None:
    assert deadline_priority(DeadlineKind.LADDER_STEP, None) is max(DeadlinePriority)


@pytest.mark.parametrize("kind", OF_A_VISIT)
@pytest.mark.parametrize("cause", list(Cause))
def test_a_drill_comes_behind_everything_real(kind: DeadlineKind, cause: Cause) -> None:
    drill = deadline_priority(kind, AlarmRecord(cause=cause, level=Level.POLICE, drill=True))
    real = [one.spec.priority for one in OF_A_VISIT if one is not DeadlineKind.DRILL_END]
    assert drill < min(real)


@pytest.mark.parametrize("kind", OF_NO_VISIT)
def test_what_the_calendar_brings_comes_behind_every_visit(kind: DeadlineKind) -> None:
    assert kind.spec.priority < min(one.spec.priority for one in OF_A_VISIT if one is not DeadlineKind.DRILL_END)


def _bare(tree: ast.AST) -> Iterator[int]:
    """The lines on which a priority is a number. (That of a notice or a note is a word by its type.)"""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="priority", value=ast.Constant()):
                yield node.value.lineno
            case ast.Dict():
                pairs = zip(node.keys, node.values, strict=True)
                for key, value in pairs:
                    if isinstance(key, ast.Constant) and key.value == "priority" and isinstance(value, ast.Constant):
                        yield value.lineno


def test_no_priority_is_a_bare_number() -> None:
    assert sorted(_bare(ast.parse("a(priority=5)\nb = {'priority': 5}\nc(priority=d)"))) == [1, 2]
    rooms = ("achterwacht", "notifications", "api", "scheduler", "cli")
    files = [path for room in rooms for path in (HOUSE / room).rglob("*.py")]
    assert len(files) > 100
    found = {str(path): lines for path in files if (lines := list(_bare(ast.parse(path.read_text()))))}
    assert not found
