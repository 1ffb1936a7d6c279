"""A cursor of psycopg that describes its columns only when somebody asks what they are.

SQLAlchemy looks at `description` after each statement, and for one that it knows only at whether there is one. psycopg
makes an object in Python for each column each time, which took a thirtieth of a check-in.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Self, overload

from psycopg import Column, Cursor

from foundation.straight import StraightConnection

LETS_GO = ("ROLLBACK", "DROP", "ALTER", "DISCARD", "DEALLOCATE")
"""After these psycopg lets go of what was prepared."""


class _Columns(Sequence[Column]):
    """The columns of the result that the cursor has now."""

    def __init__(self, cursor: Cursor[Any], count: int) -> None:
        self._cursor = cursor
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Column]:
        return (Column(self._cursor, place) for place in range(self._count))

    @overload
    def __getitem__(self, place: int) -> Column: ...
    @overload
    def __getitem__(self, place: slice) -> list[Column]: ...
    def __getitem__(self, place: int | slice) -> Column | list[Column]:
        return list(self)[place]


class LeanCursor(Cursor[Any]):
    """`description` makes its columns when they are read; it is None after a statement that gives none."""

    @property
    def description(self) -> Any:
        count = self.pgresult.nfields if self.pgresult else 0
        return _Columns(self, count) if count else None

    def execute(self, *args: Any, **named: Any) -> Self:
        super().execute(*args, **named)
        if (self.statusmessage or "").startswith(LETS_GO) and isinstance(self.connection, StraightConnection):
            self.connection.forget()
        return self
