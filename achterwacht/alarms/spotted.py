"""Where somebody is, as a phone says: which of two places counts, and how exactly it may be shown. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

WALKS = 1.5
"""Metres a second. So much vaguer does a place become while nothing newer is known."""
UNSAID = 1_000.0
"""Metres. How far off a place is taken to be whose phone did not say so."""
SHARP = 100.0
"""Metres. From here on a place is said as approximate (watch-rules.md, "The place of an alarm")."""
DIGITS = ((SHARP, 4), (1_000.0, 3), (20_000.0, 2))
"""So many digits of a degree say as much as is known: the fourth is 11 metres."""
FEWEST_DIGITS = 1
KILOMETRE = 1_000


@dataclass(frozen=True)
class Spot:
    """A position from a phone.

    accuracy: how many metres it may be off; None if the phone did not say. at: when the phone was there.
    """

    latitude: float
    longitude: float
    accuracy: float | None
    at: datetime

    @property
    def vague(self) -> bool:
        """Whether the place must be shown as approximate."""
        return self._metres >= SHARP

    @property
    def digits(self) -> int:
        return next((digits for metres, digits in DIGITS if self._metres <= metres), FEWEST_DIGITS)

    @property
    def kilometres(self) -> int | None:
        """Returns how far off the place may be, in whole kilometres; None below one."""
        return round(self._metres / KILOMETRE) if self._metres >= KILOMETRE and self.accuracy is not None else None

    @property
    def metres(self) -> int | None:
        """Returns how far off the place may be, rounded up to tens of metres; None if the phone did not say."""
        return None if self.accuracy is None else -int(-self.accuracy // 10) * 10 or 10

    @property
    def _metres(self) -> float:
        return UNSAID if self.accuracy is None else self.accuracy

    def column(self) -> dict[str, Any]:
        """Returns the place as a JSON column holds it."""
        return {
            "latitude": self.latitude,
            "longitude": self.longitude,
            "accuracyMetres": self.accuracy,
            "at": self.at.isoformat(),
        }


def spot_of(column: Mapping[str, Any], otherwise: datetime) -> Spot:
    """Returns the place that a JSON column holds.

    otherwise: when it was noted, in case the column does not say.
    """
    at = column.get("at")
    return Spot(
        column["latitude"],
        column["longitude"],
        column.get("accuracyMetres"),
        datetime.fromisoformat(at) if at else otherwise,
    )


def better(known: Spot | None, told: Spot) -> Spot:
    """Returns the better of two places: the newer one, unless the older one, with its age, is still more exact."""
    if known is None:
        return told
    older, newer = sorted((known, told), key=lambda one: one.at)
    become = older._metres + WALKS * (newer.at - older.at) / timedelta(seconds=1)
    return newer if newer._metres <= max(become, SHARP) else older
