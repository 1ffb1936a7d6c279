"""The duty roster of a team: who is first, second, manager and out-of-hours contact, and who swapped a shift."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Time, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.roster.ranks import OnHolidays, Rank
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, retention, word_check

LIVING = "state IN ('asked', 'accepted')"


class SwapState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RosterRecord(Base):
    """The roster of a team as a whole, and who has its watch. It is the root of its own deadlines.

    watching, staying, asked, times: as in `relief/rules.py`, people by id. relief_id: the relief that is going on
    now, to which the codes in the messages refer.
    """

    __tablename__ = "roster"
    __table_args__ = (
        CheckConstraint("(times > 0) = (relief_id IS NOT NULL)", name="handing_over"),
        retention(Retention.ACCOUNT),
    )

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    watching: Mapped[list[Any]] = mapped_column(default=list)
    staying: Mapped[list[Any]] = mapped_column(default=list)
    asked: Mapped[list[Any]] = mapped_column(default=list)
    times: Mapped[int] = mapped_column(default=0)
    relief_id: Mapped[UUID | None]
    crowded_at: Mapped[datetime | None]
    """Since when more visits are under way than its people can watch."""


class ShiftRecord(Base):
    """A repeating duty in the organisation's local time. If its end is not after its start, it runs past midnight."""

    __tablename__ = "shift"
    __table_args__ = (
        word_check("rank", Rank),
        word_check("on_holidays", OnHolidays),
        CheckConstraint("every_weeks >= 1", name="every_weeks"),
        CheckConstraint("every_weeks = 1 OR first_day IS NOT NULL", name="counted_from"),
        CheckConstraint("last_day >= first_day", name="last_after_first"),
        Index("ix_shift_team", "organisation_id", "team_id"),
        retention(Retention.ACCOUNT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    position: Mapped[int] = mapped_column(default=0)
    """Its place in the team's roster: the first is asked first."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rank: Mapped[Rank] = mapped_column(Word(Rank))
    days: Mapped[list[Any]] = mapped_column(Json)
    """ISO weekdays on which it starts, Monday is 1."""
    every_weeks: Mapped[int] = mapped_column(default=1)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    on_holidays: Mapped[OnHolidays] = mapped_column(Word(OnHolidays), default=OnHolidays.ALSO)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)


class SwapRecord(Base):
    """One turn of a shift that somebody asks another to take. `shift_id` is no foreign key: it outlives the shift."""

    __tablename__ = "swap"
    __table_args__ = (
        word_check("state", SwapState),
        CheckConstraint("from_id <> to_id", name="two_people"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered"),
        Index("ix_swap_team", "organisation_id", "team_id"),
        Index("ix_swap_shift", "shift_id", "day"),
        Index(
            "uq_swap_turn", "shift_id", "day", "state", unique=True, postgresql_where=text(LIVING),
            sqlite_where=text(LIVING),
        ),
        retention(Retention.ACCOUNT),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    shift_id: Mapped[UUID]
    day: Mapped[date]
    """The day on which the turn begins."""
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[SwapState] = mapped_column(Word(SwapState))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
