"""The table of how damage ends."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.damages.facts import How, Paid, Recovery, Settlement
from foundation.columns import Base, Retention, Word, refers, retention, word_check

CENTS = 100


class DamageSettlementRecord(Base):
    """How one line of damage ends, as far as it is known."""

    __tablename__ = "damage_settlement"
    __table_args__ = (
        word_check("how", How),
        CheckConstraint("(paid IS NOT NULL AND paid) = (paid_on IS NOT NULL)", name="paid_on"),
        CheckConstraint("(paid_on IS NULL) = (paid_cents IS NULL)", name="paid_cents"),
        CheckConstraint("(recovered_on IS NULL) = (recovered_cents IS NULL)", name="recovered_cents"),
        CheckConstraint("recovered_on IS NULL OR (how IS NOT NULL AND how <> 'nothing')", name="recovered"),
        CheckConstraint("how IS NULL OR how <> 'nothing' OR why <> ''", name="nothing_why"),
        CheckConstraint("paid IS NULL OR paid OR paid_why <> ''", name="unpaid_why"),
        refers("incident_id", "incident"),
        Index("ix_damage_settlement_incident", "organisation_id", "incident_id"),
        retention(Retention.REGISTER),
    )

    damage_id: Mapped[UUID] = mapped_column(ForeignKey("incident_damage.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    paid: Mapped[bool | None]
    paid_cents: Mapped[int | None]
    paid_on: Mapped[date | None]
    paid_why: Mapped[str] = mapped_column(String(2000))
    how: Mapped[How | None] = mapped_column(Word(How))
    claimed_on: Mapped[date | None]
    recovered_cents: Mapped[int | None]
    recovered_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(String(2000))
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]

    def facts(self) -> Settlement:
        """Returns the settlement as the rules see it."""
        paid = None if self.paid is None else Paid(self.paid, _euros(self.paid_cents), self.paid_on, self.paid_why)
        recovery = (
            None
            if self.how is None
            else Recovery(self.how, self.claimed_on, _euros(self.recovered_cents), self.recovered_on, self.why)
        )
        return Settlement(paid, recovery)

    def note(self, settlement: Settlement, by: UUID, now: datetime) -> None:
        """Copy what is noted into the row."""
        paid, recovery = settlement.paid, settlement.recovery
        self.paid, self.paid_on = (None, None) if paid is None else (paid.yes, paid.on)
        self.paid_cents = None if paid is None else _cents(paid.amount)
        self.paid_why = "" if paid is None else paid.why
        self.how, self.claimed_on = (None, None) if recovery is None else (recovery.how, recovery.claimed_on)
        self.recovered_on = None if recovery is None else recovery.on
        self.recovered_cents = None if recovery is None else _cents(recovery.amount)
        self.why = "" if recovery is None else recovery.why
        self.noted_by, self.noted_at = by, now


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / CENTS


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * CENTS)
