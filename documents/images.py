"""Pictures: refused when they are none or too large, and made anew without what a camera or phone wrote into them.

A photo tells where it was made and by whom. A small file can say that it is a picture of a billion dots. So a picture
is read by a child process (`clean_apart`), its size is known before its dots are, and what is kept is a new file that
holds the dots alone.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from documents.kinds import BY_WORD, UNKNOWN, FileKind, UnknownKind, kind_of
from foundation.apart import Apart, Job, ReadingFailed

MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000
"""A phone of today makes 12 to 50 million dots."""
LONGEST_SIDE = 3_000
"""Larger pictures are made smaller: enough to read a number plate or a letter on one."""
QUALITY = 85
NOT_A_PICTURE, TOO_LARGE, BROKEN = "not_a_picture", "too_large", "broken"


class RefusedPicture(Exception):
    """It is not kept. `reason`: `not_a_picture`, `heic`, `empty`, `too_large` or `broken`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Clean:
    """A picture without anything but its dots."""

    content: bytes
    kind: FileKind
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return self.kind.spec.media_type


def clean(content: bytes) -> Clean:
    """Returns the picture made anew: upright, at most 3,000 dots long, without metadata.

    Raises:
        RefusedPicture: it is none, too large, or broken.
    """
    if len(content) > MOST_BYTES:
        raise RefusedPicture(TOO_LARGE)
    try:
        kind = kind_of(content)
    except UnknownKind as unknown:
        raise RefusedPicture(NOT_A_PICTURE if unknown.reason == UNKNOWN else unknown.reason) from None
    if not kind.spec.picture:
        raise RefusedPicture(NOT_A_PICTURE)
    return _made_anew(content, kind)


def _made_anew(content: bytes, kind: FileKind) -> Clean:
    import warnings

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that is larger than it likes; how large it may be is said above.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind.value.upper()]) as read:
                if read.width * read.height > MOST_PIXELS:
                    raise RefusedPicture(TOO_LARGE)
                read.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(read)
                see_through = upright.has_transparency_data
                dots = upright.convert("RGBA" if see_through else "RGB")
    except RefusedPicture:
        raise
    except Image.DecompressionBombError as error:
        raise RefusedPicture(TOO_LARGE) from error
    except Exception as error:
        # A broken picture fails in as many ways as there are formats.
        raise RefusedPicture(BROKEN) from error
    dots.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new(dots.mode, dots.size)
    plain.paste(dots)
    held = BytesIO()
    if see_through or kind is FileKind.PNG:
        plain.save(held, "PNG", optimize=False)
        return Clean(held.getvalue(), FileKind.PNG, plain.width, plain.height)
    plain.save(held, "JPEG", quality=QUALITY)
    return Clean(held.getvalue(), FileKind.JPEG, plain.width, plain.height)


def clean_in_child(facts: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """What the child process does."""
    try:
        made = clean(content)
    except RefusedPicture as refused:
        return {"refused": refused.reason}
    size = {"width": made.width, "height": made.height}
    return {"content": base64.b64encode(made.content).decode(), "kind": made.kind.value, **size}


JOB = Job(clean_in_child, seconds=10, patience=30.0, megabytes=1_000)


async def clean_apart(apart: Apart, content: bytes, who: str) -> Clean:
    """Returns the picture made anew, by a child process. who: whose turn it is.

    Raises:
        RefusedPicture: it is none, too large, or broken.
        TooBusy: the machine is too busy now.
    """
    if len(content) > MOST_BYTES:
        raise RefusedPicture(TOO_LARGE)
    try:
        answer = await apart.read(JOB, {}, content, who)
    except ReadingFailed:
        raise RefusedPicture(BROKEN) from None
    if "refused" in answer:
        raise RefusedPicture(answer["refused"])
    content = base64.b64decode(answer["content"])
    return Clean(content, BY_WORD[answer["kind"]], answer["width"], answer["height"])
