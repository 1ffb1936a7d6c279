"""Files that somebody adds to a report: what is kept, made anew, and refused, by a child process."""

from __future__ import annotations

import asyncio

import pytest

from documents.kinds import FileKind
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


def takes(content: bytes) -> tuple[FileKind, bytes]:
    taken = asyncio.run(take_apart(Apart(), content, "somebody"))
    return taken.kind, taken.content


def test_a_photo_loses_its_place() -> None:
    kind, content = takes(a_photo())
    assert kind is FileKind.JPEG
    assert b"Bij Jan thuis" not in content
    assert b"Exif" not in content


def test_sound_and_documents_stay_as_they_are() -> None:
    document = a_template("Een verklaring")
    assert takes(SOUND) == (FileKind.MP3, SOUND)
    assert takes(b"%PDF-1.7\n") == (FileKind.PDF, b"%PDF-1.7\n")
    assert takes(document) == (FileKind.DOCX, document)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unknown"),
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
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        takes(content)
    assert refused.value.reason == reason
