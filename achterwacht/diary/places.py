"""An address out of the line that somebody typed as the place of an appointment. Pure.

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
from achterwacht.refused import WrongInput

COUNTRIES = frozenset({"NEDERLAND", "THE NETHERLANDS", "NETHERLANDS", "NL", "BELGIE", "BELGIUM", "BELGIQUE", "BE"})
ONLINE = re.compile(r"https?:|www\.|@|\b(TEAMS|ZOOM|WEBEX|MEET|SKYPE|ONLINE|VIDEOBELLEN|BEELDBELLEN)\b", re.IGNORECASE)
IN_A_BUILDING = re.compile(
    r"\b(KAMER|ZAAL|VERGADER\w*|RUIMTE|LOKAAL|ROOM|BALIE|WERKPLEK|SPREEKKAMER|TAFEL)\b", re.IGNORECASE
)
BESIDES = re.compile(
    r"\b(VERDIEPING|VERD|ETAGE|BELLEN|BEL|AANBELLEN|TELEFOON|TEL|MOBIEL|GSM|INGANG|ACHTERDEUR|PARKEREN)\b",
    re.IGNORECASE,
)
"""What is said beside an address: it makes no part of it."""
NEAR = re.compile(
    r"(?<!\w)(T\.?O\.?|TEGENOVER|NABIJ|NAAST|HOEK|TUSSEN|T\.?H\.?V\.?|TER HOOGTE VAN|OMGEVING|ACHTER|VOORBIJ)(?!\w)",
    re.IGNORECASE,
)
"""Not there, but somewhere about there."""
TOWNS = re.compile(r"\bOP ZOOM\b", re.IGNORECASE)
"""Bergen op Zoom is a town."""
STREET = re.compile(
    r"(STRAAT|STR\.?|WEG|LAAN|PLEIN|HOF|DREEF|STEEG|KADE|KAAI|GRACHT|SINGEL|PAD|DIJK|RING|BAAN|LEI|MARKT|PARK|WAL|VELD|"
    r"BURG|HAVEN|BRINK|STEENWEG)$"
)
_NUMBER = re.compile(r"(?P<number>[0-9]{1,5})(?![0-9])(?P<rest>[^ ]{0,12})", re.IGNORECASE)
_ORDINAL = re.compile(r"[0-9]{1,3}(E|DE|STE|EN)", re.IGNORECASE)
_YEAR = re.compile(r"(1[5-9]|20)[0-9]{2}")
_NUMBER_WORD = re.compile(r"(NR|NO|NUM|NUMMER|HUISNR|HUISNUMMER)\.?", re.IGNORECASE)
_ADDITION_WORD = re.compile(r"(TOEV|TOEVOEGING|ADD)\.?", re.IGNORECASE)
_BOX_WORD = re.compile(r"(BUS|BTE|BOITE|BOX|BS)\.?(?P<box>[0-9A-Z]{0,6})", re.IGNORECASE)
_UNIT_WORD = re.compile(
    r"(APP|APT|APPT|APPARTEMENT|UNIT|WONING|FLAT|STUDIO|KMR|HUISNR|NR|TOEV|TOEVOEGING|BUS|BTE|BOITE|BOX|BS)\.?[0-9A-Z]{0,4}",
    re.IGNORECASE,
)
"""A part of its own that belongs to the house before it."""
_ADDITION = re.compile(
    r"-?(?:(?!OF|EN|ET|OU)[A-Z]{1,2}|I{1,3}|IV|VI{0,3}|BIS|TER|HS|HUIS|ZW|ZWART|RD|ROOD|WIT|BOVEN|BENEDEN|BEL|SOUS|ACHTER|VOOR)-?",
    re.IGNORECASE,
)
_DASHES = frozenset({"-", "/", "–"})
_DUTCH = re.compile(r"(?<![0-9A-Z])(?P<postcode>[1-9][0-9]{3} ?[A-Z]{2})(?![0-9A-Z])", re.IGNORECASE)
_BELGIAN = re.compile(r"(?:^|[ ,]+)(?:B-?)?(?P<postcode>[1-9][0-9]{3}) +(?P<city>[^\W\d_]{2,}[^,0-9]*)$", re.IGNORECASE)
_ABROAD = re.compile(r"[1-9][0-9]{3} +[^\W\d_]{3,}")
"""A postcode of Belgium, where the organisation is not."""
_PHONE = re.compile(r"(?:\+|\b0)[0-9][0-9 ()/.-]{7,}[0-9]")
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Place:
    """Where an appointment is. address: when a whole one could be read, without any doubt; ask: what to look for in a
    register, empty when there is a doubt that no register can take away: then the worker reads the line."""

    text: str
    ask: str
    country: str
    address: Address | None


class Unsure(Exception):
    """There is a number, and more than one way to read it."""


def read_place(text: str, country: str) -> Place | None:
    """The place, or None when it is nothing to visit. country: where the organisation works."""
    plain = _PHONE.sub(" ", text)
    try:
        address = _whole(plain, country)
        if address is not None:
            return Place(text, address.line, address.to_dict()["country"], address)
        return _partly(text, plain, country)
    except Unsure:
        return Place(text, "", country, None)


def _whole(text: str, country: str) -> Address | None:
    """Dutch first, since a Dutch postcode can be nothing else."""
    found = [one for one in _DUTCH.finditer(text) if not _is_of_street(text, one)]
    if len({one["postcode"].replace(" ", "").upper() for one in found}) > 1:
        raise Unsure
    if found:
        return _dutch(text, found[-1])
    if country != "BE" and not _says_belgium(text):
        return None
    return _belgian(", ".join(_parts(text)))


def _is_of_street(text: str, found: re.Match[str]) -> bool:
    """`Plein 1944 nr 5`: a word before it and a number behind it, with no comma between."""
    before, after = text[: found.start()].rstrip(" "), text[found.end() :].lstrip(" .")
    word = re.search(r"[^\W\d_]+$", before)
    return word is not None and after[:1].isdigit()


def _says_belgium(text: str) -> bool:
    last = fold.fold(re.split(r"[,;\n]", text)[-1])
    return last in ("BELGIE", "BELGIUM", "BELGIQUE", "BE")


def _dutch(text: str, found: re.Match[str]) -> Address | None:
    front, back = text[: found.start()], text[found.end() :]
    behind = _parts(_ASIDE.sub(_said_besides, back))
    fields: dict[str, Any] = {"country": "NL", "postcode": found["postcode"]}
    house = _house(front)
    if house is None:
        first, *others = behind or [""]
        tokens = first.split()
        if not tokens or _NUMBER.fullmatch(tokens[0]) is None:
            return None
        numbers = {"houseNumber": tokens[0], "addition": _addition(tokens[1:])}
        return _address({**fields, **numbers, "city": _town(others)})
    if house.box:
        raise Unsure
    numbers = {"houseNumber": house.number, "addition": house.addition}
    return _address({**fields, "street": house.street, **numbers, "city": _town(behind)})


def _belgian(text: str) -> Address | None:
    found = _BELGIAN.search(text)
    house = _house(text[: found.start()]) if found else None
    if found is None or house is None:
        return None
    number = house.number + (f" {house.addition}" if house.addition else "")
    fields = {"street": house.street, "houseNumber": number, "box": house.box, "postcode": found["postcode"]}
    return _address({"country": "BE", **fields, "city": fold.tidy(found["city"])})


def _town(parts: Sequence[str]) -> str | None:
    towns = (fold.tidy(BESIDES.split(part, maxsplit=1)[0]) for part in parts)
    return next((town for town in towns if town and not any(one.isdigit() for one in town)), None)


def _said_besides(aside: re.Match[str]) -> str:
    """Nothing of what can't belong to a town."""
    besides = BESIDES.search(fold.without_accents(aside[0])) or any(one.isdigit() for one in aside[0])
    return " " if besides else aside[0]


def _address(fields: Mapping[str, Any]) -> Address | None:
    try:
        return read_address(fields)
    except WrongInput:
        return None


@dataclass(frozen=True)
class _House:
    street: str
    number: str
    addition: str | None = None
    box: str | None = None


def _house(front: str) -> _House | None:
    """The house that stands last before a postcode or a town. None without a number.

    Raises:
        Unsure: it can be read in two ways, or is only near there.
    """
    parts = _parts(_ASIDE.sub(" ", front))
    parts = [part for part in parts if not BESIDES.search(fold.without_accents(part))]
    more: list[str] = []
    while parts:
        tokens = parts.pop().split()
        if parts and len(tokens) < 3 and _UNIT_WORD.fullmatch(fold.without_accents(tokens[0])):
            more = [*tokens, *more]
            continue
        house = _read_house([*tokens, *more])
        if house is not None:
            rooms = (IN_A_BUILDING.search(fold.without_accents(part)) for part in parts)
            numbers = (_place_of_number(part.split()) for part in parts)
            another = any(at is not None and not room for at, room in zip(numbers, rooms, strict=True))
            if another or NEAR.search(fold.without_accents(house.street)):
                raise Unsure
            return house
        if len(tokens) > 2:
            return None
        more = [*tokens, *more]
    return None


def _read_house(tokens: list[str]) -> _House | None:
    at = _place_of_number(tokens)
    if at is None:
        return None
    found = _NUMBER.fullmatch(tokens[at])
    if found is None:
        raise Unsure
    street = [one for one in tokens[:at] if not _NUMBER_WORD.fullmatch(one)]
    if not any(any(letter.isalpha() for letter in word) for word in street):
        return None
    number, box, behind = tokens[at], None, tokens[at + 1 :]
    for place, token in enumerate(behind):
        boxed = _BOX_WORD.fullmatch(fold.without_accents(token))
        if boxed is not None:
            box = " ".join([*([boxed["box"]] if boxed["box"] else []), *behind[place + 1 :]])
            if not box or not re.fullmatch(r"[0-9A-Z]{1,6}", box, re.IGNORECASE):
                raise Unsure
            behind = behind[:place]
            break
    return _House(" ".join(street), number, _addition(behind), box)


def _place_of_number(tokens: Sequence[str]) -> int | None:
    """Where the number of the house stands: behind the street, and some streets have a year in their name."""
    told = [place for place, token in enumerate(tokens) if _NUMBER_WORD.fullmatch(token) and place + 1 < len(tokens)]
    if told:
        return told[-1] + 1 if tokens[told[-1] + 1][:1].isdigit() else None
    numbers = [
        place for place, token in enumerate(tokens) if place and token[:1].isdigit() and not _ORDINAL.fullmatch(token)
    ]
    if len(numbers) > 1 and _YEAR.fullmatch(tokens[numbers[0]]):
        return numbers[1]
    return numbers[0] if numbers else None


def _addition(behind: Sequence[str]) -> str | None:
    """What stands behind the number, when it can be nothing but an addition: `A`, `bis A`, `- II`, `B 03`."""
    words = [one for one in behind if one not in _DASHES]
    if words and _ADDITION_WORD.fullmatch(words[0]):
        words = words[1:]
        if len(words) != 1 or not re.fullmatch(r"[0-9A-Z]{1,6}", words[0], re.IGNORECASE):
            raise Unsure
    elif len(words) == 1 and behind[0] in _DASHES and re.fullmatch(r"[0-9]{1,4}[A-Z]?", words[0], re.IGNORECASE):
        pass  # 12 - 2
    else:
        lettered = bool(words) and _ADDITION.fullmatch(words[0]) is not None
        rest = words[1:] if lettered else words
        if any(not _ADDITION.fullmatch(one) and not (lettered and re.fullmatch(r"[0-9]{1,3}", one)) for one in rest):
            raise Unsure
    return " ".join(words) or None


def _partly(text: str, plain: str, country: str) -> Place | None:
    """Without a postcode: something to look for, when it can be a street and a number."""
    bare = fold.without_accents(TOWNS.sub(" ", plain))
    if ONLINE.search(bare) or IN_A_BUILDING.search(bare):
        return None
    parts = [part for part in _parts(_ASIDE.sub(" ", plain)) if not BESIDES.search(fold.without_accents(part))]
    for place, part in enumerate(parts):
        if not any(one.isdigit() for one in part):
            continue
        if any(_ABROAD.match(one) for one in parts[place + 1 :]):
            raise Unsure
        town = [one for one in parts[place + 1 :] if not any(letter.isdigit() for letter in one)]
        tokens = part.split()
        at = _place_of_number(tokens)
        if at is None or _NUMBER.fullmatch(tokens[at]) is None:
            continue
        if not town and not STREET.search(fold.fold(" ".join(tokens[:at]))):
            return None
        house = _read_house(tokens)
        if house is None:
            continue
        if NEAR.search(fold.without_accents(house.street)):
            raise Unsure
        return Place(text, ", ".join([part, *town[:1]]), country, None)
    return None


def _parts(text: str) -> list[str]:
    parts = [re.sub(r"(?<=[0-9]) ?- ?(?=[0-9])", "-", fold.tidy(part)) for part in re.split(r"[,;\n]", text)]
    return [part for part in parts if part and fold.fold(part) not in COUNTRIES]
