"""What lies beside a backup while it is made or opened: plain, so nobody but us reads it, and it is gone at the end.

A process that is killed (no memory, no power) takes nothing away. So all of it has one name that nothing else has: the
next backup in that folder drops what is left, and whoever copies backups elsewhere can leave it out (`.*`).
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".achterwacht-unfinished-"
OF_NOBODY = 86_400.0
"""Seconds in which nothing was written in it: whoever made it is gone."""


@contextmanager
def a_file(to: Path) -> Iterator[Path]:
    """Gives a new file that only we can read, in the folder of the other; it is gone at the end."""
    descriptor, name = tempfile.mkstemp(dir=to.parent, prefix=UNFINISHED)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def a_folder(where: Path | None = None) -> Iterator[Path]:
    """Gives a new folder that only we can read, there, or where this machine keeps temporary files (`TMPDIR`)."""
    with tempfile.TemporaryDirectory(dir=where, prefix=UNFINISHED) as name:
        yield Path(name)


@contextmanager
def room_for(file: Path) -> Iterator[Path]:
    """Gives a folder for what a backup holds: beside it, or among the temporary files if nothing can be written there:
    a share or a volume may be for reading only."""
    try:
        folder = tempfile.TemporaryDirectory(dir=file.parent, prefix=UNFINISHED)
    except OSError:
        folder = tempfile.TemporaryDirectory(prefix=UNFINISHED)
    with folder as name:
        yield Path(name)


def drop_left(folder: Path) -> None:
    """Drop what a process that was killed left in this folder. What can't be dropped stays: a backup is worth more."""
    for one in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            written = max(each.lstat().st_mtime for each in (one, *one.rglob("*")))
            if abs(time.time() - written) < OF_NOBODY:  # written while the clock was ahead, it is nobody's either
                continue
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()
