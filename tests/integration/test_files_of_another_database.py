"""A clock on another database than that of these files: nothing of them is deleted, and somebody hears of it."""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.attachments.records import AttachmentRecord
from achterwacht.clockwork.kept_files import A_FEW, sweep_files
from cli.doctor import database as here
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from scheduler.pace import LATER
from tests.integration.test_attachments_api import BEFORE, grows_old
from tests.support.organisations import Employee, Organisation
from tests.unit.test_pictures import a_photo


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, database_url=database_url, files=str(tmp_path / "files"))


def keeps(settings: Settings, organisation: UUID, files: int) -> list[str]:
    """Files of days ago that no row of the database names."""
    keys = [f"attachments/{organisation.hex}/{uuid4().hex}" for _ in range(files)]
    store = Store(settings)
    then = time.time() - 3 * 86_400
    for key in keys:
        store.put(key, b"x")
        os.utime(Path(settings.files) / key, (then, then))
    return keys


def a_report_with(api: TestClient, who: Employee) -> str:
    """Returns the address of a file that is added to a report."""
    body = {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde."}
    path = f"/v1/incidents/{who.post(api, '/v1/incidents', body).json()['id']}/attachments"
    mine = str(uuid4())
    answer = api.post(path, files={"file": ("x.jpg", a_photo())}, data={"id": mine}, headers=who.headers)
    assert answer.status_code == 201
    return f"{path}/{mine}"


def there(settings: Settings) -> set[str]:
    return {one.key for one in Store(settings).keys("attachments")}


def is_held_back(settings: Settings) -> bool:
    return any("of nobody here" in one.said for one in here.looks(settings, None))


def test_what_is_of_an_organisation_that_is_not_here_stays(
    database: Database, settings: Settings, ours: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    theirs, left = keeps(settings, uuid4(), 3), keeps(settings, ours.id, 2)
    with caplog.at_level(logging.ERROR):
        assert sweep_files(database, Store(settings)) == len(left), "what is ours and belongs to nothing goes"
    assert there(settings) == set(theirs)
    assert "right store" in caplog.text
    assert is_held_back(settings)


def test_all_stay_where_more_than_a_few_would_go_and_no_row_names_any(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    """As with a copy of the database of before its first file."""
    few = keeps(settings, ours.id, A_FEW)
    assert not is_held_back(settings)
    assert sweep_files(database, Store(settings)) == len(few)
    many = keeps(settings, ours.id, A_FEW + 1)
    assert sweep_files(database, Store(settings)) == 0
    assert there(settings) == set(many)
    assert is_held_back(settings)


@pytest.mark.parametrize("removed", [False, True], ids=["another is named", "one was taken away"])
def test_of_an_organisation_with_a_file_here_all_go_however_many(
    api: TestClient, database: Database, settings: Settings, ours: Organisation, removed: bool
) -> None:
    """Bans with a photo that ended while the store was away, where hardly any other file is."""
    mine = a_report_with(api, ours.worker)
    (its_file,) = there(settings)
    grows_old(settings)
    if removed:
        with database.write() as session:
            record = session.scalars(select(AttachmentRecord).where(AttachmentRecord.id == UUID(mine[-36:]))).one()
            record.removed_by, record.removed_at = ours.worker.id, datetime.now(UTC)
    left, theirs = keeps(settings, ours.id, A_FEW + 1), keeps(settings, uuid4(), 1)
    assert sweep_files(database, Store(settings)) == len(left) + removed
    assert there(settings) == {*theirs, *(() if removed else (its_file,))}


def test_files_of_one_organisation_say_nothing_of_those_of_another(
    database: Database, settings: Settings, ours: Organisation, strangers: Organisation
) -> None:
    ours_left, others = keeps(settings, ours.id, 2), keeps(settings, strangers.id, A_FEW + 1)
    assert sweep_files(database, Store(settings)) == len(ours_left)
    assert there(settings) == set(others)
    assert is_held_back(settings)


def test_the_folder_is_gone_through_outside_of_any_transaction(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    within: list[bool] = []
    seen_within: list[bool] = []
    read = Database.read

    @contextmanager
    def reads(it: Database) -> Iterator[Session]:
        with read(it) as session:
            within.append(True)
            yield session
            within.pop()

    monkeypatch.setattr(Database, "read", reads)
    monkeypatch.setattr(Store, "drop_unfinished", lambda *_: seen_within.append(bool(within)))
    sweep_files(database, Store(settings))
    assert seen_within == [False]


def test_whoever_started_the_wrong_clock_has_time_to_see_it() -> None:
    assert LATER["sweep"].total_seconds() >= 1800
