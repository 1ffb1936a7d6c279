"""Sessions for reading and sessions for writing; a session for writing commits when its block ends.

On SQLite writers queue in the order they came (a fair lock within the process), so that a panic waits for one short
batch and never for a whole burst.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from foundation.clock import Clock
from foundation.engine import make_engine


class FairLock:
    """A lock that serves urgent waiters first, then the others as they came. `threading.Lock` keeps no order."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False
        self._urgent = 0

    @contextmanager
    def hold(self, *, urgent: bool = False) -> Iterator[None]:
        turn = threading.Event()
        with self._guard:
            if self._held:
                self._waiting.insert(self._urgent if urgent else len(self._waiting), turn)
                self._urgent += urgent
            else:
                self._held = True
                turn.set()
        turn.wait()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._urgent = max(0, self._urgent - 1)
                    self._waiting.popleft().set()
                else:
                    self._held = False


def wait_for_locks(session: Session, longest: timedelta) -> None:
    """Wait for a lock of somebody else no longer than this, in this transaction. SQLite has none of single rows."""
    if session.get_bind().dialect.name == "postgresql":
        milliseconds = longest / timedelta(milliseconds=1)
        session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds:.0f}")


class Database:
    """One database with its clock. `read` gives a session that must not write, `write` one that commits at its end.

    written: how many times this process has committed; a cache compares it to know that it may be out of date.
    """

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.clock = clock or Clock()
        self._for_writing = engine.execution_options(writes=True)
        self.written = 0
        self._writers = FairLock() if engine.dialect.name == "sqlite" else None

    def apart(self, database_url: str) -> "Database":
        """Returns the same database over separate connections, for the clock: it never waits because ours are all in
        use. On SQLite both share one queue of writers."""
        other = Database.at(database_url, self.clock)
        other._writers = self._writers
        return other

    @classmethod
    def at(cls, database_url: str, clock: Clock | None = None) -> "Database":
        return cls(make_engine(database_url), clock)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Gives a session for reading; whatever it changed is rolled back."""
        with Session(self.engine, expire_on_commit=False, info={"clock": self.clock}) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self, *, urgent: bool = False) -> Iterator[Session]:
        """Gives a session that commits when the block ends, and rolls back when it raises (also when COMMIT fails).

        urgent: on SQLite, go before other waiting writers.
        """
        if self._writers is None:
            with self._writing() as session:
                yield session
        else:
            with self._writers.hold(urgent=urgent), self._writing() as session:
                yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with Session(self._for_writing, expire_on_commit=False, info={"clock": self.clock}) as session:
            yield session
            try:
                session.commit()
                self.written += 1  # only compared, so it does no harm if two at once count as one
            except BaseException:
                session.invalidate()  # the state of a connection whose COMMIT failed is unknown: don't reuse it
                raise
