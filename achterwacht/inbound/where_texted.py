"""Reads what stands behind `IN` (docs/decisions/0091): a place, how long, and perhaps a PIN. Pure.

"5211AA 12 30"                  -> 5211 AA 12, half an hour
"Kerkstraat 5 9000 Gent 30"     -> Kerkstraat 5, 9000 Gent
"9000 Kerkstraat 5"             -> the same house; for how long, the protocol says
"achterom bij de molen 45"      -> no address: the place in their words, if they say how long
"5211AA 12 met Piet"            -> nothing: what more was meant, nobody can tell

The place is never guessed, since the police may be sent there. What can be read as two addresses is none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, BelgianAddress, DutchAddress
from achterwacht.addresses.described import LONGEST_WHERE, DescribedPlace, WhereTo
from achterwacht.addresses.reading import read_address
from achterwacht.diary.places import read_place
from achterwacht.refused import WrongInput
from notifications.clock_times import JOINED, TIME, ClockTime, clock_time
from notifications.dictated import written_out
from notifications.doubts import takes_back
from notifications.forms import KIND
from notifications.said_otherwise import HOURS, IN_MINUTES, LENGTHS, length, phrases

GAP = r"[\s,;:.+-]+"
NAMED = "|".join(rf"(?P<length{minutes}>{form})" for minutes, form in reversed(LENGTHS))
ABOUT = r"(?:(?:VOOR|DUURT|NOG|CA|CIRCA|ONGEVEER|ONG|PLM|ROND|OM(?! \d\d? ?[UH:])|NU)\.? )*"
"""What stands before a length, and would be an addition of the house: `12 ca 30 min` is no house 12-CA."""
HOURS_AND = r"(?P<whole>[1-3]) ?(?:U|UUR|H) ?(?P<rest>[0-5]\d)(?:M|MIN)?"
"""No more hours than that: `5u30` is half past five."""
LONG = rf"{ABOUT}(?:{HOURS_AND}|{HOURS}|{IN_MINUTES}|{NAMED}|(?P<plain>\d{{1,3}})|TOT (?:{JOINED}|{TIME}))"
PIN = r"(?:(?:PIN ?CODE|PIN|CODE)[\s:]*)?(?P<pin>\d{4,8})"
WITH_LENGTH = re.compile(rf"(?P<where>.*?)(?:^|{GAP}){LONG}(?:{GAP}{PIN})?", re.IGNORECASE)
KINDLY = re.compile(rf"(?P<said>.*?\d.*?){KIND}", re.IGNORECASE)
SPREAD_POSTCODE = re.compile(r"(?<!\d)([1-9]) ?(\d) ?(\d) ?(\d) ?([A-Z]) ?([A-Z])(?![A-Z])", re.IGNORECASE)
"""`52 11 a a`, as a telephone writes what it heard."""
STOP = re.compile(r"(?<=[0-9])\.\s|(?<=[0-9][A-Z]{2})\.\s", re.IGNORECASE)
NUMBER_WORD = re.compile(r"(?<![^\W_])(?:HUIS)?(?:NUMMER|NR\.?)\s(?=\d)", re.IGNORECASE)
BEFORE_A_POSTCODE = re.compile(r"(?<=[0-9A-Z])[ ,]+(?:TE|IN|OP|\u00c0)[ ,]+(?=[1-9]\d{3}(?!\d))", re.IGNORECASE)
"""`Kerkstraat 12 te 9000 Gent`."""
GLUED = re.compile(r"(?<!\d)([1-9]\d{3} ?[A-Z]{2})(?=\d)", re.IGNORECASE)
NOW = re.compile(r"(?<=[0-9A-Z])[ ,]+NU$", re.IGNORECASE)
RANGE = re.compile(r"\d-$")
"""`12-30` is a house, and no half hour in house 12."""
POSTCODE = re.compile(r"(?<!\d)[1-9]\d{3} ?(?:[A-Z]{2}(?![A-Z])|(?=[^\d]|$))", re.IGNORECASE)
CITY_FIRST = re.compile(r"(?P<postcode>[1-9]\d{3})[ ,]+(?P<city>[^\d,]{2,}),\s*(?P<house>\D.*\d.*)")
POSTCODE_FIRST = re.compile(r"(?P<postcode>[1-9]\d{3})[ ,]+(?P<street>[^\d,]{2,}?)[ ,]+(?P<number>\d.*)")
POSTCODE_LAST = re.compile(r"(?P<street>[^\d,]{2,}?)[ ,]+(?P<number>\d.*?)[ ,]+(?P<postcode>[1-9]\d{3})")
TOWN_AND_STREET = re.compile(
    r"(?!(?:DE|DEN|HET|SINT|ST|OUDE|NIEUWE|GROTE|KLEINE|LANGE|KORTE|HOGE|LAGE|BREDE|SMALLE|GROENE|KONING|KONINGIN|PRINS|"
    r"EERSTE|TWEEDE|DERDE)(?![A-Z]))[A-Z'-]+(?: [A-Z'-]+)* [A-Z'-]*(?:STRAAT|LAAN|WEG|PLEIN|LEI|DREEF|BAAN|KAAI)"
)
"""`Gent Kerkstraat`: a town before its street, or a street with a first name. A mark would be missed."""
NO_TOWN = re.compile(
    r"(?<![A-Z])(?:MET|EN|ALS|MAAR|VOOR|MORGEN|STRAKS|LATER|DAARNA|NIET|GEEN|IK|WE|WIJ|BEN|UUR|MIN|NU|SAMEN|KOM|GA)"
    r"(?![A-Z])"
)
"""What stands where a town should, and is none: who says more is asked to say less."""
LONGEST = 200
"""Letters. Who writes more tells something else."""
SHORTEST_PLAIN = 5
"""Minutes without a word for them: a smaller number behind a house number may be an addition."""
SHORTEST_IN_WORDS = 10
"""The same behind words: `Kerkstraat 5` is a house, and no five minutes."""


@dataclass(frozen=True)
class Texted:
    """where: None if they named none. minutes, until: both None if they did not say how long. pin: digits behind it.

    goes_on: whether it may end an earlier way back, as with the PIN where there is one."""

    where: WhereTo | None = None
    minutes: int | None = None
    until: ClockTime | None = None
    pin: str = ""
    goes_on: bool = True


@dataclass(frozen=True)
class _Split:
    where: str
    said: Texted
    plain: bool = False


def read_check_in(text: str, country: str) -> Texted | None:
    """Returns the place and the time; None if it is not certain what is meant. country: where the organisation works.

    `Texted()` is an empty text: the visit that they planned.
    """
    typed = _as_written(fold.tidy(text))
    if not typed:
        return Texted()
    if len(typed) > LONGEST:
        return None
    dictated = written_out(fold.fold(typed))
    spoken = _as_written(dictated.title()) if dictated != fold.fold(typed) else ""
    return _read(typed, country) or (_read(spoken, country) if spoken else None)


def _as_written(text: str) -> str:
    """Returns the text without what a telephone adds when it hears an address: `52 11 a a. Nummer 12.`"""
    joined = SPREAD_POSTCODE.sub(r"\1\2\3\4\5\6", text)
    apart = GLUED.sub(r"\1 ", NUMBER_WORD.sub("", STOP.sub(", ", joined)))
    return NOW.sub("", BEFORE_A_POSTCODE.sub(", ", apart))


def _read(text: str, country: str) -> Texted | None:
    kindly = KINDLY.fullmatch(fold.fold(text))
    if kindly is not None and len(fold.fold(text)) == len(text):
        text = text[: kindly.end("said")]
    splits = list(_splits(text))
    if any(fold.fold(one.where).endswith(" IN") for one in splits):
        return None  # `5211AA 12 in 10 min` may be when they begin
    for one in splits:
        where = _exactly(one.where, country)
        if where is not None:
            short = one.plain and (one.said.minutes or 0) < SHORTEST_PLAIN
            return None if short else replace(one.said, where=where)
    return next((said for one in splits if (said := _in_words(one)) is not None), None)


def _splits(text: str) -> Iterator[_Split]:
    """Yields the ways to divide a text into a place and a time: a time at its end, or none."""
    found = WITH_LENGTH.fullmatch(text)
    if found is not None and not (found["plain"] and RANGE.search(text[: found.start("plain")])):
        said = {name: value.upper() if value else value for name, value in found.groupdict().items()}
        minutes = _minutes(said)
        yield _Split(
            (found["where"] or "").strip(" ,;:."),
            Texted(minutes=minutes, until=None if minutes is not None else clock_time(said), pin=said["pin"] or ""),
            plain=said["plain"] is not None,
        )
    yield _Split(text, Texted())


def _minutes(said: Mapping[str, str | None]) -> int | None:
    if whole := said["whole"]:
        return 60 * int(whole) + int(said["rest"] or 0)
    return int(said["plain"] or 0) or length(said)


def _exactly(text: str, country: str) -> Address | None:
    place = read_place(text, country)
    found = place.address if place is not None else None
    if isinstance(found, BelgianAddress) and country != "BE":
        return None
    if found is None and country == "BE":
        found = _flemish(text)
    return None if found is None or NO_TOWN.search(fold.fold(_free_words(found))) else found


def _free_words(address: Address) -> str:
    """Returns what of an address may be anything: its town, and the street of a Belgian one."""
    return f"{address.city or ''} {'' if isinstance(address, DutchAddress) else address.street}"


def _flemish(text: str) -> BelgianAddress | None:
    """Read the postcode before the street, or without a town: nobody needs both by SMS."""
    city = CITY_FIRST.fullmatch(text)
    if city is not None:
        place = read_place(f"{city['house']}, {city['postcode']} {city['city']}", "BE")
        return place.address if place is not None and isinstance(place.address, BelgianAddress) else None
    found = POSTCODE_FIRST.fullmatch(text) or POSTCODE_LAST.fullmatch(text)
    if found is None or TOWN_AND_STREET.fullmatch(fold.fold(found["street"])):
        return None
    fields = {"street": found["street"], "houseNumber": found["number"], "postcode": found["postcode"]}
    try:
        address = read_address({"country": "BE", **fields, "city": "-"})
    except WrongInput:
        return None
    assert isinstance(address, BelgianAddress)
    return replace(address, city="")


def _in_words(one: _Split) -> Texted | None:
    """Returns the place in their own words, if they also say for how long, and it reads like no other sentence."""
    minutes, where = one.said.minutes, one.where
    if not where:
        # `In 10 min`, `in een kwartier` may be when they begin: nobody is watched who still sits in the car.
        sure = (minutes and one.plain) or one.said.until
        return one.said if sure and not one.said.pin else None
    folded = fold.fold(where)
    if minutes is None or minutes < (SHORTEST_IN_WORDS if one.plain else 1) or len(where) > LONGEST_WHERE:
        return None
    if sum(letter.isalpha() for letter in where) < 3 or POSTCODE.search(where) or takes_back(folded):
        return None
    return None if _no_place().search(folded) else replace(one.said, where=DescribedPlace(where, ""))


@lru_cache
def _no_place() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Z])(?:{phrases('no_place')})(?![A-Z])")
