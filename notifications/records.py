"""The tables of the outbox. It attaches no meaning to `subject` and `origin`, so it refers to no other table."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Json, Retention, Word, primary_key, retention, word_check
from foundation.subject import Subject
from notifications.texts.templates import Template
from notifications.ways import Channel, Provider

WAITING = "state IN ('pending', 'sending')"
WAITS, NEWS = text("message.waits"), text("message.news")
"""The columns as their indexes say it: SQLite takes `news = 1` for something else than `news`, and reads the table."""
ROOM_TO_CHANGE = {"fillfactor": 60}
"""How full PostgreSQL makes a page of messages, in percent. A message changes four times within a minute; a change that
finds room on its own page, and touches nothing that an index looks at, leaves all indexes alone. Those that were made
together are claimed together, so that there must be room for nearly each."""


class MessageState(StrEnum):
    """States only move forward: pending, sending, sent, and one final state. A failed try goes back to pending."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class MessageRecord(Base):
    """Something that somebody must be told.

    subject_kind, subject: what it is about (an alarm, a visit, a team), within its organisation.
    origin: the deadline or input that caused it.
    person: who gets it; for a desk's mail address, an id derived from that address.
    to: the number, or the mail address, as it was when the message was made, or became while it waited
    (`cancelling.py`); of a push the id of the subscription.
    provider: who has it, or was last called for it; None before the first call.
    news: it failed, and what caused it has not been told yet.
    provider_sid: the provider's id of it. No two messages have the same one.
    silenced: it was cancelled while a provider was being called, so it is not tried again.
    picked_up_at: of a call, when it was answered, by somebody or by a voicemail; None: not that we know.
    waits: it is pending or sending. The database says so itself: an index that looked at `state` would be written anew,
    and all others with it, whenever a message is claimed and when it arrived (0109).
    """

    __tablename__ = "message"
    __table_args__ = (
        word_check("state", MessageState),
        word_check("channel", Channel),
        word_check("provider", Provider),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="leased"),
        CheckConstraint("(lease_until IS NULL) = (claim_token IS NULL)", name="claimed"),
        Index("ix_message_waits", "not_before", postgresql_where=text("waits"), sqlite_where=text("waits")),
        Index("ix_message_news", "id", postgresql_where=text("news"), sqlite_where=text("news")),
        CheckConstraint("(subject IS NULL) = (subject_kind IS NULL)", name="about"),
        Index("ix_message_subject", "subject", "subject_kind", "organisation_id"),
        Index("ix_message_person", "person", "created_at"),
        Index("ix_message_made", "organisation_id", "created_at"),
        Index("uq_message_sid", "provider_sid", unique=True, postgresql_where=text("provider_sid IS NOT NULL"),
              sqlite_where=text("provider_sid IS NOT NULL")),
        retention(Retention.ALARM) | {"postgresql_with": ROOM_TO_CHANGE},
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID]
    subject_kind: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[UUID | None]
    origin: Mapped[UUID]
    person: Mapped[UUID]
    to: Mapped[str] = mapped_column(String(254))
    channel: Mapped[Channel] = mapped_column(Word(Channel))
    template: Mapped[Template] = mapped_column(Word(Template))
    language: Mapped[str] = mapped_column(String(8))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    priority: Mapped[int]
    drill: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(Word(MessageState))
    waits: Mapped[bool | None] = mapped_column(Computed(WAITING))
    state_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    claim_token: Mapped[UUID | None]
    called_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    provider: Mapped[Provider | None] = mapped_column(Word(Provider))
    provider_sid: Mapped[str | None] = mapped_column(String(64))
    error_code: Mapped[str | None] = mapped_column(String(32))
    news: Mapped[bool] = mapped_column(default=False)
    silenced: Mapped[bool] = mapped_column(default=False)
    picked_up_at: Mapped[datetime | None]

    @property
    def about(self) -> Subject | None:
        """What it is about, within its organisation."""
        return None if self.subject is None or self.subject_kind is None else Subject(self.subject_kind, self.subject)


class AttemptRecord(Base):
    """One try to hand a message to one provider that failed, or may have. The message itself says who took it."""

    __tablename__ = "attempt"
    __table_args__ = (word_check("provider", Provider), retention(Retention.ALARM))

    id: Mapped[UUID] = primary_key()
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), index=True)
    at: Mapped[datetime]
    provider: Mapped[Provider] = mapped_column(Word(Provider))
    outcome: Mapped[str] = mapped_column(String(32))
    error_code: Mapped[str | None] = mapped_column(String(32))
    detail: Mapped[str | None] = mapped_column(String(500))
