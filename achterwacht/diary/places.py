"""An address out of the line that somebody typed as the place of an appointment. Pure.

"Gemeentehuis, Dorpsstraat 12-A, 5211 AA Den Bosch, Nederland" -> Dorpsstraat 12-A, 5211 AA Den Bosch
"Veldstraat 12 bus 3, 9000 Gent"                                -> Veldstraat 12 bus 3, 9000 Gent
"Dorpsstraat 12, Den Bosch"                                     -> a place, and no whole address
"Vergaderzaal 2", "Teams"                                       -> no place to visit
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address
from achterwacht.addresses.reading import read_address
from achterwacht.refused import WrongInput

COUNTRIES = frozenset({"NEDERLAND", "THE NETHERLANDS", "NETHERLANDS", "NL", "BELGIE", "BELGIUM", "BELGIQUE", "BE"})
NO_STREET = re.compile(
    r"https?:|www\.|@|\b(TEAMS|ZOOM|WEBEX|MEET|ONLINE|TELEFOON|BELLEN|KAMER|ZAAL|VERGADER\w*|RUIMTE|LOKAAL|ROOM|BALIE|"
    r"VERDIEPING|ETAGE|WERKPLEK|SPREEKKAMER|TAFEL)\b",
    re.IGNORECASE,
)
STREET = re.compile(
    r"(STRAAT|STR\.?|WEG|LAAN|PLEIN|HOF|DREEF|STEEG|KADE|KAAI|GRACHT|SINGEL|PAD|DIJK|RING|BAAN|LEI|MARKT|PARK|WAL|VELD|"
    r"BURG|HAVEN|BRINK|STEENWEG)$"
)
_NUMBERED = re.compile(
    r"(?P<street>.*[^\W\d_].*)[ ]+(?P<number>[0-9]{1,5}(?![0-9])[^ ]{0,8}(?: ?[A-Z]{1,4})?)", re.IGNORECASE
)
"""The last number is the house's: some streets have one in their name (Plein 1944)."""
_DUTCH = re.compile(r"(?P<postcode>[1-9][0-9]{3} ?[A-Z]{2})\b[ ]*(?P<rest>.*)", re.IGNORECASE)
_BELGIAN = re.compile(r"(?:B-?)?(?P<postcode>[1-9][0-9]{3}) +(?P<rest>[^\W\d_].*)", re.IGNORECASE)
_BEFORE_DUTCH = re.compile(r"[ ,]+(?=[1-9][0-9]{3} ?[A-Z]{2}\b)", re.IGNORECASE)
_BEFORE_BELGIAN = re.compile(r"[ ,]+(?=(?:B-?)?[1-9][0-9]{3} +[^\W\d_]{3,}[^,]*$)", re.IGNORECASE)
_BOX = re.compile(r"(?P<front>.*[0-9][^ ]*)[ ]+(?:BUS|BTE|BOITE|BOX)[ .]*(?P<box>[0-9A-Z]{1,6})", re.IGNORECASE)
_BOX_ALONE = re.compile(r"(BUS|BTE|BOITE|BOX)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where an appointment is. address: when a whole one could be read; ask: what to look for in a register."""

    text: str
    ask: str
    country: str
    address: Address | None


def read_place(text: str, country: str) -> Place | None:
    """The place, or None when it is nothing to visit. country: where the organisation works."""
    if NO_STREET.search(fold.without_accents(text)):
        return None
    address = _whole(text, country)
    if address is not None:
        return Place(text, address.line, address.to_dict()["country"], address)
    parts = _parts(text)
    numbered = [place for place, part in enumerate(parts) if _NUMBERED.fullmatch(part)]
    if not numbered:
        return None
    first = numbered[0]
    found = _NUMBERED.fullmatch(parts[first])
    town = [part for part in parts[first + 1 :] if not any(one.isdigit() for one in part)]
    assert found is not None
    if not town and not STREET.search(fold.fold(found["street"])):
        return None
    return Place(text, ", ".join([parts[first], *town[:1]]), country, None)


def _whole(text: str, country: str) -> Address | None:
    """Dutch first, since a Dutch postcode can be nothing else."""
    return _read(_BEFORE_DUTCH.sub(", ", text), "NL", _DUTCH) or (
        _read(_BEFORE_BELGIAN.sub(", ", text), "BE", _BELGIAN) if country == "BE" or _says_belgium(text) else None
    )


def _says_belgium(text: str) -> bool:
    last = fold.fold(re.split(r"[,;\n]", text)[-1])
    return last in ("BELGIE", "BELGIUM", "BELGIQUE", "BE")


def _read(text: str, country: str, postcode: re.Pattern[str]) -> Address | None:
    parts = _parts(text)
    for place, part in enumerate(parts):
        found = postcode.fullmatch(part)
        if found is None:
            continue
        front = parts[place - 1] if place else ""
        if place > 1 and _BOX_ALONE.match(front):
            front = f"{parts[place - 2]} {front}"
        boxed = _BOX.fullmatch(front)
        numbered = _NUMBERED.fullmatch(boxed["front"] if boxed else front)
        if numbered is None:
            if country == "NL" and found["rest"][:1].isdigit():
                return _address({"country": "NL", "postcode": found["postcode"], "houseNumber": found["rest"]})
            continue
        return _address(
            {
                "country": country,
                "street": numbered["street"],
                "houseNumber": numbered["number"],
                "box": boxed["box"] if boxed else None,
                "postcode": found["postcode"],
                "city": found["rest"] or None,
            }
        )
    return None


def _address(fields: Mapping[str, Any]) -> Address | None:
    try:
        return read_address(fields)
    except WrongInput:
        return None


def _parts(text: str) -> list[str]:
    parts = [re.sub(r"(?<=[0-9]) ?- ?(?=[0-9])", "-", fold.tidy(part)) for part in re.split(r"[,;\n]", text)]
    return [part for part in parts if part and fold.fold(part) not in COUNTRIES]
