"""When a mark begins or stops to count by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from achterwacht.risks.rules import PROVISIONAL_FOR, Advice, Mark, in_force
from achterwacht.risks.transitions import LOOK_AGAIN_AFTER, after_a_change, next_transition

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BEGIN, END = NOW + timedelta(days=3), NOW + timedelta(days=100)
A_MOMENT = timedelta(microseconds=1)
PROPOSED = Mark(
    id=uuid4(),
    advice=(Advice.PAIRS,),
    instruction=None,
    review_date=date(2027, 2, 1),
    proposed_by=uuid4(),
    proposed_at=NOW,
    valid_from=BEGIN,
    ends_at=END,
)
APPROVED = replace(PROPOSED, approved_by=uuid4(), approved_at=NOW)
ENDED = replace(APPROVED, ended_by=uuid4(), ended_at=NOW, end_reason="Verhuisd")


def transitions(mark: Mark) -> list[datetime]:
    moments, now = [], NOW
    while (moment := next_transition(mark, now)) is not None:
        moments.append(moment)
        now = moment
    return moments


def test_each_moment_at_which_a_look_up_answers_something_else() -> None:
    expected = {
        APPROVED: [BEGIN, END],
        replace(APPROVED, valid_from=NOW): [END],
        PROPOSED: [BEGIN, NOW + PROVISIONAL_FOR],
        replace(PROPOSED, ends_at=NOW + timedelta(days=5)): [BEGIN, NOW + timedelta(days=5)],
        ENDED: [],
    }
    for mark, moments in expected.items():
        assert transitions(mark) == moments
        for moment in moments:
            assert in_force(mark, moment - A_MOMENT) != in_force(mark, moment)


def test_whatever_was_changed_is_looked_at_again_soon_or_sooner() -> None:
    again = NOW + LOOK_AGAIN_AFTER
    assert after_a_change(ENDED, NOW) == after_a_change(APPROVED, NOW) == again
    soon = NOW + timedelta(seconds=5)
    assert after_a_change(replace(APPROVED, valid_from=soon), NOW) == soon
