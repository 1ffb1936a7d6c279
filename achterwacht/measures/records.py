"""Measures against who did it, as tables, and what happened when one was broken."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.measures.facts import Decided, MeasureState, Period
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition, MeasureKind
from documents.kinds import FileKind
from foundation.columns import Base, Json, Retention, Word, primary_key, refers, retention, word_check

STILL_STANDING = (MeasureState.PUT, MeasureState.IN_FORCE)
STANDS = "state IN ('put', 'in_force')"

PHOTOS = "photos"
"""Under which name the photos of the ban list lie in the store."""


def photo_key(organisation_id: UUID, file_id: UUID) -> str:
    """Returns the name of a photo in the store."""
    return f"{PHOTOS}/{organisation_id.hex}/{file_id.hex}"


class MeasureRecord(Base):
    """What was decided, or is put to who decides. Its id is made here, never by a client."""

    __tablename__ = "measure"
    __table_args__ = (
        word_check("kind", MeasureKind),
        word_check("state", MeasureState),
        refers("incident_id", "incident"),
        CheckConstraint("until >= starts_on", name="ends_after"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("(state = 'put') = (decided_at IS NULL)", name="put_or_decided"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index("uq_measure_stands", "organisation_id", "incident_id", "kind", unique=True,
              postgresql_where=text(STANDS), sqlite_where=text(STANDS)),
        Index("ix_measure_incident", "organisation_id", "incident_id"),
        Index("ix_measure_state", "organisation_id", "state"),
        Index("ix_measure_near", "organisation_id", "near_key"),
        Index("ix_measure_register", "organisation_id", "register_key"),
        retention(Retention.REGISTER),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    kind: Mapped[MeasureKind] = mapped_column(Word(MeasureKind))
    state: Mapped[MeasureState] = mapped_column(Word(MeasureState))
    rule: Mapped[str] = mapped_column(String(100))
    """The row of the profile that advises it; empty if none does."""
    as_advised: Mapped[bool]
    not_to_take: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It was put to who decides as one not to take; what they decided says its state."""
    letter_id: Mapped[str | None] = mapped_column(String(40))
    """The letter of the profile that goes with it."""
    broken_letter_id: Mapped[str | None] = mapped_column(String(40))
    starts_on: Mapped[date]
    until: Mapped[date | None]
    """Its last day. None: for good, or until somebody ends it."""
    place: Mapped[str] = mapped_column(String(300))
    conditions: Mapped[list[Any]] = mapped_column(Json)
    checklist: Mapped[list[Any]] = mapped_column(Json)
    """For whoever receives the aggressor meanwhile."""
    reason: Mapped[str] = mapped_column(String(2000))
    deciders: Mapped[list[Any]] = mapped_column(Json)
    put_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Who entered it; also where they decided it themselves."""
    put_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(2000))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None: it ended by itself."""
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(String(2000))
    outcome: Mapped[str | None] = mapped_column(String(32))
    """What came of an order talk."""
    percent: Mapped[int | None]
    """How much of a benefit is cut, of the norm."""
    near_key: Mapped[str | None] = mapped_column(String(200))
    """By which a visit to the aggressor's address finds it (addresses/likeness.py): the address that the report
    tells, for as long as the measure stands."""
    register_key: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[dict[str, Any] | None] = mapped_column(Json)

    @property
    def may_come(self) -> bool:
        """Whether it stands, or somebody asked to take it."""
        return self.state in STILL_STANDING and not (self.state is MeasureState.PUT and self.not_to_take)

    def facts(self) -> Decided:
        """Returns the measure as the rules see it."""
        return Decided(
            id=self.id,
            kind=self.kind,
            state=self.state,
            period=Period(self.starts_on, self.until),
            deciders=tuple(Function(one) for one in self.deciders),
            conditions=tuple(Condition(one) for one in self.conditions),
            put_by=self.put_by,
            decided_by=self.decided_by,
            decided_at=self.decided_at,
            percent=self.percent,
            not_to_take=self.not_to_take,
        )


class MeasureBreachRecord(Base):
    """Somebody broke a measure: what was done, step by step."""

    __tablename__ = "measure_breach"
    __table_args__ = (
        Index("ix_measure_breach_measure", "organisation_id", "measure_id", "happened_at"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    happened_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    steps: Mapped[list[Any]] = mapped_column(Json)
    """What was done, each with its time and witness."""
    note: Mapped[str] = mapped_column(String(2000))
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime]


class MeasurePhotoRecord(Base):
    """A photo for who sits at the door. Its row is made when the file is in the store, and goes when the ban ends."""

    __tablename__ = "measure_photo"
    __table_args__ = (word_check("kind", FileKind), retention(Retention.REGISTER))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[FileKind] = mapped_column(Word(FileKind))
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]

    @property
    def file_key(self) -> str:
        """The name of its file in the store."""
        return photo_key(self.organisation_id, self.file_id)
