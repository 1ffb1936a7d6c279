"""Links to a diary of visits, the worker's own calendar that we may read, and the proposals they dismissed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class OwnCalendarRecord(Base):
    """The published calendar of one person. Its address is a secret: it is sealed, and never shown again."""

    __tablename__ = "own_calendar"
    __table_args__ = (retention(Retention.ACCOUNT),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    sealed: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(253))
    """Enough to know which one it is."""
    saved_at: Mapped[datetime]


class PutAwayRecord(Base):
    """A proposal that its person dismissed: a digest of the appointment's time and place."""

    __tablename__ = "put_away"
    __table_args__ = (Index("ix_put_away_at", "at"), retention(Retention.SHORT))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
