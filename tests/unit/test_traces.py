"""What a phone wrote beside picture and sound goes, and the rest stays where it was."""

from __future__ import annotations

import asyncio
import struct

import pytest

from documents.kinds import FileKind
from documents.taking import RefusedFile, take_apart
from foundation.apart import Apart

PLACE = b"+52.0907+005.1214/"
SEEN = b"\x01\x02picture and sound\x03" * 9


def box(name: bytes, *held: bytes, wide: bool = False) -> bytes:
    content = b"".join(held)
    if wide:
        return struct.pack(">I4sQ", 1, name, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), name) + content


def a_track(handler: bytes, *more: bytes) -> bytes:
    return box(b"trak", box(b"mdia", box(b"mdhd", bytes(24)), box(b"hdlr", bytes(8), handler, bytes(12))), *more)


def a_film(brand: bytes = b"qt  ", *more: bytes, wide: bool = False) -> bytes:
    """As an iPhone makes it: the place under `meta`, an Android under `udta`; and a track of positions."""
    told = (
        box(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), box(b"ilst", PLACE)),
        box(b"udta", box(b"\xa9xyz", PLACE)),
        a_track(b"vide", box(b"udta", PLACE)),
        a_track(b"meta", box(b"note", PLACE)),
    )
    moov = box(b"moov", box(b"mvhd", bytes(100)), *told)
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", SEEN, wide=wide) + moov + b"".join(more)


def takes(content: bytes) -> tuple[FileKind, bytes]:
    taken = asyncio.run(take_apart(Apart(), content, "somebody"))
    return taken.kind, taken.content


@pytest.mark.parametrize(
    ("brand", "kind"),
    [
        (b"qt  ", FileKind.MOV), (b"3gp5", FileKind.THREE_GP), (b"3g2a", FileKind.THREE_GP),
        (b"mp42", FileKind.MP4), (b"M4A ", FileKind.M4A),
    ],
)  # fmt: skip
def test_where_a_film_was_made_goes_and_nothing_moves(brand: bytes, kind: FileKind) -> None:
    film = a_film(brand, box(b"uuid", bytes(16), PLACE), wide=brand == b"qt  ")
    found, content = takes(film)
    assert found is kind
    assert PLACE not in content
    assert b"location" not in content
    assert len(content) == len(film)
    assert content.index(SEEN) == film.index(SEEN)
    assert (content.count(b"vide"), content.count(b"mvhd")) == (1, 1)
    assert takes(content)[1] == content, "once is enough"


def test_what_a_recorder_wrote_into_sound_goes() -> None:
    tag = b"TIT2" + PLACE
    mp3 = (
        b"ID3\x03\x00\x80" + bytes((0, 0, 0, len(tag))) + tag + b"\xff\xfb\x90\x00" + SEEN + (b"TAG" + PLACE).ljust(128)
    )
    kind, content = takes(mp3)
    assert (kind, len(content), PLACE in content) == (FileKind.MP3, len(mp3), False)
    assert content.index(SEEN) == mp3.index(SEEN)
    chunk = b"".join((b"LIST", struct.pack("<I", len(PLACE)), PLACE))
    inside = b"WAVEfmt " + struct.pack("<I", 16) + bytes(16) + chunk + b"data" + struct.pack("<I", len(SEEN)) + SEEN
    wav = b"RIFF" + struct.pack("<I", len(inside)) + inside
    kind, content = takes(wav)
    assert (kind, len(content), PLACE in content) == (FileKind.WAV, len(wav), False)
    assert content.endswith(SEEN)


@pytest.mark.parametrize("end", [3, 40, 200, 300])
def test_one_that_was_cut_off_is_kept_as_far_as_it_goes(end: int) -> None:
    """It may be all that there is of what happened."""
    film = a_film()[:-end]
    assert takes(film) == (FileKind.MOV, takes(film)[1])
    assert SEEN in takes(film)[1]


def test_a_place_in_a_part_that_says_it_is_longer_than_the_file() -> None:
    film = box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + struct.pack(">I4s", 10_000, b"moov") + box(b"udta", PLACE)
    assert PLACE not in takes(film)[1]


@pytest.mark.parametrize("part", [box(b"free"), b"\x00\x00\x00\x08moov", a_track(b"vide")])
def test_one_that_was_made_to_keep_us_busy_is_refused(part: bytes) -> None:
    with pytest.raises(RefusedFile) as refused:
        takes(box(b"ftyp", b"isom", bytes(4), b"isom") + box(b"moov", *(part for _ in range(100_000))))
    assert refused.value.reason == "broken"
