"""The same key, the same answer (watch-rules.md, "Inputs that come late or twice").

The key is claimed before the action does anything, in the action's own transaction. A duplicate that arrives meanwhile
waits at the unique constraint (PostgreSQL) or for the write lock (SQLite), and then finds the answer of the first. A
refused action is rolled back together with its claim: nothing happened, so it may be tried again.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.idempotency.records import AnswerRecord
from achterwacht.refused import RuleBroken
from foundation.clock import clock_of, present
from foundation.columns import new_id
from foundation.plain_rows import Plain

KEPT = timedelta(hours=48)
GROWS = "ageSeconds"
"""The age of the press grows with every attempt, but that does not make it another request."""

_ANSWER = cast(Table, AnswerRecord.__table__)
_HERE = _ANSWER.c.organisation_id == bindparam("organisation")
_ROW = {
    "id": bindparam("id"), "organisation_id": bindparam("organisation"), "person_id": bindparam("person"),
    "key": bindparam("key"), "request": bindparam("request"), "created_at": present(),
}  # fmt: skip
_ONCE = ["person_id", "key"]
# Built once, and past the ORM: to put them together for each request took as long as the database needs for them.
CLAIM = {
    name: Plain(insert(_ANSWER).values(_ROW).on_conflict_do_nothing(index_elements=_ONCE).returning(_ANSWER.c.id))
    for name, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}
FOUND = Plain(
    select(_ANSWER.c.request, _ANSWER.c.status, _ANSWER.c.body).where(
        _HERE, _ANSWER.c.person_id == bindparam("person"), _ANSWER.c.key == bindparam("key")
    )
)
REMEMBER = Plain(
    update(_ANSWER)
    .where(_HERE, _ANSWER.c.id == bindparam("its"))
    .values(status=bindparam("said"), body=bindparam("words"))
)


class KeyUsedBefore(RuleBroken):
    """The key was used before for another request."""

    code = "key_used_before"


@dataclass(frozen=True)
class Answer:
    """An answer as it was given."""

    status: int
    body: str


def digest(method: str, path: str, body: bytes) -> str:
    """Returns a digest of the request: the order of keys and the age of the press make no difference."""
    try:
        content = json.loads(body) if body else None
        if isinstance(content, dict):
            content = {name: value for name, value in content.items() if name != GROWS}
        said = json.dumps([method, path, content], sort_keys=True)
    except (ValueError, RecursionError):  # not JSON, or nested too deep for Python: use the bytes themselves
        said = json.dumps([method, path, body.hex()])
    return hashlib.sha256(said.encode()).hexdigest()


def claim(session: Session, organisation_id: UUID, person_id: UUID, key: str, request: str) -> UUID | Answer:
    """Claim the key for this request. Returns the id of the claim, or the answer that the request got before.

    Raises:
        KeyUsedBefore: the key was used for another request.
    """
    claimed, clock = new_id(), clock_of(session)
    mine = {"organisation": organisation_id, "person": person_id, "key": key}
    made = mine | {"id": claimed, "request": request} | clock.given(session)
    if CLAIM[session.get_bind().dialect.name].values(session, made):
        return claimed
    (found,) = FOUND.read(session, mine)
    if found.request != request:
        raise KeyUsedBefore
    assert found.status is not None, "a claim without an answer never commits"
    return Answer(found.status, found.body or "")


def remember(session: Session, organisation_id: UUID, claimed: UUID, answer: Answer) -> None:
    """Store the answer with its claim."""
    given = {"organisation": organisation_id, "its": claimed, "said": answer.status, "words": answer.body}
    REMEMBER.values(session, given)


def forget(session: Session, now: datetime) -> int:
    """Delete answers older than we keep them, in all organisations. For the retention job."""
    result = session.execute(
        delete(AnswerRecord).where(AnswerRecord.created_at < now - KEPT).execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def empty_answers_about(session: Session, organisation_id: UUID, root_id: UUID) -> None:
    """Take what was said of a visit out of the answers that are still kept. The keys stay, so nothing is done twice."""
    told = AnswerRecord.body.contains(str(root_id), autoescape=True)
    about = (AnswerRecord.organisation_id == organisation_id) & told
    session.execute(update(AnswerRecord).where(about).values(body=json.dumps({"id": str(root_id)})))
