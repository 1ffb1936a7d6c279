"""Somebody who did it, as tables: a person is what humans say that several reports are about."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, Word, primary_key, refers, retention, word_check

STILL_SAID = "taken_back_at IS NULL"


class AggressorRecord(Base):
    """A person of whom a human said that a report is about them. Its id is made here, never by a client.

    What is known of them stands in those reports.
    """

    __tablename__ = "aggressor"
    __table_args__ = (Index("ix_aggressor_organisation_id", "organisation_id"), retention(Retention.REGISTER))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class SamePersonRecord(Base):
    """A human says that a report is about this person; and perhaps takes it back."""

    __tablename__ = "same_person"
    __table_args__ = (
        CheckConstraint("(taken_back_by IS NULL) = (taken_back_at IS NULL)", name="taken_back"),
        CheckConstraint("taken_back_at >= said_at", name="taken_back_after"),
        refers("incident_id", "incident"),
        Index("ix_same_person_aggressor", "organisation_id", "aggressor_id"),
        Index("uq_same_person_said", "organisation_id", "incident_id", unique=True,
              postgresql_where=text(STILL_SAID), sqlite_where=text(STILL_SAID)),
        retention(Retention.REGISTER),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    aggressor_id: Mapped[UUID] = mapped_column(ForeignKey("aggressor.id"))
    said_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    taken_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None]


class ReadOfAggressor(StrEnum):
    """What somebody read of a person."""

    PROPOSALS = "proposals"
    """Who a report may be about."""
    PERSON = "person"
    HISTORY = "history"
    """Earlier reports, for an advice."""


class AggressorReadRecord(Base):
    """The look-up log of who did it: somebody read, from which report, of whom. Both may be gone before this is."""

    __tablename__ = "aggressor_read"
    __table_args__ = (
        word_check("what", ReadOfAggressor),
        Index("ix_aggressor_read_at", "organisation_id", "at"),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[ReadOfAggressor] = mapped_column(Word(ReadOfAggressor))
    incident_id: Mapped[UUID | None]
    aggressor_id: Mapped[UUID | None]
