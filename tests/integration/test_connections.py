"""Connections to PostgreSQL that stay open: none is used that the server closed or the network dropped."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from foundation import engine as engines
from foundation.session import Database

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
OTHERS = text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''"
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.at(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def administrator(database_url: str) -> Iterator[Database]:
    administrator = Database.at(database_url)
    yield administrator
    administrator.engine.dispose()


def one(database: Database) -> int | None:
    with database.read() as session:
        pid: int | None = session.scalar(text("SELECT pg_backend_pid()"))
        return pid


def asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Which connections were asked whether they live."""
    ping, connections = database.engine.dialect.do_ping, list[Any]()

    def count(connection: Any) -> bool:
        connections.append(connection)
        return ping(connection)

    monkeypatch.setattr(database.engine.dialect, "do_ping", count)
    return connections


def test_a_database_that_closed_its_connections_costs_nobody_anything(
    database: Database, administrator: Database
) -> None:
    before = one(database)
    with administrator.read() as session:
        assert session.scalar(OTHERS) == 1
        # It is told to go; here it has gone.
        gone = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
        while session.scalar(gone, {"pid": before}):
            session.rollback()
    assert one(database) not in (None, before)


def test_a_connection_in_use_is_not_asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    connections = asked(database, monkeypatch)
    assert one(database) == one(database)
    assert not connections


def test_a_connection_that_lay_still_is_asked(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "QUIET_SECONDS", 0)
    connections = asked(database, monkeypatch)
    assert one(database) == one(database)
    assert len(connections) == 1
