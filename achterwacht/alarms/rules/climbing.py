"""How an alarm opens and climbs, step by step, until somebody takes it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from achterwacht.alarms.facts import Alarm, Cause, Level, Skip
from achterwacht.alarms.rules.telling import (
    BY_SMS,
    EVERY_CHANNEL,
    companion,
    inform,
    nobody_on_duty,
    priority,
    tell,
    tell_everyone,
    tell_guard,
    until_next,
)
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from notifications.texts.templates import ALL_MESSAGES, Template


def open_alarm(alarm: Alarm, context: Context, pressed_by: Actor | None = None, *, said_no: bool = False) -> Decision:
    """Open an alarm at its level and tell the people of that level.

    pressed_by: who asked for help, the worker or a companion; None if nobody did. said_no: they had said that they do
    not come along. They count as inside from now on, since nobody may ring them if they are.
    """
    alarm = _with(alarm, pressed_by)
    event = Event(EventKind.ALARM_OPENED, _who(pressed_by), {"cause": alarm.cause.value, **_no(said_no)})
    return Decision(alarm=alarm, events=(event,)) + _begin(alarm, context, pressed_by, said_no)


def raise_alarm(
    alarm: Alarm,
    cause: Cause,
    level: Level,
    context: Context,
    pressed_by: Actor | None = None,
    *,
    said_no: bool = False,
) -> Decision:
    """Add another cause to an open alarm. A graver one restarts the plan at the higher of the two levels.

    An acknowledgement of the lighter alarm lapses: somebody who took "overdue" did not take "panic"; nor did somebody
    who can't come for the one say that they can't for the other.

    pressed_by, said_no: as in `open_alarm`.
    """
    if cause.gravity <= alarm.cause.gravity:
        # A press during an alarm that is as grave says: it still goes on. Whoever took it is told; nothing starts over.
        if not cause.pressed:
            return NOTHING
        again = Event(EventKind.PANIC_REPEATED, _who(pressed_by), {"cause": cause.value})
        heard_again = "pressed_again" if cause is Cause.PANIC else "duress_again"
        facts = {"heard": heard_again, **_no(said_no)}
        told = inform(alarm, Template.HEARD, facts, companion=companion(alarm, pressed_by))
        return Decision(events=(again,), notices=told)
    higher = max(level, alarm.level, key=lambda one: one.height)
    graver = replace(
        _with(alarm, pressed_by),
        cause=cause,
        level=higher,
        acknowledged_by=None,
        acknowledged_at=None,
        unproven_by=None,
        assigned_to=None,
        rounds=0,
        told=tuple(replace(one, declined=False) for one in alarm.told),
    )
    event = Event(EventKind.ALARM_RAISED, _who(pressed_by), {"cause": cause.value, **_no(said_no)})
    decision = Decision(alarm=graver, events=(event,), deadlines={DeadlineKind.UNRESOLVED: None}, silenced=ALL_MESSAGES)
    return decision + _begin(graver, context, pressed_by, said_no)


def climb(alarm: Alarm, context: Context) -> Decision:
    """Take the next step of the ladder.

    It tells the next level at which somebody is left, and after the last level everyone. If nobody is left at a level,
    the next one follows at once. Nothing happens once somebody took the alarm.
    """
    if not alarm.open or alarm.acknowledged_by is not None:
        return NOTHING
    began, decision, unmanned = alarm.level, NOTHING, NOTHING
    while alarm.level is not Level.POLICE:
        alarm = replace(alarm, level=list(Level)[alarm.level.height + 1])
        decision += tell(alarm, (alarm.level,), alarm.plan.step(alarm.level).ways, context.people)
        assert decision.alarm is not None
        alarm = decision.alarm
        unmanned += nobody_on_duty(alarm, (alarm.level,), context.people) + tell_guard(alarm, (alarm.level,), context)
        if decision.notices:
            return decision + unmanned + Decision(deadlines={DeadlineKind.LADDER_STEP: context.now + until_next(alarm)})
    again = _guard_again(alarm, context) if began is Level.POLICE else NOTHING
    return decision + unmanned + tell_everyone(alarm, context) + again


def unresolved(alarm: Alarm, context: Context) -> Decision:
    """Ask whoever took the alarm and did not close it in time, and climb on."""
    if not alarm.open or alarm.acknowledged_by is None:
        return NOTHING
    asked = Notice(alarm.acknowledged_by, Template.STILL_OPEN, BY_SMS, priority(alarm), code=CodePurpose.LADDER)
    taker = context.people.find(alarm.acknowledged_by)
    without_number = taker is not None and taker.skip is Skip.NO_NUMBER
    return Decision(notices=() if without_number else (asked,)) + lapse(alarm, context)


def _who(pressed_by: Actor | None) -> UUID | None:
    return None if pressed_by is None else pressed_by.person_id


def _with(alarm: Alarm, pressed_by: Actor | None) -> Alarm:
    """Returns the alarm with whoever pressed among those inside."""
    by = companion(alarm, pressed_by)
    return alarm if by is None else replace(alarm, companions=alarm.companions | {by})


def _no(said_no: bool) -> Mapping[str, bool]:
    return {"said_no": True} if said_no else {}


def _begin(alarm: Alarm, context: Context, pressed_by: Actor | None, said_no: bool) -> Decision:
    """Tell the level at which an alarm starts. A press of the noodknop tells colleague and manager at the same time."""
    levels: tuple[Level, ...] = (Level.COLLEAGUE, Level.MANAGER) if alarm.cause.pressed else ()
    levels += () if alarm.level in levels else (alarm.level,)
    ways = EVERY_CHANNEL if alarm.cause.pressed else alarm.plan.step(alarm.level).ways
    decision = tell(alarm, levels, ways, context.people)
    if alarm.cause.pressed:
        # It may have been open for a while: then it began before anybody pressed.
        by, pressed = companion(alarm, pressed_by), {"opened": context.now, **_no(said_no)}
        decision = replace(
            decision, notices=tuple(replace(one, facts=pressed, companion=by) for one in decision.notices)
        )
    told = decision.alarm or alarm
    unmanned = nobody_on_duty(alarm, levels, context.people) + tell_guard(alarm, levels, context)
    if not decision.notices:
        return decision + unmanned + climb(told, context)
    return decision + unmanned + Decision(deadlines={DeadlineKind.LADDER_STEP: context.now + until_next(told)})


def _guard_again(alarm: Alarm, context: Context) -> Decision:
    """Phone the guard firm again if it did not answer, since everyone is told again.

    That there is no firm, or that this is a drill, is said only once.
    """
    guard = alarm.plan.guard
    if guard is None or context.firm is None or context.firm.spared:
        return NOTHING
    return tell_guard(alarm, (guard.at,), context)


def set_back(alarm: Alarm, due: Mapping[DeadlineKind, datetime], context: Context) -> Decision:
    """Shorten the waits of an open alarm after the clock was set back: none may be longer than one that begins now."""
    if not alarm.open:
        return NOTHING
    now = context.now
    longest = {
        DeadlineKind.LADDER_STEP: now + until_next(alarm),
        DeadlineKind.UNRESOLVED: now + alarm.plan.unresolved_after,
    }
    return Decision(deadlines={kind: latest for kind, latest in longest.items() if due.get(kind, now) > latest})


def lapse(alarm: Alarm, context: Context) -> Decision:
    """Let nobody have the alarm any more, and climb on."""
    free = replace(alarm, acknowledged_by=None, acknowledged_at=None, assigned_to=None)
    event = Event(EventKind.ACKNOWLEDGEMENT_LAPSED, alarm.acknowledged_by)
    decision = Decision(alarm=free, events=(event,), deadlines={DeadlineKind.UNRESOLVED: None})
    return decision + climb(free, context)
