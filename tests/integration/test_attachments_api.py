"""Attachments of a report through the doors, on both databases: stored first, kept once, read by who may, swept."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from achterwacht.attachments.rules import MOST
from achterwacht.clockwork.kept_files import files_missing, sweep_files
from api.http.proven import Proven
from api.http.uploads import KNOWN_AT_ONCE, UNKNOWN_AT_ONCE, Uploads
from documents.store import Store
from documents.taking import MOST_BYTES
from foundation.failpoints import Failpoint
from foundation.session import Database
from foundation.settings import Settings
from tests.support.dying import death_at
from tests.support.organisations import NOBODYS_ID, Employee, Organisation
from tests.support.s3 import a_fake_s3
from tests.unit.test_pictures import HEAD_OF_HEIC, HTML, SVG, a_bomb, a_photo, a_picture

BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
PHOTO = a_photo()
PAPER = b"%PDF-1.7\n%%EOF\n"
"""Kept as it is: where what it holds is no matter, no process is started to read it."""
NAME = "Pieters-met-mes.jpg"
TWO_DAYS_AGO = time.time() - 2 * 86_400


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A store of the test's own, so that it can say what is in it."""
    return settings.model_copy(update={"files": str(tmp_path / "files")})


@pytest.fixture
def path(api: TestClient, ours: Organisation) -> str:
    """Where the attachments of a report of the worker's are."""
    body = {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde."}
    answer = ours.worker.post(api, "/v1/incidents", body)
    assert answer.status_code == 201, answer.text
    return f"/v1/incidents/{answer.json()['id']}/attachments"


def sends(api: TestClient, who: Employee, path: str, content: bytes = PAPER, **fields: str) -> Any:
    files = {"file": (NAME, content, "image/svg+xml")}
    return api.post(path, files=files, data=fields, headers=who.headers)


def added(api: TestClient, who: Employee, path: str, content: bytes = PAPER, **fields: str) -> dict[str, Any]:
    answer = sends(api, who, path, content, **fields)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def in_store(settings: Settings) -> list[str]:
    return sorted(one.key for one in Store(settings).keys("attachments"))


def grows_old(settings: Settings) -> None:
    """Everything in the store was put there two days ago."""
    for one in Path(settings.files).rglob("*"):
        os.utime(one, (TWO_DAYS_AGO, TWO_DAYS_AGO))


def test_a_photo_is_added_read_and_taken_away(
    api: TestClient, settings: Settings, ours: Organisation, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = added(api, ours.worker, path, PHOTO, caption="  De deur ")
    assert made["caption"] == "De deur"
    assert (made["what"], made["mediaType"], made["mayRemove"]) == ("picture", "image/jpeg", True)
    assert made["addedBy"]["id"] == str(ours.worker.id)

    answer = ours.registrar.get(api, f"{path}/{made['id']}")
    assert (answer.status_code, len(answer.content)) == (200, made["size"])
    assert b"Bij Jan thuis" not in answer.content, "nothing of what the camera wrote"
    with Image.open(BytesIO(answer.content)) as read:
        assert read.size == (40, 80)
    said = answer.headers
    assert said["content-type"] == "image/jpeg"
    assert said["content-disposition"] == 'attachment; filename="bijlage.jpg"'
    assert said["x-content-type-options"] == "nosniff"
    assert "sandbox" in said["content-security-policy"]
    assert "no-store" in said["cache-control"]
    readers = ours.worker.get(api, f"{path.removesuffix('/attachments')}/readers").json()["readers"]
    assert [(one["person"]["name"], one["what"]) for one in readers] == [(ours.registrar.name, "attachment")]

    assert ours.worker.delete(api, f"{path}/{made['id']}").status_code == 204
    assert ours.worker.delete(api, f"{path}/{made['id']}").status_code == 204, "once more is no error"
    assert ours.worker.get(api, f"{path}/{made['id']}").status_code == 404
    assert in_store(settings) == []
    again = sends(api, ours.worker, path, PHOTO, id=made["id"], caption="De deur")
    assert (again.status_code, again.json()["code"]) == (409, "attachment_removed"), "a late repeat brings nothing back"
    assert NAME not in caplog.text
    assert NAME not in answer.text + str(said) + str(made)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (SVG, 415, "attachment_unknown"),
        (HTML, 415, "attachment_unknown"),
        (b"", 415, "attachment_empty"),
        (HEAD_OF_HEIC, 415, "attachment_heic"),
        (HEAD_OF_HEIC.replace(b"heic", b"avif"), 415, "attachment_heic"),
        (b"\xff\xd8\xff\xe0" + HTML, 415, "attachment_broken"),
        (a_bomb(), 413, "attachment_too_large"),
        (b"ID3\x03\x00" + bytes(MOST_BYTES), 413, "attachment_too_large"),
        (bytes(2 * MOST_BYTES), 413, "attachment_too_large"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(
    api: TestClient, settings: Settings, ours: Organisation, path: str, content: bytes, status: int, code: str
) -> None:
    answer = sends(api, ours.worker, path, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "{" not in answer.json()["detail"]
    assert in_store(settings) == []


def test_odd_forms(api: TestClient, ours: Organisation, path: str) -> None:
    headers = ours.worker.headers
    kind = "multipart/form-data; boundary=x"
    for content, said in ((b"", kind), (b"--x\r\n", kind), (b"{}", "application/json"), (PHOTO, "multipart/form-data")):
        answer = api.post(path, content=content, headers={**headers, "Content-Type": said})
        assert answer.status_code == 400, answer.text
        assert answer.json().get("code") == "body_unreadable" or answer.json().get("errors"), answer.text
    for name, odd in (("id", "../../etc"), ("caption", "x" * 201)):
        assert sends(api, ours.worker, path, PAPER, **{name: odd}).status_code == 400
    assert api.post(path, data={"file": "tekst"}, headers=headers).status_code == 400
    for size in (100, 1_200_000):
        # Forms have no such names (RFC 7578): without a plain one it is no file, and may be no longer than a text.
        named = b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''deur.pdf\r\n\r\n"
        answer = api.post(
            path, content=named + PAPER + bytes(size) + b"\r\n--x--\r\n", headers={**headers, "Content-Type": kind}
        )
        said = answer.json()
        assert (answer.status_code, said.get("code") or said["errors"][0]["code"]) == (
            400, "not_a_file" if size == 100 else "body_unreadable",
        )  # fmt: skip
    for length, status, code in ((250, 201, None), (5_000, 400, "file_name_too_long")):
        files = {"file": ("d" * length + ".pdf", PAPER)}
        answer = api.post(path, files=files, headers=headers)
        assert (answer.status_code, answer.json().get("code")) == (status, code), "again would be refused again"
    assert added(api, ours.worker, path, caption="\u200b")["caption"] == ""
    assert added(api, ours.worker, path, caption="\ufeffDe\x00 deur")["caption"] == "De deur"


def test_sent_twice_it_is_kept_once(api: TestClient, settings: Settings, ours: Organisation, path: str) -> None:
    mine = str(uuid4())
    first, second = (added(api, ours.worker, path, PHOTO, id=mine) for _ in range(2))
    assert first == second
    other = sends(api, ours.worker, path, a_picture("PNG"), id=mine)
    assert (other.status_code, other.json()["code"]) == (409, "id_taken")
    at_once = str(uuid4())
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: sends(api, ours.worker, path, PHOTO, id=at_once), range(2)))
    # One file is read at a time for one person: the second may hear that it is busy, and comes again.
    assert {one.status_code for one in answers} <= {201, 503}
    assert added(api, ours.worker, path, PHOTO, id=at_once)["id"] == at_once
    assert len(in_store(settings)) == 2


def test_no_more_than_so_many(api: TestClient, ours: Organisation, path: str) -> None:
    for _ in range(MOST):
        added(api, ours.worker, path)
    full = sends(api, ours.worker, path)
    assert (full.status_code, full.json()["code"]) == (409, "attachments_full")


def test_it_belongs_to_its_report_and_its_organisation(
    api: TestClient, settings: Settings, ours: Organisation, strangers: Organisation, path: str
) -> None:
    made = added(api, ours.worker, path)
    own = {"kind": "threatening", "happenedAt": BEFORE, "description": "Iets anders."}
    for who in (strangers.worker, strangers.manager, strangers.registrar, ours.worker2, ours.colleague, ours.hr):
        assert who.get(api, f"{path}/{made['id']}").status_code == 404
        assert sends(api, who, path).status_code == 404
        assert who.delete(api, f"{path}/{made['id']}").status_code == 404
    for who in (strangers.worker, ours.worker2):
        theirs = f"/v1/incidents/{who.post(api, '/v1/incidents', own).json()['id']}/attachments"
        assert who.get(api, f"{theirs}/{made['id']}").status_code == 404, "nor by a report of their own"
    assert added(api, strangers.worker, _report(api, strangers.worker), id=made["id"])["id"] == made["id"]
    assert ours.worker.get(api, f"{path}/{NOBODYS_ID}").status_code == 404
    assert sends(api, ours.registrar, path).status_code == 403, "who reads it does not add to it"
    assert sends(api, ours.manager, path).json()["code"] == "incident_reported"
    assert len(in_store(settings)) == 2


def test_once_closed_nothing_comes_or_goes(api: TestClient, ours: Organisation, path: str) -> None:
    made = added(api, ours.worker, path)
    closed = ours.manager.post(api, path.replace("attachments", "close"), {"reason": "Afgehandeld"})
    assert closed.status_code == 200, closed.text
    assert sends(api, ours.worker, path).json()["code"] == "incident_closed"
    assert ours.worker.delete(api, f"{path}/{made['id']}").json()["code"] == "incident_closed"
    assert ours.worker.get(api, f"{path}/{made['id']}").status_code == 200


def test_killed_between_the_file_and_its_row(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, path: str
) -> None:
    mine, store = str(uuid4()), Store(settings)
    with death_at(Failpoint.ATTACHMENT_STORED):
        sends(TestClient(api.app), ours.worker, path, id=mine)
    assert len(in_store(settings)) == 1
    assert ours.worker.get(api, f"{path}/{mine}").status_code == 404, "without a row it is not shown"
    added(api, ours.worker, path, id=mine)
    assert sweep_files(database, store) == 0, "it may be on its way to its row"
    grows_old(settings)
    assert sweep_files(database, store) == 1
    assert ours.worker.get(api, f"{path}/{mine}").status_code == 200, "nothing is lost"
    with death_at(Failpoint.ATTACHMENT_REMOVED):
        ours.worker.delete(TestClient(api.app), f"{path}/{mine}")
    grows_old(settings)
    assert sweep_files(database, store) == 1
    assert in_store(settings) == [], "and nothing is left"


def test_a_row_without_its_file_is_found(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, path: str
) -> None:
    made, store = added(api, ours.worker, path), Store(settings)
    assert files_missing(database, store) == 0
    for key in in_store(settings):
        store.delete(key)
    assert files_missing(database, store) == 1
    assert ours.worker.get(api, f"{path}/{made['id']}").status_code == 404
    assert ours.worker.delete(api, f"{path}/{made['id']}").status_code == 204
    assert files_missing(database, store) == 0


def test_while_the_store_is_away_nothing_is_said_to_be_kept(
    api: TestClient, database: Database, ours: Organisation, path: str
) -> None:
    app: Any = api.app
    with a_fake_s3() as s3:
        given: dict[str, Any] = s3.settings
        before, app.state.files = app.state.files, Store(Settings(_env_file=None, **given))
        mine = str(uuid4())
        s3.away = True
        answer = sends(api, ours.worker, path, id=mine)
        assert (answer.status_code, answer.json()["code"]) == (503, "store_away")
        assert int(answer.headers["retry-after"]) > 0
        s3.away = False
        assert added(api, ours.worker, path, id=mine)["id"] == mine
        s3.away = True
        assert ours.worker.get(api, f"{path}/{mine}").status_code == 503
        assert ours.worker.delete(api, f"{path}/{mine}").status_code == 204, "what is taken away is gone at once"
        assert sweep_files(database, app.state.files) == 0
        app.state.files = before


def _report(api: TestClient, who: Employee) -> str:
    body = {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde."}
    return f"/v1/incidents/{who.post(api, '/v1/incidents', body).json()['id']}/attachments"


@pytest.mark.parametrize(("known", "most"), [(True, KNOWN_AT_ONCE), (False, UNKNOWN_AT_ONCE)])
def test_only_some_files_come_in_at_once(known: bool, most: int) -> None:
    proven = Proven()
    headers = [(b"authorization", b"Bearer x"), (b"content-length", b"5000000")]
    scope = {"type": "http", "method": "POST", "path": f"/v1/incidents/{NOBODYS_ID}/attachments", "headers": headers}
    if known:
        proven.answered({**scope, "state": {"caller": "somebody"}})

    async def story() -> list[int]:
        over, told = asyncio.Event(), []

        async def inner(*_: Any) -> None:
            await over.wait()

        async def nothing_more() -> Any:
            await over.wait()

        async def says(message: Any) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])

        uploads = Uploads(inner, proven)
        comes = [asyncio.create_task(uploads(scope, nothing_more, says)) for _ in range(most)]
        await asyncio.sleep(0)
        assert not told
        await uploads(scope, nothing_more, says)
        small = {**scope, "headers": [(b"content-length", b"10")]}
        another = asyncio.create_task(uploads(small, nothing_more, says))
        over.set()
        await asyncio.gather(*comes, another)
        await uploads(scope, nothing_more, says)
        return told

    assert asyncio.run(story()) == [503]
