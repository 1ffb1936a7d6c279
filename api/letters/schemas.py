"""What a letter looks like from outside."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Receipt, Way
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition
from api.http.schemas import TEXT, Body, Day, Line, Named, Note, Schema, Utc, WallTime

LongLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=3000), TEXT]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000), TEXT]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), TEXT]
LetterName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9_]{0,39}$")]


class AddresseeIn(Body):
    """Whom it is for. What is left out comes from the report. dear: how they are addressed: `mevrouw`, `heer`."""

    name: Line = ""
    address: Address = ""
    dear: Line = ""

    def addressee(self) -> Addressee:
        return Addressee(self.name, self.address, self.dear)


class FactsIn(Body):
    """What is filled into the sentences of a letter. Which of them a letter needs, `missing` says."""

    happened_on: Day | None = None
    what: Words = ""
    department: Line = ""
    until: Day | None = None
    where: LongLine = ""
    conditions: Annotated[tuple[Condition, ...], Field(max_length=5)] = ()
    contact: LongLine = ""
    talk_on: Day | None = None
    talk_at: WallTime | None = None
    talk_place: LongLine = ""
    talk_with: LongLine = ""
    agreements: Words = ""
    measures: Words = ""
    earlier_letter_on: Day | None = None
    visited: LongLine = ""
    visited_on: Day | None = None
    police_reported_on: Day | None = None
    police_reported_of: LongLine = ""

    def facts(self) -> LetterFacts:
        given: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        given["conditions"] = tuple(dict.fromkeys(self.conditions))
        return LetterFacts(**given | {"talk_at": self.talk_at or ""})


class NewLetter(Body):
    """A letter of the protocol. What is left out is filled in as far as it is known."""

    letter_id: LetterName
    measure_id: UUID | None = None
    addressee: AddresseeIn = AddresseeIn()
    facts: FactsIn = FactsIn()


class LetterChange(Body):
    """What changes; anything left out stays. facts: all of them. text: as a human wrote it; an empty list makes it
    anew from the facts. revision: what you read; left out: whatever it is now."""

    addressee: AddresseeIn | None = None
    facts: FactsIn | None = None
    text: Annotated[list[Paragraph], Field(max_length=60)] | None = None
    attachments: Annotated[list[Line], Field(max_length=10)] | None = None
    revision: int | None = None


class SignLetter(Body):
    """revision: the text that you read. Left out: whatever it is now."""

    revision: int | None = None


class DeliverLetter(Body):
    """How it reached them, and whether they signed for it. What went by registered mail without a word of that is noted
    once more when the post says so."""

    how: Way
    receipt: Receipt
    note: Note = ""


class ReportRefusal(Body):
    """What happened: they would not sign, or would not take it."""

    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), TEXT]


class AddresseeOut(Schema):
    name: str
    address: str
    dear: str


class FactsOut(Schema):
    happened_on: date | None
    what: str
    department: str
    until: date | None
    where: str
    conditions: list[Condition]
    contact: str
    talk_on: date | None
    talk_at: str | None
    talk_place: str
    talk_with: str
    agreements: str
    measures: str
    earlier_letter_on: date | None
    visited: str
    visited_on: date | None
    police_reported_on: date | None
    police_reported_of: str


class SignerOut(Schema):
    """Somebody who signs. words: what the protocol calls them. mine: whether you sign for them."""

    function: Function
    words: str
    signed_by: Named | None
    signed_at: Utc | None
    mine: bool


class DeliveryOut(Schema):
    """How it went."""

    how: Way
    receipt: Receipt
    note: str
    by: Named
    at: Utc


class RefusalOut(Schema):
    what: str
    by: Named
    at: Utc


class BehindOut(Schema):
    """Something that was decided, and that a text written by hand does not follow. before: what was so when it was
    written. now: what is so now. Empty: nothing was said of it."""

    before: str
    now: str


class LetterOut(Schema):
    """A letter.

    number: once everybody signed it. says: what must be in it, by the protocol. missing: the fields that are to be
    filled in before it can be signed. behind: what was decided since a human wrote its text; it is not signed before
    they wrote it anew. needs: all fields of its sentences. edited: the text was changed by hand, and
    does not follow the facts. possibleAttachments: what the protocol lets go with it; whether that is lawful in this
    case, a human decides. ways: how it may be delivered, the best first. kept: it lies in the store of files.
    receiptDue: it went by registered mail, and nobody noted whether they took it.
    """

    id: UUID
    incident_id: UUID
    measure_id: UUID | None
    letter_id: str
    name: str
    state: LetterState
    number: str | None
    addressee: AddresseeOut
    facts: FactsOut
    text: list[str]
    edited: bool
    says: list[str]
    needs: list[str]
    missing: list[str]
    behind: list[BehindOut]
    attachments: list[str]
    possible_attachments: list[str]
    signers: list[SignerOut]
    ways: list[Way]
    receipt_needed: bool
    delivered: DeliveryOut | None
    refusal: RefusalOut | None
    refusal_due: bool
    receipt_due: bool
    revision: int
    kept: bool
    created_by: Named
    created_at: Utc
    signed_at: Utc | None
    may_write: bool
    may_sign: bool
    may_deliver: bool


class LetterChoice(Schema):
    """A letter of the protocol that fits this case."""

    letter_id: str
    name: str
    says: list[str]


class LetterSent(Schema):
    """That a letter went out, for whoever may know no more of it."""

    name: str
    delivered_at: Utc


class Letters(Schema):
    """The letters about an incident, the oldest first. sent: those you may only know of. choices: what can be written.
    never: this behaviour never gets a letter."""

    letters: list[LetterOut]
    sent: list[LetterSent]
    choices: list[LetterChoice]
    never: bool


class SeekLetters(Body):
    """text: in the number, the name of the letter or whom it is to; empty: all. after: the last of the page before."""

    year: Annotated[int, Field(ge=2000, le=2099)] | None = None
    text: Line = ""
    after: UUID | None = None


class RegisterLine(Schema):
    """One line of the register of letters."""

    id: UUID
    incident_id: UUID
    number: str
    name: str
    addressee: str
    state: LetterState
    signed_at: Utc
    delivered_at: Utc | None


class LetterRegister(Schema):
    """The letters of a year by number. next: the last of these where there are more, to ask for those after it."""

    year: int
    letters: list[RegisterLine]
    next: UUID | None


def facts_out(facts: LetterFacts) -> FactsOut:
    told = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return FactsOut(**told | {"conditions": list(facts.conditions), "talk_at": facts.talk_at or None})
