"""The tables of the chain: a link for each line of the audit and of the timelines, and the end of each chain."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, Word, retention, word_check


class Source(StrEnum):
    """Which table a line stands in."""

    AUDIT = "audit_event"
    EVENT = "event"


class LinkRecord(Base):
    """A link: the digest of one line, and the hash that closes it together with every link before it.

    organisation_id: all zeros for what happened in no organisation. salt: gone when the line is, so that nobody can
    find out what it said by trying.
    """

    __tablename__ = "audit_link"
    __table_args__ = (
        word_check("source", Source),
        UniqueConstraint("row_id", "source", name="uq_audit_link_row"),
        CheckConstraint("(salt IS NULL) = (forgotten_at IS NOT NULL)", name="forgotten"),
        retention(Retention.LOG),
    )

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[Source] = mapped_column(Word(Source))
    row_id: Mapped[UUID]
    salt: Mapped[str | None] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    forgotten_at: Mapped[datetime | None]


class ChainRecord(Base):
    """The end of a chain. It is locked while links are added, by a job: never by whoever presses or answers.

    closed_until: the latest moment of a line in it; so the job need not look at every line that there is.
    """

    __tablename__ = "audit_chain"
    __table_args__ = (retention(Retention.NONE),)

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    closed_until: Mapped[datetime | None]
