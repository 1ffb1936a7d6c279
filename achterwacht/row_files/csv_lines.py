"""The rows of a CSV file (RFC 4180). A row is always one line; a quote that does not fit makes the row doubtful."""

import re
from collections.abc import Sequence

from achterwacht.row_files.rows import Columns, Layout, Row, columns_of
from achterwacht.row_files.unreadable import Kind, OtherKind, TooManyRows, UnreadableFile

LONGEST_QUOTE = 50
"""How many lines we search for the end of one quoted text."""
BLANK = ' \t;,"'


MOST_ACCENTED = 5
_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_WORD = re.compile(rf"[{_LETTERS}'\u2019-]*[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][{_LETTERS}'\u2019-]*")
_UNLIKELY = re.compile(
    rf"[^\x20-\x7e\t\r\n\u00a0\u20ac\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a7\u00ab\u00b0\u00b4\u00bb{_LETTERS}]"
    rf"|[{_LETTERS}][\u2018\u201c\u201d\u00a7\u00ab\u00b0\u00b4\u00bb][{_LETTERS}]|[\u00c2\u00c3][\u00a0-\u00bf\u20ac\u2018-\u201d]"
)
"""What no Dutch or French text holds: letters written in yet another way look like this when
they are taken for those of Windows."""


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Returns the text of a file in UTF-8, or as Excel writes one on Windows (1252).

    Such a file does not say which of the two it is. So some words with an accent come with it, for whoever can see
    whether they are right; none where it is UTF-8.

    Raises:
        UnreadableFile: it is neither.
    """
    try:
        text, accented = content.decode("utf-8-sig"), list[str]()
    except UnicodeDecodeError:
        text, accented = _of_windows(content)
    if "\x00" in text:
        raise UnreadableFile
    return text, accented


def _of_windows(content: bytes) -> tuple[str, list[str]]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    if _UNLIKELY.search(text):
        raise UnreadableFile
    return text, list(dict.fromkeys(_WORD.findall(text)))[:MOST_ACCENTED]


def count_lines(content: bytes) -> int:
    """Returns how many lines are not empty, counted in the bytes: a check on what was read."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    lines = [line for line in bare.splitlines() if line.strip(BLANK.encode())]
    return len(lines) - (1 if lines and _SEPARATOR_SAID.fullmatch(lines[0].decode("utf-8", "replace")) else 0)


def rows_of_lines(text: str, layout: Layout, most: int) -> tuple[Columns, list[Row]]:
    """Returns the columns of a file and its rows that are not empty.

    Raises:
        OtherKind: nothing stands in it.
        UnreadableFile, WrongColumns, TooManyRows.
    """
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if line.strip(BLANK)]
    said = _SEPARATOR_SAID.fullmatch(lines[0][1]) if lines else None
    lines = lines[1:] if said else lines
    if not lines:
        raise OtherKind(Kind.EMPTY)
    head = lines[0][1]
    separator = said[1] if said else max(";,\t", key=head.count)
    names, trouble = _cells(head, separator)
    if trouble:
        raise UnreadableFile
    columns = columns_of(names, layout)
    width = len(columns.names)
    if len(lines) - 1 > most:
        raise TooManyRows(most=most)
    rows: list[Row] = []
    inside = 0
    for place, (number, line) in enumerate(lines[1:], 1):
        cells, trouble = _cells(line, separator)
        if place <= inside:
            trouble = "quote_inside"
        elif trouble == "quote_open":
            inside = place + _quoted_with(lines[place:], separator, width)
        if not trouble:
            trouble = _columns(cells, width)
        rows.append(Row(number, columns.fields(cells), {"": trouble} if trouble else {}))
    return columns, rows


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
        elif (found := _AS_TEXT.match(line, at)) and line[found.end() : found.end() + 1] in ("", separator):
            cells.append(found[0])
            at = found.end()
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
_AS_TEXT = re.compile(r'="[^"]*"')
"""How programs tell Excel that what looks like a number is text, without the quotes that RFC 4180 wants around it."""
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
