"""The tables of what came in from phones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.visits.facts import Pin
from foundation.columns import Base, Json, Retention, Word, retention, word_check


class SeenRecord(Base):
    """That this SMS or digit came in once: a digest of its provider's id, kept for ever.

    The signature of a webhook never expires, so this may not either: something that is sent again after months would
    end a visit of today. It does not say who sent what.
    """

    __tablename__ = "seen"
    __table_args__ = (retention(Retention.NONE),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The first half of the SHA-256 of the provider's id."""
    at: Mapped[datetime]


class InboundRecord(Base):
    """An SMS or digit that came in, kept for a week, to look up what somebody sent and who repeats themselves."""

    __tablename__ = "inbound"
    __table_args__ = (Index("ix_inbound_at", "at"), retention(Retention.SHORT))

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    """An id of our own, with a `:` in it for a digit."""
    at: Mapped[datetime]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(1600))


class CallInRecord(Base):
    """A call to our own number, and what was pressed in it so far. Kept for a day."""

    __tablename__ = "call_in"
    __table_args__ = (
        word_check("pin", Pin),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_call_in_at", "at"),
        retention(Retention.SHORT),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """A digest of the provider's id of the call."""
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Whose number it came from: a hint, until a PIN was pressed."""
    at: Mapped[datetime]
    pin: Mapped[Pin | None] = mapped_column(Word(Pin))
    minutes: Mapped[int | None]
    offered: Mapped[list[Any]] = mapped_column(Json)
    """The visits whose places were read out, in that order."""
