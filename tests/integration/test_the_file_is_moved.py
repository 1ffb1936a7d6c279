"""The SQLite file is moved away, or another put in its place, while it is used: nobody goes on in either unnoticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from cli.backing_up.databases import refuse_used
from cli.plain import Refused
from foundation.away import is_away
from foundation.lock import ClockRuns, only_clock
from foundation.one_file import MOVED
from foundation.session import Database

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def file(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


@pytest.fixture
def used(database_url: str) -> Iterator[Database]:
    """An engine of its own, as a process has it, with a connection that is kept."""
    database = Database.at(database_url)
    asks(database)
    yield database
    database.engine.dispose()


def asks(database: Database) -> None:
    with database.write() as session:
        session.execute(text("SELECT count(*) FROM visit"))


def is_refused(database: Database) -> None:
    for _ in range(3):  # by the connection that is kept, and by each new one
        with pytest.raises(OperationalError, match=MOVED) as refused:
            asks(database)
        assert is_away(refused.value)


def test_another_file_in_its_place_is_not_gone_on_with(used: Database, file: Path, tmp_path: Path) -> None:
    shutil.copy(file, tmp_path / "older.db")
    file.rename(tmp_path / "away.db")
    shutil.copy(tmp_path / "older.db", file)
    is_refused(used)
    file.unlink()
    (tmp_path / "away.db").rename(file)
    asks(used)


def test_a_file_that_is_gone_is_not_made_anew(used: Database, file: Path, tmp_path: Path) -> None:
    file.rename(tmp_path / "away.db")
    is_refused(used)
    assert not file.exists()
    (tmp_path / "away.db").rename(file)
    asks(used)


def test_who_begins_anew_has_the_file_that_is_there(used: Database, database_url: str, file: Path) -> None:
    shutil.copy(file, f"{file}.new")
    Path(f"{file}.new").rename(file)
    is_refused(used)
    anew = Database.at(database_url)
    asks(anew)
    anew.engine.dispose()


def test_nothing_is_put_back_while_a_clock_still_runs(database_url: str, file: Path) -> None:
    with only_clock(database_url):
        file.unlink()
        with pytest.raises(ClockRuns):
            refuse_used(database_url)
    refuse_used(database_url)


@pytest.mark.parametrize("left", ["-wal", "-journal"])
def test_nothing_is_put_back_beside_what_a_power_cut_left(database_url: str, file: Path, left: str) -> None:
    """SQLite would throw it away, and with it what was written last in the database that was moved away."""
    file.unlink()
    beside = Path(f"{file}{left}")
    beside.write_bytes(b"pressed last")
    with pytest.raises(Refused, match=f"{beside.name} is still there"):
        refuse_used(database_url)
    beside.rename(f"{file}.old{left}")
    refuse_used(database_url)
