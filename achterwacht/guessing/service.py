"""Counts guesses before they are checked, one after the other, in the database that all processes share."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.guessing.records import GuessRecord
from achterwacht.guessing.rules import Count, Pace, one_more, waits_until, was_right
from foundation.clock import clock_of

KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Counted:
    """Something for which guesses are counted: a digest of what it is, and the pace that applies.

    own: it belongs to whoever guesses right, so a right guess clears all earlier ones.
    """

    key: str
    pace: Pace
    own: bool = False


def counted(pace: Pace, *what: object, own: bool = False) -> Counted:
    """Returns what to count. `what`: everything that identifies it; only a digest of that is stored."""
    said = "\0".join(str(part) for part in what)
    return Counted(hashlib.sha256(said.encode()).hexdigest(), pace, own)


@dataclass(frozen=True)
class CountedTry:
    """Whether one may try now. tries: including this one, the highest of the counts. first_wait: this try used up the
    last free one."""

    until: datetime | None
    tries: int


def count_try(session: Session, several: Sequence[Counted]) -> CountedTry:
    """Count one wrong try under each of these, or under none of them when one must wait.

    The rows stay locked until the transaction ends: of eight hundred tries at once, each sees the one before it.
    """
    records = _locked(session, several)
    now = clock_of(session).now(session)
    waits = [until for one in several if (until := waits_until(_count(records[one.key]), now, one.pace)) is not None]
    if waits:
        return CountedTry(max(waits), max(records[one.key].tries for one in several))
    for one in several:
        _keep(records[one.key], one_more(_count(records[one.key]), now, one.pace))
    session.flush()
    return CountedTry(None, max(records[one.key].tries for one in several))


def give_back(session: Session, several: Sequence[Counted]) -> None:
    """Note that the try was right: it no longer counts, and under a key of one's own (`own`) no earlier one does."""
    records = _locked(session, several)
    for one in several:
        record = records[one.key]
        _keep(record, was_right(_count(record), all_of_it=one.own))
        if one.own:
            record.told_at = None
    session.flush()


def tell_once(session: Session, one: Counted) -> bool:
    """Whether somebody must be told of these guesses now. Marks them as told, so that it happens once."""
    record = _locked(session, [one])[one.key]
    now = clock_of(session).now(session)
    told_lately = record.told_at is not None and now - record.told_at < one.pace.forgotten
    if record.tries < one.pace.free or told_lately:
        return False
    record.told_at = now
    session.flush()
    return True


def forget_guesses(session: Session, now: datetime) -> None:
    """Delete counts that nobody added to for a while, in all organisations. For the retention job."""
    session.execute(
        delete(GuessRecord).where(GuessRecord.last_at < now - KEPT),
        execution_options={"across_organisations": True, "synchronize_session": False},
    )


def _locked(session: Session, several: Sequence[Counted]) -> dict[str, GuessRecord]:
    """Returns the rows of these, made where there were none, locked in a fixed order."""
    keys = sorted({one.key for one in several})
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    now = clock_of(session).now(session)
    rows = [{"key": key, "tries": 0, "last_at": now, "free_at": now} for key in keys]
    session.execute(insert(GuessRecord).values(rows).on_conflict_do_nothing(index_elements=["key"]))
    found = session.scalars(
        select(GuessRecord)
        .where(GuessRecord.key.in_(keys))
        .order_by(GuessRecord.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {record.key: record for record in found}


def _count(record: GuessRecord) -> Count:
    return Count(record.tries, record.last_at, record.free_at)


def _keep(record: GuessRecord, count: Count) -> None:
    record.tries, record.last_at, record.free_at = count.tries, count.last_at, count.free_at
