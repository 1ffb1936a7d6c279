"""The table of police matters."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.police.facts import Against, CopyOfRecord, Matter, PoliceKind, PoliceOutcome
from foundation.columns import Base, Retention, Word, refers, retention, word_check


class PoliceMatterRecord(Base):
    """What is done about an incident with the police. Its id follows from the incident and whom it was against."""

    __tablename__ = "police_matter"
    __table_args__ = (
        word_check("against", Against),
        word_check("kind", PoliceKind),
        word_check("copy", CopyOfRecord),
        word_check("outcome", PoliceOutcome),
        CheckConstraint("kind <> 'none' OR (done_on IS NULL AND number = '' AND outcome IS NULL)", name="none_has"),
        CheckConstraint("outcome IS NULL OR done_on IS NOT NULL", name="outcome_of_done"),
        CheckConstraint("address <> ''", name="address"),
        refers("incident_id", "incident"),
        Index("uq_police_matter_one", "organisation_id", "incident_id", "against", unique=True),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    against: Mapped[Against] = mapped_column(Word(Against))
    kind: Mapped[PoliceKind] = mapped_column(Word(PoliceKind))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(String(2000))
    address: Mapped[str] = mapped_column(String(300))
    """As the protocol said when it was decided: never an employee's own."""
    accompanied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    done_on: Mapped[date | None]
    station: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(100))
    copy: Mapped[CopyOfRecord] = mapped_column(Word(CopyOfRecord))
    told_on: Mapped[date | None]
    agreed_on: Mapped[date | None]
    outcome: Mapped[PoliceOutcome | None] = mapped_column(Word(PoliceOutcome))
    outcome_note: Mapped[str] = mapped_column(String(2000))
    literally: Mapped[str] = mapped_column(String(5000))
    means: Mapped[str] = mapped_column(String(500))
    motive: Mapped[str] = mapped_column(String(2000))
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime | None]

    def facts(self) -> Matter:
        """Returns the matter as the rules see it."""
        return Matter(
            against=self.against,
            kind=self.kind,
            by=self.by_id,
            why=self.why,
            address=self.address,
            accompanied_by=self.accompanied_by_id,
            on=self.done_on,
            where=self.station,
            number=self.number,
            copy=self.copy,
            told_on=self.told_on,
            agreed_on=self.agreed_on,
            outcome=self.outcome,
            outcome_note=self.outcome_note,
            literally=self.literally,
            means=self.means,
            motive=self.motive,
        )

    def note(self, matter: Matter) -> None:
        """Copy what is noted into the row."""
        self.kind, self.by_id, self.why, self.address = matter.kind, matter.by, matter.why, matter.address
        self.accompanied_by_id, self.done_on, self.station = matter.accompanied_by, matter.on, matter.where
        for name in (
            "number", "copy", "told_on", "agreed_on", "outcome", "outcome_note", "literally", "means", "motive",
        ):  # fmt: skip
            setattr(self, name, getattr(matter, name))
