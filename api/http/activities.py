"""Of which activity of the register of processing an answer was part, for the *Logboek Dataverwerkingen*.

The activities are those of docs/privacy/verwerkingen.md, *Waarvoor*: each has its address below that of the
organisation's own register.
"""

from collections.abc import Sequence
from enum import StrEnum


class Activity(StrEnum):
    """The end of the address of an activity."""

    WATCH = "op-wie-op-pad-is-letten"
    REGISTER = "aanwijzing-bij-een-adres"
    AFTERWARDS = "vastleggen-en-nazorg"
    STAFF = "wie-mag-wat"


OF_TAG: dict[str, Activity | None] = {
    "administration": Activity.STAFF,
    "addresses": Activity.WATCH,
    "aftercare": Activity.AFTERWARDS,
    "aggressors": Activity.AFTERWARDS,
    "alarms": Activity.WATCH,
    "bans": Activity.AFTERWARDS,
    "board": Activity.WATCH,
    "diary": Activity.WATCH,
    "drills": Activity.WATCH,
    "incidents": Activity.AFTERWARDS,
    "letters": Activity.AFTERWARDS,
    "measures": Activity.AFTERWARDS,
    "past": Activity.WATCH,
    "people": Activity.STAFF,
    "police": Activity.AFTERWARDS,
    "protocol": None,  # nothing of anybody is in it
    "reports": Activity.AFTERWARDS,
    "risk addresses": Activity.REGISTER,
    "roster": Activity.WATCH,
    "sign-in": Activity.STAFF,
    "tasks": Activity.AFTERWARDS,
    "third-party acts": Activity.AFTERWARDS,
    "visits": Activity.WATCH,
    "webhooks": Activity.WATCH,
}


def activity_of(tags: Sequence[object]) -> Activity | None:
    """Returns the activity of a route with these tags."""
    return next((found for tag in tags if (found := OF_TAG.get(str(tag)))), None)
