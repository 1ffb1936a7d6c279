"""Ctrl-C while something is written: what has begun is finished first, and then it stops and says how far it came.

And a command that is told to end otherwise: it takes away first what it made on its way.
"""

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


@contextmanager
def ended_tidily() -> Iterator[None]:
    """SIGTERM and SIGHUP in this block end it as Ctrl-C does: each `finally` is carried out. Then it ends of that
    signal, as whoever sent it expects. Who ignores one of them (`nohup`) goes on doing so."""
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)  # a second one would cut the tidying short
        came.append(number)
        raise SystemExit(128 + number)

    heard = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) is signal.SIG_DFL]
    try:
        for one in heard:
            signal.signal(one, end)
        yield
    finally:
        for one in heard:
            signal.signal(one, signal.SIG_DFL)
        for number in came:
            signal.raise_signal(number)
