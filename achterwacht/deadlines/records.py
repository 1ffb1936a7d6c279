"""The tables of deadlines (rows, not jobs) and of the clocks that fire them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.kinds import DeadlineKind, RootKind
from foundation.columns import Base, Retention, Word, primary_key, retention, word_check

OPEN = "fired_at IS NULL AND cancelled_at IS NULL"
PASSED = "fired_at IS NOT NULL OR cancelled_at IS NOT NULL"
ROOM_TO_PASS = {"fillfactor": 70}
"""How full PostgreSQL makes a page of deadlines, in percent. Each passes once: on its own page only what changed is
logged, on another one the whole row, and a lock."""


class DeadlineRecord(Base):
    """Something that must happen at a moment unless it is cancelled first. A late one still fires.

    reached_count: how many people its step found, once it fired (invariant 2). failures: how often deciding it raised
    an error.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        word_check("kind", DeadlineKind),
        word_check("root_kind", RootKind),
        CheckConstraint("fired_at IS NULL OR cancelled_at IS NULL", name="one_end"),
        Index("ix_deadline_due", "due_at", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
        Index("uq_deadline_open", "root_id", "root_kind", "organisation_id", "kind", unique=True,
              postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
        Index("ix_deadline_passed", "organisation_id", "root_id",
              postgresql_where=text(PASSED), sqlite_where=text(PASSED)),
        retention(Retention.VISIT) | {"postgresql_with": ROOM_TO_PASS},
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    root_kind: Mapped[RootKind] = mapped_column(Word(RootKind))
    root_id: Mapped[UUID]
    kind: Mapped[DeadlineKind] = mapped_column(Word(DeadlineKind))
    priority: Mapped[int]
    due_at: Mapped[datetime]
    fired_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reached_count: Mapped[int | None]
    failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(500))


class ClockRecord(Base):
    """When each clock last finished a tick. `/health/ready` reads it."""

    __tablename__ = "clock"
    __table_args__ = (retention(Retention.NONE),)

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    ticked_at: Mapped[datetime]
