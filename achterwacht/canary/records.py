"""The canary of an organisation, as a table."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention


class CanaryRecord(Base):
    """A daily test message to a number that the organisation chose. It is the root of its own deadlines.

    started_at: when the last message was decided. run: the deadline that it came from, which is the message's origin.
    """

    __tablename__ = "canary"
    __table_args__ = (
        CheckConstraint("(started_at IS NULL) = (run IS NULL)", name="started"),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), unique=True)
    phone: Mapped[str] = mapped_column(String(16))
    """E.164, never an emergency number."""
    daily_at: Mapped[time]
    started_at: Mapped[datetime | None]
    run: Mapped[UUID | None]
