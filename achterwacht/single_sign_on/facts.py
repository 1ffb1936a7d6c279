"""What a provider is to us, and who came back from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from achterwacht.people.roles import Role


class Assurance(StrEnum):
    """The levels of assurance of eIDAS, as the NL GOV profile for OpenID Connect names them in `acr`."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


@dataclass(frozen=True)
class Provider:
    """The provider of an organisation, as it is asked. secret, key: one of them says who we are; key: a JWK."""

    organisation_id: UUID
    issuer: str
    client_id: str
    secret: str | None
    key: str | None
    groups_claim: str
    level: Assurance | None


@dataclass(frozen=True)
class Group:
    """What a group of the provider stands for. team: None for the whole organisation."""

    name: str
    role: Role
    team: UUID | None = None


@dataclass(frozen=True)
class Came:
    """Who came back, as their provider signed it. groups: None when it gave too many to name them."""

    issuer: str
    subject: str
    groups: Sequence[str] | None
