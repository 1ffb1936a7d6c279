"""Who holds a function, as an administrator says it. Pure."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Party:
    """Somebody outside the organisation, and how people here reach them."""

    name: str
    email: str | None = None
    phone: str | None = None
    address: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Holder:
    """A person or a party, for a team or (without one) for the whole organisation."""

    team_id: UUID | None = None
    person_id: UUID | None = None
    party: Party | None = None
