"""What raises an alarm on a visit: the noodknop, the duress PIN, or an end that passed."""

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, EventKind
from achterwacht.priorities import MessagePriority
from achterwacht.visits.facts import Visit
from achterwacht.visits.rules.watching import BY_SMS, heard_at, started
from notifications.texts.templates import Template
from notifications.ways import Way


def panic(visit: Visit, by: Actor, context: Context) -> Decision:
    """Raise the alarm of the noodknop. It is never too late and never refused while somebody watches; it joins an open
    alarm.
    """
    if not visit.on_the_way:
        started(visit)
    return sound(heard_at(visit, by, context.now), Cause.PANIC, Level.MANAGER, context, by)


def under_duress(visit: Visit, by: Actor, context: Context) -> Decision:
    """Raise the alarm of the duress PIN, which the worker's screen does not show. This works on a visit that is over
    too.
    """
    # If a colleague was asked to phone the worker and the message has not left yet, they are not asked any more.
    unsaid = Decision(silenced=frozenset({Template.CHECK_CALL_COLLEAGUE}))
    return unsaid + sound(heard_at(visit, by, context.now), Cause.DURESS, Level.MANAGER, context, by)


def stay_silent(visit: Visit, by: Actor, context: Context) -> Decision:
    """Make sure that a silent alarm is open after an action with the duress PIN.

    The action itself was carried out for the worker's screen. If the call for help in it was heard before, it is not
    raised again.
    """
    alarm = visit.open_alarm
    if alarm is not None and alarm.cause is Cause.DURESS:
        return Decision(visit=heard_at(visit, by, context.now))
    return under_duress(visit, by, context)


def sound(visit: Visit, cause: Cause, level: Level, context: Context, pressed_by: Actor | None = None) -> Decision:
    """Open an alarm on the visit, or add the cause to the open one. A visit has at most one open alarm.

    pressed_by: who asked for help, the worker or a companion; None if nobody did.
    """
    if level is Level.WORKER and visit.worker in context.silent:
        level = Level.COLLEAGUE  # nobody asks them anything: the ladder begins with who is outside
    who = None if pressed_by is None else pressed_by.person_id
    said_no = any(one.declined and one.person == who for one in visit.along if one.person)
    if visit.open_alarm:
        raised = alarms.raise_alarm(visit.open_alarm, cause, level, context, pressed_by, said_no=said_no)
        return Decision(visit=visit) + raised
    alarm = visit.new_alarm(cause, level, context.now, context.protocol.plan())
    return Decision(visit=visit) + alarms.open_alarm(alarm, context, pressed_by, said_no=said_no)


def end_approaching(visit: Visit, context: Context) -> Decision:
    """Remind the worker, in a neutral text, that the expected end is near."""
    if not visit.under_way or visit.open_alarm or visit.worker in context.silent:
        return NOTHING
    notice = Notice(visit.worker, Template.END_REMINDER, BY_SMS, MessagePriority.REMINDER)
    return Decision(events=(Event(EventKind.REMINDED),), notices=(notice,))


def overdue(visit: Visit, context: Context) -> Decision:
    """Open an alarm, which starts with the worker: the expected end passed without a check-out."""
    if not visit.under_way:
        return NOTHING
    event = Decision(events=(Event(EventKind.OVERDUE),))
    alarmed = sound(visit, Cause.OVERDUE, Level.WORKER, context)
    begins = visit.open_alarm is None and alarmed.alarm is not None and alarmed.alarm.level is Level.WORKER
    ways = context.protocol.plan().step(Level.WORKER).ways
    return event + alarmed + (ask_who_is_there(visit, ways) if begins else NOTHING)


def ask_who_is_there(visit: Visit, ways: tuple[Way, ...]) -> Decision:
    """Ask the companions before anybody outside, since the worker is silent. Their answer is only information."""
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
