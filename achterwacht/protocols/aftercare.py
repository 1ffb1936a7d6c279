"""The part of a profile about aftercare for the employee (protocols.md section 7)."""

from pydantic import Field, model_validator

from achterwacht.protocols.part import Part, Text, Texts, wrong


class Talk(Part):
    """A talk with the employee: between so many days after the incident, with its own points."""

    name: Text
    from_days: int = Field(ge=0, le=365)
    to_days: int = Field(ge=0, le=365)
    points: Texts

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Talk":
        if self.to_days < self.from_days:
            raise ValueError(wrong("talk_ends"))
        return self


class AfterGrave(Part):
    """What more follows, and after what."""

    after: Text
    steps: Texts


class Official(Part):
    """For elected officials: who takes the manager's role, and how soon the resident gets an answer in writing (P4)."""

    by: Text
    answer_within_hours: int = Field(ge=1, le=240)


class Aftercare(Part):
    """Who cares first, what for, and the talks that follow, in order."""

    first_by: Text
    when_absent: tuple[Text, ...] = ()
    checklist: Texts
    talks: list[Talk] = Field(min_length=1)
    graver: tuple[AfterGrave, ...] = ()
    afterwards: tuple[Text, ...] = ()
    officials: Official | None = None
