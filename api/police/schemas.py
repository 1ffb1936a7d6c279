"""What is said and answered about an incident and the police."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from achterwacht.changes import UNCHANGED
from achterwacht.police.asked import Certainty
from achterwacht.police.facts import Against, CopyOfRecord, Matter, PoliceKind, PoliceOutcome
from achterwacht.police.rules import MatterChange
from achterwacht.protocols.functions import Function
from api.http.schemas import TEXT, Body, Day, Line, Named, Note, Schema, Utc

Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Means = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), TEXT]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), TEXT]


class _Noted(Body):
    why: Note = ""
    accompanied_by_id: UUID | None = None
    on: Day | None = None
    where: Line = ""
    number: Number = ""
    copy_of_record: CopyOfRecord = CopyOfRecord.NOT_ASKED
    told_on: Day | None = None
    agreed_on: Day | None = None
    outcome: PoliceOutcome | None = None
    outcome_note: Note = ""
    literally: Words = ""
    means: Means = ""
    motive: Note = ""


NAMES = {"accompanied_by_id": "accompanied_by", "copy_of_record": "copy"}
"""What a field is called by the rules, where that differs."""


class PoliceIn(_Noted):
    """A report, a notification, or none and why. There is no field for an address: it is the protocol's.

    byId: who went, where you note that of the employee; else it is you. on: the day it was done, if it was. toldOn:
    when the aggressor heard of it. agreedOn: when the next steps were agreed. literally: a threat in its own words.
    means: with what. motive: why, as far as you know.
    """

    kind: PoliceKind
    against: Against
    by_id: UUID | None = None

    def matter(self, me: UUID) -> Matter:
        fields = {NAMES.get(name, name): getattr(self, name) for name in _Noted.model_fields}
        return Matter(against=self.against, kind=self.kind, by=self.by_id or me, **fields)


class PoliceChangeIn(_Noted):
    """What is named gets its new value."""

    kind: Annotated[PoliceKind | None, Field(description="Another kind: only by who may report it.")] = None

    def change(self) -> MatterChange:
        named = {NAMES.get(name, name): getattr(self, name) for name in self.model_fields_set - {"kind"}}
        return MatterChange(kind=UNCHANGED if self.kind is None else self.kind, **named)


class PoliceNotedIn(Body):
    """How it went and what came of it, by who was handed that. What is named gets its new value."""

    on: Day | None = None
    where: Line = ""
    number: Number = ""
    copy_of_record: CopyOfRecord = CopyOfRecord.NOT_ASKED
    told_on: Day | None = None
    agreed_on: Day | None = None
    outcome: PoliceOutcome | None = None
    outcome_note: Note = ""

    def change(self) -> MatterChange:
        return MatterChange(**{NAMES.get(name, name): getattr(self, name) for name in self.model_fields_set})


class AskedOut(Schema):
    """What the protocol asks to decide. kinds: what it speaks of. because: its key."""

    against: Against
    kinds: list[PoliceKind]
    certainty: Certainty
    because: str


class MatterOut(Schema):
    """address: what stands in it as the employee's address, never their own. missing: what is still to be noted.

    mayNote: whether you may note how it went. mayDecide: whether you may make another kind of it.
    """

    id: UUID
    against: Against
    kind: PoliceKind
    why: str
    by: Named
    for_organisation: bool
    address: str
    accompanied_by: Named | None
    on: date | None
    where: str
    number: str
    copy_of_record: CopyOfRecord
    told_on: date | None
    agreed_on: date | None
    outcome: PoliceOutcome | None
    outcome_note: str
    literally: str
    means: str
    motive: str
    missing: list[str]
    may_note: bool
    may_decide: bool
    noted_by: Named
    noted_at: Utc
    changed_by: Named | None
    changed_at: Utc | None


class ByProtocolOut(Schema):
    """What the protocol says of it. Functions are given by its own words for them.

    when: its own list. otherwise: who is told of what is not reported. voluntary: nobody is obliged to report what was
    done to them.
    """

    address: str
    voluntary: bool
    when: list[str]
    otherwise: list[str]
    in_consultation: list[str]
    accompanied_by: list[str]
    accompanied_if_needed: bool
    where: str | None
    literally: bool
    witnesses: bool
    resident_told: bool
    copy_of_record: bool
    afterwards_with: list[str]
    informed_by: list[str]


class MayReport(Schema):
    """by: who may report it, by the protocol. mayDecide: whether you are one of them."""

    against: Against
    by: list[Function]
    may_decide: bool


class PoliceOut(Schema):
    """An incident and the police. protocol: null where it says nothing of it.

    asked: what is to be decided or was. mayNote: whether you may note that the employee went.
    """

    protocol: ByProtocolOut | None
    asked: list[AskedOut]
    may_report: list[MayReport]
    may_note: bool
    matters: list[MatterOut]
