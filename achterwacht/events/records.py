"""The story of a visit or alarm, and what came in from phones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.kinds import EventKind
from foundation.columns import Base, Json, Retention, Word, primary_key, refers, retention, word_check


class EventRecord(Base):
    """A line of the timeline: what happened, when, by whom. Written in the transaction that made it happen."""

    __tablename__ = "event"
    __table_args__ = (
        word_check("kind", EventKind),
        CheckConstraint("visit_id IS NOT NULL OR alarm_id IS NOT NULL", name="subject"),
        refers("visit_id", "visit"),
        refers("alarm_id", "alarm"),
        Index("ix_event_of_visit", "visit_id", "at", postgresql_where=text("visit_id IS NOT NULL"),
              sqlite_where=text("visit_id IS NOT NULL")),
        Index("ix_event_of_alarm", "alarm_id", "at", postgresql_where=text("alarm_id IS NOT NULL"),
              sqlite_where=text("alarm_id IS NOT NULL")),
        Index("ix_event_at", "organisation_id", "at"),
        retention(Retention.ALARM),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    visit_id: Mapped[UUID | None]
    alarm_id: Mapped[UUID | None]
    at: Mapped[datetime]
    place: Mapped[int]
    """Order within the decision that made it."""
    kind: Mapped[EventKind] = mapped_column(Word(EventKind))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    via: Mapped[str] = mapped_column(String(16))
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
