"""What goes wrong between us and the phones, as a test asks for it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

UNKNOWN_REASON = 30008
OPTED_OUT = 21610


@dataclass(frozen=True)
class Failure:
    """An answer instead of the one that was deserved. Nothing was accepted."""

    status: int
    code: int


@dataclass(frozen=True)
class NumberTrouble:
    """SMS to a number can't arrive: refused at the door (2xxxx), or only later (3xxxx)."""

    code: int
    status: str = "undelivered"

    @property
    def at_the_door(self) -> bool:
        return self.code < 30000


@dataclass
class Weather:
    """Fair by default: every SMS is delivered at once, and everything is told once, in order.

    The methods may be called while the product is busy; each says what changes from now on.
    """

    latency: float = 0.0
    """Seconds before each next status of an SMS or a call."""
    slowness: float = 0.0
    hanging: float = 0.0
    losing: bool = False
    doubling: bool = False
    brief: bool = False
    shuffling: bool = False
    outage: int | None = None
    _troubles: dict[str, NumberTrouble] = field(default_factory=dict)
    _failures: deque[Failure] = field(default_factory=deque)
    _swallowed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _close_door: Callable[[], None] = field(default=lambda: None)
    _open_door: Callable[[], None] = field(default=lambda: None)

    def attach(self, close_door: Callable[[], None], open_door: Callable[[], None]) -> None:
        self._close_door, self._open_door = close_door, open_door

    def fail_next(self, n: int = 1, status: int = 500, code: int = 20500) -> None:
        """The next `n` attempts to make a message or a call fail; they are not accepted. Looking is not affected."""
        with self._lock:
            self._failures.extend([Failure(status, code)] * n)

    def fail_no_more(self) -> None:
        """Whatever was still to fail succeeds."""
        with self._lock:
            self._failures.clear()

    def swallow_next(self, n: int = 1) -> None:
        """The next `n` are accepted, and the line breaks before the answer: the client can't know whether."""
        with self._lock:
            self._swallowed += n

    def slow(self, seconds: float) -> None:
        """Accept, then wait this long before answering, so that an impatient client gives up. 0 ends it."""
        self.slowness = seconds

    def hang(self, seconds: float) -> None:
        """Every request, looking too, waits this long for an answer, and nothing is accepted. 0 ends it."""
        self.hanging = seconds

    def refuse_number(self, number: str, code: int = 21614, status: str = "undelivered") -> None:
        """SMS to `number` fail: 21614 no mobile, 21610 opted out (at once); 30003 unreachable (later, as `status`)."""
        with self._lock:
            self._troubles[number] = NumberTrouble(code, status)

    def accept_number(self, number: str) -> None:
        with self._lock:
            self._troubles.pop(number, None)

    def down(self, status: int | None = None) -> None:
        """Nobody listens at all; or, with a status, every request is answered with that."""
        self.outage = status
        if status is None:
            self._close_door()

    def up(self) -> None:
        self.outage = None
        self._open_door()

    def lose_callbacks(self, on: bool = True) -> None:
        """Status callbacks never arrive. Only asking (or patience) tells what became of a message."""
        self.losing = on

    def tells_only_the_end(self, on: bool = True) -> None:
        """Only how a message or a call ended is told, not that it was sent or rang. Fair weather, with less talk."""
        self.brief = on

    def twice(self, on: bool = True) -> None:
        """Every status callback comes twice."""
        self.doubling = on

    def out_of_order(self, on: bool = True) -> None:
        """The last status is told first, what went before it afterwards."""
        self.shuffling = on

    # What the fake asks of the weather.

    def trouble_of(self, number: str) -> NumberTrouble | None:
        with self._lock:
            return self._troubles.get(number)

    def next_failure(self) -> Failure | None:
        with self._lock:
            return self._failures.popleft() if self._failures else None

    def swallows(self) -> bool:
        with self._lock:
            if self._swallowed == 0:
                return False
            self._swallowed -= 1
            return True
