"""What the rules see of an incident report: what was told, who told it, and how far it is. All moments are UTC.

A behaviour is named by its id in the profile that held when the report was filed; what it means there, the profile
says. `Incident` is the part that the other nouns of the thread decide on.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from achterwacht.addresses.address import Address
from achterwacht.protocols.conduct import ConductChannel


class IncidentKind(StrEnum):
    """What it was, in the words of the first form. The words of the protocol are behaviours."""

    SCOLDING = "scolding"
    THREATENING = "threatening"
    VIOLENCE_PERSON = "violence_person"
    VIOLENCE_THINGS = "violence_things"
    REFUSES_TO_LEAVE = "refuses_to_leave"
    OTHER = "other"


class IncidentState(StrEnum):
    REPORTED = "reported"
    COMPLETED = "completed"
    """Every question of the profile's form was answered."""
    CLOSED = "closed"
    """Whoever handles it closed it: nothing about it changes any more."""


class Whose(StrEnum):
    """Whose damage it is."""

    EMPLOYEE = "employee"
    EMPLOYEE_INJURY = "employee_injury"
    """What an injury cost: never what the injury is."""
    ORGANISATION = "organisation"
    THIRD_PARTY = "third_party"


class Hit(StrEnum):
    """Whom stalking hits."""

    EMPLOYEE = "employee"
    FAMILY = "family"
    FRIENDS = "friends"


@dataclass(frozen=True)
class Behaviour:
    """One cross in the grid. id: a behaviour of the profile. channel: how, or where, it reached the employee."""

    id: str
    channel: ConductChannel


@dataclass(frozen=True)
class DamageLine:
    """id: None for a line that is not yet stored. amount: in euros, where somebody knows it."""

    whose: Whose
    what: str
    amount: Decimal | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Witness:
    """person_id: a colleague. contact: how to reach somebody else."""

    name: str
    contact: str | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class YesNo:
    """The answer to "Nee / Ja, namelijk". on: the date, where the form asks for one."""

    yes: bool
    namely: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class AggressorTold:
    """Who did it, as told in this report. That two reports are about the same person is never read from this."""

    name: str | None = None
    initials: str | None = None
    date_of_birth: date | None = None
    address: Address | None = None
    client_reference: str | None = None

    @property
    def called(self) -> str:
        """The name as it stands on paper. Who wrote the initials with the name wrote them once too often."""
        name, initials = self.name or "", self.initials or ""
        return name if name.startswith(f"{initials} ") else f"{initials} {name}".strip()


@dataclass(frozen=True)
class EmployeeTold:
    """What the form asks about the employee besides their name, where it asks."""

    gender: str | None = None
    date_of_birth: date | None = None
    address: Address | None = None
    employment: str | None = None
    position: str | None = None
    department: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Sighting:
    """One line of a stalking log: one fact. evidence: what was kept of it."""

    at: datetime
    circumstances: str
    witnesses: str | None = None
    hit: tuple[Hit, ...] = ()
    evidence: str | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class Form:
    """What the complete form adds to what was said at once. None: not answered.

    level, motive, expressions, conduct_class: ids of the profile. attempts: how often it was tried to calm somebody
    down. injury, police, aftercare, further_action: yes or no and what. An injury is that there is one, never a
    diagnosis.
    """

    behaviours: tuple[Behaviour, ...] = ()
    conduct_class: str | None = None
    attempts: int | None = None
    level: str | None = None
    motive: str | None = None
    expressions: tuple[str, ...] = ()
    persistent: bool = False
    extreme: bool = False
    threat_to_come: bool = False
    injury: str | None = None
    police: YesNo | None = None
    aftercare: YesNo | None = None
    further_action: YesNo | None = None
    damages: tuple[DamageLine, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    aggressor: AggressorTold | None = None
    employee: EmployeeTold | None = None


@dataclass(frozen=True)
class Incident:
    """What the other nouns of the thread decide on.

    employee_id: whom it happened to: the reporter, unless it was filed for somebody. aggressor_id: the known person
    that a human linked it to.
    """

    id: UUID
    organisation_id: UUID
    team_id: UUID | None
    reported_by: UUID
    employee_id: UUID
    happened_at: datetime
    state: IncidentState
    behaviours: tuple[Behaviour, ...] = ()
    conduct_class: str | None = None
    motive: str | None = None
    persistent: bool = False
    extreme: bool = False
    threat_to_come: bool = False
    injured: bool | None = None
    damages: tuple[DamageLine, ...] = field(default=())
    aggressor_id: UUID | None = None
