"""Codes in SMS: one purpose and one recipient each, never used for anything else within 48 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.decision import CodePurpose
from foundation.columns import Base, Retention, Word, keep, primary_key, word_check


class CodeRecord(Base):
    """`subject_id` is the alarm (ladder, police) or the visit (check call), or the swap, that the code speaks of."""

    __tablename__ = "code"
    __table_args__ = (
        UniqueConstraint("person_id", "code"),
        Index("ix_code_subject", "subject_id"),
        word_check("purpose", CodePurpose),
        keep(Retention.SHORT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[CodePurpose] = mapped_column(Word(CodePurpose))
    subject_id: Mapped[UUID]
    made_at: Mapped[datetime]
