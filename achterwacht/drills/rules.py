"""The rules of a drill: the same ladder as in earnest, and an end that comes by itself.

Pure. A drill is an alarm without a visit, marked as a drill. Taking it, declining it and closing it follow the rules of
every alarm. Only the differences stand here: how it begins, and that it always ends.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level, Outcome, Skip
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.refused import RuleBroken
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

LONGEST = timedelta(hours=1)
"""Nobody is bothered longer than this, whatever the ladder's times are."""
BY_SMS = (Way(Channel.SMS),)


class DrillKind(StrEnum):
    """What the drill plays: somebody who does not come back, or somebody who presses the noodknop."""

    OVERDUE = "overdue"
    PANIC = "panic"

    @property
    def cause(self) -> Cause:
        return Cause(self.value)

    @property
    def begins_at(self) -> Level:
        return Level.WORKER if self is DrillKind.OVERDUE else Level.MANAGER


class DrillRunning(RuleBroken):
    """The team has a drill already."""

    code = "drill_running"


class RealAlarmOpen(RuleBroken):
    """A real alarm has priority over a drill."""

    code = "real_alarm_open"


class OnlyPlayed(RuleBroken):
    """A drill calls no police, so there is no call to note."""

    code = "only_played"


def begin(alarm: Alarm, by: Actor, context: Context, *, pretended: bool = False) -> Decision:
    """Open the alarm of a drill as a real one opens, after telling the person who plays the worker.

    pretended: only for the screen of whoever began it; the caller holds back the messages.
    """
    plays = context.people.worker
    told = (Notice(plays.person, Template.DRILL_STARTED, BY_SMS, MessagePriority.NEWS, facts={"by": by.name}),)
    unaware = plays.person != by.person_id and plays.skip is not Skip.NO_NUMBER
    started = Decision(
        events=(Event(EventKind.DRILL_STARTED, by.person_id, {"pretended": True} if pretended else {}),),
        notices=told if unaware else (),
        deadlines={DeadlineKind.DRILL_END: context.now + LONGEST},
    )
    return started + alarms.open_alarm(alarm, context)


def pass_time(alarm: Alarm, by: Actor, kind: DeadlineKind, context: Context, *, real_alarm: bool) -> Decision:
    """Decide a deadline of a drill: it takes a step as in earnest, or ends.

    It ends when everyone was told once and nobody took it, after an hour, or when a real alarm needs the same people.
    """
    if not alarm.open:
        return NOTHING
    if real_alarm or kind is DeadlineKind.DRILL_END or alarm.rounds:
        return end(alarm, by, context, real_alarm=real_alarm)
    if kind is DeadlineKind.UNRESOLVED:
        return alarms.unresolved(alarm, context)
    return alarms.climb(alarm, context)


def set_back(alarm: Alarm, due: Mapping[DeadlineKind, datetime], context: Context) -> Decision:
    """Let a drill end no later, after the clock was set back, than one that begins now."""
    latest = context.now + LONGEST
    ends = due.get(DeadlineKind.DRILL_END, latest)
    return Decision(deadlines={DeadlineKind.DRILL_END: latest}) if alarm.open and ends > latest else NOTHING


def would_tell_everyone_again(alarm: Alarm, decision: Decision) -> bool:
    """Whether this would start another round: somebody took it after everyone was told, and then couldn't after all."""
    return decision.alarm is not None and decision.alarm.rounds > alarm.rounds > 0


def resolve(
    alarm: Alarm, by: Actor, outcome: Outcome, note: str, context: Context, seen: Cause | None = None
) -> Decision:
    """Close the drill like any alarm, by somebody who was told; the person who plays the worker is informed too.

    Raises:
        AlarmOver: it is closed already.
        MayNotTake: the person who plays the worker tried to close it.
    """
    return _heard_by_who_plays(alarm, alarms.resolve(alarm, by, outcome, note, context, seen), by)


def end(alarm: Alarm, by: Actor, context: Context, *, real_alarm: bool = False) -> Decision:
    """End a drill and tell everyone who heard of it. A drill that is over stays as it is."""
    if not alarm.open:
        return NOTHING
    closing = alarms.close(alarm, by, Outcome.SAFE, context)
    told = tuple(replace(one, facts={**one.facts, "real_alarm": real_alarm}) for one in closing.notices)
    ended = Event(EventKind.DRILL_ENDED, by.person_id, {"reason": "real_alarm" if real_alarm else ""})
    return _heard_by_who_plays(alarm, replace(closing, events=(ended,), notices=told), by)


def _heard_by_who_plays(alarm: Alarm, closing: Decision, by: Actor) -> Decision:
    if alarm.worker == by.person_id:
        return closing
    return closing + Decision(
        notices=(Notice(alarm.worker, Template.ALL_CLEAR, BY_SMS, MessagePriority.NEWS, facts={"by": by.name}),)
    )
