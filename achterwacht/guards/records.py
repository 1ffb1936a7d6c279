"""External guard firms and alarm-receiving centres, and what became of calling them, as tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.alarms.facts import GuardOutcome
from foundation.columns import Base, Retention, Word, primary_key, refers, retention, word_check


class GuardFirmRecord(Base):
    """A party of the ladder that is nobody here: a name and a number, of the organisation or of one team."""

    __tablename__ = "guard_firm"
    __table_args__ = (
        UniqueConstraint("organisation_id", "team_id", postgresql_nulls_not_distinct=True),
        retention(Retention.NONE),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(16))
    """E.164, never an emergency or service number."""
    number_verified_at: Mapped[datetime | None]
    """When a digit was pressed in a call to it; another number is not verified."""


class GuardCallRecord(Base):
    """What became of calling the guard firm: said by the firm with a digit, or by a human who phoned it."""

    __tablename__ = "guard_call"
    __table_args__ = (
        refers("alarm_id", "alarm"),
        word_check("outcome", GuardOutcome),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 0 AND 240", name="minutes"),
        retention(Retention.ALARM),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    alarm_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(100))
    """The firm, as it was called then."""
    outcome: Mapped[GuardOutcome] = mapped_column(Word(GuardOutcome))
    minutes: Mapped[int | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who phoned it; nobody where the firm answered itself."""
    note: Mapped[str] = mapped_column(String(2000), default="")
