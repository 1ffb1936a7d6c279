"""What happened, in order: a line each, a digest of all of them, and how often each kind of thing was seen."""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from foundation.away import is_away
from tests.simulation.turns import Turns


class Broken(BaseException):
    """Something that must hold does not. Nothing in the product may catch it."""


class Story:
    """The log of a run. Two runs of the same seed tell the same story, byte for byte."""

    def __init__(self, turns: Turns, written_to: TextIO | None = None) -> None:
        self._turns = turns
        self._file = written_to
        self._digest = hashlib.sha256()
        self.seen: Counter[str] = Counter()

    def tells(self, what: str, *facts: Any) -> None:
        """Note it and count it."""
        self.seen[what] += 1
        line = f"{self._turns.at:%Y-%m-%dT%H:%M:%S.%f} {what} {' '.join(map(str, facts))}\n"
        self._digest.update(line.encode())
        if self._file is not None:
            self._file.write(line)

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class Errors(logging.Handler):
    """The engine's log of errors, as part of the story. A transaction that did not commit may be one."""

    def __init__(self, story: Story) -> None:
        super().__init__(logging.ERROR)
        self._story = story

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._story.tells("error in the log", type(error).__name__)
        if error is not None and not is_away(error):
            raise Broken(f"an error in the log: {record.getMessage()}") from error

    @contextmanager
    def heard(self) -> Iterator[None]:
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
