"""Whom an alarm tells, in which ways, and why somebody is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, People, Skip
from achterwacht.alarms.refusals import AlarmOver, MayNotTake
from achterwacht.code_purposes import CodePurpose
from achterwacht.context import Context
from achterwacht.decision import NOTHING, Decision, Event, Notice
from achterwacht.kinds import Actor, DeadlineKind, EventKind
from achterwacht.priorities import MessagePriority
from notifications.texts.templates import Template
from notifications.ways import Channel, Way

TEXT_OF = {
    Cause.NOT_BACK: Template.ALARM_NOT_BACK,
    Cause.OVERDUE: Template.ALARM_OVERDUE,
    Cause.CHECK_CALL: Template.ALARM_CHECK_CALL,
    Cause.NOT_OK: Template.ALARM_NOT_OK,
    Cause.PANIC: Template.ALARM_PANIC,
    Cause.DURESS: Template.ALARM_DURESS,
}
EVERY_CHANNEL = (Way(Channel.SMS), Way(Channel.CALL))
BY_SMS = (Way(Channel.SMS),)
CLOSED = {DeadlineKind.LADDER_STEP: None, DeadlineKind.UNRESOLVED: None, DeadlineKind.DRILL_END: None}
STEPS = {
    Level.WORKER: MessagePriority.SUSPICION,
    Level.COLLEAGUE: MessagePriority.COLLEAGUE_STEP,
    Level.MANAGER: MessagePriority.MANAGER_STEP,
    Level.POLICE: MessagePriority.POLICE_STEP,
}


def priority(alarm: Alarm) -> MessagePriority:
    """Returns how urgent the messages of this alarm are."""
    return MessagePriority.PANIC if alarm.cause.pressed else STEPS[alarm.level]


def until_next(alarm: Alarm) -> timedelta:
    """Returns how long the present step lasts before the next one."""
    if alarm.level is Level.POLICE:
        return alarm.plan.repeat_every
    if alarm.cause.pressed and alarm.level is Level.MANAGER:
        return alarm.plan.police_after_panic
    return alarm.plan.steps[alarm.level.height + 1].after


def tell(alarm: Alarm, levels: Iterable[Level], ways: tuple[Way, ...], people: People) -> Decision:
    """Tell everyone at these levels who can be reached, and say who was left out and why."""
    decision = Decision(alarm=alarm)
    for level in levels:
        found = [(one, _why_not(alarm, one, level)) for one in people.at(level)]
        reached = [one for one, why in found if why is None]
        skipped = [
            Event(EventKind.STEP_SKIPPED, facts={"name": one.name, "why": why.value, "level": level.value})
            for one, why in found
            if why is not None
        ]
        told = Event(
            EventKind.STEP_TOLD if reached else EventKind.STEP_EMPTY,
            facts={"level": level.value, "names": [one.name for one in reached]},
        )
        assert decision.alarm is not None
        decision += Decision(
            alarm=decision.alarm.also_told((one.person, level) for one in reached),
            events=(*skipped, told),
            notices=tuple(_step_notice(alarm, one, level, ways) for one in reached),
        )
    return decision


def nobody_on_duty(alarm: Alarm, levels: Iterable[Level], people: People) -> Decision:
    """Tell the administrators of each level at which nobody could be told. Somebody who said "can't" was there."""
    empty = [
        level
        for level in levels
        if level is not Level.WORKER
        and not any(one.skip is None and not alarm.of_the_visit(one.person) for one in people.at(level))
    ]
    return Decision(notices=tuple(one for level in empty for one in _to_administrators(alarm, level.value, people)))


def _to_administrators(alarm: Alarm, rank: str, people: People) -> tuple[Notice, ...]:
    able = [one for one in people.administrators if one.skip is not Skip.NO_NUMBER]
    return tuple(
        replace(informing(one.person, Template.NOBODY_AT_LEVEL, {"rank": rank}), once=f"nobody at {rank}")
        for one in able
        if not alarm.of_the_visit(one.person)
    )


def tell_guard(alarm: Alarm, levels: Iterable[Level], context: Context) -> Decision:
    """Phone the guard firm if it belongs to one of these levels and has not answered yet.

    If there is no firm, that is said, and nobody waits for it. In a drill no outsider is phoned.
    """
    step = alarm.plan.guard
    if step is None or step.at not in levels:
        return NOTHING
    firm = context.firm
    if firm is None:
        missing = Event(EventKind.GUARD_MISSING)
        return Decision(events=(missing,), notices=_to_administrators(alarm, "guard", context.people))
    if firm.spared:
        return Decision(events=(Event(EventKind.GUARD_SPARED, facts={"name": firm.name}),))
    if firm.answered:
        return NOTHING
    told = Notice(firm.id, Template.GUARD, step.ways, priority(alarm), facts={"call_back": firm.call_back})
    return Decision(events=(Event(EventKind.GUARD_TOLD, facts={"name": firm.name}),), notices=(told,))


def tell_everyone(alarm: Alarm, context: Context) -> Decision:
    """Tell everyone on the team's list, on every channel, since nobody took the last step.

    It repeats until a human closes the alarm. Where no message reached anybody of the team, or there is nobody in it,
    the administrators are told too.
    """
    people = context.people
    inside = {alarm.worker, *alarm.companions, *context.silent}
    reached, administrators = (
        [one for one in listed if one.person not in inside and one.skip is not Skip.NO_NUMBER]
        for listed in (people.everyone, people.administrators)
    )
    # Numbers that nothing arrives at are as good as none.
    deaf = {told.person for told in alarm.told if told.failed}
    if all(one.person in deaf for one in reached):
        reached += [one for one in administrators if one not in reached]
    again = replace(alarm, level=Level.POLICE, rounds=alarm.rounds + 1)
    return Decision(
        alarm=again.also_told((one.person, Level.POLICE) for one in reached),
        events=(Event(EventKind.EVERYONE_TOLD, facts={"names": [one.name for one in reached]}),),
        deadlines={DeadlineKind.LADDER_STEP: context.now + alarm.plan.repeat_every},
        notices=tuple(_step_notice(again, one, Level.POLICE, EVERY_CHANNEL) for one in reached),
    )


def _step_notice(alarm: Alarm, one: Candidate, level: Level, ways: tuple[Way, ...]) -> Notice:
    match level:
        case Level.WORKER:
            template, code = Template.CHASE_WORKER, None
        case Level.POLICE:
            template, code = Template.POLICE, CodePurpose.POLICE
        case _:
            template, code = TEXT_OF[alarm.cause], CodePurpose.LADDER
    return Notice(one.person, template, ways, priority(alarm), level, code)


def _why_not(alarm: Alarm, one: Candidate, level: Level) -> Skip | None:
    if level is Level.WORKER:
        return Skip.NO_NUMBER if one.skip is Skip.NO_NUMBER else None
    if one.person == alarm.worker:
        return Skip.WORKER
    if one.person in alarm.companions:
        return Skip.COMPANION
    if any(told.person == one.person and told.declined for told in alarm.told):
        return Skip.DECLINED
    return one.skip


def all_out(alarm: Alarm) -> bool:
    asked = [told for told in alarm.told if told.level in alarm.current_levels]
    return bool(asked) and all(told.declined or told.failed for told in asked)


def outsider(alarm: Alarm, by: Actor) -> UUID:
    if by.person_id is None or alarm.of_the_visit(by.person_id):
        raise MayNotTake
    if not alarm.open:
        raise AlarmOver
    return by.person_id


def companion(alarm: Alarm, by: Actor | None) -> UUID | None:
    """Returns who did something inside, if it was not the worker."""
    return None if by is None or by.person_id == alarm.worker else by.person_id


def inform(
    alarm: Alarm,
    template: Template,
    facts: Mapping[str, Any],
    but: UUID | None = None,
    companion: UUID | None = None,
) -> tuple[Notice, ...]:
    return tuple(informing(person, template, facts, companion) for person in alarm.watchers() if person != but)


def informing(person: UUID, template: Template, facts: Mapping[str, Any], companion: UUID | None = None) -> Notice:
    return Notice(person, template, BY_SMS, MessagePriority.NEWS, facts=facts, companion=companion)


def noted(note: str) -> Mapping[str, Any]:
    """Returns the note that came with it, if there was one, as a fact of an event."""
    return {"note": note} if note else {}
