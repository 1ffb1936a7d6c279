"""watch-rules.md, "Without an open alarm": check in, and what a visit under way is asked from then on."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.refusals import EndBeforeStart, NotPlanned, VisitTooLong
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    ANNE,
    FATIMA,
    JAN,
    KARIN,
    RUTH,
    SMS,
    a_visit,
    at,
    by,
    changed,
    context,
    due,
    kinds,
    people,
    profile,
    told,
    visit_of,
    ways,
)

PLANNED = VisitState.PLANNED
CALL, END, OVERDUE = DeadlineKind.CHECK_CALL, DeadlineKind.END_APPROACHING, DeadlineKind.OVERDUE


@pytest.mark.parametrize(
    ("name", "call", "reminder", "overdue"),
    [
        ("demo", at(seconds=30), at(30, -15), at(30)),
        ("s-hertogenbosch", at(10), at(25), at(35)),
    ],
)
def test_check_in_sets_the_check_call_the_reminder_and_the_end(
    name: str, call: datetime, reminder: datetime, overdue: datetime
) -> None:
    decision = visits.check_in(
        a_visit(PLANNED, chased_count=2), by(JAN), at(30), people(), context(at(0), protocol=profile(name))
    )
    visit = visit_of(decision)
    assert (visit.state, visit.started_at, visit.expected_end) == (VisitState.UNDER_WAY, at(0), at(30))
    assert (visit.check_call, visit.chased_count, visit.last_heard_at) == (CheckCall.PLANNED, 0, at(0))
    assert due(decision, CALL) == call
    assert due(decision, END) == reminder
    assert due(decision, OVERDUE) == overdue
    assert due(decision, DeadlineKind.PLANNED_START) is None
    assert decision.silenced == ALL_MESSAGES
    assert kinds(decision) == [EventKind.CHECKED_IN]


def test_a_check_in_later_than_planned_counts_from_now(protocol: Profile) -> None:
    decision = visits.check_in(a_visit(PLANNED), by(JAN), at(50), people(), context(at(20), protocol=protocol))
    assert visit_of(decision).started_at == at(20)
    assert due(decision, OVERDUE) == at(50) + protocol.watch.grace


def test_check_in_without_check_calls_in_the_profile_plans_none() -> None:
    without = profile().model_copy(update={"check_call": None})
    decision = visits.check_in(a_visit(PLANNED), by(JAN), at(30), people(), context(at(0), protocol=without))
    assert visit_of(decision).check_call is CheckCall.NONE
    assert due(decision, CALL) is None
    assert due(decision, OVERDUE) == at(35)


def test_nobody_reachable_on_duty_is_said_at_once_and_told_to_the_administrator(protocol: Profile) -> None:
    away = people(skip={FATIMA: Skip.ABSENT, KARIN: Skip.ON_VISIT})
    decision = visits.check_in(a_visit(PLANNED), by(JAN), at(30), people(), context(at(0), away, protocol))
    assert EventKind.NOBODY_ON_DUTY in kinds(decision)
    assert told(decision, Template.NOBODY_ON_DUTY) == {ANNE}
    assert ways(decision, ANNE) == SMS
    assert visit_of(decision).state is VisitState.UNDER_WAY


def test_nobody_reachable_at_the_expected_end_is_said_too() -> None:
    gone_home = people(skip={FATIMA: Skip.ABSENT}, managers=[])
    decision = visits.check_in(a_visit(PLANNED), by(JAN), at(30), gone_home, context(at(0)))
    assert kinds(decision) == [EventKind.CHECKED_IN, EventKind.NOBODY_ON_DUTY]
    assert told(decision, Template.NOBODY_ON_DUTY) == {ANNE}


@pytest.mark.parametrize(("left", "said"), [(FATIMA, []), (KARIN, [EventKind.NOBODY_ON_DUTY])])
def test_one_reachable_colleague_or_manager_is_enough_and_a_manager_alone_is_said(
    left: UUID, said: list[EventKind]
) -> None:
    somebody = people(skip={one: Skip.ABSENT for one in (FATIMA, KARIN) if one != left})
    decision = visits.check_in(a_visit(PLANNED), by(JAN), at(30), somebody, context(at(0), somebody))
    assert kinds(decision) == [EventKind.CHECKED_IN, *said]
    assert [one.facts for one in decision.events[1:]] == [{"managers": "now"}] * len(said)
    assert told(decision) == set(), "nobody is bothered: an alarm begins with a manager who can be reached"


def test_those_inside_are_nobody_on_duty() -> None:
    visit = a_visit(PLANNED, companions=[RUTH])
    inside = people(first=[RUTH], managers=[JAN])
    decision = visits.check_in(visit, by(JAN), at(30), people(), context(at(0), inside))
    assert EventKind.NOBODY_ON_DUTY in kinds(decision)


def test_a_repeated_check_in_answers_the_same() -> None:
    decision = visits.check_in(a_visit(), by(JAN), at(45), people(), context(at(5)))
    assert decision.visit is None
    assert (kinds(decision), dict(decision.deadlines)) == ([], {})


@pytest.mark.parametrize("state", [VisitState.ENDED, VisitState.CANCELLED])
def test_a_visit_that_is_over_cannot_be_checked_in(state: VisitState) -> None:
    with pytest.raises(NotPlanned):
        visits.check_in(a_visit(state), by(JAN), at(30), people(), context(at(0)))


def test_a_check_in_must_end_later_and_within_the_longest_visit() -> None:
    with pytest.raises(EndBeforeStart):
        visits.check_in(a_visit(PLANNED), by(JAN), at(5), people(), context(at(5)))
    with pytest.raises(VisitTooLong):
        visits.check_in(a_visit(PLANNED), by(JAN), at(5 + 4 * 60 + 1), people(), context(at(5)))
    visits.check_in(a_visit(PLANNED), by(JAN), at(5 + 4 * 60), people(), context(at(5)))


# The call is due at 10 minutes and the reminder 5 minutes before the end, which asks the same where a message counts.
@pytest.mark.parametrize(("minutes", "made"), [(13, False), (15, False), (17, False), (12.9, True), (17.1, True)])
def test_a_check_call_within_two_minutes_of_the_end_reminder_is_not_made(minutes: float, made: bool) -> None:
    heard_counts = changed(profile(), "check_call", heard_counts=True)
    asked = visits.watch_deadlines(a_visit(minutes=minutes), context(at(0), protocol=heard_counts))
    assert (asked[CALL] == at(10)) is made
    assert asked[END] == at(minutes - 5)


# Seed 004 L715-717: ten minutes after the start a colleague phones. A quarter of an hour is a visit that P5 offers.
@pytest.mark.parametrize("minutes", [13, 15, 17])
def test_a_text_takes_no_place_of_a_colleague_who_phones_after_ten_minutes(minutes: float) -> None:
    asked = visits.watch_deadlines(a_visit(minutes=minutes), context(at(0), protocol=profile("s-hertogenbosch")))
    assert (asked[CALL], asked[END]) == (at(10), at(minutes - 5))


def test_a_check_call_that_would_come_after_the_end_is_not_made() -> None:
    assert visits.watch_deadlines(a_visit(minutes=9), context(at(0)))[CALL] is None


def test_a_visit_shorter_than_the_reminder_is_not_reminded_and_gets_its_check_call() -> None:
    short = changed(profile(), "check_call", after=timedelta(minutes=1))
    asked = visits.watch_deadlines(a_visit(minutes=4), context(at(0), protocol=short))
    assert (asked[CALL], asked[END], asked[OVERDUE]) == (at(1), None, at(9))


def test_a_check_call_that_is_due_and_was_not_asked_yet_stays_due() -> None:
    # The clock was down for a moment, and an extension comes in before it ticks: no due time is skipped.
    for now in (at(10), at(10, 1)):
        longer = visits.watch_deadlines(a_visit(minutes=45), context(now))
        assert CALL not in longer
        assert longer[END] == at(40)


def test_a_reminder_whose_moment_is_now_or_past_is_not_sent() -> None:
    reminders = [visits.watch_deadlines(a_visit(), context(now))[END] for now in (at(24, 59), at(25), at(26))]
    assert reminders == [at(25), None, None]


def test_a_check_call_that_was_answered_is_not_planned_again() -> None:
    assert visits.watch_deadlines(a_visit(check_call=CheckCall.OK), context(at(5)))[CALL] is None
