"""Cuts a connection to PostgreSQL on which a statement gets no answer for longer than the server itself would allow.

`statement_timeout` is kept by the server, and TCP notices a machine that is gone. Neither helps where the machine, or a
pooler or proxy before it, is there and says nothing: it hangs on its disk, or was frozen. Then whoever asked would wait
for ever, with the thread and the place that they hold; a process with doors would never answer again until somebody
starts it anew.
"""

import os
import socket
import threading
import time
from contextlib import suppress
from weakref import WeakSet

import structlog
from psycopg import Error

log = structlog.get_logger()
LONGEST_SECONDS = 65.0
"""Longer than `statement_timeout` (`engine.py`), so that a server that lives is always first."""
LOOKS_EVERY = 1.0


class Asking:
    """A connection that says since when it waits for an answer. None: it does not."""

    since: float | None = None

    def descriptor(self) -> int:
        """Returns the descriptor of its socket."""
        raise NotImplementedError


_guard = threading.Lock()
_known: "WeakSet[Asking]" = WeakSet()
_threads: list[threading.Thread] = []


def watch(connection: Asking) -> None:
    """Look from now on whether this connection gets its answers."""
    with _guard:
        _known.add(connection)
        if not any(one.is_alive() for one in _threads):  # the first, or this process was forked from one that had it
            _threads[:] = [threading.Thread(target=_look_on, name="overdue", daemon=True)]
            _threads[0].start()


def answered(connection: Asking) -> None:
    """It got its answer. From here on its descriptor may become that of something else, so never while we cut."""
    with _guard:
        connection.since = None


def _look_on() -> None:
    while True:
        time.sleep(LOOKS_EVERY)
        with _guard:
            late = time.monotonic() - LONGEST_SECONDS
            cut = sum(_cut(one) for one in _known if one.since is not None and one.since < late)
        if cut:
            log.error("the database did not answer; connections are let go", connections=cut)


def _cut(connection: Asking) -> bool:
    connection.since = None
    with suppress(OSError, Error), socket.socket(fileno=os.dup(connection.descriptor())) as line:
        line.shutdown(socket.SHUT_RDWR)
        return True
    return False
