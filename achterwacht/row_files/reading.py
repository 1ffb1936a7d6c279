"""Reads a file in a child process, with limits on time and memory: never in the server itself."""

from typing import Any

from achterwacht.row_files.in_child import ABOUT, MOST_ROWS, read
from achterwacht.row_files.rows import FileRead, Layout, Row
from achterwacht.row_files.unreadable import KINDS, TooHeavy
from foundation.apart import Apart, Job, ReadingFailed, read_apart

LARGEST_FILE = 20_000_000
JOB = Job(read, seconds=10, patience=30.0, megabytes=800)
LONG_JOB = Job(read, seconds=60, patience=600.0, megabytes=2_000)
"""For the command: 50,000 rows, and nobody else waits for it."""


async def read_file(layout: Layout, content: bytes, most: int, who: str, apart: Apart) -> FileRead:
    """Returns the rows of a file, read in a child process. who: one file at a time is read for each.

    Raises:
        UnreadableFile: or one of its subclasses, as from `read_all`, or TooHeavy.
        TooBusy: too busy now.
    """
    try:
        return _answered(await apart.read(JOB, _facts(layout, most), content, who))
    except ReadingFailed:
        raise TooHeavy from None


async def read_long_file(layout: Layout, content: bytes, most: int = MOST_ROWS) -> FileRead:
    """Does the same for a command: with more time, and without waiting for a turn.

    Raises:
        UnreadableFile, TooBusy: as `read_file`.
    """
    try:
        return _answered(await read_apart(LONG_JOB, _facts(layout, most), content))
    except ReadingFailed:
        raise TooHeavy from None


def _facts(layout: Layout, most: int) -> dict[str, Any]:
    return {"layout": layout.facts(), "most": most}


def _answered(answer: Any) -> FileRead:
    if "refused" in answer:
        raise KINDS[answer["refused"]](**answer["facts"])
    rows = [Row(line, dict(fields), dict(odd)) for line, fields, odd in answer["rows"]]
    return FileRead(rows, **{name: answer[name] for name in ABOUT})
