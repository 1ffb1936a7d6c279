"""stderr of a process that watches: whoever writes there never waits for whoever reads it.

A pipe that nobody empties, a log service that hangs, a terminal held with Ctrl-S: then the kernel lets the next line
wait, for as long as that lasts, and with it whoever wrote it: a tick, an answer, the parent that should start a child
again, the watchdog that should end the process. So a thread of its own writes, and only that one waits. What does not
fit any more is dropped, the oldest first, and counted.
"""

import io
import logging
import os
import select
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TextIO

MOST = 4_000_000
"""As many characters as wait for a reader."""
LAST_SECONDS = 1.0
"""The longest that the end of a process waits for its last lines."""
DROPPED = "nobody read the log for a while"

log = logging.getLogger(__name__)


class NeverWaits(io.TextIOBase):
    """A text stream that hands over to a thread what should be written to `stream`, which has a descriptor."""

    def __init__(self, stream: TextIO, most: int = MOST) -> None:
        self._stream = stream
        self._descriptor = stream.fileno()
        self._most = most
        self._waiting = 0
        self._changed = threading.Condition()
        self._lines: deque[str] = deque()
        self._dropped = 0
        self._writing = False
        threading.Thread(target=self._write_on, name="stderr", daemon=True).start()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        with self._changed:
            self._lines.append(text)
            self._waiting += len(text)
            while self._waiting > self._most and len(self._lines) > 1:
                self._waiting -= len(self._lines.popleft())
                self._dropped += 1
            self._changed.notify_all()
        return len(text)

    def finish(self, seconds: float = LAST_SECONDS) -> None:
        """Wait until all is written, but no longer than this."""
        until = time.monotonic() + seconds
        with self._changed:
            while (self._lines or self._writing) and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._writing = False
                self._changed.notify_all()
                while not self._lines:
                    self._changed.wait()
                line, self._writing = self._lines.popleft(), True
                self._waiting -= len(line)
            _write(self._descriptor, line.encode(self.encoding, "backslashreplace"))
            with self._changed:
                dropped, self._dropped = self._dropped, 0
            if dropped:
                log.warning("%s; %d lines were not written", DROPPED, dropped)


def _write(descriptor: int, left: bytes) -> None:
    """Write all of it, however long that takes. What nobody can ever read is let go of."""
    try:
        while left:
            try:
                left = left[os.write(descriptor, left) :]
            except BlockingIOError:  # somebody who shares it made it so
                select.select((), (descriptor,), ())
    except OSError:
        return


def stderr_never_waits() -> None:
    """From now on nobody waits to write to stderr, in a process of our own. Where it is closed, or in a test no
    descriptor, nothing changes."""
    with suppress(AttributeError, OSError, ValueError):
        sys.stderr = NeverWaits(sys.stderr)


def last_words() -> None:
    """Have what was said so far written before the process ends, if somebody reads it within a moment."""
    if isinstance(sys.stderr, NeverWaits):
        sys.stderr.finish()
