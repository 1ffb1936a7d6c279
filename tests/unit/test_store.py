"""Files are kept the same way in a folder and in a store that speaks S3; and what the start is refused for."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.opening import refuse_bad_store
from cli.plain import Refused
from documents.store import NoSuchFile, Store, StoreAway
from foundation.setting_groups.group import RefusedSettings
from foundation.settings import Settings, load_settings
from tests.support.s3 import FakeS3, a_fake_s3


@pytest.fixture
def s3() -> Iterator[FakeS3]:
    with a_fake_s3() as made:
        yield made


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return in_folder(tmp_path / "bewaard")
    given: dict[str, Any] = request.getfixturevalue("s3").settings
    return Store(Settings(_env_file=None, **given))


def in_folder(folder: Path) -> Store:
    return Store(Settings(_env_file=None, files=str(folder)))


def test_what_is_put_is_there(store: Store) -> None:
    store.put("letters/a1/brief.pdf", b"een")
    store.put("letters/a1/brief.pdf", b"twee")
    store.put("letters/a2/brief.pdf", b"")
    assert store.get("letters/a1/brief.pdf") == b"twee"
    assert {(one.key, one.size) for one in store.keys("letters")} == {
        ("letters/a1/brief.pdf", 4),
        ("letters/a2/brief.pdf", 0),
    }
    assert all(one.at.tzinfo is not None for one in store.keys("letters"))
    store.delete("letters/a1/brief.pdf")
    store.delete("letters/a1/brief.pdf")
    with pytest.raises(NoSuchFile):
        store.get("letters/a1/brief.pdf")


def test_who_only_reads_makes_no_folder(tmp_path: Path) -> None:
    """A backup may have its files read-only, and none may have been kept yet."""
    empty = in_folder(tmp_path / "bewaard")
    assert not list(empty.keys("letters"))
    with pytest.raises(NoSuchFile):
        empty.get("letters/a1/brief.pdf")
    empty.delete("letters/a1/brief.pdf")
    assert not (tmp_path / "bewaard").exists()


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "A", "a b", "é", "a\x00b", "a" * 201]
)
def test_no_other_names(store: Store, key: str) -> None:
    for does in (lambda: store.put(key, b""), lambda: store.get(key), lambda: store.delete(key)):
        with pytest.raises(ValueError, match="no name for a file"):
            does()


def test_a_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    in_folder(folder).put("a/b.pdf", b"x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a/b.pdf").stat().st_mode) == 0o600


def test_a_store_that_is_away_says_so(s3: FakeS3, tmp_path: Path) -> None:
    elsewhere = Store(Settings(_env_file=None, **s3.settings))  # type: ignore[arg-type]  # only texts are in it
    elsewhere.put("a.pdf", b"x")
    s3.away = True
    for does in (
        lambda: elsewhere.put("b.pdf", b""),
        lambda: elsewhere.get("a.pdf"),
        lambda: list(elsewhere.keys("a")),
    ):
        with pytest.raises(StoreAway):
            does()
    s3.away = False
    assert elsewhere.get("a.pdf") == b"x"
    assert "b.pdf" not in " ".join(s3.files)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreAway):
        in_folder(tmp_path / "file" / "below").put("a.pdf", b"")


def test_the_start_is_refused_where_nothing_can_be_kept(tmp_path: Path) -> None:
    refuse_bad_store(Settings(_env_file=None, files=str(tmp_path / "new" / "folder")))
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match=r"ACHTERWACHT_FILES: .*can't be written to"):
        refuse_bad_store(Settings(_env_file=None, files=str(tmp_path / "file" / "below")))


S3 = {"files": "s3://bewaard", "files_s3_key_id": "k", "files_s3_secret": "s", "files_s3_region": "eu-west-1"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"files": ""}, "FILES"),
        ({"files": "ftp://x"}, "FILES"),
        ({"files": __file__}, "FILES"),
        ({**S3, "files": "s3://"}, "FILES"),
        ({**S3, "files": "s3://Bewaard"}, "FILES"),
        ({**S3, "files": "s3://bewaard/../x"}, "FILES"),
        ({**S3, "files_s3_secret": ""}, "FILES_S3_KEY_ID, ACHTERWACHT_FILES_S3_SECRET"),
        ({**S3, "files_s3_region": ""}, "FILES_S3_ENDPOINT, ACHTERWACHT_FILES_S3_REGION"),
        ({**S3, "files_s3_endpoint": "http://s3.example"}, "FILES_S3_ENDPOINT"),
        ({**S3, "files_s3_endpoint": "s3.example"}, "FILES_S3_ENDPOINT"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(_env_file=None, **given)
    assert [one.partition(":")[0].removeprefix("ACHTERWACHT_") for one in caught.value.problems] == [named]


def test_a_setting_that_can() -> None:
    assert load_settings(_env_file=None, **S3).files_in_s3
    elsewhere = {**S3, "files": "s3://bewaard/a/b", "files_s3_endpoint": "https://s3.example"}
    assert load_settings(_env_file=None, **elsewhere).files_bucket == ("bewaard", "a/b")


def test_what_was_half_written_goes_and_the_rest_stays(tmp_path: Path) -> None:
    folder = tmp_path / "bewaard"
    store = in_folder(folder)
    store.drop_unfinished(datetime.now(UTC))
    store.put("attachments/a1/b2", b"heel")
    half = folder / "attachments" / "a1" / "b3#1"
    half.write_bytes(b"ha")
    store.drop_unfinished(datetime.now(UTC) - timedelta(days=1))
    assert half.exists(), "somebody may be writing it"
    store.drop_unfinished(datetime.now(UTC) + timedelta(seconds=5))
    assert not half.exists()
    assert store.get("attachments/a1/b2") == b"heel"
