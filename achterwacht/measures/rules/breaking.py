"""What is done when somebody breaks a measure, each step with its time and its witness, as the protocol says (P4).

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from achterwacht.protocols.conduct import Leaving
from achterwacht.refused import Wrong
from foundation.moments import CLOCKS_DIFFER


class BreachStep(StrEnum):
    """What was done, in this order."""

    ASKED = "asked"
    POLICE_CALLED = "police_called"
    ASKED_WITH_POLICE = "asked_with_police"
    REMOVED = "removed"
    LEFT = "left"


@dataclass(frozen=True)
class Done:
    """A step that was done, when, and who saw it."""

    step: BreachStep
    at: datetime
    witness: str = ""


def steps_of(leaving: Leaving | None) -> tuple[BreachStep, ...]:
    """Returns the steps of the protocol, in order; asking as often as it says."""
    if leaving is None:
        return (BreachStep.ASKED, BreachStep.POLICE_CALLED, BreachStep.REMOVED)
    once_more = (BreachStep.ASKED_WITH_POLICE,) if leaving.once_more_with_police else ()
    return (*(BreachStep.ASKED,) * leaving.times, BreachStep.POLICE_CALLED, *once_more, BreachStep.REMOVED)


def wrong_steps(steps: Sequence[Done], now: datetime) -> list[Wrong]:
    """Returns everything that can't be: a step to come, or one before the step it follows.

    A step that is left out is no mistake: what was not done, or nobody remembers, is not filled in.
    """
    wrong = []
    for place, one in enumerate(steps):
        if one.at > now + CLOCKS_DIFFER:
            wrong.append(Wrong(f"/steps/{place}/at", "in_future"))
        elif place and one.at < steps[place - 1].at:
            wrong.append(Wrong(f"/steps/{place}/at", "steps_in_order"))
    return wrong
