"""What the rules see of an incident, of its history, of what is advised, and of a measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import Condition, Measure, MeasureKind

LASTING = frozenset(
    {
        MeasureKind.ACCESS_BAN,
        MeasureKind.CALL_RESTRICTION,
        MeasureKind.STOP_SERVICE,
        MeasureKind.SECURED_ENVIRONMENT,
        MeasureKind.RECEIVED_AT_POLICE,
        MeasureKind.STREET_BAN,
        MeasureKind.NO_MORE_ANSWERS,
        MeasureKind.BENEFIT_CUT,
    }
)
"""What holds for a time. Anything else is done once."""
MUST_END = frozenset({MeasureKind.ACCESS_BAN, MeasureKind.CALL_RESTRICTION, MeasureKind.STOP_SERVICE})
"""What the protocols call temporary, or until a date: it can't be decided without an end, unless a row says so."""
NAMES_SOMEBODY = frozenset(
    {
        MeasureKind.ACCESS_BAN,
        MeasureKind.CALL_RESTRICTION,
        MeasureKind.RECEIVED_AT_POLICE,
        MeasureKind.SECURED_ENVIRONMENT,
        MeasureKind.STREET_BAN,
    }
)
"""What others must know somebody by: without a name nobody can keep it."""
BEFORE_THE_TALK = frozenset(
    {
        MeasureKind.ORDER_TALK,
        MeasureKind.TELL_MANAGER,
        MeasureKind.EVICTION,
        MeasureKind.POLICE_REPORT,
        MeasureKind.POLICE_NOTIFICATION,
        MeasureKind.BRING_IN_HELP,
    }
)
"""What does not wait for an order talk: it is no sanction, or happens there and then. In the talk somebody hears of a
report to the police (002 L1120-1122)."""
ONLY_A_LETTER = frozenset(
    {MeasureKind.WARNING, MeasureKind.EXPECTED_BEHAVIOUR, MeasureKind.THREAT_LETTER, MeasureKind.REPRIMAND}
)
"""What is nothing else than a letter, unless a row says that it can be said."""
TOLD = LASTING - {MeasureKind.STREET_BAN, MeasureKind.BENEFIT_CUT}
"""What somebody can only keep to, or reckon with, if they know of it. Of a street ban the court tells them, of a
benefit who decides on it."""
RECORDED_FOR = frozenset({Function.COURT, Function.POLICE})
"""Who decides and is no part of the organisation: what they decided is recorded by who handles the case."""


@dataclass(frozen=True)
class Happened:
    """One kind of behaviour of an incident, and how it came. behaviour: an id of the profile."""

    behaviour: str
    channel: ConductChannel | None = None


@dataclass(frozen=True)
class Case:
    """An incident as the matrix sees it. day: the day of its moment, by the clock of the organisation."""

    id: UUID
    at: datetime
    day: date
    happened: tuple[Happened, ...]
    persistent: bool = False

    @property
    def behaviours(self) -> frozenset[str]:
        return frozenset(one.behaviour for one in self.happened)


@dataclass(frozen=True)
class Earlier:
    """An earlier incident of the same person. letters: those of the profile that this person got for it.

    said_by: who says that it was the same person.
    """

    case: Case
    letters: frozenset[str] = frozenset()
    said_by: str = ""


class Talk(StrEnum):
    """How far the order talk of an incident is."""

    NONE = "none"
    INVITED = "invited"
    HELD = "held"
    NO_SHOW = "no_show"


@dataclass(frozen=True)
class Because:
    """A reason, as a sentence of the catalogue (`measures_because`) and what fills it."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Advised:
    """One measure that the protocol names for this incident. rule: the key of its row. first: what comes before it."""

    kind: MeasureKind
    measure: Measure
    rule: str
    decided_by: tuple[Function, ...]
    in_consultation: tuple[Function, ...]
    letter: str | None
    talk_first: bool = False

    @property
    def possibly(self) -> bool:
        return self.measure.possibly


@dataclass(frozen=True)
class Advice:
    """What the protocol advises: it never decides. repeated: the earlier incidents that make it a repetition.

    named: what the protocol says of kinds that it names, but does not advise here.
    """

    rules: tuple[str, ...]
    because: tuple[Because, ...]
    repeated: tuple[Earlier, ...]
    measures: tuple[Advised, ...]
    never_letter: bool = False
    named: tuple[Advised, ...] = ()

    def of(self, kind: MeasureKind) -> Advised | None:
        """Returns what is advised of this kind."""
        return next((one for one in self.measures if one.kind is kind), None)

    def terms_of(self, kind: MeasureKind) -> Advised | None:
        """Returns what the protocol says of this kind, also where it is not advised: who decides, its letter."""
        return self.of(kind) or next((one for one in self.named if one.kind is kind), None)

    def names(self, kind: MeasureKind) -> bool:
        """Whether the protocol names this kind. Where it names no measure at all, it leaves all of them open."""
        return not self.named or any(one.kind is kind for one in (*self.measures, *self.named))

    def others(self) -> tuple[MeasureKind, ...]:
        """Returns what else can be decided on: what the protocol names, but does not advise here. Where it names no
        measure at all, every kind."""
        known = {one.kind for one in self.named} or set(MeasureKind)
        never = ONLY_A_LETTER if self.never_letter else frozenset[MeasureKind]()
        return tuple(one for one in MeasureKind if one in known - never and self.of(one) is None)


class MeasureState(StrEnum):
    """How far a measure is."""

    PUT = "put"
    """It waits for who decides."""
    IN_FORCE = "in_force"
    TAKEN = "taken"
    """Decided, and done once: a warning, a report."""
    DECLINED = "declined"
    """Decided that it is not done."""
    ENDED = "ended"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, which counts. until: None for good, or until somebody ends it."""

    starts_on: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Decided:
    """A measure. put_by: who asked for it, where somebody else decides. percent: how much of a benefit is cut.
    not_to_take: it was put as one not to take."""

    id: UUID
    kind: MeasureKind
    state: MeasureState
    period: Period
    deciders: tuple[Function, ...]
    conditions: tuple[Condition, ...] = ()
    put_by: UUID | None = None
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    percent: int | None = None
    not_to_take: bool = False
