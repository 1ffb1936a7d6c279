"""When what people felt at one address asks for a look at it. Pure.

Ours: no protocol says what is done with how a visit felt. A single feeling says as much about the day as about the
address, and a call for attention after each would soon be ignored (docs/decisions/0100).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from achterwacht.visits.facts import Feeling

ENOUGH = 2
"""How many visits at one address that did not feel well ask for a look."""
LOOKS_BACK = timedelta(days=183)
"""How long a feeling counts: half a year."""


@dataclass(frozen=True)
class Felt:
    """How one visit felt, as its worker says now, and when it was (UTC)."""

    feeling: Feeling
    at: datetime


def asks_for_a_look(felt: Iterable[Felt], looked_at: datetime | None, now: datetime) -> bool:
    """Whether enough visits at one address did not feel well, in half a year and since somebody looked at it last.

    felt: one for each visit there, whoever went.
    """
    since = now - LOOKS_BACK if looked_at is None else max(looked_at, now - LOOKS_BACK)
    return sum(one.feeling is not Feeling.GREEN and one.at > since for one in felt) >= ENOUGH
