"""One answer per second, shared by everybody who may see the same.

People who look at a board ask for it all day, and most of them have the same rights: so it is read and serialised once,
and they all get that. **The key holds everything that the answer depends on**; people for whom it differs (`own`) get
their own. Everybody sees at once what they did themselves: after their own write they never get an older answer. After
somebody else's write the answer is made again too, as long as that does not happen too often.
"""

import gzip
import threading
import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

import brotli
from fastapi import Request, Response

from api.http.encodings import best_of
from foundation.made_before import MadeBefore

A_SECOND = timedelta(seconds=1)
KEPT_SECONDS = 10.0
EARLY = 3.0
"""How many times in a row it may be made again before its second is over; one more becomes available each second."""
SMALL = 1_000
"""Bytes. A shorter answer gains nothing by compression."""
WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=4)),
    "gzip": lambda plain: gzip.compress(plain, 6, mtime=0),
}
"""How each presses. gzip at 9 takes two and a half times as long as at 6, for a fiftieth less."""


class Answer:
    """A body as it is sent. `tag` identifies its content, except the moment at which it was read.

    Compressed once in each way that is asked for. Brotli makes a board a sixth smaller than gzip, in half the time.
    """

    def __init__(self, content: bytes, as_of: bytes) -> None:
        """content: a JSON object. as_of: the moment it was read, as JSON; put into it, but left out of the tag."""
        self.plain = b'{"asOf":' + as_of + b"," + content[1:]
        self.tag = f'W/"{blake2b(content, digest_size=16).hexdigest()}"'
        self._turn = threading.Lock()
        self._pressed: dict[str, bytes] = {}

    def to(self, request: Request) -> Response:
        """Returns 304 if the client has it already, and else the body, compressed if the client can unpack it."""
        headers = {"ETag": self.tag, "Vary": "Accept-Encoding, Authorization, Cookie"}
        if self.tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
            return Response(None, 304, headers)
        way = best_of(WAYS, request.headers.get("accept-encoding", "")) if len(self.plain) > SMALL else None
        if way is None:
            return Response(self.plain, 200, headers, "application/json")
        return Response(self.pressed(way), 200, headers | {"Content-Encoding": way}, "application/json")

    def pressed(self, way: str) -> bytes:
        with self._turn:
            if way not in self._pressed:
                self._pressed[way] = WAYS[way](self.plain)
            return self._pressed[way]


@dataclass(frozen=True)
class Made:
    """What was read. answer: for everybody. own: people who get a different one. asked: the one for whoever asked."""

    answer: Answer
    own: Collection[UUID]
    asked: Answer


Make = Callable[[MadeBefore], Made]
"""Makes an answer, with what the last one under the same key was made of."""


@dataclass
class _Kept:
    """The last answer under a key, and a place to wait while a newer one is made."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    before: MadeBefore = field(default_factory=MadeBefore)
    read_at: datetime | None = None
    began: float = 0.0
    answer: Answer | None = None
    own: Collection[UUID] = ()
    written: int = -1
    early: float = EARLY
    looked: float = field(default_factory=time.monotonic)

    def is_of(self, now: datetime, since: float, written: int) -> bool:
        """Whether this answer will do. It may be slightly newer than `now`; if the clock was set back it won't do.

        since: when this person last wrote, in monotonic seconds. written: how often this process has written.
        """
        if self.read_at is None or abs(now - self.read_at) >= A_SECOND or self.began <= since:
            return False
        if self.written == written:
            return True
        at = time.monotonic()
        self.early, self.looked = min(EARLY, self.early + at - self.looked), at
        if self.early < 1:
            return True
        self.early -= 1
        return False

    def keep(self, answer: Answer, began: float, now: datetime, written: int) -> None:
        self.answer, self.began, self.read_at, self.written = answer, began, now, written


class Shared:
    """The answers of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: dict[Hashable, _Kept] = {}
        self._wrote: dict[UUID, float] = {}

    def wrote(self, person: UUID) -> None:
        """Note that this person changed something, so that they don't get an answer from before that."""
        with self._guard:
            self._wrote[person] = time.monotonic()

    def get(self, key: Hashable, person: UUID, now: datetime, written: int, make: Make) -> Answer:
        """Returns this second's answer for that person. If there is none it is made, and others who ask wait for it.

        written: how often this process has written so far.
        """
        kept = self._at(key)
        with kept.turn:
            since = self._wrote.get(person, 0.0)
            if not kept.is_of(now, since, written):
                return self._make(key, kept, person, now, written, make)
            assert kept.answer is not None
            if person not in kept.own:
                return kept.answer
        mine = self._at((key, person))
        with mine.turn:
            if not mine.is_of(now, since, written):
                began = time.monotonic()
                mine.keep(make(kept.before).asked, began, now, written)
            assert mine.answer is not None
            return mine.answer

    def _make(self, key: Hashable, kept: _Kept, person: UUID, now: datetime, written: int, make: Make) -> Answer:
        began = time.monotonic()
        made = make(kept.before)
        kept.own = made.own
        kept.keep(made.answer, began, now, written)
        if person in made.own:
            self._at((key, person)).keep(made.asked, began, now, written)
        return made.asked

    def _at(self, key: Hashable) -> _Kept:
        with self._guard:
            if key not in self._kept:
                self._forget()
            return self._kept.setdefault(key, _Kept())

    def _forget(self) -> None:
        """Drop what nobody asked for lately."""
        old = time.monotonic() - KEPT_SECONDS
        self._kept = {key: one for key, one in self._kept.items() if one.began > old or one.turn.locked()}
        self._wrote = {person: at for person, at in self._wrote.items() if at > old}
