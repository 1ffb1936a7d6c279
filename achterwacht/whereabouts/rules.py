"""What the reader of a team's list must do by hand about each person on it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Calling(StrEnum):
    """What to do about somebody by hand. A silent alarm is not named: somebody may read the list over a shoulder."""

    CALL = "call"
    CALL_NOW = "call_now"
    MANAGER_FIRST = "manager_first"


class NextStep(NamedTuple):
    """What to do, and when. at: when to call; None when it is now, or for somebody else to do."""

    task: Calling
    at: datetime | None = None


class Outside(NamedTuple):
    """A visit under way, as far as the list knows it.

    check_call_at: when the check call is due, if it is still to come. asked: the call was asked for, but nobody said
    how it went. silent: a duress PIN was used, so nobody may ring the worker without having read what to do
    (watch-rules.md).
    """

    expected_end: datetime
    check_call_at: datetime | None
    alarmed: bool = False
    silent: bool = False
    asked: bool = False


def next_step(visit: Outside, now: datetime) -> NextStep:
    """Returns what somebody who has only the list must do about a person who is out."""
    if visit.silent:
        return NextStep(Calling.MANAGER_FIRST)
    at = min(visit.expected_end, visit.check_call_at or visit.expected_end)
    if visit.alarmed or visit.asked or at <= now:
        return NextStep(Calling.CALL_NOW)
    return NextStep(Calling.CALL, at)
