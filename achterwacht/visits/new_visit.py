"""A visit as somebody asks for it, before it exists."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import orjson

from achterwacht.addresses.address import Address
from achterwacht.visits.facts import Occasion, VisitKind


@dataclass(frozen=True)
class NewCompanion:
    """A colleague, or somebody else by name."""

    person_id: UUID | None = None
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class NewVisit:
    """What is said of a visit beforehand."""

    team_id: UUID
    address: Address
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
    """For whom it is planned, when that is not who asks."""
    client_phone: str | None = None
    expects_trouble: str | None = None
    """Why who asks expects trouble there."""
    police_wanted: bool = False
    back_by: datetime | None = None
    """When they expect to be back at the office (P3)."""

    def digest(self) -> str:
        """Tells this request from another with the same id."""
        return hashlib.sha256(orjson.dumps((self, self.address.to_dict()))).hexdigest()
