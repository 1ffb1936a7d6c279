"""Answers that were given to actions with a key made by the client."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention


class AnswerRecord(Base):
    """The answer to one action of one person, written in the same transaction as the action's effects."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("person_id", "key"), retention(Retention.SHORT))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(200))
    request: Mapped[str] = mapped_column(String(64))
    """Digest of method, path and body."""
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
