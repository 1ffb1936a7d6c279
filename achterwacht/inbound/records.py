"""What came in from phones, as tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class SeenRecord(Base):
    """That this SMS or digit came in once: its provider's id as a digest, for good.

    The signature of a webhook never expires, so neither may the memory of it: what somebody sends again after months
    would end a visit of then. It says nothing of whom or what.
    """

    __tablename__ = "seen"
    __table_args__ = (retention(Retention.NONE),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The first half of its SHA-256."""
    at: Mapped[datetime]


class InboundRecord(Base):
    """An SMS or a digit that came in, for a week: so that it can be looked up what somebody sent, and who repeats."""

    __tablename__ = "inbound"
    __table_args__ = (Index("ix_inbound_at", "at"), retention(Retention.SHORT))

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    """An id of our own; with `:` in it for a digit."""
    at: Mapped[datetime]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(1600))
