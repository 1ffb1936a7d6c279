"""What somebody changes of a planned visit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from achterwacht.addresses.described import WhereTo
from achterwacht.changes import UNCHANGED, Unchanged
from achterwacht.visits.facts import Occasion, VisitKind
from achterwacht.visits.new_visit import NewCompanion


@dataclass(frozen=True)
class VisitChange:
    """The new values of a planned visit. The companions replace the old ones."""

    worker_id: UUID | Unchanged = UNCHANGED
    address: WhereTo | Unchanged = UNCHANGED
    kind: VisitKind | Unchanged = UNCHANGED
    planned_start: datetime | Unchanged = UNCHANGED
    expected_end: datetime | Unchanged = UNCHANGED
    companions: tuple[NewCompanion, ...] | Unchanged = UNCHANGED
    client_name: str | Unchanged | None = UNCHANGED
    client_reference: str | Unchanged | None = UNCHANGED
    client_phone: str | Unchanged | None = UNCHANGED
    purpose: str | Unchanged | None = UNCHANGED
    background: str | Unchanged | None = UNCHANGED
    occasion: Occasion | Unchanged | None = UNCHANGED
    call_after_minutes: int | Unchanged | None = UNCHANGED
    back_by: datetime | Unchanged | None = UNCHANGED
