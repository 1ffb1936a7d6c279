"""What the register says of the address of a visit, asked once more: at the door, and when something changed."""

from collections.abc import Mapping
from typing import Any

from achterwacht.visits.records import VisitRecord


def register_says(visit: VisitRecord, now_so: Mapping[str, Any]) -> None:
    """Keep what it says by now of the same address.

    Where it can't be read just then, what it said before stands: an instruction that is known is not forgotten at the
    door. Leave to go alone was given for what was known, and lapses with other advice (003 L595: always two).
    """
    if not now_so["checked"] and visit.risk.get("checked"):
        return
    if set(now_so["advice"] or ()) - set(visit.risk.get("advice") or ()):
        visit.alone_allowed_by = None
    visit.risk = dict(now_so)
