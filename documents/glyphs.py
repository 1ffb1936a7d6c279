"""Which letters our fonts can show. A PDF that must be readable refuses the others, so they become a question mark."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
INSTEAD = "?"
LEFT_OUT = frozenset({"Cc", "Cf", "Mn", "Me", "Cs"})
"""Signs that show nothing of their own: controls, directions, joiners of pictures, loose accents."""
KEPT = frozenset("\n\t")
WHOLE, BY_SEGMENT = 12, 4
"""The two forms of a font's list of letters that we read."""


def shown(value: Any) -> Any:
    """Returns the data with only what the fonts can show, in everything that is text."""
    match value:
        case str():
            return _line(value)
        case dict():
            return {name: shown(one) for name, one in value.items()}
        case list() | tuple():
            return [shown(one) for one in value]
    return value


def _line(text: str) -> str:
    known = known_letters()
    if all(letter in known for letter in text):
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_letter(one, known) for one in composed)


def _letter(letter: str, known: frozenset[str]) -> str:
    if letter in known:
        return letter
    if unicodedata.category(letter) in LEFT_OUT:
        return ""
    return " " if letter.isspace() else INSTEAD


@cache
def known_letters() -> frozenset[str]:
    """Returns every letter that all our fonts have."""
    found = [frozenset(_letters_in(path.read_bytes())) for path in sorted(FONTS.glob("*.ttf"))]
    visible = frozenset.intersection(*found)
    return frozenset(one for one in visible if unicodedata.category(one) not in LEFT_OUT) | KEPT


def _letters_in(font: bytes) -> Iterator[str]:
    """Yields the letters of a font, by its table `cmap` (OpenType)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    base = places[b"cmap"]
    (lists,) = struct.unpack_from(">H", font, base + 2)
    for number in range(lists):
        start = base + struct.unpack_from(">I", font, base + 4 + 8 * number + 4)[0]
        (form,) = struct.unpack_from(">H", font, start)
        if form == WHOLE:
            (groups,) = struct.unpack_from(">I", font, start + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * group)
                yield from map(chr, range(first, last + 1))
        elif form == BY_SEGMENT:
            yield from _by_segment(font, start)


def _by_segment(font: bytes, start: int) -> Iterator[str]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", font, start + 14)
    firsts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    for first, last in zip(firsts, lasts, strict=True):
        yield from map(chr, range(first, min(last, 0xFFFE) + 1))
