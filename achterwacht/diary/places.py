"""Reads an address in the line that somebody typed as the place of an appointment. Pure.

"Gemeentehuis, Dorpsstraat 12-A, 5211 AA Den Bosch, Nederland" -> Dorpsstraat 12-A, 5211 AA Den Bosch
"Veldstraat 12 bus 3, 9000 Gent"                                -> Veldstraat 12 bus 3, 9000 Gent
"Dorpsstraat 12, Den Bosch"                                     -> a place, and no whole address
"Dorpsstraat 12 app 3, 5211 AA Den Bosch"                       -> a place, and the worker says which number
"Vergaderzaal 2", "Teams"                                       -> no place to visit
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address
from achterwacht.addresses.reading import read_address
from achterwacht.diary.houses import NUMBER, Unsure, find_house, place_of_number, read_addition, read_house
from achterwacht.diary.place_words import ASIDE, BESIDES, IN_A_BUILDING, NEAR, ONLINE, STREET, TOWNS, parts_of
from achterwacht.refused import WrongInput

_DUTCH = re.compile(r"(?<![0-9A-Z])(?P<postcode>[1-9][0-9]{3} ?[A-Z]{2})(?![0-9A-Z])", re.IGNORECASE)
_BELGIAN = re.compile(r"(?:^|[ ,]+)(?:B-?)?(?P<postcode>[1-9][0-9]{3}) +(?P<city>[^\W\d_]{2,}[^,0-9]*)$", re.IGNORECASE)
_ABROAD = re.compile(r"[1-9][0-9]{3} +[^\W\d_]{3,}")
"""A Belgian postcode, while the organisation is not in Belgium."""
_PHONE = re.compile(r"(?:\+|\b0)[0-9][0-9 ()/.-]{7,}[0-9]")


@dataclass(frozen=True)
class Place:
    """Where an appointment is. address: set when a whole one could be read without any doubt. ask: what to look for in
    a register; empty when no register could resolve the doubt, so that the worker must read the line."""

    text: str
    ask: str
    country: str
    address: Address | None


def read_place(text: str, country: str) -> Place | None:
    """Returns the place, or None when it is nothing to visit. country: where the organisation works."""
    plain = _PHONE.sub(" ", text)
    try:
        address = _whole(plain, country)
        if address is not None:
            return Place(text, address.line, address.to_dict()["country"], address)
        return _partly(text, plain, country) or _line_of_a_place(text, plain, country)
    except Unsure:
        return Place(text, "", country, None)


def _line_of_a_place(text: str, plain: str, country: str) -> Place | None:
    """Returns a place for a line with a postcode and a number in no order that we can read: the worker must."""
    folded = fold.without_accents(plain)
    if ONLINE.search(TOWNS.sub(" ", folded)) or IN_A_BUILDING.search(folded):
        return None
    found = _DUTCH.search(plain) or (_BELGIAN.search(", ".join(parts_of(plain))) if country == "BE" else None)
    beside = plain if found is None else plain.replace(found["postcode"], " ", 1)
    return Place(text, "", country, None) if found and any(one.isdigit() for one in beside) else None


def _whole(text: str, country: str) -> Address | None:
    """Returns a whole address. Dutch is tried first, since a Dutch postcode can't be anything else."""
    found = [one for one in _DUTCH.finditer(text) if not _is_of_street(text, one)]
    if len({one["postcode"].replace(" ", "").upper() for one in found}) > 1:
        raise Unsure
    if found:
        return _dutch(text, found[-1])
    if country != "BE" and not _says_belgium(text):
        return None
    return _belgian(", ".join(parts_of(text)))


def _is_of_street(text: str, found: re.Match[str]) -> bool:
    """Whether the number belongs to the street, as in `Plein 1944 nr 5`: a word before it and a number after it,
    without a comma in between."""
    before, after = text[: found.start()].rstrip(" "), text[found.end() :].lstrip(" .")
    word = re.search(r"[^\W\d_]+$", before)
    return word is not None and after[:1].isdigit()


def _says_belgium(text: str) -> bool:
    last = fold.fold(re.split(r"[,;\n]", text)[-1])
    return last in ("BELGIE", "BELGIUM", "BELGIQUE", "BE")


def _dutch(text: str, found: re.Match[str]) -> Address | None:
    front, back = text[: found.start()], text[found.end() :]
    behind = parts_of(ASIDE.sub(_said_besides, back))
    fields: dict[str, Any] = {"country": "NL", "postcode": found["postcode"]}
    house = find_house(front)
    if house is None:
        first, *others = behind or [""]
        tokens = first.split()
        if not tokens or NUMBER.fullmatch(tokens[0]) is None:
            return None
        numbers = {"houseNumber": tokens[0], "addition": read_addition(tokens[1:])}
        return _address({**fields, **numbers, "city": _town(others)})
    if house.box:
        raise Unsure
    numbers = {"houseNumber": house.number, "addition": house.addition}
    return _address({**fields, "street": house.street, **numbers, "city": _town(behind)})


def _belgian(text: str) -> Address | None:
    found = _BELGIAN.search(text)
    house = find_house(text[: found.start()]) if found else None
    if found is None or house is None:
        return None
    number = house.number + (f" {house.addition}" if house.addition else "")
    fields = {"street": house.street, "houseNumber": number, "box": house.box, "postcode": found["postcode"]}
    return _address({"country": "BE", **fields, "city": fold.tidy(found["city"])})


def _town(parts: Sequence[str]) -> str | None:
    towns = (fold.tidy(BESIDES.split(part, maxsplit=1)[0]) for part in parts)
    return next((town for town in towns if town and not any(one.isdigit() for one in town)), None)


def _said_besides(aside: re.Match[str]) -> str:
    """Returns an aside as it is if it may belong to a town, else a space."""
    besides = BESIDES.search(fold.without_accents(aside[0])) or any(one.isdigit() for one in aside[0])
    return " " if besides else aside[0]


def _address(fields: Mapping[str, Any]) -> Address | None:
    try:
        return read_address(fields)
    except WrongInput:
        return None


def _partly(text: str, plain: str, country: str) -> Place | None:
    """Returns a place without a postcode, to be looked up, when it can be a street and a number."""
    bare = fold.without_accents(TOWNS.sub(" ", plain))
    if ONLINE.search(bare) or IN_A_BUILDING.search(bare):
        return None
    parts = [part for part in parts_of(ASIDE.sub(" ", plain)) if not BESIDES.search(fold.without_accents(part))]
    for place, part in enumerate(parts):
        if not any(one.isdigit() for one in part):
            continue
        if any(_ABROAD.match(one) for one in parts[place + 1 :]):
            raise Unsure
        town = [one for one in parts[place + 1 :] if not any(letter.isdigit() for letter in one)]
        tokens = part.split()
        at = place_of_number(tokens)
        if at is None or NUMBER.fullmatch(tokens[at]) is None:
            continue
        if not town and not STREET.search(fold.fold(" ".join(tokens[:at]))):
            return None
        house = read_house(tokens)
        if house is None:
            continue
        if NEAR.search(fold.without_accents(house.street)):
            raise Unsure
        return Place(text, ", ".join([part, *town[:1]]), country, None)
    return None
