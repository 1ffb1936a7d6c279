"""`achterwacht doctor` says in words what is not right."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from achterwacht.monitoring import health
from achterwacht.monitoring.held import hold
from cli.doctor import database, outside
from cli.doctor.finding import Finding, Level
from foundation.settings import Settings
from tests.support.app_under_test import AppUnderTest
from tests.support.ports import a_port_of_our_own
from tests.support.shell import Shell

NOBODY = "127.0.0.1"


def said(found: list[Finding], about: str, level: Level) -> bool:
    return any(one.said.startswith(f"{about}:") and one.level is level for one in found)


@pytest.mark.by_turns
@pytest.mark.parametrize("what", ["a held watch", "a file", "no backup", "an old backup", "one kept too long"])
def test_what_is_wrong_here(app: AppUnderTest, tmp_path: Path, what: str) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "one.age").write_text("x")
    settings = app.settings.model_copy(update={"files": str(tmp_path / "files")})
    app.jobs.tick()

    def is_held() -> None:
        with app.database.write() as session:
            hold(session, app.now() - timedelta(hours=3))

    def is_a_file() -> None:
        (tmp_path / "files").write_text("")

    def no_backup() -> None:
        (backups / "one.age").unlink()

    def an_old_backup() -> None:
        old = time.time() - 2 * 86_400
        os.utime(backups / "one.age", (old, old))

    def one_kept_too_long() -> None:
        (backups / "two.age").write_text("x")
        old = time.time() - 29.1 * 86_400
        os.utime(backups / "two.age", (old, old))

    goes_wrong: dict[str, tuple[Callable[[], None], str]] = {
        "a held watch": (is_held, "watch"),
        "a file": (is_a_file, "files"),
        "no backup": (no_backup, "backup"),
        "an old backup": (an_old_backup, "backup"),
        "one kept too long": (one_kept_too_long, "backup"),
    }
    before = list(database.looks(settings, backups))
    assert said(before, "database", Level.WELL)
    assert said(before, "files", Level.WELL)
    assert said(before, "backup", Level.WELL)
    happens, about = goes_wrong[what]
    happens()
    found = list(database.looks(settings, backups))
    assert said(found, about, Level.WRONG), found


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_is_wrong_outside(app: AppUnderTest, settings: Settings) -> None:
    with a_port_of_our_own() as port:
        away = app.settings.model_copy(
            update={"public_base_url": f"http://{NOBODY}:{port}", "smtp_host": NOBODY, "smtp_port": port,
                    "mail_from": "a@b.test", "twilio_api_base": f"http://{NOBODY}:{port}"}
        )  # fmt: skip
        found = list(outside.looks(away))
    for about in ("provider", "mail", "outside"):
        assert said(found, about, Level.WRONG), found
    simulated = list(outside.looks(settings.model_copy(update={"smtp_host": ""})))
    assert said(simulated, "provider", Level.DOUBT), "the simulator"
    assert said(simulated, "mail", Level.DOUBT), "no server is asked for when none is set up"


def _of_hours_ago(file: Path, hours: float) -> None:
    file.write_text("x")
    at = time.time() - hours * 3600
    os.utime(file, (at, at))


def test_what_was_never_finished_is_no_backup(tmp_path: Path) -> None:
    """A backup that is killed in the middle leaves what it had; each hour's may be, as when memory is short."""
    _of_hours_ago(tmp_path / ".2026-11-30-210000.age.x7k2abcd", 0)
    (tmp_path / "tmp0a1b2c3d").mkdir()
    assert said(list(database.looks_at_backups(tmp_path)), "backup", Level.WRONG), "there is none"
    _of_hours_ago(tmp_path / "2026-11-28-210000.age", 48)
    [found] = database.looks_at_backups(tmp_path)
    assert found.level is Level.WRONG
    assert "48 hours old" in found.said


def test_one_that_seems_made_later_than_now_hides_no_age(tmp_path: Path) -> None:
    """Made while the clock of the machine was a year ahead; it stays the newest for a year."""
    _of_hours_ago(tmp_path / "2027-11-30-210000.age", -8760)
    [found] = database.looks_at_backups(tmp_path)
    assert found.level is Level.DOUBT
    assert "-8760" not in found.said
    _of_hours_ago(tmp_path / "2026-11-28-210000.age", 48)
    ahead, newest = database.looks_at_backups(tmp_path)
    assert (ahead.level, newest.level) == (Level.DOUBT, Level.WRONG)
    assert "48 hours old" in newest.said
    _of_hours_ago(tmp_path / "2026-11-30-210000.age", 0)
    ahead, newest = database.looks_at_backups(tmp_path)
    assert (ahead.level, newest.level) == (Level.DOUBT, Level.WELL), "it goes on, and that one is still to be looked at"


def test_a_database_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    result = Shell().types("doctor")
    assert result.exit_code == 1
    assert "There is no database" in result.output
    assert "Traceback" not in result.output


def test_a_machine_that_is_slow_has_no_wrong_clock(app: AppUnderTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.jobs.tick()
    looks = health.look

    def slowly(*asked: Any) -> Any:
        time.sleep(0.3)
        return looks(*asked)

    monkeypatch.setattr(database, "APART", timedelta(seconds=0.2))
    monkeypatch.setattr(health, "look", slowly)
    found = [one.said for one in database.looks(app.settings, None)]
    assert not [one for one in found if one.startswith("time:")]
