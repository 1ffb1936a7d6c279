"""The deadlines of a visit under way, and the last contact with it."""

from dataclasses import replace
from datetime import datetime, timedelta

from achterwacht.alarms.facts import Alarm, Cause, Level, People
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind, RootKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import CheckCall, Deadlines, Visit
from achterwacht.visits.refusals import (
    EndBeforeStart,
    EndNotLater,
    NotUnderWay,
    VisitTooLong,
)
from achterwacht.visits.times import Rules
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

BY_SMS = (Way(Channel.SMS),)
NO_DEADLINES: Deadlines = {kind: None for kind in DeadlineKind if kind.spec.of is RootKind.VISIT}


def somebody_on_duty(visit: Visit, people: People) -> bool:
    """Whether at least one colleague or manager outside could be told now."""
    watchers = people.at(Level.COLLEAGUE) + people.at(Level.MANAGER)
    return any(one.skip is None and not visit.of_the_visit(one.person) for one in watchers)


def colleague_on_duty(visit: Visit, people: People) -> bool:
    """Whether a colleague outside has the watch and can be reached. Otherwise only managers hear of an alarm."""
    return any(one.skip is None and not visit.of_the_visit(one.person) for one in people.at(Level.COLLEAGUE))


def watch_deadlines(visit: Visit, context: Context) -> Deadlines:
    """Returns the deadlines of a visit under way from now on: the check call, the reminder and the end.

    A check call close to the reminder is not made where a message answers it, since the reminder asks the same. Where a
    human is to hear the worker (004 L715-717), no text takes its place. A check call whose moment has passed is left as
    it is: if the clock did not get to it yet, it still comes. A reminder whose moment passed before it was set (a very
    short visit) is not sent, since the chase follows at once.
    """
    assert visit.started_at is not None
    protocol, now = context.protocol, context.now
    reminder = visit.expected_end - protocol.watch.reminder_before_end
    asked: dict[DeadlineKind, datetime | None] = {
        DeadlineKind.END_APPROACHING: reminder if reminder > now else None,
        DeadlineKind.OVERDUE: visit.expected_end + protocol.watch.grace,
    }
    call, after = protocol.check_call, call_after(visit, protocol)
    if call is None or after is None or visit.check_call is not CheckCall.PLANNED:
        return {DeadlineKind.CHECK_CALL: None, **asked}
    # After the clock was set back it started at a moment that lies ahead: then the wait begins now.
    due = min(visit.started_at, now) + after
    if due <= now:
        return asked
    near = call.heard_counts and abs(due - reminder) <= call.near_reminder and reminder > now
    return {DeadlineKind.CHECK_CALL: due if due < visit.expected_end and not near else None, **asked}


def call_after(visit: Visit, protocol: Rules) -> timedelta | None:
    """Returns how long after the start this visit gets its check call; None if it gets none by itself."""
    trouble = visit.expects_trouble is not None
    return None if protocol.check_call is None else protocol.check_call.due_after(visit.call_after, trouble=trouble)


def lasts_longer(visit: Visit, started_at: datetime, until: datetime, context: Context) -> None:
    if until <= visit.expected_end or until <= context.now:
        raise EndNotLater(expected_end=visit.expected_end)
    longest = context.protocol.watch.longest_visit
    if until - started_at > longest:
        raise VisitTooLong(longest=longest)


def heard_at(visit: Visit, by: Actor, moment: datetime) -> Visit:
    """Returns the moment of the last contact: when somebody inside pressed, not when it came in or what a colleague
    did.
    """
    if not visit.of_the_visit(by.person_id):
        return visit
    return replace(visit, last_heard_at=max(moment, visit.last_heard_at or moment))


def shown_alarm(visit: Visit) -> Alarm | None:
    """Returns the open alarm as those inside know it: for them a silent alarm does not exist."""
    alarm = visit.open_alarm
    return None if alarm is None or alarm.cause is Cause.DURESS else alarm


def too_late(visit: Visit, pressed_at: datetime, now: datetime) -> bool:
    """Whether something was pressed before the alarm opened. It never answers that alarm."""
    return visit.open_alarm is not None and visit.open_alarm.came_after(pressed_at, now)


def by_somebody_else(visit: Visit, template: Template, by: Actor) -> tuple[Notice, ...]:
    """Tell the worker what somebody else did with their visit."""
    if by.person_id in (None, visit.worker):
        return ()
    return (Notice(visit.worker, template, BY_SMS, MessagePriority.REMINDER, facts={"by": by.name}),)


def nobody_on_duty(people: People) -> Decision:
    notices = tuple(
        Notice(one.person, Template.NOBODY_ON_DUTY, BY_SMS, MessagePriority.STAFF)
        for one in people.administrators
        if one.skip is None
    )
    return Decision(events=(Event(EventKind.NOBODY_ON_DUTY),), notices=notices)


def who_would_hear(visit: Visit, now: People, at_the_end: People) -> Decision:
    """What is said at a check-in when somebody is missing from the roster: nobody at all, which the administrator hears
    too; or no colleague who has the watch, so that an alarm begins with the managers."""
    if not somebody_on_duty(visit, now) or not somebody_on_duty(visit, at_the_end):
        return nobody_on_duty(now)
    if colleague_on_duty(visit, now) and colleague_on_duty(visit, at_the_end):
        return NOTHING
    when = "end" if colleague_on_duty(visit, now) else "now"
    return Decision(events=(Event(EventKind.NOBODY_ON_DUTY, facts={"managers": when}),))


def going_on(visit: Visit) -> datetime:
    """Returns when the visit started if it is not over, neither in truth nor for a worker who ended it with the duress
    PIN.
    """
    if visit.shown_ended_at is not None:
        raise NotUnderWay
    return started(visit)


def started(visit: Visit) -> datetime:
    if not visit.under_way or visit.started_at is None:
        raise NotUnderWay
    return visit.started_at


def times_fit(start: datetime, end: datetime, protocol: Rules) -> None:
    if end <= start:
        raise EndBeforeStart
    if end - start > protocol.watch.longest_visit:
        raise VisitTooLong(longest=protocol.watch.longest_visit)
