"""The outbox: messages are written in the transaction that decided them, and are sent afterwards.

A duplicate is acceptable, a loss is not. A message goes pending -> sending -> sent -> delivered or failed, only
forward; a try that failed for now goes back to pending with a later moment (`sending.py`). Whoever caused a message
hears when it fails (`news`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from foundation.among import among
from foundation.bulk import insert_new
from foundation.subject import Subject
from notifications.records import NEWS, WAITS, AttemptRecord, MessageRecord, MessageState
from notifications.sending import claim_back
from notifications.states import PROGRESS, TERMINAL, locked, move
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider


@dataclass(frozen=True)
class Outgoing:
    """A message to be recorded.

    subject: what it is about. origin: the deadline or input that caused it; the same one never sends the same message
    to the same person twice, or by a push to the same phone. to: a phone number, a mail address, or the id of a
    subscription. priority: higher leaves first. after: how long after the decision it leaves.
    """

    organisation_id: UUID
    subject: Subject | None
    origin: UUID
    person: UUID
    to: str
    channel: Channel
    template: Template
    language: str
    payload: Mapping[str, Any]
    priority: int
    drill: bool = False
    after: timedelta = field(default=timedelta())

    @property
    def id(self) -> UUID:
        return id_of(self.origin, self.person, self.channel, self.template, self.to)


OF_MESSAGES = UUID("8f0e5d4c-6f0b-5a43-9d0e-2b7a1c9e4f11")
"""The namespace of what messages are called. It never changes: what was told once would be told again."""


def id_of(origin: UUID, person: UUID, channel: Channel, template: Template, to: str = "") -> UUID:
    """Returns the id of the one message of this origin that this person gets on this channel; of a push, on that phone.

    So it is there once because it has one id, and no key stands beside it, in the row and in an index (0109).
    """
    phone = f":{to}" if channel is Channel.PUSH else ""
    return uuid5(OF_MESSAGES, f"{origin}:{person}:{channel.value}:{template.value}{phone}")


def put(session: Session, messages: Sequence[Outgoing], now: datetime) -> None:
    """Record messages, except those that are there already."""
    if not messages:
        return
    rows = [
        {
            "id": one.id,
            "organisation_id": one.organisation_id,
            "subject_kind": None if one.subject is None else one.subject.kind,
            "subject": None if one.subject is None else one.subject.id,
            "origin": one.origin,
            "person": one.person,
            "to": one.to,
            "channel": one.channel,
            "template": one.template,
            "language": one.language,
            "payload": dict(one.payload),
            "priority": one.priority,
            "drill": one.drill,
            "created_at": now,
            "not_before": now + one.after,
            "state": MessageState.PENDING,
            "state_at": now,
            "attempts": 0,
            "news": False,
            "silenced": False,
        }
        for one in messages
    ]
    insert_new(session, MessageRecord, rows, once=("id",))


def report_status(
    session: Session,
    message_id: UUID,
    state: MessageState,
    sid: str,
    error_code: str | None,
    now: datetime,
    provider: Provider | None = None,
    *,
    picked_up: bool = False,
) -> bool:
    """Record what the provider says became of a message. States only move forward, and a final one stays.

    From a provider that was tried before the present one, and may have sent it, only "delivered" counts. picked_up: it
    says that the call was answered. A call that ended well was, also when that was never said, or is said afterwards.

    Returns whether there is such a message.
    """
    message = locked(session, message_id)
    if message is None:
        return False
    if provider is None or message.provider in (None, provider):
        message.provider = message.provider or provider
        if message.provider_sid is None and sid:
            claim_back(session, message_id, sid)
            message.provider_sid = sid
    elif state is not MessageState.DELIVERED:
        return True
    if picked_up or (message.channel is Channel.CALL and state is MessageState.DELIVERED):
        message.picked_up_at = message.picked_up_at or now
    if message.state in TERMINAL or (state not in TERMINAL and PROGRESS[state] <= PROGRESS[message.state]):
        return True
    move(message, state, now)
    if state is MessageState.FAILED:
        message.error_code = error_code
        message.news = True
    return True


def note_picked_up(session: Session, message_id: UUID, now: datetime) -> None:
    """Note that a call was answered, the first time that we hear of it.

    Call it after locking what the message is about.
    """
    message = locked(session, message_id)
    if message is not None and message.picked_up_at is None:
        message.picked_up_at = now


def unreported_failures(session: Session, after: UUID | None = None, limit: int = 100) -> Sequence[UUID]:
    """Returns failed messages whose cause has not been told yet, from behind this one. A read, so that looking costs
    no lock."""
    failed = select(MessageRecord.id).where(NEWS).order_by(MessageRecord.id).limit(limit)
    return session.scalars(failed if after is None else failed.where(MessageRecord.id > after)).all()


def take_unreported_failure(session: Session, message_id: UUID) -> bool:
    """Whether the failure of this message is still to be reported. Marks it as reported.

    Call it after locking what the message is about: messages come last in the order of locks.
    """
    message = locked(session, message_id)
    if message is None or not message.news:
        return False
    message.news = False
    return True


def expedite(session: Session, failed: MessageRecord, now: datetime) -> None:
    """Send now what this person would be told later of the same: from its origin, such as the call after an SMS."""
    later = update(MessageRecord).where(
        MessageRecord.organisation_id == failed.organisation_id,
        MessageRecord.subject_kind == failed.subject_kind,
        MessageRecord.subject == failed.subject,
        MessageRecord.origin == failed.origin,
        MessageRecord.person == failed.person,
        MessageRecord.state == MessageState.PENDING,
        MessageRecord.attempts == 0,
        MessageRecord.not_before > now,
    )
    session.execute(later.values(not_before=now), execution_options={"synchronize_session": False})


def stuck(
    session: Session,
    organisations: Collection[UUID],
    providers: Collection[Provider],
    now: datetime,
    limit: int = 50,
    before: tuple[datetime, UUID] | None = None,
) -> Sequence[MessageRecord]:
    """Returns messages that one of these providers took more than a minute ago without saying what became of them, the
    newest first. before: only those behind this one, by when it was taken and its id.

    One that lies ahead was taken before the clock was set back: nobody knows how long ago.
    Whose they are and when they were made is asked for the index: else it would look through all that was ever sent.
    """
    found = (
        select(MessageRecord)
        .where(
            among(MessageRecord.organisation_id, organisations),
            MessageRecord.created_at > now - timedelta(days=2),
            MessageRecord.state == MessageState.SENT,
            (MessageRecord.state_at < now - timedelta(minutes=1)) | (MessageRecord.state_at > now),
            MessageRecord.state_at > now - timedelta(days=1),
            MessageRecord.provider_sid.is_not(None),
            MessageRecord.provider.in_(providers),
        )
        .order_by(MessageRecord.state_at.desc(), MessageRecord.id.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(tuple_(MessageRecord.state_at, MessageRecord.id) < before)
    return session.scalars(found).all()


def carried(session: Session, organisations: Collection[UUID], provider: Provider, since: datetime) -> int:
    """Returns how many messages this provider took since then. Whose they are and when they were made is for the index,
    as in `stuck`."""
    taken = select(func.count()).where(
        among(MessageRecord.organisation_id, organisations),
        MessageRecord.created_at > since - timedelta(days=2),
        MessageRecord.provider == provider,
        MessageRecord.state_at > since,
    )
    return session.scalar(taken.where(MessageRecord.provider_sid.is_not(None))) or 0


@dataclass(frozen=True)
class Waiting:
    """What is due to leave on a channel: how many messages, and when the oldest was made."""

    messages: int
    oldest: datetime


def waiting(session: Session, now: datetime) -> Mapping[Channel, Waiting]:
    """Returns by channel what should have left and is not with a provider yet."""
    due = (MessageRecord.state == MessageState.SENDING) | (
        (MessageRecord.state == MessageState.PENDING) & (MessageRecord.not_before <= now)
    )
    found = select(MessageRecord.channel, func.count(), func.min(MessageRecord.created_at)).where(due)
    rows = session.execute(found.where(WAITS).group_by(MessageRecord.channel))
    return {channel: Waiting(messages, oldest) for channel, messages, oldest in rows}


def forget(session: Session, template: Template, before: datetime) -> None:
    """Delete the messages with this template from before then, with their attempts, in every organisation.

    Not one that still waits, as after a clock that leapt: it is sent, or given up and somebody hears of it.
    """
    old = (
        MessageRecord.template == template,
        MessageRecord.created_at < before,
        MessageRecord.state.not_in((MessageState.PENDING, MessageState.SENDING)),
    )
    tries = delete(AttemptRecord).where(AttemptRecord.message_id.in_(select(MessageRecord.id).where(*old)))
    for statement in (tries, delete(MessageRecord).where(*old)):
        session.execute(statement, execution_options={"across_organisations": True, "synchronize_session": False})
