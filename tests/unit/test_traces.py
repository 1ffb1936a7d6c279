"""What a phone wrote beside picture and sound goes, and the rest stays where it was."""

from __future__ import annotations

import asyncio
import struct

import pytest

from documents.containers import checksum
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


def a_page(number: int, packet: bytes, *, first: bool = False, goes_on: bool = False) -> bytes:
    """A page of OGG (RFC 3533 6). goes_on: its packet does not end on it."""
    segments = b"\xff" * (len(packet) // 255) + (b"" if goes_on else bytes((len(packet) % 255,)))
    head = b"OggS\0" + bytes((2 if first else 0,)) + bytes(8) + b"abcd" + struct.pack("<I", number)
    page = head + bytes(4) + bytes((len(segments),)) + segments + packet
    return page[:22] + checksum(page).to_bytes(4, "little") + page[26:]


@pytest.mark.parametrize(
    ("first", "name"),
    [(b"OpusHead", b"OpusTags"), (b"\x01vorbis", b"\x03vorbis"), (b"Speex   ", b""), (b"\x7fFLAC", b"\x04\0\x01\0")],
)
def test_what_a_program_wrote_into_ogg_goes_and_each_page_is_whole(first: bytes, name: bytes) -> None:
    line = b"LOCATION=" + PLACE + bytes(600)
    comments = name + struct.pack("<I", 3) + b"abc" + struct.pack("<II", 1, len(line)) + line
    told = a_page(1, comments[:255], goes_on=True) + a_page(2, comments[255:])  # over two pages
    ogg = a_page(0, first.ljust(40, b"\x01"), first=True) + told + a_page(3, SEEN)
    kind, content = takes(ogg)
    assert (kind, len(content), PLACE in content) == (FileKind.OGG, len(ogg), False)
    assert content.index(SEEN) == ogg.index(SEEN)
    (opening, *rest) = content.split(b"OggS")
    assert opening == b""
    for page in rest:
        whole = b"OggS" + page
        assert whole[22:26] == checksum(whole[:22] + bytes(4) + whole[26:]).to_bytes(4, "little")
    assert takes(content)[1] == content, "once is enough"


def test_the_checksum_is_that_of_ogg() -> None:
    """CRC-32 with 0x04c11db7, from nothing and not turned round: the value for these nine digits is known."""
    assert checksum(b"123456789") == 0x89A1897F


def ebml(name: str, held: bytes, *, endless: bool = False) -> bytes:
    size = b"\x01" + b"\xff" * 7 if endless else b"\x01" + len(held).to_bytes(7, "big")
    return bytes.fromhex(name) + size + held


@pytest.mark.parametrize("endless", [False, True])
def test_what_a_program_wrote_into_webm_goes_and_nothing_moves(endless: bool) -> None:
    """A browser that records says of no part how long it is."""
    about = ebml("7ba9", PLACE) + ebml("4461", bytes((1,)) * 8) + ebml("5741", PLACE)
    tags, picture = ebml("1254c367", PLACE), ebml("1f43b675", ebml("a3", SEEN), endless=endless)
    webm = ebml("1a45dfa3", b"\x42\x82\x84webm") + ebml(
        "18538067", ebml("1549a966", about) + picture + tags, endless=endless
    )
    kind, content = takes(webm)
    assert (kind, len(content), PLACE in content) == (FileKind.WEBM, len(webm), False)
    assert content.index(SEEN) == webm.index(SEEN)
    assert bytes.fromhex("1254c367") not in content
    assert takes(content)[1] == content, "once is enough"


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
