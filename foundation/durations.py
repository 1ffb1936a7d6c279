"""How long something took, worked out by the database, which sorts and counts it there."""

from typing import Any

from sqlalchemy import ColumnElement, extract, func
from sqlalchemy.orm import Session

A_DAY = 86_400


def seconds_between(session: Session, begin: Any, end: Any) -> ColumnElement[Any]:
    """Returns the seconds from one moment to another, as an expression of this session's database."""
    if session.get_bind().dialect.name == "postgresql":
        return extract("epoch", end - begin)
    return (func.julianday(end) - func.julianday(begin)) * A_DAY
