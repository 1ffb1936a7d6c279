"""A place without a house number: a street, a corner, a park; where somebody observes, or inspects from the street.

No mark is found by it, since a mark belongs to an exact address (decision 0064).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from achterwacht.addresses.address import Address, address_of

PLACE = "place"
"""What stands where an address has its country."""
NO_NUMBER = "PLACE|"
"""How the key of such a place begins."""
LONGEST_WHERE, LONGEST_CITY = 100, 60


@dataclass(frozen=True)
class DescribedPlace:
    """`where` as it was typed: `Dorpsstraat`, `hoek Dorpsstraat en Kerkstraat`, `ingang Volkspark`.

    city: empty when all of it came as one text, by SMS.
    """

    where: str
    city: str
    register_id: None = None

    @property
    def key(self) -> str:
        return f"{NO_NUMBER}{self.city.casefold()}|{self.where.casefold()}"[:200]

    @property
    def line(self) -> str:
        """For people: `hoek Dorpsstraat en Kerkstraat, Den Bosch`."""
        return f"{self.where}, {self.city}" if self.city else self.where

    @property
    def short_line(self) -> str:
        return self.line

    def to_dict(self) -> dict[str, Any]:
        """As in the API and in a JSON column."""
        return {"country": PLACE, "where": self.where, "city": self.city}


NOWHERE = DescribedPlace("verwijderd", "verwijderd")
"""Where a visit was of which the address is gone."""


def has_no_number(key: str) -> bool:
    """Whether this is the key of a place without a house number."""
    return key.startswith(NO_NUMBER)


WhereTo = Address | DescribedPlace
"""Where a visit is."""


def place_of(stored: Mapping[str, Any]) -> WhereTo:
    """Returns where a visit is, as `to_dict` wrote it."""
    return DescribedPlace(stored["where"], stored["city"]) if stored["country"] == PLACE else address_of(stored)
