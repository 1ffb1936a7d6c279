"""What sounds an alarm on a visit: a press, the duress PIN, an end that went by."""

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, CodePurpose, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit
from achterwacht.visits.rules.watching import BY_SMS, heard_at, started
from notifications.texts.templates import Template
from notifications.ways import Way


def panic(visit: Visit, by: Actor, context: Context) -> Decision:
    """The noodknop. Never too late, never refused while somebody watches; it joins the alarm that is open."""
    if not visit.on_the_way:
        started(visit)
    return sound(heard_at(visit, by, context.now), Cause.PANIC, Level.MANAGER, context)


def under_duress(visit: Visit, by: Actor, context: Context) -> Decision:
    """The duress PIN: an alarm that the worker's screen knows nothing of. On a visit that is over, too."""
    # Who was asked to phone the worker, and did not read it yet, is not asked any more.
    unsaid = Decision(silenced=frozenset({Template.CHECK_CALL_COLLEAGUE}))
    return unsaid + sound(heard_at(visit, by, context.now), Cause.DURESS, Level.MANAGER, context)


def stay_silent(visit: Visit, by: Actor, context: Context) -> Decision:
    """What came with the duress PIN was done for their screen; the call for help in it was heard before that, once.

    It is heard here where it was not: no action with that PIN leaves a visit without a silent alarm.
    """
    alarm = visit.open_alarm
    if alarm is not None and alarm.cause is Cause.DURESS:
        return Decision(visit=heard_at(visit, by, context.now))
    return under_duress(visit, by, context)


def sound(visit: Visit, cause: Cause, level: Level, context: Context) -> Decision:
    """Open an alarm on the visit, or let the cause join the open one. A visit has at most one open alarm."""
    if visit.open_alarm:
        return Decision(visit=visit) + alarms.raise_alarm(visit.open_alarm, cause, level, context)
    alarm = visit.new_alarm(cause, level, context.now, context.protocol.plan())
    return Decision(visit=visit) + alarms.open_alarm(alarm, context)


def end_approaching(visit: Visit, _: Context) -> Decision:
    """The end comes near: remind the worker, in a neutral text."""
    if not visit.under_way or visit.open_alarm:
        return NOTHING
    notice = Notice(visit.worker, Template.END_REMINDER, BY_SMS, MessagePriority.REMINDER)
    return Decision(events=(Event(EventKind.REMINDED),), notices=(notice,))


def overdue(visit: Visit, context: Context) -> Decision:
    """The expected end passed without a check-out: the alarm starts with the worker."""
    if not visit.under_way:
        return NOTHING
    event = Decision(events=(Event(EventKind.OVERDUE),))
    alarmed = sound(visit, Cause.OVERDUE, Level.WORKER, context)
    begins = visit.open_alarm is None and alarmed.alarm is not None and alarmed.alarm.level is Level.WORKER
    ways = context.protocol.plan().step(Level.WORKER).ways
    return event + alarmed + (ask_who_is_there(visit, ways) if begins else NOTHING)


def ask_who_is_there(visit: Visit, ways: tuple[Way, ...]) -> Decision:
    """The worker is silent: who is there with them is asked before anybody outside. Their answer is news, no more."""
    if not visit.there:
        return NOTHING
    return Decision(
        events=(Event(EventKind.COMPANION_CHASED, facts={"names": [one.name for one in visit.there]}),),
        notices=tuple(
            Notice(
                one.person, Template.CHASE_COMPANION, ways, MessagePriority.REMINDER, code=CodePurpose.COMPANION_WELL
            )
            for one in visit.there
        ),
    )
