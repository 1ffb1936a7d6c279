"""The table that counts guesses at passwords and PINs."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, retention


class GuessRecord(Base):
    """How often a wrong password or PIN was tried: for an e-mail address, a network address, or a person.

    `key` is a digest of what is counted. There is no organisation, since somebody who signs in has none yet.
    """

    __tablename__ = "guess"
    __table_args__ = (Index("ix_guess_last_at", "last_at"), retention(Retention.SHORT))

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    free_at: Mapped[datetime]
    """No further try is allowed before this moment."""
    told_at: Mapped[datetime | None]
    """When somebody was told about it."""
