"""What each profile says, to hold the engine against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """A profile's times in seconds, typed over from its file."""

    grace: float
    steps: tuple[float, float, float, float]
    police_after_panic: float
    unresolved: float
    again: float
    planning: float
    check_call: float

    @property
    def longest(self) -> float:
        """Of what an alarm waits for."""
        return max(*self.steps, self.police_after_panic, self.unresolved, self.again)


TIMES = {
    "demo": Times(0, (0, 15, 15, 15), 15, 30, 30, 15, 20),
    "s-hertogenbosch": Times(300, (0, 180, 180, 180), 60, 600, 180, 600, 300),
}
