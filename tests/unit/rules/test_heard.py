"""watch-rules.md: the worker is heard, or checks out, while an alarm is open; and what comes in too late."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level, Outcome
from achterwacht.alarms.refusals import AlarmOver
from achterwacht.decision import Decision
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, Pin, Visit, VisitState
from notifications.texts.templates import Template
from tests.support.facts import (
    FATIMA,
    JAN,
    KARIN,
    RUTH,
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
)

STEP, UNRESOLVED, OVERDUE = DeadlineKind.LADDER_STEP, DeadlineKind.UNRESOLVED, DeadlineKind.OVERDUE
LIGHT = [Cause.NOT_BACK, Cause.OVERDUE, Cause.CHECK_CALL]
NOW = at(33)
ABOVE = [(cause, level) for cause in LIGHT for level in (Level.COLLEAGUE, Level.MANAGER, Level.POLICE)] + [
    (cause, level) for cause in Cause if cause not in LIGHT for level in (Level.MANAGER, Level.POLICE)
]


def ok(visit: Visit, pressed: datetime = NOW, protocol: Profile | None = None, pin: Pin = Pin.NOT_SET) -> Decision:
    return visits.say_ok(visit, press(by(JAN), pressed, pin), context(NOW, protocol=protocol or profile()))


def plus(visit: Visit, minutes: float, pressed: datetime = NOW, pin: Pin = Pin.NOT_SET) -> Decision:
    return visits.extend(visit, press(by(JAN), pressed, pin), at(30 + minutes), context(NOW))


def out(visit: Visit, who: UUID = JAN, pressed: datetime = NOW, reason: str = "") -> Decision:
    return visits.check_out(visit, press(by(who), pressed, Pin.RIGHT), reason, None, context(NOW))


def under(cause: Cause, level: Level) -> Visit:
    return a_visit(check_call=CheckCall.OK, alarm=an_alarm(cause, level))


@pytest.mark.parametrize("cause", LIGHT)
def test_heard_while_only_the_worker_was_chased_resolves_the_alarm(protocol: Profile, cause: Cause) -> None:
    decision = ok(under(cause, Level.WORKER), protocol=protocol)
    alarm = alarm_of(decision)
    assert (alarm.outcome, alarm.resolved_by, alarm.resolved_at) == (Outcome.SAFE, JAN, NOW)
    assert (due(decision, STEP), due(decision, UNRESOLVED)) == (None, None)
    assert visit_of(decision).state is VisitState.UNDER_WAY
    assert due(decision, OVERDUE) == NOW + protocol.watch.ok_gives + protocol.watch.grace


@pytest.mark.parametrize("cause", LIGHT)
def test_then_nobody_else_ever_hears_of_it(cause: Cause) -> None:
    visit = under(cause, Level.WORKER)
    assert told(ok(visit)) == told(plus(visit, 15)) == told(out(visit)) == set()


def test_an_extension_while_only_the_worker_was_chased_resolves_it_and_the_visit_goes_on() -> None:
    decision = plus(under(Cause.OVERDUE, Level.WORKER), 15)
    assert alarm_of(decision).outcome is Outcome.SAFE
    assert (visit_of(decision).expected_end, due(decision, OVERDUE)) == (at(45), at(50))


def test_a_check_out_while_only_the_worker_was_chased_resolves_it_and_ends_the_visit() -> None:
    decision = out(under(Cause.OVERDUE, Level.WORKER))
    assert alarm_of(decision).outcome is Outcome.SAFE
    assert visit_of(decision).state is VisitState.ENDED
    assert due(decision, OVERDUE) is None


@pytest.mark.parametrize(("cause", "level"), ABOVE)
def test_an_ok_above_the_worker_is_read_by_everyone_told_and_the_alarm_stays(cause: Cause, level: Level) -> None:
    visit = under(cause, level)
    decision = ok(visit)
    assert decision.alarm is None
    assert STEP not in decision.deadlines
    assert visit.alarm is not None
    assert told(decision, Template.HEARD) == set(visit.alarm.watchers()) != set()
    assert {notice.facts["heard"] for notice in decision.notices} == {"ok"}
    assert EventKind.SAID_OK in kinds(decision)
    assert decision.silenced == frozenset()


@pytest.mark.parametrize(("cause", "level"), ABOVE)
def test_an_extension_above_the_worker_moves_the_times_and_the_alarm_stays(cause: Cause, level: Level) -> None:
    decision = plus(under(cause, level), 15)
    assert decision.alarm is None
    assert (visit_of(decision).expected_end, due(decision, OVERDUE)) == (at(45), at(50))
    assert {(notice.template, notice.facts["heard"], notice.facts["until"]) for notice in decision.notices} == {
        (Template.HEARD, "extended", at(45))
    }


@pytest.mark.parametrize("pin", [Pin.NOT_SET, Pin.RIGHT])
def test_an_extension_by_a_companion_moves_the_times_and_answers_nothing(pin: Pin) -> None:
    """As their "alles goed" does not: the worker is the one who is watched."""
    chased = a_visit(companions=[RUTH], check_call=CheckCall.ASKED, alarm=an_alarm(Cause.OVERDUE, Level.WORKER))
    decision = visits.extend(chased, press(by(RUTH), NOW, pin), at(45), context(NOW, protocol=profile()))
    assert decision.alarm is None
    assert STEP not in decision.deadlines
    assert (visit_of(decision).expected_end, due(decision, OVERDUE)) == (at(45), at(50))
    assert (visit_of(decision).check_call, visit_of(decision).last_heard_at) == (CheckCall.ASKED, NOW)
    watched = replace(chased, alarm=an_alarm(Cause.OVERDUE, Level.COLLEAGUE))
    later = visits.extend(watched, press(by(RUTH), NOW, pin), at(45), context(NOW, protocol=profile()))
    assert {notice.facts["heard"] for notice in later.notices} == {"companion"}


@pytest.mark.parametrize("cause", [Cause.NOT_OK, Cause.PANIC, Cause.DURESS])
def test_a_grave_cause_is_never_answered_by_a_sign_of_life_whatever_its_level(cause: Cause) -> None:
    assert not alarms.answers_by_itself(an_alarm(cause, Level.WORKER))


def test_the_worker_and_companions_are_not_among_those_who_read_it() -> None:
    inside = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, companions=frozenset({RUTH})).also_told([(RUTH, Level.COLLEAGUE)])
    assert told(ok(a_visit(alarm=inside))) == {FATIMA}


@pytest.mark.parametrize("cause", LIGHT)
@pytest.mark.parametrize("level", [Level.WORKER, Level.COLLEAGUE, Level.MANAGER])
def test_check_out_under_a_light_cause_up_to_manager_ends_it_with_the_all_clear(cause: Cause, level: Level) -> None:
    visit = under(cause, level)
    decision = out(visit)
    assert visit.alarm is not None
    assert (alarm_of(decision).outcome, alarm_of(decision).resolved_by) == (Outcome.SAFE, JAN)
    assert visit_of(decision).state is VisitState.ENDED
    assert told(decision, Template.ALL_CLEAR) == set(visit.alarm.watchers())
    assert (due(decision, STEP), due(decision, OVERDUE)) == (None, None)


@pytest.mark.parametrize("cause", LIGHT)
@pytest.mark.parametrize("level", [Level.COLLEAGUE, Level.MANAGER])
def test_a_check_out_by_sms_closes_nothing_that_others_were_told_of(cause: Cause, level: Level) -> None:
    visit, texted = under(cause, level), replace(by(JAN, "sms"), unproven=True)
    decision = visits.check_out(visit, press(texted, NOW, Pin.RIGHT), "", None, context(NOW))
    assert visit.alarm is not None
    assert (decision.alarm, dict(decision.deadlines), decision.silenced) == (None, {}, frozenset())
    assert visit_of(decision).state is VisitState.UNDER_WAY
    assert told(decision, Template.SIGNED_OFF) == set(visit.alarm.watchers()) != set()


GRAVE_OR_HIGH = [(cause, Level.POLICE) for cause in LIGHT] + [
    (cause, level) for cause, level in ABOVE if cause not in LIGHT
]


@pytest.mark.parametrize(("cause", "level"), GRAVE_OR_HIGH)
def test_check_out_otherwise_is_recorded_and_shown_and_the_alarm_stays(cause: Cause, level: Level) -> None:
    visit = under(cause, level)
    decision = out(visit)
    assert visit.alarm is not None
    assert (visit_of(decision).state, visit_of(decision).signed_off_at) == (VisitState.UNDER_WAY, NOW)
    assert decision.alarm is None
    assert told(decision, Template.SIGNED_OFF) == set(visit.alarm.watchers())
    assert kinds(decision)[-1] is EventKind.CHECKED_OUT_UNDER_ALARM
    assert dict(decision.deadlines) == {}


def test_a_check_out_under_a_silent_alarm_seems_to_end_the_visit() -> None:
    decision = out(under(Cause.DURESS, Level.MANAGER))
    assert (visit_of(decision).state, visit_of(decision).shown_ended_at) == (VisitState.UNDER_WAY, NOW)
    assert kinds(decision)[0] is EventKind.CHECKED_OUT
    assert visit_of(out(under(Cause.PANIC, Level.MANAGER))).shown_ended_at is None


def test_a_colleague_who_signs_the_worker_off_is_named_and_is_no_contact_with_the_worker() -> None:
    decision = out(under(Cause.PANIC, Level.MANAGER), FATIMA, reason="zit naast me")
    assert {notice.facts["colleague"] for notice in decision.notices} == {"Fatima Bakker"}
    assert decision.events[0].facts == {"reason": "zit naast me"}
    assert visit_of(decision).last_heard_at == at(0)
    by_the_worker = out(under(Cause.PANIC, Level.MANAGER))
    assert {notice.facts["colleague"] for notice in by_the_worker.notices} == {""}
    assert visit_of(by_the_worker).last_heard_at == NOW


def test_the_workers_loos_alarm_is_a_note_that_asks_for_a_call_back(protocol: Profile) -> None:
    alarm = an_alarm(Cause.PANIC, Level.MANAGER, plan=protocol.plan())
    decision = alarms.call_false(alarm, by(JAN), "per ongeluk")
    assert told(decision, Template.CALLED_FALSE) == {FATIMA, KARIN}
    assert (decision.alarm, dict(decision.deadlines)) == (None, {})
    assert [(event.kind, event.facts) for event in decision.events] == [
        (EventKind.CALLED_FALSE, {"note": "per ongeluk"})
    ]
    with pytest.raises(AlarmOver):
        alarms.call_false(replace(alarm, resolved_at=NOW), by(JAN), "")


OPENED = an_alarm(Cause.OVERDUE, Level.WORKER, opened_at=at(31))


@pytest.mark.parametrize("alarm", [OPENED, an_alarm(Cause.PANIC, Level.MANAGER, opened_at=at(31))])
def test_what_was_pressed_before_an_alarm_opened_never_answers_it(alarm: Alarm) -> None:
    visit = a_visit(alarm=alarm)
    for said, decision in (
        ("ok", ok(visit, at(30, 59))),
        ("extended", plus(visit, 15, at(30, 59))),
        ("signed_off", out(visit, pressed=at(30, 59))),
    ):
        assert decision.alarm is None
        assert STEP not in decision.deadlines
        late = next(event for event in decision.events if event.kind is EventKind.CAME_TOO_LATE)
        assert (late.facts["heard"], late.facts["pressed"]) == (said, at(30, 59))
        assert visit_of(decision).state is VisitState.UNDER_WAY
        assert visit_of(decision).signed_off_at is None


def test_what_was_pressed_as_the_alarm_opened_answers_it() -> None:
    answered = ok(a_visit(alarm=OPENED), at(31))
    assert alarm_of(answered).outcome is Outcome.SAFE
    assert visit_of(answered).expected_end == NOW + profile().watch.ok_gives
    assert visit_of(out(a_visit(alarm=OPENED), pressed=at(31))).state is VisitState.ENDED


def test_a_late_ok_gives_no_time() -> None:
    decision = ok(a_visit(alarm=OPENED), at(30, 59))
    assert visit_of(decision).expected_end == at(30)
    assert OVERDUE not in decision.deadlines


@pytest.mark.parametrize("press", [ok, lambda visit, pressed, pin: plus(visit, 15, pressed, pin)])
def test_a_duress_pin_that_was_pressed_before_the_alarm_opened_still_raises_it(press: object) -> None:
    assert callable(press)
    decision: Decision = press(a_visit(alarm=OPENED), pressed=at(30), pin=Pin.DURESS)
    assert alarm_of(decision).cause is Cause.DURESS
    assert told(decision) == {FATIMA, KARIN}


def test_the_last_contact_is_when_it_was_pressed_and_not_when_it_came_in() -> None:
    assert visit_of(ok(a_visit(), at(12))).last_heard_at == at(12)
    assert visit_of(ok(a_visit(last_heard_at=at(20)), at(12))).last_heard_at == at(20)
    assert visit_of(out(a_visit(), pressed=at(12))).last_heard_at == at(12)


def test_nothing_is_heard_of_an_alarm_that_is_closed() -> None:
    closed = an_alarm(Cause.OVERDUE, Level.COLLEAGUE, resolved_at=at(32))
    decision = alarms.heard(closed, press(by(JAN), NOW), {"heard": "ok"}, context(NOW))
    assert (decision.alarm, decision.notices, decision.events) == (None, (), ())
