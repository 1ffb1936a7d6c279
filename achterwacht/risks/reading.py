"""A file with risk addresses, as rows: CSV in UTF-8 with semicolons or commas, or an Excel workbook (.xlsx).

What a cell of Excel shows counts, not its formula: nothing is ever calculated here. A workbook is a zip that may unpack
to far more than it weighs, so it is measured before it is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from achterwacht.decision import RuleBroken

NEEDED = ("country", "postcode", "houseNumber", "advice", "reason", "reviewDate")
COLUMNS = (
    *NEEDED, "addition", "street", "city", "box", "personName", "criteria", "notFor", "instruction", "measure",
    "validFrom", "endsOn",
)  # fmt: skip
MOST_ROWS = 50_000
MOST_COLUMNS = 40
LARGEST_UNPACKED = 100_000_000
A_ZIP = b"PK\x03\x04"


class UnreadableFile(RuleBroken):
    """It is no CSV in UTF-8, and no Excel workbook."""

    code = "file_unreadable"


class TooManyRows(UnreadableFile):
    """`facts["most"]`: how many it may have."""

    code = "file_rows"


class WrongColumns(UnreadableFile):
    """`facts["missing"]`: the columns it lacks; `facts["unknown"]`: the ones nobody knows."""

    code = "file_columns"


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, and what stands in it by column. What has no column stands under no name."""

    line: int
    fields: Mapping[str, str]


def read_rows(content: bytes, most: int = MOST_ROWS) -> list[Row]:
    """The rows of a file that are not empty.

    Raises:
        UnreadableFile: it is neither.
        TooManyRows: more than `most`.
        WrongColumns: its first line lacks a column, or has one that nobody knows.
    """
    lines = _workbook(content) if content.startswith(A_ZIP) else _csv(content)
    _, head = next(lines, (0, []))
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown:
        raise WrongColumns(missing=missing, unknown=unknown)
    rows = list(islice((Row(line, _fields(names, cells)) for line, cells in lines if any(cells)), most + 1))
    if len(rows) > most:
        raise TooManyRows(most=most)
    return rows


def _fields(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    fields = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    more = "".join(cells[len(names) :])
    return {**fields, "": more} if more else fields


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    if "\x00" in text:
        raise UnreadableFile
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",")
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise UnreadableFile from None


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet. Whatever is wrong inside a file that somebody made, it is a file that can't be read."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFile
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet: Iterable[Sequence[Any]] = workbook.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for line, cells in enumerate(sheet, start=1):
            yield line, [_text(cell) for cell in cells]
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, SyntaxError, OSError, EOFError):
        raise UnreadableFile from None


def _text(cell: Any) -> str:
    """What the cell shows. Excel keeps whole numbers as 12.0, and a day as a moment."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
