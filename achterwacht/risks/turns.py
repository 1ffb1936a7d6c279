"""When what a look-up says of a mark becomes another thing by itself: its begin, the end of its time, its end.

A look-up reads this from the mark and waits for no clock. These moments are for who is there already, or planned to go:
they are told then (`clockwork/risk_marks.py`). Pure.
"""

from datetime import datetime, timedelta

from achterwacht.risks.rules import PROVISIONAL_FOR, Mark, MarkState, state

LOOK_AGAIN_AFTER = timedelta(seconds=30)
"""Longer than a request may take: a visit that was being made while the mark changed is there by then."""


def next_turn(mark: Mark, now: datetime) -> datetime | None:
    """The first moment after `now` at which it begins or stops to count; None when nothing will change by itself."""
    if state(mark, now) in (MarkState.ENDED, MarkState.EXPIRED):
        return None
    expires = () if mark.approved else (mark.proposed_at + PROVISIONAL_FOR,)
    return min((one for one in (mark.valid_from, mark.ends_at, *expires) if one > now), default=None)


def after_a_change(mark: Mark, now: datetime) -> datetime:
    """When to look for who must hear of it, after somebody changed it now: whoever was missed the first time too."""
    again = now + LOOK_AGAIN_AFTER
    return min(again, next_turn(mark, now) or again)
