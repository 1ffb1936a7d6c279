"""An incident report and how far it is: what was told, who signed it, and what somebody is to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from achterwacht.addresses.address import Address
from achterwacht.changes import UNCHANGED, Unchanged
from achterwacht.incidents.facts import Form, IncidentKind, IncidentState
from achterwacht.kinds import Actor
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.refused import Wrong
from foundation.moments import CLOCKS_DIFFER

NOTHING = Form()


@dataclass(frozen=True)
class Account:
    """What somebody tells at once about an incident. None: not said.

    caused_by: only for those who handle the report; no look-up ever shows it.
    """

    kind: IncidentKind
    happened_at: datetime
    description: str
    channel: ConductChannel | None = None
    place: str | None = None
    address: Address | None = None
    caused_by: str | None = None
    injured: bool | None = None
    damage: bool | None = None

    def wrong(self, now: datetime) -> list[Wrong]:
        """Returns everything in it that can't be."""
        found = []
        if self.happened_at > now + CLOCKS_DIFFER:
            found.append(Wrong("/happenedAt", "in_future"))
        if not self.description.strip():
            found.append(Wrong("/description", "missing"))
        return found


@dataclass(frozen=True)
class Signature:
    """A named, timed approval. function: as what they signed. fallen_at: when a change made it void."""

    function: Function
    person_id: UUID
    signed_at: datetime
    fallen_at: datetime | None = None


@dataclass(frozen=True)
class Reopening:
    """A closing that was taken back: who closed it, when and why, and who opened it again, when and what for."""

    closed_by: UUID
    closed_at: datetime
    close_reason: str | None
    reopened_by: UUID
    reopened_at: datetime
    reason: str


@dataclass(frozen=True)
class Standing:
    """What somebody is to a report. manages: they handle the reports of its team."""

    actor: Actor
    manages: bool


@dataclass(frozen=True)
class Report:
    """A report with how far it is. All moments are UTC. revision: counts the changes, from 1."""

    id: UUID
    reported_by: UUID
    employee_id: UUID
    account: Account
    form: Form = NOTHING
    revision: int = 1
    changed_by: UUID | None = None
    changed_at: datetime | None = None
    seen_by: UUID | None = None
    seen_at: datetime | None = None
    completed_by: UUID | None = None
    completed_at: datetime | None = None
    closed_by: UUID | None = None
    closed_at: datetime | None = None
    close_reason: str | None = None
    signatures: tuple[Signature, ...] = ()
    reopenings: tuple[Reopening, ...] = ()

    @property
    def state(self) -> IncidentState:
        if self.closed_at is not None:
            return IncidentState.CLOSED
        return IncidentState.REPORTED if self.completed_at is None else IncidentState.COMPLETED

    @property
    def standing_signatures(self) -> tuple[Signature, ...]:
        """The signatures that no change made void."""
        return tuple(one for one in self.signatures if one.fallen_at is None)

    def is_theirs(self, person_id: UUID | None) -> bool:
        """Whether it happened to them, or they reported it."""
        return person_id is not None and person_id in (self.employee_id, self.reported_by)


@dataclass(frozen=True)
class IncidentChange:
    """The new values of some fields of the account. `None` empties a field."""

    kind: IncidentKind | Unchanged = UNCHANGED
    channel: ConductChannel | Unchanged | None = UNCHANGED
    happened_at: datetime | Unchanged = UNCHANGED
    place: str | Unchanged | None = UNCHANGED
    address: Address | Unchanged | None = UNCHANGED
    description: str | Unchanged = UNCHANGED
    caused_by: str | Unchanged | None = UNCHANGED
    injured: bool | Unchanged | None = UNCHANGED
    damage: bool | Unchanged | None = UNCHANGED
