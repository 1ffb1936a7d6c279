"""What an administrator decides about a person."""

from dataclasses import dataclass, field
from datetime import datetime

from achterwacht.people.policy import Grant


@dataclass(frozen=True)
class Facts:
    """Everything an administrator decides about a person."""

    name: str
    email: str
    phone: str | None = None
    language: str = "nl"
    active: bool = True
    grants: tuple[Grant, ...] = ()
    absent_from: datetime | None = None
    absent_until: datetime | None = None
    password: str | None = field(default=None, repr=False)
    """A new one. None leaves the old one."""
    password_hash: str | None = field(default=None, repr=False)
    """Its digest, where it was reckoned before: that takes long, and no transaction must wait for it."""
