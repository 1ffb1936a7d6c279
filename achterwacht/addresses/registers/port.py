"""What a register of addresses does: it completes what somebody types, and knows the ids of addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from achterwacht.addresses.address import Address

MOST = 8
"""Nobody reads more suggestions than this on a doorstep."""


def degrees(value: float) -> str:
    """Returns degrees as we ask them: to a metre, so that asking again is answered from the cache."""
    return f"{value:.5f}"


class RegisterDown(Exception):
    """The register gave no usable answer. `reason` is one word, and holds nothing of the question."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Suggestion:
    """One line to choose. `address` is None when the register must be asked once more, by `id`."""

    id: str
    line: str
    address: Address | None = None


@dataclass(frozen=True)
class Nearest:
    """The address next to a place, as people read it, and how many metres away it is."""

    line: str
    metres: int


@dataclass(frozen=True)
class Point:
    """A place in degrees (WGS 84)."""

    latitude: float
    longitude: float


class AddressRegister(Protocol):
    async def suggest(self, text: str) -> Sequence[Suggestion]:
        """Returns what somebody may mean who has typed this so far, best first.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def like(self, address: Address) -> Sequence[Address]:
        """Returns the registered addresses, each with its id, that a written one may be.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def nearest(self, latitude: float, longitude: float) -> Nearest | None:
        """Returns the address next to a place; None where the register knows none.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def point(self, address: Address) -> Point | None:
        """Returns where an address is; None if the register does not know that building.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def complete(self, suggestion_id: str) -> Sequence[Suggestion]:
        """Returns the whole address behind a suggestion; several if there are boxes to choose from; none if unknown.

        Raises:
            RegisterDown: it could not be asked.
        """
