"""What a row of the board says comes due next."""

from datetime import UTC, datetime
from uuid import uuid4

from achterwacht.kinds import DeadlineKind
from achterwacht.views.board import Due

EARLY, LATE = (datetime(2026, 11, 27, hour, tzinfo=UTC) for hour in (9, 10))


def test_the_first_of_a_visit_is_a_step_of_its_alarm_or_something_else_whichever_comes_first() -> None:
    step_first, other_first, only_step, only_other = (str(uuid4()) for _ in range(4))
    due = Due.of(
        steps={
            step_first: (EARLY, DeadlineKind.LADDER_STEP),
            other_first: (LATE, DeadlineKind.LADDER_STEP),
            only_step: (LATE, DeadlineKind.LADDER_STEP),
        },
        rest={
            step_first: (LATE, DeadlineKind.CHECK_CALL),
            other_first: (EARLY, DeadlineKind.CHECK_CALL),
            only_other: (LATE, DeadlineKind.CHECK_CALL),
        },
    )
    assert due.first == {
        step_first: (EARLY, DeadlineKind.LADDER_STEP),
        other_first: (EARLY, DeadlineKind.CHECK_CALL),
        only_step: (LATE, DeadlineKind.LADDER_STEP),
        only_other: (LATE, DeadlineKind.CHECK_CALL),
    }
    assert due.rest[step_first] == (LATE, DeadlineKind.CHECK_CALL)
