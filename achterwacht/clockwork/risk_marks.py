"""What comes due for a mark: a review, or the date on which it begins or ceases to count.

A look at its visits also comes half a minute after each change of a mark. On PostgreSQL, a visit that is made while
somebody approves a mark at its address does not see the mark, and the approval does not see the visit: it is found
then. Nobody is told twice, since only a changed answer is told.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.noun import Noun
from achterwacht.risks import reviews
from achterwacht.risks.clockwork import DueMarks, fire, open_deadlines
from achterwacht.risks.invariants import INVARIANTS
from achterwacht.risks.reviews import review_due
from achterwacht.risks.transitions import LOOK_AGAIN_AFTER, next_transition
from achterwacht.visiting.risk_marks import tell_visits_nobody_holds


def fire_due_marks(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    """Decide everything that came due for these marks. Returns how many deadlines fired."""
    fired, found = fire(session, organisation_id, ids)
    for due in found:
        if due.kind is DeadlineKind.MARK_REVIEW:
            review_due(session, due)
        else:
            _tell_those_who_go(session, due)
    return fired


def _tell_those_who_go(session: Session, due: DueMarks) -> None:
    """Tell those who go there. It does not wait for a visit that somebody holds, but looks again later."""
    by = Actor(due.organisation.id, None, via="clock")
    again = due.now + LOOK_AGAIN_AFTER
    all_told = tell_visits_nobody_holds(session, by, due.records, due.now)
    transitions = {one: next_transition(one.facts(), due.now) for one in due.records}
    open_deadlines(
        session,
        DeadlineKind.MARK_TRANSITION,
        transitions if all_told else {one: min(again, moment or again) for one, moment in transitions.items()},
    )


MARKS = Noun(RootKind.RISK_MARK, fire_due_marks, reviews.tell_without_rules, INVARIANTS)
