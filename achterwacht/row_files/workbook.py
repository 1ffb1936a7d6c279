"""What a workbook says about itself: which sheet is shown, its texts and its styles. Runs in a child process."""

import posixpath
import re
from zipfile import ZipFile

from achterwacht.row_files.looks import DATES, DRESSED, Look, look_of, shows_a_day
from achterwacht.row_files.unreadable import UnreadableFile
from achterwacht.row_files.xml_pieces import Begin, End, walked

MOST_STYLES = 70_000
"""Excel allows 65,490."""
LONGEST_CELL = 32_767
"""Excel's own limit."""
MAIN = "xl/workbook.xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Workbook:
    """What is known about the sheet before its first row is read.

    others: the names of the sheets that we don't read. strings, dates, looks: what its cells refer to by number: texts,
    styles that show a day, and how each style shows a number.
    """

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self.since_1904 = False
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
        """Returns the parts of the workbook by id; the strings and styles also by their kind."""
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
                strings.append(unescaped("".join(pieces))[: LONGEST_CELL + 1])

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
                if int(number) in DATES or shows_a_day(formats.get(number, "")):
                    self.dates.add(len(self.looks))
                self.looks.append(look_of(formats[number]) if number in formats else Look(int(number) in DRESSED))
                if len(self.looks) > MOST_STYLES:
                    raise UnreadableFile

        def end(name: str, text: str, path: list[str]) -> None:
            if name == "cellXfs":
                inside[0] = False

        if path in self._packed.namelist():
            self._walk(path, begin, end)

    def _walk(self, path: str, begin: Begin, end: End = lambda name, text, path: None) -> None:
        with self._packed.open(path) as file:
            for _ in walked(file, begin, end):
                pass


def unescaped(text: str) -> str:
    """Decodes characters that XML can't hold, which a workbook writes as `_x000D_`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
