"""Where "now" comes from: the database's clock on PostgreSQL, this machine's on SQLite.

Only the edges ask for it; rules get `now` as a parameter. On PostgreSQL several processes on several machines act on
the same deadlines, so the database's clock is the only authority (architecture.md section 4).
"""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, literal, text
from sqlalchemy.orm import Session

from foundation.columns import Moment


class Clock:
    """Reads the time at this moment, not at the start of the transaction."""

    def now(self, session: Session) -> datetime:
        """The present moment in UTC, to the microsecond. Call it once the lock is held (watch-rules.md)."""
        if session.get_bind().dialect.name == "postgresql":
            moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            return moment.astimezone(UTC)
        return datetime.now(UTC)

    def in_statement(self, session: Session) -> ColumnElement[datetime]:
        """The present moment as part of a statement, for where asking for it apart would cost one more."""
        if session.get_bind().dialect.name == "postgresql" and type(self).now is Clock.now:
            return func.clock_timestamp(type_=Moment())
        return literal(self.now(session), Moment())


def clock_of(session: Session) -> Clock:
    """The clock of the database that this session belongs to."""
    clock: Clock = session.info["clock"]
    return clock
