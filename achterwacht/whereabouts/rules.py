"""When a team's list is due, and what its reader must do by hand about each person on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

A_WEEK_AND_A_DAY = 8


@dataclass(frozen=True)
class Schedule:
    """These times on the wall, on these ISO weekdays (Monday is 1)."""

    days: Collection[int]
    times: Collection[time]

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first moment after this one, in UTC; None when there is no day or no time.

        On the night the clock goes forward a time that the wall never shows is an hour later by it; on the night it
        goes back a time that comes twice counts once, the first time.
        """
        today = moment.astimezone(zone).date()
        nights = (today + timedelta(days=ahead) for ahead in range(A_WEEK_AND_A_DAY))
        moments = (
            datetime.combine(day, wall, zone).astimezone(UTC)
            for day in nights
            if day.isoweekday() in self.days
            for wall in self.times
        )
        return min((one for one in moments if one > moment), default=None)


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


def next_step(
    expected_end: datetime, check_call_at: datetime | None, now: datetime, *, alarmed: bool, silent: bool, asked: bool
) -> NextStep:
    """What to do about a visit that is under way, by who has only the list.

    check_call_at: when the check call is still due. asked: it was, and nobody said how it went. silent: with a duress
    PIN nobody may ring the worker who hasn't read what to do (watch-rules.md).
    """
    if silent:
        return NextStep(Task.MANAGER_FIRST)
    at = min(expected_end, check_call_at or expected_end)
    if alarmed or asked or at <= now:
        return NextStep(Task.CALL_NOW)
    return NextStep(Task.CALL, at)
