"""A file with risk addresses, as rows: CSV in UTF-8 with semicolons or commas, or an Excel workbook (.xlsx).

What a cell of Excel shows counts, not its formula: nothing is ever calculated here. In a CSV a row is a line, always:
one quote too many must not make one row of four, and lay what is said of one door at another's. So no mark is ever put
together out of several lines; a line that can't stand alone is a row that is refused (`doubts.py` says why).

What was read is counted again in another way, and must add up. Nobody reads a stranger's file in the server itself:
`read_file` does it in a child process, `read_rows` is what the child does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from achterwacht.risk_files.sheets import Cell, Sheet, read_sheet
from achterwacht.risk_files.unreadable import CountsDiffer, TooHeavy, TooManyRows, UnreadableFile, WrongColumns
from foundation.apart import Apart, Job, ReadingFailed, read_apart

__all__ = ["CountsDiffer", "TooHeavy", "TooManyRows", "UnreadableFile", "WrongColumns"]

NEEDED = ("country", "postcode", "houseNumber", "advice", "reason", "reviewDate")
COLUMNS = (
    *NEEDED, "addition", "street", "city", "box", "personName", "criteria", "notFor", "instruction", "measure",
    "validFrom", "endsOn",
)  # fmt: skip
MOST_ROWS = 50_000
LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 100_000_000
MOST_NAMED = 10
"""Of columns that nobody knows; the rest of a million is left out."""
LONGEST_QUOTE = 50
"""Lines that one quoted text is looked for in."""
A_ZIP = b"PK\x03\x04"
BLANK = ' \t;,"'
JOB = Job("achterwacht.risk_files.reading:in_the_child", seconds=10.0, megabytes=800)
LONG_JOB = Job("achterwacht.risk_files.reading:in_the_child", seconds=60.0, megabytes=2_000)
"""By the command: 50,000 rows, and nobody waits behind it."""


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, and what stands in it by column. What has no column stands under no name.

    odd: what is strange about a column's cell, in one word (`doubts.py`); under no name, about the line itself.
    """

    line: int
    fields: Mapping[str, str]
    odd: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FileRead:
    """rows: those that are not empty. others: sheets that nobody read; hidden: rows that Excel hides, and were read."""

    rows: Sequence[Row]
    others: Sequence[str] = ()
    hidden: int = 0


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
        text = _decoded(content)
        return FileRead(_with_count(_rows_of_lines(text, most), _counted_lines(content)))
    sheet = read_sheet(content)
    rows = list(_rows_of_sheet(sheet, most))
    return FileRead(_with_count(rows, sheet.counted() - sheet.empty), sheet.others, sheet.hidden)


def _with_count(rows: list[Row], counted: int) -> list[Row]:
    """`counted` has the row of headings too."""
    if len(rows) != counted - 1:
        raise CountsDiffer(rows=len(rows), counted=counted - 1)
    return rows


def _names(head: Sequence[str]) -> list[str]:
    names = [name.strip() for name in head]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in NEEDED if name not in names]
    unknown = [name[:60] or f"kolom {place}" for place, name in enumerate(names, 1) if name not in COLUMNS]
    folded = [re.sub(r"[\s_-]", "", name).casefold() for name in names[: 2 * len(COLUMNS)]]
    twice = [name for name, bare in zip(names, folded, strict=False) if name and folded.count(bare) > 1]
    if missing or unknown or twice:
        raise WrongColumns(missing=missing, unknown=unknown[:MOST_NAMED], twice=list(dict.fromkeys(twice))[:MOST_NAMED])
    return names


def _rows_of_sheet(sheet: Sheet, most: int) -> Iterator[Row]:
    lines = sheet.rows(most)
    _, head = next(lines, (0, []))
    names = _names([cell.text for cell in head])
    for found, (line, cells) in enumerate(lines, 1):
        if found > most:
            raise TooManyRows(most=most)
        more = cells[len(names) :]
        row = _fields(names, [cell.text for cell in cells])
        odd = {name: cell.odd for name, cell in zip(names, cells, strict=False) if cell.odd}
        yield Row(line, row, odd | ({"": "columns"} if any(_is_there(cell) for cell in more) else {}))


def _is_there(cell: Cell) -> bool:
    return bool(cell.text.strip() or (cell.odd and cell.odd != "merged"))


def _fields(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    fields = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    more = "".join(cells[len(names) :])
    return {**fields, "": more} if more.strip() else fields


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    if "\x00" in text:
        raise UnreadableFile
    return text


def _counted_lines(content: bytes) -> int:
    """Lines with anything on them, by the bytes of the file."""
    bare = content.removeprefix(b"\xef\xbb\xbf")
    lines = [line for line in bare.splitlines() if line.strip(BLANK.encode())]
    return len(lines) - (1 if lines and _SEPARATOR_SAID.fullmatch(lines[0].decode("utf-8", "replace")) else 0)


def _rows_of_lines(text: str, most: int) -> list[Row]:
    lines = [(number, line) for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1) if line.strip(BLANK)]
    said = _SEPARATOR_SAID.fullmatch(lines[0][1]) if lines else None
    lines = lines[1:] if said else lines
    head = lines[0][1] if lines else ""
    separator = said[1] if said else ";" if head.count(";") >= head.count(",") else ","
    names, trouble = _cells(head, separator)
    if trouble:
        raise UnreadableFile
    columns = _names(names)
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
        rows.append(Row(number, _fields(columns, cells), {"": trouble} if trouble else {}))
    return rows


def _columns(cells: Sequence[str], columns: int) -> str:
    if len(cells) < columns:
        return "columns_few"
    return "columns" if any(cell.strip() for cell in cells[columns:]) else ""


def _quoted_with(lines: Sequence[tuple[int, str]], separator: str, columns: int) -> int:
    """How many lines behind the first would make one whole row with it, if its quote were meant; 0 when none do.

    Those are doubtful too: each may be a row, or what somebody typed in a text.
    """
    for more in range(1, min(LONGEST_QUOTE, len(lines))):
        cells, trouble = _cells("\n".join(line for _, line in lines[: more + 1]), separator)
        if not trouble:
            return more if len(cells) == columns else 0
        if trouble != "quote_open":
            return 0
    return 0


def _cells(line: str, separator: str) -> tuple[list[str], str]:
    """The cells of a line (RFC 4180), and what is wrong with its quotes. One where none belongs is doubtful."""
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
"""A first line for Excel alone, which says what stands between two cells."""
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
