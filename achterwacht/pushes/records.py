"""The phones and computers that show a push: one for each sign-in whose person asked for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention


class SubscriptionRecord(Base):
    """A browser that shows pushes, as long as its sign-in counts.

    digest: of the address, by which it is known without being read. sealed: the address with its keys; empty once lost.
    renewed_at: when the app last said that it is still so. lost_at, lost_code: nothing arrives there any more, and how
    the push service said so.
    """

    __tablename__ = "push_subscription"
    __table_args__ = (retention(Retention.SHORT),)

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_id: Mapped[UUID] = mapped_column(ForeignKey("token.id", ondelete="CASCADE"), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    lost_code: Mapped[str | None] = mapped_column(String(32))
