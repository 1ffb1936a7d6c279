"""The rules of an alarm: how it opens, climbs, is taken, and is closed (watch-rules.md, "With an open alarm").

Pure: time comes in as a parameter, people are found by the caller. Alarms know no visit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, Outcome, People, Plan, Skip, Step, Told
from achterwacht.decision import (
    ALL_MESSAGES,
    NOTHING,
    TELEPHONE,
    Actor,
    Channel,
    CodePurpose,
    DeadlineKind,
    Decision,
    Event,
    EventKind,
    Notice,
    RuleBroken,
    Template,
    Way,
)

__all__ = ["Alarm", "Cause", "Level", "Outcome", "People", "Plan", "Skip", "Step", "Told", "Way"]

TEXT_OF = {
    Cause.OVERDUE: Template.ALARM_OVERDUE,
    Cause.CHECK_CALL: Template.ALARM_CHECK_CALL,
    Cause.NOT_OK: Template.ALARM_NOT_OK,
    Cause.PANIC: Template.ALARM_PANIC,
    Cause.DURESS: Template.ALARM_DURESS,
}
EVERY_CHANNEL = (Way(Channel.SMS), Way(Channel.CALL))
BY_SMS = (Way(Channel.SMS),)
CLOSED = {DeadlineKind.LADDER_STEP: None, DeadlineKind.UNRESOLVED: None, DeadlineKind.DRILL_END: None}

URGENT = {Level.WORKER: 60, Level.COLLEAGUE: 70, Level.MANAGER: 80, Level.POLICE: 90}
PRESSED = 100
INFORMING = 30


class AlarmOver(RuleBroken):
    """The alarm is closed."""

    code = "alarm_over"


class MayNotTake(RuleBroken):
    """The worker and companions never take, pass on or close their own alarm: they are inside."""

    code = "may_not_take"


class ProofNeeded(RuleBroken):
    """Whoever asks is known by a sender's number alone: what makes an alarm quieter needs the code."""

    code = "proof_needed"


class NotAsked(RuleBroken):
    """Only who was told can say that they can't."""

    code = "not_asked"


def priority(alarm: Alarm) -> int:
    """How much haste the messages and steps of this alarm have; higher goes first."""
    return PRESSED if alarm.cause.pressed else URGENT[alarm.level]


def open_alarm(alarm: Alarm, people: People, now: datetime) -> Decision:
    """Open an alarm at its level and tell the people of that level."""
    event = Event(EventKind.ALARM_OPENED, facts={"cause": alarm.cause.value})
    return Decision(alarm=alarm, events=(event,)) + _begin(alarm, people, now)


def raise_alarm(alarm: Alarm, cause: Cause, level: Level, people: People, now: datetime) -> Decision:
    """Let another cause join an open alarm. A graver one restarts the plan at the higher of both levels.

    An acknowledgement of the lighter alarm lapses: who took "overdue" did not take "panic".
    """
    if cause.gravity <= alarm.cause.gravity:
        # A press during an alarm that is as grave says: it still goes on. Who has it hears so; nobody starts anew.
        if not cause.pressed:
            return NOTHING
        again = Event(EventKind.PANIC_REPEATED, facts={"cause": cause.value})
        heard_again = "pressed_again" if cause is Cause.PANIC else "duress_again"
        return Decision(events=(again,), notices=_inform(alarm, Template.HEARD, {"heard": heard_again}))
    higher = max(level, alarm.level, key=lambda one: one.height)
    graver = replace(
        alarm,
        cause=cause,
        level=higher,
        acknowledged_by=None,
        acknowledged_at=None,
        unproven_by=None,
        assigned_to=None,
        rounds=0,
    )
    event = Event(EventKind.ALARM_RAISED, facts={"cause": cause.value})
    decision = Decision(alarm=graver, events=(event,), deadlines={DeadlineKind.UNRESOLVED: None}, silenced=ALL_MESSAGES)
    return decision + _begin(graver, people, now)


def climb(alarm: Alarm, people: People, now: datetime) -> Decision:
    """A ladder step is due: tell the next level that has anybody left; after the last one, everyone.

    Nobody left at a level: the next one at once. Nothing happens once somebody took it.
    """
    if not alarm.open or alarm.acknowledged_by is not None:
        return NOTHING
    decision = unmanned = NOTHING
    while alarm.level is not Level.POLICE:
        alarm = replace(alarm, level=list(Level)[alarm.level.height + 1])
        decision += _tell(alarm, (alarm.level,), alarm.plan.step(alarm.level).ways, people)
        assert decision.alarm is not None
        alarm = decision.alarm
        unmanned += _nobody_on_duty(alarm, (alarm.level,), people)
        if decision.notices:
            return decision + unmanned + Decision(deadlines={DeadlineKind.LADDER_STEP: now + _until_next(alarm)})
    return decision + unmanned + _tell_everyone(alarm, people, now)


def acknowledge(alarm: Alarm, by: Actor, now: datetime, people: People, note: str = "") -> Decision:
    """Take the alarm. The first one wins; the climb stops; the others are told who has it.

    Without a proof of who it is, it is noted: the climb goes on, and the next ones told read that.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = _outsider(alarm, by)
    if alarm.acknowledged_by == person:
        return NOTHING
    if by.unproven:
        return _say_to_take(alarm, person)
    if alarm.acknowledged_by is not None and alarm.assigned_to != person:
        taker = people.named(alarm.acknowledged_by)
        event = Event(EventKind.ALSO_ACKNOWLEDGED, person, {"taker": taker})
        notice = _informing(person, Template.TAKEN, {"taker": taker})
        return Decision(alarm=alarm.known_to(person), events=(event,), notices=(notice,))
    taken = replace(
        alarm.known_to(person), acknowledged_by=person, acknowledged_at=now, unproven_by=None, assigned_to=None
    )
    others = _inform(replace(taken, acknowledged_by=None), Template.TAKEN, {"taker": by.name}, but=person)
    return Decision(
        alarm=taken,
        events=(Event(EventKind.ACKNOWLEDGED, person, {"via": by.via, **_noted(note)}),),
        deadlines={DeadlineKind.LADDER_STEP: None, DeadlineKind.UNRESOLVED: now + alarm.plan.unresolved_after},
        notices=others,
        silenced=ALL_MESSAGES,
    )


def _say_to_take(alarm: Alarm, person: UUID) -> Decision:
    """A bare `1`: a human in a hurry, or anybody who can send with their number. Nothing falls silent for it."""
    if alarm.acknowledged_by is not None or alarm.unproven_by == person:
        return NOTHING
    event = Event(EventKind.TAKEN_WITHOUT_CODE, person)
    return Decision(alarm=replace(alarm, unproven_by=person), events=(event,))


def take_over(alarm: Alarm, by: Actor, now: datetime, people: People) -> Decision:
    """Take the alarm from who has it. They are told, and so is everybody else; from here on it is the new taker's.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = _outsider(alarm, by)
    before = alarm.acknowledged_by
    # A bare word by SMS takes nothing from anybody.
    if before is None or before == person or by.unproven:
        return acknowledge(alarm, by, now, people)
    taken = acknowledge(replace(alarm, acknowledged_by=None, acknowledged_at=None, assigned_to=None), by, now, people)
    over = Event(EventKind.TAKEN_OVER, person, {"taker": people.named(before), "via": by.via})
    told = tuple(one for one in taken.notices if one.person != before)
    notice = _informing(before, Template.TAKEN_OVER, {"taker": by.name})
    return replace(taken, events=(over,), notices=(*told, notice))


def tick(alarm: Alarm, by: Actor, step: str, *, done: bool) -> Decision:
    """A step of the desk's list was done, or was not after all. Everybody who looks sees it.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: by the worker or a companion.
    """
    person = _outsider(alarm, by)
    return Decision(events=(Event(EventKind.STEP_TICKED if done else EventKind.STEP_UNTICKED, person, {"step": step}),))


def decline(alarm: Alarm, by: Actor, people: People, now: datetime, note: str = "") -> Decision:
    """That person can't. When all who were told at this level can't: the next level at once.

    Raises:
        AlarmOver: it is closed.
        NotAsked: by somebody who was not told.
    """
    person = _outsider(alarm, by)
    if person not in alarm.watchers():
        raise NotAsked
    out = alarm.marked(person, declined=True)
    if out.unproven_by == person:
        out = replace(out, unproven_by=None)
    decision = Decision(alarm=out, events=(Event(EventKind.DECLINED, person, _noted(note)),))
    if alarm.acknowledged_by == person:
        return decision + _lapse(out, people, now)
    # After the last step the repeats to everyone go on at their own pace.
    if alarm.acknowledged_by is None and _all_out(out) and not out.rounds:
        return decision + climb(out, people, now)
    return decision


def unresolved(alarm: Alarm, people: People, now: datetime) -> Decision:
    """Somebody took it and did not close it in time: ask them, and climb on."""
    if not alarm.open or alarm.acknowledged_by is None:
        return NOTHING
    asked = Notice(alarm.acknowledged_by, Template.STILL_OPEN, BY_SMS, priority(alarm), code=CodePurpose.LADDER)
    taker = people.find(alarm.acknowledged_by)
    without_number = taker is not None and taker.skip is Skip.NO_NUMBER
    return Decision(notices=() if without_number else (asked,)) + _lapse(alarm, people, now)


def pass_on(alarm: Alarm, to: Candidate, by: Actor) -> Decision:
    """Hand the alarm to somebody. They are told; the old taker stays until the new one acknowledges.

    Raises:
        AlarmOver: it is closed.
        MayNotTake: to or by the worker or a companion.
        ProofNeeded: by somebody who is known by their number alone.
    """
    person = _outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    if alarm.of_the_visit(to.person):
        raise MayNotTake
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


def heard(alarm: Alarm, by: Actor, said: Mapping[str, Any], pressed_at: datetime, now: datetime) -> Decision:
    """The worker did something only they can do.

    While only the worker was chased, that answers the alarm: nobody else ever hears of it. Once a colleague was told it
    stays, since a phone can be in the wrong hand: who was told reads it. A colleague may also have taken it from the
    board: then an SMS does not answer it. What was pressed before the alarm opened never answers it.
    """
    if not alarm.open:
        return NOTHING
    if pressed_at < alarm.opened_at:
        return Decision(events=(Event(EventKind.CAME_TOO_LATE, by.person, {**said, "pressed": pressed_at}),))
    if answers_by_itself(alarm) and not (by.unproven and alarm.watchers()):
        return close(alarm, Outcome.SAFE, by, now)
    return Decision(notices=_inform(alarm, Template.HEARD, {**said, "unproven": by.unproven}))


def companion_heard(alarm: Alarm, by: Actor) -> Decision:
    """Who goes along says that all is well: who was told reads it, and the climb goes on."""
    said = {"heard": "companion", "companion": by.name, "unproven": by.unproven}
    return Decision(notices=_inform(alarm, Template.HEARD, said))


def answers_by_itself(alarm: Alarm) -> bool:
    """Whether a sign of life closes it: only the worker was chased, for a light cause."""
    return alarm.level is Level.WORKER and alarm.cause in (Cause.OVERDUE, Cause.CHECK_CALL)


def sign_off(alarm: Alarm, by: Actor, reason: str, pressed_at: datetime, now: datetime) -> Decision:
    """The worker checks out under an alarm, or a colleague signs them off with a reason.

    A light cause that has not reached the police is closed by it, with the all-clear. Otherwise it is recorded and
    shown, and somebody else closes the alarm: always so for an SMS, once others were told.
    """
    if pressed_at < alarm.opened_at:
        return Decision(
            events=(Event(EventKind.CAME_TOO_LATE, by.person, {"heard": "signed_off", "pressed": pressed_at}),)
        )
    light = alarm.cause in (Cause.OVERDUE, Cause.CHECK_CALL) and alarm.level is not Level.POLICE
    if light and not (by.unproven and alarm.watchers()):
        return close(alarm, Outcome.SAFE, by, now)
    event = Event(EventKind.CHECKED_OUT_UNDER_ALARM, by.person, {"reason": reason})
    colleague = "" if by.person and alarm.of_the_visit(by.person) else by.name
    return Decision(events=(event,), notices=_inform(alarm, Template.SIGNED_OFF, {"colleague": colleague}))


def call_false(alarm: Alarm, by: Actor, note: str) -> Decision:
    """The worker says "loos alarm". A note that asks for a call back; it closes nothing.

    Raises:
        AlarmOver: it is closed.
    """
    if not alarm.open:
        raise AlarmOver
    # In a silent alarm it may be said by, or in front of, who forces them: nobody is asked to phone.
    facts = {"note": note, "silent": True} if alarm.cause is Cause.DURESS else {"note": note}
    return Decision(
        events=(Event(EventKind.CALLED_FALSE, by.person, facts),),
        notices=_inform(alarm, Template.CALLED_FALSE, {}),
    )


def call_police(
    alarm: Alarm, by: Actor, number: str, reference: str, now: datetime, people: People, note: str = ""
) -> Decision:
    """A human called the police. It takes the alarm too, unless somebody has it.

    Raises:
        ProofNeeded: by somebody who is known by their number alone. Others would not call any more.
    """
    person = _outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    event = Event(EventKind.POLICE_CALLED, person, {"number": number, "reference": reference, **_noted(note)})
    taking = acknowledge(alarm, by, now, people) if alarm.acknowledged_by is None else NOTHING
    return Decision(events=(event,)) + taking


def resolve(alarm: Alarm, outcome: Outcome, by: Actor, note: str, now: datetime) -> Decision:
    """Somebody who is not inside closes the alarm; everyone who was told hears it.

    Raises:
        AlarmOver: it is closed already.
        MayNotTake: by the worker or a companion.
        ProofNeeded: by somebody who is known by their number alone.
    """
    _outsider(alarm, by)
    if by.unproven:
        raise ProofNeeded
    return close(replace(alarm, note=note), outcome, by, now)


def close(alarm: Alarm, outcome: Outcome, by: Actor, now: datetime) -> Decision:
    """Close it, whoever may: no further step, nothing unsent leaves, and the all-clear to everyone told."""
    closed = replace(alarm, resolved_at=now, resolved_by=by.person, outcome=outcome)
    return Decision(
        alarm=closed,
        events=(Event(EventKind.RESOLVED, by.person, {"outcome": outcome.value, "note": alarm.note}),),
        deadlines=CLOSED,
        notices=_inform(alarm, Template.ALL_CLEAR, {"by": by.name}),
        silenced=ALL_MESSAGES,
    )


@dataclass(frozen=True)
class Failure:
    """A message that did not arrive. `tried` are the channels this person was told by in the same step."""

    person: UUID
    name: str
    template: Template
    channel: Channel
    tried: frozenset[Channel]
    alive: bool
    """Whether another message of the same step to this person is still under way or arrived."""
    opted_out: bool = False


def not_arrived(name: str, channel: Channel, *, opted_out: bool) -> Event:
    """Whose message did not arrive; and where they sent STOP, that they are phoned from now on."""
    facts = {"name": name, "channel": channel.value}
    return Event(EventKind.MESSAGE_FAILED, facts=facts | {"opted_out": True} if opted_out else facts)


def message_failed(alarm: Alarm, failure: Failure, people: People, now: datetime) -> Decision:
    """A message failed: the next channel of that person, or else the next person, at once."""
    decision = Decision(events=(not_arrived(failure.name, failure.channel, opted_out=failure.opted_out),))
    told = next((told for told in alarm.told if told.person == failure.person), None)
    if not alarm.open or alarm.acknowledged_by is not None or told is None or told.level not in alarm.current_levels:
        return decision
    other = next((channel for channel in TELEPHONE if channel not in failure.tried), None)
    if other is not None:
        code = CodePurpose.POLICE if failure.template is Template.POLICE else CodePurpose.LADDER
        by_worker = failure.person == alarm.worker
        notice = Notice(
            failure.person, failure.template, (Way(other),), priority(alarm), told.level, None if by_worker else code
        )
        return decision + Decision(notices=(notice,))
    if failure.alive:
        return decision
    out = alarm.marked(failure.person, failed=True)
    decision += Decision(alarm=out)
    # Once everyone is told, the repeats go on at their own pace: failing faster helps nobody.
    return decision + climb(out, people, now) if _all_out(out) and not out.rounds else decision


def _begin(alarm: Alarm, people: People, now: datetime) -> Decision:
    """Tell the level an alarm starts at; a press of the noodknop tells colleague and manager together."""
    levels: tuple[Level, ...] = (Level.COLLEAGUE, Level.MANAGER) if alarm.cause.pressed else ()
    levels += () if alarm.level in levels else (alarm.level,)
    ways = EVERY_CHANNEL if alarm.cause.pressed else alarm.plan.step(alarm.level).ways
    decision = _tell(alarm, levels, ways, people)
    told = decision.alarm or alarm
    unmanned = _nobody_on_duty(alarm, levels, people)
    if not decision.notices:
        return decision + unmanned + climb(told, people, now)
    return decision + unmanned + Decision(deadlines={DeadlineKind.LADDER_STEP: now + _until_next(told)})


def _until_next(alarm: Alarm) -> timedelta:
    """How long the present step has before the next one."""
    if alarm.level is Level.POLICE:
        return alarm.plan.repeat_every
    if alarm.cause.pressed and alarm.level is Level.MANAGER:
        return alarm.plan.police_after_panic
    return alarm.plan.steps[alarm.level.height + 1].after


def set_back(alarm: Alarm, due: Mapping[DeadlineKind, datetime], now: datetime) -> Decision:
    """The clock was set back: nothing of an open alarm waits longer than it would if it began to wait now."""
    if not alarm.open:
        return NOTHING
    longest = {
        DeadlineKind.LADDER_STEP: now + _until_next(alarm),
        DeadlineKind.UNRESOLVED: now + alarm.plan.unresolved_after,
    }
    return Decision(deadlines={kind: latest for kind, latest in longest.items() if due.get(kind, now) > latest})


def _tell(alarm: Alarm, levels: Iterable[Level], ways: tuple[Way, ...], people: People) -> Decision:
    """Tell everyone of these levels who is reachable, and say who was skipped and why."""
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


def _nobody_on_duty(alarm: Alarm, levels: Iterable[Level], people: People) -> Decision:
    """The administrators hear of each level at which nobody was there to be told. Who said "can't" was there."""
    empty = [
        level
        for level in levels
        if level is not Level.WORKER
        and not any(one.skip is None and not alarm.of_the_visit(one.person) for one in people.at(level))
    ]
    able = [one for one in people.administrators if one.skip is not Skip.NO_NUMBER]
    return Decision(
        notices=tuple(
            replace(_informing(one.person, Template.NOBODY_AT_LEVEL, {"rank": level.value}), once=f"nobody at {level}")
            for level in empty
            for one in able
            if not alarm.of_the_visit(one.person)
        )
    )


def _tell_everyone(alarm: Alarm, people: People, now: datetime) -> Decision:
    """Nobody took the last step: everyone on the team's list, every channel, until a human closes it."""
    inside = {alarm.worker, *alarm.companions}
    team = [one for one in people.everyone if one.person not in inside and one.skip is not Skip.NO_NUMBER]
    reached = team or [
        one for one in people.administrators if one.person not in inside and one.skip is not Skip.NO_NUMBER
    ]
    again = replace(alarm, level=Level.POLICE, rounds=alarm.rounds + 1)
    return Decision(
        alarm=again.also_told((one.person, Level.POLICE) for one in reached),
        events=(Event(EventKind.EVERYONE_TOLD, facts={"names": [one.name for one in reached]}),),
        deadlines={DeadlineKind.LADDER_STEP: now + alarm.plan.repeat_every},
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


def _all_out(alarm: Alarm) -> bool:
    asked = [told for told in alarm.told if told.level in alarm.current_levels]
    return bool(asked) and all(told.declined or told.failed for told in asked)


def _lapse(alarm: Alarm, people: People, now: datetime) -> Decision:
    free = replace(alarm, acknowledged_by=None, acknowledged_at=None, assigned_to=None)
    event = Event(EventKind.ACKNOWLEDGEMENT_LAPSED, alarm.acknowledged_by)
    decision = Decision(alarm=free, events=(event,), deadlines={DeadlineKind.UNRESOLVED: None})
    return decision + climb(free, people, now)


def _outsider(alarm: Alarm, by: Actor) -> UUID:
    if by.person is None or alarm.of_the_visit(by.person):
        raise MayNotTake
    if not alarm.open:
        raise AlarmOver
    return by.person


def _inform(alarm: Alarm, template: Template, facts: Mapping[str, Any], but: UUID | None = None) -> tuple[Notice, ...]:
    return tuple(_informing(person, template, facts) for person in alarm.watchers() if person != but)


def _informing(person: UUID, template: Template, facts: Mapping[str, Any]) -> Notice:
    return Notice(person, template, BY_SMS, INFORMING, facts=facts)


def _noted(note: str) -> Mapping[str, Any]:
    """What somebody said beside it, where they did."""
    return {"note": note} if note else {}
