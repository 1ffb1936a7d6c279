"""The columns of a file with risk addresses, and the words that stand in them: those of the API, and Dutch.

Every column must be known: one that is left out may hold what keeps somebody from the door.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from achterwacht.risks.rules import Advice, Criterion
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Layout

Choice = TypeVar("Choice", bound=StrEnum)
CALLED = {
    "country": ("land",),
    "postcode": ("postcode",),
    "houseNumber": ("huisnummer", "huisnr", "nummer"),
    "advice": ("advies", "adviezen", "wat te doen"),
    "reason": ("reden", "waarom", "aanleiding"),
    "reviewDate": ("opnieuw bekijken op", "herzien op", "herzieningsdatum", "evaluatiedatum"),
    "addition": ("toevoeging", "huisletter en toevoeging", "huisnummertoevoeging", "toev"),
    "street": ("straat", "straatnaam"),
    "city": ("plaats", "woonplaats", "gemeente"),
    "box": ("bus", "busnummer"),
    "personName": ("naam persoon", "persoon", "naam"),
    "criteria": ("criteria", "criterium", "grond", "gronden"),
    "notFor": ("welke medewerker niet", "niet voor", "niet deze medewerker"),
    "instruction": ("instructie", "aanwijzing"),
    "measure": ("maatregel", "bron"),
    "validFrom": ("geldt vanaf", "geldig vanaf", "ingangsdatum"),
    "endsOn": ("geldt tot en met", "geldig tot en met", "einddatum"),
}
NEEDED = ("country", "postcode", "houseNumber", "advice", "reason", "reviewDate")
MARKS = Layout(CALLED, [(one,) for one in NEEDED])
ADVICE: Mapping[Advice, tuple[str, ...]] = {
    Advice.OFFICE_ONLY: ("alleen op kantoor", "op kantoor"),
    Advice.NOT_THIS_EMPLOYEE: ("laat een collega gaan", "niet deze medewerker"),
    Advice.POLICE_FIRST: ("meld je bezoek eerst bij de politie", "eerst politie", "politie eerst"),
    Advice.PAIRS: ("ga met z'n tweeën", "met z'n tweeën", "met twee", "samen"),
    Advice.PHONE_FIRST: ("bel eerst", "eerst bellen"),
    Advice.ATTENTION: ("let goed op", "let op"),
}
CRITERIA: Mapping[Criterion, tuple[str, ...]] = {
    Criterion.LETTERS: ("brieven volgens het protocol", "brieven"),
    Criterion.INCIDENTS: ("incidenten", "incident"),
    Criterion.EXPECTED_TROUBLE: ("problemen verwacht",),
    Criterion.WEAPON: ("wapen", "wapens"),
    Criterion.DOG: ("hond", "honden"),
    Criterion.FRAUD_INVESTIGATION: ("eerder fraudeonderzoek", "fraudeonderzoek"),
}
_WORDS = {
    "advice": "Een of meer van: " + "; ".join(also[0] for also in ADVICE.values()),
    "criteria": "Een of meer van: " + "; ".join(also[0] for also in CRITERIA.values()),
    "country": "NL of BE",
    "reason": "Waarom deze markering er is",
    "reviewDate": "Een dag, zoals 31-12-2027",
    "validFrom": "Een dag, zoals 31-12-2027",
    "endsOn": "Een dag, zoals 31-12-2027",
    "personName": "Als het om een van de bewoners gaat",
    "notFor": "E-mailadres van wie er niet heen gaat",
    "instruction": "Wat een collega voor de deur leest",
    "measure": "Maatregel of incident waar het uit komt",
    "street": "In België nodig",
    "city": "In België nodig",
    "box": "Alleen in België",
    "addition": "Zoals A, bis of 3",
}
TO_FILL_IN = [(also[0], name in NEEDED, _WORDS.get(name, "")) for name, also in CALLED.items()]
"""The headings of a file to fill in, whether each must be there, and what belongs in it."""
EXPORTED: Mapping[str, str] = {name: also[0] for name, also in CALLED.items()} | {
    "id": "nummer", "address": "adres", "about": "over", "incidentId": "melding", "reviewOverdue": "te laat bekeken",
    "state": "stand", "replaces": "in plaats van", "proposedBy": "voorgesteld door", "proposedAt": "voorgesteld op",
    "approvedBy": "goedgekeurd door", "approvedAt": "goedgekeurd op", "reviewedBy": "bekeken door",
    "reviewedAt": "bekeken op", "endedBy": "beëindigd door", "endedAt": "beëindigd op", "endReason": "waarom beëindigd",
    "personConcerned": "wat de persoon weet", "at": "wanneer", "person": "wie", "purpose": "waarvoor",
    "visitId": "bezoek", "told": "gelezen markeringen", "sameBuilding": "zelfde gebouw",
}  # fmt: skip
"""The headings of what is given out, by the field of the API."""
SAID: Mapping[str, str] = {one.value: also[0] for words in (ADVICE, CRITERIA) for one, also in words.items()} | {
    "household": "huishouden", "person": "persoon", "proposed": "voorgesteld", "approved": "geldig",
    "ended": "beëindigd", "expired": "verlopen",
}  # fmt: skip
"""The words of what is given out."""
COUNTRIES = {"NEDERLAND": "NL", "BELGIE": "BE", "BELGIË": "BE", "BELGIUM": "BE", "BELGIQUE": "BE"}


def words_in(text: str, words: Mapping[Choice, Iterable[str]]) -> tuple[list[Choice], bool]:
    """Returns the choices that a cell names, and whether all of it was understood.

    A semicolon, comma, bar or line stands between two of them; between words without spaces a space may.
    """
    known = {bare(said): choice for choice, also in words.items() for said in (choice.value, *also)}
    found: list[Choice] = []
    whole = True
    for piece in re.split(r"[;,|\n]+", text):
        pieces = [piece] if bare(piece) in known else piece.split()
        found += [known[bare(one)] for one in pieces if bare(one) in known]
        whole = whole and all(bare(one) in known for one in pieces)
    return found, whole


def country_of(text: str) -> str:
    """Returns the code of a country that is written as a word; any other text as it is."""
    said = text.strip().upper()
    return COUNTRIES.get(said, said)
