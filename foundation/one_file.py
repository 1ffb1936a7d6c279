"""Keeps a process to the SQLite file that it began with.

When the file is moved away and another put in its place, as somebody does who restores a backup and forgot to stop
first, open connections go on in the old file and each new one is in the other. Then a visit is checked in where no
clock looks, everybody who was out is forgotten, and all seems well. So from then on the database is away, which is
heard everywhere; and it is there again as soon as the file is, or in a process that begins anew.
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

MOVED = "the file of the database is not there, or no longer the one that this began with: put it back, or start anew"


def keep_to_one_file(engine: Engine, file: Path) -> None:
    """Refuse every connection, also one that is open, while `file` is not the one that the first was made to."""
    began: list[tuple[int, int]] = []

    def look(*_: Any) -> None:
        if began and _which(file) != began[0]:
            raise sqlite3.OperationalError(MOVED)

    event.listen(engine, "do_connect", look)
    event.listen(engine, "checkout", look)

    @event.listens_for(engine, "connect")
    def begin(*_: Any) -> None:
        found = _which(file)
        if found is not None and not began:
            began.append(found)

    @event.listens_for(engine, "engine_disposed")
    def forget(*_: Any) -> None:
        began.clear()


def _which(file: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
