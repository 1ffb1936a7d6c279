"""Cuts a connection on which no answer comes, or not all of it, for longer than it may take.

To PostgreSQL: `statement_timeout` is kept by the server, and TCP notices a machine that is gone. Neither helps where
the machine, or a pooler or proxy before it, is there and says nothing: it hangs on its disk, or was frozen. Over HTTP:
time-outs are for each read, and whoever sends one byte each few seconds, as a proxy does that looks for viruses first,
is never late. Then whoever asked would wait for ever, with the thread and the place that they hold; soon all of them.
"""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

import structlog
from psycopg import Error

log = structlog.get_logger()
LOOKS_EVERY = 1.0


class Asking:
    """Waits for an answer by a socket, since `since`, for `longest` seconds. None: it waits for nothing."""

    longest: float
    since: float | None = None
    overdue = False
    """Whether it was cut."""

    def descriptor(self) -> int:
        """Returns the descriptor of its socket; -1 while there is none."""
        raise NotImplementedError


_guard = threading.RLock()  # what is collected as garbage meanwhile, in this thread, may have an answer to note
_known: "WeakSet[Asking]" = WeakSet()
_threads: list[threading.Thread] = []


def watch(asking: Asking) -> None:
    """Look from now on whether it gets its answers."""
    with _guard:
        _known.add(asking)
        if not any(one.is_alive() for one in _threads):  # the first, or this process was forked from one that had it
            _threads[:] = [threading.Thread(target=_look_on, name="overdue", daemon=True)]
            _threads[0].start()


def answered(asking: Asking) -> None:
    """It got its answer. From here on its descriptor may become that of something else, so never while we cut."""
    with _guard:
        asking.since = None


def _look_on() -> None:
    while True:
        time.sleep(LOOKS_EVERY)
        with _guard:
            now = time.monotonic()
            cut = [_cut(one) for one in list(_known) if one.since is not None and now - one.since > one.longest]
        if any(cut):
            log.error("no answer in time; connections are cut", connections=sum(cut))


def _cut(asking: Asking) -> bool:
    """Without a descriptor of our own: there may be none left, since what hangs holds them all."""
    with suppress(OSError, ValueError, Error):
        line = socket.socket(fileno=asking.descriptor())
        try:
            asking.since, asking.overdue = None, True
            line.shutdown(socket.SHUT_RDWR)
        finally:
            line.detach()
    return asking.overdue


class TooLateToAsk(OSError):
    """To look up a name or to connect took half of the time: the question was not put, and is not put any more.

    Else it might be on its way when its answer is given up, and nobody would know whether it came.
    """


class Exchange(Asking):
    """One question, and its whole answer: `with Exchange(20) as exchange`, and within it `by(socket)`."""

    def __init__(self, longest: float) -> None:
        self.longest = longest
        self._began = 0.0
        self._line: socket.socket | None = None

    def __enter__(self) -> Self:
        self._began = self.since = time.monotonic()
        watch(self)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        answered(self)

    def by(self, line: socket.socket | None) -> None:
        """The question goes by this socket.

        Raises:
            TooLateToAsk: it took too long to get it.
        """
        if time.monotonic() - self._began > self.longest / 2:
            raise TooLateToAsk
        self._line = line

    def descriptor(self) -> int:
        return -1 if self._line is None else self._line.fileno()

    def heard(self, event: str, about: dict[str, Any]) -> None:
        """Learn the socket from httpx, as its extension `trace`."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = about["return_value"]
            try:
                self.by(stream.get_extra_info("socket"))
            except TooLateToAsk:
                stream.close()  # nobody has it yet who would
                raise
