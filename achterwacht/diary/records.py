"""Links to a diary of visits, the worker's own calendar that we may read, and what they put away out of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, keep, primary_key


class DiaryLinkRecord(Base):
    """A private link to the visits of one person, or (with a team) of a team. Only a digest of its secret is kept.

    It is worth what its maker may: it stops by itself when they stop working here, or lose the right.
    """

    __tablename__ = "diary_link"
    __table_args__ = (
        UniqueConstraint("person_id", "team_id", postgresql_nulls_not_distinct=True),
        keep(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Who made it; without a team also whose visits it shows."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    with_address: Mapped[bool]
    with_details: Mapped[bool]
    """What the protocol's diary asks about the resident, so that it leaves the house with every copy of the diary."""
    made_at: Mapped[datetime]


class OwnCalendarRecord(Base):
    """The published calendar of one person. Its address is a secret: sealed, and never shown again."""

    __tablename__ = "own_calendar"
    __table_args__ = (keep(Retention.ACCOUNT),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    sealed: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(String(253))
    """Enough to know which one it is."""
    saved_at: Mapped[datetime]


class PutAwayRecord(Base):
    """A proposal that its person does not want to see: a digest of the appointment, its time and its place."""

    __tablename__ = "put_away"
    __table_args__ = (Index("ix_put_away_at", "at"), keep(Retention.SHORT))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
