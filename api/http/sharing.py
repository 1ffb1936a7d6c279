"""One answer a second, shared by all who may see the same.

Whoever looks at a board asks for it all day, and most of those who do have the same rights: it is read and written out
once, and they all get that one. **The key holds everything the answer depends on**; for whoever it would be another
(`own`), it is made apart. Nobody is kept from what they did themselves: after their own write an older answer is not
theirs any more. After somebody else's it is made anew too, as long as that does not come too often.
"""

import gzip
import re
import threading
import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from uuid import UUID

import brotli
from fastapi import Request, Response

A_SECOND = timedelta(seconds=1)
KEPT_SECONDS = 10.0
EARLY = 3.0
"""So often in a row it is made before its second is over; after that once a second more, whatever is written."""
NEVER = re.compile(r"q=0(\.0*)?")
SMALL = 1_000
"""Shorter ones gain nothing by being pressed."""
WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=4)),
    "gzip": lambda plain: gzip.compress(plain, 9, mtime=0),
}


class Answer:
    """A body as it leaves. `tag` says what is in it, but for the moment at which it was read.

    Pressed once in each way that is asked for. Brotli makes a board a sixth smaller than gzip does, in half the time.
    """

    def __init__(self, content: bytes, as_of: bytes) -> None:
        """`content` is a JSON object; the moment is put before it, and does not count for whether it is the same."""
        self.plain = b'{"asOf":' + as_of + b"," + content[1:]
        self.tag = f'W/"{blake2b(content, digest_size=16).hexdigest()}"'
        self._turn = threading.Lock()
        self._pressed: dict[str, bytes] = {}

    def to(self, request: Request) -> Response:
        """304 for who has it already; pressed for who can unpack it."""
        headers = {"ETag": self.tag, "Vary": "Accept-Encoding, Authorization, Cookie"}
        if self.tag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
            return Response(None, 304, headers)
        way = _way(request.headers.get("accept-encoding", "")) if len(self.plain) > SMALL else None
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
    """What was read: the answer for everybody, for whom it is another one, and that of whoever asked, if they are."""

    answer: Answer
    own: Collection[UUID]
    asked: Answer


@dataclass
class _Kept:
    """The last answer under a key, and a place to wait while a newer one is made."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    read_at: datetime | None = None
    began: float = 0.0
    answer: Answer | None = None
    own: Collection[UUID] = ()
    written: int = -1
    early: float = EARLY
    looked: float = field(default_factory=time.monotonic)

    def is_of(self, now: datetime, since: float, written: int) -> bool:
        """Whether it will do. Also when another one's moment was read a little later than ours; a clock that was set
        back makes it anew."""
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
        """They changed something: what was read before is not theirs any more."""
        with self._guard:
            self._wrote[person] = time.monotonic()

    def get(self, key: Hashable, person: UUID, now: datetime, written: int, make: Callable[[], Made]) -> Answer:
        """The answer of this second for that person, made when there is none; who asks meanwhile waits for it.

        written: how often this process wrote so far.
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
                mine.keep(make().asked, began, now, written)
            assert mine.answer is not None
            return mine.answer

    def _make(
        self, key: Hashable, kept: _Kept, person: UUID, now: datetime, written: int, make: Callable[[], Made]
    ) -> Answer:
        began = time.monotonic()
        made = make()
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
        """Let go of what nobody asked for lately."""
        old = time.monotonic() - KEPT_SECONDS
        self._kept = {key: one for key, one in self._kept.items() if one.began > old or one.turn.locked()}
        self._wrote = {person: at for person, at in self._wrote.items() if at > old}


def _way(accepted: str) -> str | None:
    """The best way of pressing that the other side says it can unpack."""
    said = {name.strip(): how.replace(" ", "") for name, _, how in (one.partition(";") for one in accepted.split(","))}
    return next((way for way in WAYS if way in said and not NEVER.fullmatch(said[way])), None)
