"""The table of entries in the Belgian register of acts by third parties."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, of_organisation, refers, retention


class ThirdPartyActRecord(Base):
    """A report that stands in the register. What happened stands in the report itself, and nowhere twice.

    kept_until: the last day on which it is shown. named: whether the employee wants their name in it; None: not said.
    """

    __tablename__ = "third_party_act"
    __table_args__ = (
        refers("incident_id", "incident"),
        CheckConstraint("(named IS NULL) = (named_at IS NULL)", name="said_at"),
        Index("ix_third_party_act_kept", "organisation_id", "kept_until"),
        retention(Retention.REGISTER),
    )

    incident_id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = of_organisation()
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    kept_until: Mapped[date]
    named: Mapped[bool | None]
    named_at: Mapped[datetime | None]
