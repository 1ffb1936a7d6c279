"""The tables of terms that an organisation chose, how far they went, backups put back, and versions that fit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.retention.rules import Keeping
from foundation.columns import Base, Retention, Word, primary_key, retention, word_check


class RetentionTermRecord(Base):
    """How many days an organisation keeps something. Without a row: the default."""

    __tablename__ = "retention_term"
    __table_args__ = (
        word_check("keeping", Keeping),
        CheckConstraint("days > 0", name="days"),
        retention(Retention.NONE),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    keeping: Mapped[Keeping] = mapped_column(Word(Keeping), primary_key=True)
    days: Mapped[int]
    set_at: Mapped[datetime]


class ReachedRecord(Base):
    """Up to which moment things are old enough to be let go of, for the whole installation: one row.

    moved_at: when it moved on last, by the clock that it may not trust.
    """

    __tablename__ = "retention_reached"
    __table_args__ = (CheckConstraint("one = 1", name="one"), retention(Retention.NONE))

    one: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    moved_at: Mapped[datetime]


class BackedUpRecord(Base):
    """The last backup that was made of this database, so that its age can be told where people look."""

    __tablename__ = "backed_up"
    __table_args__ = (retention(Retention.NONE),)

    id: Mapped[UUID] = primary_key()
    taken_at: Mapped[datetime]


class RestoredRecord(Base):
    """A backup that was put back. Until somebody lets it go, the watch tells nobody anything.

    taken_at: the moment of which it tells the truth. let_go_by: who said so at the console, in their own words.
    """

    __tablename__ = "restored"
    __table_args__ = (
        CheckConstraint("(let_go_at IS NULL) = (let_go_by IS NULL)", name="let_go"),
        retention(Retention.NONE),
    )

    id: Mapped[UUID] = primary_key()
    taken_at: Mapped[datetime]
    restored_at: Mapped[datetime]
    let_go_at: Mapped[datetime | None]
    let_go_by: Mapped[str | None] = mapped_column(String(200))


class LivesWithRecord(Base):
    """A version of the product, by the last migration it knows, that can work with the schema as it is now."""

    __tablename__ = "lives_with"
    __table_args__ = (retention(Retention.NONE),)

    revision: Mapped[str] = mapped_column(String(32), primary_key=True)
