"""The care for somebody as it is sent."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from achterwacht.aftercare.facts import Hit
from api.http.schemas import Named, Schema, Utc
from api.tasks.shown import PartyOut, TaskOut


class SeenAs(StrEnum):
    """As whom you see it."""

    OWN = "own"
    CARES = "cares"
    RUNS = "runs"


class CareOfferOut(Schema):
    """Help that can be offered. by: who gives it, as the protocol calls them. soon: it can come at short notice.

    answeredBy: who noted the answer, where it was not the employee.
    """

    offer: str
    name: str
    by: list[str]
    parties: list[PartyOut]
    soon: bool
    offered_on: date | None
    accepted: bool | None
    answered_on: date | None
    answered_by: Named | None


class GraverOut(Schema):
    """What the protocol asks for after something grave.

    rule: its place, to start it by. started: it was laid. toldOnly: it depends on how somebody is, which is noted
    nowhere: it is only said here.
    """

    rule: int
    after: str
    steps: list[str]
    not_optional: bool
    told_only: bool
    started: bool


class CareEvaluationOut(Schema):
    """Whether the care was enough: what is asked, and what was said. mayAnswer: you are asked now."""

    asks: str | None
    by_employee: bool | None
    by_carer: bool | None
    may_answer: bool


class CarerOut(Schema):
    """Somebody who has the next step. called: by which function, as the protocol says it; null: by name."""

    id: UUID
    name: str
    called: str | None


class CarePlanOut(Schema):
    """The care for one person after one incident.

    person: null for people from outside, who are `whom`. seenAs: with `runs` there is nothing here of what was said,
    offered or found. another: since when somebody else than the manager talks with them. carer: whose the next step
    is by the protocol, as it calls them; carers: who has it now. steps: what was and what comes, as tasks. official: a
    politician, for whom the rules for officials hold; policeAddress: which address stands in a report to the police,
    policeVoluntary: they may leave it at a notification. regular: it has talks that are held until somebody says that
    it is enough. left: they work here no longer.
    """

    id: UUID
    incident_id: UUID
    person: Named | None
    whom: str
    hit: Hit
    seen_as: SeenAs
    official: bool
    left: bool
    happened_at: Utc
    made_at: Utc
    ended_at: Utc | None
    another: Utc | None
    enough: Utc | None
    carer: str | None
    carers: list[CarerOut]
    steps: list[TaskOut]
    checklist: list[str]
    offers: list[CareOfferOut]
    free_choice: bool
    information: list[str]
    also_for: list[str]
    graver: list[GraverOut]
    evaluation: CareEvaluationOut | None
    police_address: str | None
    police_voluntary: bool
    regular: bool
    may_ask_another: bool
    may_add: bool


class CarePlans(Schema):
    """What goes on comes first. more: whether there is more than these 200."""

    plans: list[CarePlanOut]
    more: bool
    as_of: Utc
