"""Reads rows of columns past the ORM, for statements that every check-in runs.

A session's own `execute` prepares to make records, also where no column asks for one: it cost as much as the statement.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.orm import Session


def read_rows(session: Session, statement: Executable, given: Mapping[str, Any]) -> CursorResult[Any]:
    """Returns the rows of a statement that asks for columns. What this session changed before is seen."""
    session.flush()
    return session.connection().execute(statement, given)
