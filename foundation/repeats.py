"""Keeps the log from repeating itself: a line that keeps coming is counted, and written once a minute with its count.

The outside world must not be able to fill the disk or bury what matters: half requests, wrong signatures and unknown
senders come as often as somebody likes. The first few of each kind are written as they come.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FIRST = 10
WINDOW = 60.0
MOST_KINDS = 500


@dataclass
class _Kind:
    began: float
    said: int = 0
    kept: int = 0


class SayOnce(logging.Filter):
    """Lets ten lines of a kind through in a minute, and then one that says how many more there were."""

    def __init__(self, first: int = FIRST, window: float = WINDOW, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._first = first
        self._window = window
        self._now = now
        self._guard = threading.RLock()  # what is collected as garbage meanwhile may log
        self._kinds: dict[tuple[str, int, str], _Kind] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        with self._guard:
            return self._lets_through(record)

    def _lets_through(self, record: logging.LogRecord) -> bool:
        now, kind = self._now(), (record.name, record.levelno, _words(record))
        known = self._kinds.get(kind)
        if known is None:
            if len(self._kinds) >= MOST_KINDS:  # we don't have that many: they hold somebody else's text
                kind = (record.name, record.levelno, "")
                known = self._kinds.get(kind)
            if known is None:
                known = self._kinds[kind] = _Kind(now)
        if now - known.began >= self._window:
            if known.kept:
                _add(record, known.kept)
            self._kinds[kind] = known = _Kind(now)
        known.said += 1
        if known.said <= self._first:
            return True
        known.kept += 1
        return False


def _words(record: logging.LogRecord) -> str:
    """Returns the fixed words of the line, without its values."""
    said = record.msg.get("event", "") if isinstance(record.msg, dict) else record.msg
    return str(said)[:200]


def _add(record: logging.LogRecord, kept: int) -> None:
    """Add to this line how many like it were not written since the last one."""
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, "not_written": kept}
    else:
        record.msg = f"{record.getMessage()} (and {kept} more like this, not written)"
        record.args = None
