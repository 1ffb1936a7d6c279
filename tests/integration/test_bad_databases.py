"""Every command on a database that is not as it should be: a sentence and an exit code, and nothing changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from achterwacht.deadlines.service import note_tick
from cli.plain import AWAY
from foundation.session import Database
from migrations.metadata import all_tables
from tests.support.ports import a_port_of_our_own
from tests.support.shell import Shell

if TYPE_CHECKING:
    from tests.support.postgres import CreateDatabase

# `protocol list` first prints what comes with the product, and then says the same.
TYPED = """
    check
    demo
    token x@y.test
    protocol load demo --organisation x
    organisation add x X
    organisation passwords x
    person add x@y.test X --organisation x
    person link x@y.test
    canary show --organisation x
    canary off --organisation x
    canary set +31612345678 --organisation x
    team mail T --organisation x
    import risk-addresses rows.csv --organisation x
    people import people.csv --organisation x
"""
SHORT = tuple(tuple(line.split()) for line in TYPED.splitlines() if line.strip())
SERVING = (("serve", "--port", "1"), ("api", "--port", "1"), ("clock",))
ALL = (*SHORT, *SERVING)
A_FEW_ON = "0004"
CONTENT = "country;postcode;houseNumber;street;city;advice;instruction;reason;reviewDate\n"


@pytest.fixture
def database_url(kind: str, database_url: str, tmp_path: Path) -> str:
    (tmp_path / "rows.csv").write_text(CONTENT, encoding="utf-8")
    (tmp_path / "people.csv").write_text("Naam;E-mail\n", encoding="utf-8")
    return database_url


def _does(url: str, *statements: str) -> None:
    database = Database.at(url)
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    database.engine.dispose()


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "newer": (("UPDATE alembic_version SET version_num = '9999'", "DELETE FROM lives_with"), "newer"),
    "two heads": (("INSERT INTO alembic_version VALUES ('9999')",), "newer"),
    "without a version": (("DELETE FROM alembic_version",), "broke off"),
    "without its table of versions": (("DROP TABLE alembic_version",), "broke off"),
    "without a table": (("DROP TABLE event",), "missing"),
    "without a column": (("ALTER TABLE organisation DROP COLUMN name",), "missing"),
}


@pytest.mark.parametrize("how", list(BAD))
def test_another_schema_is_neither_read_nor_written(shell: Shell, database_url: str, how: str) -> None:
    statements, says = BAD[how]
    _does(database_url, *statements)
    assert says in shell.is_refused("migrate")
    for words in ALL:
        said = shell.is_refused(*words)
        assert says in said, words


def test_a_migration_that_breaks_off_is_undone_and_says_why(
    shell: Shell, create_database: CreateDatabase, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older schema, in which a table of the next one stands already: it breaks off when some were carried out."""
    url = create_database() if kind == "postgresql" else f"sqlite:///{tmp_path / 'half.db'}"

    def fails(config: Config, _: str) -> None:
        upgrade(config, A_FEW_ON)
        config.attributes["connection"].execute(text("CREATE TABLE organisation (id integer)"))

    upgrade = command.upgrade
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", url)
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", fails)
        assert "already exists" in shell.is_refused("migrate")
    assert "Migrated: nothing" in shell.gets("migrate"), "the first one left nothing behind"


def _folder(path: Path) -> None:
    path.mkdir()


def _no_database(path: Path) -> None:
    path.write_text("This is a letter, and not a database.\n" * 100, encoding="utf-8")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.with_name("achterwacht.db").read_bytes()[:5000])


def _of_somebody_else(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customer (id integer)")
    connection.close()


def _inside(path: Path) -> bytes:
    """Without SQLite's own header, in which stands how it is opened."""
    return path.read_bytes()[100:] if path.is_file() else b""


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("make", [_folder, _no_database, _cut_off, _of_somebody_else])
def test_a_file_that_is_no_database_of_ours(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "other"
    make(path)
    before = _inside(path)
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", f"sqlite:///{path}")
    shell.is_refused("migrate")
    for words in ALL:
        result = shell.types(*words)
        assert result.exit_code in (2, AWAY), (words, result.output)
        assert "Traceback" not in result.output, words
        assert result.stderr.strip(), words
    assert _inside(path) == before


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_looking_at_a_file_that_is_not_there_does_not_make_it(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite:///mistyped.db")
    for words in SHORT:
        assert "achterwacht migrate" in shell.is_refused(*words), words
    for words in SERVING:
        result = shell.types(*words)
        assert "achterwacht migrate" in result.stderr, words
        assert result.exit_code == AWAY, "it may lie on a volume that is not mounted yet"
    assert not (tmp_path / "mistyped.db").exists()
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite://")
    assert "in memory" in shell.is_refused("check")


@pytest.fixture
def nobody() -> Iterator[str]:
    """The address of a server that is not there."""
    with a_port_of_our_own() as port:
        yield f"postgresql://u:hidden@127.0.0.1:{port},127.0.0.1:{port}/db"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_server_that_is_not_there(shell: Shell, nobody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What serves ends with another code than for wrong settings: there systemd must not give up."""
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", nobody)
    for words in (("migrate",), *SHORT):
        said = shell.is_refused(*words)
        assert "database" in said, words
        assert "hidden" not in said
    for serving in SERVING:
        result = shell.types(*serving)
        assert (result.exit_code, "Traceback" in result.output) == (AWAY, False), (serving, result.output)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_error_that_nobody_expected_is_no_broken_invariant(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("call +31612345678")

    monkeypatch.setattr("achterwacht.monitoring.health.look", fails)
    said = shell.is_refused("check")
    assert "RuntimeError" in said
    assert "612345678" not in said


def _at_once(config: Config, revision: str) -> None:
    """The tables without their migrations, where it is no matter how they came to be."""
    all_tables().create_all(config.attributes["connection"])
    command.stamp(config, revision)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_file_is_closed_to_others_whatever_the_umask(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", "sqlite:///new.db")
    monkeypatch.setattr(command, "upgrade", _at_once)
    before = os.umask(umask)
    try:
        shell.gets("migrate")
        database = Database.at("sqlite:///new.db")
        with database.write() as session:
            note_tick(session, "a clock", datetime.now(UTC))
        files = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("new.db*")}
        database.engine.dispose()
    finally:
        os.umask(before)
    assert files == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm"), 0o600)


def test_a_file_that_was_open_to_others_is_closed(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(sqlite_template, path)
    with sqlite3.connect(path) as held:  # so that what lies beside it stays
        held.execute("SELECT count(*) FROM organisation")
        for one in tmp_path.glob("old.db*"):
            one.chmod(0o644)
        assert len(list(tmp_path.glob("old.db*"))) == 3
        database = Database.at(f"sqlite:///{path}")
        with database.read() as session:
            session.execute(text("SELECT 1"))
        database.engine.dispose()
        assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("old.db*")} == {0o600}
    held.close()
