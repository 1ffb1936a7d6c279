"""A backup is taken under load, put back where nothing is, and held until somebody says go: on both databases."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from cli.backing_up import archive, beside, databases
from cli.backing_up.databases import copy_sqlite, database_beside
from cli.plain import Refused
from documents.store import Store
from tests.acceptance.stories import panic
from tests.support.app_under_test import AppUnderTest, Role, an_address
from tests.support.postgres import binaries
from tests.support.processes import Started, eventually
from tests.support.shell import Shell
from tests.unit.test_pictures import a_photo

pytestmark = pytest.mark.on_both

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


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a disk that is full: what is written beyond this many bytes is refused by the system."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


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
    assert not list(tmp_path.glob(f"{beside.UNFINISHED}*")), "nothing lies around"

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
    assert "Voorbeeld" in listed
    assert "UTC" not in listed.partition("Out at that moment")[2], "by the clock on their wall"
    shell.is_refused("go", "--yes")
    shell.gets("go", "--by", "Anne Jansen", "--yes")
    shell.is_refused("go")


def test_the_list_names_who_is_with_them_and_who_is_on_the_way_home_and_no_drill(
    app: AppUnderTest, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.lets_calls_ring().runs_on("heusden-zolder")
    tools = ("--tools", str(binaries()))
    along = app.also_has("Noor Aziz", Role.WORKER)
    companions = [{"personId": str(along.id)}, {"name": "Tolk Yilmaz", "phone": "+31612345999"}]
    app.jan.checks_in(minutes=60, address=an_address(12), companions=companions)
    home = app.ali.checks_in(minutes=30, address=an_address(14))
    app.ali.does(home, "check-out", returnTo="home")
    app.karin.posts("/v1/drills", {"teamId": str(app.ours.team), "kind": "panic"}, expect=201)
    app.forgets_messages()
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    shell.gets("backup", str(tmp_path / "backup.tar"), *tools)
    shell = at(monkeypatch, elsewhere, str(tmp_path / "files-elsewhere"))
    shell.gets("restore", str(tmp_path / "backup.tar"), *tools)
    listed = " ".join(shell.gets("go").split())
    assert "Dorpsstraat 12" in listed
    assert f"with {along.name} {along.phone.number}, Tolk Yilmaz +31612345999" in listed
    assert f"{app.ali.name} {app.ali.phone.number}" in listed
    assert "on the way home" in listed
    assert "ALARM" not in listed
    app.forgets_messages()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_is_taken_away_while_it_is_made_is_not_lost_and_what_is_lost_is_said(
    app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, store = at(monkeypatch, app.settings.database_url, app.settings.files), Store(app.settings)
    report = app.jan.posts(
        "/v1/incidents",
        {"kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde."},
        expect=201,
    )
    path, ours = f"/v1/incidents/{report['id']}/attachments", app.ours.id.hex

    def there() -> set[str]:
        return {one.key for one in store.keys("attachments") if ours in one.key}

    before = there()
    first, write = app.jan.uploads(path, PHOTO, expect=201), archive.write
    (of_first,) = there() - before
    app.jan.uploads(path, PHOTO, expect=201)

    def meanwhile(*given: Any, **more: Any) -> int:
        """Between the dump and the files."""
        if of_first in there():
            app.jan.deletes(f"{path}/{first['id']}", expect=204)
        return write(*given, **more)

    monkeypatch.setattr(archive, "write", meanwhile)
    shell.gets("backup", str(tmp_path / "one.tar"))
    assert of_first not in there(), "it went after the dump"
    tried = shell.gets("restore", str(tmp_path / "one.tar"), "--drill")
    assert "Taken away while it was made, and named in it still: 1 files." in tried
    assert "every file is there" in tried
    (of_second,) = there() - before
    store.delete(of_second)
    shell.gets("backup", str(tmp_path / "two.tar"))
    lost = shell.types("restore", str(tmp_path / "two.tar"), "--drill")
    assert (lost.exit_code, "files that a row names and that are not in it: 1" in lost.output) == (1, True), lost.output
    app.forgets_messages()


NEVER_DONE = """#!/bin/sh
for word; do case $word in --file=*) echo plain >"${word#--file=}" ;; esac; done
exec sleep 600
"""


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_who_is_told_to_end_takes_away_what_is_plain(app: AppUnderTest, tmp_path: Path) -> None:
    """As by `systemctl stop`, or the end of the machine, while pg_dump is at work."""
    backups, killed = tmp_path / "backups", tmp_path / "backups" / f"{beside.UNFINISHED}killed"
    backups.mkdir()
    killed.write_text("plain")
    os.utime(killed, (0, 0))
    (tmp_path / "pg_dump").write_text(NEVER_DONE)
    (tmp_path / "pg_dump").chmod(0o755)
    words = ("backup", str(backups / "one.age"), "--tools", str(tmp_path))
    command = Started(tmp_path, app.settings.database_url, *words)
    try:
        eventually(lambda: list(backups.glob("*/database")))
        assert not killed.exists(), "of one that could take nothing away"
        assert command.ends(signal.SIGTERM) == -signal.SIGTERM
    finally:
        command.is_killed()
    assert list(backups.iterdir()) == []


def _changed(content: bytes) -> dict[str, bytes]:
    """What may become of a backup on its way: cut off, another bit, and what others put in it."""
    middle, near_the_end = len(content) // 2, len(content) - 30_000
    flipped = {
        f"a bit at {at}": content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in (middle, near_the_end)
    }
    cut = {f"cut off at {at}": content[:at] for at in (1000, middle, near_the_end)}
    return {"empty": b"", **flipped, **cut}


def _with(file: Path, name: str, to: Path, **said: str) -> Path:
    """Returns a copy of a backup with one thing more in it, or with a manifest that says something else."""
    with tarfile.open(file) as source, tarfile.open(to, "w") as target:
        for one in source:
            content = source.extractfile(one)
            assert content is not None
            put = content.read()
            if one.name == "manifest.json":
                put = json.dumps(json.loads(put) | said).encode()
                one.size = len(put)
            if one.name == "end.json" and name:
                more = tarfile.TarInfo(name)
                more.type, more.linkname = tarfile.SYMTYPE if name.endswith("link") else tarfile.REGTYPE, "/etc/passwd"
                target.addfile(more, io.BytesIO())
            target.addfile(one, io.BytesIO(put))
    return to


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_was_damaged_is_not_put_back(app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    Store(app.settings).put("attachments/a/photo", b"x" * 40_000)
    file, bad = tmp_path / "backup.tar", tmp_path / "bad.tar"
    shell.gets("backup", str(file))
    there, files = tmp_path / "there.db", tmp_path / "there"
    shell = at(monkeypatch, f"sqlite:///{there}", str(files))
    for what, content in _changed(file.read_bytes()).items():
        bad.write_bytes(content)
        assert "damaged" in shell.is_refused("restore", str(bad)), what
    for name in ("files/../../evil", "files//etc/evil", "files/attachments/link", "files/elsewhere/a", "database"):
        assert "damaged" in shell.is_refused("restore", str(_with(file, name, bad))), name
    for said in ({"taken_at": "yesterday"}, {"taken_at": "9999-12-31T23:59:59-14:00"}, {"kind": "postgresql"}):
        shell.is_refused("restore", str(_with(file, "", bad, **said)))
    assert "does not know the schema" in shell.is_refused("restore", str(_with(file, "", bad, revision="9999")))
    assert not there.exists()
    assert not files.exists()
    shell.gets("restore", str(file), "--drill")


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
    for kept in (file.stat().st_size - 50, file.stat().st_size // 2, 100):
        damaged.write_bytes(file.read_bytes()[:kept])
        said = shell.is_refused("restore", str(damaged), "--drill", "--identity", str(tmp_path / "ours"))
        assert "damaged" in said, kept
    for key in ("age1nobody", str(ours)):
        assert "no public key of age" in shell.is_refused("backup", str(tmp_path / "new.age"), "--recipient", key)
    (tmp_path / "no-backup").write_text("no")
    shell.is_refused("restore", str(tmp_path / "no-backup"), "--drill")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_one_that_is_there_is_lost_only_to_who_says_so(
    app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same hour comes twice at the end of summer time; or the database has just gone, and cron goes on."""
    import pyrage

    key = str(pyrage.x25519.Identity.generate().to_public())
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    file = tmp_path / "backup"
    shell.gets("backup", str(file))
    before = file.read_bytes()
    for closed in ((), ("--recipient", key)):
        said = shell.is_refused("backup", str(file), *closed)
        assert "is there already" in said
        assert "--replace" in said
    assert "is there already" in shell.is_refused("backup", str(tmp_path))
    assert file.read_bytes() == before
    shell.gets("backup", str(file), "--recipient", key, "--replace")
    assert file.read_bytes().startswith(b"age-encryption.org/")
    assert not list(tmp_path.glob(f"{beside.UNFINISHED}*"))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_one_that_was_made_meanwhile_is_not_lost_either(
    app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    file = tmp_path / "backup"
    copies = databases.copy_sqlite

    def and_another_is_made(url: str, to: Path) -> None:
        copies(url, to)
        file.write_bytes(b"of another")

    monkeypatch.setattr(databases, "copy_sqlite", and_another_is_made)
    assert "is there already" in shell.is_refused("backup", str(file))
    assert file.read_bytes() == b"of another"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed with age"])
def test_it_is_put_back_from_where_nothing_can_be_written(
    app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: bool
) -> None:
    """As `/backups` is in the container of the api. Who is root may write anywhere but among the files of a process."""
    import pyrage

    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(key))
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    file = tmp_path / "backup"
    shell.gets("backup", str(file), *(("--recipient", str(key.to_public())) if closed else ()))
    with file.open("rb") as held:
        there = f"/proc/self/fd/{held.fileno()}"
        opens = ("--identity", str(tmp_path / "key")) if closed else ()
        assert "every invariant holds" in shell.gets("restore", there, "--drill", *opens)
        shell = at(monkeypatch, f"sqlite:///{tmp_path / 'there.db'}", str(tmp_path / "there"))
        assert "is held" in shell.gets("restore", there, *opens)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_was_not_well_when_it_was_made_is_held_and_says_how_it_goes_on(
    app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is often of an hour that went wrong: whoever puts it back must still read what comes next."""
    file = tmp_path / "backup.tar"
    at(monkeypatch, app.settings.database_url, app.settings.files).gets("backup", str(file))
    monkeypatch.setattr("cli.backup._look", lambda *_: False)
    shell = at(monkeypatch, f"sqlite:///{tmp_path / 'there.db'}", str(tmp_path / "there"))
    done = shell.types("restore", str(file))
    assert done.exit_code == 1
    assert "achterwacht go" in done.output


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_who_may_make_no_database_reads_what_to_type(app: AppUnderTest) -> None:
    role = f"nobody_{uuid4().hex[:8]}"
    url = make_url(app.settings.database_url)
    with app.database.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'x'"))
    try:
        as_nobody = url.set(username=role, password="x").render_as_string(hide_password=False)
        with pytest.raises(Refused, match=f"ALTER ROLE {role} CREATEDB"), database_beside(as_nobody):
            pass
    finally:
        with app.database.engine.begin() as connection:
            connection.execute(text(f"DROP ROLE {role}"))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_without_room_nothing_is_left_that_looks_like_a_database(app: AppUnderTest, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    with files_of_at_most(100_000), pytest.raises(Refused, match="Is there room"):
        copy_sqlite(app.settings.database_url, there)
    assert not there.exists()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_without_room_no_key_is_blamed(app: AppUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrage

    key, file = pyrage.x25519.Identity.generate(), tmp_path / "backup.age"
    (tmp_path / "key").write_text(str(key))
    shell = at(monkeypatch, app.settings.database_url, app.settings.files)
    shell.gets("backup", str(file), "--recipient", str(key.to_public()))
    opens = ("restore", str(file), "--drill", "--identity", str(tmp_path / "key"))
    with files_of_at_most(100_000):
        said = shell.is_refused(*opens)
    assert "too large" in said
    assert "key" not in said.partition(": ")[2]

    def full(*_: object) -> None:
        raise pyrage.EncryptError("No space left on device (os error 28)")

    monkeypatch.setattr(pyrage, "encrypt_file", full)
    said = shell.is_refused("backup", str(tmp_path / "more.age"), "--recipient", str(key.to_public()))
    assert "No space left" in said
    assert "nobody expected" not in said
    assert not [*tmp_path.glob("more.age"), *tmp_path.glob(f"{beside.UNFINISHED}*")]
