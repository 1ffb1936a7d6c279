"""What makes an alarm quieter: a sign of life, an outcome, or a worker who says that it was nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from achterwacht.alarms.facts import Alarm, Cause, Level, Outcome
from achterwacht.alarms.refusals import AlarmOver, GraverNow, ProofNeeded
from achterwacht.alarms.rules.telling import CLOSED, companion, inform, outsider
from achterwacht.context import Context, Press
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, EventKind
from notifications.texts.templates import ALL_MESSAGES, Template


def heard(alarm: Alarm, press: Press, said: Mapping[str, Any], context: Context) -> Decision:
    """Treat something that only the worker can do as a sign of life.

    While only the worker was chased, it answers the alarm, and nobody else ever hears of it. Once a colleague was told,
    the alarm stays, since a phone can be in the wrong hands; those who were told read the sign of life. A colleague may
    also have taken the alarm from the board: then an SMS does not answer it. Something that was pressed before the
    alarm opened never answers it.
    """
    if not alarm.open:
        return NOTHING
    by = press.by
    if alarm.came_after(press.at, context.now):
        return Decision(events=(Event(EventKind.CAME_TOO_LATE, by.person_id, {**said, "pressed": press.at}),))
    if answers_by_itself(alarm) and not (by.unproven and alarm.watchers()):
        return close(alarm, by, Outcome.SAFE, context)
    return Decision(notices=inform(alarm, Template.HEARD, {**said, "unproven": by.unproven}))


def companion_heard(alarm: Alarm, by: Actor) -> Decision:
    """Tell those who watch that a companion says all is well. The climb goes on."""
    said = {"heard": "companion", "companion": by.name, "unproven": by.unproven}
    return Decision(notices=inform(alarm, Template.HEARD, said))


def answers_by_itself(alarm: Alarm) -> bool:
    """Whether a sign of life closes the alarm: only the worker was chased, and for a light cause."""
    return alarm.level is Level.WORKER and alarm.cause.light


def sign_off(alarm: Alarm, press: Press, reason: str, context: Context) -> Decision:
    """Record that the worker checks out under an alarm, or that a colleague signs them off with a reason.

    This closes a light alarm that has not reached the police, with the all-clear. Otherwise it is recorded and shown,
    and somebody else closes the alarm. That is always so for an SMS once others were told.
    """
    by = press.by
    if alarm.came_after(press.at, context.now):
        return Decision(
            events=(Event(EventKind.CAME_TOO_LATE, by.person_id, {"heard": "signed_off", "pressed": press.at}),)
        )
    light = alarm.cause.light and alarm.level is not Level.POLICE
    if light and not (by.unproven and alarm.watchers()):
        return close(alarm, by, Outcome.SAFE, context)
    event = Event(EventKind.CHECKED_OUT_UNDER_ALARM, by.person_id, {"reason": reason})
    colleague = "" if by.person_id and alarm.of_the_visit(by.person_id) else by.name
    return Decision(events=(event,), notices=inform(alarm, Template.SIGNED_OFF, {"colleague": colleague}))


def call_false(alarm: Alarm, by: Actor, note: str, *, quiet: bool = False) -> Decision:
    """Record that the worker says "loos alarm": those who were told are asked to call back. It closes nothing.

    quiet: somebody inside asked not to be phoned, so nobody is asked to.

    Raises:
        AlarmOver: it is closed.
    """
    if not alarm.open:
        raise AlarmOver
    # In a silent alarm the person who forces them may say it, or hear it: nobody is asked to phone.
    facts: dict[str, Any] = {"note": note}
    if alarm.cause is Cause.DURESS:
        facts["silent"] = True
    elif quiet:
        facts["quietly"] = True
    return Decision(
        events=(Event(EventKind.CALLED_FALSE, by.person_id, facts),),
        notices=inform(alarm, Template.CALLED_FALSE, {}, companion=companion(alarm, by)),
    )


def resolve(
    alarm: Alarm, by: Actor, outcome: Outcome, note: str, context: Context, seen: Cause | None = None
) -> Decision:
    """Close the alarm, by somebody who is not inside. Everyone who was told hears it.

    seen: the cause that whoever closes it saw; a noodknop meanwhile is not closed by what was known of a late visit.

    Raises:
        AlarmOver: it is closed already.
        GraverNow: it is graver than what they saw.
        MayNotTake: by the worker or a companion.
        ProofNeeded: by somebody who is known by their number alone.
    """
    outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    if seen is not None and alarm.cause.gravity > seen.gravity:
        raise GraverNow
    return close(alarm, by, outcome, context, note=note)


def close(alarm: Alarm, by: Actor, outcome: Outcome, context: Context, *, note: str = "") -> Decision:
    """Close the alarm, whoever does it.

    No further step follows, unsent messages are cancelled, and all who were told get the all-clear.

    note: how the alarm ended, for the timeline. Without it, what was said with the press stays.
    """
    closed = replace(alarm, resolved_at=context.now, resolved_by=by.person_id, outcome=outcome, note=note or alarm.note)
    return Decision(
        alarm=closed,
        events=(Event(EventKind.RESOLVED, by.person_id, {"outcome": outcome.value, "note": note}),),
        deadlines=CLOSED,
        notices=inform(alarm, Template.ALL_CLEAR, {"by": by.name}),
        silenced=ALL_MESSAGES,
    )
