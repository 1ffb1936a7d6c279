"""Ctrl-C while something is written: what has begun is finished first, and then it stops and says how far it came."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 130
"""The exit code of what was stopped with Ctrl-C, as in any shell."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C. `lines` say what was done by then."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Press:
    """Whether Ctrl-C was pressed meanwhile."""

    pressed = False


@contextmanager
def said(line: str) -> Iterator[None]:
    """Ctrl-C in this block ends the command with this line.

    Raises:
        Stopped: with it.
    """
    try:
        yield
    except KeyboardInterrupt as interrupt:
        raise Stopped(line) from interrupt


@contextmanager
def heard_later() -> Iterator[Press]:
    """Until the end of this block Ctrl-C only shows in what is given here."""
    press = Press()

    def hear(_number: int, _frame: FrameType | None) -> None:
        press.pressed = True

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield press
    finally:
        signal.signal(signal.SIGINT, before)
