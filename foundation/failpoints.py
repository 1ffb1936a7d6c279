"""Places where a test can make the process die or freeze, instead of hoping that it dies at the worst moment.

`ACHTERWACHT_FAILPOINT="message_sent kill 2 /tmp/mark"`: the second time that this process reaches the place, it creates
the file and kills itself (`stop`: freezes until it is told to go on). A process that finds the file there already goes
on; so only one of several processes is hit, and not again after a restart. Production refuses the setting.
"""

import os
import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Self


class Failpoint(StrEnum):
    """Every point at which a process may die between knowing something and having done it."""

    TICK_CLAIMED = "tick_claimed"
    """The roots are locked."""
    TICK_DECIDED = "tick_decided"
    """The rules have decided, nothing is written."""
    TICK_RECORDED = "tick_recorded"
    """Everything is written, before COMMIT."""
    TICK_COMMITTED = "tick_committed"
    MESSAGE_CLAIMED = "message_claimed"
    """Leased by this process; no provider was called yet."""
    MESSAGE_CALLED = "message_called"
    """`called_at` is noted, the provider was not called yet."""
    MESSAGE_SENT = "message_sent"
    """The provider has answered, but that is not written yet."""
    MESSAGE_SETTLED = "message_settled"
    PUSH_LAID = "push_laid"
    """Pushes lie beside their messages, committed; none was claimed yet."""
    CHECK_IN_RECORDED = "check_in_recorded"
    """The visit is written, before COMMIT. The same for the next three: a status, an SMS, a digit in a call."""
    STATUS_RECORDED = "status_recorded"
    TEXT_RECORDED = "text_recorded"
    DIGIT_RECORDED = "digit_recorded"
    PIN_SETTLED = "pin_settled"
    """The outcome of a PIN is committed, with the call for help of a duress PIN; nothing else of the request has begun.
    """
    TASK_LAID = "task_laid"
    """A task is written with its deadlines, before COMMIT."""
    PHONED_LATER = "phoned_later"
    """A task says that whoever has it is no longer to be phoned; nobody is told yet, before COMMIT."""
    NEEDED_TOLD = "needed_told"
    """Messages that somebody is needed lie in the outbox, before COMMIT."""
    CASE_REOPENED = "case_reopened"
    """A report is open again; the task that says why is not there yet, before COMMIT."""
    MEASURE_DECIDED = "measure_decided"
    """A measure is written; the tasks that follow on it are not, before COMMIT."""
    DAMAGE_SETTLED = "damage_settled"
    """How a line of damage ends is written; its tasks do not say so yet, before COMMIT."""
    POLICE_NOTED = "police_noted"
    """How it went at the police is written; its tasks do not say so yet, before COMMIT."""
    LETTER_RETOLD = "letter_retold"
    """A draft says what was decided elsewhere; nobody is asked anew to sign it, before COMMIT."""
    LETTER_SIGNED = "letter_signed"
    """A signature is written, perhaps with the number of the letter, before COMMIT."""
    LETTER_STORED = "letter_stored"
    """A signed letter lies in the store of files, and its row does not say so yet."""
    ATTACHMENT_STORED = "attachment_stored"
    """The file of an attachment lies in the store, and has no row yet."""
    ATTACHMENT_REMOVED = "attachment_removed"
    """An attachment was taken away, and its file is still there."""
    WAITING_MOVED = "waiting_moved"
    """What waits for somebody goes to the number that they got, or to nobody, since they left or lost the role; before
    COMMIT."""
    REQUEST_COMMITTED = "request_committed"
    """What a request wrote is committed, but its answer has not left yet."""


ACTIONS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


@dataclass(frozen=True)
class FailpointSpec:
    """What happens where, at which arrival (from 1), and the file that marks that it happened."""

    point: Failpoint
    action: signal.Signals
    arrival: int
    mark: Path

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a text like `point action arrival file`.

        Raises:
            ValueError: it is not of that form.
        """
        point, action, arrival, mark = text.split(maxsplit=3)
        if action not in ACTIONS:
            raise ValueError(f"{action} is none of {', '.join(ACTIONS)}")
        return cls(Failpoint(point), ACTIONS[action], int(arrival), Path(mark))

    def goes_off(self) -> None:
        try:
            with self.mark.open("x", encoding="ascii") as mark:
                mark.write(f"{os.getpid()} {datetime.now(UTC).isoformat()}")
        except FileExistsError:
            return
        # To this thread: one sent to the process may wake another, and this one would run on for a while.
        signal.pthread_kill(threading.get_ident(), self.action)


_mine: FailpointSpec | None = None
_arrivals = count(1)


def arm(text: str) -> None:
    """Set the failpoint of this process; an empty text removes it."""
    global _mine  # noqa: PLW0603 - a process dies as a whole
    _mine = FailpointSpec.read(text) if text else None


def reach(point: Failpoint) -> None:
    """Mark that this process reached that place. Does nothing unless it was started to fail there."""
    if _mine is not None and _mine.point is point and next(_arrivals) == _mine.arrival:
        _mine.goes_off()
