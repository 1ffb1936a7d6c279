"""A clock on another database than that of these files: nothing of them is deleted, and somebody hears of it."""

import logging
import os
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from achterwacht.clockwork.kept_files import A_FEW, sweep_files
from cli.doctor import database as here
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from scheduler.pace import LATER
from tests.support.organisations import Organisation


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


def test_all_stay_where_more_than_a_few_would_go_and_most_of_them(
    database: Database, settings: Settings, ours: Organisation
) -> None:
    """As with an older copy of the database, which knows the organisation."""
    few = keeps(settings, ours.id, A_FEW)
    assert not is_held_back(settings)
    assert sweep_files(database, Store(settings)) == len(few)
    many = keeps(settings, ours.id, A_FEW + 1)
    assert sweep_files(database, Store(settings)) == 0
    assert there(settings) == set(many)
    assert is_held_back(settings)


def test_whoever_started_the_wrong_clock_has_time_to_see_it() -> None:
    assert LATER["sweep"].total_seconds() >= 1800
