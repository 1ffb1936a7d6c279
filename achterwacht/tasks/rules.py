"""The rules of a task: when it is to be done, when somebody is reminded, and who gets it next.

Nobody is told anything at night, in a weekend or on a holiday: whatever comes due, comes due when the office opens. A
task is made today and reminded of on the next day that the office is open, when it is also due; a day later it is late,
and from then on each working day passes it on to the next function of its chain. After the last one it stays with the
administrators, who are reminded once a week. Ours: the protocols say who does something, and seldom when. Where one
does (a talk after two months), whoever has it is reminded when that begins, and it is late the morning after its last
day.

What comes due while the office is closed, since the clock stood still or the hours changed, waits until it opens.

Pure: time and the hours of the office come in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed, RuleBroken, Wrong, refuse
from achterwacht.roster.rules import OpenHours, Span, office_hours
from achterwacht.tasks.facts import Due, Point, Task, TaskKind, TaskState

AHEAD = timedelta(days=30)
"""How far ahead a day is looked for on which the office is open. Without one, the same time of the next day counts."""
A_WEEK = timedelta(days=7)


class TaskOver(RuleBroken):
    """It was done or dropped before."""

    code = "task_over"


class EndsOtherwise(RuleBroken):
    """Only its own thing ends it: what is asked for is a report, a signature, a decision."""

    code = "task_ends_otherwise"


class AboutThem(RuleBroken):
    """It is about the one to whom it would be handed over."""

    code = "task_about_them"
    pointer = "/personId"


class NotTheirsToRead(RuleBroken):
    """It is done on the page of the report, which they may not read."""

    code = "task_not_theirs_to_read"
    pointer = "/personId"


class NotTheirsToDo(RuleBroken):
    """Who gets it by name could only look at it: another signs, decides or delivers."""

    code = "task_not_theirs_to_do"
    pointer = "/personId"


@dataclass(frozen=True)
class Office:
    """When somebody can be expected to read their mail."""

    hours: tuple[OpenHours, ...]
    zone: ZoneInfo
    country: str

    def day_after(self, moment: datetime) -> Span:
        """The next day after the one of this moment that the office is open: when it opens and closes, in UTC."""
        today = moment.astimezone(self.zone).date()
        days = office_hours(self.hours, today + timedelta(days=1), today + AHEAD, self.country)
        if not days:
            return moment + timedelta(days=1), moment + timedelta(days=1)
        first = min(opens for opens, _ in days).date()
        spans = [one for one in days if one[0].date() == first]
        return self._utc(min(opens for opens, _ in spans)), self._utc(max(closes for _, closes in spans))

    def open_from(self, moment: datetime) -> datetime:
        """This moment, if the office is open then; otherwise when it opens next. An office without hours is open."""
        today = moment.astimezone(self.zone).date()
        days = office_hours(self.hours, today, today + AHEAD, self.country)
        spans = sorted((self._utc(opens), self._utc(closes)) for opens, closes in days)
        return next((max(moment, opens) for opens, closes in spans if moment < closes), moment)

    def closes_after(self, moment: datetime) -> datetime:
        """When the office closes on the day of this moment; the moment itself on a day that it does not open."""
        day = moment.astimezone(self.zone).date()
        spans = office_hours(self.hours, day, day, self.country)
        return max((self._utc(closes) for _, closes in spans), default=moment)

    def _utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True)
class Moments:
    """When somebody is reminded of a task, when it should be done, and when it is late."""

    remind_at: datetime
    due_at: datetime
    overdue_at: datetime


def moments(now: datetime, office: Office, due: Due | None = None) -> Moments:
    """The moments of a task that is made now: to be done before the office closes on its next day, or as was said.

    What should have been done before anybody can be reminded of it is due that day.
    """
    if due is None:
        opens, closes = office.day_after(now)
        return Moments(opens, closes, office.day_after(closes)[0])
    remind_at = office.open_from(max(due.not_before, now))
    due_at = due.due_at if due.due_at > remind_at or not due.waits else office.closes_after(remind_at)
    return Moments(remind_at, due_at, office.day_after(due_at)[0])


def escalation(kind: TaskKind, chain: tuple[Function, ...]) -> tuple[Function, ...]:
    """Who has a task one after the other: whoever the protocol names, a manager's deputy, and HR or the registrar."""
    if not chain:
        return ()
    found = list(chain)
    if Function.DIRECT_MANAGER in found and Function.DEPUTY_MANAGER not in found:
        found.insert(found.index(Function.DIRECT_MANAGER) + 1, Function.DEPUTY_MANAGER)
    if kind.spec.escalates_to not in found:
        found.append(kind.spec.escalates_to)
    return tuple(dict.fromkeys(found))


def next_step(now: datetime, office: Office) -> datetime:
    """When a task that is late goes on to the next function."""
    return office.day_after(now)[0]


def next_reminder(now: datetime, office: Office) -> datetime:
    """When administrators are reminded of a task that everybody let lie."""
    return office.day_after(now + A_WEEK - timedelta(days=1))[0]


def pass_on(task: Task) -> Task:
    """The next function of the chain has it too; after the last one, the administrators."""
    return task if task.passed_all else replace(task, level=task.level + 1)


def may_drop(task: Task, by: UUID | None, happened_to: UUID | None, *, manages: bool, holds: bool = False) -> bool:
    """Whether this person may say that it need not be done: they manage the team, and it is not their own. What must be
    done, nobody drops.

    What is asked as a question, whoever has it answers. happened_to: whom it is about. Nobody keeps what happened to
    themselves, also not by handing it over first.
    """
    if by is None or by == happened_to or not task.kind.spec.droppable:
        return False
    return (manages and by != task.person) or (holds and task.question)


def drop(task: Task, by: UUID | None, happened_to: UUID | None = None, *, manages: bool, holds: bool = False) -> Task:
    """It need not be done.

    Raises:
        EndsOtherwise: nobody may say so of this kind.
        NotAllowed: by who may not say so.
        TaskOver: it is done, or was dropped.
    """
    if not task.kind.spec.droppable:
        raise EndsOtherwise
    if not may_drop(task, by, happened_to, manages=manages, holds=holds):
        raise NotAllowed
    if task.state is not TaskState.OPEN:
        raise TaskOver
    return replace(task, state=TaskState.DROPPED)


@dataclass(frozen=True)
class Said:
    """What whoever did it says of it. points: what was ticked and what was not; None: nothing of that is said."""

    outcome: str | None = None
    points: tuple[Point, ...] | None = None
    note: str = ""

    def wrong(self, task: Task) -> list[Wrong]:
        """Returns everything in it that can't be."""
        outcomes, found = task.kind.spec.outcomes, []
        if outcomes and (self.outcome or task.kind.spec.usual) not in outcomes:
            found.append(Wrong("/outcome", "not_a_choice", {"choices": ", ".join(outcomes)}))
        elif self.outcome is not None and not outcomes:
            found.append(Wrong("/outcome", "task_no_outcome"))
        if self.points is not None and [one.text for one in self.points] != [one.text for one in task.points]:
            found.append(Wrong("/points", "task_points"))
        if self.note and not task.kind.spec.note:
            found.append(Wrong("/note", "task_no_note"))
        if task.kind.spec.note_needed and not self.note.strip():
            found.append(Wrong("/note", "task_needs_note"))
        return found


def done(task: Task, said: Said, *, holds: bool) -> Task:
    """It is done.

    Raises:
        NotAllowed: by who doesn't have it.
        TaskOver: it was done or dropped before.
        EndsOtherwise: it ends when its own thing is done.
        WrongInput: with every wrong field.
    """
    if not holds:
        raise NotAllowed
    if task.state is not TaskState.OPEN:
        raise TaskOver
    if not task.kind.spec.by_hand:
        raise EndsOtherwise
    refuse(said.wrong(task))
    return replace(task, state=TaskState.DONE, points=task.points if said.points is None else said.points)


def hand_over(task: Task, to: UUID, *, holds: bool, about: UUID | None = None) -> Task:
    """Somebody else does it, by name. about: whom it is about: they do of it what the protocol asks of an employee.

    Raises:
        NotAllowed: by who doesn't have it.
        AboutThem: nobody cares for themselves, or decides on what happened to them.
        TaskOver: it is done, or was dropped.
    """
    if not holds:
        raise NotAllowed
    if task.state is not TaskState.OPEN:
        raise TaskOver
    if to == about and Function.EMPLOYEE not in task.chain:
        raise AboutThem
    return replace(task, person=to)


def not_yet(not_before: datetime | None, now: datetime) -> bool:
    """Whether nobody is reminded of it yet."""
    return not_before is not None and now < not_before


def is_late(task: Task, now: datetime) -> bool:
    return task.state is TaskState.OPEN and task.due_at < now


def held_first(tasks: Iterable[Task], now: datetime) -> list[Task]:
    """What is late first, and then what is due first."""
    return sorted(tasks, key=lambda one: (not is_late(one, now), one.due_at, one.id))
