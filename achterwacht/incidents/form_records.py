"""The tables of the complete form of a report: each line of it, what it tells of people, and its signatures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.incidents.facts import Whose
from achterwacht.protocols.conduct import ConductChannel
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, refers, retention, word_check


class IncidentBehaviourRecord(Base):
    """One cross in the grid of a report: what it was, and how it reached the employee."""

    __tablename__ = "incident_behaviour"
    __table_args__ = (
        word_check("channel", ConductChannel),
        refers("incident_id", "incident"),
        UniqueConstraint("organisation_id", "incident_id", "behaviour", "channel", name="uq_incident_behaviour_cross"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    line: Mapped[int]
    behaviour: Mapped[str] = mapped_column(String(40))
    channel: Mapped[ConductChannel] = mapped_column(Word(ConductChannel))


class IncidentDamageRecord(Base):
    """A line of damage. Its id stays when the line is changed, since its settlement points here."""

    __tablename__ = "incident_damage"
    __table_args__ = (
        word_check("whose", Whose),
        CheckConstraint("amount_cents >= 0", name="amount"),
        refers("incident_id", "incident"),
        Index("ix_incident_damage_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    line: Mapped[int]
    whose: Mapped[Whose] = mapped_column(Word(Whose))
    what: Mapped[str] = mapped_column(String(500))
    amount_cents: Mapped[int | None]


class IncidentWitnessRecord(Base):
    """Somebody who saw or heard it: a colleague, or somebody by name."""

    __tablename__ = "incident_witness"
    __table_args__ = (
        refers("incident_id", "incident"),
        Index("ix_incident_witness_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    line: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str | None] = mapped_column(String(200))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class IncidentSightingRecord(Base):
    """A line of a stalking log: one fact."""

    __tablename__ = "incident_sighting"
    __table_args__ = (
        refers("incident_id", "incident"),
        Index("ix_incident_sighting_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    line: Mapped[int]
    at: Mapped[datetime]
    circumstances: Mapped[str] = mapped_column(String(2000))
    witnesses: Mapped[str | None] = mapped_column(String(500))
    hit: Mapped[list[Any]] = mapped_column(Json)
    evidence: Mapped[str | None] = mapped_column(String(1000))


class IncidentEmployeeRecord(Base):
    """What the form asks about the employee besides their name: for who handles it, and the form itself."""

    __tablename__ = "incident_employee"
    __table_args__ = (refers("incident_id", "incident"), retention(Retention.REGISTER))

    incident_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = of_organisation()
    gender: Mapped[str | None] = mapped_column(String(20))
    date_of_birth: Mapped[date | None]
    address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    employment: Mapped[str | None] = mapped_column(String(100))
    position: Mapped[str | None] = mapped_column(String(100))
    department: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(40))


class IncidentReopeningRecord(Base):
    """A closing that was taken back. The last closing, which holds, stands in the report itself."""

    __tablename__ = "incident_reopening"
    __table_args__ = (
        CheckConstraint("reopened_at >= closed_at", name="after"),
        CheckConstraint("reason <> ''", name="reason"),
        refers("incident_id", "incident"),
        Index("ix_incident_reopening_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    closed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]
    close_reason: Mapped[str | None] = mapped_column(String(2000))
    reopened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))


class IncidentSignatureRecord(Base):
    """A named, timed approval of a complete form. A change lets it fall; then it stays, as what was signed once."""

    __tablename__ = "incident_signature"
    __table_args__ = (
        CheckConstraint("fallen_at >= signed_at", name="fallen_after"),
        refers("incident_id", "incident"),
        Index("ix_incident_signature_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    function: Mapped[str] = mapped_column(String(40))
    """As what they signed: a function of the profile."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int]
    signed_at: Mapped[datetime]
    fallen_at: Mapped[datetime | None]
