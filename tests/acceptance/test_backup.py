"""A backup is taken under load, put back where nothing is, and held until somebody says go: on both databases."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents.store import Store
from tests.acceptance.stories import panic
from tests.support.app_under_test import AppUnderTest, an_address
from tests.support.postgres import binaries
from tests.support.shell import Shell
from tests.unit.test_pictures import a_photo

if TYPE_CHECKING:
    from tests.support.postgres import PostgresServer

PHOTO = {"file": ("foto.jpg", a_photo(), "image/jpeg")}


@pytest.fixture
def elsewhere(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty database to put it back in."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'elsewhere.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create_database()


def at(monkeypatch: pytest.MonkeyPatch, url: str, files: str) -> Shell:
    monkeypatch.setenv("ACHTERWACHT_DATABASE_URL", url)
    monkeypatch.setenv("ACHTERWACHT_FILES", files)
    return Shell()


def test_from_load_to_go(app: AppUnderTest, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = ("--tools", str(binaries()))
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    panic(app, address=an_address(12))
    report = app.jan.posts(
        "/v1/incidents",
        {"kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde."},
        expect=201,
    )
    app.jan.uploads(f"/v1/incidents/{report['id']}/attachments", PHOTO, expect=201)
    app.forgets_messages()
    file, stop, written = tmp_path / "backup.tar", threading.Event(), 0

    def goes_on() -> None:
        nonlocal written
        while not stop.is_set():
            visit = app.ali.plans(starts_in=60)
            app.ali.changes(visit, expectedEnd=visit["expectedEnd"])
            written += 1

    load = threading.Thread(target=goes_on)
    load.start()
    try:
        shell.gets("backup", str(file), *tools)
    finally:
        stop.set()
        load.join()
    assert written, "people went on meanwhile"
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".backup")] == [], "nothing lies around"

    tried = shell.gets("restore", str(file), "--drill", *tools)
    assert "every invariant holds, and every file is there" in tried
    assert "Out at that moment: 1." in tried

    shell.is_refused("restore", str(file), *tools)
    files, ours = tmp_path / "files-elsewhere", app.ours.id.hex
    shell = at(monkeypatch, elsewhere, str(files))
    assert "is held" in shell.gets("restore", str(file), *tools)
    kept = Store(app.settings.model_copy(update={"files": str(files)})).keys("attachments")
    assert {one.key for one in kept} >= {one.key for one in Store(app.settings).keys("attachments") if ours in one.key}
    for starts in ("serve", "api", "clock"):
        assert "is held" in shell.is_refused(starts, *(() if starts == "clock" else ("--port", "8199")))
    listed = shell.gets("go")
    assert f"{app.jan.name} {app.jan.phone.number}" in listed
    assert "Dorpsstraat 12" in listed
    assert "ALARM since" in listed
    shell.is_refused("go", "--yes")
    shell.gets("go", "--by", "Anne Jansen", "--yes")
    shell.is_refused("go")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_only_the_owner_of_the_key_reads_it(app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrage

    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    ours, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, identity in (("ours", ours), ("other", other)):
        (tmp_path / name).write_text(f"# a key\n{identity}\n")
    file = tmp_path / "backup.age"
    shell.gets("backup", str(file), "--recipient", str(ours.to_public()))
    assert app.jan.name.encode() not in file.read_bytes()
    shell.is_refused("restore", str(file), "--drill")
    shell.is_refused("restore", str(file), "--drill", "--identity", str(tmp_path / "other"))
    shell.gets("restore", str(file), "--drill", "--identity", str(tmp_path / "ours"))
    damaged = tmp_path / "damaged.age"
    shutil.copy(file, damaged)
    damaged.write_bytes(damaged.read_bytes()[:-50])
    shell.is_refused("restore", str(damaged), "--drill", "--identity", str(tmp_path / "ours"))
    shell.is_refused("backup", str(file), "--recipient", "age1nobody")
    (tmp_path / "no-backup").write_text("no")
    shell.is_refused("restore", str(tmp_path / "no-backup"), "--drill")
