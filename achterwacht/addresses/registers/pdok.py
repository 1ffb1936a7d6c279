"""The Netherlands: PDOK Locatieserver v3_1, which searches the BAG (docs/design/facts.md).

For a postcode with a number we ask `/free`, which returns complete addresses: all additions of that number. For
anything else we ask `/suggest`, which takes half words and returns lines; `/lookup` then returns the one that was
chosen. It refuses query parameters that it does not know, and leaves out empty fields.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, DutchAddress
from achterwacht.addresses.reading import read_address
from achterwacht.addresses.registers.line import Line
from achterwacht.addresses.registers.port import MOST, Nearest, Point, Suggestion, degrees
from achterwacht.refused import WrongInput

ROWS_OF_A_NUMBER = 50
"""A block of flats may have this many additions."""

_CENTRE = re.compile(r"POINT\((?P<longitude>[0-9.]{1,20}) (?P<latitude>[0-9.]{1,20})\)")
"""`centroide_ll` of an address in the Netherlands: north of the equator, east of Greenwich."""
_POSTCODE_AND_NUMBER = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})[ ,]*([1-9][0-9]{0,4})(?![0-9])(.*)")


class _Documents(BaseModel):
    docs: list[dict[str, Any]]


class _Answer(BaseModel):
    response: _Documents


class _Near(BaseModel):
    line: str = Field(alias="weergavenaam", min_length=1)
    metres: float = Field(alias="afstand", ge=0, allow_inf_nan=False)


class _NearDocuments(BaseModel):
    docs: list[_Near]


class _Around(BaseModel):
    response: _NearDocuments


class Pdok:
    def __init__(self, line: Line) -> None:
        self._line = line

    async def suggest(self, text: str) -> Sequence[Suggestion]:
        found = _POSTCODE_AND_NUMBER.fullmatch(fold.fold(text))
        if found is not None:
            return await self._at(found[1] + found[2], int(found[3]), fold.code(found[4]) or "")
        asked = (("q", text), ("fq", "type:adres"), ("rows", str(MOST)))
        answer = await self._line.get("/suggest", asked, _Answer)
        return [Suggestion(one["id"], one["weergavenaam"]) for one in answer.response.docs if _can_be_shown(one)]

    async def complete(self, suggestion_id: str) -> Sequence[Suggestion]:
        answer = await self._line.get("/lookup", (("id", suggestion_id),), _Answer)
        return _complete(answer)[:1]

    async def like(self, address: Address) -> Sequence[Address]:
        if not isinstance(address, DutchAddress):
            return []
        found = await self._at(address.postcode, address.house_number, address.addition or "")
        return [one.address for one in found if one.address is not None]

    async def nearest(self, latitude: float, longitude: float) -> Nearest | None:
        asked = (("lat", degrees(latitude)), ("lon", degrees(longitude)), ("type", "adres"), ("rows", "1"))
        answer = await self._line.get("/reverse", asked, _Around)
        return next((Nearest(one.line, round(one.metres)) for one in answer.response.docs), None)

    async def point(self, address: Address) -> Point | None:
        """As the port says. Of a door that the BAG does not know, the first door of its building."""
        if not isinstance(address, DutchAddress):
            return None
        answer = await self._all_of(address.postcode, address.house_number)
        there = [(found, one) for one in answer.response.docs if (found := _address(one)) and _same(found, address)]
        there.sort(key=lambda one: (one[0].key != address.key, one[0].addition or ""))
        return next((point for _, one in there if (point := _centre(one))), None)

    async def _all_of(self, postcode: str, number: int) -> _Answer:
        asked = (("q", f"{postcode} {number}"), ("fq", "type:adres"), ("rows", str(ROWS_OF_A_NUMBER)))
        return await self._line.get("/free", asked, _Answer)

    async def _at(self, postcode: str, number: int, addition: str) -> Sequence[Suggestion]:
        answer = await self._all_of(postcode, number)
        building = DutchAddress(postcode, number).building_key
        there = [one for one in _complete(answer) if one.address and one.address.building_key == building]
        meant = [one for one in there if _addition(one).startswith(addition)]
        return sorted(meant or there, key=lambda one: (len(_addition(one)), _addition(one)))[:MOST]


def _same(found: Address, asked: Address) -> bool:
    return found.building_key == asked.building_key


def _centre(document: Mapping[str, Any]) -> Point | None:
    said = document.get("centroide_ll")
    found = _CENTRE.fullmatch(said) if isinstance(said, str) else None
    try:
        point = Point(float(found["latitude"]), float(found["longitude"])) if found else None
    except ValueError:
        return None
    return point if point and point.latitude <= 90 and point.longitude <= 180 else None


def _addition(suggestion: Suggestion) -> str:
    address = suggestion.address
    return (address.addition if isinstance(address, DutchAddress) else None) or ""


def _can_be_shown(document: Mapping[str, Any]) -> bool:
    return all(isinstance(document.get(name), str) and document[name] for name in ("id", "weergavenaam"))


def _complete(answer: _Answer) -> list[Suggestion]:
    read = ((document.get("id"), _address(document)) for document in answer.response.docs)
    return [Suggestion(str(id), address.line, address) for id, address in read if id and address is not None]


def _address(document: Mapping[str, Any]) -> DutchAddress | None:
    """Returns the address; None when nobody can visit it: some in the BAG have no postcode."""
    letter, addition = document.get("huisletter"), document.get("huisnummertoevoeging")
    try:
        address = read_address(
            {
                "country": "NL",
                "postcode": document.get("postcode"),
                "houseNumber": document.get("huisnummer"),
                "addition": " ".join(str(part) for part in (letter, addition) if part),
                "street": document.get("straatnaam"),
                "city": document.get("woonplaatsnaam"),
                "registerId": document.get("nummeraanduiding_id"),
            }
        )
    except WrongInput:
        return None
    assert isinstance(address, DutchAddress)
    return address
