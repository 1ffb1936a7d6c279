"""The register of risk addresses, as a table."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.risks.rules import About, Advice, Mark
from foundation.columns import Base, Json, Retention, Word, of_organisation, primary_key, refers, retention, word_check

TO_REVIEW = "approved_at IS NOT NULL AND ended_at IS NULL"


class RiskMarkRecord(Base):
    """A mark on an address. Never shared with another organisation: that would need a permit (docs/design/facts.md).

    It is found by `address_key` or `register_key`. By `building_key` (the address without its addition) a look-up only
    finds out that there is a mark elsewhere in the building.
    """

    __tablename__ = "risk_mark"
    __table_args__ = (
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved"),
        CheckConstraint("approved_by <> proposed_by", name="four_eyes"),
        CheckConstraint("approved_at >= proposed_at", name="approved_after"),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(ended_at IS NULL) = (end_reason IS NULL)", name="ended_why"),
        CheckConstraint("ended_at >= proposed_at", name="ended_after"),
        CheckConstraint("reason <> ''", name="reasoned"),
        CheckConstraint("ends_at > valid_from", name="ends_after"),
        CheckConstraint("about <> 'person' OR person_name IS NOT NULL", name="whom"),
        CheckConstraint("replaces <> id", name="replaces_another"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_at IS NULL)", name="reviewed"),
        CheckConstraint("informed_on IS NULL OR not_informed_because IS NULL", name="informed_or_not"),
        CheckConstraint("(objected_on IS NULL) = (objection IS NULL)", name="objected"),
        CheckConstraint("objection_outcome IS NULL OR objection IS NOT NULL", name="objection_answered"),
        word_check("about", About),
        refers("incident_id", "incident"),
        refers("replaces", "risk_mark"),
        Index("ix_risk_mark_building", "organisation_id", "building_key", postgresql_where=text("ended_at IS NULL"),
              sqlite_where=text("ended_at IS NULL")),
        Index("ix_risk_mark_register", "organisation_id", "register_key", postgresql_where=text("ended_at IS NULL"),
              sqlite_where=text("ended_at IS NULL")),
        Index("ix_risk_mark_review", "review_date", postgresql_where=text(TO_REVIEW), sqlite_where=text(TO_REVIEW)),
        retention(Retention.REGISTER),
    )  # fmt: skip

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = of_organisation()
    created_from: Mapped[str] = mapped_column(String(64))
    """Digest of the proposal: the same id with a different proposal is a conflict."""
    address: Mapped[dict[str, Any]] = mapped_column(Json)
    address_key: Mapped[str] = mapped_column(String(200))
    building_key: Mapped[str] = mapped_column(String(200))
    register_key: Mapped[str | None] = mapped_column(String(32))
    advice: Mapped[list[Any]] = mapped_column(Json)
    instruction: Mapped[str | None] = mapped_column(String(500))
    reason: Mapped[str] = mapped_column(String(2000))
    about: Mapped[About] = mapped_column(Word(About))
    person_name: Mapped[str | None] = mapped_column(String(200))
    criteria: Mapped[list[Any]] = mapped_column(Json)
    not_for: Mapped[list[Any]] = mapped_column(Json)
    """The employees of "not this employee", by id."""
    incident_id: Mapped[UUID | None]
    measure: Mapped[str | None] = mapped_column(String(300))
    valid_from: Mapped[datetime]
    ends_at: Mapped[datetime]
    replaces: Mapped[UUID | None]
    """The mark that ends when this one is approved."""
    review_date: Mapped[date]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(500))
    reviewed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    informed_on: Mapped[date | None]
    """When the person concerned was told of it; if they were not, `not_informed_because` says why."""
    not_informed_because: Mapped[str | None] = mapped_column(String(500))
    objected_on: Mapped[date | None]
    objection: Mapped[str | None] = mapped_column(String(2000))
    objection_outcome: Mapped[str | None] = mapped_column(String(2000))

    def facts(self) -> Mark:
        """Returns the mark as the rules see it."""
        return Mark(
            id=self.id,
            advice=tuple(Advice(word) for word in self.advice),
            instruction=self.instruction,
            review_date=self.review_date,
            proposed_by=self.proposed_by,
            proposed_at=self.proposed_at,
            valid_from=self.valid_from,
            ends_at=self.ends_at,
            not_for=frozenset(UUID(person) for person in self.not_for),
            approved_by=self.approved_by,
            approved_at=self.approved_at,
            ended_by=self.ended_by,
            ended_at=self.ended_at,
            end_reason=self.end_reason,
        )
