"""A file with risk addresses, as rows: CSV in UTF-8 with semicolons or commas, or an Excel workbook (.xlsx).

What a cell of Excel shows counts, not its formula: nothing is ever calculated here. In a CSV a row is a line, always:
one quote too many must not make one row of four, and lay what is said of one door at another's. So no mark is ever put
together out of several lines; a line that can't stand alone is a row that is refused (`doubts.py` says why).

What was read is counted again in another way, and must add up. Nobody reads a stranger's file in the server itself:
`read_file` does it in a child process, `read_rows` is what the child does.
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
"""By the command: 50,000 rows, and nobody waits behind it."""


async def read_file(content: bytes, most: int, who: str, apart: Apart) -> FileRead:
    """The rows of a file, read in a child process.

    Raises:
        UnreadableFile: and its kinds, as `read_all` does; and TooHeavy.
        NoTurn: not now.
    """
    try:
        return _answered(await apart.read(JOB, {"most": most}, content, who))
    except ReadingFailed:
        raise TooHeavy from None


async def read_long_file(content: bytes, most: int = MOST_ROWS) -> FileRead:
    """The same, for a command: with more time, and at once."""
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
    """The rows of `read_all`."""
    return list(read_all(content, most).rows)


def read_all(content: bytes, most: int = MOST_ROWS) -> FileRead:
    """The rows of a file that are not empty.

    Raises:
        UnreadableFile: it is neither.
        TooManyRows: more than `most`.
        WrongColumns: its first line lacks a column, or has one that nobody knows, or one twice.
        CountsDiffer: other rows stand in it than were read.
    """
    if not content.startswith(A_ZIP):
        text = decoded(content)
        return FileRead(_with_count(rows_of_lines(text, most), count_lines(content)))
    sheet = read_sheet(content)
    rows = list(_rows_of_sheet(sheet, most))
    return FileRead(_with_count(rows, sheet.counted() - sheet.empty), sheet.others, sheet.hidden)


def _with_count(rows: list[Row], counted: int) -> list[Row]:
    """`counted` has the row of headings too."""
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
