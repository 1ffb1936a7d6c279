"""What a register of addresses is: it completes what somebody types, and knows the id of an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from achterwacht.addresses.address import Address

MOST = 8
"""More suggestions than this nobody reads on a doorstep."""


def degrees(value: float) -> str:
    """As it is asked: to a metre, so that who looks again is answered from memory."""
    return f"{value:.5f}"


class RegisterDown(Exception):
    """The register gave no answer that can be used. `reason` is one word, and nothing of what was asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Suggestion:
    """One line to choose. `address` is None when the register has to be asked once more, by `id`."""

    id: str
    line: str
    address: Address | None = None


@dataclass(frozen=True)
class Nearest:
    """The address next to a place, as people read it, and how many metres away it is."""

    line: str
    metres: int


class AddressRegister(Protocol):
    async def suggest(self, text: str) -> Sequence[Suggestion]:
        """What somebody may mean who typed this so far, best first.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def like(self, address: Address) -> Sequence[Address]:
        """The addresses that a written one may be, as the register knows them, each with its id.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def nearest(self, latitude: float, longitude: float) -> Nearest | None:
        """The address next to a place; None where it knows none.

        Raises:
            RegisterDown: it could not be asked.
        """

    async def complete(self, suggestion_id: str) -> Sequence[Suggestion]:
        """The address behind a suggestion, complete. Several when there are boxes to choose from; none: unknown.

        Raises:
            RegisterDown: it could not be asked.
        """
