"""The tables of alarms, of who was told, and of calls to the police."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.alarms.facts import Cause, Level, Outcome
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, refers, retention, word_check


class AlarmRecord(Base):
    """Something needs a human now. The plan is the ladder as it was when the alarm opened."""

    __tablename__ = "alarm"
    __table_args__ = (
        word_check("cause", Cause),
        word_check("level", Level),
        word_check("outcome", Outcome),
        CheckConstraint("(acknowledged_by IS NULL) = (acknowledged_at IS NULL)", name="acknowledged"),
        CheckConstraint("(resolved_at IS NULL) = (outcome IS NULL)", name="resolved"),
        refers("visit_id", "visit"),
        Index("uq_alarm_open_visit", "visit_id", "organisation_id", unique=True,
              postgresql_where=text("resolved_at IS NULL"), sqlite_where=text("resolved_at IS NULL")),
        Index("uq_alarm_open_drill", "team_id", unique=True, postgresql_where=text("drill AND resolved_at IS NULL"),
              sqlite_where=text("drill AND resolved_at IS NULL")),
        Index("ix_alarm_visit", "visit_id"),
        Index("ix_alarm_past", "organisation_id", "opened_at", "id"),
        Index("ix_alarm_open", "organisation_id", "team_id", postgresql_where=text("resolved_at IS NULL"),
              sqlite_where=text("resolved_at IS NULL")),
        retention(Retention.ALARM),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    visit_id: Mapped[UUID | None]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    protocol_id: Mapped[UUID] = mapped_column(ForeignKey("protocol_version.id"))
    drill: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[Cause] = mapped_column(Word(Cause))
    level: Mapped[Level] = mapped_column(Word(Level))
    plan: Mapped[dict[str, Any]] = mapped_column(Json)
    rounds: Mapped[int] = mapped_column(default=0)
    quiet: Mapped[bool] = mapped_column(default=False)
    """Somebody inside asked that nobody phones."""
    location: Mapped[dict[str, Any] | None] = mapped_column(Json)
    battery: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """How full the battery was of the phone on which the noodknop was pressed, and when."""
    pressed_from: Mapped[str | None] = mapped_column(String(64))
    """Digest of the press that chose the id. The same press again is this alarm, another press is not."""
    opened_at: Mapped[datetime]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None]
    unproven_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    note: Mapped[str] = mapped_column(String(2000), default="")


class ToldRecord(Base):
    """A person for whom a message of this alarm was recorded."""

    __tablename__ = "told"
    __table_args__ = (
        UniqueConstraint("alarm_id", "person_id", "organisation_id"),
        refers("alarm_id", "alarm"),
        word_check("level", Level),
        retention(Retention.ALARM),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    alarm_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    level: Mapped[Level] = mapped_column(Word(Level))
    told_at: Mapped[datetime]
    declined: Mapped[bool] = mapped_column(default=False)
    failed: Mapped[bool] = mapped_column(default=False)


class PoliceCallRecord(Base):
    """A call that a human made to the police: who, when, which number, and the reference they were given."""

    __tablename__ = "police_call"
    __table_args__ = (refers("alarm_id", "alarm"), retention(Retention.ALARM))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    alarm_id: Mapped[UUID] = mapped_column(index=True)
    called_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime]
    number: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")


class TickRecord(Base):
    """A step of the desk's list that somebody did. The list is the one for this cause in the alarm's profile."""

    __tablename__ = "alarm_tick"
    __table_args__ = (
        UniqueConstraint("alarm_id", "cause", "step", "organisation_id"),
        refers("alarm_id", "alarm"),
        word_check("cause", Cause),
        retention(Retention.ALARM),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    alarm_id: Mapped[UUID]
    cause: Mapped[Cause] = mapped_column(Word(Cause))
    step: Mapped[int]
    done_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]


class HandOverLinkRecord(Base):
    """The secret link to the hand-over sheet in a police SMS. One recipient's; expires an hour after the end."""

    __tablename__ = "hand_over_link"
    __table_args__ = (
        UniqueConstraint("alarm_id", "person_id", "organisation_id"),
        refers("alarm_id", "alarm"),
        retention(Retention.ALARM),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    alarm_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
