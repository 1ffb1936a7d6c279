"""The chain over the audit and the timelines: it shows that nothing was changed, taken out or put in between.

A line is written by whoever does something, without waiting for anybody. A job closes the lines of an organisation one
after the other: the digest of a line, over its salt and all that it says, and a hash over that digest and everything
before it. When a line is let go of (`clockwork/forgetting/`) its digest and place stay, its salt does not: the chain
still verifies, and nobody can try out what the line said.

What it can't show: that somebody who may write to the database made the whole chain anew. So the last hash is printed
by `achterwacht audit verify`, to be kept elsewhere; and what is asked of it next time with `--since`. Nor that somebody
who knows how marked a line as let go of and took it away: how many were let go of is printed beside it.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, insert, or_, select
from sqlalchemy.orm import Session

from achterwacht.audit.chain_records import ChainRecord, LinkRecord, Source
from achterwacht.audit.records import AuditEventRecord
from achterwacht.events.records import EventRecord
from foundation.among import among
from foundation.clock import clock_of

NOBODYS = UUID(int=0)
"""Whose chain holds what happened in no organisation: a sign-in with an address that nobody has."""
START = "0" * 64
A_BATCH = 200
EVERYWHERE = {"across_organisations": True}
OUT_OF_ORDER = "older than the line before it: it was put in later, or the clock was set back"
LET_GO = ""
"""The door of a line of the audit that was let go of."""
CHAINED_WITHIN = timedelta(minutes=30)
"""A line that is older and in no chain: the job stands still. One that stands behind a line so much later was put in
behind the job's back, or the clock was set back."""
A_LOOK_BACK = 2 * CHAINED_WITHIN
"""How far before the last line that was closed the job looks for others: what was written by a slow transaction. It
does not look at all lines, which grow with the years; `achterwacht audit verify` does."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
SALT_BYTES = 16
FROM_THE_START: Mapping[Source, frozenset[str]] = {
    Source.AUDIT: frozenset({"id", "organisation_id", "at", "kind", "by_id", "via", "about_id", "facts"}),
    Source.EVENT: frozenset(
        {"id", "organisation_id", "visit_id", "alarm_id", "at", "place", "kind", "by_id", "via", "facts"}
    ),
}
"""The columns of the lines when chains began. One that was added later is part of a digest where it says something:
lines of before it, in which it is empty, say what they said."""

Line = AuditEventRecord | EventRecord
OF_SOURCE: dict[Source, Any] = {Source.AUDIT: AuditEventRecord, Source.EVENT: EventRecord}


@dataclass(frozen=True)
class Verified:
    """What a look at one chain found. hashes: of all its links. broken: in words, with the place."""

    organisation_id: UUID
    links: int
    forgotten: int
    hash: str
    hashes: set[str]
    broken: list[str]


def unlinked(session: Session, organisation_id: UUID, *, of_all: bool = False) -> list[tuple[Source, UUID]]:
    """Returns the oldest lines that are in no chain yet, of those since shortly before the last that was closed.

    Asked without a lock. A chain without such a moment was never added to, or only by a version that did not note it:
    then all its lines are looked at, once. of_all: look at all of them.
    """
    if of_all:
        return [(source, one.id) for source, one in _unlinked(session, organisation_id)]
    noted = select(ChainRecord.closed_until).where(ChainRecord.organisation_id == organisation_id)
    until = session.scalars(noted).one_or_none()
    # Never from a moment to come: a clock that was wrong wrote that one, and what it wrote since was set right.
    since = BEGINNING if until is None else min(until, clock_of(session).now(session)) - A_LOOK_BACK
    return [(source, one.id) for source, one in _unlinked(session, organisation_id, since)]


def add_links(session: Session, organisation_id: UUID, waiting: Sequence[tuple[Source, UUID]]) -> int:
    """Close these lines, as far as they wait still. Returns how many.

    The end of the chain is locked: another clock that is at it is left to it. Nobody who presses, answers or is
    decided about ever waits for this.
    """
    end = _locked_end(session, organisation_id)
    if end is None:
        return 0
    links = []
    for source, line in _still(session, organisation_id, waiting):
        salt = secrets.token_hex(SALT_BYTES)
        digest = digest_of(line, salt)
        end.place += 1
        end.hash = hash_of(end.hash, organisation_id, end.place, source, line.id, digest)
        links.append(
            {
                "organisation_id": organisation_id, "place": end.place, "source": source, "row_id": line.id,
                "salt": salt, "digest": digest, "hash": end.hash, "forgotten_at": None,
            }
        )  # fmt: skip
        end.closed_until = max(end.closed_until or line.at, line.at)
    if links:
        session.execute(insert(LinkRecord), links)
    session.flush()
    return len(links)


def verify(session: Session, organisation_id: UUID, now: datetime, since: Collection[str] = ()) -> Verified:
    """Returns whether every link closes the one before it, and every line says what it said.

    since: hashes that were printed before. What looked odd in the order of the lines before them was seen then.
    """
    before, place, forgotten, hashes, broken = START, 0, 0, set[str](), list[str]()
    latest: datetime | None = None
    behind: list[str] = []
    for batch in _batches(session, organisation_id):
        lines = _lines(session, organisation_id, batch)
        for link in batch:
            place += 1
            if link.place != place:
                broken.append(f"link {place} is missing")
                place = link.place
            if link.hash != hash_of(before, organisation_id, link.place, link.source, link.row_id, link.digest):
                broken.append(f"link {place} does not follow from the one before it")
            before = link.hash
            hashes.add(link.hash)
            line = lines.get((link.source, link.row_id))
            forgotten += link.forgotten_at is not None
            if (wrong := _wrong(link, line)) is not None:
                broken.append(f"link {place} ({link.source.value} {link.row_id}): {wrong}")
            if line is not None:
                if latest is not None and line.at < latest - CHAINED_WITHIN:
                    behind.append(f"link {place} ({link.source.value} {link.row_id}): {OUT_OF_ORDER}")
                latest = line.at
            if link.hash in since:
                behind.clear()
    broken += behind
    end = session.get(ChainRecord, organisation_id)
    if (end.place, end.hash) != (place, before) if end else place:
        broken.append("the end of the chain is missing")
    late = sum(one.at < now - CHAINED_WITHIN for _, one in _unlinked(session, organisation_id))
    if late:
        broken.append(f"{late} lines are in no chain")
    return Verified(organisation_id, place, forgotten, before, hashes, broken)


def digest_of(line: Line, salt: str) -> str:
    """Returns the digest of everything that a line says."""
    first = FROM_THE_START[Source(type(line).__tablename__)]
    all_of_it = {column.key: _written(getattr(line, column.key)) for column in type(line).__mapper__.column_attrs}
    said = {key: value for key, value in all_of_it.items() if key in first or value is not None}
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def hash_of(before: str, organisation_id: UUID, place: int, source: Source, row_id: UUID, digest: str) -> str:
    """Returns the hash that closes a link together with all that stand before it."""
    parts = (before, organisation_id.hex, str(place), source.value, row_id.hex, digest)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.hex if isinstance(value, UUID) else value


def _wrong(link: LinkRecord, line: Line | None) -> str | None:
    if link.forgotten_at is not None:
        return None if line is None or _says_nothing(line) else "the line was let go of, and still says something"
    if line is None:
        return "the line is gone, and nobody let it go"
    return None if link.salt and digest_of(line, link.salt) == link.digest else "the line says something else"


def _says_nothing(line: Line) -> bool:
    """Whether it is a line of the audit that was emptied. Of a timeline no line stays."""
    if not isinstance(line, AuditEventRecord):
        return False
    return (line.via, line.by_id, line.about_id, line.facts) == (LET_GO, None, None, {})


def _locked_end(session: Session, organisation_id: UUID) -> ChainRecord | None:
    its = select(ChainRecord).where(ChainRecord.organisation_id == organisation_id)
    end = session.scalars(its.with_for_update(skip_locked=True).execution_options(populate_existing=True)).one_or_none()
    if end is None and not _has_begun(session, organisation_id, its):
        end = ChainRecord(organisation_id=organisation_id, place=0, hash=START)
        session.add(end)
        session.flush()  # two clocks at once: the second fails on the key, and finds the row the next time
    return end


def _has_begun(session: Session, organisation_id: UUID, end: Select[ChainRecord]) -> bool:
    """Whether there is an end that another clock holds, or links whose end somebody took away: none is begun anew."""
    links = select(LinkRecord.place).where(LinkRecord.organisation_id == organisation_id)
    return session.scalars(select(or_(exists(end.subquery()), exists(links.subquery())))).one()


def _unlinked(session: Session, organisation_id: UUID, since: datetime = BEGINNING) -> list[tuple[Source, Line]]:
    found: list[tuple[Source, Line]] = []
    for source, record in OF_SOURCE.items():
        linked = exists().where(LinkRecord.row_id == record.id, LinkRecord.source == source)
        lines = select(record).where(_of(record, organisation_id), record.at >= since, ~linked)
        oldest = lines.order_by(record.at, record.id).limit(A_BATCH)
        found += [(source, one) for one in session.scalars(oldest, execution_options=EVERYWHERE)]
    return sorted(found, key=_place)[:A_BATCH]


def _still(
    session: Session, organisation_id: UUID, waiting: Sequence[tuple[Source, UUID]]
) -> list[tuple[Source, Line]]:
    """Returns the lines of these that are in no chain yet, now that nobody else adds to it."""
    found: list[tuple[Source, Line]] = []
    for source, record in OF_SOURCE.items():
        ids = [one for of, one in waiting if of is source]
        linked = exists().where(LinkRecord.row_id == record.id, LinkRecord.source == source)
        lines = select(record).where(_of(record, organisation_id), among(record.id, ids), ~linked)
        found += [(source, one) for one in session.scalars(lines, execution_options=EVERYWHERE)]
    return sorted(found, key=_place)


def _place(one: tuple[Source, Line]) -> tuple[datetime, str]:
    return one[1].at, one[1].id.hex


def _of(record: Any, organisation_id: UUID) -> ColumnElement[bool]:
    ours: ColumnElement[bool] = (
        record.organisation_id.is_(None) if organisation_id == NOBODYS else record.organisation_id == organisation_id
    )
    return ours


def _batches(session: Session, organisation_id: UUID) -> Iterator[Sequence[LinkRecord]]:
    place = 0
    ours = select(LinkRecord).where(LinkRecord.organisation_id == organisation_id).order_by(LinkRecord.place)
    while batch := session.scalars(ours.where(LinkRecord.place > place).limit(A_BATCH)).all():
        yield batch
        place = batch[-1].place
        session.expunge_all()


def _lines(session: Session, organisation_id: UUID, links: Sequence[LinkRecord]) -> dict[tuple[Source, UUID], Line]:
    found: dict[tuple[Source, UUID], Line] = {}
    for source, record in OF_SOURCE.items():
        ids = [one.row_id for one in links if one.source is source]
        lines = select(record).where(_of(record, organisation_id), among(record.id, ids))
        found |= {(source, one.id): one for one in session.scalars(lines, execution_options=EVERYWHERE)}
    return found
