"""Films and sound: what a phone wrote beside picture and sound is blanked where it stands. Pure.

A film of an iPhone tells where it was made, and a voice memo is called after the street. Making them anew takes a
program that we do not ship; but what they tell lies in parts of its own. Each of these is made empty and stays as long
as it was, so that nothing else moves and the rest plays as before. What is within picture and sound stays.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from documents.containers import blank_ogg, blank_webm
from documents.kinds import FileKind

MOST_PARTS = 20_000
"""A film of a phone has some hundreds."""
LONGEST_PART = 2**40


class TooManyParts(Exception):
    """No phone makes such a file: it was made to keep somebody busy."""


@dataclass
class Blanks:
    """What is to be changed in a file. zeroed: where, and how many bytes. named: where, after that, other bytes come,
    each as a letter: a part gets another name."""

    zeroed: list[tuple[int, int]] = field(default_factory=list)
    named: list[tuple[int, str]] = field(default_factory=list)

    def part(self, name_at: int, name: str, at: int, end: int) -> None:
        self.named.append((name_at, name))
        self.zeroed.append((at, max(0, end - at)))

    def put(self, at: int, new: bytes) -> None:
        """Other bytes, of which the last may all be empty."""
        says = new.rstrip(b"\0")
        self.zeroed.append((at, len(new)))
        if says:
            self.named.append((at, says.decode("latin-1")))


@dataclass(frozen=True)
class _Part:
    """A part of a file: where its name stands, where what it holds begins, and where it ends."""

    name: bytes
    name_at: int
    at: int
    end: int


def traces(content: bytes, kind: FileKind) -> Blanks:
    """Returns what to blank in a film or sound of this kind.

    Raises:
        TooManyParts: it has more parts than any phone makes.
    """
    found = Blanks()
    look = _LOOK.get(kind)
    if look is not None:
        look(content, found)
    return found


def without(content: bytes, found: Blanks) -> bytes:
    """Returns the file with these parts blanked: as long as it was."""
    if not found.zeroed and not found.named:
        return content
    made = bytearray(content)
    for at, size in found.zeroed:
        made[at : at + size] = bytes(len(made[at : at + size]))
    for at, name in found.named:
        made[at : at + len(name)] = name.encode("latin-1")
    return bytes(made)


HOLDS_PARTS, TELLS = frozenset({b"moov", b"trak"}), frozenset({b"udta", b"meta", b"uuid"})
"""Parts of a film (ISO/IEC 14496-12): those that hold others, and those that tell of it."""
HANDLER, OF_METADATA = 8, b"meta"


def _film(content: bytes, found: Blanks) -> None:
    waits, seen = [(0, len(content))], 0
    while waits:
        for one in _boxes(content, *waits.pop()):
            seen += 1
            if seen > MOST_PARTS:
                raise TooManyParts
            if one.name in TELLS or (one.name == b"trak" and _tells_along_the_way(content, one)):
                found.part(one.name_at, "free", one.at, one.end)
            elif one.name in HOLDS_PARTS:
                waits.append((one.at, one.end))


def _tells_along_the_way(content: bytes, track: _Part) -> bool:
    """Whether it is a track of positions or the like beside picture and sound."""
    for media in _first(_boxes(content, track.at, track.end), b"mdia"):
        for handler in _first(_boxes(content, media.at, media.end), b"hdlr"):
            return content[handler.at + HANDLER : handler.at + HANDLER + 4] == OF_METADATA
    return False


def _first(parts: Iterator[_Part], name: bytes) -> Iterator[_Part]:
    for number, one in enumerate(parts):
        if number > MOST_PARTS:
            raise TooManyParts
        if one.name == name:
            yield one
            return


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Part]:
    """The parts between two places. One that says it is longer than there is ends there."""
    while at + 8 <= end:
        size, name, begins = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, begins = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        if size == 0:
            size = end - at
        if size < begins - at or size > LONGEST_PART:
            return
        yield _Part(name, at + 4, begins, min(at + size, end))
        at += size


OF_WAV = frozenset({b"LIST", b"bext", b"iXML", b"id3 ", b"ID3 ", b"_PMX"})


def _wav(content: bytes, found: Blanks) -> None:
    at, seen = 12, 0
    while at + 8 <= len(content):
        seen += 1
        if seen > MOST_PARTS:
            raise TooManyParts
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] in OF_WAV:
            found.part(at, "JUNK", at + 8, min(at + 8 + size, len(content)))
        at += 8 + size + size % 2


ID3, ID3_HEAD, ID3_FLAGS, AT_THE_END = b"ID3", 10, 5, 128


def _mp3(content: bytes, found: Blanks) -> None:
    if content.startswith(ID3):
        # Seven bits of each byte.
        size = sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=False))
        found.zeroed += [(ID3_FLAGS, 1), (ID3_HEAD, min(size, len(content) - ID3_HEAD))]
    if content[-AT_THE_END : -AT_THE_END + 3] == b"TAG":
        found.zeroed.append((len(content) - AT_THE_END + 3, AT_THE_END - 3))


_LOOK: Mapping[FileKind, Callable[[bytes, Blanks], None]] = {
    FileKind.MP4: _film,
    FileKind.MOV: _film,
    FileKind.THREE_GP: _film,
    FileKind.M4A: _film,
    FileKind.WAV: _wav,
    FileKind.MP3: _mp3,
    FileKind.OGG: lambda content, found: blank_ogg(content, found.put),
    FileKind.WEBM: lambda content, found: blank_webm(content, found.put),
}
