"""A visit that is asked for, before it exists."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson

from achterwacht.addresses.described import WhereTo
from achterwacht.visits.facts import Occasion, VisitKind


@dataclass(frozen=True)
class NewCompanion:
    """A colleague, or somebody else by name."""

    person_id: UUID | None = None
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class NewVisit:
    """Everything that is known about a visit beforehand."""

    team_id: UUID
    address: WhereTo
    expected_end: datetime
    id: UUID | None = None
    planned_start: datetime | None = None
    client_name: str | None = None
    client_reference: str | None = None
    purpose: str | None = None
    background: str | None = None
    companions: tuple[NewCompanion, ...] = field(default=())
    kind: VisitKind = VisitKind.HOME_VISIT
    occasion: Occasion | None = None
    call_after_minutes: int | None = None
    back_up: UUID | None = None
    worker: UUID | None = None
    """Who will make the visit, if that is not the person who plans it."""
    client_phone: str | None = None
    expects_trouble: str | None = None
    """Why the person who plans the visit expects trouble there."""
    police_wanted: bool = False
    back_by: datetime | None = None
    """When they expect to be back at the office (P3)."""

    def digest(self) -> str:
        """Returns what tells this request from another one with the same id."""
        return hashlib.sha256(orjson.dumps((self, self.address.to_dict()))).hexdigest()
