"""The tables of letters: the letters, who signed them, their numbers, and what an organisation's paper looks like."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.letters.facts import (
    Addressee,
    Delivered,
    LetterState,
    Receipt,
    Signature,
    Told,
    Way,
    Writing,
    facts_of,
)
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import Element, Letter
from foundation.columns import Base, Json, Retention, Word, primary_key, refers, retention, word_check

LETTERS, PAPER = "letters", ".pdf"
"""Under which name signed letters lie in the store, and how their names end."""


class LetterRecord(Base):
    """A letter to an aggressor. Once signed, only how it was delivered is added. Its id is made here.

    kept_at: when the signed letter was put in the store of files; until then it is made from this row.
    """

    __tablename__ = "letter"
    __table_args__ = (
        word_check("state", LetterState),
        word_check("how", Way),
        word_check("receipt", Receipt),
        refers("incident_id", "incident"),
        UniqueConstraint("organisation_id", "year", "number", name="uq_letter_number"),
        CheckConstraint("(number IS NULL) = (year IS NULL)", name="numbered_in_a_year"),
        CheckConstraint("(state IN ('signed', 'delivered')) = (number IS NOT NULL)", name="numbered_when_signed"),
        CheckConstraint("(number IS NULL) = (signed_at IS NULL)", name="signed_at"),
        CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name="delivered_at"),
        CheckConstraint(
            "(delivered_at IS NULL) = (how IS NULL) AND (how IS NULL) = (receipt IS NULL)"
            " AND (how IS NULL) = (delivered_by IS NULL)",
            name="delivered_how",
        ),
        CheckConstraint("refused_at IS NULL OR receipt = 'refused'", name="refused"),
        CheckConstraint("(refused_at IS NULL) = (refused_by IS NULL)", name="refused_by"),
        CheckConstraint("kept_at IS NULL OR number IS NOT NULL", name="kept_when_signed"),
        Index("ix_letter_incident", "organisation_id", "incident_id"),
        Index("ix_letter_unkept", "kept_at", "signed_at"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    incident_id: Mapped[UUID]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    employee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Whom it happened to: they may have to sign."""
    measure_id: Mapped[UUID | None]
    spec: Mapped[dict[str, Any]] = mapped_column(Json)
    """What the profile said of this letter when it was drafted."""
    because: Mapped[str] = mapped_column(String(100))
    """The key of the profile."""
    state: Mapped[LetterState] = mapped_column(Word(LetterState), default=LetterState.DRAFT)
    year: Mapped[int | None]
    number: Mapped[int | None]
    addressee: Mapped[dict[str, Any]] = mapped_column(Json)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    text: Mapped[list[Any]] = mapped_column(Json)
    edited: Mapped[bool] = mapped_column(default=False)
    told: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    """Its sentences that say what was decided elsewhere: what the text says of each, and how it stands now."""
    attachments: Mapped[list[Any]] = mapped_column(Json)
    revision: Mapped[int] = mapped_column(default=1)
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter_template.id"))
    letterhead_id: Mapped[UUID | None] = mapped_column(ForeignKey("letterhead.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    how: Mapped[Way | None] = mapped_column(Word(Way))
    receipt: Mapped[Receipt | None] = mapped_column(Word(Receipt))
    delivery_note: Mapped[str] = mapped_column(String(2000), default="")
    delivered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    delivered_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(String(2000), default="")
    refused_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]

    @property
    def file_key(self) -> str:
        """The name of its file in the store."""
        return f"{LETTERS}/{self.organisation_id.hex}/{self.id.hex}{PAPER}"

    def facts_with(self, signatures: tuple[Signature, ...]) -> Writing:
        """Returns the letter as the rules see it."""
        delivered = None
        if self.delivered_at is not None:
            assert self.how is not None
            assert self.receipt is not None
            assert self.delivered_by is not None
            delivered = Delivered(self.how, self.receipt, self.delivery_note, self.delivered_by, self.delivered_at)
        return Writing(
            self.id,
            Letter.model_validate(self.spec),
            self.state,
            Addressee(**self.addressee),
            facts_of(self.facts),
            tuple(self.text),
            self.edited,
            tuple(self.attachments),
            signatures,
            delivered,
            self.refused_at is not None,
            {Element(one): Told(**told) for one, told in self.told.items()},
        )


class LetterSignatureRecord(Base):
    """Somebody signed a letter, for a function. It falls when the letter changes, and stays once it is final."""

    __tablename__ = "letter_signature"
    __table_args__ = (
        word_check("function", Function),
        UniqueConstraint("organisation_id", "letter_id", "function", name="uq_letter_signature_once"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    function: Mapped[Function] = mapped_column(Word(Function))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class LetterYearRecord(Base):
    """The last number of a year. Its row is locked while a letter gets the next one."""

    __tablename__ = "letter_year"
    __table_args__ = (CheckConstraint("last >= 0", name="last"), retention(Retention.NONE))

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
    forgotten: Mapped[int] = mapped_column(default=0)
    """How many letters of that year are gone since their term is over."""


class LetterTemplateRecord(Base):
    """A Word template of an organisation for one letter. A row never changes: a newer one takes its place.

    layout: what a letter is filled into. words: the organisation's own wording; none: that of the product.
    """

    __tablename__ = "letter_template"
    __table_args__ = (
        Index("ix_letter_template_letter", "organisation_id", "letter", "set_at"),
        retention(Retention.NONE),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    letter: Mapped[str] = mapped_column(String(40))
    original: Mapped[bytes] = mapped_column(LargeBinary)
    """As it was uploaded, to open in Word again."""
    layout: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[list[Any]] = mapped_column(Json)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LetterheadRecord(Base):
    """Who sends letters: the lines below the name, and the mark. A row never changes, as signed letters point at it."""

    __tablename__ = "letterhead"
    __table_args__ = (Index("ix_letterhead_set", "organisation_id", "set_at"), retention(Retention.NONE))

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    lines: Mapped[list[Any]] = mapped_column(Json)
    mark: Mapped[bytes | None] = mapped_column(LargeBinary)
    set_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
