"""The external guard firm: phoned beside a step of the ladder, and what it answers.

The firm is not part of the organisation. Those who watch are told what it says, but that stops nothing: a human who may
close the alarm has to take it.
"""

from achterwacht.alarms.facts import Alarm
from achterwacht.alarms.guard_facts import Firm, GuardCall, GuardOutcome
from achterwacht.alarms.rules.taking import acknowledge
from achterwacht.alarms.rules.telling import inform, noted, outsider
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, EventKind
from notifications.texts.templates import Template


def guard_answers(alarm: Alarm, firm: Firm, outcome: GuardOutcome) -> Decision:
    """Record the digit by which the firm says that it comes, or can't. Those who watch are told; the climb goes on."""
    facts = {"firm": firm.name, "answer": outcome.value}
    return Decision(
        events=(Event(EventKind.GUARD_ANSWERED, facts=facts),),
        notices=inform(alarm, Template.GUARD_SAYS, facts) if alarm.open else (),
    )


def guard_not_reached(alarm: Alarm, firm: Firm) -> Decision:
    """Tell those who watch to phone the firm themselves, since no call to it got through."""
    facts = {"firm": firm.name, "answer": GuardOutcome.NO_ANSWER.value}
    return Decision(
        events=(Event(EventKind.GUARD_NOT_REACHED, facts={"name": firm.name}),),
        notices=inform(alarm, Template.GUARD_SAYS, facts) if alarm.open else (),
    )


def call_guard(alarm: Alarm, by: Actor, firm: str, call: GuardCall, context: Context) -> Decision:
    """Record that a human phoned the firm. They also take the alarm, unless somebody has it.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = outsider(alarm, by)
    facts = {"firm": firm, "answer": call.outcome.value, "minutes": call.minutes, **noted(call.said)}
    taking = acknowledge(alarm, by, context) if alarm.acknowledged_by is None else NOTHING
    others = inform(
        alarm, Template.GUARD_SAYS, {"firm": firm, "answer": call.outcome.value, "minutes": call.minutes}, person
    )
    return taking + Decision(events=(Event(EventKind.GUARD_CALLED, person, facts),), notices=others)
