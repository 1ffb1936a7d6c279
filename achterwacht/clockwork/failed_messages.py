"""Messages that failed, given to the watch as one more input."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.rules import Failure
from achterwacht.check_calls.rules import BY_CALL
from achterwacht.clockwork.desk_mail import tell_of_failure
from achterwacht.decision import Decision, Notice
from achterwacht.kinds import Actor, CodePurpose, DeadlineKind, RootKind
from achterwacht.notices.administrators import refuse_sms
from achterwacht.people.records import PersonRecord
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.alarms import OPTED_OUT
from achterwacht.use_cases.visits import people_of, write
from achterwacht.watch.aggregate import lock_alarm, lock_visit
from notifications import outbox
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel


def failed_messages(session: Session) -> Sequence[UUID]:
    """Messages that failed without the watch knowing. A read, so that looking costs no lock."""
    return outbox.unreported_failures(session)


def take_failure(session: Session, message_id: UUID) -> None:
    """Give a message that failed to the watch, as one more input.

    One a transaction: what it is about is locked before the message is, and never two of those at once.
    """
    message = session.scalars(
        select(MessageRecord).where(MessageRecord.id == message_id), execution_options={"across_organisations": True}
    ).one()
    if message.channel is Channel.MAIL:
        tell_of_failure(session, message)
        return
    if message.about is None:
        outbox.take_unreported_failure(session, message_id)
        return
    by = Actor(message.organisation_id, None, via="clock")
    person = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == message.organisation_id, PersonRecord.id == message.person
        )
    ).one()
    if message.about.kind != RootKind.ALARM:
        _prompt_failed(session, message, person, by)
        return
    root, now = lock_alarm(session, message.about.id, message.organisation_id)
    if not outbox.take_unreported_failure(session, message_id):
        return
    if message.error_code == OPTED_OUT:
        refuse_sms(session, person)
    failure = _failure(session, message, person)
    decision = alarms.message_failed(root.open_or_closed_alarm(), failure, people_of(session, root, now), now)
    decision = drill_cases.unless_over(session, root, decision, now)
    # The next channel belongs to the same step: with its origin, no channel of a step is ever used twice.
    write(session, root, decision, by, now, message.origin if decision.alarm is None else None)
    outbox.expedite(session, message.organisation_id, message.origin, person.id, now)


def _failure(session: Session, message: MessageRecord, person: PersonRecord) -> Failure:
    """What else this person was told by, in the same step and since."""
    others = session.scalars(
        select(MessageRecord).where(
            MessageRecord.organisation_id == message.organisation_id,
            MessageRecord.subject_kind == message.subject_kind,
            MessageRecord.subject == message.subject,
            MessageRecord.person == message.person,
            MessageRecord.template == message.template,
            (MessageRecord.origin == message.origin) | (MessageRecord.created_at > message.created_at),
            MessageRecord.id != message.id,
        )
    ).all()
    same_step = frozenset(one.channel for one in others if one.origin == message.origin)
    refused = {Channel.SMS} if person.sms_refused else set()
    return Failure(
        person=message.person,
        name=person.name,
        template=message.template,
        channel=message.channel,
        tried=same_step | {message.channel} | refused,
        alive=any(one.state not in (MessageState.FAILED, MessageState.CANCELLED) for one in others),
        opted_out=message.error_code == OPTED_OUT,
    )


def _prompt_failed(session: Session, message: MessageRecord, person: PersonRecord, by: Actor) -> None:
    """A message about a visit failed: it is said; a desk that could not be texted what it must do is phoned."""
    if message.about is None or message.about.kind != RootKind.VISIT:
        outbox.take_unreported_failure(session, message.id)
        return
    root, now = lock_visit(session, message.about.id, message.organisation_id)
    if not outbox.take_unreported_failure(session, message.id):
        return
    if message.error_code == OPTED_OUT:
        refuse_sms(session, person)
    event = alarms.not_arrived(person.name, message.channel, opted_out=message.error_code == OPTED_OUT)
    decision = Decision(events=(event,))
    check_call = message.template is Template.CHECK_CALL_COLLEAGUE
    if any(kind.spec.asks is message.template for kind in root.deadlines):
        if message.channel is not BY_CALL[0].channel:
            code = CodePurpose.CHECK_CALL if check_call else None
            decision += Decision(notices=(Notice(person.id, message.template, BY_CALL, message.priority, code=code),))
        elif check_call:
            decision += Decision(deadlines={DeadlineKind.CHECK_CALL_UNANSWERED: now})
    write(session, root, decision, by, now, message.origin if decision.notices else None)
