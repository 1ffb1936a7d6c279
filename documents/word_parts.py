"""What may be in a Word file that somebody uploads, looked at part by part before anything is made of it."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile

MOST_UNPACKED = 20_000_000
MOST_PARTS = 300
NOT_WORD, TOO_LARGE, MACROS, OUTSIDE, NOT_A_FIELD, TEXT_ALONE, TRACKED = (
    "not_word", "too_large", "macros", "outside", "not_a_field", "text_alone", "tracked",
)  # fmt: skip
"""Why a template is refused: it is no Word file, holds a program, fetches something from elsewhere, holds more than
fields, its text is not in a paragraph of its own, or it holds changes or comments that would go along with a letter."""
FILLED_IN = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
"""Parts in which fields are filled in. In others they would be printed as they stand."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}commentReference")
BROKEN = (BadZipFile, zlib.error, LZMAError, NotImplementedError, RuntimeError, EOFError, OSError)
"""What reading a part may raise where the file is broken, encrypted, or packed in a way that Word does not know."""
BREAKS = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})
BRACES = re.compile(r"\{\{(.*?)(?:\}\}|$)", re.DOTALL)


class RefusedTemplate(Exception):
    """The template can't be used. `reason`: see above. `about`: what was found there, if that helps."""

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


def refuse_unsafe(content: bytes, most_unpacked: int = MOST_UNPACKED) -> None:
    """Refuse a file that is no Word file, or one with a program in it or that fetches something from elsewhere.

    Raises:
        RefusedTemplate: with the reason.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > most_unpacked:
                raise RefusedTemplate(TOO_LARGE)
            names = [one.filename for one in parts]
            if "word/document.xml" not in names:
                raise RefusedTemplate(NOT_WORD)
            if any(name.lower().endswith((".bin", ".exe", ".js", ".vbs")) for name in names):
                raise RefusedTemplate(MACROS)
            for name in names:
                if name.endswith(".rels"):
                    _only_links_outside(packed.read(name))
    except BROKEN as error:
        raise RefusedTemplate(NOT_WORD) from error


def refuse_more_than_fields(content: bytes) -> None:
    """Refuse a template that holds more than text and fields: loops, signs to whoever fills it in, fields where nothing
    is filled in, changes that nobody accepted yet, comments.

    Raises:
        RefusedTemplate: with the reason.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    _look_at(name, _read(packed.read(name)))
    except BROKEN as error:
        raise RefusedTemplate(NOT_WORD) from error


def text_of(paragraph: Any) -> str:
    """Returns all the words of a paragraph, also those in a content control, a link or a field of Word."""
    return "".join(" " if one.tag in BREAKS else one.text or "" for one in paragraph.iter(f"{W}t", *BREAKS))


def _look_at(name: str, part: Any) -> None:
    if next(part.iter(*CHANGES), None) is not None:
        raise RefusedTemplate(TRACKED)
    for text in map(text_of, part.iter(f"{W}p")):
        for found in _braces_in(text):
            if not FILLED_IN.fullmatch(name) or not found.isidentifier():
                raise RefusedTemplate(NOT_A_FIELD, found[:100])


def _braces_in(text: str) -> Iterator[str]:
    """Yields what stands between braces; with the sign for what is not a field."""
    yield from (found.strip() for found in BRACES.findall(text))
    yield from (sign for sign in ("{%", "{#") if sign in text)


def _only_links_outside(relations: bytes) -> None:
    """A template may link to a page; it may not fetch a picture or another template when it is opened."""
    for one in _read(relations):
        kind = str(one.get("Type", ""))
        if one.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            raise RefusedTemplate(OUTSIDE, kind.rsplit("/", 1)[-1])


def _read(part: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise RefusedTemplate(NOT_WORD) from error
