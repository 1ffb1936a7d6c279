"""Files that somebody adds: known by their content, made safe to keep, or refused with the reason.

A picture is made anew. A Word file with a program in it, or that fetches something when it is opened, is refused.
Sound, video and PDF are kept as they are, and are never shown by our own pages: they leave as a download.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from documents.docx import RefusedTemplate, refuse_unsafe
from documents.images import NOT_A_PICTURE, RefusedPicture, clean_apart
from documents.kinds import FileKind, UnknownKind, kind_of
from foundation.apart import Apart, Job, ReadingFailed

MOST_BYTES = 25_000_000
"""Some minutes of sound, or half a minute of film. A picture is at most 15 million (`images.py`)."""
MOST_UNPACKED = 100_000_000
TOO_LARGE, UNKNOWN, BROKEN, UNSAFE = "too_large", "unknown", "broken", "unsafe"


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
    except UnknownKind:
        raise RefusedFile(UNKNOWN) from None
    if kind.spec.picture:
        return await _picture(apart, content, who)
    if kind is FileKind.DOCX:
        try:
            answer = await apart.read(JOB, {}, content, who)
        except ReadingFailed:
            raise RefusedFile(BROKEN) from None
        if answer["refused"]:
            raise RefusedFile(answer["refused"])
    return Taken(content, kind)


async def _picture(apart: Apart, content: bytes, who: str) -> Taken:
    try:
        made = await clean_apart(apart, content, who)
    except RefusedPicture as refused:
        raise RefusedFile(UNKNOWN if refused.reason == NOT_A_PICTURE else refused.reason) from None
    return Taken(made.content, made.kind)


def look_in_child(facts: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What the child process does with a Word file."""
    try:
        refuse_unsafe(content, MOST_UNPACKED)
    except RefusedTemplate as refused:
        return {"refused": REASONS.get(refused.reason, UNSAFE)}
    return {"refused": ""}


REASONS = {"not_word": BROKEN, "too_large": TOO_LARGE}
JOB = Job(look_in_child, seconds=5, patience=20.0, megabytes=800)
