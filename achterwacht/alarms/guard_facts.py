"""An external guard firm as the rules see it: who it is, and what it said."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class GuardOutcome(StrEnum):
    """The result of phoning the guard firm."""

    COMES = "comes"
    CANT = "cant"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Firm:
    """An external guard firm or alarm-receiving centre. It is never an emergency number.

    call_back: the number here that the firm can phone. answered: the firm said whether it comes, or a human noted what
    it said; it is not phoned again. spared: this is a drill, in which no outsider is phoned.
    """

    id: UUID
    name: str
    call_back: str = ""
    answered: bool = False
    spared: bool = False


@dataclass(frozen=True)
class GuardCall:
    """What somebody says about their call to the guard firm.

    minutes: how long it takes the firm to arrive.
    """

    outcome: GuardOutcome
    minutes: int | None = None
    said: str = ""
