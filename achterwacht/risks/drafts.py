"""A mark as somebody proposes it, what they note about the person concerned, and everything that is wrong with it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from achterwacht.addresses.address import Address
from achterwacht.refused import Wrong
from achterwacht.risks.rules import ENDS_AFTER_REVIEW, Advice, Criterion

LONGEST_REASON = 2000
LONGEST_INSTRUCTION = 500


@dataclass(frozen=True)
class Draft:
    """A mark as somebody proposes it. `reason` is for whoever judges the mark; visitors never see it.

    person_name: who it is about; None: everybody who lives there. not_for: the employees of "not this employee".
    valid_from: the first day that it counts; None: at once. ends_on: the last day. replaces: the mark that ends when
    this one is approved.
    """

    address: Address
    advice: tuple[Advice, ...]
    reason: str
    review_date: date
    instruction: str | None = None
    id: UUID | None = None
    person_name: str | None = None
    criteria: tuple[Criterion, ...] = ()
    not_for: tuple[UUID, ...] = ()
    incident_id: UUID | None = None
    measure: str | None = None
    valid_from: date | None = None
    ends_on: date | None = None
    replaces: UUID | None = None

    @property
    def last_day(self) -> date:
        """Returns the last day that it counts; if none was given, a year after the review."""
        return self.ends_on or self.review_date + ENDS_AFTER_REVIEW

    def wrong(self, today: date) -> list[Wrong]:
        """Everything about it that can't be."""
        found = []
        if not self.advice:
            found.append(Wrong("/advice", "too_few"))
        if not self.reason.strip():
            found.append(Wrong("/reason", "missing"))
        for name, text, longest in (
            ("reason", self.reason, LONGEST_REASON),
            ("instruction", self.instruction or "", LONGEST_INSTRUCTION),
        ):
            if len(text) > longest:
                found.append(Wrong(f"/{name}", "longer_than", {"longest": longest}))
        named = Advice.NOT_THIS_EMPLOYEE in self.advice
        if self.not_for and not named:
            found.append(Wrong("/notFor", "not_this_employee_missing"))
        if Criterion.FRAUD_INVESTIGATION in self.criteria and not (named and self.not_for):
            found.append(Wrong("/notFor", "investigator_missing"))
        found += wrong_days(self.review_date, self.last_day, today)
        if self.valid_from is not None and self.valid_from > self.review_date:
            found.append(Wrong("/validFrom", "begins_after_review"))
        return found


@dataclass(frozen=True)
class Concerned:
    """What the person concerned was told, and what they replied. The fields are named after the columns."""

    informed_on: date | None = None
    not_informed_because: str | None = None
    objected_on: date | None = None
    objection: str | None = None
    objection_outcome: str | None = None

    def wrong(self, today: date) -> list[Wrong]:
        """Everything about it that can't be."""
        found = []
        for pointer, day in (("/informedOn", self.informed_on), ("/objectedOn", self.objected_on)):
            if day is not None and day > today:
                found.append(Wrong(pointer, "day_in_future"))
        if self.informed_on and self.not_informed_because:
            found.append(Wrong("/notInformedBecause", "informed_and_not"))
        if self.objection and not self.objected_on:
            found.append(Wrong("/objectedOn", "missing"))
        if (self.objected_on or self.objection_outcome) and not self.objection:
            found.append(Wrong("/objection", "missing"))
        return found


def wrong_days(review_date: date, last_day: date, today: date) -> list[Wrong]:
    """Returns what is wrong with these days: the review must lie ahead, and before the end of the mark."""
    found = []
    if review_date < today:
        found.append(Wrong("/reviewDate", "review_in_past"))
    if last_day < review_date:
        found.append(Wrong("/endsOn", "ends_before_review"))
    return found
