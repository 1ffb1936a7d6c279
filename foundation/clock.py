"""Where "now" comes from: the database's clock on PostgreSQL, this machine's on SQLite.

Only the edges ask for it; rules get `now` as a parameter. On PostgreSQL several processes on several machines act on
the same deadlines, so the database's clock is the only authority (architecture.md section 4).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import FunctionElement

from foundation.columns import Moment


class _Present(FunctionElement[datetime]):
    type = Moment()
    inherit_cache = True


def present() -> FunctionElement[datetime]:
    """The present moment inside a statement, for where asking for it apart would cost one more.

    Its value is the parameter `present`, for which `Clock.given` gives the value.
    """
    return _Present(bindparam("present", type_=Moment()))


@compiles(_Present, "postgresql")
def _or_the_database_says(element: _Present, compiler: Any, **options: Any) -> str:
    return f"coalesce({compiler.process(element.clauses, **options)}, clock_timestamp())"


@compiles(_Present, "sqlite")
def _as_given(element: _Present, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


class Clock:
    """Reads the time at this moment, not at the start of the transaction."""

    def now(self, session: Session) -> datetime:
        """The present moment in UTC, to the microsecond. Call it once the lock is held (watch-rules.md)."""
        if session.get_bind().dialect.name == "postgresql":
            moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def given(self, session: Session) -> datetime | None:
        """What a statement with `present()` gets as `present`: nothing where the database knows it best."""
        if session.get_bind().dialect.name == "postgresql" and type(self).now is Clock.now:
            return None
        return self.now(session)


def clock_of(session: Session) -> Clock:
    """The clock of the database that this session belongs to."""
    clock: Clock = session.info["clock"]
    return clock
