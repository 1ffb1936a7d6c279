"""Databases of PostgreSQL that are lent to one test after another, and are like new each time.

Making one and dropping it costs more processor time than most tests: hundreds of files are written and removed, and
every new connection reads the catalogue again. So what a test wrote is removed, and what was there is put back. A
database that can't be made like new is dropped and replaced: if a test changed the schema or wrote very much, or if
somebody is still at work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

OUR_OWN = "shared by the tests"
"""The name of connections that outlive a test (tests/support/shared_app.py). All others are ended with it."""
MUCH = 2000
"""Rows. What more of them leave behind would slow down the next test."""
MOST_GUESTS = 50

REMEMBERS = sql.SQL("""
CREATE SCHEMA kept;
CREATE TABLE kept.change (what text);
CREATE FUNCTION kept.notes_change() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kept.change VALUES (tg_tag);
END $$;
CREATE FUNCTION kept.puts_back() RETURNS boolean LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    rows bigint;
    gone bigint := 0;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()
        AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> {our_own};
    IF EXISTS (SELECT FROM kept.change) OR EXISTS (SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = {our_own} AND state <> 'idle') THEN
        RETURN false;
    END IF;
    {statements}
    RETURN gone <= {much};
END $$;
""")
EMPTIES = sql.SQL("DELETE FROM public.{0}; GET DIAGNOSTICS rows = ROW_COUNT; gone := gone + rows;")
KEEPS = sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}")
FILLS = sql.SQL("INSERT INTO public.{0} OVERRIDING SYSTEM VALUE SELECT * FROM kept.{0};")
COUNTS_FROM = sql.SQL("PERFORM setval({}, {}, {});")
LISTENS = sql.SQL("CREATE EVENT TRIGGER changes ON ddl_command_end EXECUTE FUNCTION kept.notes_change()")


class _Lent:
    """One such database, with the connection over which it is put back."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._guests = 0
        self.url = server.create_database(template)
        there = make_url(self.url)
        self._connection = psycopg.connect(
            host=str(there.query["host"]),
            user=there.username,
            dbname=there.database,
            application_name="puts back",  # nobody's own, where a test counts connections
            autocommit=True,
        )
        self._remembers()

    def is_as_new(self) -> bool:
        """Put it back as it was. Returns False if that can't be done."""
        self._guests += 1
        if self._guests == MOST_GUESTS:
            return False
        try:
            found = self._connection.execute("SELECT kept.puts_back()").fetchone()
        except psycopg.Error:  # a test cut every connection
            return False
        return found == (True,)

    def goes(self) -> None:
        self._connection.close()
        self._server.drop_database(self.url)

    def _remembers(self) -> None:
        ask = self._connection.execute
        tables = [
            sql.Identifier(name) for (name,) in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        full = [one for one in tables if ask(sql.SQL("SELECT FROM public.{} LIMIT 1").format(one)).rowcount]
        counters = ask(
            "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
            " WHERE schemaname = 'public'"
        )
        statements = [
            *(EMPTIES.format(one) for one in tables),
            *(FILLS.format(one) for one in full),
            *(COUNTS_FROM.format(f'public."{name}"', last, begun) for name, last, begun in counters),
        ]
        ask(REMEMBERS.format(our_own=OUR_OWN, much=MUCH, statements=sql.SQL("\n").join(statements)))
        for one in full:
            ask(KEEPS.format(one))
        ask(LISTENS)


class Lending:
    """Lends copies of a template, and takes them back."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._free: defaultdict[str, list[_Lent]] = defaultdict(list)

    @contextmanager
    def lends(self, template: str) -> Iterator[str]:
        """Give the address of a copy. Nobody else has it until the block ends."""
        free = self._free[template]
        one = free.pop() if free else _Lent(self._server, template)
        try:
            yield one.url
        finally:
            if one.is_as_new():
                free.append(one)
            else:
                one.goes()

    def close(self) -> None:
        for free in self._free.values():
            for one in free:
                one.goes()
