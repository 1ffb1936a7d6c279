"""The outbox: what must be told is written in the transaction that decided it, and leaves afterwards.

A duplicate is acceptable, a loss is not. A message goes pending -> sending -> sent -> delivered or failed, only
forward; a try that failed for now goes back to pending with a later moment (`sending.py`). Who caused a failed message
hears of it (`news`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from foundation.among import among
from foundation.bulk import insert_new
from foundation.subject import Subject
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.sending import claim_back
from notifications.states import PROGRESS, TERMINAL, locked, move
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider


@dataclass(frozen=True)
class Outgoing:
    """A message to be recorded. `origin` is the deadline or input that caused it: the same one never tells twice."""

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
            "subject_kind": None if one.subject is None else one.subject.kind,
            "subject": None if one.subject is None else one.subject.id,
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
            "silenced": False,
        }
        for one in messages
    ]
    insert_new(session, MessageRecord, rows, once=("dedupe_key",))


def cancel_unsent(
    session: Session,
    organisation_id: UUID,
    subjects: Collection[Subject],
    templates: Collection[Template] | None,
    now: datetime,
) -> None:
    """Cancel what is not yet with the provider about these subjects of one organisation. What it has can't be called
    back.

    What a sender is calling about right now is not tried again, should the provider not take it.
    """
    if not subjects:
        return
    about = update(MessageRecord).where(_about(organisation_id, subjects))
    if templates is not None:
        about = about.where(MessageRecord.template.in_(templates))
    calling = (MessageRecord.state == MessageState.SENDING) & MessageRecord.called_at.is_not(None)

    def unless_calling(column: InstrumentedAttribute[Any], value: Any) -> Any:
        return case((calling, column), else_=literal(value, column.type))

    session.execute(
        about.where(MessageRecord.state.in_((MessageState.PENDING, MessageState.SENDING))).values(
            state=unless_calling(MessageRecord.state, MessageState.CANCELLED),
            state_at=unless_calling(MessageRecord.state_at, now),
            lease_until=unless_calling(MessageRecord.lease_until, None),
            claim_token=unless_calling(MessageRecord.claim_token, None),
            silenced=or_(MessageRecord.silenced, calling),
        ),
        execution_options={"synchronize_session": False},
    )


def hold(session: Session, organisation_id: UUID, subjects: Collection[Subject], until: datetime) -> None:
    """Keep what is not yet with the provider about these subjects back until then; it can still be cancelled."""
    waiting_ones = update(MessageRecord).where(
        _about(organisation_id, subjects), MessageRecord.state == MessageState.PENDING
    )
    session.execute(waiting_ones.values(not_before=until), execution_options={"synchronize_session": False})


def report_status(
    session: Session,
    message_id: UUID,
    state: MessageState,
    sid: str,
    error_code: str | None,
    now: datetime,
    provider: Provider | None = None,
) -> bool:
    """What the provider says became of it. Only forward: an end stays so. False: no such message.

    Another provider than the one that has it now, after a try that nobody was sure of: only that it arrived counts.
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
    if message.state in TERMINAL or (state not in TERMINAL and PROGRESS[state] <= PROGRESS[message.state]):
        return True
    move(message, state, now)
    if state is MessageState.FAILED:
        message.error_code = error_code
        message.news = True
    return True


def unreported_failures(session: Session, limit: int = 100) -> Sequence[UUID]:
    """Messages whose failure their causer has not heard of. A read, so that looking costs no lock."""
    return session.scalars(
        select(MessageRecord.id).where(MessageRecord.news).order_by(MessageRecord.id).limit(limit)
    ).all()


def take_unreported_failure(session: Session, message_id: UUID) -> bool:
    """Whether the failure of this message is still news. Clears the mark.

    Call it once what the message is about is locked: messages come last in the order of locks.
    """
    message = locked(session, message_id)
    if message is None or not message.news:
        return False
    message.news = False
    return True


def expedite(session: Session, organisation_id: UUID, origin: UUID, person: UUID, now: datetime) -> None:
    """Let what this person would be told later in the same step leave now."""
    later = update(MessageRecord).where(
        MessageRecord.organisation_id == organisation_id,
        MessageRecord.origin == origin,
        MessageRecord.person == person,
        MessageRecord.state == MessageState.PENDING,
        MessageRecord.attempts == 0,
        MessageRecord.not_before > now,
    )
    session.execute(later.values(not_before=now), execution_options={"synchronize_session": False})


def stuck(session: Session, providers: Collection[Provider], now: datetime, limit: int = 50) -> Sequence[MessageRecord]:
    """Messages that one of these providers took over a minute ago without ever saying what became of them."""
    return session.scalars(
        select(MessageRecord)
        .where(
            MessageRecord.state == MessageState.SENT,
            MessageRecord.state_at < now - timedelta(minutes=1),
            MessageRecord.state_at > now - timedelta(days=1),
            MessageRecord.provider_sid.is_not(None),
            MessageRecord.provider.in_(providers),
        )
        .order_by(MessageRecord.state_at)
        .limit(limit)
    ).all()


def carried(session: Session, provider: Provider, since: datetime) -> int:
    """How many messages this provider took since then."""
    taken = select(func.count()).where(MessageRecord.provider == provider, MessageRecord.state_at > since)
    return session.scalar(taken.where(MessageRecord.provider_sid.is_not(None))) or 0


@dataclass(frozen=True)
class Waiting:
    """What is due to leave on a channel: how many, and since when the oldest exists."""

    messages: int
    oldest: datetime


def waiting(session: Session, now: datetime) -> Mapping[Channel, Waiting]:
    """What should have left, by channel, and is not yet with a provider."""
    due = (MessageRecord.state == MessageState.SENDING) | (
        (MessageRecord.state == MessageState.PENDING) & (MessageRecord.not_before <= now)
    )
    found = select(MessageRecord.channel, func.count(), func.min(MessageRecord.created_at)).where(due)
    rows = session.execute(found.group_by(MessageRecord.channel))
    return {channel: Waiting(messages, oldest) for channel, messages, oldest in rows}


def forget(session: Session, template: Template, before: datetime) -> None:
    """Throw away what was said with this template before then, in every organisation, and how it was tried."""
    old = (MessageRecord.template == template, MessageRecord.created_at < before)
    tries = delete(AttemptRecord).where(AttemptRecord.message_id.in_(select(MessageRecord.id).where(*old)))
    for statement in (tries, delete(MessageRecord).where(*old)):
        session.execute(statement, execution_options={"across_organisations": True, "synchronize_session": False})


def _about(organisation_id: UUID, subjects: Collection[Subject]) -> ColumnElement[bool]:
    """Whether a message is about one of these. By kind and id: an id alone may be that of something else too."""
    ids: dict[str, list[UUID]] = {}
    for kind, subject_id in subjects:
        ids.setdefault(kind, []).append(subject_id)
    return (MessageRecord.organisation_id == organisation_id) & or_(
        *(
            (MessageRecord.subject_kind == kind) & among(MessageRecord.subject, of_kind)
            for kind, of_kind in sorted(ids.items())
        )
    )
