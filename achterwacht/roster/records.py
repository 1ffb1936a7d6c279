"""The duty roster: who is first, second and manager of a team, by weekday and hours."""

from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Time
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.roster.ranks import Rank
from foundation.columns import Base, Json, Retention, Word, keep, primary_key, word_check


class ShiftRecord(Base):
    """A repeating duty in the organisation's own time. Ends at or before its start: it runs past midnight."""

    __tablename__ = "shift"
    __table_args__ = (
        word_check("rank", Rank),
        Index("ix_shift_team", "organisation_id", "team_id"),
        keep(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    position: Mapped[int] = mapped_column(default=0)
    """Its place in the team's roster: who stands first is asked first."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rank: Mapped[Rank] = mapped_column(Word(Rank))
    days: Mapped[list[Any]] = mapped_column(Json)
    """ISO weekdays on which it starts, Monday is 1."""
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
