"""The external guard firm: phoned beside a step of the ladder, and what it answers.

It is nobody of the organisation. What it says is told to those who watch, and stops nothing: a human who may close the
alarm has to take it.
"""

from achterwacht.alarms.facts import Alarm, Firm, GuardCall, GuardOutcome
from achterwacht.alarms.rules.taking import acknowledge
from achterwacht.alarms.rules.telling import inform, noted, outsider
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event
from achterwacht.kinds import Actor, EventKind
from notifications.texts.templates import Template


def guard_answers(alarm: Alarm, firm: Firm, outcome: GuardOutcome) -> Decision:
    """The firm said with a digit that it comes, or can't. Those who watch hear it; the climb goes on."""
    facts = {"firm": firm.name, "answer": outcome.value}
    return Decision(
        events=(Event(EventKind.GUARD_ANSWERED, facts=facts),),
        notices=inform(alarm, Template.GUARD_SAYS, facts) if alarm.open else (),
    )


def guard_not_reached(alarm: Alarm, firm: Firm) -> Decision:
    """No call to the firm got through: those who watch phone it themselves."""
    facts = {"firm": firm.name, "answer": GuardOutcome.NO_ANSWER.value}
    return Decision(
        events=(Event(EventKind.GUARD_NOT_REACHED, facts={"name": firm.name}),),
        notices=inform(alarm, Template.GUARD_SAYS, facts) if alarm.open else (),
    )


def call_guard(alarm: Alarm, by: Actor, firm: str, call: GuardCall, context: Context) -> Decision:
    """A human phoned the firm. It takes the alarm too, unless somebody has it.

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
