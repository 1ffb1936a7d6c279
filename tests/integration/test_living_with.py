"""A migration that says to live with the version before it does; and what that version may do, is decided by this."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text

import migrations.schema
from achterwacht.deadlines.records import ClockRecord
from foundation.session import Database
from migrations.schema import NotOurs, State, StillRunning, configuration, migrate, state_of
from tests.support.schemas import Table, shape_of, what_breaks

NEXT = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9998", {after!r}
{says}

def upgrade():
    {does}
"""
GENTLE = 'op.add_column("visit", sa.Column("next_one", sa.Text(), nullable=True))'
HARSH = {
    "a column goes": 'op.drop_column("visit", "created_from")',
    "a column must be filled in": 'op.add_column("team", sa.Column("more", sa.Text(), nullable=False, '
    'server_default="x")); b = op.batch_alter_table("team"); c = b.__enter__(); '
    'c.alter_column("more", server_default=None); b.__exit__(None, None, None)',
    "a table goes": 'op.drop_table("put_away")',
    "a name may stand there once": 'op.create_index("names", "team", ["name"], unique=True)',
    "another type": 'b = op.batch_alter_table("team"); c = b.__enter__(); c.alter_column("name", type_=sa.Text())'
    "; b.__exit__(None, None, None)",
}


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a version to come, of which only the next is still to be written. Returns where."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations.schema, "configuration", lambda: _configuration(folder))
    return folder / "versions" / "9998_next.py"


def _configuration(folder: Path) -> Config:
    config = configuration()
    config.set_main_option("script_location", str(folder))
    return config


def _head() -> str:
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None
    return head


def _next(where: Path, does: str, *, gentle: bool) -> None:
    where.write_text(NEXT.format(after=_head(), says=f"LIVES_WITH_BEFORE = {gentle}", does=does))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database.at(database_url)
    yield database
    database.engine.dispose()


def _ticks(database: Database, ago: timedelta) -> None:
    with database.write() as session:
        session.add(ClockRecord(name="here:1", ticked_at=datetime.now(UTC) - ago))


def test_those_that_say_so_break_nothing(tmp_path: Path) -> None:
    """One database, from the first to the last."""
    engine = create_engine(f"sqlite:///{tmp_path / 'one.db'}")
    for one in reversed([*ScriptDirectory.from_config(configuration()).walk_revisions()]):
        if getattr(one.module, "LIVES_WITH_BEFORE", False):
            assert isinstance(one.down_revision, str)
            before = _at(engine, one.down_revision)
            assert what_breaks(before, _at(engine, one.revision)) == [], one.revision


@pytest.mark.parametrize("does", HARSH.values(), ids=HARSH)
def test_what_breaks_is_seen(tmp_path: Path, sqlite_template: Path, next_version: Path, does: str) -> None:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'one.db')}"
    before = shape_of(create_engine(url))
    _next(next_version, does, gentle=False)
    migrate(url, stopped=True)
    assert len(what_breaks(before, shape_of(create_engine(url)))) == 1
    assert what_breaks(before, before) == []


def test_while_clocks_tick_only_a_gentle_one_is_carried_out(
    database: Database, database_url: str, next_version: Path
) -> None:
    _ticks(database, timedelta(seconds=2))
    before = shape_of(database.engine)
    _next(next_version, GENTLE, gentle=False)
    with pytest.raises(StillRunning):
        migrate(database_url)
    assert shape_of(database.engine) == before
    _next(next_version, GENTLE, gentle=True)
    assert migrate(database_url) == (_head(), "9998")
    assert what_breaks(before, shape_of(database.engine)) == []


def test_a_clock_that_ticked_long_ago_stops_nothing(database: Database, database_url: str, next_version: Path) -> None:
    _ticks(database, timedelta(minutes=2))
    _next(next_version, GENTLE, gentle=False)
    assert migrate(database_url)[1] == "9998"


def test_the_version_before_starts_with_a_gentle_one_and_no_other(
    database: Database, database_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _next(next_version, GENTLE, gentle=True)
    migrate(database_url)
    assert state_of(database.engine) is State.READY
    monkeypatch.undo()  # the version before knows nothing of it
    assert state_of(database.engine) is State.READY
    with database.write() as session:
        session.execute(text("DELETE FROM lives_with WHERE revision <> '9998'"))
    assert state_of(database.engine) is State.NEWER
    with pytest.raises(NotOurs):
        migrate(database_url)


def _at(engine: Engine, revision: str) -> dict[str, Table]:
    config = configuration()
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return shape_of(engine)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_whoever_holds_a_table_is_not_waited_for_and_it_is_tried_again(
    database_url: str, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_version.write_text(NEXT.format(after=_head(), says="LIVES_WITH_BEFORE = True", does=GENTLE))
    monkeypatch.setattr(migrations.schema, "WAITS_FOR_A_LOCK", timedelta(milliseconds=50))
    engine = create_engine(database_url)
    tried: list[float] = []
    with engine.connect() as somebody:
        somebody.execute(text("SELECT 1 FROM visit"))

        def lets_go(seconds: float) -> None:
            tried.append(seconds)
            if len(tried) == 2:
                somebody.rollback()

        monkeypatch.setattr(migrations.schema, "sleep", lets_go)
        assert migrate(database_url)[1] == "9998"
    engine.dispose()
    assert len(tried) == 2
