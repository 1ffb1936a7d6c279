"""The table of what a registrar advises with the figures of a year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import Base, Retention, primary_key, retention

LONGEST_ADVICE = 5000


class ReportAdviceRecord(Base):
    """With the figures of one year: what is advised, and what became of what was advised the year before."""

    __tablename__ = "report_advice"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year"),
        CheckConstraint("year BETWEEN 2000 AND 2099", name="year"),
        retention(Retention.NONE),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    advice: Mapped[str] = mapped_column(String(LONGEST_ADVICE), default="")
    became_of_it: Mapped[str] = mapped_column(String(LONGEST_ADVICE), default="")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
