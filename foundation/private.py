"""Files that only the user who runs the product may read, whatever the umask is."""

import os
from pathlib import Path

ONLY_OURS = 0o600
OTHERS = 0o077
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")
_PLAIN = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC


def private_opener(path: str, flags: int) -> int:
    """For `open(..., opener=private_opener)`: closes the file to others, whether it is new or existed."""
    descriptor = os.open(path, flags, ONLY_OURS)
    _close_to_others(descriptor)
    return descriptor


def make_private(database: Path) -> None:
    """Create this SQLite file if it isn't there, and close it and the files beside it to others.

    Errors are ignored: SQLite will report them, and better.
    """
    for end in BESIDE_SQLITE:
        path = f"{database}{end}"
        try:
            mode = os.stat(path).st_mode
            if mode & OTHERS and os.path.isfile(path):
                os.chmod(path, mode & 0o700)
        except FileNotFoundError:
            if not end:
                _make(path)
        except OSError:
            continue  # somebody else's file, or a file system that knows no modes


def _make(path: str) -> None:
    try:
        os.close(os.open(path, _PLAIN | os.O_EXCL, ONLY_OURS))
    except OSError:
        return  # no such folder, or another process was first


def _close_to_others(descriptor: int) -> None:
    mode = os.fstat(descriptor).st_mode
    if mode & OTHERS:
        try:
            os.fchmod(descriptor, mode & 0o700)
        except OSError:
            return
