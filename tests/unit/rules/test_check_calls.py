"""watch-rules.md, "Without an open alarm": the check call."""

from datetime import timedelta
from uuid import UUID

import pytest

from achterwacht.alarms.facts import Cause, Level, Skip
from achterwacht.check_calls import rules as check_calls
from achterwacht.check_calls.rules import PROMPTS, CheckCallOver, NotYourOwn
from achterwacht.code_purposes import CodePurpose
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.watching import CheckCallWay
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, CheckCallResult, Pin, Visit, VisitState
from achterwacht.visits.refusals import NotUnderWay
from notifications.texts.templates import Template
from tests.support.facts import (
    ALI,
    CALL,
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
    changed,
    context,
    due,
    kinds,
    people,
    press,
    profile,
    told,
    visit_of,
    ways,
)

UNANSWERED = DeadlineKind.CHECK_CALL_UNANSWERED
ASKED = a_visit(check_call=CheckCall.ASKED, asked_count=1)
ASKED_TWICE = a_visit(check_call=CheckCall.ASKED, asked_count=2)
PROMPT, RING = Template.CHECK_CALL_COLLEAGUE, Template.CHECK_CALL_WORKER


@pytest.mark.parametrize(
    ("given", "prompted", "rung"),
    [
        ([CheckCallWay.ASK_COLLEAGUE], {FATIMA}, set()),
        ([CheckCallWay.PHONE_WORKER], set(), {JAN}),
        ([CheckCallWay.ASK_COLLEAGUE, CheckCallWay.PHONE_WORKER], {FATIMA}, {JAN}),
    ],
)
def test_a_check_call_prompts_the_colleague_or_phones_the_worker_or_both_as_the_profile_says(
    given: list[CheckCallWay], prompted: set[UUID], rung: set[UUID]
) -> None:
    protocol = changed(profile(), "check_call", ways=given)
    decision = check_calls.check_call_due(a_visit(), context(at(10), people(second=[ALI]), protocol))
    assert told(decision, PROMPT) == prompted
    assert told(decision, RING) == rung
    assert visit_of(decision).check_call is CheckCall.ASKED
    assert kinds(decision) == [EventKind.CHECK_CALL_ASKED]


@pytest.mark.parametrize(("name", "wait"), [("demo", timedelta(seconds=20)), ("s-hertogenbosch", timedelta(minutes=5))])
def test_an_asked_check_call_waits_for_its_answer(name: str, wait: timedelta) -> None:
    decision = check_calls.check_call_due(a_visit(), context(at(10), protocol=profile(name)))
    assert due(decision, UNANSWERED) == at(10) + wait
    assert due(decision, DeadlineKind.CHECK_CALL) is None


def test_the_prompt_is_an_sms_with_a_code_and_the_workers_phone_rings_without_one() -> None:
    decision = check_calls.check_call_due(a_visit(), context(at(1), protocol=profile("demo")))
    prompt, ring = decision.notices
    assert (prompt.person, ways(decision, FATIMA), prompt.code) == (FATIMA, SMS, CodePurpose.CHECK_CALL)
    assert (ring.person, ways(decision, JAN), ring.code) == (JAN, CALL, None)


@pytest.mark.parametrize("skip", [{FATIMA: Skip.ABSENT}, {FATIMA: Skip.ON_VISIT}, {FATIMA: Skip.NO_NUMBER}])
def test_with_nobody_on_duty_to_ask_the_worker_is_phoned_all_the_same(skip: dict[UUID, Skip]) -> None:
    decision = check_calls.check_call_due(a_visit(), context(at(10), people(skip=skip)))
    assert told(decision) == {JAN}


def test_a_companion_is_never_asked_about_the_own_visit() -> None:
    decision = check_calls.check_call_due(a_visit(companions=[RUTH]), context(at(10), people(first=[RUTH, ALI])))
    assert told(decision, PROMPT) == {ALI}


def test_a_check_call_due_while_an_alarm_is_open_is_dropped_and_said() -> None:
    visit = a_visit(alarm=an_alarm(Cause.PANIC, Level.MANAGER))
    decision = check_calls.check_call_due(visit, context(at(10)))
    assert visit_of(decision).check_call is CheckCall.DROPPED
    assert kinds(decision) == [EventKind.CHECK_CALL_DROPPED]
    assert told(decision) == set()


@pytest.mark.parametrize("call", [CheckCall.OK, CheckCall.ASKED, CheckCall.DROPPED, CheckCall.NONE])
def test_a_check_call_is_asked_only_once(call: CheckCall) -> None:
    assert check_calls.check_call_due(a_visit(check_call=call), context(at(10))).notices == ()


def test_a_check_call_after_the_check_out_asks_nobody() -> None:
    ended = a_visit(VisitState.ENDED, check_call=CheckCall.PLANNED)
    assert check_calls.check_call_due(ended, context(at(10))).notices == ()


@pytest.mark.parametrize("visit", [ASKED, a_visit(check_call=CheckCall.PLANNED)])
def test_check_call_ok_by_the_colleague_is_done_and_shown(visit: Visit) -> None:
    decision = check_calls.report(visit, by(FATIMA), CheckCallResult.OK, "vrolijk", context(at(11)))
    assert (visit_of(decision).check_call, visit_of(decision).last_heard_at) == (CheckCall.OK, at(11))
    assert due(decision, UNANSWERED) is None
    assert due(decision, DeadlineKind.CHECK_CALL) is None
    assert kinds(decision) == [EventKind.CHECK_CALL_OK]
    assert decision.events[0].facts == {"note": "vrolijk"}
    assert decision.silenced == PROMPTS
    assert decision.alarm is None


@pytest.mark.parametrize(("counts", "state"), [(True, CheckCall.OK), (False, CheckCall.ASKED)])
def test_heard_answers_the_check_call_only_where_the_profile_accepts_it(counts: bool, state: CheckCall) -> None:
    protocol = changed(profile(), "check_call", heard_counts=counts)
    decision = visits.say_ok(ASKED, press(by(JAN), at(11), Pin.RIGHT), context(at(11), protocol=protocol))
    assert visit_of(decision).check_call is state
    assert (UNANSWERED in decision.deadlines) is counts
    assert (decision.silenced == PROMPTS) is counts


def test_the_demo_accepts_heard_and_s_hertogenbosch_wants_a_voice() -> None:
    counts = [one.check_call.heard_counts for one in (profile("demo"), profile()) if one.check_call]
    assert counts == [True, False]


def test_an_extension_answers_the_check_call_too() -> None:
    decision = visits.extend(
        ASKED, press(by(JAN), at(11), Pin.RIGHT), at(45), context(at(11), protocol=profile("demo"))
    )
    assert visit_of(decision).check_call is CheckCall.OK
    assert visit_of(decision).expected_end == at(45)


def test_after_the_clock_was_set_back_an_extension_makes_the_check_call_no_later() -> None:
    """It would come so long after a start that lies ahead."""
    visit, protocol = a_visit(), profile("s-hertogenbosch")
    wait = visits.call_after(visit, protocol)
    assert wait is not None
    for now in (at(-60), at(1)):
        decision = visits.extend(visit, press(by(JAN), now, Pin.RIGHT), at(45), context(now, protocol=protocol))
        assert due(decision, DeadlineKind.CHECK_CALL) == min(now, at(0)) + wait


def test_check_call_not_ok_opens_an_alarm_at_the_manager(protocol: Profile) -> None:
    decision = check_calls.report(ASKED, by(FATIMA), CheckCallResult.NOT_OK, "", context(at(11), protocol=protocol))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.NOT_OK, Level.MANAGER)
    assert told(decision, Template.ALARM_NOT_OK) == {KARIN}
    assert told(decision) == {KARIN}
    assert visit_of(decision).check_call is CheckCall.NOT_OK
    assert due(decision, UNANSWERED) is None


def test_a_worker_who_does_not_answer_the_colleague_opens_an_alarm_at_the_manager(protocol: Profile) -> None:
    decision = check_calls.report(ASKED, by(FATIMA), CheckCallResult.NO_ANSWER, "", context(at(11), protocol=protocol))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.CHECK_CALL, Level.MANAGER)
    assert told(decision) == {KARIN}
    assert visit_of(decision).check_call is CheckCall.NO_ANSWER


def test_unanswered_phones_the_worker_and_prompts_the_second_on_duty(protocol: Profile) -> None:
    decision = check_calls.unanswered(ASKED, context(at(15), people(second=[ALI]), protocol))
    assert told(decision, PROMPT) == {ALI}
    assert told(decision, RING) == {JAN}
    assert protocol.check_call is not None
    assert due(decision, UNANSWERED) == at(15) + protocol.check_call.answer_within
    assert visit_of(decision).asked_count == 2
    assert decision.alarm is None


def test_unanswered_without_a_second_asks_the_first_again() -> None:
    assert told(check_calls.unanswered(ASKED, context(at(15))), PROMPT) == {FATIMA}


def test_unanswered_after_the_same_time_again_opens_an_alarm_at_the_colleague(protocol: Profile) -> None:
    decision = check_calls.unanswered(ASKED_TWICE, context(at(20), people(second=[ALI]), protocol))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.CHECK_CALL, Level.COLLEAGUE)
    assert told(decision, Template.ALARM_CHECK_CALL) == {FATIMA, ALI}
    assert told(decision) == {FATIMA, ALI}
    assert visit_of(decision).check_call is CheckCall.NO_ANSWER
    assert kinds(decision)[0] is EventKind.CHECK_CALL_UNANSWERED


def test_unanswered_while_an_alarm_is_open_is_dropped_and_said() -> None:
    visit = a_visit(check_call=CheckCall.ASKED, asked_count=2, alarm=an_alarm(Cause.PANIC, Level.MANAGER))
    decision = check_calls.unanswered(visit, context(at(20)))
    assert (visit_of(decision).check_call, decision.alarm) == (CheckCall.DROPPED, None)
    assert kinds(decision) == [EventKind.CHECK_CALL_DROPPED]


def test_unanswered_after_it_was_answered_does_nothing() -> None:
    decision = check_calls.unanswered(a_visit(check_call=CheckCall.OK, asked_count=2), context(at(20)))
    assert (decision.alarm, decision.notices, decision.events) == (None, (), ())


def test_alles_goed_asked_now_is_as_a_check_call_at_once(protocol: Profile) -> None:
    decision = check_calls.ask_now(a_visit(), by(FATIMA), context(at(3), protocol=protocol))
    assert told(decision) == {JAN}
    assert ways(decision, JAN) == CALL
    assert protocol.check_call is not None
    assert due(decision, UNANSWERED) == at(3) + protocol.check_call.answer_within
    assert visit_of(decision).check_call is CheckCall.ASKED
    assert [(event.kind, event.by) for event in decision.events] == [(EventKind.ASKED_NOW, FATIMA)]


def test_alles_goed_is_not_asked_under_an_alarm_or_when_nobody_is_under_way() -> None:
    with pytest.raises(CheckCallOver):
        check_calls.ask_now(a_visit(alarm=an_alarm()), by(FATIMA), context(at(31)))
    with pytest.raises(NotUnderWay):
        check_calls.ask_now(a_visit(VisitState.ENDED), by(FATIMA), context(at(31)))


@pytest.mark.parametrize("person", [JAN, RUTH])
def test_those_inside_do_not_report_their_own_check_call(person: UUID) -> None:
    visit = a_visit(check_call=CheckCall.ASKED, companions=[RUTH])
    with pytest.raises(NotYourOwn):
        check_calls.report(visit, by(person), CheckCallResult.OK, "", context(at(11)))


def test_under_an_alarm_a_check_call_is_answered_as_the_alarm() -> None:
    with pytest.raises(CheckCallOver):
        check_calls.report(a_visit(alarm=an_alarm()), by(FATIMA), CheckCallResult.OK, "", context(at(31)))


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.ENDED, VisitState.CANCELLED])
def test_a_check_call_is_about_a_visit_under_way(state: VisitState) -> None:
    with pytest.raises(NotUnderWay):
        check_calls.report(a_visit(state), by(FATIMA), CheckCallResult.OK, "", context(at(11)))


def test_an_opt_out_by_a_worker_under_way_starts_a_call() -> None:
    decision = check_calls.opted_out(a_visit(), by(JAN, "sms"), context(at(3)))
    assert (told(decision), ways(decision, JAN)) == ({JAN}, CALL)
    assert [(event.kind, event.by) for event in decision.events] == [(EventKind.OPTED_OUT, JAN)], "nobody asked by SMS"
    under_alarm = check_calls.opted_out(a_visit(alarm=an_alarm()), by(JAN, "sms"), context(at(31)))
    assert (told(under_alarm), under_alarm.visit, kinds(under_alarm)) == ({JAN}, None, [EventKind.OPTED_OUT])
    assert check_calls.opted_out(a_visit(VisitState.ENDED), by(JAN, "sms"), context(at(3))).notices == ()
