"""The cells of an Excel workbook (.xlsx), with what kind of thing stands in each. Runs in a child process.

A workbook is a zip with XML in it, made by somebody else. What it says of itself (how large its sheet is) is not
believed: only the cells that are really there count. Nothing is filled in: a row that says it is number 2,000,000,000
is one row too many, and no two milliard empty ones before it.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from achterwacht.risk_files.unreadable import TooManyRows, UnreadableFile

MOST_COLUMNS = 40
LARGEST_UNPACKED = 100_000_000
MOST_STYLES = 70_000
"""Excel knows 65,490."""
MOST_MERGED = 200_000
A_PIECE = 1 << 16
LONGEST_CELL = 32_767
"""Excel's own limit."""
MAIN = "xl/workbook.xml"
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Excel's own formats that show a day or a time."""
DRESSED = frozenset({5, 6, 7, 8, 9, 10, 11, 12, 13, 41, 42, 43, 44, 48})
"""Excel's own formats that show something beside the number: money, a percentage, a fraction, a power."""
_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
_SAYS = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>[^<]|<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*</(?:\w+:)?c>")
Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str, str, list[str]], None]
_BEGIN = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Cell:
    """What it shows. odd: that it is no text or plain number: `date`, `boolean`, `error`, `formula`, `merged`, or
    `shown`: that its format shows something else than what it holds, as `12 bis` for a 12."""

    text: str
    odd: str = ""


def read_sheet(content: bytes) -> "Sheet":
    """The first sheet that is shown.

    Raises:
        UnreadableFile: it is no workbook.
    """
    try:
        packed = ZipFile(BytesIO(content))
        if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
            raise UnreadableFile
        return Sheet(packed)
    except BROKEN:
        raise UnreadableFile from None


BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, EOFError, NotImplementedError,
          RuntimeError, expat.ExpatError, OverflowError)  # fmt: skip


class Sheet:
    """others: the names of the sheets that nobody reads. empty: rows with nothing but empty texts in them, and hidden:
    rows that Excel hides, both as far as `rows` was read."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self.since_1904 = False
        self.empty = self.hidden = 0
        sheets: list[tuple[str, str, bool]] = []

        def workbook(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self.since_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                shown = attributes.get("state", "visible") == "visible"
                sheets.append((attributes.get("name", ""), attributes["id"], shown))

        main = self._main()
        self._walk(main, workbook)
        targets = self._targets(main)
        chosen = next((one for one in sheets if one[2]), sheets[0])
        self._path = targets[chosen[1]]
        self.others = [one[0] for one in sheets if one is not chosen]
        folder = posixpath.dirname(main)
        self.strings = self._shared(targets.get("sharedStrings") or posixpath.join(folder, "sharedStrings.xml"))
        self.dates: set[int] = set()
        self.looks: list[Look] = []
        self._read_styles(targets.get("styles") or posixpath.join(folder, "styles.xml"))

    def _main(self) -> str:
        found = [MAIN]

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                found.append(attributes["Target"].lstrip("/"))

        if "_rels/.rels" in self._packed.namelist():
            self._walk("_rels/.rels", relation)
        return found[-1]

    def _targets(self, main: str) -> dict[str, str]:
        """By id; the strings and styles by their kind too."""
        folder, name = posixpath.split(main)
        found: dict[str, str] = {}

        def relation(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship":
                target = attributes["Target"]
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found[attributes["Id"]] = path
                found.setdefault(attributes.get("Type", "").rpartition("/")[2], path)

        self._walk(posixpath.join(folder, "_rels", f"{name}.rels"), relation)
        return found

    def _shared(self, path: str) -> list[str]:
        strings: list[str] = []
        pieces: list[str] = []

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == "si":
                pieces.clear()

        def end(name: str, text: str, path: list[str]) -> None:
            if name == "t" and "rPh" not in path:
                pieces.append(text)
            elif name == "si":
                strings.append(_unescaped("".join(pieces))[: LONGEST_CELL + 1])

        if path in self._packed.namelist():
            self._walk(path, begin, end)
        return strings

    def _read_styles(self, path: str) -> None:
        formats: dict[str, str] = {}
        inside = [False]

        def begin(name: str, attributes: dict[str, str]) -> None:
            if name == "numFmt":
                formats[attributes["numFmtId"]] = attributes.get("formatCode", "")
            elif name == "cellXfs":
                inside[0] = True
            elif name == "xf" and inside[0]:
                number = attributes.get("numFmtId", "0")
                if int(number) in DATES or _shows_a_day(formats.get(number, "")):
                    self.dates.add(len(self.looks))
                self.looks.append(look_of(formats[number]) if number in formats else Look(int(number) in DRESSED))
                if len(self.looks) > MOST_STYLES:
                    raise UnreadableFile

        def end(name: str, text: str, path: list[str]) -> None:
            if name == "cellXfs":
                inside[0] = False

        if path in self._packed.namelist():
            self._walk(path, begin, end)

    def rows(self, most: int) -> Iterator[tuple[int, list[Cell]]]:
        """Those with anything in them, by number.

        Raises:
            TooManyRows: there are twice as many as `most`, empty ones too, or a number says so.
            UnreadableFile: it breaks off, or says something twice.
        """
        try:
            merged = self._merges()
            with self._packed.open(self._path) as file:
                yield from _Rows(self, merged, most).read(file)
        except BROKEN:
            raise UnreadableFile from None

    def _merges(self) -> set[tuple[int, int]]:
        """Cells that lie below another: Excel shows its text there, and keeps none."""
        found: set[tuple[int, int]] = set()
        with self._packed.open(self._path) as file:
            references = _MERGED.findall(file.read())
        for reference in references:
            if len(found) > MOST_MERGED:
                raise UnreadableFile
            (left, top), (right, bottom) = (_place(one) for one in reference.decode().split(":"))
            rows = range(top, min(bottom, top + MOST_MERGED // MOST_COLUMNS) + 1)
            columns = range(left, min(right, MOST_COLUMNS) + 1)
            found.update((row, column) for row in rows for column in columns if (row, column) != (left, top)[::-1])
        return found

    def counted(self) -> int:
        """Rows in which anything stands, by the bare text of the file: a second count, to hold beside what was read."""
        with self._packed.open(self._path) as file:
            pieces = re.split(rb"<(?:\w+:)?row\b", file.read())[1:]
        return sum(bool(_SAYS.search(piece)) for piece in pieces)

    def _walk(self, path: str, begin: Begin, end: End = lambda name, text, path: None) -> None:
        with self._packed.open(path) as file:
            for _ in _walked(file, begin, end):
                pass


def _walked(file: IO[bytes], begin: Begin, end: End) -> Iterator[None]:
    """Each element of an XML file, piece by piece; names without what stands before their colon. No DTD: entities are
    a trick here."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    path: list[str] = []
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])
        text.clear()
        begin(path[-1], {one.rpartition(":")[2]: value for one, value in attributes.items()})

    def stop(_: str) -> None:
        bare = path.pop()
        end(bare, "".join(text), path)
        text.clear()

    def no_dtd(*_: object) -> None:
        raise UnreadableFile

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, stop, text.append
    parser.StartDoctypeDeclHandler = no_dtd
    while piece := file.read(A_PIECE):
        parser.Parse(piece, False)
        yield
    parser.Parse(b"", True)
    yield


@dataclass
class _Row:
    """The row that is being read, and in it the cell."""

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
    """Reads rows as they come: no more than a piece of the file is held."""

    def __init__(self, sheet: Sheet, merged: set[tuple[int, int]], most: int) -> None:
        self._sheet = sheet
        self._merged = merged
        self._most = most
        self._now = _Row()
        self._done: list[tuple[int, list[Cell]]] = []
        self._seen = 0

    def read(self, file: IO[bytes]) -> Iterator[tuple[int, list[Cell]]]:
        for _ in _walked(file, self._begin, self._end):
            yield from self._done
            self._done = []

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        now = self._now
        if name == "row":
            self._seen += 1
            number = int(attributes.get("r", now.number + 1))
            if max(self._seen, number) > 2 * self._most + 1:
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
        self._sheet.hidden += now.hidden
        for column in range(1, MOST_COLUMNS + 1):
            if (now.number, column) in self._merged:
                now.cells[column] = Cell("", "merged")
        self._done.append((now.number, [now.cells.get(one, Cell("")) for one in range(1, max(now.cells) + 1)]))

    def _cell(self, now: _Row) -> Cell:
        value = now.value or ""
        if now.formula and now.value is None:
            return Cell("", "formula")
        match now.kind:
            case "s":
                return self._of_text(self._sheet.strings[int(value)] if value.strip() else "")
            case "inlineStr":
                return self._of_text(_unescaped(now.inline))
            case "str":
                return self._of_text(value)
            case "b":
                return Cell(value, "boolean")
            case "e":
                return Cell(value, "error")
            case "d":
                return Cell(value[:10], "date")
        if not value.strip():
            return Cell("")
        number = float(value)
        if now.style in self._sheet.dates:
            return Cell((_BEGIN[self._sheet.since_1904] + timedelta(days=number)).date().isoformat(), "date")
        look = self._look()
        text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else value
        return Cell(text.zfill(look.digits) if text.isdecimal() else text, "shown" if look.dressed else "")

    def _of_text(self, text: str) -> Cell:
        return Cell(text, "shown" if text.strip() and self._look().dresses_text else "")

    def _look(self) -> "Look":
        looks = self._sheet.looks
        return looks[self._now.style] if self._now.style < len(looks) else Look()


@dataclass(frozen=True)
class Look:
    """What a format makes of a cell. dressed: it shows a number with something beside it, or not at all; dresses_text:
    a text too. digits: how many it shows at least, as `0000` does."""

    dressed: bool = False
    dresses_text: bool = False
    digits: int = 0


def look_of(format: str) -> Look:
    """The look of a format of the file's own: `0" bis"` shows a 12 as `12 bis`, and that is what people read."""
    sections = _SECTION.findall(format)
    number, texts = sections[0], sections[3] if len(sections) > 3 else sections[0]
    bare = _bare(number)
    dressed = bare is None or not (bare == "general" or _PLAIN.fullmatch(bare)) or "[<" in format or "[>" in format
    of_text = _bare(texts)
    dresses_text = of_text not in ("@", "general") and (len(sections) > 3 or "@" in texts)
    return Look(dressed and bare != "@", dresses_text, len(bare) if bare and not bare.strip("0") else 0)


_SECTION = re.compile(r'(?:^|(?<=;))((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_PLAIN = re.compile(r"[#?,]*0?[#0?,]*(?:\.[#0?]+)?")
_UNSEEN = re.compile(r"\[(?:\$-[0-9A-Fa-f]+|[A-Za-z]+[0-9]*)\]|_.|\* |\"\"")
"""A language, a colour, room as wide as a sign, room to the edge."""


def _bare(section: str) -> str | None:
    """The format without what shows nothing; None: it shows nothing at all."""
    return re.sub(r"\s", "", _UNSEEN.sub("", section)).lower() or None


def _shows_a_day(format: str) -> bool:
    """Whether a format of the file's own shows a day or a time: `d-mmm`, and not `0.00 "dagen"`."""
    return bool(re.search(r"[dmyhs]", _QUIET.sub("", format).lower().replace("general", "")))


def _place(reference: str) -> tuple[int, int]:
    """`B3` -> (2, 3)."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise UnreadableFile
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def _unescaped(text: str) -> str:
    """A workbook writes a sign that XML can't hold as `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
