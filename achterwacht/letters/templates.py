"""An organisation's own paper: a Word template for each letter, and what stands at the head of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.letters.facts import Addressee, LetterFacts, LetterState, Writing
from achterwacht.letters.records import LetterheadRecord, LetterRecord, LetterTemplateRecord
from achterwacht.letters.wording import FACTS, LAYOUT_NEEDS, Field, names, own_words, sentence
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.protocols.letters import OF_AN_OFFICIAL, Letter
from documents.docx import TEXT, ReadTemplate
from foundation.columns import new_id

NOTHING = UUID(int=0)


@dataclass(frozen=True)
class Fit:
    """Whether a template fits a letter. missing: fields that it lacks. unknown: fields that no letter has."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not self.missing and not self.unknown


def fit(template: ReadTemplate, letter: Letter, language: str) -> Fit:
    """Returns what is missing or unknown in a template for this letter.

    Where it has its own words, these must name every field that ours do: what the protocol wants said.
    """
    known = {one.value for one in Field} | {TEXT}
    needed = [one.value for one in LAYOUT_NEEDS]
    if TEXT not in template.fields:
        needed.append(TEXT)
    if template.words:
        needed += [one for one in fields_of(letter, language) if one not in template.fields]
    missing = dict.fromkeys(one for one in needed if one not in template.fields)
    misplaced = {one for words in template.words for one in names(words)} - {one.value for one in FACTS}
    unknown = sorted((template.fields - known) | misplaced)
    return Fit(tuple(missing), tuple(unknown))


def fields_of(letter: Letter, language: str) -> tuple[str, ...]:
    """Returns the fields in what this letter says, in order."""
    blank = Writing(NOTHING, letter, LetterState.DRAFT, Addressee(), LetterFacts())
    found = [one for words in own_words(blank, language) for one in _in_order(words)]
    return tuple(dict.fromkeys(found))


def _in_order(words: str) -> Sequence[str]:
    return sorted(names(words), key=words.index)


def template_for(session: Session, organisation_id: UUID, letter_id: str) -> LetterTemplateRecord | None:
    """Returns the organisation's template for this letter, if it has one."""
    return session.scalars(
        select(LetterTemplateRecord)
        .where(
            LetterTemplateRecord.organisation_id == organisation_id,
            LetterTemplateRecord.letter == letter_id,
            LetterTemplateRecord.ended_at.is_(None),
        )
        .order_by(LetterTemplateRecord.set_at.desc(), LetterTemplateRecord.id)
        .limit(1)
    ).one_or_none()


def template_of(session: Session, record: LetterRecord) -> LetterTemplateRecord | None:
    """Returns the template that held when the letter was drafted."""
    if record.template_id is None:
        return None
    return session.scalars(
        select(LetterTemplateRecord).where(
            LetterTemplateRecord.organisation_id == record.organisation_id,
            LetterTemplateRecord.id == record.template_id,
        )
    ).one()


def words_of(letter: Writing, template: LetterTemplateRecord | None, language: str) -> tuple[str, ...]:
    """Returns its sentences: the organisation's own wording, in which ours say whom it was done to, or ours."""
    if template is None or not template.words:
        return own_words(letter, language)
    instead = {
        sentence(one, language): sentence(other, language)
        for one, other in OF_AN_OFFICIAL.items()
        if other in letter.contents
    }
    return tuple(instead.get(one, one) for one in template.words)


def templates_of(session: Session, organisation_id: UUID) -> Mapping[str, LetterTemplateRecord]:
    """Returns the templates of an organisation that hold, by letter."""
    found = session.scalars(
        select(LetterTemplateRecord)
        .where(LetterTemplateRecord.organisation_id == organisation_id, LetterTemplateRecord.ended_at.is_(None))
        .order_by(LetterTemplateRecord.set_at, LetterTemplateRecord.id)
    )
    return {one.letter: one for one in found}


def set_template(
    session: Session, caller: Caller, letter_id: str, original: bytes, template: ReadTemplate, now: datetime
) -> LetterTemplateRecord:
    """Let new letters use this template. It was checked."""
    by = caller.require(Action.SET_LETTERS)
    end_template(session, caller, letter_id, now)
    record = LetterTemplateRecord(
        id=new_id(),
        organisation_id=caller.organisation_id,
        letter=letter_id,
        original=original,
        layout=template.layout,
        words=list(template.words),
        set_by=caller.id,
        set_at=now,
    )
    session.add(record)
    session.flush()
    note(session, caller.organisation_id, Audited.LETTERS_SET, by, facts={"letter": letter_id, "template": "own"})
    return record


def end_template(session: Session, caller: Caller, letter_id: str, now: datetime) -> bool:
    """Let new letters use the product's own again. Returns whether there was another."""
    by = caller.require(Action.SET_LETTERS)
    ended = session.execute(
        update(LetterTemplateRecord)
        .where(
            LetterTemplateRecord.organisation_id == caller.organisation_id,
            LetterTemplateRecord.letter == letter_id,
            LetterTemplateRecord.ended_at.is_(None),
        )
        .values(ended_at=now)
        .returning(LetterTemplateRecord.id)
    ).all()
    if ended:
        note(session, caller.organisation_id, Audited.LETTERS_SET, by, facts={"letter": letter_id, "template": "none"})
    return bool(ended)


def letterhead_of(session: Session, organisation_id: UUID) -> LetterheadRecord | None:
    """Returns the head that holds now, if somebody set one."""
    return session.scalars(
        select(LetterheadRecord)
        .where(LetterheadRecord.organisation_id == organisation_id)
        .order_by(LetterheadRecord.set_at.desc(), LetterheadRecord.id)
        .limit(1)
    ).one_or_none()


def set_letterhead(
    session: Session, caller: Caller, lines: Sequence[str], mark: bytes | None, now: datetime
) -> LetterheadRecord:
    """Set who sends letters from now on. What was signed before keeps the head it had."""
    by = caller.require(Action.SET_LETTERS)
    record = LetterheadRecord(
        id=new_id(),
        organisation_id=caller.organisation_id,
        lines=list(lines),
        mark=mark,
        set_by=caller.id,
        set_at=now,
    )
    session.add(record)
    session.flush()
    note(session, caller.organisation_id, Audited.LETTERS_SET, by, facts={"letterhead": len(lines)})
    return record
