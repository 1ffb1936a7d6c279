"""An XML file in a workbook, read piece by piece."""

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from achterwacht.row_files.unreadable import UnreadableFile

A_PIECE = 1 << 16
Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str, str, list[str]], None]


def walked(file: IO[bytes], begin: Begin, end: End) -> Iterator[None]:
    """Calls `begin` and `end` for each element of an XML file, and yields after each piece that was read.

    Names come without their prefix. A file with a DTD is refused: its entities can only be an attack.
    """
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
