"""What comes in from phones: each text or digit acts only once, and what is kept of it holds no PIN.

The signature of a webhook never expires, and what it signs are names and values with nothing between them. So a value
can swallow the name that follows it, and the signature still fits. Therefore both are remembered as digests: the id,
which must have the provider's form, and the signature itself.
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
from foundation.visible import on_lines
from notifications.dictated import without_dictated
from notifications.folding import fold, words
from notifications.intents import ABOUT_THEMSELVES, CLOSES, Intent, Reply

LONGEST_KEPT = 1600
LONGEST_NOTE = 200
LONG_TEXT = 5
"""Words. Nobody types so many twice, letter for letter; a machine does."""
REPEATS_WITHIN = timedelta(days=7)
DIGITS = re.compile(r"\d(?:[^\w\n]{0,3}\d){3,}")


def first_time(session: Session, ids: Collection[str], now: datetime) -> bool:
    """Whether none of these ids of one text or digit was ever seen before. From now on they count as seen."""
    rows = [{"id": one, "at": now} for one in sorted({digest(one) for one in ids if one})]
    return len(insert_new(session, SeenRecord, rows, once=("id",))) == len(rows)


def seen_before(session: Session, ids: Collection[str]) -> bool:
    """Whether one of these ids was seen before. Asking remembers nothing."""
    seen = select(SeenRecord.id).where(SeenRecord.id.in_([digest(one) for one in ids if one]))
    return session.scalar(seen.limit(1)) is not None


def digest(one: str) -> UUID:
    """Returns how an id of the provider is remembered."""
    return UUID(bytes=hashlib.sha256(one.encode("utf-8", "replace")).digest()[:16])


def keep(session: Session, person: PersonRecord | None, body: str, now: datetime, *, digit: bool = False) -> str:
    """Keep what came in for a week, and return its id. Of a stranger only the fact that something came is kept."""
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
COULD_BE_A_PIN = re.compile(r"\d{4,}")
"""A number alone, read with the word that we asked it for: the minutes in that word are no digits of it."""


def without_pin(body: str, reply: Reply, *, code_known: bool) -> str:
    """Returns a text as it is kept: every digit is hidden unless it was understood as something other than a PIN.

    A badly formed text may hold a PIN anywhere, so no digit of it stays readable.
    """
    text = without_dictated(on_lines(body))
    if reply.code is not None and code_known and reply.intent in {Intent.FIRST, Intent.SECOND, *CLOSES}:
        before, code, note = text.rpartition(reply.code)
        return _hidden(before, leaves=1) + code + without_long_numbers(note) if code else _hidden(text)
    if reply.intent in ABOUT_THEMSELVES and not COULD_BE_A_PIN.fullmatch(fold(text)):
        understood = [str(one) for one in (reply.minutes, reply.choice) if one is not None and one <= MOST_READABLE]
        return _leaving(text, understood)
    return _hidden(text, leaves=1 if reply.intent in (Intent.FIRST, Intent.SECOND) and reply.code is None else 0)


def without_long_numbers(note: str) -> str:
    """Returns a note as it is shown.

    Four digits or more could be a PIN, also with spaces or points between them or in words, and are hidden.
    """
    return DIGITS.sub(lambda found: _hidden(found.group()), without_dictated(note))[:LONGEST_NOTE]


def _leaving(text: str, understood: list[str]) -> str:
    """Returns the text with only these numbers readable, each once and in that order."""
    out, rest = "", text
    for one in understood:
        before, found, rest_after = rest.partition(one)
        if not found:
            break
        out, rest = out + _hidden(before) + found, rest_after
    return out + _hidden(rest)


def _hidden(text: str, leaves: int = 0) -> str:
    """Returns the text with every digit of any script as a star, except the first `leaves` digits."""
    out = []
    for letter in text:
        hide = letter.isnumeric() and leaves <= 0
        leaves -= letter.isnumeric()
        out.append("*" if hide else letter)
    return "".join(out)


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
