"""Where files are kept: a folder on this machine, or a store that speaks S3. One interface for both (`obstore`).

A file is there when `put` returns, also after the power fails. Names are made by us, never by a client. What is kept is
closed to other users of the machine.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from foundation.settings import Settings

KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
LONGEST_KEY = 200
PATIENCE = timedelta(seconds=10)
"""How long one request to a store elsewhere may take."""
TRIES = 2
ONLY_OURS = 0o700
UNFINISHED = "#"
"""`obstore` writes a file under its name with this and a number, and then gives it its name. No name of ours has it."""


class StoreAway(Exception):
    """The store can't be reached, or is full. It may pass: what should be kept is kept later."""


class NoSuchFile(Exception):
    """There is no file of this name."""


class BadStore(Exception):
    """Files can't be kept where the settings say. The reason stands in it."""


@dataclass(frozen=True)
class Kept:
    """A file in the store."""

    key: str
    at: datetime
    size: int


class Store:
    """A store for files. It is opened when it is first used. A folder is made with the first file: who only reads, as a
    backup does, may not be allowed to make one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = None if settings.files_in_s3 else Path(settings.files).absolute()
        self._opened: Any = None

    def put(self, key: str, content: bytes) -> None:
        """Keep a file. One of the same name is replaced as a whole.

        Raises:
            StoreAway: it can't be kept now.
        """
        import obstore

        with _two_ways_to_fail():
            if self._folder is not None:
                _make_folder(self._folder)
            store = self._store()
            obstore.put(store, _checked(key), content, use_multipart=False)
            if self._folder is not None:
                _to_disk(self._folder / key, self._folder)

    def get(self, key: str) -> bytes:
        """Returns a file.

        Raises:
            NoSuchFile: there is none of this name.
            StoreAway: it can't be read now.
        """
        import obstore

        with _two_ways_to_fail():
            self._find()
            return bytes(obstore.get(self._store(), _checked(key)).bytes())

    def delete(self, key: str) -> None:
        """Delete a file, if it is there.

        Raises:
            StoreAway: it can't be deleted now.
        """
        import obstore

        try:
            with _two_ways_to_fail():
                self._find()
                obstore.delete(self._store(), _checked(key))
        except NoSuchFile:
            return

    def keys(self, under: str) -> Iterator[Kept]:
        """Yields the files whose names begin with this, and when each was put: to find those that nothing refers to.

        Raises:
            StoreAway: it can't be read now.
        """
        import obstore

        if self._folder is not None and not self._folder.exists():
            return
        with _two_ways_to_fail():
            for batch in obstore.list(self._store(), prefix=_checked(under)):
                for one in batch:
                    yield Kept(one["path"], one["last_modified"], one["size"])

    def drop_unfinished(self, before: datetime) -> None:
        """Delete what a process that was killed left half written in a folder. A store elsewhere keeps no such thing.

        Raises:
            StoreAway: it can't be done now.
        """
        if self._folder is None or not self._folder.is_dir():
            return
        with _two_ways_to_fail():
            for one in self._folder.rglob(f"*{UNFINISHED}*"):
                if one.is_file() and one.stat().st_mtime < before.timestamp():
                    one.unlink(missing_ok=True)

    def check(self) -> None:
        """Make sure that files can be kept here: asked before a server starts.

        Raises:
            BadStore: with the reason.
        """
        if self._folder is None:
            return  # one that is away for a moment is no reason to let nobody check in
        there = next(one for one in (self._folder, *self._folder.parents) if one.exists())
        if not there.is_dir() or not os.access(there, os.R_OK | os.W_OK | os.X_OK):
            raise BadStore(f"{there}: can't be written to, and files are kept in {self._folder}")

    def _find(self) -> None:
        if self._folder is not None and not self._folder.exists():
            raise FileNotFoundError(f"there is no folder {self._folder} yet")

    def _store(self) -> Any:
        if self._opened is None:
            self._opened = _in_folder(self._folder) if self._folder is not None else _in_s3(self._settings)
        return self._opened


def _in_folder(folder: Path) -> Any:
    from obstore.store import LocalStore

    return LocalStore(folder)


def _in_s3(settings: Settings) -> Any:
    from obstore.store import S3Store

    bucket, place = settings.files_bucket
    endpoint = settings.files_s3_endpoint
    return S3Store(
        bucket,
        prefix=place or None,
        endpoint=endpoint.rstrip("/") or None,
        region=settings.files_s3_region or "us-east-1",
        access_key_id=settings.files_s3_key_id,
        secret_access_key=settings.files_s3_secret.get_secret_value(),
        client_options={"timeout": PATIENCE, "allow_http": endpoint.startswith("http:")},
        retry_config={"max_retries": TRIES, "retry_timeout": PATIENCE},
    )


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=ONLY_OURS, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & 0o077:
        folder.chmod(mode & ONLY_OURS)


def _to_disk(path: Path, top: Path) -> None:
    """Make sure that a file, and the folders down to it, outlive a power failure; and close it to others."""
    path.chmod(0o600)
    for one in (path, *path.parents):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if one == top:
            return


def is_key(name: str) -> bool:
    """Whether a file can have this name. None of them leads out of the store."""
    return len(name) <= LONGEST_KEY and KEY.fullmatch(name) is not None


def _checked(key: str) -> str:
    if not is_key(key):
        raise ValueError(f"no name for a file: {key!r}")
    return key


@contextmanager
def _two_ways_to_fail() -> Iterator[None]:
    """Turns the many ways in which a store fails into two: it has no such file, or it is away."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchFile(str(error)) from error
    except (BaseError, OSError) as error:
        raise StoreAway(type(error).__name__) from error
