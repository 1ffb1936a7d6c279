"""Databases to measure on: a durable PostgreSQL for the whole run, and SQLite files."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bench.country import Place, settle
from foundation.session import Database
from migrations.schema import migrate
from tests.support.postgres import PostgresServer, run_postgres

_server: list[PostgresServer] = []


@contextmanager
def one_postgres() -> Iterator[None]:
    """Run the server that all measurements of a run share. Each commit reaches the disk, as in production."""
    with run_postgres(durable=True) as server:
        _server.append(server)
        try:
            yield
        finally:
            _server.clear()


@contextmanager
def empty(kind: str) -> Iterator[str]:
    """Give a database without tables."""
    if kind == "postgresql":
        (server,) = _server
        url = server.create_database()
        yield url
        server.drop_database(url)
    else:
        with tempfile.TemporaryDirectory(prefix="achterwacht-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def settled(kind: str) -> Iterator[tuple[Database, list[Place], str]]:
    """Give a database of the product with people in it, and its URL."""
    with empty(kind) as url:
        migrate(url)
        database = Database.at(url)
        try:
            yield database, settle(database), url
        finally:
            database.engine.dispose()


def driver_url(url: str) -> str:
    """Returns the URL of the same database as psycopg and SQLite's own driver know it."""
    return make_url(url).database or "" if url.startswith("sqlite") else url.replace("+psycopg", "")
