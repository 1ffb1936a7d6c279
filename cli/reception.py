"""Who is let in first when thousands stand before the door.

asyncio lets in whoever waits, all at once and in the order in which they came, and only then begins to read: two
thousand that ask for a board and hang up cost a second or more of processor, and a panic stands behind them. Here the
first line of a request is looked at before anything is made for its connection. Who is in the urgent lane goes in at
once; those whose first bytes are not there yet follow, with what looks like a webhook; and the others a few at a time.
Who hung up meanwhile is let go of for the price of closing it, but for what somebody in danger does: a panic whose
phone lost the network after it was sent is a panic. And where too many wait, the newest of the others hear 503 and when
to come back.
"""

import asyncio
import errno
import re
import select
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from urllib.parse import unquote

from api.http.errors import problem
from api.http.lanes import Lane, lane_of
from api.http.queueing import RETRY_SECONDS

AT_ONCE = 200
"""So many are looked at in one turn of the event loop, at some thirty microseconds each."""
LET_IN = 8
"""So many of the others are let in per turn: what comes between two steps of a panic stays short."""
LET_IN_BESIDE = 2
"""The same of those who may be urgent, while somebody is."""
BREATH = 0.005
"""While somebody is urgent, one of the others goes in and then comes this pause: threads get on meanwhile."""
NO_ROOM = 0.2
FIRST_BYTES = 2_048
FIRST_LINE = re.compile(rb"([A-Z]{1,10}) (?:https?://[^/ ]*)?(/[^ ?#]*)[^ \r\n]* HTTP/1\.[01]\r?\n")
HUNG_UP = getattr(select, "POLLRDHUP", select.POLLHUP)
NO_FILES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
Protocol = Callable[[], asyncio.Protocol]


class Comes(Enum):
    """SIGNED: what looks like a provider's webhook, and is only known for one once its body was read."""

    URGENT = auto()
    SIGNED = auto()
    UNKNOWN = auto()
    OTHER = auto()
    GONE = auto()


class Reception:
    """Stands before the server: takes connections from the socket that listens and hands them on in their order."""

    def __init__(
        self, listening: socket.socket, protocol: Protocol, line: int, somebody_is_urgent: Callable[[], bool]
    ) -> None:
        """line: so many of the others may wait."""
        self._listening = listening
        self._protocol = protocol
        self._line = line
        self._somebody_is_urgent = somebody_is_urgent
        self._loop = asyncio.get_running_loop()
        self._unknown: deque[socket.socket] = deque()
        self._others: deque[socket.socket] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._crowded = False  # more stand before the door than were looked at in one turn
        self._next: asyncio.Handle | None = None
        self._full = _refusal()
        self.closed = False

    def open(self) -> None:
        self._listening.setblocking(False)
        self._loop.add_reader(self._listening.fileno(), self._look)

    def close(self) -> None:
        """Nobody comes in any more; who still waits hears to come back."""
        self.closed = True
        self._loop.remove_reader(self._listening.fileno())
        if self._next is not None:
            self._next.cancel()
        for line in (self._unknown, self._others):
            while line:
                self._refuse(line.popleft())

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
            case Comes.UNKNOWN | Comes.SIGNED if len(self._unknown) < self._line:
                self._unknown.append(came)
            case Comes.UNKNOWN | Comes.SIGNED:
                self._begin(came)  # among the connections it may be a half one: `cli/connections.py`
            case Comes.OTHER if len(self._others) < self._line:
                self._others.append(came)
            case Comes.OTHER:
                self._refuse(came)

    def _hand_on(self) -> None:
        """Some of those who wait; the rest when the loop was round."""
        busy = self._somebody_is_urgent()
        self._let_in(self._unknown, LET_IN_BESIDE if busy else LET_IN)
        self._let_in(self._others, 1 if busy or self._crowded else LET_IN)
        if self._unknown or (self._others and not busy):
            self._next = self._loop.call_soon(self._hand_on)
        else:
            self._next = self._loop.call_later(BREATH, self._hand_on) if self._others else None

    def _let_in(self, line: deque[socket.socket], most: int) -> None:
        """So many of a line, and on the way whoever became urgent; each is looked at again."""
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
        with suppress(OSError):  # what was not read would take the answer along when it is closed
            one.recv(65_536)
        with suppress(OSError):
            one.send(self._full)
        one.close()

    def _make_room(self) -> None:
        """No more files: whoever is not urgent makes room, and the door opens again in a moment."""
        self._loop.remove_reader(self._listening.fileno())
        while self._others:
            self._refuse(self._others.pop())
        self._loop.call_later(NO_ROOM, self._open_again)

    def _open_again(self) -> None:
        if not self.closed:
            self.open()


def who_comes(one: socket.socket) -> Comes:
    """By the first line, which stays unread. Who hung up is gone, but for what is done in the urgent lane."""
    gone = hung_up(one)
    try:
        first = FIRST_LINE.match(one.recv(FIRST_BYTES, socket.MSG_PEEK))
    except BlockingIOError:
        return Comes.GONE if gone else Comes.UNKNOWN
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
    """Whether the other side closed it: nobody would read an answer."""
    look = select.poll()
    look.register(one, HUNG_UP)
    return bool(look.poll(0))


def _refusal() -> bytes:
    """What a full lane answers (`api/http/queueing.py`), ready to be sent."""
    answer = problem(503, headers={"Retry-After": str(RETRY_SECONDS), "Connection": "close"})
    head = b"".join(b"%s: %s\r\n" % pair for pair in answer.raw_headers)
    return b"HTTP/1.1 503 Service Unavailable\r\n" + head + b"\r\n" + bytes(answer.body)
