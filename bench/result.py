"""The result of a measurement, and how the table shows it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Against:
    """A peer in the same run.

    reach: at least this many times the peer, or with `at_most` no more than that.
    """

    peer: str
    value: float
    ratio: float
    reach: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.ratio <= self.reach if self.at_most else self.ratio >= self.reach

    def __str__(self) -> str:
        sign, mark = ("≤" if self.at_most else "≥"), ("yes" if self.reached else "NO")
        return f"{self.ratio:.2f} × {self.peer} ({figure(self.value)}; {sign} {self.reach:g}: {mark})"


@dataclass(frozen=True)
class Measured:
    """One row of the table.

    either: it is enough to reach the goal of one peer.
    """

    measure: str
    value: float
    unit: str
    against: list[Against]
    said: str = ""
    either: bool = False
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        goals = [one.reached for one in self.against]
        return any(goals) if self.either else all(goals)

    def line(self) -> str:
        peers = "; ".join(str(one) for one in self.against)
        said = f" {self.said}" if self.said else ""
        return (
            f"| {self.measure} | {figure(self.value)} {self.unit}{said} | {peers} | {'yes' if self.reached else 'NO'} |"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"reached": self.reached}


Measure = Callable[[], list[Measured]]


def figure(value: float) -> str:
    """Returns a number with three significant digits: `1,230`, `12.3`, `0.123`."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def at_least(peer: str, value: float, ours: float, reach: float) -> Against:
    return Against(peer, value, ours / value, reach)


def at_most(peer: str, value: float, ours: float, reach: float) -> Against:
    return Against(peer, value, ours / value, reach, at_most=True)
