"""The tables of incident reports: the report itself, and what belongs to it, each with readers of its own."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.addresses.address import address_of
from achterwacht.incidents.facts import AggressorTold, IncidentKind, IncidentState
from achterwacht.incidents.report import Account
from achterwacht.protocols.conduct import ConductChannel
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, refers, retention, word_check


class IncidentRecord(Base):
    """A report: what happened in its first form, the answers of the complete form that are one word, and its state.

    What fewer people read, or what there may be more of, has a table of its own that points here. A report outlives its
    visit (weeks) and its alarm (a year), hence ids without a foreign key.
    """

    __tablename__ = "incident"
    __table_args__ = (
        word_check("kind", IncidentKind),
        word_check("channel", ConductChannel),
        CheckConstraint("(seen_by IS NULL) = (seen_at IS NULL)", name="seen"),
        CheckConstraint("seen_by <> employee_id", name="seen_by_another"),
        CheckConstraint("seen_at >= created_at", name="seen_after"),
        CheckConstraint("description <> ''", name="described"),
        CheckConstraint("(changed_by IS NULL) = (changed_at IS NULL)", name="changed"),
        CheckConstraint("(completed_by IS NULL) = (completed_at IS NULL)", name="completed"),
        CheckConstraint("(closed_by IS NULL) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("closed_by <> employee_id", name="closed_by_another"),
        CheckConstraint("injury IS NULL OR injured", name="injury"),
        Index("ix_incident_team", "organisation_id", "team_id", "happened_at"),
        Index("ix_incident_reporter", "organisation_id", "reported_by"),
        Index("ix_incident_employee", "organisation_id", "employee_id"),
        Index("ix_incident_aggressor_id", "organisation_id", "aggressor_id"),
        Index("ix_incident_visit", "visit_id"),
        Index("ix_incident_alarm", "organisation_id", "alarm_id"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    created_from: Mapped[str] = mapped_column(String(64))
    """Digest of the request that made the report: the same id with another body is a conflict."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    """The team whose managers handle it: the visit's, else the employee's. None if they have no team."""
    protocol_id: Mapped[UUID | None] = mapped_column(ForeignKey("protocol_version.id"))
    """The profile that held when it was filed: the ids of behaviour are its own."""
    visit_id: Mapped[UUID | None]
    alarm_id: Mapped[UUID | None]
    kind: Mapped[IncidentKind] = mapped_column(Word(IncidentKind))
    channel: Mapped[ConductChannel | None] = mapped_column(Word(ConductChannel))
    happened_at: Mapped[datetime]
    place: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    description: Mapped[str] = mapped_column(String(5000))
    caused_by: Mapped[str | None] = mapped_column(String(500))
    injured: Mapped[bool | None]
    damage: Mapped[bool | None]
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Whom it happened to: the reporter, unless it was filed for somebody."""
    aggressor_id: Mapped[UUID | None]
    """The known person that a human linked it to."""
    conduct_class: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int | None]
    level: Mapped[str | None] = mapped_column(String(40))
    motive: Mapped[str | None] = mapped_column(String(40))
    expressions: Mapped[list[Any]] = mapped_column(Json, default=list)
    persistent: Mapped[bool] = mapped_column(default=False)
    extreme: Mapped[bool] = mapped_column(default=False)
    threat_to_come: Mapped[bool] = mapped_column(default=False)
    injury: Mapped[str | None] = mapped_column(String(500))
    police_yes: Mapped[bool | None]
    police_namely: Mapped[str | None] = mapped_column(String(1000))
    police_on: Mapped[date | None]
    aftercare_yes: Mapped[bool | None]
    aftercare_namely: Mapped[str | None] = mapped_column(String(1000))
    further_yes: Mapped[bool | None]
    further_namely: Mapped[str | None] = mapped_column(String(1000))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime | None]
    seen_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]
    completed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    completed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None] = mapped_column(String(2000))

    @property
    def state(self) -> IncidentState:
        if self.closed_at is not None:
            return IncidentState.CLOSED
        return IncidentState.REPORTED if self.completed_at is None else IncidentState.COMPLETED

    def account(self) -> Account:
        """Returns what was told at once."""
        return Account(
            kind=self.kind,
            channel=self.channel,
            happened_at=self.happened_at,
            place=self.place,
            address=None if self.address is None else address_of(self.address),
            description=self.description,
            caused_by=self.caused_by,
            injured=self.injured,
            damage=self.damage,
        )

    def tell(self, account: Account) -> None:
        """Copy what the account says into the row."""
        for name in ("kind", "channel", "happened_at", "place", "description", "caused_by", "injured", "damage"):
            setattr(self, name, getattr(account, name))
        self.address = None if account.address is None else account.address.to_dict()


class IncidentAggressorRecord(Base):
    """Who did it, as told in this report. Whether it is somebody who is known, a human says."""

    __tablename__ = "incident_aggressor"
    __table_args__ = (
        refers("incident_id", "incident"),
        Index("ix_incident_aggressor_reference", "organisation_id", "reference_key"),
        Index("ix_incident_aggressor_born", "organisation_id", "date_of_birth"),
        Index("ix_incident_aggressor_near", "organisation_id", "near_key"),
        Index("ix_incident_aggressor_register", "organisation_id", "register_key"),
        retention(Retention.REGISTER),
    )

    incident_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = of_organisation()
    name: Mapped[str | None] = mapped_column(String(200))
    initials: Mapped[str | None] = mapped_column(String(40))
    date_of_birth: Mapped[date | None]
    address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    client_reference: Mapped[str | None] = mapped_column(String(100))
    reference_key: Mapped[str | None] = mapped_column(String(60))
    """This and the next two: by what a report about the same person is found (`found_by.py`)."""
    near_key: Mapped[str | None] = mapped_column(String(200))
    register_key: Mapped[str | None] = mapped_column(String(32))

    def told(self) -> AggressorTold:
        """Returns what was told."""
        address = None if self.address is None else address_of(self.address)
        return AggressorTold(self.name, self.initials, self.date_of_birth, address, self.client_reference)


class ReadOf(StrEnum):
    """What somebody read of a report."""

    LIST = "list"
    REPORT = "report"
    FORM = "form"
    ATTACHMENT = "attachment"
    LETTER = "letter"
    DOSSIER = "dossier"
    """What somebody takes along to the police."""


class IncidentReadRecord(Base):
    """The look-up log of the reports: somebody read one that is not their own. The report may be gone before this."""

    __tablename__ = "incident_read"
    __table_args__ = (
        word_check("what", ReadOf),
        Index("ix_incident_read_incident", "organisation_id", "incident_id", "at"),
        retention(Retention.LOG),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    what: Mapped[ReadOf] = mapped_column(Word(ReadOf))
