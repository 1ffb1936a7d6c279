"""What an administrator decides about a person, and how they change it."""

from dataclasses import dataclass
from datetime import datetime

from achterwacht.changes import UNCHANGED, Unchanged
from achterwacht.people.policy import Grant

NOWHERE = "@former.invalid"
"""How the address of who was forgotten ends. No mail ever goes to such an address."""


@dataclass(frozen=True)
class Facts:
    """Everything an administrator decides about a person."""

    name: str
    email: str
    phone: str | None = None
    language: str = ""
    active: bool = True
    grants: tuple[Grant, ...] = ()
    absent_from: datetime | None = None
    absent_until: datetime | None = None


@dataclass(frozen=True)
class PersonChange:
    """The new values of some facts of a person. `None` empties a phone number or an absence."""

    name: str | Unchanged = UNCHANGED
    email: str | Unchanged = UNCHANGED
    phone: str | Unchanged | None = UNCHANGED
    language: str | Unchanged = UNCHANGED
    active: bool | Unchanged = UNCHANGED
    grants: tuple[Grant, ...] | Unchanged = UNCHANGED
    absent_from: datetime | Unchanged | None = UNCHANGED
    absent_until: datetime | Unchanged | None = UNCHANGED
