"""What is said about measures, and what is answered."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from achterwacht.measures.facts import MeasureState
from achterwacht.measures.rules.breaking import BreachStep, Done
from achterwacht.measures.rules.deciding import Given
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition, MeasureKind
from api.http.schemas import TEXT, Body, Day, Line, Named, Note, Schema, Utc

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), TEXT]
Percent = Annotated[int, Field(ge=0, le=999)]
"""As it can be typed; which percentages it may be, the rule says by name."""
MOST_STEPS = 20


class NewMeasure(Body):
    """A measure that is decided, or put to who decides: one that the protocol names.

    from: its first day, today if left out. until: its last day; as long as the protocol says if left out. declined: it
    is not taken; where somebody else decides, that is put to them. reason: needed where it is not as advised, and where
    somebody else decides. percent: how much of a benefit is cut; needed by who decides on that.
    """

    kind: MeasureKind
    starts: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    conditions: list[Condition] = Field(default_factory=list, max_length=10)
    reason: Note = ""
    declined: bool = False
    percent: Percent | None = None

    def given(self) -> Given:
        return Given(
            self.kind,
            self.starts,
            self.until,
            tuple(dict.fromkeys(self.conditions)),
            self.reason,
            self.declined,
            self.percent,
        )


class Decision(Body):
    """What is decided on a measure that was put. yes: it is taken, also where it was put as one not to take. reason:
    needed for no, unless it was put so, and for another end. percent: how much of a
    benefit is cut, if that was not said yet or is otherwise."""

    yes: bool
    until: Day | None = None
    reason: Note = ""
    percent: Percent | None = None


class EndMeasure(Body):
    """Why it ends before its time."""

    reason: Reason


class StepTaken(Body):
    """What was done, when, and who saw it."""

    step: BreachStep
    at: Utc
    witness: Line = ""

    def done(self) -> Done:
        return Done(self.step, self.at, self.witness)


class Broken(Body):
    """When and where somebody did not keep to it, and what was done, in order."""

    happened_at: Utc
    place: Line = ""
    steps: list[StepTaken] = Field(default_factory=list, max_length=MOST_STEPS)
    note: Note = ""


class AdvisedMeasure(Schema):
    """One measure that the protocol names.

    about: the months or weeks are not exact. possibly: decided case by case. first: what comes before it. rule: the key
    of its row.
    """

    kind: MeasureKind
    name: str
    rule: str
    months: int | None
    weeks: int | None
    about: bool
    until: Day | None
    percent: list[int] | None
    letter_id: str | None
    possibly: bool
    orally: bool
    decided_by: list[Function]
    decided_by_me: bool
    in_consultation: list[Function]
    first: str | None
    ask_first: list[Function]
    withheld: bool
    where: str | None
    conditions: list[Condition]
    because: str | None
    needs_end: bool
    lasting: bool


class Repeated(Schema):
    """The earlier reports about the same person that make this one a repetition. since: the day of the first."""

    count: int
    since: Day | None
    incidents: list[UUID]


class MeasureAdvice(Schema):
    """What the protocol advises, with its reasons, and never a decision. rule: the keys of the rows that fit.
    others: what else the protocol names anywhere, of which one can be decided on with a reason; where it names nothing,
    every kind.
    """

    rule: str
    because: str
    repeated: Repeated
    measures: list[AdvisedMeasure]
    others: list[MeasureKind]
    never_letter: bool
    functions: dict[Function, str]
    """What the protocol calls those who decide or are asked."""


class BreachOut(Schema):
    """That somebody did not keep to a measure."""

    happened_at: Utc
    place: str
    steps: list[StepTaken]
    note: str
    reported_by: Named


class MeasureOut(Schema):
    """A measure. For the employee whom it happened to: what and how long, without reasons. percent: how much of a
    benefit is cut; percentLimits: the least and the most that who decides may say of it. notToTake: it was put as one
    not to take; what was decided says its state. needsEnd: who takes it says until when. photo: the one on the ban
    list (`/bans/photos/{photo_id}`); mayPhoto: whether you may put one there."""

    id: UUID
    incident_id: UUID
    kind: MeasureKind
    name: str
    state: MeasureState
    starts: Day = Field(alias="from")
    until: Day | None
    in_force: bool
    place: str
    percent: int | None
    percent_limits: list[int] | None
    conditions: list[Condition]
    checklist: list[str]
    letter_id: str | None
    broken_letter_id: str | None
    rule: str
    as_advised: bool
    not_to_take: bool
    needs_end: bool
    reason: str
    about: str | None
    """The name of who did it, for who decides."""
    deciders: list[Function]
    deciders_called: list[str]
    """What the protocol, or else the language, calls them."""
    may_decide: bool
    may_end: bool
    put_by: Named | None
    put_at: Utc
    decided_by: Named | None
    decided_at: Utc | None
    decision_reason: str
    ended_by: Named | None
    ended_at: Utc | None
    end_reason: str
    outcome: str | None
    steps_when_broken: list[BreachStep]
    breaches: list[BreachOut]
    photo: UUID | None
    may_photo: bool


class Measures(Schema):
    """The newest first; of one report the oldest first. more: whether there is more than these."""

    measures: list[MeasureOut]
    more: bool
