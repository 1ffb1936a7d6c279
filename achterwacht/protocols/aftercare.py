"""The part of a profile about care for the employee afterwards."""

from enum import StrEnum

from pydantic import Field, model_validator

from achterwacht.protocols.functions import Assignment, Function
from achterwacht.protocols.part import Identity, Part, Text, wrong


class Talk(Part):
    """A talk with the employee, with its points: so many days later, regularly, or when they want it."""

    name: Text
    from_days: int | None = Field(default=None, ge=0, le=365)
    to_days: int | None = Field(default=None, ge=0, le=365)
    regularly: bool = False
    if_wanted: bool = False
    points: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Talk":
        if (self.from_days is None) != (self.to_days is None):
            raise ValueError(wrong("talk_days"))
        if self.from_days is not None and self.to_days is not None and self.to_days < self.from_days:
            raise ValueError(wrong("talk_ends"))
        return self


class Offer(Part):
    """Help that is offered.

    to: who gives it. soon: it can come at short notice.
    """

    name: Text
    by: tuple[Function, ...] = ()
    soon: bool = False


class AfterGrave(Part):
    """What else follows, and after what.

    extreme: after a report that says that it was extreme. behaviour: after one of these kinds, by their ids. told_only:
    it depends on how somebody is, which is noted nowhere: whoever cares reads it, and nothing is laid. Otherwise a
    human starts it. not_optional: the employee has to go there; what is said stays theirs.
    """

    after: Text
    extreme: bool = False
    behaviour: tuple[Identity, ...] = ()
    told_only: bool = False
    not_optional: bool = False
    evaluated: bool = False
    steps: list[Assignment] = Field(min_length=1)

    @model_validator(mode="after")
    def _starts_in_one_way(self) -> "AfterGrave":
        if self.told_only and (self.extreme or self.behaviour):
            raise ValueError(wrong("told_only"))
        return self


class TeamTalk(StrEnum):
    """Whether the team talks about it."""

    MUST = "must"
    IN_CONSULTATION = "in_consultation"
    """With the employee."""


class Evaluation(Part):
    """Whether the care was enough.

    after_days: when that is asked.
    """

    by: list[Function] = Field(min_length=1)
    after_days: int | None = Field(default=None, ge=1, le=365)
    asks: Text


class Officials(Part):
    """The rules for elected officials.

    They say who takes the manager's role, who does so if that person is absent or the victim, who is always told, and
    how soon the resident gets an answer in writing. answer_says: what stands in it.
    """

    by: Function
    when_absent: tuple[Function, ...] = ()
    when_victim: tuple[Function, ...] = ()
    always_told: tuple[Function, ...] = ()
    answer_within_hours: int = Field(ge=1, le=240)
    answer_says: tuple[Text, ...] = ()
    measures_decided_by: tuple[Function, ...] = ()
    police_accompanied_by: tuple[Function, ...] = ()
    police_address: Text | None = None
    voluntary: bool = False
    offers: tuple[Offer, ...] = ()
    afterwards: tuple[Assignment, ...] = ()


class Aftercare(Part):
    """Who cares first, for whom else, why, and the talks that follow, in order.

    drops_everything: they leave whatever they are doing. or_rather: to whom an employee can go instead. also_for: who
    else is looked after. free_choice: nobody has to accept the help. information: what an employee is told about how
    people react.
    """

    first_by: list[Function] = Field(min_length=1)
    when_absent: tuple[Function, ...] = ()
    or_rather: tuple[Function, ...] = ()
    drops_everything: bool = False
    also_for: tuple[Text, ...] = ()
    checklist: tuple[Text, ...] = ()
    talks: tuple[Talk, ...] = ()
    offers: tuple[Offer, ...] = ()
    free_choice: bool = False
    graver: tuple[AfterGrave, ...] = ()
    team: TeamTalk | None = None
    team_about: Text | None = None
    information: tuple[Text, ...] = ()
    evaluation: Evaluation | None = None
    afterwards: tuple[Assignment, ...] = ()
    officials: Officials | None = None
