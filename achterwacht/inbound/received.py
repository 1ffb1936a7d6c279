"""What comes in from phones: the same one acts once and never again, and what is kept of it holds no PIN.

A webhook's signature never expires, and what it signs are names and values without anything between them: so a value
can take in what came after it, and the signature still fits. Therefore both are remembered, as digests: the id, which
must have the provider's form, and the signature itself.
"""

import hashlib
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.inbound.records import InboundRecord, SeenRecord
from achterwacht.people.records import PersonRecord
from foundation.bulk import insert_new
from notifications.folding import storable, words
from notifications.replies import ABOUT_THEMSELVES, Intent, Reply

LONGEST_KEPT = 1600
LONGEST_NOTE = 200
LONG_TEXT = 5
"""Words: nobody types so many twice to the letter; a machine does."""
REPEATS_WITHIN = timedelta(days=7)
BY_MACHINE = re.compile(
    r"\b(?:AUTOMATISCHE?|AUTOMATIC(?:ALLY)?|AUTO ?REPLY|AUTOMATIQUE|AFWEZIG(?:HEID)?|OUT OF OFFICE|ABSENTE?|"
    r"VERLOF|VAKANTIE|VACATION|CONGE|NIET BEREIKBAAR|NOT AVAILABLE|DRIVING|ABWESENHEIT)\b"
)
"""What an answer says of itself that no human typed."""
DIGITS = re.compile(r"\d(?:[^\w\n]{0,3}\d){3,}")


def first_time(session: Session, ids: Collection[str], now: datetime) -> bool:
    """Whether none of these ids of one text or digit was ever seen before. From now on they were."""
    rows = [{"id": one, "at": now} for one in sorted({_digest(one) for one in ids if one})]
    return len(insert_new(session, SeenRecord, rows, once=("id",))) == len(rows)


def seen_before(session: Session, ids: Collection[str]) -> bool:
    """Whether one of these ids was seen. Nothing is remembered by asking."""
    seen = select(SeenRecord.id).where(SeenRecord.id.in_([_digest(one) for one in ids if one]))
    return session.scalar(seen.limit(1)) is not None


def _digest(one: str) -> UUID:
    return UUID(bytes=hashlib.sha256(one.encode("utf-8", "replace")).digest()[:16])


def keep(session: Session, person: PersonRecord | None, body: str, now: datetime, *, digit: bool = False) -> str:
    """Keep what came in, for a week. Returns under which id. Of a stranger only that something came."""
    key = f"{'call:' if digit else ''}{uuid4().hex}"
    session.add(
        InboundRecord(
            key=key,
            at=now,
            organisation_id=person.organisation_id if person else None,
            person_id=person.id if person else None,
            body=body[:LONGEST_KEPT] if person else "",
        )
    )
    session.flush()
    return key


MOST_READABLE = 999
"""A longer number could be a PIN: `+4321`."""


def without_pin(body: str, reply: Reply, *, code_known: bool) -> str:
    """A text as it is kept: every digit hidden but those that were understood as something else than a PIN.

    Badly formed, a text may hold a PIN anywhere: then no digit of it stays readable.
    """
    text = storable(body)
    if reply.code is not None and code_known and reply.intent in (Intent.FIRST, Intent.SECOND, Intent.SAFE):
        before, code, note = text.rpartition(reply.code)
        return _hidden(before, leaves=1) + code + without_long_numbers(note) if code else _hidden(text)
    if reply.intent in ABOUT_THEMSELVES:
        understood = [str(one) for one in (reply.minutes, reply.choice) if one is not None and one <= MOST_READABLE]
        return _leaving(text, understood)
    return _hidden(text, leaves=1 if reply.intent in (Intent.FIRST, Intent.SECOND) and reply.code is None else 0)


def without_long_numbers(note: str) -> str:
    """A note as it is shown: four digits or more could be a PIN, also with spaces or points between them."""
    return DIGITS.sub(lambda found: _hidden(found.group()), note)[:LONGEST_NOTE]


def _leaving(text: str, understood: list[str]) -> str:
    """The text with these numbers readable, each once and in that order."""
    out, rest = "", text
    for one in understood:
        before, found, rest_after = rest.partition(one)
        if not found:
            break
        out, rest = out + _hidden(before) + found, rest_after
    return out + _hidden(rest)


def _hidden(text: str, leaves: int = 0) -> str:
    """Every digit of any script as a star, but the first `leaves` ones."""
    out = []
    for letter in text:
        hide = letter.isnumeric() and leaves <= 0
        leaves -= letter.isnumeric()
        out.append("*" if hide else letter)
    return "".join(out)


def says_it_is_a_machine(body: str) -> bool:
    """Whether a text says of itself that nobody typed it."""
    return BY_MACHINE.search(" ".join(words(body))) is not None


def said_before(session: Session, person: PersonRecord, key: str, now: datetime) -> bool:
    """Whether the same long text came from them before: a machine answers, and would go on answering."""
    texts = session.execute(
        select(InboundRecord.key, InboundRecord.body)
        .where(
            InboundRecord.organisation_id == person.organisation_id,
            InboundRecord.person_id == person.id,
            InboundRecord.at > now - REPEATS_WITHIN,
        )
        .order_by(InboundRecord.at.desc())
        .limit(200)
    ).all()
    mine = next((words(one.body) for one in texts if one.key == key), [])
    return len(mine) >= LONG_TEXT and any(words(one.body) == mine for one in texts if one.key != key)
