"""How often a password or PIN was guessed at, as a table."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class GuessRecord(Base):
    """How often a password or PIN was tried that did not fit: for an address of mail, a place on the network, a person.

    `key` is a digest of what is counted. It knows no organisation, since who signs in has none yet.
    """

    __tablename__ = "guess"
    __table_args__ = (Index("ix_guess_last_at", "last_at"), retention(Retention.SHORT))

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    free_at: Mapped[datetime]
    """Before this moment nothing more is tried."""
    told_at: Mapped[datetime | None]
    """When somebody was told that it happens."""
