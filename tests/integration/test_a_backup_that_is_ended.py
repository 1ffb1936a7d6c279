"""A backup that is ended in the middle leaves nothing plain behind; and one that was killed, not for ever."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from cli.backing_up import beside
from cli.backing_up.databases import OF_A_DRILL, database_beside
from foundation.engine import make_engine

HOUSE = Path(__file__).resolve().parents[2]
STANDS_STILL = """
import signal, sys, time
from pathlib import Path
from cli.backing_up import archive, beside
from cli.interrupts import ended_tidily

class StoreThatNeverAnswers:
    def keys(self, under):
        print("under way", flush=True)
        time.sleep(600)

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs these tests may ignore it
to = Path(sys.argv[1])
with ended_tidily(), beside.a_folder(to.parent) as folder:
    (folder / "database").write_text("plain")
    manifest = archive.Manifest(archive.FORMAT, "", "", "", "")
    archive.write(to, manifest, folder / "database", StoreThatNeverAnswers(), [], (), tuple)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_told_to_end_takes_away_what_it_made(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", STANDS_STILL, str(tmp_path / "one.age")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOUSE, env=os.environ | {"PYTHONPATH": "."}) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"under way\n"
        made = sorted(one.is_dir() for one in tmp_path.iterdir())
        assert made == [False, True], "the tar, and the folder with the database"
        started.send_signal(number)
        assert started.wait(60) == -number, "as any process that ends of it"
    assert [*tmp_path.iterdir()] == []


def _of_hours_ago(one: Path, hours: float) -> None:
    at = time.time() - hours * 3600
    os.utime(one, (at, at))


def test_what_one_left_that_was_killed_goes_after_a_day(tmp_path: Path) -> None:
    for name, hours in (("old", 25), ("of a clock that was ahead", -8760), ("of another that is at work", 1)):
        file, folder = tmp_path / f"{beside.UNFINISHED}{name}", tmp_path / f"{beside.UNFINISHED}folder {name}"
        folder.mkdir()
        for plain in (file, folder / "database"):
            plain.write_text("plain")
            _of_hours_ago(plain, hours)
        _of_hours_ago(folder, 25 if hours == 1 else hours)
    for name in ("one.age", ".hidden", "tmp0a1b2c3d", ".one.age.x7k2abcd"):
        (tmp_path / name).write_text("of others")
        _of_hours_ago(tmp_path / name, 1000)
    beside.drop_left(tmp_path)
    left = {one.name.removeprefix(beside.UNFINISHED) for one in tmp_path.iterdir()}
    at_work = {"of another that is at work", "folder of another that is at work"}
    assert left == {"one.age", ".hidden", "tmp0a1b2c3d", ".one.age.x7k2abcd"} | at_work


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_drill_drops_the_database_of_one_that_was_killed_and_of_no_other(database_url: str) -> None:
    engine = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
    left, at_work = (f"{OF_A_DRILL}{uuid4().hex[:12]}" for _ in range(2))
    with engine.connect() as connection, engine.connect() as other:
        for name in (left, at_work):
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        other.execute(text("SELECT pg_advisory_lock(hashtext(:name))"), {"name": at_work})
        with database_beside(database_url) as url:
            ours = make_url(url).database
            there = set(connection.execute(text("SELECT datname FROM pg_database")).scalars())
            assert {at_work, ours} <= there
            assert left not in there
        connection.execute(text(f'DROP DATABASE "{at_work}"'))
        there = set(connection.execute(text("SELECT datname FROM pg_database")).scalars())
        assert ours not in there
    engine.dispose()


def test_so_does_one_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / f"{beside.UNFINISHED}drill"
    folder.mkdir()
    (folder / "drill.db").write_text("plain")
    _of_hours_ago(folder / "drill.db", 25)
    _of_hours_ago(folder, 25)
    with database_beside("sqlite:///ours.db"):
        assert not folder.exists()
