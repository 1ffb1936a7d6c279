"""What a look found: one sentence, and how bad it is."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """DOUBT: it works, and somebody should look."""

    WELL = 0
    DOUBT = 1
    WRONG = 2


@dataclass(frozen=True)
class Finding:
    """One sentence for an administrator. It never holds a secret, a number or a name."""

    level: Level
    said: str


def well(said: str) -> Finding:
    return Finding(Level.WELL, said)


def doubt(said: str) -> Finding:
    return Finding(Level.DOUBT, said)


def wrong(said: str) -> Finding:
    return Finding(Level.WRONG, said)
