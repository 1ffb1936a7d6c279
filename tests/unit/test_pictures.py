"""Pictures: by their content, upright, without what the camera wrote; and what is refused. And what other files are."""

from __future__ import annotations

import asyncio
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from documents.images import MOST_BYTES, RefusedPicture, clean, clean_apart
from documents.kinds import FileKind, UnknownKind, kind_of
from documents.sheets import cell, csv_text, xlsx
from foundation.apart import Apart
from tests.unit.test_word import a_template

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEAD_OF_HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
HTML = b"<!doctype html><script>alert(1)</script>"


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40), colour: str = "#336699", **more: object) -> bytes:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, kind, **more)
    return held.getvalue()


def a_photo() -> bytes:
    """On its side, with the place where it was made."""
    told = Image.Exif()
    told[0x0112] = 6
    told[0x010E] = "Bij Jan thuis"
    told.get_ifd(0x8825)[2] = (51.0, 41.0, 20.0)
    return a_picture(exif=told)


def a_bomb(side: int = 60_000) -> bytes:
    """A file of a hundred bytes that says it is a picture of billions of dots."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    photo = a_photo()
    assert b"Bij Jan thuis" in photo
    made = clean(photo)
    assert (made.kind, made.width, made.height) == (FileKind.JPEG, 40, 80)
    assert b"Bij Jan thuis" not in made.content
    with Image.open(BytesIO(made.content)) as read:
        assert not read.getexif()
        assert read.size == (40, 80)


def test_a_large_one_becomes_smaller() -> None:
    made = clean(a_picture(size=(4_000, 2_000)))
    assert (made.width, made.height) == (3_000, 1_500)


@pytest.mark.parametrize(("kind", "becomes"), [("PNG", FileKind.PNG), ("WEBP", FileKind.JPEG), ("GIF", FileKind.JPEG)])
def test_other_kinds(kind: str, becomes: FileKind) -> None:
    assert clean(a_picture(kind)).kind is becomes


def test_what_is_seen_through_stays_so() -> None:
    held = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(held, "WEBP")
    made = clean(held.getvalue())
    assert made.kind is FileKind.PNG
    with Image.open(BytesIO(made.content)) as read:
        assert read.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (HEAD_OF_HEIC, "heic"),
        (SVG, "not_a_picture"),
        (HTML, "not_a_picture"),
        (b"%PDF-1.7\n", "not_a_picture"),
        (a_bomb(), "too_large"),
        (b"\xff\xd8\xff" + b"x" * MOST_BYTES, "too_large"),
        (a_picture()[:300], "broken"),
        (b"\xff\xd8\xff\xe0" + HTML, "broken"),
        (a_bomb(100), "broken"),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(RefusedPicture) as refused:
        clean(content)
    assert refused.value.reason == reason


def test_a_child_reads_it() -> None:
    apart = Apart()
    made = asyncio.run(clean_apart(apart, a_photo(), "somebody"))
    assert (made.width, made.height, made.media_type) == (40, 80, "image/jpeg")
    assert made.content == clean(a_photo()).content
    with pytest.raises(RefusedPicture) as refused:
        asyncio.run(clean_apart(Apart(), a_bomb(), "somebody"))
    assert refused.value.reason == "too_large"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_picture(), FileKind.JPEG),
        (a_picture("PNG"), FileKind.PNG),
        (b"%PDF-1.7\n", FileKind.PDF),
        (b"ID3\x03\x00" + bytes(20), FileKind.MP3),
        (b"OggS" + bytes(40), FileKind.OGG),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(20), FileKind.WAV),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(20), FileKind.M4A),
        (b"#!AMR\n" + bytes(20), FileKind.AMR),
        (b"\x1aE\xdf\xa3" + bytes(5) + b"\x42\x82\x84webm" + bytes(40), FileKind.WEBM),
        (a_template("x"), FileKind.DOCX),
    ],
)
def test_what_a_file_is(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize("content", [b"", SVG, HTML, b"MZ\x90\x00" + bytes(60), b"tekst", b"#!/bin/sh\n"])
def test_what_is_not_kept(content: bytes) -> None:
    with pytest.raises(UnknownKind):
        kind_of(content)


def test_no_cell_is_a_formula() -> None:
    from openpyxl import load_workbook

    odd = ["=1+1", "+31612345678", "-1", "@A1", "\t=1", "gewoon", "a\x07b", 3, None]
    sheet = load_workbook(BytesIO(xlsx([["kop"] * len(odd), odd], "Cijfers: [1]")))["Cijfers   1 "]
    values = [one.value for one in sheet[2]]
    assert values == ["'=1+1", "'+31612345678", "'-1", "'@A1", "'\t=1", "gewoon", "ab", 3, None]
    assert {one.data_type for one in sheet[2]} == {"s", "n"}
    assert csv_text([["a;b", "=1", None, 2], [" =1", "\n=1", "a b", "x"]]) == (
        '"a;b";\'=1;;2\r\n' + "' =1;\"'\n=1\";a b;x\r\n"
    )
    assert cell("x" * 40_000) == "x" * 32_767
