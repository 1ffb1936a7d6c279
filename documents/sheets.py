"""Spreadsheets and CSV. What somebody typed is text there, also where a program would take it for a formula."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
"""The most letters that a cell of a workbook holds."""
LONGEST_TITLE = 31
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

Rows = Iterable[Sequence[Any]]


def xlsx(rows: Rows, title: str = "Gegevens") -> bytes:
    """Returns a workbook with one sheet. The first row holds the names of the columns."""
    return workbook({title: rows})


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Returns a workbook with these sheets, by title."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
        for row in rows:
            sheet.append([cell(one) for one in row])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def csv_text(rows: Rows) -> str:
    """Returns the rows as CSV with semicolons, as a Dutch spreadsheet program reads it."""
    held = StringIO()
    written = csv.writer(held, delimiter=";", lineterminator="\r\n")
    for row in rows:
        written.writerow([_said(cell(one)) for one in row])
    return held.getvalue()


def cell(value: Any) -> Any:
    """Returns what a cell shows.

    Text that a program would take for a formula gets an apostrophe before it; characters that no workbook can hold are
    left out. A moment loses its zone, since a workbook knows none.
    """
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    # Also behind a space or an empty line, which some programs leave out first.
    formula = plain.startswith(FORMULA) or plain.lstrip().startswith(FORMULA)
    return (f"'{plain}" if formula else plain)[:LONGEST_CELL]


def _said(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value
