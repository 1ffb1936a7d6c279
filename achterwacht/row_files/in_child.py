"""Reads a file into rows: CSV with semicolons, commas or tabs, or an Excel workbook (.xlsx).

For an Excel cell the value that it shows counts, not its formula: nothing is ever calculated here. In a CSV a row is
always one line: a stray quote must not merge four rows into one, and attach a warning to the wrong door. So nothing is
ever put together from several lines; a line that can't stand alone is refused.

What was read is counted again in another way, and the counts must agree. It runs in a child process (`reading.py`),
which imports this each time anew: it needs little besides.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from achterwacht.row_files.csv_lines import count_lines, decoded, rows_of_lines
from achterwacht.row_files.kinds import other_kind
from achterwacht.row_files.rows import Columns, FileRead, Layout, Row, columns_of
from achterwacht.row_files.sheets import MOST_COLUMNS, Cell, read_sheet
from achterwacht.row_files.unreadable import CountsDiffer, Kind, OtherKind, TooManyRows, UnreadableFile

MOST_ROWS = 50_000
A_ZIP = b"PK\x03\x04"
ABOUT = ("others", "hidden", "headings", "left", "accented")
"""What is known of a file besides its rows."""


def read(facts: Mapping[str, Any], content: bytes) -> Any:
    try:
        found = read_all(Layout(**facts["layout"]), content, facts["most"])
    except UnreadableFile as refused:
        return {"refused": type(refused).__name__, "facts": dict(refused.facts)}
    rows = [(row.line, list(row.fields.items()), list(row.odd.items())) for row in found.rows]
    return {"rows": rows, **{name: getattr(found, name) for name in ABOUT}}


def read_rows(layout: Layout, content: bytes, most: int = MOST_ROWS) -> list[Row]:
    """Returns the rows of `read_all`."""
    return list(read_all(layout, content, most).rows)


def read_all(layout: Layout, content: bytes, most: int = MOST_ROWS) -> FileRead:
    """Returns the rows of a file that are not empty.

    Raises:
        UnreadableFile: it is neither CSV nor a workbook; OtherKind where it is plain what it is.
        TooManyRows: it has more than `most` rows.
        WrongColumns: its first line lacks a column, has one twice, or an unknown one that must not be left out.
        CountsDiffer: another way of counting finds a different number of rows.
    """
    if not content.startswith(A_ZIP):
        if kind := other_kind(content):
            raise OtherKind(kind)
        text, accented = decoded(content)
        columns, rows = rows_of_lines(text, layout, most)
        counted = _with_count(rows, count_lines(content))
        return FileRead(counted, headings=columns.headings, left=columns.left, accented=accented)
    sheet = read_sheet(content)
    lines = sheet.rows(most)
    columns = _columns_of_sheet(lines, layout)
    rows = list(_rows_of_sheet(columns, lines, most))
    counted = _with_count(rows, sheet.counted() - sheet.empty)
    return FileRead(counted, sheet.others, sheet.hidden, columns.headings, columns.left)


def _with_count(rows: list[Row], counted: int) -> list[Row]:
    """Returns the rows if the count agrees. `counted` includes the row of headings."""
    if len(rows) != counted - 1:
        raise CountsDiffer(rows=len(rows), counted=counted - 1)
    return rows


def _columns_of_sheet(lines: Iterator[tuple[int, list[Cell]]], layout: Layout) -> Columns:
    _, head = next(lines, (0, None))
    if head is None:
        raise OtherKind(Kind.EMPTY_SHEET)
    written = [cell.text for cell in head[:MOST_COLUMNS]]
    return columns_of([*written, "..."] if len(head) > MOST_COLUMNS else written, layout)


def _rows_of_sheet(columns: Columns, lines: Iterator[tuple[int, list[Cell]]], most: int) -> Iterator[Row]:
    names = columns.names
    for found, (line, cells) in enumerate(lines, 1):
        if found > most:
            raise TooManyRows(most=most)
        more = cells[len(names) :]
        row = columns.fields([cell.text for cell in cells])
        odd = {name: cell.odd for name, cell in zip(names, cells, strict=False) if name and cell.odd}
        yield Row(line, row, odd | ({"": "columns"} if any(_is_there(cell) for cell in more) else {}))


def _is_there(cell: Cell) -> bool:
    return bool(cell.text.strip() or (cell.odd and cell.odd != "merged"))
