"""Whole-app tests: every one with an application of its own, on both databases.

The people of the organisation are made once, in a template; each test gets a copy of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from foundation.session import Database
from tests.support.app_under_test import AppUnderTest, SteppingClock, an_app, wednesday_morning
from tests.support.mail_server import MailServer
from tests.support.organisations import Organisation, an_organisation

if TYPE_CHECKING:
    from tests.support.lent import Lending
    from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def lived_in_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Organisation]:
    """A SQLite file with people in it, to copy."""
    path = tmp_path_factory.mktemp("people") / "lived-in.db"
    shutil.copy(sqlite_template, path)
    return path, _people_move_in(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def lived_in_database(postgres: PostgresServer, postgres_template: str) -> tuple[str, Organisation]:
    """A database of PostgreSQL with people in it, to copy."""
    url = postgres.create_database(postgres_template)
    return url, _people_move_in(url)


def _people_move_in(url: str) -> Organisation:
    database = Database.at(url, SteppingClock(wednesday_morning()))
    ours = an_organisation(database, "voorbeeld")
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return ours


@pytest.fixture
def app(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[AppUnderTest]:
    with ExitStack() as stack:
        if kind == "sqlite":
            template, ours = request.getfixturevalue("lived_in_file")
            path = tmp_path / "achterwacht.db"
            shutil.copy(template, path)
            url = f"sqlite:///{path}"
        else:
            lending: Lending = request.getfixturevalue("lending")
            template, ours = request.getfixturevalue("lived_in_database")
            url = stack.enter_context(lending.lends(template))
        yield stack.enter_context(an_app(url, ours, wednesday_morning()))


@pytest.fixture
def mail_leaves(app: AppUnderTest) -> Iterator[MailServer]:
    """A mail server: for stories of months, of which each reminder would otherwise fail as mail and go on as a text."""
    with MailServer() as server:
        app.mails_through(server)
        yield server
