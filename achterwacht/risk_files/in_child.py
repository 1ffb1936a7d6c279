"""Reads a file with risk addresses into rows: CSV in UTF-8 with semicolons or commas, or an Excel workbook (.xlsx).

For an Excel cell the value that it shows counts, not its formula: nothing is ever calculated here. In a CSV a row is
always one line: a stray quote must not merge four rows into one, and attach a warning to the wrong door. So no mark is
ever put together from several lines; a line that can't stand alone is refused (`doubts.py` says why).

What was read is counted again in another way, and the counts must agree. It runs in a child process (`reading.py`),
which imports this each time anew: it needs little besides.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from achterwacht.risk_files.csv_lines import count_lines, decoded, rows_of_lines
from achterwacht.risk_files.rows import FileRead, Row, column_names, fields_of
from achterwacht.risk_files.sheets import Cell, Sheet, read_sheet
from achterwacht.risk_files.unreadable import CountsDiffer, TooManyRows, UnreadableFile

MOST_ROWS = 50_000
A_ZIP = b"PK\x03\x04"


def read(facts: Mapping[str, Any], content: bytes) -> Any:
    try:
        found = read_all(content, facts["most"])
    except UnreadableFile as refused:
        return {"refused": type(refused).__name__, "facts": dict(refused.facts)}
    rows = [(row.line, list(row.fields.items()), list(row.odd.items())) for row in found.rows]
    return {"rows": rows, "others": found.others, "hidden": found.hidden}


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
