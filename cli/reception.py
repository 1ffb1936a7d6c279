"""Decides who is let in first when thousands of connections arrive at once.

asyncio accepts all waiting connections at once, in the order in which they came, and only then begins to read. Two
thousand requests for a board from clients that hang up cost a second or more of processor time, and a panic stands
behind them. So we look at the first line of a request before anything is made for its connection. Urgent requests go in
at once. Next come connections whose first bytes are not there yet, and what looks like a webhook; then the others, a
few at a time.

If a client has hung up, its connection is just closed. What somebody in danger sends is the exception: a panic whose
phone lost the network after sending is still a panic. When too many wait, the newest of the others get 503 and hear
when to come back.
"""

import asyncio
import errno
import re
import select
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote

from api.http.errors import problem
from api.http.lanes import Lane, lane_of
from api.http.queueing import RETRY_SECONDS

AT_ONCE = 200
"""How many connections are looked at in one turn of the event loop, at some thirty microseconds each."""
LET_IN = 8
"""How many of the others are let in per turn: few, so that little comes between two steps of a panic."""
LET_IN_BESIDE = 2
"""The same for those that may be urgent, while an urgent one is being handled."""
BREATH = 0.005
"""Seconds of pause after each of the others that is let in while somebody is urgent, so that threads can work."""
NO_ROOM = 0.2
MOST_SILENT = 2_000
"""How many are waited for at once, where so many files may be open. Of more, the one that is silent longest goes in."""
SILENCE = 1.0
"""Seconds that a connection may say nothing before it is let in: from then on the server's own limits hold."""
FIRST_BYTES = 2_048
FIRST_LINE = re.compile(rb"([A-Z]{1,10}) (?:https?://[^/ ]*)?(/[^ ?#]*)[^ \r\n]* HTTP/1\.[01]\r?\n")
HUNG_UP = getattr(select, "POLLRDHUP", select.POLLHUP)
NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
Protocol = Callable[[], asyncio.Protocol]


class Comes(Enum):
    """What a connection brings. SIGNED looks like a provider's webhook; only its body can prove that it is one. SILENT
    has said nothing yet, UNKNOWN nothing that can be read."""

    URGENT = auto()
    SIGNED = auto()
    SILENT = auto()
    UNKNOWN = auto()
    OTHER = auto()
    GONE = auto()


@dataclass(frozen=True)
class Lines:
    """How many may wait at the reception: of the others, and of those that have said nothing yet."""

    others: int
    silent: int = MOST_SILENT


class Reception:
    """Stands before the server: accepts connections from the listening socket and hands them on in order of urgency."""

    def __init__(
        self,
        listening: socket.socket,
        protocol: Protocol,
        lines: Lines,
        somebody_is_urgent: Callable[[], bool],
    ) -> None:
        self._listening = listening
        self._protocol = protocol
        self._lines = lines
        self._somebody_is_urgent = somebody_is_urgent
        self._loop = asyncio.get_running_loop()
        self._unknown: deque[socket.socket] = deque()
        self._others: deque[socket.socket] = deque()
        self.silent: dict[socket.socket, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._crowded = False  # more connections wait than we looked at in one turn
        self._next: asyncio.Handle | None = None
        self._full = _refusal()
        self.closed = False

    def open(self) -> None:
        self._listening.setblocking(False)
        self._loop.add_reader(self._listening.fileno(), self._look)

    def close(self) -> None:
        """Stop accepting connections, and tell those that still wait to come back."""
        self.closed = True
        self._loop.remove_reader(self._listening.fileno())
        if self._next is not None:
            self._next.cancel()
        for line in (self._unknown, self._others):
            while line:
                self._refuse(line.popleft())
        for one in list(self.silent):
            self._hears(one)
            self._refuse(one)

    def _look(self) -> None:
        self._crowded = True
        for _ in range(AT_ONCE):
            try:
                came, _address = self._listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                self._crowded = False
                break
            except OSError as error:
                if error.errno not in NO_FILES:
                    raise
                self._make_room()
                break
            came.setblocking(False)
            self._place(came)
        if self._next is None:
            self._hand_on()

    def _place(self, came: socket.socket) -> None:
        match who_comes(came):
            case Comes.GONE:
                came.close()
            case Comes.URGENT:
                self._begin(came)
            case Comes.SILENT:
                self._listen_to(came)
            case Comes.UNKNOWN | Comes.SIGNED if len(self._unknown) < self._lines.others:
                self._unknown.append(came)
            case Comes.UNKNOWN | Comes.SIGNED:
                self._begin(came)  # if it stays incomplete, `cli/connections.py` limits it
            case Comes.OTHER if len(self._others) < self._lines.others:
                self._others.append(came)
            case Comes.OTHER:
                self._refuse(came)

    def _listen_to(self, one: socket.socket) -> None:
        """Wait for its first words. Whoever hangs up meanwhile never reaches the server: thousands would fill it."""
        if len(self.silent) >= self._lines.silent:
            self._let_in_silent(next(iter(self.silent)))
        self.silent[one] = self._loop.call_later(SILENCE, self._let_in_silent, one)
        self._loop.add_reader(one.fileno(), self._spoke, one)

    def _spoke(self, one: socket.socket) -> None:
        self._hears(one)
        self._place(one)
        if self._next is None:
            self._hand_on()

    def _let_in_silent(self, one: socket.socket) -> None:
        self._hears(one)
        self._begin(one)

    def _hears(self, one: socket.socket) -> None:
        self.silent.pop(one).cancel()
        self._loop.remove_reader(one.fileno())

    def _hand_on(self) -> None:
        """Let in some of those that wait, and leave the rest to a later turn of the loop."""
        busy = self._somebody_is_urgent()
        self._let_in(self._unknown, LET_IN_BESIDE if busy else LET_IN)
        self._let_in(self._others, 1 if busy or self._crowded else LET_IN)
        if self._unknown or (self._others and not busy):
            self._next = self._loop.call_soon(self._hand_on)
        else:
            self._next = self._loop.call_later(BREATH, self._hand_on) if self._others else None

    def _let_in(self, line: deque[socket.socket], most: int) -> None:
        """Let in at most so many of a line, plus any that turn out to be urgent; each is looked at again."""
        for _ in range(min(AT_ONCE, len(line))):
            if not most:
                return
            one = line.popleft()
            comes = who_comes(one)
            if comes is Comes.GONE:
                one.close()
            else:
                self._begin(one)
                most -= comes is not Comes.URGENT

    def _begin(self, one: socket.socket) -> None:
        task = self._loop.create_task(self._connect(one))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, one: socket.socket) -> None:
        try:
            await self._loop.connect_accepted_socket(self._protocol, one)
        except OSError:
            one.close()

    def _refuse(self, one: socket.socket) -> None:
        with suppress(OSError):  # closing with unread input would reset the connection, and lose our answer
            one.recv(65_536)
        with suppress(OSError):
            one.send(self._full)
        one.close()

    def _make_room(self) -> None:
        """We ran out of file descriptors: refuse those that are not urgent, and accept again in a moment."""
        self._loop.remove_reader(self._listening.fileno())
        while self._others:
            self._refuse(self._others.pop())
        self._loop.call_later(NO_ROOM, self._open_again)

    def _open_again(self) -> None:
        if not self.closed:
            self.open()


def who_comes(one: socket.socket) -> Comes:
    """Tells by the first line, without consuming it. One that hung up is gone, unless it posted something urgent."""
    gone = hung_up(one)
    try:
        first = FIRST_LINE.match(one.recv(FIRST_BYTES, socket.MSG_PEEK))
    except BlockingIOError:
        return Comes.GONE if gone else Comes.SILENT
    except OSError:
        return Comes.GONE
    if first is None:
        return Comes.GONE if gone else Comes.UNKNOWN
    method, path = first[1].decode(), unquote(first[2].decode("latin-1"))
    lane = lane_of(method, path)
    if gone and not (lane in (Lane.URGENT, Lane.SIGNED) and method == "POST"):
        return Comes.GONE
    return Comes.URGENT if lane is Lane.URGENT else Comes.SIGNED if lane is Lane.SIGNED else Comes.OTHER


def hung_up(one: socket.socket) -> bool:
    """Whether the other side closed the connection, so that nobody would read an answer."""
    look = select.poll()
    look.register(one, HUNG_UP)
    return bool(look.poll(0))


def _refusal() -> bytes:
    """Returns the answer of a full lane (`api/http/queueing.py`) as bytes."""
    answer = problem(503, headers={"Retry-After": str(RETRY_SECONDS), "Connection": "close"})
    head = b"".join(b"%s: %s\r\n" % pair for pair in answer.raw_headers)
    return b"HTTP/1.1 503 Service Unavailable\r\n" + head + b"\r\n" + bytes(answer.body)
