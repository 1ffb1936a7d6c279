"""A connection to PostgreSQL that runs short statements straight away, by libpq's own blocking call.

psycopg makes a cursor, a query and a generator for each statement and waits for the socket itself, so that a statement
can be interrupted from the keyboard and one way of waiting fits all. Of a short statement that is three quarters of
what it costs us. Here it is one call in C, which lets other threads go on meanwhile, with psycopg's own adapters.

A statement that is run often is prepared, as psycopg does. psycopg lets go of all that was prepared at each ROLLBACK,
in case that undoes a table. No transaction of ours makes one, so what was only read may end without that.
"""

import re
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from foundation.overdue import Asking, answered, watch

OFTEN = 5
"""How many times a statement is run before it is prepared."""
MOST = 100
"""How many statements are prepared on one connection."""
LONGEST_SECONDS = 65.0
"""Longer than `statement_timeout` (`engine.py`), so that a server that lives is always first."""
PARAMETER = re.compile(r"%(?:\((\w+)\)s|(s)|(%))")


class StraightConnection(Connection[Any], Asking):
    """psycopg's connection, with `run`. Nothing on it waits for an answer for ever (`overdue.py`)."""

    longest = LONGEST_SECONDS

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        watch(self)
        self._values: Any = None
        self._times: dict[str, int] = {}
        self._ours: dict[str, bytes] = {}
        self._named = 0

    def run(self, text: str, given: dict[str, Any] | Sequence[Any] | None) -> list[tuple[Any, ...]]:
        """Run a statement, in a transaction, and return its rows; none if it gives none.

        text: with its parameters as for a cursor, `%s` or `%(name)s`.
        """
        with self.lock:
            if self.pgconn.transaction_status == TransactionStatus.IDLE and not self.autocommit:
                self._command(b"BEGIN")
            query, names = (text.encode(), ()) if given is None else _numbered(text)
            values = [given[one] for one in names] if isinstance(given, dict) else given or ()
            transformer = self._values = self._values or Transformer(self)
            sent: Any = transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
            name = self._ours.get(text) or self._prepare(text, query)
            ask = partial(self.pgconn.exec_params, query) if name is None else partial(self.pgconn.exec_prepared, name)
            result = self._checked(self._asked(ask, sent))
            if result.status != ExecStatus.TUPLES_OK:
                return []
            transformer.set_pgresult(result)
            return transformer.load_rows(0, result.ntuples, tuple)

    def commit(self) -> None:
        if self.pgconn.transaction_status != TransactionStatus.INTRANS:
            super().commit()
            return
        with self.lock:
            self._command(b"COMMIT")

    def rollback(self) -> None:
        if self.pgconn.transaction_status == TransactionStatus.INTRANS:
            with self.lock:
                self._command(b"ROLLBACK")
        elif self.pgconn.transaction_status != TransactionStatus.IDLE:
            super().rollback()
            self.forget()

    def forget(self) -> None:
        """Let go of all that is prepared, ours and psycopg's: it may have let go of everything, or overlooked that."""
        self._times.clear()
        theirs, ours = self._prepared.clear(), bool(self._ours)
        if theirs or ours:
            self._prepared._to_flush.clear()
            self._ours.clear()
            with self.lock:
                self._command(b"DEALLOCATE ALL")

    def _prepare(self, text: str, query: bytes) -> bytes | None:
        self._times[text] = self._times.get(text, 0) + 1
        if self._times[text] <= OFTEN or len(self._ours) >= MOST:
            return None
        self._named += 1
        name = b"straight_%d" % self._named
        self._checked(self._asked(self.pgconn.prepare, name, query))
        self._ours[text] = name
        return name

    def _command(self, words: bytes) -> None:
        self._checked(self._asked(self.pgconn.exec_, words))

    def tell(self, words: str) -> tuple[Any, ...]:
        """Ask outside any transaction for one row, as text."""
        result = self._checked(self._asked(self.pgconn.exec_, words.encode()))
        return tuple((result.get_value(0, column) or b"").decode() for column in range(result.nfields))

    def wait(self, *args: Any, **named: Any) -> Any:
        return self._asked(super().wait, *args, **named)

    def descriptor(self) -> int:
        return self.pgconn.socket

    def _asked(self, ask: Callable[..., Any], *args: Any, **named: Any) -> Any:
        self.since = time.monotonic()
        try:
            return ask(*args, **named)
        finally:
            answered(self)

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            return result
        if self.pgconn.status != ConnStatus.OK:
            # libpq gives such an error no code: by its class it would not be known that the connection is lost.
            raise OperationalError(result.get_error_message())
        raise error_from_result(result)


@lru_cache(1000)
def _numbered(text: str) -> tuple[bytes, Sequence[str]]:
    """Returns a statement with its parameters as PostgreSQL numbers them, and their names in that order."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name, unnamed, _percent = found.groups()
        if unnamed:
            names.append("")
            return f"${len(names)}"
        if not name:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return PARAMETER.sub(number, text).encode(), names
