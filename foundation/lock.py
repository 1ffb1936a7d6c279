"""Allows only one clock for each SQLite file, with an operating system lock on a file next to the database.

The lock goes when its process goes. PostgreSQL needs none: there any number of clocks work side by side
(architecture.md section 4).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foundation.database_url import read_database_url, sqlite_file
from foundation.private import private_opener

PATIENCE = 5.0
"""A clock that was killed just now may need a moment to be gone."""


class ClockRuns(Exception):
    """Another clock is already working on this database file."""

    def __init__(self, path: Path, process: str) -> None:
        super().__init__(str(path))
        self.path = path
        self.process = process


def lock_file(database_url: str) -> Path | None:
    """Returns the path of this database's lock file; None when it needs none."""
    file = sqlite_file(read_database_url(database_url))
    return None if file is None else Path(f"{file}.clock.lock").resolve()


@contextmanager
def only_clock(database_url: str, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only clock of this database for as long as the block lasts.

    Raises:
        ClockRuns: there is one already, and it did not stop within `patience` seconds.
    """
    path = lock_file(database_url)
    if path is None:
        yield
        return
    with open(path, "a+", encoding="ascii", opener=private_opener) as file:
        give_up = time.monotonic() + patience
        while not _try_to_lock(file.fileno()):
            if time.monotonic() > give_up:
                file.seek(0)
                raise ClockRuns(path, file.read().strip())
            time.sleep(0.1)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _try_to_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
