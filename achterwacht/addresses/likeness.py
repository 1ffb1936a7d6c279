"""Whether an address may be one that somebody wrote otherwise. Pure; it gives a hint, never an advice.

In the Netherlands postcode and number say which building it is. In Belgium a street has many ways to be written (`Kon.
Astridlaan`), a number has letters and ranges (`20A`, `20/A`, `12-14`), and Brussels has each street twice. No rule can
tell for sure without the register's id, so whatever may be the same door is said to be near: a mark that is missed
costs more than a question too many (docs/decisions/0020).
"""

import re
from collections.abc import Iterable

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, BelgianAddress, DutchAddress

WIDEST_RANGE = 20
"""Of house numbers in one address: `12-14` is one building, `1-200` is a street."""
BRUSSELS = range(1000, 1300)
"""Where a street has a Dutch and a French name, and neither is in the Flemish register."""
_NUMBERS = re.compile(r"[0-9]+")
_TWO_NAMES = re.compile(r"\s+[-/]\s+")


def near_key(address: Address) -> str:
    """What is kept with a mark to find it by: the building, or in Belgium the postcode and the first number."""
    if isinstance(address, DutchAddress):
        return address.building_key
    return _near(address.postcode, _span(address.house_number).start)


def near_keys(address: Address) -> tuple[str, ...]:
    """The keys under which a mark may lie that is near: of a range too, which may begin before this number."""
    if isinstance(address, DutchAddress):
        return (address.building_key,)
    span = _span(address.house_number)
    numbers = range(max(1, span.start - WIDEST_RANGE), span.stop)
    return tuple(_near(address.postcode, number) for number in numbers)


def is_near(asked: Address, marked: Address) -> bool:
    """Whether the marked address is in the same building, or may be the same door written otherwise."""
    if isinstance(asked, DutchAddress) or isinstance(marked, DutchAddress):
        return asked.building_key == marked.building_key
    if asked.postcode != marked.postcode:
        return False
    one, other = _span(asked.house_number), _span(marked.house_number)
    if one.start >= other.stop or other.start >= one.stop:
        return False
    return int(asked.postcode) in BRUSSELS or _may_be_one_street(asked.street, marked.street)


def written_as(written: Address, registered: Iterable[Address]) -> Address | None:
    """The one address of a register that somebody wrote. None when it is none of them, or may be several.

    Everything that was written must agree: the same door, and a street of that name. A Belgian street with a full stop
    in it may be short for the register's, as long as there is one for which it can be.
    """
    doors = [one for one in registered if one.register_id and _same_door(written, one)]
    named = [one for one in doors if _has_name(written, one)]
    found = {one.register_id: one for one in named or [one for one in doors if _may_have_name(written, one)]}
    return next(iter(found.values())) if len(found) == 1 else None


def _same_door(one: Address, other: Address) -> bool:
    if isinstance(one, DutchAddress) or isinstance(other, DutchAddress):
        return one.key == other.key
    return (one.postcode, one.house_number, one.box) == (other.postcode, other.house_number, other.box)


def _has_name(written: Address, registered: Address) -> bool:
    """A Dutch postcode and number say the street already; another street beside them is a mistake in one of both."""
    if isinstance(written, DutchAddress):
        return not (written.street and registered.street) or _may_be_one_street(written.street, registered.street)
    return written.key == registered.key


def _may_have_name(written: Address, registered: Address) -> bool:
    return (
        isinstance(written, BelgianAddress)
        and isinstance(registered, BelgianAddress)
        and is_shortened(written.street)
        and _may_be_one_street(written.street, registered.street)
    )


def is_shortened(street: str) -> bool:
    """Whether somebody wrote a Belgian street with a full stop in it, as in `Kon. Astridlaan` or `O.L.V.-straat`."""
    return "." in street.replace("St.", "Sint").replace("st.", "sint")


def _may_be_one_street(one: str, other: str) -> bool:
    return any(
        _is_short_for(*sorted((first, second), key=len))
        for first in _names(one)
        for second in _names(other)
        if first and second
    )


def _names(street: str) -> list[str]:
    """Both names of `Rue d'Arenberg - Arenbergstraat`, and the whole of it."""
    return [fold.street(part) for part in (street, *_TWO_NAMES.split(street))]


def _is_short_for(short: str, whole: str) -> bool:
    """Whether the letters of the one stand in that order in the other: `KONASTRIDLAAN` in `KONINGINASTRIDLAAN`."""
    letters = iter(whole)
    return short[0] == whole[0] and all(letter in letters for letter in short)


def _span(number: str) -> range:
    """The numbers of `12`, `12A`, `12-14`. A wider one than a building has counts as its first number alone."""
    first, *others = (int(one) for one in _NUMBERS.findall(number))
    last = max([first, *others[:1]])
    return range(first, (last if last - first <= WIDEST_RANGE else first) + 1)


def _near(postcode: str, number: int) -> str:
    return f"BE|{postcode}|{number}"
