"""What the desk does in an alarm, as a list to tick: whom nobody may phone is phoned by no step of it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from achterwacht.alarms.facts import Cause
from achterwacht.protocols.watching import Desk

INSIDE = r"\b[^.:;]*\b(medewerker|collega op bezoek|wie mee is|wie meeging|wie binnen is)\b"
REACHES_WHO_IS_INSIDE = re.compile(rf"\b(bel|belt|bellen|sms|app|vraag){INSIDE}", re.IGNORECASE)
PHONES_WHO_IS_INSIDE = re.compile(rf"\b(bel|belt|bellen|sms|app){INSIDE}", re.IGNORECASE)
DOES_NOT = re.compile(r"\b(niet|nooit)\b", re.IGNORECASE)


class Step(NamedTuple):
    """A step, and where the profile has it: what was ticked stays ticked, whatever list shows it."""

    cause: Cause
    place: int
    text: str


def desk_list(desk: Desk, cause: Cause, *, silent: bool = False, quiet: bool = False) -> tuple[Step, ...]:
    """Returns the steps for an alarm of this cause.

    silent: somebody inside is in a silent alarm, of this visit or another: it is that list. quiet: somebody inside
    asked not to be phoned: then the steps that phone them give way to the one of the silent list that says not to.
    """
    if silent:
        return _steps(desk, Cause.DURESS)
    if not quiet:
        return _steps(desk, cause)
    instead = [one for one in _steps(desk, Cause.DURESS) if PHONES_WHO_IS_INSIDE.search(one.text)]
    return tuple(dict.fromkeys(_hushed(_steps(desk, cause), instead)))


def _hushed(steps: tuple[Step, ...], instead: list[Step]) -> Iterator[Step]:
    for one in steps:
        if PHONES_WHO_IS_INSIDE.search(one.text) and not DOES_NOT.search(one.text):
            yield from instead[:1]
        else:
            yield one


def _steps(desk: Desk, cause: Cause) -> tuple[Step, ...]:
    return tuple(Step(cause, place, text) for place, text in enumerate(desk.steps(cause)))
