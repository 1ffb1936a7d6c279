"""Codes in SMS. Each has one purpose and one recipient, and is not reused for anything else within 48 hours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.code_purposes import CodePurpose
from achterwacht.kinds import RootKind
from foundation.columns import Base, Retention, Word, primary_key, retention, word_check
from foundation.subject import Subject


class CodeRecord(Base):
    """A code, and what it is about.

    Its subject is an alarm (ladder, police), a visit (check call), a swap, a relief, or a number that is tested.
    """

    __tablename__ = "code"
    __table_args__ = (
        UniqueConstraint("person_id", "code"),
        Index("ix_code_subject", "subject_id", "subject_kind", "organisation_id"),
        word_check("purpose", CodePurpose),
        word_check("subject_kind", RootKind),
        retention(Retention.SHORT),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str] = mapped_column(String(8))
    purpose: Mapped[CodePurpose] = mapped_column(Word(CodePurpose))
    subject_kind: Mapped[RootKind] = mapped_column(Word(RootKind))
    subject_id: Mapped[UUID]
    made_at: Mapped[datetime]

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_kind, self.subject_id)
