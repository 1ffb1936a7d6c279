"""Reads a file with risk addresses into rows: CSV in UTF-8 with semicolons or commas, or an Excel workbook (.xlsx).

For an Excel cell the value that it shows counts, not its formula: nothing is ever calculated here. In a CSV a row is
always one line: a stray quote must not merge four rows into one, and attach a warning to the wrong door. So no mark is
ever put together from several lines; a line that can't stand alone is refused (`doubts.py` says why).

What was read is counted again in another way, and the counts must agree. We never read a stranger's file in the server
itself: `read_file` does it in a child process, where `read_rows` runs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from achterwacht.risk_files.csv_lines import count_lines, decoded, rows_of_lines
from achterwacht.risk_files.rows import FileRead, Row, column_names, fields_of
from achterwacht.risk_files.sheets import Cell, Sheet, read_sheet
from achterwacht.risk_files.unreadable import CountsDiffer, TooHeavy, TooManyRows, UnreadableFile, WrongColumns
from foundation.apart import Apart, Job, ReadingFailed, read_apart

MOST_ROWS = 50_000
LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 100_000_000
A_ZIP = b"PK\x03\x04"
JOB = Job("achterwacht.risk_files.reading:in_the_child", seconds=10.0, megabytes=800)
LONG_JOB = Job("achterwacht.risk_files.reading:in_the_child", seconds=60.0, megabytes=2_000)
"""For the command: 50,000 rows, and nobody else waits for it."""


async def read_file(content: bytes, most: int, who: str, apart: Apart) -> FileRead:
    """Returns the rows of a file, read in a child process. who: one file at a time is read for each.

    Raises:
        UnreadableFile: or one of its subclasses, as from `read_all`, or TooHeavy.
        NoTurn: too busy now.
    """
    try:
        return _answered(await apart.read(JOB, {"most": most}, content, who))
    except ReadingFailed:
        raise TooHeavy from None


async def read_long_file(content: bytes, most: int = MOST_ROWS) -> FileRead:
    """Does the same for a command: with more time, and without waiting for a turn."""
    try:
        return _answered(await read_apart(LONG_JOB, {"most": most}, content))
    except ReadingFailed:
        raise TooHeavy from None


def in_the_child(facts: Mapping[str, Any], content: bytes) -> Any:
    try:
        found = read_all(content, facts["most"])
    except UnreadableFile as refused:
        return {"refused": type(refused).__name__, "facts": dict(refused.facts)}
    rows = [(row.line, list(row.fields.items()), list(row.odd.items())) for row in found.rows]
    return {"rows": rows, "others": found.others, "hidden": found.hidden}


def _answered(answer: Any) -> FileRead:
    if "refused" in answer:
        kinds = {one.__name__: one for one in (UnreadableFile, TooManyRows, WrongColumns, CountsDiffer)}
        raise kinds[answer["refused"]](**answer["facts"])
    rows = [Row(line, dict(fields), dict(odd)) for line, fields, odd in answer["rows"]]
    return FileRead(rows, answer["others"], answer["hidden"])


def read_rows(content: bytes, most: int = MOST_ROWS) -> list[Row]:
    """Returns the rows of `read_all`."""
    return list(read_all(content, most).rows)


def read_all(content: bytes, most: int = MOST_ROWS) -> FileRead:
    """Returns the rows of a file that are not empty.

    Raises:
        UnreadableFile: it is neither CSV nor a workbook.
        TooManyRows: it has more than `most` rows.
        WrongColumns: its first line lacks a column, or has an unknown one, or one twice.
        CountsDiffer: another way of counting finds a different number of rows.
    """
    if not content.startswith(A_ZIP):
        text = decoded(content)
        return FileRead(_with_count(rows_of_lines(text, most), count_lines(content)))
    sheet = read_sheet(content)
    rows = list(_rows_of_sheet(sheet, most))
    return FileRead(_with_count(rows, sheet.counted() - sheet.empty), sheet.others, sheet.hidden)


def _with_count(rows: list[Row], counted: int) -> list[Row]:
    """Returns the rows if the count agrees. `counted` includes the row of headings."""
    if len(rows) != counted - 1:
        raise CountsDiffer(rows=len(rows), counted=counted - 1)
    return rows


def _rows_of_sheet(sheet: Sheet, most: int) -> Iterator[Row]:
    lines = sheet.rows(most)
    _, head = next(lines, (0, []))
    names = column_names([cell.text for cell in head])
    for found, (line, cells) in enumerate(lines, 1):
        if found > most:
            raise TooManyRows(most=most)
        more = cells[len(names) :]
        row = fields_of(names, [cell.text for cell in cells])
        odd = {name: cell.odd for name, cell in zip(names, cells, strict=False) if cell.odd}
        yield Row(line, row, odd | ({"": "columns"} if any(_is_there(cell) for cell in more) else {}))


def _is_there(cell: Cell) -> bool:
    return bool(cell.text.strip() or (cell.odd and cell.odd != "merged"))
