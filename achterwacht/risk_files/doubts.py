"""Finds what can't be right in a row of a file: such a row is refused with the reason, never guessed at. Pure.

Excel turns house numbers into days (12-1 becomes 12 January), programs write NULL and #N/A for an empty value, and a
lost quote puts one row's text into another. Each of these can be read as an address that does not exist; the warning
would then lie where nobody looks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from achterwacht.addresses.fold import fold
from achterwacht.addresses.numbers import MACHINE, cannot_be, may_be_a_box
from achterwacht.refused import Wrong
from achterwacht.risk_files.columns import ADVICE, country_of
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Row

ADDRESS = ("country", "postcode", "houseNumber", "addition", "box", "street", "city")
NUMBERED = ("houseNumber", "addition", "box")
WORDS = ("advice", "criteria", "notFor")
DAYS = ("reviewDate", "validFrom", "endsOn")
FREE = ("reason", "instruction", "measure")
NOTHING = MACHINE | {
    "NVT", "N.V.T", "N.V.T.", "NVT.", "NIET VAN TOEPASSING", "GEEN", "GN", "ONBEKEND", "ONB", "ONB.", "UNKNOWN", "LEEG",
    "(LEEG)", "BLANCO", "NIHIL", "NB", "N.B.", "NA", "X", "XX", "XXX", "JA", "NEE", "NIETS", "SANS", "NEANT", "INCONNU",
    "AUCUN", "AUCUNE", "NO", "YES", "TBD", "NTB", "N.T.B.", "LEEG LATEN", "ZONDER",
}  # fmt: skip
"""What programs and people write where there is nothing."""
SIGNS = re.compile(r"[\W_]+")
LONGEST_LETTERS = 2
OF_A_DOOR = frozenset({
    "BIS", "TER", "QUA", "BUS", "BTE", "BOX", "BOITE", "APP", "APT", "APPT", "UNIT", "HUIS", "HOOG", "BGG", "BEG",
    "BEL", "BOV", "BEN",
    "BOVEN", "BENEDEN", "ACHTER", "VOOR", "LINKS", "RECHTS", "ROOD", "ZWART", "WIT", "III", "VII", "VIII",
    "XII", "XIII", "STUDIO", "KELDER", "SOUS", "ETAGE", "VERD", "VERDIEPING", "KAMER", "BERG", "GAR", "FLAT", "SUITE",
    "TOREN", "BLOK", "INGANG", "HAL", "WONING", "PENT", "PENTHOUSE", "TUIN",
})  # fmt: skip
"""The only words of three letters or more that stand on a door. Any other word is a remark about a door."""
_DOORS = re.compile(
    r"\b(?:T/M|T\.M\.|TM|TOT|EN|OF|ET|OU)\b|[+&,]|(?<![A-Z])[A-Z] *[-/] *[A-Z](?![A-Z])|\bT\.? ?O\b\.?|\bNAAST\b"
)
"""Words for more than one door, or for another one (opposite, next to)."""
_SERIAL = re.compile(r"[4-9][0-9]{4}")
"""How Excel writes days from 2009 on when it shows them as a number. No house has such a number."""
_BARE_DIGITS = re.compile(r"[0-9]{5,}")
_NUMBER_AND_REST = re.compile(r"[0-9]+ +(.*)")
_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]")
_DATE_ALONE = re.compile(r"[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POSTCODE_ALONE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}")
_ADVICE = frozenset(bare(said) for one, also in ADVICE.items() for said in (one.value, *also))


def doubts(row: Row) -> list[Wrong]:
    """Returns everything in a row that would have to be guessed. An empty pointer: it is unclear which cell belongs to
    which heading."""
    line = row.odd.get("") or ("columns" if "" in row.fields else "")
    return [Wrong("", line)] if line else list(_of_fields(row.fields, row.odd))


def _of_fields(fields: Mapping[str, str], odd: Mapping[str, str]) -> Iterator[Wrong]:
    if _holds_its_number(fold(fields.get("street", "")), fold(fields.get("houseNumber", ""))):
        yield Wrong("/street", "field_street")
    if country_of(fold(fields.get("country", ""))) == "BE" and may_be_a_box(fold(fields.get("houseNumber", ""))):
        yield Wrong("/houseNumber", "field_box")
    for column, text in fields.items():
        code = odd.get(column)
        if code is not None and not (code == "date" and column in DAYS):
            yield Wrong(f"/{column}", f"cell_{code}")
        elif text.strip() and (said := _doubt(column, text)):
            yield Wrong(f"/{column}", said)


def _holds_its_number(street: str, number: str) -> bool:
    """Whether the street holds the house number too: `Veldstraat 12` beside the number 12, `Veldstraat 12 bus 3`, or no
    letters at all.

    A number at the end of a street's name (Plein 1944) differs from that of the house.
    """
    if not street:
        return False
    first = re.match(r"[0-9]+", number)
    ends = re.search(r"[ ,]([0-9]+) ?[A-Z]?$", street)
    twice = first is not None and ends is not None and int(ends[1]) == int(first[0])
    return twice or not re.search(r"[^\W\d_]", street) or _BOX_IN_STREET.search(street) is not None


_BOX_IN_STREET = re.compile(r"[0-9] ?[A-Z]? *,? *\b(?:BUS|BTE|BOITE|BOX|NR)\b *[0-9A-Z]")


def _doubt(column: str, text: str) -> str:
    if column in FREE:
        return _in_text(column, text)
    if _BREAK.search(text.strip()):
        return "field_break"
    folded = fold(text)
    if column in WORDS or column in DAYS:
        return ""
    if ";" in text or "|" in text:
        return "field_separator"
    if _says_nothing(folded, NOTHING) or (column not in NUMBERED and not SIGNS.sub("", folded)):
        return "field_nothing"
    return _in_number(column, folded) if column in NUMBERED else ""


def _in_number(column: str, folded: str) -> str:
    if impossible := cannot_be(folded, column):
        return impossible
    if column == "houseNumber" and _SERIAL.fullmatch(folded):
        return "field_day"
    if column != "houseNumber":
        odd = _BARE_DIGITS.fullmatch(folded) or not folded.strip("0")
        return "field_number" if odd else _in_addition(folded)
    rest = _NUMBER_AND_REST.fullmatch(folded)
    return "field_nothing" if rest and _says_nothing(rest[1], NOTHING) else _in_addition(folded)


def _in_addition(folded: str) -> str:
    """Returns why this can't be an addition: it must name one door, and hold nothing else."""
    if _DOORS.search(folded):
        return "field_doors"
    words = re.findall(r"[A-Z]+", folded)
    return "field_word" if any(len(one) > LONGEST_LETTERS and one not in OF_A_DOOR for one in words) else ""


def _in_text(column: str, text: str) -> str:
    """Returns why this can't be a text: no human writes it, or it belongs to another row."""
    folded = fold(text)
    nothing = MACHINE if column == "reason" else NOTHING
    if _says_nothing(folded, nothing) or not SIGNS.sub("", folded):
        return "field_nothing"
    pieces = [one.strip() for one in re.split(r"[;|\t\n\r]", text)]
    by_comma = [one.strip() for one in text.split(",")]
    return "field_row" if _is_of_a_row(pieces) or (len(by_comma) > 2 and _is_of_a_row(by_comma, days=False)) else ""


def _is_of_a_row(pieces: Iterable[str], days: bool = True) -> bool:
    listed = list(pieces)
    return len(listed) > 1 and any(
        bare(one) in _ADVICE or (days and _DATE_ALONE.fullmatch(one)) or _POSTCODE_ALONE.fullmatch(one.upper())
        for one in listed
    )


def _says_nothing(folded: str, nothing: frozenset[str]) -> bool:
    return folded in nothing or folded.startswith("#") or not folded.strip("?")
