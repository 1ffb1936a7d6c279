"""The table of the heartbeat: whether somebody outside still hears from us."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class HeartbeatRecord(Base):
    """The last time that a clock told the dead-man's switch how it goes, for the whole installation: one row.

    asked_at: when it was told last. taken_at: when it last took what it was told, whether all was well or not.
    """

    __tablename__ = "heartbeat"
    __table_args__ = (CheckConstraint("one = 1", name="one"), retention(Retention.NONE))

    one: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
