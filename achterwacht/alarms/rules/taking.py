"""Who takes an alarm, hands it on or declines it, and what they do meanwhile."""

from dataclasses import replace
from uuid import UUID

from achterwacht.alarms.facts import Alarm, Candidate, Level, PoliceCall
from achterwacht.alarms.refusals import MayNotTake, NotAsked, ProofNeeded
from achterwacht.alarms.rules.climbing import climb, lapse, unresolved
from achterwacht.alarms.rules.telling import EVERY_CHANNEL, all_out, inform, informing, noted, outsider, priority
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from notifications.texts.templates import ALL_MESSAGES, Template


def acknowledge(alarm: Alarm, by: Actor, context: Context, *, note: str = "") -> Decision:
    """Take the alarm. The first one wins, the climb stops, and the others are told who has it.

    Without proof of who it is, the press is only noted. The climb goes on, and those who are told next read it.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = outsider(alarm, by)
    if alarm.acknowledged_by == person:
        return NOTHING
    if by.unproven:
        return _say_to_take(alarm, person)
    if alarm.acknowledged_by is not None and alarm.assigned_to != person:
        taker = context.people.named(alarm.acknowledged_by)
        event = Event(EventKind.ALSO_ACKNOWLEDGED, person, {"taker": taker})
        notice = informing(person, Template.TAKEN, {"taker": taker})
        return Decision(alarm=alarm.known_to(person), events=(event,), notices=(notice,))
    now = context.now
    taken = replace(
        alarm.known_to(person), acknowledged_by=person, acknowledged_at=now, unproven_by=None, assigned_to=None
    )
    others = inform(replace(taken, acknowledged_by=None), Template.TAKEN, {"taker": by.name}, but=person)
    return Decision(
        alarm=taken,
        events=(Event(EventKind.ACKNOWLEDGED, person, {"via": by.via, **noted(note)}),),
        deadlines={DeadlineKind.LADDER_STEP: None, DeadlineKind.UNRESOLVED: now + alarm.plan.unresolved_after},
        notices=others,
        silenced=ALL_MESSAGES,
    )


def _say_to_take(alarm: Alarm, person: UUID) -> Decision:
    """Note a bare `1`, which anybody could send from that number. Nothing falls silent because of it."""
    if alarm.acknowledged_by is not None or alarm.unproven_by == person:
        return NOTHING
    event = Event(EventKind.TAKEN_WITHOUT_CODE, person)
    return Decision(alarm=replace(alarm, unproven_by=person), events=(event,))


def take_over(alarm: Alarm, by: Actor, context: Context) -> Decision:
    """Take the alarm from whoever has it. They are told, and so is everybody else.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = outsider(alarm, by)
    before = alarm.acknowledged_by
    # A bare word by SMS never takes an alarm from somebody.
    if before is None or before == person or by.unproven:
        return acknowledge(alarm, by, context)
    free = replace(alarm, acknowledged_by=None, acknowledged_at=None, assigned_to=None)
    taken = acknowledge(free, by, context)
    over = Event(EventKind.TAKEN_OVER, person, {"taker": context.people.named(before), "via": by.via})
    told = tuple(one for one in taken.notices if one.person != before)
    notice = informing(before, Template.TAKEN_OVER, {"taker": by.name})
    return replace(taken, events=(over,), notices=(*told, notice))


def tick(alarm: Alarm, by: Actor, step: str, *, done: bool) -> Decision:
    """Record that a step of the desk's list was done, or was not done after all. Everybody who looks sees it.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = outsider(alarm, by)
    return Decision(events=(Event(EventKind.STEP_TICKED if done else EventKind.STEP_UNTICKED, person, {"step": step}),))


def note(alarm: Alarm, by: Actor, text: str) -> Decision:
    """Record what somebody at the desk knows, while the alarm runs, for everybody else who watches.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    return Decision(events=(Event(EventKind.ALARM_NOTED, outsider(alarm, by), noted(text)),))


def escalate(alarm: Alarm, by: Actor, seen: Level, context: Context) -> Decision:
    """Take the next step of the ladder now, as its deadline would have done.

    seen: the level that whoever presses saw. If the alarm climbed meanwhile, by the clock or because a colleague
    pressed too, the step they wanted was taken already: nothing happens. After everyone was told there is no next step.
    If somebody has the alarm, that lapses, as when they don't close it in time: the others must be able to take it.
    Whoever had it is asked how it stands, unless they press this themselves.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = outsider(alarm, by)
    if alarm.level is not seen or alarm.rounds:
        return NOTHING
    pressed = Decision(events=(Event(EventKind.ESCALATED, person),))
    if alarm.acknowledged_by is None:
        return pressed + climb(alarm, context)
    return pressed + (lapse(alarm, context) if alarm.acknowledged_by == person else unresolved(alarm, context))


def decline(alarm: Alarm, by: Actor, context: Context, *, note: str = "") -> Decision:
    """Record that this person can't. When everyone who was told at this level can't, the next level follows at once.

    Raises:
        AlarmOver: it is closed.
        NotAsked: by somebody who was not told.
    """
    person = outsider(alarm, by)
    if person not in alarm.watchers():
        raise NotAsked
    out = alarm.marked(person, declined=True)
    if out.unproven_by == person:
        out = replace(out, unproven_by=None)
    # They said so already, and nobody asked them since.
    if out == alarm and alarm.acknowledged_by != person and not note:
        return NOTHING
    decision = Decision(alarm=out, events=(Event(EventKind.DECLINED, person, noted(note)),))
    if alarm.acknowledged_by == person:
        return decision + lapse(out, context)
    # After the last step the repeats to everyone keep their own pace.
    if alarm.acknowledged_by is None and all_out(out) and not out.rounds:
        return decision + climb(out, context)
    return decision


def pass_on(alarm: Alarm, by: Actor, to: Candidate) -> Decision:
    """Hand the alarm to somebody. They are told; whoever had it keeps it until the new one acknowledges.

    to: who can be asked now. Who has it, or passes it to themselves, is not asked again.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: to or by the worker or a companion.
        ProofNeeded: by somebody who is known by their number alone.
    """
    person = outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    if alarm.of_the_visit(to.person):
        raise MayNotTake
    if to.person in (person, alarm.acknowledged_by):
        return NOTHING
    notice = Notice(
        to.person,
        Template.PASSED_ON,
        EVERY_CHANNEL,
        priority(alarm),
        alarm.level,
        CodePurpose.LADDER,
        {"from": by.name},
    )
    given = replace(alarm, assigned_to=to.person).also_told([(to.person, alarm.level)])
    return Decision(alarm=given, events=(Event(EventKind.PASSED_ON, person, {"to": to.name}),), notices=(notice,))


def call_police(alarm: Alarm, by: Actor, call: PoliceCall, context: Context) -> Decision:
    """Record that a human called the police. They also take the alarm, unless somebody has it.

    Raises:
        ProofNeeded: by somebody who is known by their number alone. Others would not call any more.
    """
    person = outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    facts = {"number": call.number, "reference": call.reference, **noted(call.said)}
    event = Event(EventKind.POLICE_CALLED, person, facts)
    taking = acknowledge(alarm, by, context) if alarm.acknowledged_by is None else NOTHING
    return Decision(events=(event,)) + taking
