"""OGG and WebM: what a program wrote beside picture and sound is blanked where it stands. Pure.

OGG (RFC 3533) keeps it in the second packet of each stream (RFC 7845 5.2 for Opus, the Vorbis I specification 5), which
is made an empty one; each page has a checksum, which is made anew. WebM keeps it in elements of EBML (RFC 8794), which
become `Void`, or lines that become empty.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Patch = Callable[[int, bytes], None]
"""Puts these bytes at this place."""

PAGE, HEAD, SERIAL, CHECKSUM, SEGMENTS = b"OggS", 27, 14, 22, 26
FULL = 255
"""A segment as long as this is followed by more of its packet."""
COMMENTS = {b"\x03vorbis": b"\x01", b"OpusTags": b"", b"\x81theora": b""}
"""How the packet begins, and what stands behind an empty list."""
WITHOUT_A_NAME, OF_BLOCKS = b"Speex   ", b"\x7fFLAC"
"""How streams begin of which the second packet has no name, or the head of a block of FLAC."""
BLOCK_HEAD = 4
NOTHING = bytes(8)
"""No program, no lines."""


@dataclass
class _Stream:
    """The first packets of a stream, as far as they were read. spans: where the one being read stands."""

    packets: int = 0
    first: bytes = b""
    spans: list[tuple[int, int]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)


def blank_ogg(content: bytes, patch: Patch) -> None:
    """Empties the comments of each stream."""
    streams: dict[bytes, _Stream] = {}
    touched: dict[int, None] = {}
    made = bytearray(content)

    def put(at: int, new: bytes) -> None:
        made[at : at + len(new)] = new
        patch(at, new)

    for page, segments, body in _pages(content):
        serial = content[page + SERIAL : page + SERIAL + 4]
        if content[page + 5] & 2:
            streams[serial] = _Stream()
        stream = streams.setdefault(serial, _Stream())
        for size in segments:
            if stream.packets > 1:
                break
            stream.spans.append((body, min(body + size, len(content))))
            stream.pages.append(page)
            body += size
            if size < FULL:
                packet = b"".join(content[at:end] for at, end in stream.spans)
                if stream.packets == 0:
                    stream.first = packet
                elif _empties(stream, packet, put):
                    touched.update(dict.fromkeys(stream.pages))
                stream.packets, stream.spans, stream.pages = stream.packets + 1, [], []
    for page in touched:
        put(page + CHECKSUM, bytes(4))
        end = page + _length(content, page)
        put(page + CHECKSUM, checksum(bytes(made[page:end])).to_bytes(4, "little"))


def _empties(stream: _Stream, packet: bytes, put: Patch) -> bool:
    name = next((one for one in COMMENTS if packet.startswith(one)), None)
    if name is None and stream.first.startswith(OF_BLOCKS):
        name = packet[:BLOCK_HEAD]
    if name is None and not stream.first.startswith(WITHOUT_A_NAME):
        return False
    told = (name or b"") + NOTHING + COMMENTS.get(name or b"", b"")
    left = told.ljust(len(packet), b"\0")[: len(packet)]
    for at, end in stream.spans:
        put(at, left[: end - at])
        left = left[end - at :]
    return True


def _pages(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Where each page begins, the sizes of its segments, and where these begin."""
    at = content.find(PAGE)
    while at >= 0 and at + HEAD <= len(content):
        many = content[at + SEGMENTS]
        yield at, content[at + HEAD : at + HEAD + many], at + HEAD + many
        at = content.find(PAGE, at + _length(content, at))


def _length(content: bytes, page: int) -> int:
    many = content[page + SEGMENTS]
    return HEAD + many + sum(content[page + HEAD : page + HEAD + many])


TURNED_ROUND = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
ALL_ONES = 0xFFFFFFFF


def checksum(page: bytes) -> int:
    """Returns the checksum of a page, in which its place is empty.

    That of zlib, with each bit the other way round and without ones before and after it.
    """
    value = zlib.crc32(page.translate(TURNED_ROUND), ALL_ONES) ^ ALL_ONES
    return int(f"{value:032b}"[::-1], 2)


SEGMENT, INFO, CLUSTER = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x1f\x43\xb6\x75"
TELLS = frozenset({b"\x12\x54\xc3\x67", b"\x19\x41\xa4\x69", b"\x7b\xa9", b"\x44\x61", b"\x73\x84"})
"""Tags, attachments, the title, the moment, the name of the file."""
LINES = frozenset({b"\x4d\x80", b"\x57\x41"})
"""Which programs made it: they must be there, and may be empty."""
VOID, LONG, SHORTEST_LONG = b"\xec", b"\x01", 9
LONGEST_NAME, LONGEST_SIZE = 4, 8


def blank_webm(content: bytes, patch: Patch) -> None:
    """Makes what tells of the film a part without a meaning."""
    at = 0
    while at < len(content):
        name = content[at : at + _width(content[at], LONGEST_NAME)]
        size_at = at + len(name)
        if not name or size_at >= len(content):
            return
        width = _width(content[size_at], LONGEST_SIZE)
        if width == 0:
            return
        bits = (1 << (7 * width)) - 1
        size, begins = int.from_bytes(content[size_at : size_at + width], "big") & bits, size_at + width
        end = len(content) if size == bits else min(begins + size, len(content))
        if name in (SEGMENT, INFO) or size == bits:
            at = begins
            continue
        if name in TELLS:
            patch(at, _void(end - at))
        elif name in LINES:
            patch(begins, bytes(end - begins))
        at = end


def _width(byte: int, most: int) -> int:
    """How many bytes a number takes that begins with this one; 0: it is none."""
    width = 9 - byte.bit_length()
    return width if width <= most else 0


def _void(length: int) -> bytes:
    if length < SHORTEST_LONG:
        return VOID + bytes([0x80 | (length - 2)]) + bytes(length - 2)
    return VOID + LONG + (length - SHORTEST_LONG).to_bytes(7, "big") + bytes(length - SHORTEST_LONG)
