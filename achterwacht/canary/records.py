"""The canary of an organisation, as a table."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention


class CanaryRecord(Base):
    """A daily test message to a number that the organisation chose. It is the root of its own deadlines.

    rings: the number is rung too. asks: an answer is asked. started_at: when the last message was decided. run: the
    deadline that it came from, which is the message's origin. code: what its SMS asked to send back; None if it asked
    nothing. texted_at, heard_at, pressed_at: when that code came back, when we were asked for the words of the call,
    and when 1 was pressed in it. unanswered_since: the administrators were told that nobody answers, once until
    somebody does.
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
    rings: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks: Mapped[bool] = mapped_column(default=False, server_default=false())
    started_at: Mapped[datetime | None]
    run: Mapped[UUID | None]
    code: Mapped[str | None] = mapped_column(String(8))
    texted_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    pressed_at: Mapped[datetime | None]
    unanswered_since: Mapped[datetime | None]

    def begins(self, run: UUID, code: str | None, now: datetime) -> None:
        """Begin the test of a day: nothing is known of it yet."""
        self.started_at, self.run, self.code = now, run, code
        self.texted_at = self.heard_at = self.pressed_at = None

    def texted(self, now: datetime) -> None:
        """Record that its code came back."""
        self.texted_at, self.unanswered_since = self.texted_at or now, None

    def pressed(self, now: datetime) -> None:
        """Record that somebody pressed 1 in its call."""
        self.pressed_at, self.unanswered_since = self.pressed_at or now, None
