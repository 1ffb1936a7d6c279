"""Flanders: the geolocation service suggests, the address register knows the ids (docs/design/facts.md).

The geolocation service knows no boxes (bus), so a box that was typed is kept apart and passed to the register. When the
register is away or does not know the address, we fill in what the geolocation service says, without an id: such an
address is not verified. Brussels and Wallonia are not covered: those addresses are typed.
"""

import re
from collections.abc import Mapping, Sequence
from math import cos, hypot, radians
from typing import Any

from pydantic import BaseModel, Field

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, BelgianAddress
from achterwacht.addresses.reading import read_address
from achterwacht.addresses.registers.line import Line
from achterwacht.addresses.registers.port import MOST, Nearest, Point, RegisterDown, Suggestion, degrees
from achterwacht.refused import WrongInput

METRES_A_DEGREE = 111_195
"""Metres in a degree of latitude."""
_FIVE = "5"
"""The service returns no more."""
_BOX = re.compile(
    r"(?P<number>[0-9][A-Z]?)[ ,-]*(?:/ *|(?:BUS|BTE|BOX|BOITE)(?:[ .]+|(?=[0-9]))|B[ .]?(?=[0-9]))"
    r"(?P<box>[0-9]{1,4}\.[0-9]{1,4}|[0-9A-Z]{1,5})(?!\.?[0-9]|[A-Z])",
    re.IGNORECASE,
)


class _Suggestions(BaseModel):
    lines: list[str | None] = Field(alias="SuggestionResult")


class _Point(BaseModel):
    latitude: float = Field(alias="Lat_WGS84", ge=-90, le=90)
    longitude: float = Field(alias="Lon_WGS84", ge=-180, le=180)


class _Location(BaseModel):
    city: str | None = Field(default=None, alias="Municipality")
    postcode: str | None = Field(default=None, alias="Zipcode")
    street: str | None = Field(default=None, alias="Thoroughfarename")
    number: str | None = Field(default=None, alias="Housenumber")
    at: _Point | None = Field(default=None, alias="Location")


class _Locations(BaseModel):
    found: list[_Location] = Field(alias="LocationResult")


class _Near(BaseModel):
    line: str | None = Field(default=None, alias="FormattedAddress")
    number: str | None = Field(default=None, alias="Housenumber")
    at: _Point = Field(alias="Location")


class _Around(BaseModel):
    found: list[_Near] = Field(alias="LocationResult")


class _Matches(BaseModel):
    matches: list[dict[str, Any]] = Field(alias="adresMatches")


class Flanders:
    def __init__(self, geolocation: Line, register: Line) -> None:
        self._geolocation = geolocation
        self._register = register

    async def suggest(self, text: str) -> Sequence[Suggestion]:
        typed, box = _without_box(text)
        answer = await self._geolocation.get("/Suggestion", (("q", typed), ("c", _FIVE)), _Suggestions)
        lines = [_with_box(line, box) for line in answer.lines if line and _has_number(line)]
        return [Suggestion(line, line) for line in lines]

    async def complete(self, suggestion_id: str) -> Sequence[Suggestion]:
        typed, box = _without_box(suggestion_id)
        answer = await self._geolocation.get("/Location", (("q", typed), ("c", "1")), _Locations)
        addresses: list[BelgianAddress] = []
        for place in answer.found[:1]:
            known = await self._known(place, box)
            addresses = known or _read(_plain(place, box))
        return [Suggestion(address.line, address.line, address) for address in addresses[:MOST]]

    async def like(self, address: Address) -> Sequence[Address]:
        """Asks the address register itself, which accepts a street that is spelled differently."""
        if not isinstance(address, BelgianAddress):
            return []
        street, number, box = address.street, address.house_number, address.box
        return await self._matches({"postcode": address.postcode, "straatnaam": street, "huisnummer": number}, box)

    async def nearest(self, latitude: float, longitude: float) -> Nearest | None:
        """As the port says. The service does not tell the distance, so we compute it."""
        asked = (("latlon", f"{degrees(latitude)},{degrees(longitude)}"), ("c", "1"))
        answer = await self._geolocation.get("/Location", asked, _Around)
        near = (
            Nearest(one.line, _metres(latitude, longitude, one.at)) for one in answer.found if one.line and one.number
        )
        return next(near, None)

    async def point(self, address: Address) -> Point | None:
        """As the port says: by the geolocation service, whose box does not matter."""
        if not isinstance(address, BelgianAddress):
            return None
        typed = fold.without_accents(f"{address.street} {address.house_number}, {address.postcode} {address.city}")
        answer = await self._geolocation.get("/Location", (("q", typed.strip()), ("c", "1")), _Locations)
        for place in answer.found[:1]:
            meant = any(one.building_key == address.building_key for one in _read(_plain(place, None)))
            if meant and place.at is not None:
                return Point(place.at.latitude, place.at.longitude)
        return None

    async def _known(self, place: _Location, box: str | None) -> list[BelgianAddress]:
        """Returns the registered addresses with this number; only that box, when one was typed."""
        if not (place.postcode and place.street and place.number):
            return []
        asked = {"postcode": place.postcode, "straatnaam": place.street, "huisnummer": place.number}
        try:
            found = await self._matches(asked, box, place)
        except RegisterDown:
            return []
        wanted = {one.building_key for one in _read(_plain(place, None))}
        there = [one for one in found if one.building_key in wanted]
        meant = [one for one in there if box is None or one.box == fold.box(box)]
        return sorted(meant, key=lambda one: (len(one.box or ""), one.box or ""))

    async def _matches(
        self, asked: Mapping[str, str], box: str | None, place: _Location | None = None
    ) -> list[BelgianAddress]:
        """Returns the register's likely matches, with their ids. Missing fields are taken from `place`."""
        only = (("busnummer", box),) if box else ()
        query = (*asked.items(), *only, ("status", "inGebruik"))
        answer = await self._register.get("/adresmatch", query, _Matches)
        found = [one for match in answer.matches for one in _read(_matched(match, place or _Location()))]
        return [one for one in found if one.register_id]


def _metres(latitude: float, longitude: float, other: _Point) -> int:
    """Returns the distance. Over a street or two the earth is flat."""
    north = (other.latitude - latitude) * METRES_A_DEGREE
    east = (other.longitude - longitude) * METRES_A_DEGREE * cos(radians(latitude))
    return round(hypot(north, east))


def _without_box(text: str) -> tuple[str, str | None]:
    """Returns the text as the geolocation service understands it, without box and accents, and the box."""
    plain = fold.without_accents(text)
    found = _BOX.search(plain)
    if found is None:
        return plain, None
    return f"{plain[: found.end('number')]}{plain[found.end() :]}", found["box"]


def _with_box(line: str, box: str | None) -> str:
    front, comma, rest = line.partition(",")
    return f"{front} bus {box}{comma}{rest}" if box else line


def _has_number(line: str) -> bool:
    """Whether there is a number: a street or a town alone is not an address to visit."""
    return any(one.isdigit() for one in line.partition(",")[0])


def _plain(place: _Location, box: str | None) -> dict[str, Any]:
    return {
        "street": place.street,
        "houseNumber": place.number,
        "box": box,
        "postcode": place.postcode,
        "city": place.city,
    }


def _matched(match: Mapping[str, Any], place: _Location) -> dict[str, Any]:
    return {
        "street": _at(match, "straatnaam", "straatnaam", "geografischeNaam", "spelling") or place.street,
        "houseNumber": match.get("huisnummer"),
        "box": match.get("busnummer"),
        "postcode": _at(match, "postinfo", "objectId") or place.postcode,
        "city": _at(match, "gemeente", "gemeentenaam", "geografischeNaam", "spelling") or place.city,
        "registerId": _at(match, "identificator", "objectId"),
    }


def _at(document: Any, *path: str) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document


def _read(fields: dict[str, Any]) -> list[BelgianAddress]:
    """Returns the address in a list; empty when a field that an address needs is missing."""
    try:
        address = read_address({"country": "BE", **fields})
    except WrongInput:
        return []
    assert isinstance(address, BelgianAddress)
    return [address]
