"""Our column types: moments are always UTC, ids are UUIDs, words are checked.

A value that is read costs at most one Python function call: a board reads ten thousand of them a second.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from os import urandom
from time import time_ns
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, ForeignKeyConstraint, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import MetaData
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A point in time. Refuses a time without an offset; stores UTC; gives back aware UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs an offset")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _moment_in_text if dialect.name == "sqlite" else _moment_in_utc


def _moment_in_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


def _moment_in_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


KNOWN_IDS = 10_000
"""How many ids are cached as UUIDs: a visit's id also stands in its deadlines, companions and alarm."""
_id_in_text = lru_cache(KNOWN_IDS)(UUID)


class Id(Uuid[UUID]):
    """A UUID. SQLite stores it as text, and parsing that costs more than reading the row."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        usual: Any = super().result_processor
        return id_in_text if dialect.name == "sqlite" else usual(dialect, coltype)


def id_in_text(value: str | None) -> UUID | None:
    return None if value is None else _id_in_text(value)


Json = JSON().with_variant(JSONB(), "postgresql")


class Word(TypeDecorator[StrEnum]):
    """A word from a fixed list, stored as text. The table adds `word_check` so that no other word gets in."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__(length=32)
        self.words = words
        self._known: dict[str | None, StrEnum | None] = {None: None} | {word.value: word for word in words}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        return self._known.__getitem__


def word_check(column: str, words: type[StrEnum]) -> CheckConstraint:
    """Returns a CHECK that allows only the words of the list in `column` (and NULL, where the column does)."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_word")


class Retention(StrEnum):
    """How long a table's rows may be kept. Every table names its own (architecture.md section 3)."""

    NONE = "none"  # no personal data
    ACCOUNT = "account"  # as long as the person works here
    VISIT = "visit"  # an uneventful visit: weeks
    ALARM = "alarm"  # what was done in an alarm: a year
    REGISTER = "register"  # marks and incidents: by their own end or review
    LOG = "log"  # who read what
    SHORT = "short"  # days: sessions, retries, inbound texts


class Base(DeclarativeBase):
    """The base of every table. Names of constraints are fixed, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        UUID: Id(),
        dict[str, Any]: Json,
        list[Any]: Json,
    }

    def __init__(self, **values: Any) -> None:
        """Make a row of what its columns hold. SQLAlchemy's own way puts each down as a change, which no new row needs:
        it took a twelfth of a check-in.

        Raises:
            TypeError: the table has no such column.
        """
        if unknown := values.keys() - _columns_of(type(self)):
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.__dict__.update(values)


@cache
def _columns_of(record: type[Base]) -> frozenset[str]:
    return frozenset(record.__mapper__.column_attrs.keys())


def retention(retention: Retention) -> dict[str, Any]:
    """Returns the table argument that says how long rows are kept: `__table_args__ = (retention(Retention.VISIT),)`."""
    return {"info": {"retention": retention}}


def new_id() -> UUID:
    """Returns a new id: a UUID of version 7, of this machine's milliseconds and 74 bits of chance.

    Ids that are made one after the other stand side by side in an index, which then writes to one page instead of to
    all. Nothing may read a time from it: a client chooses ids of its own, and a machine's clock can be wrong.
    """
    chance = int.from_bytes(urandom(10))
    return UUID(int=time_ns() // 1_000_000 << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & (1 << 62) - 1)


def primary_key() -> Mapped[UUID]:
    return mapped_column(primary_key=True, default=new_id)


def of_organisation() -> Mapped[UUID]:
    """The second half of a primary key whose id a client may choose: two organisations may choose the same one."""
    return mapped_column(ForeignKey("organisation.id"), primary_key=True)


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """A reference to a row of the same organisation in a table whose key has two halves (`of_organisation`)."""
    return ForeignKeyConstraint([column, "organisation_id"], [f"{table}.id", f"{table}.organisation_id"])
