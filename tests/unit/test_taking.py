"""Files that somebody adds to a report: what is kept, made anew, and refused, by a child process."""

from __future__ import annotations

import asyncio
import struct
from io import BytesIO
from zipfile import ZipFile

import pytest

from documents.kinds import LONGEST_HEAD, FileKind, kind_of
from documents.taking import MOST_BYTES, RefusedFile, take_apart
from foundation.apart import Apart
from tests.unit.test_pictures import HTML, SVG, a_bomb, a_photo, a_picture
from tests.unit.test_word import a_template, changed

SOUND = b"ID3\x03\x00" + bytes(200)
OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'TargetMode="External" Target="http://elders.example/t.dotx" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
)


def a_zip(*names: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return held.getvalue()


def a_zip_of_many_names() -> bytes:
    """Nothing but names. With four times as many, listing them held the server up for eight seconds."""
    one = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0)
    listed = b"".join(one + b"%05x" % number for number in range(100_000))
    return b"PK\x03\x04" + bytes(26) + listed + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 0, 0, len(listed), 30, 0)


def takes(content: bytes) -> tuple[FileKind, bytes]:
    taken = asyncio.run(take_apart(Apart(), content, "somebody"))
    return taken.kind, taken.content


def test_a_photo_loses_its_place() -> None:
    kind, content = takes(a_photo())
    assert kind is FileKind.JPEG
    assert b"Bij Jan thuis" not in content
    assert b"Exif" not in content


def test_the_server_itself_opens_no_archive() -> None:
    """Whoever is in danger waits for what it does: a child reads them."""
    assert kind_of(a_zip_of_many_names()[:LONGEST_HEAD]) is FileKind.DOCX


def test_sound_and_documents_stay_as_they_are() -> None:
    document = a_template("Een verklaring")
    assert takes(SOUND) == (FileKind.MP3, SOUND)
    assert takes(b"%PDF-1.7\n") == (FileKind.PDF, b"%PDF-1.7\n")
    assert takes(document) == (FileKind.DOCX, document)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (SVG, "unknown"),
        (HTML, "unknown"),
        (b"MZ\x90\x00" + bytes(60), "unknown"),
        (b"\xff\xd8\xff\xe0" + HTML, "broken"),
        (a_picture()[:300], "broken"),
        (a_bomb(), "too_large"),
        (SOUND + bytes(MOST_BYTES), "too_large"),
        (changed(a_template("x"), **{"word/vbaProject.bin": b"x"}), "unsafe"),
        (changed(a_template("x"), **{"word/_rels/settings.xml.rels": OUTSIDE}), "unsafe"),
        (a_template("x")[:-200], "broken"),
        (a_zip("mimetype"), "unknown"),
        (b"PK\x03\x04" + bytes(40), "broken"),
        (a_zip_of_many_names(), "too_large"),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        takes(content)
    assert refused.value.reason == reason
