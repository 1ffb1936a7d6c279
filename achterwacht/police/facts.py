"""What the rules see of a police matter of an incident: a report, a notification, or neither and why."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from achterwacht.protocols.functions import Function


class Against(StrEnum):
    """What the aggression was aimed at. It decides who may go to the police: an incident has one matter of each."""

    PERSON = "person"
    THINGS = "things"
    """Things of the organisation."""
    BELONGINGS = "belongings"
    """Things of the employee."""


OF_THE_EMPLOYEE = frozenset({Against.PERSON, Against.BELONGINGS})
"""What was done to the employee: reporting it is their own choice."""


class PoliceKind(StrEnum):
    NONE = "none"
    NOTIFICATION = "notification"
    """The police knows of it and writes it down. Nobody is prosecuted."""
    REPORT = "report"
    """A request to prosecute."""


class CopyOfRecord(StrEnum):
    """How far the copy of what the police wrote down is."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    THERE = "there"


class PoliceOutcome(StrEnum):
    """What came of it."""

    NOTHING = "nothing"
    """No prosecution."""
    UNDER_WAY = "under_way"
    TALKED_TO = "talked_to"
    """The police talked to the aggressor."""
    PROSECUTED = "prosecuted"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"


AT_ITS_END = frozenset(PoliceOutcome) - {PoliceOutcome.UNDER_WAY, PoliceOutcome.PROSECUTED}
"""What came of it, when nothing more will."""


@dataclass(frozen=True)
class Matter:
    """What is done about an incident with the police.

    by: who goes or went. why: the reason, where nothing is reported. address: what stands in it as the employee's
    address. on: the day it was done; None: not yet. where: the station. told_on: when the aggressor heard of it.
    agreed_on: when the next steps were agreed. literally: the threat in its own words. means: with what. motive: why,
    as far as anybody knows.
    """

    against: Against
    kind: PoliceKind
    by: UUID
    why: str = ""
    address: str = ""
    accompanied_by: UUID | None = None
    on: date | None = None
    where: str = ""
    number: str = ""
    copy: CopyOfRecord = CopyOfRecord.NOT_ASKED
    told_on: date | None = None
    agreed_on: date | None = None
    outcome: PoliceOutcome | None = None
    outcome_note: str = ""
    literally: str = ""
    means: str = ""
    motive: str = ""


@dataclass(frozen=True)
class Standing:
    """What somebody is to the incident. functions: which they hold for its team. handles: they handle its report."""

    person: UUID
    employee: UUID
    functions: frozenset[Function] = frozenset()
    handles: bool = False

    @property
    def own(self) -> bool:
        return self.person == self.employee

    def is_one_of(self, functions: tuple[Function, ...]) -> bool:
        """Whether they are one of these: the employee is whom it happened to, and nobody else."""
        return any(self.own if one is Function.EMPLOYEE else one in self.functions for one in functions)


@dataclass(frozen=True)
class Days:
    """The day on which it happened, and today, by the clock of the organisation."""

    happened: date
    today: date
