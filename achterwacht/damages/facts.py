"""What the rules see of how a line of damage ends: whether the employee was paid, and what was recovered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from achterwacht.incidents.facts import Whose

OF_THE_EMPLOYEE = frozenset({Whose.EMPLOYEE, Whose.EMPLOYEE_INJURY})
"""Whose damage the organisation can pay: a visitor's it does not (004 L332-333)."""


class How(StrEnum):
    """How damage is recovered from who did it (004 L335-337)."""

    SETTLEMENT = "settlement"
    """By agreement."""
    COURT = "court"
    CIVIL_PARTY = "civil_party"
    """As a part of the criminal case."""
    NOTHING = "nothing"
    """It is not recovered, or nothing came of it."""


@dataclass(frozen=True)
class Paid:
    """Whether the organisation paid the employee. amount: in euros. why: the reason, where it did not."""

    yes: bool
    amount: Decimal | None = None
    on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Recovery:
    """What comes back from who did it. claimed_on: when it was asked for. amount, on: what came and when; None while it
    is under way. why: the reason, where nothing comes."""

    how: How
    claimed_on: date | None = None
    amount: Decimal | None = None
    on: date | None = None
    why: str = ""

    @property
    def under_way(self) -> bool:
        return self.how is not How.NOTHING and self.on is None


@dataclass(frozen=True)
class Settlement:
    """How one line of damage ends, as far as it is known. None: nobody said."""

    paid: Paid | None = None
    recovery: Recovery | None = None
