"""Where "now" comes from: the database's clock on PostgreSQL, this machine's on SQLite.

Only the edges ask for it; rules get `now` as a parameter. With PostgreSQL, processes on several machines act on the
same deadlines, so the database's clock is the only authority (architecture.md section 4).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Float, bindparam, literal, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import FunctionElement

from foundation.columns import Moment

NONE = timedelta()


class _Present(FunctionElement[datetime]):
    type = Moment()
    inherit_cache = True


def present(after: timedelta = NONE) -> FunctionElement[datetime]:
    """Returns the present moment, plus `after`, as an expression inside a statement: that saves a separate query.

    `Clock.given` returns the parameters that the statement needs.
    """
    return _Present(bindparam(_name(after), type_=Moment()), literal(after.total_seconds(), Float()))


def _name(after: timedelta) -> str:
    return f"present_{after.total_seconds():.0f}"


@compiles(_Present, "postgresql")
def _or_the_database_says(element: _Present, compiler: Any, **options: Any) -> str:
    given, seconds = (compiler.process(part, **options) for part in element.clauses)
    return f"coalesce({given}, clock_timestamp() + make_interval(secs => {seconds}))"


@compiles(_Present, "sqlite")
def _as_given(element: _Present, compiler: Any, **options: Any) -> str:
    given, _ = element.clauses
    return str(compiler.process(given, **options))


class Clock:
    """Reads the present time, not the time at which the transaction started."""

    def now(self, session: Session) -> datetime:
        """The present moment in UTC, to the microsecond. Call it once the lock is held (watch-rules.md)."""
        if session.get_bind().dialect.name == "postgresql":
            moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def given(self, session: Session, *later: timedelta) -> dict[str, datetime | None]:
        """Returns the parameters of a statement that uses `present()`, and `present(one)` for each `one` in `later`.

        They are None where the database's own clock decides.
        """
        ours = session.get_bind().dialect.name != "postgresql" or type(self).now is not Clock.now
        now = self.now(session) if ours else None
        return {_name(after): now and now + after for after in (NONE, *later)}


def clock_of(session: Session) -> Clock:
    """Returns the clock of the database that this session belongs to."""
    clock: Clock = session.info["clock"]
    return clock
