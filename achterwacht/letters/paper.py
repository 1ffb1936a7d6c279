"""A letter on paper: as PDF in the house style, and as Word in the looks of the organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from uuid import UUID
from zoneinfo import ZoneInfo

from achterwacht.letters.facts import FINAL, Writing
from achterwacht.letters.wording import Field, values
from achterwacht.protocols.functions import Function
from documents import docx
from documents.typeset import House, pdf
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import whole_day_of

IN_WORD = {"nl": "nl-NL", "en": "en-GB", "fr": "fr-BE"}
"""Word knows a language by its country too."""


@dataclass(frozen=True)
class Sheet:
    """What a letter needs besides itself to stand on paper.

    number: as it is shown. names: of who signed. words: what the protocol calls a function. signed_at: when the last
    one signed; until then it is a draft.
    """

    house: House
    language: str
    zone: ZoneInfo
    number: str
    signed_at: datetime | None
    names: Mapping[UUID, str]
    words: Mapping[Function, str]
    made_at: datetime


def as_pdf(letter: Writing, sheet: Sheet) -> bytes:
    """Returns the letter as PDF. A draft says that it is one, also after it was put away."""
    said = catalogue(sheet.language)
    data = {
        "concept": _concept(letter, said),
        "addressee": {"name": letter.addressee.name, "address": letter.addressee.address},
        "lines": _lines(letter, sheet, said),
        "dear": _dear(letter, said),
        "text": list(letter.text),
        "closing": said.say("letters", "closing"),
        "signed": _signed(letter, sheet, said),
        "attachments": list(letter.attachments),
        "words": {"attachments": said.say("letters", "attachments")},
        "footer": " · ".join(part for part in (sheet.house.name, sheet.number) if part),
    }
    made_at = sheet.signed_at or sheet.made_at
    title = letter.spec.name
    return pdf(_typst(), data, title=title, language=sheet.language, house=sheet.house, made_at=made_at)


def as_docx(letter: Writing, sheet: Sheet, layout: bytes | None) -> bytes:
    """Returns the letter as a Word file, in the layout of the organisation, or else in ours. A draft says that it is
    one, as on the PDF."""
    said = catalogue(sheet.language)
    signed = "\n\n".join("\n".join(part for part in one.values() if part) for one in _signed(letter, sheet, said))
    filled: dict[str, object] = {
        **values(letter.facts, sheet.language),
        Field.NAAM.value: letter.addressee.name,
        Field.ADRES.value: letter.addressee.address,
        Field.AANHEF.value: _dear(letter, said),
        Field.DATUM.value: _day(sheet, said),
        Field.KENMERK.value: sheet.number or said.say("letters", "no_number"),
        Field.ONDERWERP.value: letter.spec.name,
        Field.ORGANISATIE.value: sheet.house.name,
        Field.ONDERTEKENING.value: signed,
        Field.BIJLAGEN.value: "\n".join(letter.attachments),
        docx.TEXT: list(letter.text),
    }
    return docx.fill(
        layout or our_layout(sheet.language), filled, title=letter.spec.name, banner=_concept(letter, said)
    )


@cache
def our_layout(language: str) -> bytes:
    """Returns the layout of the product, as an organisation's template is read."""
    return docx.read_template(starting_template((f"{{{{ {docx.TEXT} }}}}",), language)).layout


def starting_template(words: Sequence[str], language: str) -> bytes:
    """Returns a Word template to begin with: our layout, around this wording."""
    from io import BytesIO

    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    said = catalogue(language)
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    own = len(words) != 1 or words[0] != f"{{{{ {docx.TEXT} }}}}"
    inside = [f"{{{{ {docx.BEGIN} }}}}", *words, f"{{{{ {docx.END} }}}}"] if own else list(words)
    for line in (
        "{{ organisatie }}",
        "",
        "{{ naam }}",
        "{{ adres }}",
        "",
        f"{said.say('letters', 'date')}: {{{{ datum }}}}",
        f"{said.say('letters', 'number')}: {{{{ kenmerk }}}}",
    ):
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_heading("{{ onderwerp }}", level=1)
    for line in ("{{ aanhef }}", *inside, said.say("letters", "closing"), "{{ organisatie }}", "{{ ondertekening }}"):
        document.add_paragraph(line)
    document.add_paragraph("{{ bijlagen }}")
    document.core_properties.language = language
    document.core_properties.author = document.core_properties.comments = ""
    # What the file says of itself Word does not read: it spells, and a screen reader speaks, by its styles.
    for one in document.styles.element.xpath("w:docDefaults//w:lang"):
        one.set(qn("w:val"), IN_WORD.get(language, language))
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def _concept(letter: Writing, said: Catalogue) -> str:
    return "" if letter.state in FINAL else said.say("letters", "concept")


def _lines(letter: Writing, sheet: Sheet, said: Catalogue) -> list[list[str]]:
    number = sheet.number or said.say("letters", "no_number")
    return [[said.say("letters", "date"), _day(sheet, said)], [said.say("letters", "number"), number]]


def _day(sheet: Sheet, said: Catalogue) -> str:
    if sheet.signed_at is None:
        return said.say("letters", "no_date")
    return whole_day_of(sheet.signed_at.astimezone(sheet.zone).date(), sheet.language)


def _dear(letter: Writing, said: Catalogue) -> str:
    title = letter.addressee.dear or said.say("letters", "dear")
    return said.say("letters", "salutation", {"dear": title, "name": letter.addressee.name})


def _signed(letter: Writing, sheet: Sheet, said: Catalogue) -> list[dict[str, str]]:
    """Returns who signed, or whose signature is waited for: name, function, when."""
    found = {one.function: one for one in letter.signatures}
    lines = []
    for function in letter.signers:
        signature = found.get(function)
        if signature is None:
            lines.append({"name": "", "function": sheet.words[function], "at": ""})
            continue
        at = signature.at.astimezone(sheet.zone)
        moment = {"day": whole_day_of(at.date(), sheet.language), "time": f"{at:%H:%M}"}
        name = sheet.names.get(signature.person_id, "")
        lines.append({"name": name, "function": sheet.words[function], "at": said.say("letters", "signed_at", moment)})
    return lines


@cache
def _typst() -> str:
    return (files("achterwacht.letters") / "letter.typ").read_text("utf-8")
