"""How a risk mark looks to the outside: proposed, reviewed, ended, shown to those who keep the register."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from achterwacht.addresses.address import address_of
from achterwacht.people.names import names_of
from achterwacht.risks import rules
from achterwacht.risks.drafts import LONGEST_INSTRUCTION, LONGEST_REASON, Concerned, Draft
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import About, Advice, Criterion, MarkState
from achterwacht.risks.service import zone_of
from api.addresses.schemas import AddressIn, AddressOut, address_out
from api.http.schemas import TEXT, Body, Day, Name, Named, Schema, Utc

MOST_NAMED = 20
A_MOMENT = timedelta(microseconds=1)
Story = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_REASON), TEXT]
Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), TEXT]
Measure = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class NewMark(Body):
    """A proposal. `reason` is for those who judge it; somebody who looks the address up never reads it.

    personName: whom it is about; without it, everybody who lives there. notFor: the employees of "not this employee";
    without them it is said to everybody. endsOn: the last day; without it, a year after the review. replaces: the mark
    that ends when this one is approved.
    """

    id: UUID | None = None
    address: AddressIn
    person_name: Name | None = None
    criteria: Annotated[list[Criterion], Field(max_length=len(Criterion), default_factory=list)]
    advice: Annotated[list[Advice], Field(min_length=1, max_length=len(Advice))]
    not_for: Annotated[list[UUID], Field(max_length=MOST_NAMED, default_factory=list)]
    instruction: Annotated[str | None, StringConstraints(strip_whitespace=True, max_length=LONGEST_INSTRUCTION)] = None
    reason: Story
    incident_id: UUID | None = None
    measure: Measure | None = None
    valid_from: Day | None = None
    review_date: Day
    ends_on: Day | None = None
    replaces: UUID | None = None

    def draft(self) -> Draft:
        return Draft(
            id=self.id,
            address=self.address.address(),
            person_name=self.person_name,
            criteria=tuple(self.criteria),
            advice=tuple(self.advice),
            not_for=tuple(dict.fromkeys(self.not_for)),
            instruction=self.instruction or None,
            reason=self.reason,
            incident_id=self.incident_id,
            measure=self.measure,
            valid_from=self.valid_from,
            review_date=self.review_date,
            ends_on=self.ends_on,
            replaces=self.replaces,
        )


class Ending(Body):
    reason: Why


class Reviewing(Body):
    """The mark is still needed: when to look again, and its last day. Without one, a year after that review."""

    review_date: Day
    ends_on: Day | None = None


class PersonConcerned(Body):
    """What the person concerned was told, or why not, and what they said to it."""

    informed_on: Day | None = None
    not_informed_because: Why | None = None
    objected_on: Day | None = None
    objection: Story | None = None
    objection_outcome: Story | None = None

    def concerned(self) -> Concerned:
        return Concerned(**dict(self))


class MarkGiven(Schema):
    """A mark as it is given to whom it is about: it names nobody who works here. reviewOverdue: it still counts, and
    somebody should look at it."""

    id: UUID
    address: AddressOut
    about: About
    person_name: str | None
    criteria: list[Criterion]
    advice: list[Advice]
    instruction: str | None
    reason: str
    incident_id: UUID | None
    measure: str | None
    valid_from: date
    review_date: date
    review_overdue: bool
    ends_on: date
    state: MarkState
    replaces: UUID | None
    proposed_at: Utc
    approved_at: Utc | None
    reviewed_at: Utc | None
    ended_at: Utc | None
    end_reason: str | None
    person_concerned: PersonConcerned


class Mark(MarkGiven):
    """A mark, for those who keep the register."""

    not_for: list[Named]
    proposed_by: Named
    approved_by: Named | None
    reviewed_by: Named | None
    ended_by: Named | None


class Marks(Schema):
    """A page of the register. next: what to pass as `after` for the next page; null: this is the last."""

    marks: list[Mark]
    next: UUID | None


def marks_out(session: Session, organisation_id: UUID, records: Sequence[RiskMarkRecord], now: datetime) -> list[Mark]:
    """Returns the marks with everybody's name, in three statements however many they are."""
    people = [person for record in records for person in _people(record)]
    names = names_of(session, organisation_id, people)
    zone = zone_of(session, organisation_id)
    return [_mark(record, names, zone, now) for record in records]


def _people(record: RiskMarkRecord) -> Iterable[UUID | None]:
    named = (UUID(person) for person in record.not_for)
    return (record.proposed_by, record.approved_by, record.reviewed_by, record.ended_by, *named)


def _mark(record: RiskMarkRecord, names: dict[UUID, str], zone: tzinfo, now: datetime) -> Mark:
    facts = record.facts()

    def named(person: UUID | None) -> Named | None:
        return None if person is None else Named(id=person, name=names[person])

    proposer = named(record.proposed_by)
    assert proposer is not None
    return Mark(
        id=record.id,
        address=address_out(address_of(record.address)),
        about=record.about,
        person_name=record.person_name,
        criteria=[Criterion(word) for word in record.criteria],
        advice=list(facts.advice),
        not_for=[one for person in record.not_for if (one := named(UUID(person)))],
        instruction=record.instruction,
        reason=record.reason,
        incident_id=record.incident_id,
        measure=record.measure,
        valid_from=record.valid_from.astimezone(zone).date(),
        review_date=record.review_date,
        review_overdue=rules.review_overdue(facts, now, zone),
        ends_on=(record.ends_at - A_MOMENT).astimezone(zone).date(),
        state=rules.state(facts, now),
        replaces=record.replaces,
        proposed_by=proposer,
        proposed_at=record.proposed_at,
        approved_by=named(record.approved_by),
        approved_at=record.approved_at,
        reviewed_by=named(record.reviewed_by),
        reviewed_at=record.reviewed_at,
        ended_by=named(record.ended_by),
        ended_at=record.ended_at,
        end_reason=record.end_reason,
        person_concerned=PersonConcerned.model_validate(record),
    )
