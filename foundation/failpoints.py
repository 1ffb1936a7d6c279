"""Places where a test lets the process end or stand still, so that nobody has to hope that it dies at the worst moment.

`ACHTERWACHT_FAILPOINT="message_sent kill 2 /tmp/mark"`: at the second time that this process comes to the place, it
makes the file and kills itself (`stop`: stands still until it is told to go on). Who finds the file made already walks
on; so of several processes one is hit, and one that is started anew is not hit again. Production refuses the setting.
"""

import os
import signal
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Self


class Failpoint(StrEnum):
    """Every boundary at which a process may die between knowing something and having done it."""

    TICK_CLAIMED = "tick_claimed"
    """The roots are locked."""
    TICK_DECIDED = "tick_decided"
    """The rules have decided, nothing is written."""
    TICK_RECORDED = "tick_recorded"
    """Everything is written, before COMMIT."""
    TICK_COMMITTED = "tick_committed"
    MESSAGE_CLAIMED = "message_claimed"
    """Leased by this process; nobody was called."""
    MESSAGE_CALLED = "message_called"
    """`called_at` is noted, the provider was not called yet."""
    MESSAGE_SENT = "message_sent"
    """The provider has answered, which is not written yet."""
    MESSAGE_SETTLED = "message_settled"
    CHECK_IN_RECORDED = "check_in_recorded"
    """The visit is written, before COMMIT. So the next three: a status, an SMS, a digit in a call."""
    STATUS_RECORDED = "status_recorded"
    TEXT_RECORDED = "text_recorded"
    DIGIT_RECORDED = "digit_recorded"
    PIN_SETTLED = "pin_settled"
    """What a PIN was is committed, with the call for help of a duress PIN; nothing else of its request was begun."""
    REQUEST_COMMITTED = "request_committed"
    """What a request wrote is committed, and its answer has not left."""


ACTIONS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


@dataclass(frozen=True)
class FailpointSpec:
    """What happens where, at which arrival, and the file that says it happened."""

    point: Failpoint
    action: signal.Signals
    arrival: int
    mark: Path

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `point action arrival file`.

        Raises:
            ValueError: it is not that.
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
        os.kill(os.getpid(), self.action)


_mine: FailpointSpec | None = None
_arrivals = count(1)


def arm(text: str) -> None:
    """Prepare the failpoint of this process; with an empty text there is none."""
    global _mine  # noqa: PLW0603 - a process dies as a whole
    _mine = FailpointSpec.read(text) if text else None


def reach(point: Failpoint) -> None:
    """This process came to that place. Does nothing unless it was started to fail there."""
    if _mine is not None and _mine.point is point and next(_arrivals) == _mine.arrival:
        _mine.goes_off()
