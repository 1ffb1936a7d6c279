"""What `1`, `2` and VEILIG do to an alarm, to a check call and to a visit under way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause, Outcome, PoliceCall
from achterwacht.alarms.records import AlarmRecord
from achterwacht.check_calls.rules import CheckCallOver
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.events.records import EventRecord
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.code_over import (
    check_call_over,
    said_to_be_ill,
    well_over,
)
from achterwacht.inbound.said import Said
from achterwacht.kinds import Actor, EventKind
from achterwacht.people.records import PersonRecord
from achterwacht.roots import alarm as subject_of
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from achterwacht.visits.facts import CheckCallResult, Pin
from achterwacht.visits.records import VisitRecord
from achterwacht.visits.refusals import SilentAlarm
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.held import hold_alarm, hold_visit
from achterwacht.watch.wording import place
from foundation.clock import clock_of
from notifications.intents import CLOSES, Intent

JUST_NOW = timedelta(seconds=30)
"""So long somebody may be typing what they think of the alarm as it was."""


def answer_alarm(said: Said) -> Answer:
    session, by, note, facts = said.session, said.by, said.note, said.facts
    alarm_id = said.record.subject_id
    if said.intent in CLOSES:
        held = hold_alarm(session, alarm_id, by)  # before the look: whoever presses just now is waited for
        if (graver := _graver_just_now(session, by, alarm_id)) is not None:
            return Answer("code_alarm_now", {**facts, **graver})
        outcome = Outcome.SAFE if said.intent is Intent.SAFE else Outcome.FALSE_ALARM
        root = alarm_cases.close(held, outcome, note, None).root
        return Answer("resolved", {**facts, "worker": root.worker_name, "outcome": outcome.value}, about(root))
    if said.intent is Intent.SECOND:
        alarm_cases.decline(hold_alarm(session, alarm_id, by), note)
        return Answer("declined", facts)
    if said.record.purpose is CodePurpose.POLICE and not by.unproven:
        root = police_called(session, alarm_id, by, note)
        return Answer("police_called", {**facts, "worker": root.worker_name}, about(root))
    root = alarm_cases.acknowledge(hold_alarm(session, alarm_id, by), note).root
    return Answer(*taken(session, root, by, facts), about(root))


def _graver_just_now(session: Session, by: Actor, alarm_id: UUID) -> dict[str, Any] | None:
    """Returns whose alarm it is and whether it is silent, if it became graver just now; None if it did not.

    Who closes it then speaks of the lighter one.
    """
    now = clock_of(session).now(session)
    alarm = session.execute(
        select(AlarmRecord.cause, PersonRecord.name)
        .join(PersonRecord, PersonRecord.id == AlarmRecord.worker_id)
        .where(
            AlarmRecord.organisation_id == by.organisation_id,
            AlarmRecord.id == alarm_id,
            AlarmRecord.resolved_at.is_(None),
            AlarmRecord.drill.is_(False),
        )
    ).one_or_none()
    if alarm is None:
        return None
    raised = select(EventRecord.id).where(
        EventRecord.organisation_id == by.organisation_id,
        EventRecord.alarm_id == alarm_id,
        EventRecord.kind == EventKind.ALARM_RAISED,
        EventRecord.at.between(now - JUST_NOW, now),
    )
    if session.scalar(raised.limit(1)) is None:
        return None
    return {"worker": alarm.name, "silent_alarm": alarm.cause is Cause.DURESS}


def taken(session: Session, root: Aggregate, by: Actor, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Returns the answer that says who has it now: the sender, or somebody who was faster."""
    assert root.alarm is not None
    if root.alarm.acknowledged_by is None:
        return "taken_without_code", {
            **facts,
            "worker": root.worker_name,
            "address": place(root, _language(session, by)),
        }
    if root.alarm.acknowledged_by == by.person_id:
        return "taken", {**facts, "worker": root.worker_name, "address": place(root, _language(session, by))}
    name = session.scalar(
        select(PersonRecord.name).where(
            PersonRecord.organisation_id == by.organisation_id, PersonRecord.id == root.alarm.acknowledged_by
        )
    )
    return "has_it", {**facts, "taker": name or ""}


def police_called(session: Session, alarm_id: UUID, by: Actor, note: str = "") -> Aggregate:
    """Record "gebeld", with the number of the profile and without a reference. In a drill nobody calls: it is taken."""
    held = hold_alarm(session, alarm_id, by)
    if held.root.alarm is not None and held.root.alarm.drill:
        return alarm_cases.acknowledge(held, note).root
    return alarm_cases.note_police_call(held, PoliceCall(held.root.protocol.emergency.number, "", note), note).root


def answer_check_call(said: Said) -> Answer:
    session, by, record = said.session, said.by, said.record
    result = CheckCallResult.OK if said.yes else CheckCallResult.NOT_OK
    # Who phoned and got no answer is heard also after somebody else was told that all is well.
    over = check_call_over(session, record) if said.yes else said_to_be_ill(session, record)
    if over and not _alarm_now(session, record):
        return Answer("code_over", {"code": record.code})
    try:
        root = visit_cases.report_check_call(hold_visit(session, record.subject_id, by), result, said.note).root
    except (CheckCallOver, SilentAlarm):
        return _alarm_instead(session, by, record)
    return Answer("check_call_ok" if said.yes else "check_call_not_ok", {"worker": root.worker_name})


def answer_companion(said: Said) -> Answer:
    """Record a companion's digit. 1: all is well, which is only information; 2: it is not, which is a call for help."""
    session, by, record = said.session, said.by, said.record
    if well_over(session, record):
        return Answer("code_over", {"code": record.code})
    if said.intent is Intent.SECOND:
        return help_called(panic.raise_panic(session, by, record.subject_id).root)
    root = visit_cases.say_ok(hold_visit(session, record.subject_id, by), Pin.NOT_SET).root
    return Answer("companion_well", {"worker": root.worker_name}, about(root))


def help_called(root: Aggregate) -> Answer:
    """The answer to a call for help. In a silent alarm whoever forces them may read it."""
    if root.alarm is not None and root.alarm.cause is Cause.DURESS:
        return Answer("panic_silent", about=about(root))
    return Answer("panic", {"emergency": root.protocol.emergency.number}, about(root))


def _alarm_now(session: Session, record: CodeRecord) -> AlarmRecord | None:
    """Returns the alarm that took the place of a check call: that of the visit, or else a silent one of its worker."""
    worker = select(VisitRecord.worker_id).where(
        VisitRecord.organisation_id == record.organisation_id, VisitRecord.id == record.subject_id
    )
    found = session.scalars(
        select(AlarmRecord)
        .where(
            AlarmRecord.organisation_id == record.organisation_id,
            AlarmRecord.resolved_at.is_(None),
            AlarmRecord.drill.is_(False),
            or_(
                AlarmRecord.visit_id == record.subject_id,
                and_(AlarmRecord.cause == Cause.DURESS, AlarmRecord.worker_id == worker.scalar_subquery()),
            ),
        )
        .order_by(AlarmRecord.opened_at)
    ).all()
    return max(found, key=lambda one: one.cause.gravity, default=None)


def _alarm_instead(session: Session, by: Actor, record: CodeRecord) -> Answer:
    """Send the colleague the code of the alarm that the check call became meanwhile."""
    alarm = _alarm_now(session, record)
    return Answer("code_over", {"code": record.code}) if alarm is None else its_code(session, by, alarm)


def its_code(session: Session, by: Actor, alarm: AlarmRecord) -> Answer:
    """Say that this alarm is open, with the code by which they take it: with that of its police task, `1` would say
    that they called."""
    assert by.person_id is not None
    wanted = CodeFor(by.person_id, CodePurpose.LADDER, subject_of(alarm.id))
    code = hand_out(session, by.organisation_id, [wanted], clock_of(session).now(session))[wanted]
    worker = session.scalar(
        select(PersonRecord.name).where(
            PersonRecord.organisation_id == by.organisation_id, PersonRecord.id == alarm.worker_id
        )
    )
    silent = alarm.cause is Cause.DURESS
    facts = {"code": code, "worker": worker or "", "silent_alarm": silent}
    return Answer("code_alarm_now", facts, str(alarm.id))


def _language(session: Session, by: Actor) -> str:
    return session.get_one(PersonRecord, by.person_id).language
