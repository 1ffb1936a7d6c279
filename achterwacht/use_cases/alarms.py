"""The use cases of an alarm: taking it, handing it on, closing it, and what people do meanwhile."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from achterwacht.afterwards.after_an_alarm import ask_for_report
from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level, Outcome, PoliceCall
from achterwacht.alarms.records import PoliceCallRecord, TickRecord
from achterwacht.beforehand.back_up import sign_off
from achterwacht.drills import rules as drills
from achterwacht.drills.rules import OnlyPlayed
from achterwacht.notices.in_silence import NOBODY, Hushed, who_is_hushed
from achterwacht.protocols.desk_list import desk_list
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.use_cases import drills as drill_cases
from achterwacht.visits import rules as visits
from achterwacht.watch.held import Held, Made
from achterwacht.watch.passing_on import can_be_asked
from achterwacht.watch.quiet import wants_quiet

OPTED_OUT = "21610"
"""Twilio: the recipient sent STOP (docs/design/facts.md)."""


def acknowledge(held: Held, note: str = "", *, take_over: bool = False) -> Made:
    """Take the alarm. Taking it from somebody who has it needs `take_over`."""
    alarm, context = held.root.open_or_closed_alarm(), held.context()
    if take_over:
        return held.write(alarms.take_over(alarm, held.by, context))
    return held.write(alarms.acknowledge(alarm, held.by, context, note=note))


def tick(held: Held, step: int, done: bool) -> Made:
    """Record that a step of the desk's list was done, or was not done after all. Twice changes nothing more.

    Raises:
        WrongInput: the list of this alarm has no such step.
    """
    session, by = held.session, held.by
    alarm = held.root.open_or_closed_alarm()
    record = held.root.alarm
    assert record is not None
    hushed, going = _hushed(held), held.root.going()
    steps = desk_list(
        held.root.protocol.desk,
        record.cause,
        silent=not hushed.silent.isdisjoint(going),
        quiet=wants_quiet(record) or not hushed.quiet.isdisjoint(going),
    )
    if step >= len(steps):
        raise WrongInput(Wrong("/step", "too_big"))
    listed = steps[step]
    decision = alarms.tick(alarm, by, listed.text, done=done)
    known = session.scalars(
        select(TickRecord).where(
            TickRecord.organisation_id == by.organisation_id,
            TickRecord.alarm_id == alarm.id,
            TickRecord.cause == listed.cause,
            TickRecord.step == listed.place,
        )
    ).one_or_none()
    if (known is not None) == done:
        return held.made()
    if known is not None:
        session.delete(known)
    else:
        assert by.person_id is not None
        session.add(
            TickRecord(
                organisation_id=by.organisation_id,
                alarm_id=alarm.id,
                cause=listed.cause,
                step=listed.place,
                done_by=by.person_id,
                done_at=held.now,
            )
        )
    return held.write(decision)


def note(held: Held, text: str) -> Made:
    """Record a note of the desk, for all who watch."""
    return held.write(alarms.note(held.root.open_or_closed_alarm(), held.by, text))


def escalate(held: Held, seen: Level) -> Made:
    """Take the next step of the ladder now, once, whoever else presses and whatever the clock does.

    seen: the level that whoever presses saw.

    Raises:
        OnlyPlayed: a drill measures who answers at its own pace.
    """
    root = held.root
    if root.alarm is not None and root.alarm.drill:
        raise OnlyPlayed
    return held.write(alarms.escalate(root.open_or_closed_alarm(), held.by, seen, held.context()))


def decline(held: Held, note: str = "") -> Made:
    """Record that the actor can't come."""
    decision = alarms.decline(held.root.open_or_closed_alarm(), held.by, held.context(), note=note)
    return held.write(drill_cases.unless_over(held.session, held.root, decision, held.context()))


def assign(held: Held, to: UUID) -> Made:
    """Hand the alarm to somebody who watches over this team and can be asked now.

    Raises:
        WrongInput: that person does not watch over this team, or would not get the text. Which of the two it is, is not
            said: it may be a silent alarm of their own.
    """
    organisation, alarm = held.root.organisation, held.root.open_or_closed_alarm()
    duty = held.book.of(organisation, held.root.team_id)
    asked = can_be_asked(duty, held.book.hushed(organisation.id))
    # Those inside are refused by the rule, which says why: who passes it on knows that they are.
    inside = [one for one in duty.everyone if alarm.of_the_visit(one.person)]
    person = next((one for one in (*asked, *inside) if one.person == to), None)
    if person is None:
        raise WrongInput(Wrong("/personId", "cannot_take"))
    return held.write(alarms.pass_on(alarm, held.by, person))


def close(held: Held, outcome: Outcome, note: str, new_end: datetime | None, seen: Cause | None = None) -> Made:
    """Close the alarm, decide what happens to its visit, and ask for a report of what happened.

    seen: the cause that whoever closes it saw.
    """
    root, by, context = held.root, held.by, held.context()
    alarm = root.open_or_closed_alarm()
    assert root.alarm is not None
    rule = drills.resolve if root.alarm.drill else alarms.resolve
    decision = rule(alarm, by, outcome, note, context, seen)
    if root.visit is not None:
        visit = replace(root.visit_facts(), alarm=decision.alarm)
        decision += visits.after_resolving(visit, by, new_end, context)
        decision += sign_off(root.visit_facts(), decision.visit, by, told=alarm.watchers())
    made = held.write(decision)
    ask_for_report(held, outcome)
    return made


def call_false(held: Held, note: str) -> Made:
    """Record that the worker says "loos alarm".

    Raises:
        NotFound: it is not their alarm.
    """
    alarm, by = held.root.open_or_closed_alarm(), held.by
    if by.person_id is None or not alarm.of_the_visit(by.person_id):
        raise NotFound("alarm")
    return held.write(alarms.call_false(alarm, by, note, quiet=not_phoned(held)))


def not_phoned(held: Held) -> bool:
    """Whether nobody phones who is inside of this alarm, since somebody asked so, in it or about another visit."""
    return wants_quiet(held.root.alarm) or not _hushed(held).quiet.isdisjoint(held.root.going())


def _hushed(held: Held) -> Hushed:
    alarm = held.root.alarm
    played = alarm is None or alarm.resolved_at or alarm.drill
    return NOBODY if played else who_is_hushed(held.session, held.by.organisation_id)


def note_police_call(held: Held, call: PoliceCall, note: str = "") -> Made:
    """Record that a human called the police.

    note: only for the record.

    Raises:
        OnlyPlayed: nobody calls the police in a drill.
    """
    root, by, now = held.root, held.by, held.now
    alarm = root.open_or_closed_alarm()
    if root.alarm is not None and root.alarm.drill:
        raise OnlyPlayed
    decision = alarms.call_police(alarm, by, call, held.context())
    assert by.person_id is not None
    held.session.add(
        PoliceCallRecord(
            organisation_id=root.organisation.id,
            alarm_id=alarm.id,
            called_by=by.person_id,
            called_at=now,
            number=call.number,
            reference=call.reference,
            note=note,
        )
    )
    return held.write(decision)
