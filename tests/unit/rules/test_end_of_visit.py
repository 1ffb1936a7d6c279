"""watch-rules.md, "Without an open alarm": the end comes, passes, moves; check out; the way home."""

from datetime import datetime, timedelta

import pytest

from achterwacht.alarms.facts import Cause, Level
from achterwacht.chases import rules as chases
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, Feeling, Pin, ReturnTo, Visit, VisitState
from achterwacht.visits.refusals import EndNotLater, NotUnderWay, ReasonNeeded, VisitTooLong
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    FATIMA,
    JAN,
    KARIN,
    RUTH,
    SMS,
    a_visit,
    alarm_of,
    an_alarm,
    at,
    by,
    context,
    due,
    kinds,
    press,
    profile,
    told,
    visit_of,
    ways,
    with_home_safe,
)

OVERDUE, END, HOME_SAFE = DeadlineKind.OVERDUE, DeadlineKind.END_APPROACHING, DeadlineKind.HOME_SAFE
NOT_UNDER_WAY = [VisitState.PLANNED, VisitState.ENDED, VisitState.CANCELLED]


def extended(visit: Visit, until: datetime, now: datetime, protocol: Profile) -> Visit:
    return visit_of(visits.extend(visit, press(by(JAN), now), until, context(now, protocol=protocol)))


def test_the_end_that_approaches_reminds_the_worker_in_a_neutral_text() -> None:
    decision = visits.end_approaching(a_visit(), context(at(0)))
    assert told(decision, Template.END_REMINDER) == {JAN}
    assert (told(decision), ways(decision, JAN)) == ({JAN}, SMS)
    assert kinds(decision) == [EventKind.REMINDED]


def test_nobody_is_reminded_of_an_end_under_an_alarm_or_after_the_check_out() -> None:
    assert visits.end_approaching(a_visit(alarm=an_alarm(Cause.PANIC)), context(at(0))).notices == ()
    assert visits.end_approaching(a_visit(VisitState.ENDED), context(at(0))).notices == ()


@pytest.mark.parametrize("name", ["demo", "s-hertogenbosch"])
def test_overdue_opens_an_alarm_at_the_worker(name: str) -> None:
    decision = visits.overdue(a_visit(), context(at(35), protocol=profile(name)))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.OVERDUE, Level.WORKER)
    assert told(decision, Template.CHASE_WORKER) == {JAN}
    assert told(decision) == {JAN}
    assert kinds(decision)[0] is EventKind.OVERDUE
    wait = {"demo": timedelta(seconds=15), "s-hertogenbosch": timedelta(minutes=3)}[name]
    assert due(decision, DeadlineKind.LADDER_STEP) == at(35) + wait


@pytest.mark.parametrize("state", NOT_UNDER_WAY)
def test_overdue_after_the_visit_is_over_does_nothing(state: VisitState) -> None:
    assert visits.overdue(a_visit(state), context(at(35))).alarm is None


def test_an_extension_moves_the_end_and_its_deadlines() -> None:
    decision = visits.extend(a_visit(), press(by(JAN), at(20)), at(45), context(at(20)))
    assert (visit_of(decision).expected_end, visit_of(decision).last_heard_at) == (at(45), at(20))
    assert (due(decision, END), due(decision, OVERDUE)) == (at(40), at(50))
    assert kinds(decision) == [EventKind.EXTENDED]


def test_an_extension_must_end_after_the_expected_end(protocol: Profile) -> None:
    assert extended(a_visit(), at(30, 1), at(20), protocol).expected_end == at(30, 1)
    for until in (at(30), at(29)):
        with pytest.raises(EndNotLater):
            extended(a_visit(), until, at(20), protocol)


def test_an_extension_of_a_visit_that_is_over_time_must_end_after_now(protocol: Profile) -> None:
    with pytest.raises(EndNotLater):
        extended(a_visit(), at(33), at(33), protocol)


@pytest.mark.parametrize(("name", "hours"), [("demo", 12), ("s-hertogenbosch", 4)])
def test_an_extension_stays_within_the_profiles_longest_visit(name: str, hours: int) -> None:
    assert extended(a_visit(), at(60 * hours), at(20), profile(name)).expected_end == at(60 * hours)
    with pytest.raises(VisitTooLong) as refused:
        extended(a_visit(), at(60 * hours, 1), at(20), profile(name))
    assert refused.value.facts == {"longest": timedelta(hours=hours)}


@pytest.mark.parametrize("state", NOT_UNDER_WAY)
def test_only_a_visit_under_way_can_be_extended_or_said_ok_to(state: VisitState) -> None:
    with pytest.raises(NotUnderWay):
        extended(a_visit(state), at(45), at(20), profile())
    with pytest.raises(NotUnderWay):
        visits.say_ok(a_visit(state), press(by(JAN), at(20)), context(at(20)))


def test_an_ok_before_the_end_leaves_the_times_and_notes_the_contact(protocol: Profile) -> None:
    decision = visits.say_ok(a_visit(), press(by(JAN), at(20)), context(at(20), protocol=protocol))
    assert (visit_of(decision).expected_end, visit_of(decision).last_heard_at) == (at(30), at(20))
    assert OVERDUE not in decision.deadlines
    assert kinds(decision)[0] is EventKind.SAID_OK


@pytest.mark.parametrize(("name", "gives"), [("demo", 1), ("s-hertogenbosch", 15)])
@pytest.mark.parametrize("minutes", [30, 33])
def test_an_ok_from_the_end_on_gives_the_profiles_time_before_the_next_question(
    name: str, gives: int, minutes: int
) -> None:
    decision = visits.say_ok(a_visit(), press(by(JAN), at(minutes)), context(at(minutes), protocol=profile(name)))
    assert visit_of(decision).expected_end == at(minutes + gives)
    assert due(decision, OVERDUE) == at(minutes + gives) + profile(name).watch.grace


def test_one_tap_afterwards_says_how_it_was() -> None:
    decision = visits.feel(by(JAN), Feeling.AMBER)
    assert [(event.kind, event.facts) for event in decision.events] == [(EventKind.FELT, {"feeling": "amber"})]
    assert (decision.visit, decision.notices) == (None, ())


def test_check_out_ends_the_visit_and_all_its_deadlines(protocol: Profile) -> None:
    decision = visits.check_out(a_visit(), press(by(JAN), at(20)), "", None, context(at(20), protocol=protocol))
    ended = visit_of(decision)
    assert (ended.state, ended.ended_at, ended.last_heard_at) == (VisitState.ENDED, at(20), at(20))
    on_visits = {
        DeadlineKind.PLANNED_START, DeadlineKind.CHECK_CALL, DeadlineKind.CHECK_CALL_UNANSWERED,
        DeadlineKind.END_APPROACHING, DeadlineKind.OVERDUE, DeadlineKind.BACK, DeadlineKind.HOME_SAFE,
        DeadlineKind.COMPANION_REMINDER, DeadlineKind.COMPANION_SILENT,
    }  # fmt: skip
    assert {kind for kind, moment in decision.deadlines.items() if moment is None} == on_visits
    assert decision.silenced == ALL_MESSAGES
    assert kinds(decision) == [EventKind.CHECKED_OUT]


@pytest.mark.parametrize("reason", ["", "   "])
def test_check_out_by_a_colleague_only_with_a_reason(reason: str) -> None:
    with pytest.raises(ReasonNeeded):
        visits.check_out(a_visit(), press(by(FATIMA), at(20)), reason, None, context(at(20)))
    told_why = visits.check_out(a_visit(), press(by(FATIMA), at(20)), "zit in de auto", None, context(at(20)))
    assert visit_of(told_why).state is VisitState.ENDED
    assert told_why.events[0].facts["reason"] == "zit in de auto"


def test_a_companion_checks_out_without_a_reason() -> None:
    visit = a_visit(companions=[RUTH])
    decision = visits.check_out(visit, press(by(RUTH), at(20)), "", None, context(at(20)))
    assert visit_of(decision).state is VisitState.ENDED


def test_checking_out_twice_answers_the_same() -> None:
    ended = a_visit(VisitState.ENDED)
    decision = visits.check_out(ended, press(by(JAN), at(20)), "", None, context(at(20)))
    assert (decision.visit, decision.events) == (None, ())


def test_a_planned_visit_cannot_be_checked_out() -> None:
    with pytest.raises(NotUnderWay):
        visits.check_out(a_visit(VisitState.PLANNED), press(by(JAN), at(20)), "", None, context(at(20)))


def gone(return_to: ReturnTo, protocol: Profile) -> datetime | None:
    decision = visits.check_out(a_visit(), press(by(JAN), at(20)), "", return_to, context(at(20), protocol=protocol))
    assert visit_of(decision).return_to is return_to
    return due(decision, HOME_SAFE)


def test_straight_home_starts_home_safe_where_the_profile_wants_it() -> None:
    assert gone(ReturnTo.HOME, with_home_safe(profile())) == at(65)
    assert gone(ReturnTo.OFFICE, with_home_safe(profile())) is None
    assert gone(ReturnTo.HOME, profile()) is None


def test_home_safe_asks_the_worker_then_the_colleague_then_the_manager() -> None:
    visit = a_visit(VisitState.ENDED, return_to=ReturnTo.HOME, check_call=CheckCall.OK)
    asked = []
    for minutes in (75, 85, 95, 105):
        decision = chases.home_safe_passed(visit, context(at(minutes), protocol=with_home_safe(profile())))
        asked.append((told(decision, Template.HOME_SAFE_WORKER), told(decision, Template.HOME_SAFE_DESK)))
        assert due(decision, HOME_SAFE) == at(minutes + 10)
        visit = visit_of(decision)
    assert asked == [({JAN}, set()), (set(), {FATIMA}), (set(), {KARIN}), (set(), {KARIN})]


def test_home_safe_is_over_once_the_worker_is_heard() -> None:
    visit = a_visit(VisitState.ENDED, return_to=ReturnTo.HOME, chased_count=2)
    decision = chases.home_safe_heard(
        visit, press(by(JAN, "sms"), at(70), Pin.RIGHT), context(at(70), protocol=with_home_safe(profile()))
    )
    assert due(decision, HOME_SAFE) is None
    assert kinds(decision) == [EventKind.HOME_SAFE_HEARD]
    assert decision.silenced == {Template.HOME_SAFE_WORKER, Template.HOME_SAFE_DESK}
    assert decision.alarm is None
    assert visit_of(decision).last_heard_at == at(70)


def test_who_went_to_the_office_is_not_asked_whether_they_are_home() -> None:
    visit = a_visit(VisitState.ENDED, return_to=ReturnTo.OFFICE)
    assert chases.home_safe_passed(visit, context(at(75), protocol=with_home_safe(profile()))).notices == ()
