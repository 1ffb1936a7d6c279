"""Backups of containers: one each hour, and none that is older than four weeks, for what was erased stands in it."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.processes import eventually

HOUSE = Path(__file__).resolve().parents[2]
SCRIPT = HOUSE / "deploy/container/achterwacht-backups"
COMMAND = """#!/bin/sh
[ -e "{folder}/away" ] && exit 1
echo "$*" >>"{folder}/told"
echo sealed >"$2"
"""
AT_WORK = """#!/bin/sh
trap 'kill $!; touch "{folder}/tidied"; exit 0' TERM
sleep 300 &
touch "{folder}/at-work"
wait $!
"""
ASLEEP = """#!/bin/sh
echo "$*" >>"{folder}/slept"
exec /bin/sleep "$@"
"""


def _runs_once(folder: Path, recipient: str = "age1ours") -> int:
    """Let it make one, stop it in its sleep, and return what it ended with."""
    for name, script in (("achterwacht", COMMAND), ("sleep", ASLEEP)):
        (folder / name).write_text(script.format(folder=folder), encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "RECIPIENT": recipient}
    with subprocess.Popen([SCRIPT, folder / "backups"], env=environment, start_new_session=True) as started:
        until = time.monotonic() + 60
        while not (folder / "slept").exists() and started.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        started.terminate()
        return started.wait(60)


def _of_days_ago(file: Path, days: float) -> Path:
    file.write_text("sealed", encoding="utf-8")
    at = time.time() - days * 86_400
    os.utime(file, (at, at))
    return file


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    (folder := tmp_path / "backups").mkdir()
    return folder


def test_one_is_made_and_what_is_too_old_goes(backups: Path, tmp_path: Path) -> None:
    too_old = _of_days_ago(backups / "2026-01-01-0000.age", 28.1)
    of_an_hour_less = _of_days_ago(backups / "2026-01-02-0000.age", 27.9)
    not_ours = _of_days_ago(backups / "notes.txt", 400)
    assert _runs_once(tmp_path) == 0, "it stops at once when it is told to"
    assert not too_old.exists()
    assert of_an_hour_less.exists()
    assert not_ours.exists()
    [told] = (tmp_path / "told").read_text("utf-8").splitlines()
    made = next(one for one in backups.glob("*.age") if one != of_an_hour_less)
    assert told == f"backup {made} --recipient age1ours"
    assert made.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "slept").read_text("utf-8") == "3600\n"


def test_while_none_can_be_made_the_old_ones_stay(backups: Path, tmp_path: Path) -> None:
    kept = _of_days_ago(backups / "2026-01-01-0000.age", 60)
    (tmp_path / "away").touch()
    assert _runs_once(tmp_path) == 0
    assert [*backups.iterdir()] == [kept]
    assert _runs_once(tmp_path, recipient="") != 0, "never one that anybody can read"


def test_one_that_is_at_work_is_told_to_end_too(backups: Path, tmp_path: Path) -> None:
    (tmp_path / "achterwacht").write_text(AT_WORK.format(folder=tmp_path), encoding="utf-8")
    (tmp_path / "achterwacht").chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RECIPIENT": "age1ours"}
    with subprocess.Popen([SCRIPT, backups], env=environment, start_new_session=True) as started:
        try:
            eventually((tmp_path / "at-work").exists)
            started.terminate()
            assert started.wait(60) == 0
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
    assert (tmp_path / "tidied").exists(), "and is waited for"


def test_compose_makes_them_and_systemd_as_long() -> None:
    image, compose = (HOUSE / "Containerfile").read_text("utf-8"), (HOUSE / "compose.yaml").read_text("utf-8")
    assert "COPY deploy/container/achterwacht-backups /usr/local/bin/achterwacht-backups\n" in image
    assert "entrypoint: [achterwacht-backups]\n" in compose
    assert "RECIPIENT: ${BACKUP_RECIPIENT:?}\n" in compose
    assert " -mtime +27 -delete" in (HOUSE / "deploy/systemd/achterwacht-backup.service").read_text("utf-8")
