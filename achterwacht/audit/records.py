"""Who looked an address up in the register and what it answered, who read the register itself, and who asked for the
list of a team."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Json, Retention, Word, keep, primary_key, word_check


class LookupRecord(Base):
    """One look-up. The address stands here as a salted digest only: who knows the address can check whether this was
    the one, and the log by itself is no second register. Marks and visits may be deleted before their log is, hence
    ids without a foreign key.
    """

    __tablename__ = "lookup"
    __table_args__ = (
        Index("ix_lookup_person", "organisation_id", "person_id", "at"),
        Index("ix_lookup_at", "at"),
        keep(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(200))
    visit_id: Mapped[UUID | None]
    address_digest: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    mark_ids: Mapped[list[Any]] = mapped_column(Json)
    """The marks that answered; empty when there was none."""
    same_building: Mapped[bool]
    """It was said that there is a mark elsewhere in the building, and nothing more of it."""


class ListViewRecord(Base):
    """Somebody opened the list of a team: who is where, with numbers."""

    __tablename__ = "list_view"
    __table_args__ = (Index("ix_list_view_team", "organisation_id", "team_id", "at"), keep(Retention.LOG))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Read(StrEnum):
    """What somebody read of the register: all its marks, or all that is kept about one address or person."""

    MARKS = "marks"
    EXPORT = "export"


class RegisterViewRecord(Base):
    """Somebody who keeps the register read in it."""

    __tablename__ = "register_view"
    __table_args__ = (
        Index("ix_register_view_at", "organisation_id", "at"),
        word_check("what", Read),
        keep(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[Read] = mapped_column(Word(Read))
