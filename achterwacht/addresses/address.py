"""An address to visit, Dutch or Belgian: how it is compared and shown (api.md, the union by `country`).

Two ways of writing the same address have the same `key`. An address that was chosen from a register (BAG, the Flemish
address register) also has the register's id, and so a `register_key`. `keys` holds both, the register's first.

Two addresses are the same when they share a key (docs/decisions/0020). A risk mark is found in this way only
(architecture.md section 6: exact address only). The id survives when a street is renamed. The written form counts too,
since one of the two may be typed by hand and a register may give a door a new id: no warning may be missed for that.
The `building_key` is the key without the addition or box. `reading.py` makes addresses from what somebody wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from achterwacht.addresses import fold


@dataclass(frozen=True)
class DutchAddress:
    """`postcode` as `5211AA`; `addition` is the letter and the addition together: `A`, `BIS`, `2`.

    register_id: of the nummeraanduiding in the BAG; None when it was typed by hand.
    """

    postcode: str
    house_number: int
    addition: str | None = None
    street: str | None = None
    city: str | None = None
    register_id: str | None = None

    @property
    def building_key(self) -> str:
        return f"NL|{self.postcode}|{self.house_number}"

    @property
    def key(self) -> str:
        return f"{self.building_key}|{self.addition or ''}"

    @property
    def register_key(self) -> str | None:
        return f"NL#{self.register_id}" if self.register_id else None

    @property
    def keys(self) -> tuple[str, ...]:
        return _keys(self.register_key, self.key)

    @property
    def line(self) -> str:
        """For people: `Dorpsstraat 12-A, 5211 AA Den Bosch`; without a street `5211 AA 12-A, Den Bosch`."""
        postcode = f"{self.postcode[:4]} {self.postcode[4:]}"
        if self.street is None:
            return _joined(f"{postcode} {self._number}", self.city)
        return f"{self.street} {self._number}, {postcode}" + (f" {self.city}" if self.city else "")

    @property
    def short_line(self) -> str:
        """For an SMS: `Dorpsstraat 12-A, Den Bosch`. If the town or the street is missing, the postcode says where."""
        if self.street is None or self.city is None:
            return self.line
        return f"{self.street} {self._number}, {self.city}"

    @property
    def _number(self) -> str:
        return f"{self.house_number}-{self.addition}" if self.addition else str(self.house_number)

    def to_dict(self) -> dict[str, Any]:
        """As in the API and in a JSON column; what is not known is left out."""
        known = {"postcode": self.postcode, "houseNumber": self.house_number, "addition": self.addition}
        named = {"street": self.street, "city": self.city}
        return _known({"country": "NL", **known, **named, "registerId": self.register_id})


@dataclass(frozen=True)
class BelgianAddress:
    """`house_number` may hold a letter or a range: `12A`, `12-14`; `box` is the bare box number (bus).

    city: empty when it came by SMS without one; the postcode says where.
    register_id: of the address in the Flemish register; None when it was typed by hand.
    """

    street: str
    house_number: str
    box: str | None
    postcode: str
    city: str
    register_id: str | None = None

    @property
    def building_key(self) -> str:
        return f"BE|{self.postcode}|{fold.street(self.street)}|{self.house_number}"

    @property
    def key(self) -> str:
        return f"{self.building_key}|{self.box or ''}"

    @property
    def register_key(self) -> str | None:
        return f"BE#{self.register_id}" if self.register_id else None

    @property
    def keys(self) -> tuple[str, ...]:
        return _keys(self.register_key, self.key)

    @property
    def line(self) -> str:
        """For people: `Veldstraat 12A bus 3, 9000 Gent`."""
        return f"{self._front}, {self.postcode}" + (f" {self.city}" if self.city else "")

    @property
    def short_line(self) -> str:
        """For an SMS: `Veldstraat 12A bus 3, Gent`. Without the town the postcode says where."""
        return f"{self._front}, {self.city or self.postcode}"

    @property
    def _front(self) -> str:
        return f"{self.street} {self.house_number}" + (f" bus {self.box}" if self.box else "")

    def to_dict(self) -> dict[str, Any]:
        """As in the API and in a JSON column; what is not known is left out."""
        known = {"street": self.street, "houseNumber": self.house_number, "box": self.box}
        placed = {"postcode": self.postcode, "city": self.city, "registerId": self.register_id}
        return _known({"country": "BE", **known, **placed})


Address = DutchAddress | BelgianAddress


def address_of(stored: Mapping[str, Any]) -> Address:
    """Returns the address that `to_dict` wrote. It is not checked again: it stays as it was judged then."""
    get = stored.get
    if stored["country"] == "NL":
        return DutchAddress(
            stored["postcode"], stored["houseNumber"], get("addition"), get("street"), get("city"), get("registerId")
        )
    return BelgianAddress(
        stored["street"], stored["houseNumber"], get("box"), stored["postcode"], stored["city"], get("registerId")
    )


def _joined(front: str, back: str | None) -> str:
    return f"{front}, {back}" if back else front


def _keys(*keys: str | None) -> tuple[str, ...]:
    return tuple(key for key in keys if key is not None)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
