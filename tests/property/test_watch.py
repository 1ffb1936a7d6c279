"""Nobody is forgotten, whatever everybody does: the stateful test on a real SQLite file and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event

from foundation.session import Database
from tests.property.machine import Watch
from tests.support.engine import Workers, fill_the_roster
from tests.support.organisations import Employee, Organisation, an_organisation

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer


def bounded(examples: int, steps: int) -> settings:
    """What a run may cost: always the same examples, as they are found.

    `WATCH_EXAMPLES=500` looks for others a whole night, and makes what fails short before it shows it.
    """
    wanted = int(os.environ.get("WATCH_EXAMPLES", "0"))
    return settings(
        max_examples=wanted or examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not wanted,
        phases=tuple(Phase) if wanted else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def settle(url: str) -> tuple[Organisation, Employee]:
    """An organisation with its roster in this database."""
    database = Database.at(url, Workers())
    ours = an_organisation(database, "voorstad")
    with database.write() as session:
        second = fill_the_roster(session, ours)
    database.engine.dispose()
    return ours, second


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # the chaos tests pull the plug; this one only plays with the rules


@pytest.mark.timeout(600)
def test_the_watch_holds_on_a_sqlite_file(sqlite_template: Path, tmp_path: Path) -> None:
    settled = tmp_path / "settled.db"
    shutil.copy(sqlite_template, settled)
    ours, second = settle(f"sqlite:///{settled}")
    numbers = iter(range(10**9))

    def open_database(stack: ExitStack) -> tuple[Database, Organisation, Employee]:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(settled, path)
        database = Database.at(f"sqlite:///{path}", Workers())
        event.listen(database.engine, "connect", _without_waiting_for_the_disk)
        stack.callback(path.unlink)
        stack.callback(database.engine.dispose)
        return database, ours, second

    machine = type("WatchOnSqlite", (Watch,), {"open_database": staticmethod(open_database)})
    run_state_machine_as_test(machine, settings=bounded(examples=12, steps=24))


@pytest.mark.timeout(600)
def test_the_watch_holds_on_postgresql(postgres: PostgresServer, postgres_template: str) -> None:
    settled = postgres.create_database(postgres_template)
    ours, second = settle(settled)

    def open_database(stack: ExitStack) -> tuple[Database, Organisation, Employee]:
        url = postgres.create_database(settled)
        database = Database.at(url, Workers())
        stack.callback(postgres.drop_database, url)
        stack.callback(database.engine.dispose)
        return database, ours, second

    machine = type("WatchOnPostgresql", (Watch,), {"open_database": staticmethod(open_database)})
    run_state_machine_as_test(machine, settings=bounded(examples=2, steps=18))
