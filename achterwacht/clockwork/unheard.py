"""A message that did not arrive.

About a visit or an alarm it is one more input of the watch; a note goes another way.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause
from achterwacht.alarms.guard_facts import Firm
from achterwacht.alarms.rules import Failure
from achterwacht.check_calls.rules import BY_CALL
from achterwacht.code_purposes import CodePurpose
from achterwacht.decision import Decision, Event, Notice
from achterwacht.guards.service import firm_of, has_answered
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.notices.administrators import refuse_sms
from achterwacht.notices.service import not_told
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.use_cases import drills as drill_cases
from achterwacht.use_cases.alarms import OPTED_OUT
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.duty import DutyBook, context_of
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.locking import lock_alarm, lock_visit
from achterwacht.watch.wording import OF_A_PRESS
from notifications import outbox
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel

PRESSED = frozenset(alarms.TEXT_OF[cause] for cause in Cause if cause.pressed)


@dataclass(frozen=True)
class _Unheard:
    """A failure that is being handled: its root, locked, and the person who did not hear of it."""

    root: Aggregate
    now: datetime
    by: Actor
    person: PersonRecord
    event: Event

    def write(self, session: Session, decision: Decision, origin: UUID | None = None) -> None:
        """Record the decision.

        People are read anew for it, since this failure may say that somebody takes no SMS any more.
        """
        ledger = Ledger(session, self.now, self.by)
        ledger.record(self.root, decision, origin)
        ledger.flush()


def alarm_message_failed(session: Session, message: MessageRecord) -> None:
    """Try the other channel, or the next person on the ladder: a message about an alarm failed."""
    if message.template is Template.GUARD:
        _guard_not_reached(session, message)
        return
    found = _take(session, message)
    if found is None:
        return
    root, now = found.root, found.now
    context = context_of(root, DutyBook(session, now))
    decision = alarms.message_failed(root.open_or_closed_alarm(), _failure(session, message, found.person), context)
    decision = drill_cases.unless_over(session, root, decision, context)
    # The next channel belongs to the same step. By its origin, no channel of a step is ever used twice.
    found.write(session, decision, message.origin if decision.alarm is None else None)
    outbox.expedite(session, message, now)


def _guard_not_reached(session: Session, message: MessageRecord) -> None:
    """Tell those who watch that the call to the firm did not get through. The SMS beside it does not matter."""
    assert message.about is not None
    root, now = lock_alarm(session, message.about.id, message.organisation_id)
    if not outbox.take_unreported_failure(session, message.id) or message.channel is not Channel.CALL:
        return
    firm = firm_of(session, message.organisation_id, root.team_id)
    alarm = root.open_or_closed_alarm()
    if firm is None or not alarm.open or has_answered(session, message.organisation_id, alarm.id):
        return
    ledger = Ledger(session, now, Actor(message.organisation_id, None, via="clock"))
    ledger.record(root, alarms.guard_not_reached(alarm, Firm(firm.id, firm.name)))
    ledger.flush()


def visit_message_failed(session: Session, message: MessageRecord) -> None:
    """Record that a message about a visit failed. A desk that must do something and got no SMS is phoned."""
    found = _take(session, message)
    if found is None:
        return
    root, now, person = found.root, found.now, found.person
    decision = Decision(events=(found.event,))
    check_call = message.template is Template.CHECK_CALL_COLLEAGUE
    if any(kind.spec.asks is message.template for kind in root.deadlines):
        if message.channel is not BY_CALL[0].channel:
            code = CodePurpose.CHECK_CALL if check_call else None
            decision += Decision(
                notices=(Notice(person.id, message.template, BY_CALL, MessagePriority.SIGN_OF_LIFE, code=code),)
            )
        elif check_call:
            decision += Decision(deadlines={DeadlineKind.CHECK_CALL_UNANSWERED: now})
    found.write(session, decision, message.origin if decision.notices else None)


def note_failed(session: Session, message: MessageRecord) -> None:
    """Handle a note that failed.

    Nobody is in danger while it waits, so a first failed try is nothing yet. Once it is given up, the person is told in
    another way, or somebody else is told that they were not reached. If it is about a visit or an alarm, the timeline
    says so too.
    """
    if message.about is not None and message.about.kind in (RootKind.VISIT, RootKind.ALARM):
        _note_of_the_watch_failed(session, message)
        return
    if not outbox.take_unreported_failure(session, message.id) or message.state is not MessageState.FAILED:
        return
    person = _addressee(session, message)
    if message.error_code == OPTED_OUT:
        refuse_sms(session, person)
    not_told(session, message, person)


def _note_of_the_watch_failed(session: Session, message: MessageRecord) -> None:
    found = _take(session, message)
    if found is None:
        return
    found.write(session, Decision(events=(found.event,)))
    if message.state is MessageState.FAILED:
        not_told(session, message, found.person)


def _take(session: Session, message: MessageRecord) -> _Unheard | None:
    """Lock the visit or alarm of this message, and take up its failure. Returns None if somebody did so already."""
    assert message.about is not None
    lock = lock_visit if message.about.kind == RootKind.VISIT else lock_alarm
    root, now = lock(session, message.about.id, message.organisation_id)
    if not outbox.take_unreported_failure(session, message.id):
        return None
    person = _addressee(session, message)
    opted_out = message.error_code == OPTED_OUT
    if opted_out:
        refuse_sms(session, person)
    event = alarms.not_arrived(person.name, message.channel, opted_out=opted_out)
    return _Unheard(root, now, Actor(message.organisation_id, None, via="clock"), person, event)


def _failure(session: Session, message: MessageRecord, person: PersonRecord) -> Failure:
    """Returns the failure, with what else this person was sent in the same step and since."""
    others = session.scalars(
        select(MessageRecord).where(
            MessageRecord.organisation_id == message.organisation_id,
            MessageRecord.subject_kind == message.subject_kind,
            MessageRecord.subject == message.subject,
            MessageRecord.person == message.person,
            MessageRecord.template == message.template,
            (MessageRecord.origin == message.origin) | (MessageRecord.created_at > message.created_at),
            MessageRecord.id != message.id,
            MessageRecord.channel != Channel.PUSH,
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
        pressed={key: message.payload[key] for key in OF_A_PRESS if key in message.payload}
        if message.template in PRESSED
        else {},
    )


def _addressee(session: Session, message: MessageRecord) -> PersonRecord:
    return session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == message.organisation_id, PersonRecord.id == message.person
        )
    ).one()
