"""What a file is, by its content. Its name and what a browser says of it count for nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

UNKNOWN, EMPTY, HEIC = "unknown", "empty", "heic"
"""HEIC: a photo as telephones may keep it (AVIF too), which we can't make anew: "choose a photo" would help nobody."""
LONGEST_HEAD = 8_192
"""How much of a file says what it is."""


@dataclass(frozen=True)
class KindSpec:
    """What must be known of a kind of file. picture: it is made anew, without what its camera wrote into it."""

    media_type: str
    ending: str
    picture: bool = False


class FileKind(StrEnum):
    """The kinds of file that somebody can keep with a report. SVG and HTML can hold a script, and are refused."""

    spec: KindSpec

    JPEG = "jpeg", KindSpec("image/jpeg", "jpg", picture=True)
    PNG = "png", KindSpec("image/png", "png", picture=True)
    WEBP = "webp", KindSpec("image/webp", "webp", picture=True)
    GIF = "gif", KindSpec("image/gif", "gif", picture=True)
    PDF = "pdf", KindSpec("application/pdf", "pdf")
    MP3 = "mp3", KindSpec("audio/mpeg", "mp3")
    M4A = "m4a", KindSpec("audio/mp4", "m4a")
    OGG = "ogg", KindSpec("audio/ogg", "ogg")
    WAV = "wav", KindSpec("audio/x-wav", "wav")
    AMR = "amr", KindSpec("audio/amr", "amr")
    WEBM = "webm", KindSpec("video/webm", "webm")
    MP4 = "mp4", KindSpec("video/mp4", "mp4")
    MOV = "mov", KindSpec("video/quicktime", "mov")
    THREE_GP = "3gp", KindSpec("video/3gpp", "3gp")
    DOCX = "docx", KindSpec("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")

    def __new__(cls, word: str, spec: KindSpec) -> Self:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.spec = spec
        return kind


class UnknownKind(Exception):
    """Its content is of no kind that is kept here. reason: what to say of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def kind_of(content: bytes) -> FileKind:
    """Returns what this file is. Any zip may be a Word file: whether it is, who reads it says (`taking.py`).

    Raises:
        UnknownKind: nothing that is kept here, or empty.
    """
    import filetype

    found = filetype.guess_mime(content[:LONGEST_HEAD]) if content else None
    kind = _film(content) or _BY_TYPE.get(found or "")
    if kind is None:
        raise UnknownKind(HEIC if _brand(content) in _PHOTOS else UNKNOWN if content else EMPTY)
    return kind


def _brand(content: bytes) -> bytes:
    return content[8:12] if content[4:8] == b"ftyp" else b""


def _film(content: bytes) -> FileKind | None:
    """Of which kind it says itself that it is: `filetype` calls these MP4, or nothing."""
    brand = _brand(content)
    return next((kind for known, kind in _BRANDS.items() if brand.startswith(known)), None)


BY_WORD = {kind.value: kind for kind in FileKind}
_BY_TYPE = {kind.spec.media_type: kind for kind in FileKind} | {
    "audio/aac": FileKind.M4A,
    "video/x-m4v": FileKind.MP4,
    # A Word file whose parts lie in an unusual order looks like any other zip.
    "application/zip": FileKind.DOCX,
    "application/x-zip-compressed": FileKind.DOCX,
}
_PHOTOS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})
_BRANDS = {b"qt": FileKind.MOV, b"3g": FileKind.THREE_GP}
