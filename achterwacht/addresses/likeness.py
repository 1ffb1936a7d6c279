"""Whether an address may be another one, written differently. Pure; it gives a hint, never advice.

In the Netherlands postcode and number identify the building. In Belgium a street can be written in many ways (`Kon.
Astridlaan`), a number has letters and ranges (`20A`, `20/A`, `12-14`), and in Brussels each street has two names.
Without the register's id no rule can be certain, so anything that may be the same door counts as near: missing a mark
costs more than one question too many (docs/decisions/0020).
"""

import re
from collections.abc import Iterable

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, BelgianAddress, DutchAddress

WIDEST_RANGE = 20
"""The widest range of house numbers in one address: `12-14` is one building, `1-200` is a street."""
BRUSSELS = range(1000, 1300)
"""The postcodes where streets have a Dutch and a French name, and neither is in the Flemish register."""
_NUMBERS = re.compile(r"[0-9]+")
_TWO_NAMES = re.compile(r"\s+[-/]\s+")


def near_key(address: Address) -> str:
    """Returns the key stored with a mark to find it nearby: the building, or in Belgium postcode and first number."""
    if isinstance(address, DutchAddress):
        return address.building_key
    return _near(address.postcode, _span(address.house_number).start)


def near_keys(address: Address) -> tuple[str, ...]:
    """Returns the keys under which a mark nearby may be stored, also that of a range that begins before this number."""
    if isinstance(address, DutchAddress):
        return (address.building_key,)
    span = _span(address.house_number)
    numbers = range(max(1, span.start - WIDEST_RANGE), span.stop)
    return tuple(_near(address.postcode, number) for number in numbers)


def is_near(asked: Address, marked: Address) -> bool:
    """Whether the marked address is in the same building, or may be the same door written differently."""
    if isinstance(asked, DutchAddress) or isinstance(marked, DutchAddress):
        return asked.building_key == marked.building_key
    if asked.postcode != marked.postcode:
        return False
    one, other = _span(asked.house_number), _span(marked.house_number)
    if one.start >= other.stop or other.start >= one.stop:
        return False
    return int(asked.postcode) in BRUSSELS or _may_be_one_street(asked.street, marked.street)


def written_as(written: Address, registered: Iterable[Address]) -> Address | None:
    """Returns the one registered address that somebody wrote. None when it is none of them, or may be several.

    Everything that was written must agree: the same door, and a street of that name. A Belgian street with a full stop
    in it may be short for the register's name, as long as it fits only one.
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
    """Whether the street's name agrees. A Dutch postcode and number imply the street: if it differs, one is wrong."""
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
    """Returns both names in `Rue d'Arenberg - Arenbergstraat`, and the whole of it."""
    return [fold.street(part) for part in (street, *_TWO_NAMES.split(street))]


def _is_short_for(short: str, whole: str) -> bool:
    """Whether the letters of one occur in the same order in the other: `KONASTRIDLAAN` in `KONINGINASTRIDLAAN`; or the
    first words were left out: `ASTRIDLAAN`."""
    letters = iter(whole)
    return whole.endswith(short) or (short[0] == whole[0] and all(letter in letters for letter in short))


def _span(number: str) -> range:
    """Returns the numbers in `12`, `12A`, `12-14`. Of a range too wide for one building, only the first counts."""
    first, *others = (int(one) for one in _NUMBERS.findall(number))
    last = max([first, *others[:1]])
    return range(first, (last if last - first <= WIDEST_RANGE else first) + 1)


def _near(postcode: str, number: int) -> str:
    return f"BE|{postcode}|{number}"
