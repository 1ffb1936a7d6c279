"""Whole-app tests: every one in a house of its own, on both databases.

The people of the town move in once, into a template; each test gets a copy of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from foundation.session import Database
from tests.support.house import House, HouseClock, a_house, wednesday_morning
from tests.support.town import Town, a_town

if TYPE_CHECKING:
    from tests.support.postgres import CreateDatabase, PostgresServer


@pytest.fixture(scope="session")
def lived_in_file(sqlite_template: Path) -> tuple[Path, Town]:
    """A SQLite file with people in it, to copy."""
    path = sqlite_template.with_name("lived-in.db")
    shutil.copy(sqlite_template, path)
    return path, _people_move_in(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def lived_in_database(postgres: PostgresServer, postgres_template: str) -> tuple[str, Town]:
    """A database of PostgreSQL with people in it, to copy."""
    url = postgres.create_database(postgres_template)
    return url, _people_move_in(url)


def _people_move_in(url: str) -> Town:
    database = Database.at(url, HouseClock(wednesday_morning()))
    town = a_town(database, "voorbeeld")
    with database.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return town


@pytest.fixture
def house(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    if kind == "sqlite":
        template, town = request.getfixturevalue("lived_in_file")
        path = tmp_path / "achterwacht.db"
        shutil.copy(template, path)
        url = f"sqlite:///{path}"
    else:
        create: CreateDatabase = request.getfixturevalue("create_database")
        template, town = request.getfixturevalue("lived_in_database")
        url = create(template)
    with a_house(url, town, wednesday_morning()) as house:
        yield house
