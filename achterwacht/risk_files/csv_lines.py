"""The rows of a CSV file (RFC 4180). A row is always one line; a quote that does not fit makes the row doubtful."""

import re
from collections.abc import Sequence

from achterwacht.risk_files.rows import Row, column_names, fields_of
from achterwacht.risk_files.unreadable import TooManyRows, UnreadableFile

LONGEST_QUOTE = 50
"""How many lines we search for the end of one quoted text."""
BLANK = ' \t;,"'


def decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    if "\x00" in text:
        raise UnreadableFile
    return text


def count_lines(content: bytes) -> int:
    """Returns how many lines are not empty, counted in the bytes: a check on what was read."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    lines = [line for line in bare.splitlines() if line.strip(BLANK.encode())]
    return len(lines) - (1 if lines and _SEPARATOR_SAID.fullmatch(lines[0].decode("utf-8", "replace")) else 0)


def rows_of_lines(text: str, most: int) -> list[Row]:
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if line.strip(BLANK)]
    said = _SEPARATOR_SAID.fullmatch(lines[0][1]) if lines else None
    lines = lines[1:] if said else lines
    head = lines[0][1] if lines else ""
    separator = said[1] if said else ";" if head.count(";") >= head.count(",") else ","
    names, trouble = _cells(head, separator)
    if trouble:
        raise UnreadableFile
    columns = column_names(names)
    if len(lines) - 1 > most:
        raise TooManyRows(most=most)
    rows: list[Row] = []
    inside = 0
    for place, (number, line) in enumerate(lines[1:], 1):
        cells, trouble = _cells(line, separator)
        if place <= inside:
            trouble = "quote_inside"
        elif trouble == "quote_open":
            inside = place + _quoted_with(lines[place:], separator, len(columns))
        if not trouble:
            trouble = _columns(cells, len(columns))
        rows.append(Row(number, fields_of(columns, cells), {"": trouble} if trouble else {}))
    return rows


def _columns(cells: Sequence[str], columns: int) -> str:
    if len(cells) < columns:
        return "columns_few"
    return "columns" if any(cell.strip() for cell in cells[columns:]) else ""


def _quoted_with(lines: Sequence[tuple[int, str]], separator: str, columns: int) -> int:
    """Returns how many lines after the first would complete its row, if its open quote was meant; 0: none.

    Those lines are doubtful too: each may be a row of its own, or part of a text that somebody typed.
    """
    for more in range(1, min(LONGEST_QUOTE, len(lines))):
        cells, trouble = _cells("\n".join(line for _, line in lines[: more + 1]), separator)
        if not trouble:
            return more if len(cells) == columns else 0
        if trouble != "quote_open":
            return 0
    return 0


def _cells(line: str, separator: str) -> tuple[list[str], str]:
    """Returns the cells of a line (RFC 4180), and what is wrong with its quotes: `quote_open`, `quote_stray` or ""."""
    cells: list[str] = []
    at = 0
    while True:
        if line.startswith('"', at):
            found = _QUOTED.match(line, at)
            if found is None:
                return [*cells, line[at:]], "quote_open"
            cells.append(found[1].replace('""', '"'))
            at = found.end()
            if at < len(line) and line[at] != separator:
                return [*cells, line[at:]], "quote_stray"
        else:
            end = line.find(separator, at)
            cell = line[at:] if end < 0 else line[at:end]
            cells.append(cell)
            if '"' in cell:
                return [*cells, line[at + len(cell) :]], "quote_stray"
            at += len(cell)
        if at >= len(line):
            return cells, ""
        at += 1


_SEPARATOR_SAID = re.compile(r'"?sep=([;,|\t])"?\s*[;,]*\s*', re.IGNORECASE)
"""A first line that is only for Excel, and names the separator."""
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
