"""Finds what is due and has it decided batch by batch, so that one bad row can't stop the others.

The scheduler passes in a table of who decides which kind of root. A batch is one transaction; after an error it is
split until the failing row is alone. That row is tried again at the next tick; after three failures it goes to the last
resort (watch-rules.md, "When the system itself fails"). A row that somebody else holds, as a psql that was left open
does, is set apart in the same way: else all that is due in the whole database would wait with it.
"""

import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

import structlog
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from achterwacht.deadlines.firing import LastResort, Pass
from achterwacht.deadlines.records import ClockRecord, DeadlineRecord
from achterwacht.deadlines.rooted import FELL, open_of
from achterwacht.kinds import RootKind
from achterwacht.roots import Root
from foundation.among import among
from foundation.away import is_away, is_held
from foundation.columns import Moment
from foundation.failpoints import Failpoint, reach
from foundation.session import Database, wait_for_locks

log = structlog.get_logger()

FEWEST, MOST = 25, 500
BATCH_SECONDS = {"sqlite": 0.1, "postgresql": 0.5}
"""How long a batch may take. On SQLite it occupies the only writer, and a panic must not wait long behind a burst."""
HANDS = {"sqlite": 1, "postgresql": 2}
"""How many batches at once: while the database writes one, the next is decided. SQLite has only one writer."""
LONGEST_TICK_SECONDS = 5.0
FAILURES = 3
AFTER_FALLING = timedelta(minutes=5)
AHEAD = timedelta(seconds=5)
"""How far ahead of our own time another clock's last tick may be."""
PATIENCE = timedelta(seconds=2)
"""How long a batch waits for a lock, in PostgreSQL. A root that somebody works on is passed by without waiting."""
BRIEFLY = timedelta(milliseconds=10)
"""How long parts of a batch wait, once it is known that somebody holds one of its rows."""
LONGEST_APART = 15.0
"""Seconds after which a tick sets no more rows apart: so many are held that it is as if there were no database."""
EVERYWHERE = {"across_organisations": True}
NEAR, FAR = 2, 64
"""How many batches to look ahead: few, since something graver may come due meanwhile; more when others hold those."""


@dataclass(frozen=True)
class Handlers:
    passes: Mapping[RootKind, Pass]
    last_resorts: Mapping[RootKind, LastResort]


class Ticker:
    """Decides what is due. Its batches grow and shrink: each holds the writers for about a tenth of a second."""

    def __init__(self, database: Database, handlers: Handlers, name: str) -> None:
        self._database = database
        self._handlers = handlers
        self._name = name
        self._size = FEWEST * 2
        self._longest = BATCH_SECONDS[database.engine.dialect.name]
        self._hands = HANDS[database.engine.dialect.name]
        self._apart_until = 0.0

    def tick(self) -> int:
        """Decide until nothing is due that we can lock, or time is up. Returns how many deadlines fired.

        Without the time limit a tick would never end under constant load, and look as if it hung; the next tick goes on
        with whatever is gravest then.
        """
        fired = 0
        failed: set[Root] = set()
        ahead = NEAR
        began = time.monotonic()
        until, self._apart_until = began + LONGEST_TICK_SECONDS, began + LONGEST_APART
        while time.monotonic() < until:
            with self._database.read() as session:
                now = self._database.clock.now(session)
                due = due_roots(session, now, failed, ahead * self._size + len(failed), NEAR * self._size)
            done = self._work_through(due, failed)
            fired += done
            if done:
                ahead = NEAR
            elif not due or ahead >= FAR:
                break
            else:
                ahead *= 4
        with self._database.write() as session:
            note_tick(session, self._name, self._database.clock.now(session))
        return fired

    def _work_through(self, due: list[Root], failed: set[Root]) -> int:
        """Decide what is due, with several threads. They share nothing: to each other they are like two clocks."""
        left = _Left(due)
        if len(due) <= self._size or self._hands == 1:
            return self._drain(left, failed)
        with ThreadPoolExecutor(self._hands, thread_name_prefix="hand") as hands:
            drained = [hands.submit(self._drain, left, failed) for _ in range(self._hands)]
        return sum(one.result() for one in drained)

    def _drain(self, left: "_Left", failed: set[Root]) -> int:
        fired = 0
        while batch := left.take(self._size):
            started = time.monotonic()
            fired += self._decide(batch, failed)
            took = time.monotonic() - started
            if took > self._longest:
                self._size = max(FEWEST, self._size // 2)
            elif took < self._longest / 2:
                self._size = min(MOST, self._size * 2)
        return fired

    def _decide(self, batch: list[Root], failed: set[Root], patience: timedelta = PATIENCE) -> int:
        try:
            fired = 0
            with self._database.write() as session:
                wait_for_locks(session, patience)
                for kind, decide in self._handlers.passes.items():
                    for organisation_id, ids in _by_organisation(one for one in batch if one.kind is kind).items():
                        fired += decide(session, organisation_id, ids)
                reach(Failpoint.TICK_RECORDED)
            reach(Failpoint.TICK_COMMITTED)
            return fired
        except Exception as error:
            held = is_held(error) and time.monotonic() < self._apart_until
            if is_away(error) and not held:
                raise  # nothing is wrong with these rows; the next tick tries again
            if len(batch) > 1:
                half, patience = len(batch) // 2, BRIEFLY if held else patience
                return self._decide(batch[:half], failed, patience) + self._decide(batch[half:], failed, patience)
            (root,) = batch
            if held:
                log.error("somebody holds a row of this; the next tick tries again", kind=root.kind, root=str(root.id))
                failed.add(root)
                return 0
            log.exception("deadline could not be decided", kind=root.kind.value, root=str(root.id))
            failed.add(root)
            try:
                self._note_failure(root, error)
            except Exception as another:
                if is_away(another) and not is_held(another):
                    raise
                # Even the last resort failed, so it stays due. The others must not wait for it.
                log.exception("failure could not be noted", kind=root.kind.value, root=str(root.id))
            return 0

    def _note_failure(self, root: Root, error: Exception) -> None:
        with self._database.write() as session:
            wait_for_locks(session, BRIEFLY)
            now = self._database.clock.now(session)
            due = select(DeadlineRecord).where(open_of(root), DeadlineRecord.due_at <= now)
            fallen: list[DeadlineRecord] = []
            for deadline in session.scalars(due.with_for_update()):
                deadline.failures += 1
                deadline.failure = f"{type(error).__name__}: {error}"[:500]
                if deadline.failures >= FAILURES:
                    fallen.append(deadline)
                    deadline.failures = 0
                    deadline.due_at = now + AFTER_FALLING
            if fallen:
                # However much is due on it, one message per person says that nobody is being watched here.
                self._handlers.last_resorts[root.kind](session, fallen[0])


def keep_trying(session: Session, now: datetime) -> bool:
    """Let what fell to the last resort be tried again as soon as it should by a clock that was set back.

    Returns whether all is; a row that somebody else holds is passed by.
    """
    latest = now + AFTER_FALLING
    late = select(DeadlineRecord.id).where(
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
        FELL,
        DeadlineRecord.due_at > latest,
    )
    free = session.scalars(late.with_for_update(skip_locked=True), execution_options=EVERYWHERE).all()
    sooner = update(DeadlineRecord).where(among(DeadlineRecord.id, free)).values(due_at=latest)
    session.execute(sooner, execution_options=EVERYWHERE | {"synchronize_session": False})
    return session.scalar(late.limit(1), execution_options=EVERYWHERE) is None


class _Left:
    """What is still due, gravest first. Several threads take from it."""

    def __init__(self, due: Sequence[Root]) -> None:
        self._due = deque(due)
        self._guard = threading.Lock()

    def take(self, most: int) -> list[Root]:
        with self._guard:
            return [self._due.popleft() for _ in range(min(most, len(self._due)))]


def due_roots(session: Session, now: datetime, but: set[Root], limit: int, beside: int) -> list[Root]:
    """Returns the roots of the first `limit` due deadlines, gravest and oldest first, without locking them.

    beside: among so many, those of one organisation that are equally grave stand beside each other. Each organisation
    costs its batch a dozen statements.
    """
    statement = (
        select(
            DeadlineRecord.priority, DeadlineRecord.organisation_id, DeadlineRecord.root_kind, DeadlineRecord.root_id
        )
        .where(DeadlineRecord.due_at <= now, DeadlineRecord.fired_at.is_(None), DeadlineRecord.cancelled_at.is_(None))
        .order_by(DeadlineRecord.priority.desc(), DeadlineRecord.due_at)
        .limit(limit)
    )
    found = session.execute(statement.execution_options(across_organisations=True)).all()
    some = (found[first : first + beside] for first in range(0, len(found), beside))
    grouped = (sorted(one, key=lambda row: (-row.priority, row.organisation_id)) for one in some)
    roots = dict.fromkeys(Root(*row[1:]) for row in chain.from_iterable(grouped))
    return [root for root in roots if root not in but]


def _by_organisation(roots: Iterable[Root]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for root in sorted(roots, key=lambda one: one.organisation_id):
        found.setdefault(root.organisation_id, []).append(root.id)
    return found


def note_tick(session: Session, name: str, now: datetime) -> None:
    """Record that this clock finished a tick."""
    known = session.execute(update(ClockRecord).where(ClockRecord.name == name).values(ticked_at=now))
    if not known.rowcount:  # type: ignore[attr-defined]
        session.add(ClockRecord(name=name, ticked_at=now))


LAST_TICK = (
    select(ClockRecord.ticked_at)
    .where(ClockRecord.ticked_at <= bindparam("until", type_=Moment()))
    .order_by(ClockRecord.ticked_at.desc())
    .limit(1)
)


def last_tick(session: Session, now: datetime) -> datetime | None:
    """Returns when any clock last finished a tick. A tick in the future is ignored: it was written before the time was
    set back, by a clock that is gone."""
    return session.scalar(LAST_TICK, {"until": now + AHEAD})


def ticking(session: Session, now: datetime, within: timedelta) -> int:
    """Returns how many clocks finished a tick within this time."""
    lately = ClockRecord.ticked_at.between(now - within, now + AHEAD)
    return session.scalar(select(func.count()).select_from(ClockRecord).where(lately)) or 0
