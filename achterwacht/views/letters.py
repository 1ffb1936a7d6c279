"""What a letter needs to stand on paper: whose paper it is, who signed, and what the protocol calls them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_facts import profile_of_letter
from achterwacht.letters.access import read
from achterwacht.letters.facts import Writing
from achterwacht.letters.numbering import shown_number
from achterwacht.letters.paper import Sheet, as_docx, as_pdf
from achterwacht.letters.records import LetterheadRecord, LetterRecord, LetterTemplateRecord
from achterwacht.letters.templates import letterhead_of
from achterwacht.people.names import names_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.words import word_for
from documents.typeset import House


def house_of(organisation: OrganisationRecord, head: LetterheadRecord | None) -> House:
    """Returns whose paper it is."""
    lines = () if head is None else tuple(head.lines)
    return House(organisation.name, lines, None if head is None else head.mark, organisation.country)


def sheet_of(session: Session, record: LetterRecord, now: datetime) -> tuple[Writing, Sheet]:
    """Returns the letter, and what it needs to stand on paper. What is signed keeps the head it was signed with."""
    organisation = session.get_one(OrganisationRecord, record.organisation_id)
    letter = read(session, record)
    profile = profile_of_letter(session, record)
    language = organisation.language
    sheet = Sheet(
        house=house_of(organisation, _head(session, record)),
        language=language,
        zone=ZoneInfo(organisation.time_zone),
        number=shown_number(record),
        signed_at=record.signed_at,
        names=names_of(session, record.organisation_id, [one.person_id for one in letter.signatures]),
        words={one: word_for(one, profile, language) for one in letter.signers},
        made_at=now,
    )
    return letter, sheet


def layout_of(session: Session, record: LetterRecord) -> bytes | None:
    """Returns the layout of the organisation for this letter, if it had one when the letter was drafted."""
    if record.template_id is None:
        return None
    return session.scalar(
        select(LetterTemplateRecord.layout).where(
            LetterTemplateRecord.organisation_id == record.organisation_id,
            LetterTemplateRecord.id == record.template_id,
        )
    )


def _head(session: Session, record: LetterRecord) -> LetterheadRecord | None:
    if record.number is None:
        return letterhead_of(session, record.organisation_id)
    if record.letterhead_id is None:
        return None
    return session.scalars(
        select(LetterheadRecord).where(
            LetterheadRecord.organisation_id == record.organisation_id, LetterheadRecord.id == record.letterhead_id
        )
    ).one()


__all__ = ["as_docx", "as_pdf", "house_of", "layout_of", "sheet_of", "shown_number"]
