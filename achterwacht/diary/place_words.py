"""The words in a line that somebody typed as a place, and the parts of that line. Pure."""

import re

from achterwacht.addresses import fold

COUNTRIES = frozenset({"NEDERLAND", "THE NETHERLANDS", "NETHERLANDS", "NL", "BELGIE", "BELGIUM", "BELGIQUE", "BE"})
ONLINE = re.compile(r"https?:|www\.|@|\b(TEAMS|ZOOM|WEBEX|MEET|SKYPE|ONLINE|VIDEOBELLEN|BEELDBELLEN)\b", re.IGNORECASE)
IN_A_BUILDING = re.compile(
    r"\b(KAMER|ZAAL|VERGADER\w*|RUIMTE|LOKAAL|ROOM|BALIE|WERKPLEK|SPREEKKAMER|TAFEL)\b", re.IGNORECASE
)
BESIDES = re.compile(
    r"\b(VERDIEPING|VERD|ETAGE|BELLEN|BEL|AANBELLEN|TELEFOON|TEL|MOBIEL|GSM|INGANG|ACHTERDEUR|PARKEREN)\b",
    re.IGNORECASE,
)
"""Remarks beside an address, which are not part of it."""
NEAR = re.compile(
    r"(?<!\w)(T[./ ]?O\.?|TEGENOVER|SCHUIN|NABIJ|VLAK ?BIJ|NAAST|HOEK|TUSSEN|T[./]?H[./]?V\.?|TER HOOGTE VAN|OMGEVING|"
    r"ACHTER|VOORBIJ|EN FACE|FACE A|VIS[- ]A[- ]VIS|A COTE|PRES DE|DERRIERE|COIN)(?!\w)",
    re.IGNORECASE,
)
"""Words that mean: not at the address, but near it."""
TOWNS = re.compile(r"\bOP ZOOM\b", re.IGNORECASE)
"""Bergen op Zoom is a town."""
STREET = re.compile(
    r"(STRAAT|STR\.?|WEG|LAAN|PLEIN|HOF|DREEF|STEEG|KADE|KAAI|GRACHT|SINGEL|PAD|DIJK|RING|BAAN|LEI|MARKT|PARK|WAL|VELD|"
    r"BURG|HAVEN|BRINK|STEENWEG)$"
)
ASIDE = re.compile(r"\([^()]*\)")


def parts_of(text: str) -> list[str]:
    parts = [re.sub(r"(?<=[0-9]) ?- ?(?=[0-9])", "-", fold.tidy(part)) for part in re.split(r"[,;\n]", text)]
    return [part for part in parts if part and fold.fold(part) not in COUNTRIES]
