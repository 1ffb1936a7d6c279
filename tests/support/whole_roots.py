"""A guard: the application finds nothing by an id alone that a client may have chosen.

Every statement that compares such an id must compare the organisation of the same row too, and the kind where one
column holds the ids of several. Statements of the tests themselves may look across.

    visit.id = ?                                              found by an id alone: a fault
    visit.id = ? AND visit.organisation_id = ?                whole
    deadline.root_id = ? AND deadline.organisation_id = ?     a fault: which kind of root?
"""

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

from migrations.metadata import all_tables
from tests.support.held_parents import held_back

ALL_TABLES = all_tables().tables.values()
KEYED = {table.name for table in ALL_TABLES if {"id", "organisation_id"} == {one.name for one in table.primary_key}}
"""Tables whose key has two halves, since a client may choose the id."""
REFERRING = {
    (table.name, column)
    for table in ALL_TABLES
    for key in table.foreign_key_constraints
    if key.referred_table.name in KEYED
    for column in key.column_keys
    if column != "organisation_id"
}
REMEMBERING = {
    ("incident", "visit_id"), ("incident", "alarm_id"), ("incident_read", "incident_id"), ("lookup", "visit_id"),
    ("message", "origin"),
}  # fmt: skip
"""Columns that hold such an id without a foreign key: they outlive what they name, or know no table."""
WHOLE: dict[tuple[str, str], tuple[str, ...]] = {
    **{(table, "id"): ("organisation_id",) for table in KEYED},
    **dict.fromkeys(REFERRING | REMEMBERING, ("organisation_id",)),
    ("deadline", "root_id"): ("root_kind", "organisation_id"),
    ("message", "subject"): ("subject_kind", "organisation_id"),
    ("code", "subject_id"): ("subject_kind", "organisation_id"),
}
"""By table and column, what must be compared with it."""
TABLES = {table for table, _ in WHOLE}
NO_ALIAS = "WHERE|SET|ON|LEFT|JOIN|ORDER|GROUP|VALUES"
NAMED = re.compile(
    rf'\b(?:FROM|JOIN|UPDATE|INTO|,)\s+"?(\w+)"?(?:\s+(?:AS\s+)?(?!(?:{NO_ALIAS})\b)(\w+))?', re.IGNORECASE
)
OPERATOR = r"(?:=|<>|!=|IN\b|NOT IN\b)"
HOUSE = Path(__file__).resolve().parents[2]
OF_THE_APPLICATION = ("achterwacht", "api", "cli", "notifications", "scheduler")


@lru_cache(maxsize=4096)
def halves(statement: str) -> tuple[str, ...]:
    """What this statement compares without the rest of its root."""
    names: dict[str, str] = {}
    for table, alias in NAMED.findall(statement):
        if table in TABLES:
            names[table] = table
            if alias:
                names[alias] = table
    found = []
    for name, table in names.items():
        for (of, column), others in WHOLE.items():
            if of == table and _compared(statement, name, column):
                found += [f"{name}.{column} without {one}" for one in others if not _compared(statement, name, one)]
    return tuple(found)


def _compared(statement: str, name: str, column: str) -> bool:
    mine = rf"\b{name}\.{column}\b"
    return bool(re.search(rf"{mine}\s*{OPERATOR}|=\s*(?:COALESCE\([^)]*)?{mine}", statement, re.IGNORECASE))


class Guard:
    """Listens to every engine of the process, and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def _look(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if (wrong := halves(statement) + held_back(statement)) and _asked_by_the_application():
            self.heard.append(f"{', '.join(wrong)}: {' '.join(statement.split())}")

    def listens(self) -> Iterator["Guard"]:
        event.listen(Engine, "before_cursor_execute", self._look)
        try:
            yield self
        finally:
            event.remove(Engine, "before_cursor_execute", self._look)


def _asked_by_the_application() -> bool:
    """Whether the nearest of our own files on the stack is one of the application's."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path != Path(__file__) and HOUSE in path.parents:
            first = path.relative_to(HOUSE).parts[0]
            if first in (*OF_THE_APPLICATION, "tests", "bench", "migrations"):
                return first in OF_THE_APPLICATION
        frame = frame.f_back
    return False
