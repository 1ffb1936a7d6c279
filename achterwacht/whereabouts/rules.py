"""What the reader of a team's list must do by hand about each person on it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Task(StrEnum):
    """What to do about somebody by hand. A silent alarm is not named: the list may be read over a shoulder."""

    CALL = "call"
    CALL_NOW = "call_now"
    MANAGER_FIRST = "manager_first"


@dataclass(frozen=True)
class NextStep:
    """at: when to call; None when it is now, or somebody else's."""

    task: Task
    at: datetime | None = None


@dataclass(frozen=True)
class Outside:
    """A visit that is under way, as far as the list knows it.

    check_call_at: when the check call is still due. asked: it was, and nobody said how it went. silent: with a duress
    PIN nobody may ring the worker who hasn't read what to do (watch-rules.md).
    """

    expected_end: datetime
    check_call_at: datetime | None
    alarmed: bool = False
    silent: bool = False
    asked: bool = False


def next_step(visit: Outside, now: datetime) -> NextStep:
    """What to do about somebody who is outside, by who has only the list."""
    if visit.silent:
        return NextStep(Task.MANAGER_FIRST)
    at = min(visit.expected_end, visit.check_call_at or visit.expected_end)
    if visit.alarmed or visit.asked or at <= now:
        return NextStep(Task.CALL_NOW)
    return NextStep(Task.CALL, at)
