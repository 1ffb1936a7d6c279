"""Who goes next, and when. Each activity is a greenlet; time jumps from one to the next, and chance decides a tie."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from greenlet import GreenletExit, getcurrent, greenlet
from sqlalchemy.orm import Session

from foundation.clock import Clock

A_LOOK = timedelta(microseconds=1)


class Turns(Clock):
    """The only clock there is. Each look is a microsecond later: no two moments are the same."""

    def __init__(self, starts: datetime, chance: Random) -> None:
        self.at = starts
        self._began = starts
        self._chance = chance
        self._hub = getcurrent()
        self._numbers = count()
        self._agenda: list[tuple[datetime, float, int, greenlet]] = []
        self._planned: dict[greenlet, tuple[datetime, int]] = {}

    def now(self, session: Session) -> datetime:
        self.at += A_LOOK
        return self.at

    def monotonic(self) -> float:
        """As `time.monotonic`, in simulated seconds."""
        return (self.at - self._began).total_seconds()

    def begin(self, work: Callable[[], None], *, after: float = 0.0) -> greenlet:
        """Let an activity start, so many seconds from now."""
        turn = greenlet(work, parent=self._hub)
        self._plan(turn, self.at + timedelta(seconds=after))
        return turn

    def sleeps(self, seconds: float) -> None:
        """Let others go on, until so many seconds from now."""
        self._plan(getcurrent(), self.at + timedelta(seconds=seconds))
        self._hub.switch()

    def wakes(self, turn: greenlet, at: datetime) -> None:
        """Let a sleeper go on earlier than it wanted."""
        planned = self._planned.get(turn)
        if planned is not None and at < planned[0]:
            self._plan(turn, at)

    def run(self, until: datetime) -> None:
        while self._agenda and self._agenda[0][0] <= until:
            at, _, number, turn = heappop(self._agenda)
            if self._planned.get(turn, (at, -1))[1] != number:
                continue  # it was woken before
            del self._planned[turn]
            self.at = max(self.at, at)
            turn.switch()
        self.at = max(self.at, until)

    def end(self) -> None:
        """Let whoever still sleeps go home, while everything is still there."""
        while self._planned:
            turn, _ = self._planned.popitem()
            turn.throw(GreenletExit)

    def _plan(self, turn: greenlet, at: datetime) -> None:
        number = next(self._numbers)
        self._planned[turn] = (at, number)
        heappush(self._agenda, (at, self._chance.random(), number, turn))


def morning(year: int, month: int, day: int) -> datetime:
    """Six o'clock UTC."""
    return datetime(year, month, day, 6, tzinfo=UTC)
