"""The outbox: what must be told is written in the transaction that decided it, and leaves afterwards.

A duplicate is acceptable, a loss is not. A message goes pending -> sending -> sent -> delivered or failed, only
forward; a try that failed for now goes back to pending with a later moment. Who caused a failed message hears of it
(`news`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from foundation.bulk import insert_many
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel

LEASE = timedelta(seconds=30)
"""Longer than the provider's time-out, so that a live sender never loses its message."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 10, 20, 30))
GIVE_UP_AFTER = timedelta(hours=1)
TERMINAL = (MessageState.DELIVERED, MessageState.FAILED, MessageState.CANCELLED)
PROGRESS = {state: place for place, state in enumerate((MessageState.PENDING, MessageState.SENDING, MessageState.SENT))}


@dataclass(frozen=True)
class Outgoing:
    """A message to be recorded. `origin` is the deadline or input that caused it: the same one never tells twice."""

    organisation_id: UUID
    subject: UUID | None
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
    def dedupe_key(self) -> str:
        return f"{self.origin}:{self.person}:{self.channel.value}:{self.template.value}"


def put(session: Session, messages: Sequence[Outgoing], now: datetime) -> None:
    """Record messages. One whose dedupe key is there already is left out."""
    if not messages:
        return
    rows = [
        {
            "id": uuid4(),
            "organisation_id": one.organisation_id,
            "subject": one.subject,
            "origin": one.origin,
            "person": one.person,
            "to": one.to,
            "channel": one.channel,
            "template": one.template,
            "language": one.language,
            "payload": dict(one.payload),
            "dedupe_key": one.dedupe_key,
            "priority": one.priority,
            "drill": one.drill,
            "created_at": now,
            "not_before": now + one.after,
            "state": MessageState.PENDING,
            "state_at": now,
            "attempts": 0,
            "news": False,
        }
        for one in messages
    ]
    insert_many(session, MessageRecord, rows, once="dedupe_key")


def silence(
    session: Session, subjects: Collection[UUID], templates: Collection[Template] | None, now: datetime
) -> None:
    """Cancel what is not yet with the provider about these subjects. What it has can't be called back."""
    if not subjects:
        return
    unsent = update(MessageRecord).where(
        MessageRecord.subject.in_(subjects),
        (MessageRecord.state == MessageState.PENDING)
        | ((MessageRecord.state == MessageState.SENDING) & MessageRecord.called_at.is_(None)),
    )
    if templates is not None:
        unsent = unsent.where(MessageRecord.template.in_(templates))
    session.execute(
        unsent.values(state=MessageState.CANCELLED, state_at=now, lease_until=None, claim_token=None),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True)
class Claimed:
    """A message in the hands of one sender until the lease ends. `uncertain`: an earlier call may have arrived."""

    id: UUID
    token: UUID
    channel: Channel
    uncertain: bool


def claim(session: Session, now: datetime, limit: int, channel: Channel | None = None) -> list[Claimed]:
    """Take up to `limit` messages that are due, gravest and oldest first, and those whose sender went silent."""
    due = (
        select(MessageRecord)
        .where(
            ((MessageRecord.state == MessageState.PENDING) & (MessageRecord.not_before <= now))
            | ((MessageRecord.state == MessageState.SENDING) & (MessageRecord.lease_until < now))
        )
        .order_by(MessageRecord.priority.desc(), MessageRecord.not_before, MessageRecord.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if channel is not None:
        due = due.where(MessageRecord.channel == channel)
    claimed = []
    for message in session.scalars(due):
        uncertain = message.called_at is not None
        message.state = MessageState.SENDING
        message.claim_token = uuid4()
        message.lease_until = now + LEASE
        message.called_at = None if not uncertain else message.called_at
        claimed.append(Claimed(message.id, message.claim_token, message.channel, uncertain))
    return claimed


def anything_due(session: Session, now: datetime) -> bool:
    """Whether `claim` would find anything. A read, so that an idle dispatcher never holds the writers up."""
    due = (
        select(MessageRecord.id)
        .where(
            ((MessageRecord.state == MessageState.PENDING) & (MessageRecord.not_before <= now))
            | ((MessageRecord.state == MessageState.SENDING) & (MessageRecord.lease_until < now))
        )
        .limit(1)
    )
    return session.scalar(due) is not None


def note_call(session: Session, claimed: Claimed, now: datetime) -> MessageRecord | None:
    """Note that the provider is about to be called. None: it was cancelled, or another sender has it."""
    message = _held(session, claimed)
    if message is None:
        return None
    message.called_at = now
    message.lease_until = now + LEASE
    message.attempts += 1
    return message


def settle_sent(session: Session, claimed: Claimed, sid: str, now: datetime) -> None:
    """The provider took it. A callback may have been faster: then only its id is noted."""
    session.add(AttemptRecord(message_id=claimed.id, at=now, outcome="sent"))
    message = session.scalars(_locked(claimed.id)).one()
    message.provider_sid = sid
    if message.claim_token == claimed.token:
        _move(message, MessageState.SENT, now)


def settle_failed(
    session: Session, claimed: Claimed, code: str, detail: str, permanent: bool, uncertain: bool, now: datetime
) -> None:
    """It could not be handed over. Whoever caused it hears of the first failure and of the last one.

    permanent: no further try helps. uncertain: it may have arrived; the next sender asks the provider first.
    """
    session.add(
        AttemptRecord(
            message_id=claimed.id,
            at=now,
            outcome="uncertain" if uncertain else "failed",
            error_code=code,
            detail=detail[:500],
        )
    )
    message = _held(session, claimed)
    if message is None:
        return
    message.error_code = code
    if permanent or now - message.created_at > GIVE_UP_AFTER:
        _move(message, MessageState.FAILED, now)
        message.news = True
        return
    wait = BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    message.news = message.news or message.attempts == 1
    if uncertain:
        message.lease_until = now + wait
        return
    _move(message, MessageState.PENDING, now)
    message.called_at = None
    message.not_before = now + wait


def report_status(
    session: Session, message_id: UUID, state: MessageState, sid: str, error_code: str | None, now: datetime
) -> bool:
    """What the provider says became of it. Only forward: an end stays so. False: no such message."""
    message = session.scalars(_locked(message_id)).one_or_none()
    if message is None:
        return False
    message.provider_sid = message.provider_sid or sid
    if message.state in TERMINAL or (state not in TERMINAL and PROGRESS[state] <= PROGRESS[message.state]):
        return True
    _move(message, state, now)
    if state is MessageState.FAILED:
        message.error_code = error_code
        message.news = True
    return True


def news(session: Session, limit: int = 100) -> Sequence[UUID]:
    """Messages whose failure their causer has not heard of. A read, so that looking costs no lock."""
    return session.scalars(
        select(MessageRecord.id).where(MessageRecord.news).order_by(MessageRecord.id).limit(limit)
    ).all()


def take_news(session: Session, message_id: UUID) -> bool:
    """Whether the failure of this message is still news. Clears the mark.

    Call it once what the message is about is locked: messages come last in the order of locks.
    """
    message = session.scalars(_locked(message_id)).one_or_none()
    if message is None or not message.news:
        return False
    message.news = False
    return True


def hasten(session: Session, origin: UUID, person: UUID, now: datetime) -> None:
    """Let what this person would be told later in the same step leave now."""
    later = update(MessageRecord).where(
        MessageRecord.origin == origin,
        MessageRecord.person == person,
        MessageRecord.state == MessageState.PENDING,
        MessageRecord.attempts == 0,
        MessageRecord.not_before > now,
    )
    session.execute(later.values(not_before=now), execution_options={"synchronize_session": False})


def stuck(session: Session, now: datetime, limit: int = 50) -> Sequence[MessageRecord]:
    """Messages the provider took over a minute ago without ever saying what became of them."""
    return session.scalars(
        select(MessageRecord)
        .where(
            MessageRecord.state == MessageState.SENT,
            MessageRecord.state_at < now - timedelta(minutes=1),
            MessageRecord.state_at > now - timedelta(days=1),
            MessageRecord.provider_sid.is_not(None),
        )
        .order_by(MessageRecord.state_at)
        .limit(limit)
    ).all()


def _held(session: Session, claimed: Claimed) -> MessageRecord | None:
    message = session.scalars(_locked(claimed.id)).one()
    held = message.state is MessageState.SENDING and message.claim_token == claimed.token
    return message if held else None


def _locked(message_id: UUID) -> Any:
    return (
        select(MessageRecord)
        .where(MessageRecord.id == message_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _move(message: MessageRecord, state: MessageState, now: datetime) -> None:
    message.state = state
    message.state_at = now
    if state is not MessageState.SENDING:
        message.lease_until = None
        message.claim_token = None
