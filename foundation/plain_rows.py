"""Statements that every check-in runs, past most of SQLAlchemy: their text and types are worked out once.

    NAMES = Plain(select(PersonRecord.id, PersonRecord.name).where(among(PersonRecord.id, "ids")))
    for row in NAMES.read(session, {"ids": ids}): row.name

SQLAlchemy looks each statement up, fills it in and describes its answer anew each time it runs, which took longer than
the driver. Whoever listens to the engine hears these statements like all others (they are counted and traced), and an
error is the same as ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Connection, Row, Select, UpdateBase
from sqlalchemy.engine import Dialect, result_tuple
from sqlalchemy.orm import Session

from foundation.straight import StraightConnection

Processor = Callable[[Any], Any]
HELD = "connection"


class _Written(NamedTuple):
    """A statement as one database takes it.

    order: the names of its parameters; None where the driver takes them by name. known: those that are always the same.
    given: how to turn a value into what the driver takes. taken: how to turn what it gave into a value, by place.
    """

    text: str
    order: Sequence[str] | None
    known: Mapping[str, Any]
    given: Mapping[str, Processor | None]
    taken: Sequence[tuple[int, Processor]]


class Plain:
    """A statement that gives columns, or nothing. What the session changed before is seen."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase) -> None:
        self.statement = statement
        self._columns: list[ColumnElement[Any]] = list(cast(Any, statement).exported_columns)
        self._row = result_tuple([str(one.key) for one in self._columns])
        self._written: dict[str, _Written | None] = {}

    def read(self, session: Session, given: Mapping[str, Any]) -> list[Row[Any]]:
        """Returns its rows, with the names of its columns. given: its parameters by name."""
        return [self._row(row) for row in self.values(session, given)]

    def values(self, session: Session, given: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Returns its rows without names."""
        session.flush()
        connection = connection_of(session)
        name = connection.dialect.name
        if name not in self._written:
            self._written[name] = _write(self.statement, self._columns, connection.dialect)
        written = self._written[name]
        if written is None:
            found: Sequence[Sequence[Any]] = connection.execute(self.statement, given).all()
            return found
        values = dict(written.known)
        for key, processor in written.given.items():
            values[key] = given[key] if processor is None else processor(given[key])
        sent = values if written.order is None else tuple(values[key] for key in written.order)
        rows = run(connection, written.text, sent)
        return [_taken(row, written.taken) for row in rows] if written.taken else rows


def connection_of(session: Session) -> Connection:
    """Returns `session.connection()`, which takes longer to find it than the driver to send a statement."""
    held: Connection | None = session.info.get(HELD)
    if held is None or held.closed or not held.in_transaction():
        held = session.info[HELD] = session.connection()
    return held


def run(connection: Connection, text: str, given: Any) -> list[tuple[Any, ...]]:
    """Run a statement in the words of the driver, and return its rows; none if it gives none."""
    cursor: Any = None
    about: Any = _About()
    try:
        driver: Any = connection.connection.driver_connection
        heard, straight = (
            connection._has_events or connection.engine._has_events,
            isinstance(driver, StraightConnection),
        )
        if heard or not straight:
            cursor = connection.connection.cursor()
        if heard:
            for listener in connection.dispatch.before_cursor_execute:
                text, given = listener(connection, cursor, text, given, about, False)
        rows = driver.run(text, given) if straight else _by(cursor, text, given)
        if heard:
            connection.dispatch.after_cursor_execute(connection, cursor, text, given, about, False)
    except BaseException as error:
        # What SQLAlchemy does with its own: say what kind it is, ask who listens, give up a connection that is lost.
        connection._handle_dbapi_exception(error, text, given, cursor, about)
    if cursor is not None:
        cursor.close()
    return rows


def _by(cursor: Any, text: str, given: Any) -> list[tuple[Any, ...]]:
    cursor.execute(text, () if given is None else given)
    return [] if cursor.description is None else cursor.fetchall()


class _About:
    """What listeners keep about one execution (`foundation/tracing.py`)."""

    executemany = False

    def handle_dbapi_exception(self, error: BaseException) -> None: ...


def _write(statement: Any, columns: Sequence[Any], dialect: Dialect) -> _Written | None:
    """Returns the statement as this database takes it; None if its text depends on how many values are given."""
    compiled = statement.compile(dialect=dialect)
    binds: dict[str, BindParameter[Any]] = compiled.binds
    if any(one.expanding for one in binds.values()):
        return None
    text, known, given = str(compiled), {}, {}
    for name, one in binds.items():
        kind = one.type.dialect_impl(dialect)
        processor = kind.bind_processor(dialect)
        if one.required:
            given[name] = processor
        else:
            value = one.effective_value
            known[name] = value if processor is None else processor(value)
    taken = [
        (place, processor)
        for place, one in enumerate(columns)
        if (processor := one.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
    ]
    return _Written(text, compiled.positiontup, known, given, taken)


def _taken(row: Sequence[Any], processors: Sequence[tuple[int, Processor]]) -> list[Any]:
    values = list(row)
    for place, processor in processors:
        values[place] = processor(values[place])
    return values
