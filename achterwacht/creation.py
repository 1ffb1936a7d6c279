"""Creating a thing with an id that the client chose: the same id with the same request is the same thing (api.md)."""

import hashlib
import json
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from achterwacht.refused import RuleBroken
from foundation.columns import Base


class IdTaken(RuleBroken):
    """The id belongs to something else of the same kind in this organisation."""

    code = "id_taken"


Record = TypeVar("Record", bound=Base)


def digest_of(*asked: Any) -> str:
    """Returns a digest of a request. It takes JSON values, and anything whose text says it all (dates, ids)."""
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def create(session: Session, record: Record) -> tuple[Record, bool]:
    """Insert the record, or find the one that the same request made before. Returns it, and whether it is new.

    The record has `id`, `organisation_id` and `created_from` (`digest_of` the request and its author). Of two at the
    same time the second waits for the first and finds it.

    Raises:
        IdTaken: the id belongs to something else.
    """
    table: Any = type(record)
    values = {name: value for name, value in inspect(record).dict.items() if name in inspect(table).column_attrs}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = (
        dialect.insert(table)
        .values(values)
        .on_conflict_do_nothing(index_elements=["id", "organisation_id"])
        .returning(table.id)
    )
    new = session.execute(insert).one_or_none() is not None
    known = select(table).where(table.organisation_id == values["organisation_id"], table.id == values["id"])
    found: Record | None = session.scalars(known).one_or_none()
    if found is None or values["created_from"] != inspect(found).dict["created_from"]:
        raise IdTaken
    return found, new
