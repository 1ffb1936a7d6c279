"""Files that somebody adds: known by their content, made safe to keep, or refused with the reason.

A picture is made anew. A Word file with a program in it, or that fetches something when it is opened, is refused.
From film and sound goes what the phone wrote beside them (`traces.py`). They and PDF are never shown by our own pages:
they leave as a download.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from documents.images import NOT_A_PICTURE, RefusedPicture, clean_apart
from documents.kinds import BY_WORD, UNKNOWN, FileKind, UnknownKind, kind_of
from documents.traces import Blanks, TooManyParts, traces, without
from documents.word_parts import RefusedTemplate, refuse_unsafe
from foundation.apart import Apart, Job, ReadingFailed

MOST_BYTES = 25_000_000
"""Some minutes of sound, or half a minute of film. A picture is at most 15 million (`images.py`)."""
MOST_UNPACKED = 100_000_000
TOO_LARGE, BROKEN, UNSAFE = "too_large", "broken", "unsafe"


class RefusedFile(Exception):
    """It is not kept. `reason`: `too_large`, `unknown`, `broken` or `unsafe`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Taken:
    """A file as it is kept."""

    content: bytes
    kind: FileKind


async def take_apart(apart: Apart, content: bytes, who: str) -> Taken:
    """Returns the file as it is kept. What must be read to know that, a child process reads. who: whose turn it is.

    Raises:
        RefusedFile: it is not kept.
        TooBusy: the machine is too busy now.
    """
    if len(content) > MOST_BYTES:
        raise RefusedFile(TOO_LARGE)
    try:
        kind = kind_of(content)
    except UnknownKind as unknown:
        raise RefusedFile(unknown.reason) from None
    if kind.spec.picture:
        return await _picture(apart, content, who)
    if kind is FileKind.PDF:
        return Taken(content, kind)
    try:
        answer = await apart.read(JOB, {"kind": kind.value}, content, who)
    except ReadingFailed:
        raise RefusedFile(BROKEN) from None
    if answer["refused"]:
        raise RefusedFile(answer["refused"])
    found = Blanks([(at, size) for at, size in answer["zeroed"]], [(at, name) for at, name in answer["named"]])
    return Taken(without(content, found), kind)


async def _picture(apart: Apart, content: bytes, who: str) -> Taken:
    try:
        made = await clean_apart(apart, content, who)
    except RefusedPicture as refused:
        raise RefusedFile(UNKNOWN if refused.reason == NOT_A_PICTURE else refused.reason) from None
    return Taken(made.content, made.kind)


def look_in_child(facts: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What the child process does with a Word file, film or sound."""
    kind, found = BY_WORD[facts["kind"]], Blanks()
    try:
        if kind is FileKind.DOCX:
            refuse_unsafe(content, MOST_UNPACKED)
        else:
            found = traces(content, kind)
    except RefusedTemplate as refused:
        return {"refused": _reason(refused.reason, content)}
    except TooManyParts:
        return {"refused": BROKEN}
    return {"refused": "", **asdict(found)}


def _reason(reason: str, content: bytes) -> str:
    """Whole, and no Word file: of a kind that is not kept."""
    if reason != NOT_WORD:
        return REASONS.get(reason, UNSAFE)
    try:
        ZipFile(BytesIO(content)).close()
    except BadZipFile:
        return BROKEN
    return UNKNOWN


NOT_WORD = "not_word"
REASONS = {"too_large": TOO_LARGE}
JOB = Job(look_in_child, seconds=5, patience=20.0, megabytes=800)
