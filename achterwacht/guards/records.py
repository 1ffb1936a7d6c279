"""The tables of external guard firms and alarm-receiving centres, and of what became of calling them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.alarms.guard_facts import GuardOutcome
from foundation.columns import Base, Retention, Word, primary_key, refers, retention, word_check


class GuardFirmRecord(Base):
    """A firm that the ladder phones, of the organisation or of one team: a name and a number."""

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
    """When a digit was pressed in a call to this number. A new number is not verified yet."""


class GuardCallRecord(Base):
    """The result of phoning the guard firm, as the firm said with a digit or a human reported."""

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
    """The name of the firm at that time."""
    outcome: Mapped[GuardOutcome] = mapped_column(Word(GuardOutcome))
    minutes: Mapped[int | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who phoned the firm; None if it answered by itself."""
    note: Mapped[str] = mapped_column(String(2000), default="")
