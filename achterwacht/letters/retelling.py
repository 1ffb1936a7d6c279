"""A draft is told anew: what it says of what was decided elsewhere is what is decided now."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from achterwacht.letters.access import drop_signatures, read
from achterwacht.letters.facts import Addressee, Signature, Told, Writing
from achterwacht.letters.following import FOLLOWING, Decided, follow, of_a_report
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.templates import template_of, words_of
from achterwacht.letters.wording import sentence, write
from achterwacht.protocols.letters import Element
from foundation.failpoints import Failpoint, reach
from notifications.texts.formats import whole_day_of


def retell(
    session: Session, record: LetterRecord, decided: Decided, language: str, *, written: bool = False
) -> tuple[Signature, ...]:
    """Let a draft say what is decided now. Its signatures fall if that is something else, also where a human has to say
    it since the words are theirs; returns those.

    written: its text was written just now, by somebody who knew how it stands.
    """
    letter, template = read(session, record), template_of(session, record)
    if Element.POLICE_REPORTED in letter.contents:
        letter = replace(letter, facts=replace(letter.facts, police_reported_on=decided.in_facts(letter.facts)))
    said = {one: decided.says(one, letter.facts, language) for one in FOLLOWING if one in letter.contents}
    text, found = letter.text, frozenset[Element]()
    if not letter.edited:
        words = words_of(letter, template, language)
        kept = tuple(one for one in words if said.get(Element.POLICE_REPORTED) != "" or not of_a_report(one))
        text = write(letter, kept, language)
        found = frozenset({Element.POLICE_REPORTED} if any(map(of_a_report, words)) else ())
    text, ours = follow(text, said, letter.facts, language)
    told = {
        one: Told(now if written or one in found | ours else _says(letter, one, language), now)
        for one, now in said.items()
    }
    before = read(session, record)
    record.facts, record.told = letter.facts.to_dict(), {one.value: asdict(of) for one, of in told.items()}
    if text == before.text and not set(read(session, record).behind) - set(before.behind):
        return ()
    record.text = list(text)
    record.revision += 1
    drop_signatures(session, record)
    reach(Failpoint.LETTER_RETOLD)
    return letter.signatures


def readdress(
    session: Session, record: LetterRecord, was: Addressee, now: Addressee
) -> tuple[tuple[Signature, ...], bool]:
    """Let a draft that was filled in with whom it was for, be for whom it is now. Returns the signatures that fall, and
    whether a human has to look: they wrote the name or the address themselves, or nothing is known of it any more."""
    letter = read(session, record)
    filled, theirs, nobodys = dict[str, str](), False, False
    for name in ("name", "address"):
        old, new, written = (str(getattr(one, name)) for one in (was, now, letter.addressee))
        if old == new or written == new:
            continue
        if written == old and new:
            filled[name] = new
        else:
            theirs, nobodys = True, nobodys or written == old
        theirs = theirs or bool(letter.edited and old and any(old in one for one in letter.text))
    if not (filled or nobodys):
        return (), theirs
    record.addressee = asdict(replace(letter.addressee, **filled))
    record.revision += 1
    drop_signatures(session, record)
    reach(Failpoint.LETTER_RETOLD)
    return letter.signatures, theirs


def redate(
    session: Session, record: LetterRecord, fact: str, was: date, now: date, language: str
) -> tuple[tuple[Signature, ...], bool]:
    """Let a draft that was filled in with a day name the one that it is now. Returns the signatures that fall, and
    whether a human has to look: the words are theirs, and name the old day."""
    letter = read(session, record)
    if was == now or getattr(letter.facts, fact) != was:
        return (), False
    filled: dict[str, Any] = {fact: now}
    changed = replace(letter, facts=replace(letter.facts, **filled))
    record.facts = changed.facts.to_dict()
    if not letter.edited:
        words = words_of(changed, template_of(session, record), language)
        record.text = list(write(changed, words, language))
    record.revision += 1
    drop_signatures(session, record)
    reach(Failpoint.LETTER_RETOLD)
    said = whole_day_of(was, language)
    return letter.signatures, letter.edited and any(said in one for one in letter.text)


def _says(letter: Writing, element: Element, language: str) -> str:
    told = letter.told.get(element)
    return sentence(element, language) if told is None else told.says
