"""The process is gone while a file is taken in: in the middle of writing it, or before any commit after it was asked
once more who it is for. There is never half a file, nor a row whose file is not there; what is left is swept."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from achterwacht.attachments.records import AttachmentRecord
from achterwacht.clockwork.kept_files import files_missing, sweep_files
from achterwacht.measures.records import MeasurePhotoRecord
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.letters import LATER, files_reports
from tests.integration.test_attachments_api import BEFORE, grows_old
from tests.support.dying import death_before
from tests.support.organisations import Organisation
from tests.unit.test_pictures import a_photo

PHOTO = a_photo()
LARGE = 8 * 1024 * 1024
WRITES = """
import sys
from documents.store import Store
from foundation.settings import Settings
store = Store(Settings(_env_file=None, files=sys.argv[1]))
for one in range(10_000):
    store.put(f"attachments/a1/{one:05}", b"x" * int(sys.argv[2]))
"""
Sends = Callable[[TestClient], Any]
Upload = Callable[[TestClient, Database, Organisation], tuple[Any, Sends]]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"files": str(tmp_path / "files")})


def an_attachment(api: TestClient, _: Database, ours: Organisation) -> tuple[Any, Sends]:
    report = ours.worker.post(
        api, "/v1/incidents", {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde."}
    ).json()
    path, mine = f"/v1/incidents/{report['id']}/attachments", {"id": str(uuid4())}
    return AttachmentRecord, lambda client: client.post(
        path, files={"file": ("x.jpg", PHOTO)}, data=mine, headers=ours.worker.headers
    )


def a_photo_of_a_ban(api: TestClient, database: Database, ours: Organisation) -> tuple[Any, Sends]:
    case = files_reports(api, database, ours)("s-hertogenbosch", "threat").removesuffix("/letters")
    ban = {"kind": "access_ban", "until": LATER, "reason": "De tweede keer"}
    path = f"/v1/measures/{ours.manager.post(api, f'{case}/measures', ban).json()['id']}/photo"
    return MeasurePhotoRecord, lambda client: client.put(
        path, files={"file": ("x.jpg", PHOTO)}, headers=ours.manager.headers
    )


@pytest.mark.parametrize("upload", [an_attachment, a_photo_of_a_ban], ids=lambda one: one.__name__)
def test_there_is_no_row_without_its_file(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, upload: Upload
) -> None:
    table, asks = upload(api, database, ours)
    store = Store(settings)
    # Not in a `with`: a death ends whatever the client runs in, and this one has that anew for each request.
    client = TestClient(api.app)

    def rows() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).where(table.organisation_id == ours.id)) or 0

    for commit in count(1):
        with death_before(database, commit) as death:
            asks(client)
        assert files_missing(database, store) == 0
        if not death.went_off:
            break
    assert commit > 1, "somebody died"
    assert asks(client).is_success, "once more, since the last answer may be lost as well"
    grows_old(settings)
    sweep_files(database, store)
    kept = [one for name in ("attachments", "photos") for one in store.keys(name)]
    assert (rows(), len(kept), files_missing(database, store)) == (1, 1, 0)


def test_a_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    store = Store(Settings(_env_file=None, files=str(folder)))
    writer = Popen([sys.executable, "-c", WRITES, str(folder), str(LARGE)], stdout=DEVNULL, stderr=DEVNULL)
    give_up = time.monotonic() + 60
    while not folder.exists() or len(list(store.keys("attachments"))) < 2:
        assert time.monotonic() < give_up
        assert writer.poll() is None
    while not list(folder.rglob("*#*")) and time.monotonic() < give_up:
        pass
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    assert {one.size for one in store.keys("attachments")} == {LARGE}
