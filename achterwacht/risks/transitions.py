"""When the answer of a look-up changes by itself: when a mark begins, expires or ends.

A look-up reads this from the mark and waits for no clock. These moments are for people who are there already or are
planned to go: they are told then (`clockwork/risk_marks.py`). Pure.
"""

from datetime import datetime, timedelta

from achterwacht.risks.rules import PROVISIONAL_FOR, Mark, MarkState, state

LOOK_AGAIN_AFTER = timedelta(seconds=30)
"""Longer than a request may take, so that a visit that was being recorded while the mark changed is there by then."""


def next_transition(mark: Mark, now: datetime) -> datetime | None:
    """Returns the first moment after `now` at which it begins or stops counting; None if nothing changes by itself."""
    if state(mark, now) in (MarkState.ENDED, MarkState.EXPIRED):
        return None
    expires = () if mark.approved else (mark.proposed_at + PROVISIONAL_FOR,)
    return min((one for one in (mark.valid_from, mark.ends_at, *expires) if one > now), default=None)


def after_a_change(mark: Mark, now: datetime) -> datetime:
    """Returns when to look again for people who must hear of a change made now, to catch those missed at first."""
    again = now + LOOK_AGAIN_AFTER
    return min(again, next_transition(mark, now) or again)
