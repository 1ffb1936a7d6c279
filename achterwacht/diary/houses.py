"""Finds the house in a line: its street, number, addition and box. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from achterwacht.addresses import fold
from achterwacht.diary.place_words import ASIDE, BESIDES, IN_A_BUILDING, NEAR, parts_of

NUMBER = re.compile(r"(?P<number>[0-9]{1,5})(?![0-9])(?P<rest>[^ ]{0,12})", re.IGNORECASE)
_ORDINAL = re.compile(r"[0-9]{1,3}(E|DE|STE|EN)", re.IGNORECASE)
_YEAR = re.compile(r"(1[5-9]|20)[0-9]{2}")
_NUMBER_WORD = re.compile(r"(NR|NO|NUM|NUMMER|HUISNR|HUISNUMMER)\.?", re.IGNORECASE)
_ADDITION_WORD = re.compile(r"(TOEV|TOEVOEGING|ADD)\.?", re.IGNORECASE)
_BOX_WORD = re.compile(r"(BUS|BTE|BOITE|BOX|BS)\.?(?P<box>[0-9A-Z]{0,6})", re.IGNORECASE)
_UNIT_WORD = re.compile(
    r"(APP|APT|APPT|APPARTEMENT|UNIT|WONING|FLAT|STUDIO|KMR|HUISNR|NR|TOEV|TOEVOEGING|BUS|BTE|BOITE|BOX|BS)\.?[0-9A-Z]{0,4}",
    re.IGNORECASE,
)
"""A separate part that belongs to the house before it."""
_ADDITION = re.compile(
    r"-?(?:(?!OF|EN|ET|OU|TE|IN|OP|OM|NU|CA)[A-Z]{1,2}|I{1,3}|IV|VI{0,3}|BIS|TER|HS|HUIS|ZW|ZWART|RD|ROOD|WIT|BOVEN|BENEDEN|BEL|SOUS|ACHTER|VOOR)-?",
    re.IGNORECASE,
)
_DASHES = frozenset({"-", "/", "–"})


class Unsure(Exception):
    """There is a number, and more than one way to read it."""


@dataclass(frozen=True)
class House:
    street: str
    number: str
    addition: str | None = None
    box: str | None = None


def find_house(front: str) -> House | None:
    """Returns the last house in a text that ends before a postcode or a town; None when there is no number.

    Raises:
        Unsure: it can be read in two ways, or is only somewhere near.
    """
    parts = parts_of(ASIDE.sub(" ", front))
    parts = [part for part in parts if not BESIDES.search(fold.without_accents(part))]
    more: list[str] = []
    while parts:
        tokens = parts.pop().split()
        if parts and len(tokens) < 3 and _UNIT_WORD.fullmatch(fold.without_accents(tokens[0])):
            more = [*tokens, *more]
            continue
        house = read_house([*tokens, *more])
        if house is not None:
            rooms = (IN_A_BUILDING.search(fold.without_accents(part)) for part in parts)
            numbers = (place_of_number(part.split()) for part in parts)
            another = any(at is not None and not room for at, room in zip(numbers, rooms, strict=True))
            if another or NEAR.search(fold.without_accents(house.street)):
                raise Unsure
            return house
        if len(tokens) > 2:
            return None
        more = [*tokens, *more]
    return None


def read_house(tokens: list[str]) -> House | None:
    at = place_of_number(tokens)
    if at is None:
        return None
    found = NUMBER.fullmatch(tokens[at])
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
    return House(" ".join(street), number, read_addition(behind), box)


def place_of_number(tokens: Sequence[str]) -> int | None:
    """Returns the place of the house number among the words; None without one.

    It comes after the street, and some streets have a year in their name (Plein 1944).
    """
    told = [place for place, token in enumerate(tokens) if _NUMBER_WORD.fullmatch(token) and place + 1 < len(tokens)]
    if told:
        return told[-1] + 1 if tokens[told[-1] + 1][:1].isdigit() else None
    numbers = [
        place for place, token in enumerate(tokens) if place and token[:1].isdigit() and not _ORDINAL.fullmatch(token)
    ]
    if len(numbers) > 1 and _YEAR.fullmatch(tokens[numbers[0]]):
        return numbers[1]
    return numbers[0] if numbers else None


def read_addition(behind: Sequence[str]) -> str | None:
    """Returns the addition after the number: `A`, `bis A`, `- II`, `B 03`; None when nothing follows.

    Raises:
        Unsure: the words may be something else than an addition.
    """
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
