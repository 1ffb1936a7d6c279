"""Letters for tests: every letter of every profile, with everything filled in; and what stands on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID
from zoneinfo import ZoneInfo

from docx import Document
from pypdf import PdfReader

from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Signature, Writing
from achterwacht.letters.paper import Sheet
from achterwacht.letters.wording import own_words, write
from achterwacht.protocols.letters import Letter
from achterwacht.protocols.measures import Condition
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped
from achterwacht.protocols.words import word_for
from documents.typeset import House

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WHO = UUID("00000000-0000-4000-8000-000000000001")
FACTS = LetterFacts(
    happened_on=date(2026, 11, 20),
    what="U schold een medewerker uit.",
    department="het team Inkomen",
    until=date(2027, 5, 20),
    where="alle gemeentelijke locaties",
    conditions=(Condition.ON_INVITATION,),
    contact="S. de Vries, 073 - 123 45 67",
    talk_on=date(2026, 12, 1),
    talk_at="10:00",
    talk_place="de receptie van het stadhuis",
    talk_with="de leidinggevende",
    agreements="U belt voordat u komt.",
    measures="U komt alleen op afspraak.",
    earlier_letter_on=date(2026, 11, 21),
    visited="het stadhuis",
    visited_on=date(2026, 11, 26),
    police_reported_on=date(2026, 11, 22),
    police_reported_of="bedreiging",
)
SOMEBODY = Addressee("J. Pieters", "Dorpsstraat 12\n5211 AA Den Bosch", "mevrouw")


def profiles() -> dict[str, Profile]:
    return {name: read_profile(text) for name, text in shipped().items()}


def every_letter() -> Iterator[tuple[str, Profile, Letter]]:
    for name, profile in profiles().items():
        for letter in profile.letters:
            yield f"{name}-{letter.id}", profile, letter


def letter_of(profile: str, letter: str, **more: object) -> Writing:
    """A draft with everything filled in."""
    spec = next(one for one in profiles()[profile].letters if one.id == letter)
    given: dict[str, object] = {"addressee": SOMEBODY, "facts": FACTS, **more}
    blank = Writing(WHO, spec, LetterState.DRAFT, **given)  # type: ignore[arg-type]  # fields of a letter, by name
    return written(blank)


def written(letter: Writing) -> Writing:
    return replace(letter, text=letter.text or write(letter, own_words(letter, "nl"), "nl"))


def a_sheet(letter: Writing, profile: Profile, *, signed: bool = False) -> Sheet:
    return Sheet(
        house=House("Gemeente Voorbeeld", ("Markt 1", "5211 AA Voorbeeld")),
        language="nl",
        zone=ZoneInfo("Europe/Amsterdam"),
        number="2026-0012" if signed else "",
        signed_at=NOW if signed else None,
        names={WHO: "Karin Smit"},
        words={one: word_for(one, profile, "nl") for one in letter.signers},
        made_at=NOW,
    )


def signed_by_all(letter: Writing) -> Writing:
    return replace(
        letter,
        state=LetterState.SIGNED,
        signatures=tuple(Signature(one, WHO, NOW) for one in letter.signers),
    )


def in_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def in_docx(content: bytes) -> str:
    return " ".join(" ".join(one.text for one in Document(BytesIO(content)).paragraphs).split())
