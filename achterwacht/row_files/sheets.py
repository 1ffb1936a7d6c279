"""The cells of an Excel workbook (.xlsx), and what kind of value each holds. Runs in a child process.

A workbook is a zip with XML in it, made by somebody else. We don't believe what it says about itself (how large its
sheet is): only the cells that are really there count. Nothing is filled in: a row that claims to be number
2,000,000,000 is refused, and does not make two billion empty rows before it.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from lzma import LZMAError
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from achterwacht.row_files.kinds import kind_of_zip
from achterwacht.row_files.looks import Look
from achterwacht.row_files.unreadable import OtherKind, TooHeavy, TooManyRows, UnreadableFile
from achterwacht.row_files.workbook import Workbook, unescaped
from achterwacht.row_files.xml_pieces import walked

MOST_COLUMNS = 256
"""A payroll gives out more than a hundred, and the address of somebody may stand in the last. Old Excel had as many."""
LARGEST_UNPACKED = 100_000_000
MOST_MERGED = 200_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
_SAYS = re.compile(
    rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]|<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*</(?:\w+:)?c>"
    rb"|<(?:\w+:)?c\b(?![^>]*\st=\"(?!n\"))[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>)"
)
_BEGIN = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}


@dataclass(frozen=True)
class Cell:
    """What a cell shows. odd: why it is no text or plain number: `date`, `boolean`, `error`, `formula`, `merged`, or
    `shown` when its format shows something else than it holds, such as `12 bis` for 12."""

    text: str
    odd: str = ""


def read_sheet(content: bytes) -> "Sheet":
    """Returns the first visible sheet.

    Raises:
        UnreadableFile: it is not a workbook; OtherKind where it says what it is.
        TooHeavy: it unpacks to more than `LARGEST_UNPACKED`.
    """
    try:
        packed = ZipFile(BytesIO(content))
    except BROKEN:
        raise UnreadableFile from None
    if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
        raise TooHeavy
    try:
        return Sheet(packed)
    except BROKEN:
        if kind := kind_of_zip(packed.namelist()):
            raise OtherKind(kind) from None
        raise UnreadableFile from None


BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, EOFError, NotImplementedError,
          RuntimeError, expat.ExpatError, OverflowError, zlib.error, LZMAError)  # fmt: skip


class Sheet(Workbook):
    """The sheet that is read, row by row.

    empty: rows with only empty texts. hidden: rows that Excel hides. Both count only what `rows` has read so far.
    """

    def __init__(self, packed: ZipFile) -> None:
        super().__init__(packed)
        self.empty = self.hidden = 0

    def rows(self, most: int) -> Iterator[tuple[int, list[Cell]]]:
        """Yields the rows with anything in them, by number.

        Raises:
            TooManyRows: there are more than twice `most` rows, including empty ones, or the number of one that holds
                anything says so. LibreOffice writes the last row there is, 1,048,576, where a whole column has a look.
            UnreadableFile: the file breaks off, or says something twice.
        """
        try:
            merged = self._merges()
            with self._packed.open(self._path) as file:
                yield from _Rows(self, merged, most).read(file)
        except BROKEN:
            raise UnreadableFile from None

    def _merges(self) -> set[tuple[int, int]]:
        """Returns the cells that are merged into another: Excel shows that one's text there, and stores none."""
        found: set[tuple[int, int]] = set()
        with self._packed.open(self._path) as file:
            references = _MERGED.findall(file.read())
        for reference in references:
            if len(found) > MOST_MERGED:
                raise UnreadableFile
            (left, top), (right, bottom) = (_place(one) for one in reference.decode().split(":"))
            columns = range(left, min(right, MOST_COLUMNS) + 1)
            rows = range(top, min(bottom, top + MOST_MERGED // (len(columns) or 1)) + 1)
            found.update((row, column) for row in rows for column in columns if (row, column) != (left, top)[::-1])
        return found

    def counted(self) -> int:
        """Returns how many rows hold anything, counted in the raw text of the file: a check on what was read."""
        with self._packed.open(self._path) as file:
            pieces = re.split(rb"<(?:\w+:)?row\b", file.read())[1:]
        return sum(bool(_SAYS.search(piece)) for piece in pieces)


@dataclass
class _Row:
    """The row that is being read, and the cell within it."""

    number: int = 0
    hidden: bool = False
    says: bool = False
    cells: dict[int, Cell] = field(default_factory=dict)
    column: int = 0
    kind: str = ""
    style: int = 0
    value: str | None = None
    inline: str = ""
    formula: bool = False


class _Rows:
    """Reads rows as they come, and holds only a piece of the file in memory."""

    def __init__(self, sheet: Sheet, merged: set[tuple[int, int]], most: int) -> None:
        self._sheet = sheet
        self._merged = merged
        self._most = most
        self._now = _Row()
        self._done: list[tuple[int, list[Cell]]] = []
        self._seen = 0

    def read(self, file: IO[bytes]) -> Iterator[tuple[int, list[Cell]]]:
        for _ in walked(file, self._begin, self._end):
            yield from self._done
            self._done = []

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        now = self._now
        if name == "row":
            self._seen += 1
            number = int(attributes.get("r", now.number + 1))
            if self._seen > 2 * self._most + 1:
                raise TooManyRows(most=self._most)
            if number <= now.number:
                raise UnreadableFile
            self._now = _Row(number, attributes.get("hidden") in ("1", "true"))
        elif name == "c":
            place = attributes.get("r")
            column = _place(place)[0] if place else now.column + 1
            if column <= now.column:
                raise UnreadableFile  # the same cell twice: which of the two counts?
            now.column, now.kind, now.style = column, attributes.get("t", "n"), int(attributes.get("s", 0))
            now.value, now.inline, now.formula = None, "", False
        elif name == "f":
            now.formula = True

    def _end(self, name: str, text: str, path: list[str]) -> None:
        now = self._now
        if name == "v":
            now.value = text
        elif name == "t" and "is" in path and "rPh" not in path:
            now.inline += text
        elif name == "c" and (now.value or now.inline or now.formula):
            cell = self._cell(now)
            now.says = now.says or bool(now.value or now.inline or cell.odd)
            if cell.text.strip() or cell.odd:
                now.cells[min(now.column, MOST_COLUMNS + 1)] = cell
        elif name == "row":
            self._end_row(now)

    def _end_row(self, now: _Row) -> None:
        if not now.cells:
            self._sheet.empty += now.says
            return
        if now.number > 2 * self._most + 1:
            raise TooManyRows(most=self._most)
        self._sheet.hidden += now.hidden
        for column in range(1, MOST_COLUMNS + 1) if self._merged else ():
            if (now.number, column) in self._merged:
                now.cells[column] = Cell("", "merged")
        self._done.append((now.number, [now.cells.get(one, Cell("")) for one in range(1, max(now.cells) + 1)]))

    def _cell(self, now: _Row) -> Cell:
        value = now.value or ""
        if now.formula and (now.value is None or (not now.value and now.kind == "n")):
            return Cell("", "formula")
        match now.kind:
            case "s":
                return self._of_text(self._sheet.strings[int(value)] if value.strip() else "")
            case "inlineStr":
                return self._of_text(unescaped(now.inline))
            case "str":
                return self._of_text(value)
            case "b":
                return Cell(value, "boolean")
            case "e":
                return Cell(value, "error")
            case "d":
                return Cell(value[:16].removesuffix("T00:00"), "date")
        if not value.strip():
            return Cell("")
        number = float(value)
        if now.style in self._sheet.dates:
            return Cell(_written(_BEGIN[self._sheet.since_1904], number), "date")
        look = self._look()
        # A comma, as it is shown here: box 1.10 that Excel took for a number is 1,1, and not the text 1.1.
        text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else value.replace(".", ",")
        return Cell(text.zfill(look.digits) if text.isdecimal() else text, "shown" if look.dressed else "")

    def _of_text(self, text: str) -> Cell:
        return Cell(text, "shown" if text.strip() and self._look().dresses_text else "")

    def _look(self) -> "Look":
        looks = self._sheet.looks
        return looks[self._now.style] if self._now.style < len(looks) else Look()


def _written(begin: datetime, days: float) -> str:
    """Returns a day, with the time if there is one: `2026-11-28T08:00`. A time alone is on the first day there is."""
    when = begin + timedelta(minutes=round(days * 24 * 60))
    return when.date().isoformat() if when.time() == time.min else f"{when:%Y-%m-%dT%H:%M}"


def _place(reference: str) -> tuple[int, int]:
    """`B3` -> (2, 3)."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise UnreadableFile
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])
