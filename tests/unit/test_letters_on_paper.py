"""Every letter of every protocol on paper, read back from PDF and Word by programs that are not ours."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from docx import Document

from achterwacht.letters.facts import Addressee, LetterFacts, Writing
from achterwacht.letters.paper import as_docx, as_pdf, starting_template
from achterwacht.letters.templates import fields_of, fit
from achterwacht.letters.wording import FACTS as FIELDS
from achterwacht.letters.wording import FIELD, MISSING, Field, names, own_words, sentence
from achterwacht.protocols.letters import Element, Letter
from achterwacht.protocols.measures import Condition
from achterwacht.protocols.profile import Profile
from documents.docx import read_template
from notifications.texts.catalogue import catalogue
from tests.support.letters import FACTS, a_sheet, every_letter, in_docx, in_pdf, letter_of, profiles, signed_by_all

ALL = [pytest.param(profile, letter, id=name) for name, profile, letter in every_letter()]
ODD = "#panic() *vet* {{ 7 * 7 }} {% x %} <w:p> $x$ & \\"
MOST_WORDS = 16
"""On average in a sentence: what is easy to read."""


@pytest.mark.parametrize(("profile", "letter"), ALL)
def test_it_says_what_the_protocol_wants(profile: Profile, letter: Letter) -> None:
    signed = signed_by_all(letter_of(profile.id, letter.id))
    sheet = a_sheet(signed, profile, signed=True)
    pdf, docx = as_pdf(signed, sheet), as_docx(signed, sheet, None)
    for text in (in_pdf(pdf), in_docx(docx)):
        assert not MISSING.search(text)
        assert "CONCEPT" not in text
        for part in ("Gemeente Voorbeeld", letter.name, "2026-0012", "27 november 2026", "Geachte mevrouw J. Pieters,"):
            assert part in text
        for paragraph in signed.text:
            assert " ".join(paragraph.split()) in text
        assert "Karin Smit" in text
    assert len(signed.text) == len(letter.contents)
    assert len(letter.contents) >= len(letter.says), "each thing that must be in it has its sentence"
    words = " ".join(signed.text)
    assert "u" in words.split() or "U" in words.split()
    assert not {"je", "jij", "jouw", "jullie"} & set(words.lower().split())
    word = Document(BytesIO(docx))
    assert word.core_properties.title == letter.name
    assert word.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["nl-NL"], "by which Word spells and speaks"
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert letter.name in str(told["dc:title"])
        assert bool(opened.Root.MarkInfo.Marked)


def test_the_sentences_are_short() -> None:
    entries = catalogue("nl").entries["letter_words"]
    assert set(entries) == {one.value for one in Element}
    for words in entries.values():
        sentences = [
            one for one in FIELD.sub("veld", words).replace("?", ".").replace(":", ".").split(".") if one.strip()
        ]
        assert sum(len(one.split()) for one in sentences) / len(sentences) <= MOST_WORDS, words
        assert names(words) <= {one.value for one in FIELDS}, "a sentence holds no other fields"


@pytest.mark.parametrize(("profile", "letter"), ALL)
def test_a_draft_says_that_it_is_one_and_what_is_missing(profile: Profile, letter: Letter) -> None:
    draft = letter_of(profile.id, letter.id, facts=LetterFacts(), addressee=Addressee())
    sheet = a_sheet(draft, profile)
    text = in_pdf(as_pdf(draft, sheet))
    assert "CONCEPT" in text
    assert in_docx(as_docx(draft, sheet, None)).startswith("CONCEPT")
    for field in fields_of(letter, "nl"):
        if field != Field.VOORWAARDEN:  # said only if there are any
            assert f"[{field} ontbreekt]" in text


@pytest.mark.parametrize(("profile", "letter"), ALL)
def test_the_template_to_begin_with_fits(profile: Profile, letter: Letter) -> None:
    words = own_words(letter_of(profile.id, letter.id), "nl")
    found = read_template(starting_template(words, "nl"))
    assert found.words == words
    assert fit(found, letter, "nl").good


def test_what_a_template_lacks_is_named() -> None:
    ban = letter_of("s-hertogenbosch", "ban").spec
    words = ("Op {{ datum_incident }} ging het mis.", "U komt niet meer, {{ naam }}.", "{{ geheim }}")
    found = fit(read_template(starting_template(words, "nl")), ban, "nl")
    assert found.missing == ("afdeling", "omschrijving", "aangifte_datum", "aangifte_van", "waar", "tot_datum")
    assert found.unknown == ("geheim", "naam"), "the name stands in the layout, and not in the words"
    only_layout = read_template(starting_template(("{{ tekst }}",), "nl"))
    assert fit(only_layout, ban, "nl").good


def test_markup_in_a_name_is_text() -> None:
    letter = letter_of("demo", "warning", addressee=Addressee(ODD, ODD, "heer"), facts=replace(FACTS, what=ODD))
    sheet = a_sheet(letter, profiles()["demo"])
    for text in (in_pdf(as_pdf(letter, sheet)), in_docx(as_docx(letter, sheet, None))):
        assert f"Geachte heer {ODD}," in text
        assert f"het volgende: {ODD}" in text


def test_conditions_are_said_only_where_there_are_some() -> None:
    said = letter_of("corporatie", "sanction", facts=replace(FACTS, conditions=(Condition.ON_INVITATION,)))
    silent = letter_of("corporatie", "sanction", facts=replace(FACTS, conditions=()))
    assert "U kunt nog contact met ons hebben, maar alleen zo: op uitnodiging." in said.text
    assert len(silent.text) == len(said.text) - 1


def test_attachments_stand_on_it() -> None:
    ban: Writing = letter_of("losser", "ban", attachments=("een kopie van het paspoort",))
    sheet = a_sheet(ban, profiles()["losser"])
    assert "Bijlagen" in in_pdf(as_pdf(ban, sheet))
    assert "een kopie van het paspoort" in in_docx(as_docx(ban, sheet, None))


def test_every_sentence_is_there() -> None:
    assert all(sentence(one, "nl") for one in Element)
