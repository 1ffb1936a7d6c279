"""The tables of what came in from phones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


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
