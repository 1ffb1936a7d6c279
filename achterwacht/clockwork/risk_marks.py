"""What came due on marks: a review, or that one begins or stops to count by its date.

The second also comes half a minute after each change of a mark. On PostgreSQL a visit that is being made while somebody
approves a mark of its address sees neither the mark nor is seen: it is found then. Who was told hears nothing twice,
since only an answer that is another is told.
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
from achterwacht.risks.turns import LOOK_AGAIN_AFTER, next_turn
from achterwacht.use_cases.risk_marks import tell_visits_nobody_holds


def fire_due_marks(session: Session, organisation_id: UUID, ids: Sequence[UUID]) -> int:
    """Everything that came due on these marks. Returns how many deadlines fired."""
    fired, found = fire(session, organisation_id, ids)
    for due in found:
        if due.kind is DeadlineKind.MARK_REVIEW:
            review_due(session, due)
        else:
            _turned(session, due)
    return fired


def _turned(session: Session, due: DueMarks) -> None:
    """Tell who goes there. A visit that somebody holds is not waited for: this is looked at again."""
    by = Actor(due.organisation.id, None, via="clock")
    again = due.now + LOOK_AGAIN_AFTER
    all_told = tell_visits_nobody_holds(session, by, due.records, due.now)
    turns = {one: next_turn(one.facts(), due.now) for one in due.records}
    open_deadlines(
        session,
        DeadlineKind.MARK_TRANSITION,
        turns if all_told else {one: min(again, turn or again) for one, turn in turns.items()},
    )


MARKS = Noun(RootKind.RISK_MARK, fire_due_marks, reviews.tell_without_rules, INVARIANTS)
