"""The words of a letter: the sentences of the product or of the organisation, with their fields filled in.

A sentence holds fields, `{{ tot_datum }}`, and nothing else. What is filled in is text. A field that nobody filled in
yet stays visible as what is missing, and such a letter is not signed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from achterwacht.letters.facts import LetterFacts, Writing
from achterwacht.protocols.letters import Element
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import whole_day_of

SECTION = "letter_words"
FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
MISSING = re.compile(r"\[\w+ ontbreekt\]")


class Field(StrEnum):
    """What can stand in a sentence or a template, by the word that people type in Word."""

    NAAM = "naam"
    ADRES = "adres"
    AANHEF = "aanhef"
    DATUM = "datum"
    KENMERK = "kenmerk"
    ONDERWERP = "onderwerp"
    ORGANISATIE = "organisatie"
    ONDERTEKENING = "ondertekening"
    BIJLAGEN = "bijlagen"
    DATUM_INCIDENT = "datum_incident"
    OMSCHRIJVING = "omschrijving"
    AFDELING = "afdeling"
    TOT_DATUM = "tot_datum"
    WAAR = "waar"
    VOORWAARDEN = "voorwaarden"
    CONTACTPERSOON = "contactpersoon"
    GESPREK_DATUM = "gesprek_datum"
    GESPREK_TIJD = "gesprek_tijd"
    GESPREK_PLAATS = "gesprek_plaats"
    GESPREK_MET = "gesprek_met"
    AFSPRAKEN = "afspraken"
    MAATREGELEN = "maatregelen"
    BRIEF_DATUM = "brief_datum"
    BEZOCHT = "bezocht"
    BEZOCHT_DATUM = "bezocht_datum"
    AANGIFTE_DATUM = "aangifte_datum"
    AANGIFTE_VAN = "aangifte_van"


FACTS: Mapping[Field, str] = {
    Field.DATUM_INCIDENT: "happened_on",
    Field.OMSCHRIJVING: "what",
    Field.AFDELING: "department",
    Field.TOT_DATUM: "until",
    Field.WAAR: "where",
    Field.VOORWAARDEN: "conditions",
    Field.CONTACTPERSOON: "contact",
    Field.GESPREK_DATUM: "talk_on",
    Field.GESPREK_TIJD: "talk_at",
    Field.GESPREK_PLAATS: "talk_place",
    Field.GESPREK_MET: "talk_with",
    Field.AFSPRAKEN: "agreements",
    Field.MAATREGELEN: "measures",
    Field.BRIEF_DATUM: "earlier_letter_on",
    Field.BEZOCHT: "visited",
    Field.BEZOCHT_DATUM: "visited_on",
    Field.AANGIFTE_DATUM: "police_reported_on",
    Field.AANGIFTE_VAN: "police_reported_of",
}
"""Which fact fills which field. The other fields belong to the layout."""
LAYOUT_NEEDS = (Field.NAAM, Field.DATUM, Field.KENMERK, Field.ONDERTEKENING)
"""What no letter on paper can do without."""
LEFT_OUT_WHEN_EMPTY = frozenset({Element.CONDITIONS})
"""Sentences that are said only if there is something to say."""


def sentence(element: Element, language: str) -> str:
    """Returns a sentence with its fields, as it stands in the catalogue."""
    return catalogue(language).entries[SECTION][element.value]


def own_words(letter: Writing, language: str) -> tuple[str, ...]:
    """Returns what the letter says with its fields, in the words of the product."""
    return tuple(sentence(one, language) for one in letter.contents)


def write(letter: Writing, words: Sequence[str], language: str) -> tuple[str, ...]:
    """Returns the paragraphs of a letter. words: the wording of an organisation, or of the product."""
    filled = values(letter.facts, language)
    optional = {sentence(one, language) for one in LEFT_OUT_WHEN_EMPTY}
    return tuple(
        fill(one, filled) for one in words if one not in optional or all(filled.get(name) for name in names(one))
    )


def names(text: str) -> frozenset[str]:
    """Returns the fields that a sentence names."""
    return frozenset(FIELD.findall(text))


def values(facts: LetterFacts, language: str) -> dict[str, str]:
    """Returns what fills each field, empty if nothing does yet."""
    said = catalogue(language)
    found = {}
    for field, name in FACTS.items():
        value = getattr(facts, name)
        if isinstance(value, date):
            value = whole_day_of(value, language)
        elif isinstance(value, tuple):
            value = "; ".join(said.say("letter_conditions", one.value) for one in value)
        found[field.value] = value or ""
    return found


def lacking(letter: Writing) -> tuple[str, ...]:
    """Returns the fields that must be filled in before it can be signed."""
    found = [] if letter.addressee.name.strip() else [Field.NAAM.value]
    return tuple(dict.fromkeys([*found, *_holes(letter.text)]))


def _holes(text: Sequence[str]) -> Iterator[str]:
    known = {one.value for one in Field}
    for paragraph in text:
        for hole in MISSING.findall(paragraph):
            name = hole.strip("[]").split()[0]
            if name in known:
                yield name


def fill(text: str, filled: Mapping[str, str]) -> str:
    """Returns a sentence with its fields filled in; what nobody filled in stays visible as missing."""
    return FIELD.sub(lambda found: filled.get(found[1]) or f"[{found[1]} ontbreekt]", text)
