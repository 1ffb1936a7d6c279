"""The use cases of an alarm: the noodknop without a visit, taking, handing on, closing, and messages that failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Candidate, Outcome
from achterwacht.alarms.records import PoliceCallRecord, TickRecord
from achterwacht.drills.rules import OnlyPlayed
from achterwacht.kinds import Actor
from achterwacht.refused import NotFound, Wrong, WrongInput
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.visits import people_of, resolve, write
from achterwacht.watch.aggregate import Aggregate, lock_alarm
from achterwacht.watch.duty import DutyBook

OPTED_OUT = "21610"
"""Twilio: the recipient sent STOP (docs/design/facts.md)."""


def acknowledge(session: Session, alarm_id: UUID, by: Actor, note: str = "", *, take_over: bool = False) -> Aggregate:
    """Take the alarm; from who has it only with `take_over`."""
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    people = people_of(session, root, now)
    decision = (
        alarms.take_over(root.open_or_closed_alarm(), by, now, people)
        if take_over
        else alarms.acknowledge(root.open_or_closed_alarm(), by, now, people, note)
    )
    write(session, root, decision, by, now)
    return root


def tick(session: Session, alarm_id: UUID, step: int, done: bool, by: Actor) -> Aggregate:
    """Note that a step of the desk's list was done, or was not after all. Twice changes nothing.

    Raises:
        WrongInput: the list of this alarm has no such step.
    """
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    alarm = root.open_or_closed_alarm()
    steps = root.protocol.desk.steps(alarm.cause)
    if step >= len(steps):
        raise WrongInput(Wrong("/step", "too_big"))
    decision = alarms.tick(alarm, by, steps[step], done=done)
    known = session.scalars(
        select(TickRecord).where(
            TickRecord.organisation_id == by.organisation_id,
            TickRecord.alarm_id == alarm.id,
            TickRecord.cause == alarm.cause,
            TickRecord.step == step,
        )
    ).one_or_none()
    if (known is not None) == done:
        return root
    if known is not None:
        session.delete(known)
    else:
        assert by.person_id is not None
        session.add(
            TickRecord(
                organisation_id=by.organisation_id,
                alarm_id=alarm.id,
                cause=alarm.cause,
                step=step,
                done_by=by.person_id,
                done_at=now,
            )
        )
    write(session, root, decision, by, now)
    return root


def decline(session: Session, alarm_id: UUID, by: Actor, note: str = "") -> Aggregate:
    """Say that you can't."""
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    decision = alarms.decline(root.open_or_closed_alarm(), by, people_of(session, root, now), now, note)
    write(session, root, drill_cases.unless_over(session, root, decision, now), by, now)
    return root


def assign(session: Session, alarm_id: UUID, to: UUID, by: Actor) -> Aggregate:
    """Hand the alarm to somebody who watches over this team.

    Raises:
        WrongInput: that person does not watch over this team, or has no number.
    """
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    duty = DutyBook(session, now).of(root.organisation, root.team_id)
    person = duty.contacts.get(to)
    if person is None or person.phone is None or to not in {one.person for one in duty.everyone}:
        raise WrongInput(Wrong("/personId", "cannot_take"))
    write(session, root, alarms.pass_on(root.open_or_closed_alarm(), Candidate(to, person.name), by), by, now)
    return root


def close(
    session: Session, alarm_id: UUID, outcome: Outcome, note: str, new_end: datetime | None, by: Actor
) -> Aggregate:
    """Close the alarm."""
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    resolve(session, root, outcome, note, new_end, by, now)
    return root


def call_false(session: Session, alarm_id: UUID, note: str, by: Actor) -> Aggregate:
    """The worker says "loos alarm".

    Raises:
        NotFound: it is not their alarm.
    """
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    alarm = root.open_or_closed_alarm()
    if by.person_id is None or not alarm.of_the_visit(by.person_id):
        raise NotFound("alarm")
    write(session, root, alarms.call_false(alarm, by, note), by, now)
    return root


def note_police_call(
    session: Session, alarm_id: UUID, number: str, reference: str, note: str, by: Actor, said: str = ""
) -> Aggregate:
    """A human called the police: when, which number, which reference. said: what else, for all who were told.

    Raises:
        OnlyPlayed: nobody calls the police in a drill.
    """
    root, now = lock_alarm(session, alarm_id, by.organisation_id)
    alarm = root.open_or_closed_alarm()
    if root.alarm is not None and root.alarm.drill:
        raise OnlyPlayed
    decision = alarms.call_police(alarm, by, number, reference, now, people_of(session, root, now), said)
    assert by.person_id is not None
    session.add(
        PoliceCallRecord(
            organisation_id=root.organisation.id,
            alarm_id=alarm.id,
            called_by=by.person_id,
            called_at=now,
            number=number,
            reference=reference,
            note=note,
        )
    )
    write(session, root, decision, by, now)
    return root
