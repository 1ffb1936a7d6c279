"""watch-rules.md, "With an open alarm": somebody else closes it, and what becomes of the visit."""

from datetime import datetime
from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Cause, Level, Outcome
from achterwacht.alarms.refusals import AlarmOver, GraverNow, MayNotTake
from achterwacht.decision import Decision
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, Visit, VisitState
from achterwacht.visits.refusals import EndBeforeStart, NotPlanned, VisitTooLong
from notifications.texts.templates import ALL_MESSAGES, INFORMING, Template
from tests.support.facts import (
    FATIMA,
    JAN,
    KARIN,
    MO,
    RUTH,
    a_visit,
    alarm_of,
    an_alarm,
    at,
    by,
    context,
    due,
    kinds,
    people,
    profile,
    told,
    visit_of,
)

OVERDUE = DeadlineKind.OVERDUE
OTHERS = [cause for cause in Cause if cause is not Cause.OVERDUE]


def after(
    visit: Visit, cause: Cause, now: datetime, new_end: datetime | None = None, protocol: Profile | None = None
) -> Decision:
    return visits.after_resolving(visit, by(FATIMA), new_end, context(now, protocol=protocol or profile()))


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("cause", list(Cause))
def test_resolve_by_somebody_else_closes_it_with_the_all_clear_to_everyone_told(outcome: Outcome, cause: Cause) -> None:
    decision = alarms.resolve(an_alarm(cause, Level.POLICE), by(MO), outcome, "gebeld", context(at(40)))
    closed = alarm_of(decision)
    assert (closed.open, closed.outcome, closed.resolved_by, closed.resolved_at) == (False, outcome, MO, at(40))
    assert closed.note == "gebeld"
    assert told(decision, Template.ALL_CLEAR) == {FATIMA, KARIN}
    assert told(decision) == {FATIMA, KARIN}
    assert (due(decision, DeadlineKind.LADDER_STEP), due(decision, DeadlineKind.UNRESOLVED)) == (None, None)
    assert decision.silenced == ALL_MESSAGES
    assert [(event.kind, event.facts) for event in decision.events] == [
        (EventKind.RESOLVED, {"outcome": outcome.value, "note": "gebeld"})
    ]


@pytest.mark.parametrize("cause", list(Cause))
@pytest.mark.parametrize("seen", list(Cause))
def test_only_what_was_seen_or_is_lighter_is_closed(cause: Cause, seen: Cause) -> None:
    alarm = an_alarm(cause, Level.MANAGER)
    if cause.gravity > seen.gravity:
        with pytest.raises(GraverNow):
            alarms.resolve(alarm, by(MO), Outcome.SAFE, "", context(at(40)), seen)
    else:
        assert not alarm_of(alarms.resolve(alarm, by(MO), Outcome.SAFE, "", context(at(40)), seen)).open


def test_the_all_clear_and_other_news_are_never_silenced() -> None:
    assert Template.ALL_CLEAR in INFORMING
    assert not INFORMING & ALL_MESSAGES


@pytest.mark.parametrize("person", [JAN, RUTH])
def test_those_inside_do_not_close_their_alarm(person: UUID) -> None:
    alarm = an_alarm(Cause.PANIC, Level.MANAGER, companions=frozenset({RUTH}))
    with pytest.raises(MayNotTake):
        alarms.resolve(alarm, by(person), Outcome.FALSE_ALARM, "", context(at(40)))


def test_a_closed_alarm_is_not_closed_again() -> None:
    with pytest.raises(AlarmOver):
        alarms.resolve(an_alarm(resolved_at=at(35)), by(KARIN), Outcome.SAFE, "", context(at(40)))


@pytest.mark.parametrize("now", [at(30), at(40)])
def test_after_overdue_the_visit_ends_unless_a_new_end_is_given(protocol: Profile, now: datetime) -> None:
    decision = after(a_visit(), Cause.OVERDUE, now, protocol=protocol)
    assert (visit_of(decision).state, visit_of(decision).ended_at) == (VisitState.ENDED, now)
    assert due(decision, OVERDUE) is None
    assert kinds(decision) == [EventKind.ENDED_BY_ALARM]


def test_who_asked_for_more_time_meanwhile_goes_on_being_watched(protocol: Profile) -> None:
    decision = after(a_visit(minutes=60, check_call=CheckCall.OK), Cause.OVERDUE, at(40), protocol=protocol)
    assert visit_of(decision).state is VisitState.UNDER_WAY
    assert due(decision, OVERDUE) == at(60) + protocol.watch.grace


@pytest.mark.parametrize("cause", list(Cause))
def test_a_new_end_lets_the_visit_go_on_with_new_deadlines(cause: Cause) -> None:
    covered = a_visit(check_call=CheckCall.OK, signed_off_at=at(35), shown_ended_at=at(35))
    decision = after(covered, cause, at(40), new_end=at(60))
    going_on = visit_of(decision)
    assert (going_on.state, going_on.expected_end) == (VisitState.UNDER_WAY, at(60))
    assert (going_on.signed_off_at, going_on.shown_ended_at) == (None, None)
    assert (due(decision, DeadlineKind.END_APPROACHING), due(decision, OVERDUE)) == (at(55), at(65))


@pytest.mark.parametrize("cause", OTHERS)
def test_the_other_causes_leave_it_watched_until_its_expected_end(protocol: Profile, cause: Cause) -> None:
    decision = after(a_visit(check_call=CheckCall.OK), cause, at(20), protocol=protocol)
    assert visit_of(decision).state is VisitState.UNDER_WAY
    assert due(decision, OVERDUE) == at(30) + protocol.watch.grace
    assert kinds(decision) == []


@pytest.mark.parametrize("cause", OTHERS)
def test_the_other_causes_end_it_when_the_expected_end_has_passed(cause: Cause) -> None:
    assert visit_of(after(a_visit(), cause, at(30))).state is VisitState.ENDED


@pytest.mark.parametrize("left", [a_visit(signed_off_at=at(15)), a_visit(shown_ended_at=at(15))])
@pytest.mark.parametrize("cause", OTHERS)
def test_a_worker_who_signed_off_meanwhile_is_not_watched_on(cause: Cause, left: Visit) -> None:
    assert visit_of(after(left, cause, at(20))).state is VisitState.ENDED


def test_the_new_end_must_be_later_than_now_and_within_the_longest_visit() -> None:
    with pytest.raises(EndBeforeStart):
        after(a_visit(), Cause.OVERDUE, at(40), new_end=at(40))
    with pytest.raises(VisitTooLong):
        after(a_visit(), Cause.OVERDUE, at(40), new_end=at(240, 1))
    assert visit_of(after(a_visit(), Cause.OVERDUE, at(40), new_end=at(240))).expected_end == at(240)


def test_a_visit_that_is_over_stays_over() -> None:
    assert after(a_visit(VisitState.ENDED), Cause.PANIC, at(40), new_end=at(60)).visit is None


def test_a_visit_under_way_cannot_be_cancelled_or_moved_but_is_checked_out_or_closed() -> None:
    with pytest.raises(NotPlanned):
        visits.cancel(a_visit(alarm=an_alarm()), by(KARIN), "fout")
    with pytest.raises(NotPlanned):
        visits.move(a_visit(alarm=an_alarm()), by(KARIN), at(60), at(90), context(at(0)))


def test_closing_leaves_a_check_call_that_was_due_meanwhile_to_come() -> None:
    decision = after(a_visit(), Cause.PANIC, at(12))
    assert DeadlineKind.CHECK_CALL not in decision.deadlines


def test_the_all_clear_says_who_closed_it() -> None:
    decision = alarms.resolve(an_alarm(Cause.PANIC, Level.MANAGER), by(KARIN), Outcome.SAFE, "", context(at(40)))
    assert {notice.facts["by"] for notice in decision.notices} == {"Karin Smit"}
    assert people().named(KARIN) == "Karin Smit"
