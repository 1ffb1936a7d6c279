"""Sends several small queries about one thing as one statement; each returns a handful of rows.

    AROUND = Together(companions=select(...), deadlines=select(...))
    AROUND.read(session, {"visit": visit_id})["deadlines"]

A round trip to the database costs more than finding these rows. The answers come in one list (UNION ALL), each row with
the number of its question; the columns of the other questions are empty in it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Integer, Row, Select, cast, inspect, literal_column, null, union_all
from sqlalchemy.engine import result_tuple
from sqlalchemy.orm import InstrumentedAttribute, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.types import NullType

from foundation.columns import Base
from foundation.plain_rows import Plain

Record = TypeVar("Record", bound=Base)


class Together:
    """A statement that is built once. A question can't have an ORDER BY: its rows come in any order."""

    def __init__(self, **questions: Select[*tuple[Any, ...]]) -> None:
        columns = {name: list(question.selected_columns) for name, question in questions.items()}
        for one in (one for of_name in columns.values() for one in of_name):
            if isinstance(one.type, NullType):
                # A foreign key to a table that no module has brought in yet. Else whoever asks would find it out.
                raise TypeError(f"the type of {one} is not known when this statement is made")
        self._names = list(questions)
        self._cells = []
        at = 1
        for of_name in columns.values():
            self._cells.append((result_tuple([str(one.key) for one in of_name]), slice(at, at + len(of_name))))
            at += len(of_name)
        asked = (
            question.with_only_columns(
                literal_column(str(number), Integer).label("question"),
                *(
                    (one if other == name else cast(null(), one.type)).label(f"{other}_{one.key}")
                    for other, of_other in columns.items()
                    for one in of_other
                ),
                maintain_column_froms=True,
            )
            for number, (name, question) in enumerate(questions.items())
        )
        self._statement = Plain(union_all(*asked))

    def read(self, session: Session, given: Mapping[str, Any]) -> dict[str, list[Row[Any]]]:
        """Returns the rows of each question by its name, with the names of its own columns."""
        found: dict[str, list[Row[Any]]] = {name: [] for name in self._names}
        for row in self._statement.values(session, given):
            shape, cells = self._cells[row[0]]
            found[self._names[row[0]]].append(shape(row[cells]))
        return found


def columns_of(record: type[Base]) -> list[InstrumentedAttribute[Any]]:
    """Returns all columns of a record, for a question whose rows will become records again (`as_records`)."""
    return [getattr(record, one.key) for one in inspect(record).column_attrs]


def as_records(session: Session, record: type[Record], rows: Sequence[Any]) -> list[Record]:
    """Turn rows with all columns of a record into records in the session. One that it has already is refreshed."""
    return [as_record(session, record, row._asdict()) for row in rows]


def as_record(session: Session, record: type[Record], values: Mapping[str, Any]) -> Record:
    """Turn the values of all columns of a record, by name, into that record in the session."""
    mapper = inspect(record)
    key = mapper.identity_key_from_primary_key(tuple(values[one.name] for one in mapper.primary_key))
    known = session.identity_map.get(key)
    if isinstance(known, record):
        for name, value in values.items():
            set_committed_value(known, name, value)
        return known
    new = record(**values)
    make_transient_to_detached(new)
    session.add(new)
    return new
