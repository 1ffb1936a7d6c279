"""What holds for the pure rules whatever they are given."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Cause, Level, Outcome, People, PoliceCall, Skip, Told
from achterwacht.check_calls import rules as check_calls
from achterwacht.decision import Decision, Event, Notice
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.refused import RuleBroken
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, CheckCallResult, Pin, Visit
from notifications.intents import Intent
from notifications.replies import read_sms
from notifications.texts.templates import ALL_MESSAGES, LADDER_ALARMS, Template
from tests.support.facts import (
    ALI,
    ANNE,
    FATIMA,
    JAN,
    KARIN,
    MO,
    RUTH,
    START,
    a_visit,
    alarm_of,
    an_alarm,
    by,
    context,
    people,
    press,
    profile,
)

OUTSIDE = (FATIMA, ALI, KARIN, MO)
STEP, OVERDUE = DeadlineKind.LADDER_STEP, DeadlineKind.OVERDUE
somebody = st.sampled_from([JAN, RUTH, *OUTSIDE])
seconds = st.integers(0, 6 * 3600)
moments = seconds.map(lambda late: START + timedelta(seconds=late))
protocols = st.sampled_from([profile("demo"), profile()])
groups = st.lists(somebody, unique=True, max_size=4)
skips = st.dictionaries(somebody, st.sampled_from([Skip.ABSENT, Skip.ON_VISIT, Skip.NO_NUMBER]), max_size=6)
crowds = st.builds(
    lambda first, second, managers, everyone, skip: people(
        first=first, second=second, managers=managers, everyone=everyone, administrators=[ANNE], skip=skip
    ),
    groups, groups, groups, groups, skips,
)  # fmt: skip


@st.composite
def open_alarms(draw: st.DrawFn, taken: bool | None = False) -> Alarm:
    told = draw(st.dictionaries(st.sampled_from([JAN, *OUTSIDE]), st.sampled_from(Level), max_size=5))
    taker = draw(st.sampled_from(OUTSIDE)) if taken else None
    alarm = an_alarm(draw(st.sampled_from(Cause)), draw(st.sampled_from(Level)), told=told, taker=taker)
    out = [Told(one.person, one.level, draw(st.booleans()), draw(st.booleans())) for one in alarm.told]
    plan = draw(protocols).plan()
    rounds = draw(st.integers(0, 3)) if alarm.level is Level.POLICE else 0
    companions = draw(st.frozensets(st.just(RUTH)))
    return replace(alarm, told=tuple(out), rounds=rounds, plan=plan, companions=companions)


@st.composite
def visits_under_way(draw: st.DrawFn, alarm: st.SearchStrategy[Alarm | None] | None = None) -> Visit:
    minutes = draw(st.integers(1, 230))
    call = draw(st.sampled_from([CheckCall.PLANNED, CheckCall.ASKED, CheckCall.OK, CheckCall.NO_ANSWER]))
    open_alarm = draw(alarm) if alarm is not None else None
    return a_visit(minutes=minutes, check_call=call, asked_count=draw(st.integers(0, 2)), alarm=open_alarm)


def goes_on(decision: Decision, alarm: Alarm, now: datetime) -> None:
    """The ladder has a next moment, and either told somebody or told everyone there is."""
    due = decision.deadlines[STEP]
    assert due is not None
    assert due >= now
    everyone = decision.events[-1].kind is EventKind.EVERYONE_TOLD
    assert decision.notices or everyone
    assert alarm_of(decision).level.height >= alarm.level.height
    inside = {alarm.worker, *alarm.companions}
    assert not {notice.person for notice in decision.notices if notice.level is not Level.WORKER} & inside


@given(open_alarms(), crowds, moments)
def test_a_climb_always_tells_somebody_or_everyone_and_always_has_a_next_deadline(
    alarm: Alarm, crowd: People, now: datetime
) -> None:
    goes_on(alarms.climb(alarm, context(now, crowd)), alarm, now)


@given(open_alarms(), crowds, moments)
def test_an_alarm_that_opens_always_tells_somebody_or_everyone_and_has_a_next_deadline(
    alarm: Alarm, crowd: People, now: datetime
) -> None:
    fresh = replace(alarm, told=(), rounds=0)
    goes_on(alarms.open_alarm(fresh, context(now, crowd)), fresh, now)


@given(open_alarms(taken=True), crowds, moments)
def test_an_acknowledgement_that_lapses_always_goes_on(alarm: Alarm, crowd: People, now: datetime) -> None:
    decision = alarms.unresolved(alarm, context(now, crowd))
    assert alarm_of(decision).acknowledged_by is None
    goes_on(decision, alarm, now)


@given(open_alarms() | open_alarms(taken=True), st.sampled_from(Cause), st.sampled_from(Level), crowds, moments)
def test_another_cause_never_lowers_an_alarm(
    alarm: Alarm, cause: Cause, level: Level, crowd: People, now: datetime
) -> None:
    decision = alarms.raise_alarm(alarm, cause, level, context(now, crowd))
    if decision.alarm is not None:
        assert decision.alarm.cause.gravity > alarm.cause.gravity
        goes_on(decision, alarm, now)


@given(open_alarms() | open_alarms(taken=True), somebody, crowds, moments, st.sampled_from(["take", "no", "police"]))
def test_whoever_answers_the_alarm_has_a_next_deadline_and_nobody_inside_takes_it(
    alarm: Alarm, person: UUID, crowd: People, now: datetime, answer: str
) -> None:
    try:
        match answer:
            case "take":
                decision = alarms.acknowledge(alarm, by(person), context(now, crowd))
            case "no":
                decision = alarms.decline(alarm, by(person), context(now, crowd))
            case _:
                decision = alarms.call_police(alarm, by(person), PoliceCall("112", ""), context(now, crowd))
    except RuleBroken:
        return
    after = decision.alarm or alarm
    assert after.open
    assert not after.of_the_visit(after.acknowledged_by or FATIMA)
    held = after.acknowledged_by is not None and alarm.acknowledged_by is None
    assert decision.deadlines.get(DeadlineKind.UNRESOLVED) is not None or not held
    freed = alarm.acknowledged_by is not None and after.acknowledged_by is None
    assert decision.deadlines.get(STEP) is not None or not freed


@given(open_alarms() | open_alarms(taken=True), somebody, crowds, moments, st.data())
def test_who_is_known_by_a_number_alone_never_makes_an_alarm_quieter(
    alarm: Alarm, person: UUID, crowd: People, now: datetime, data: st.DataObject
) -> None:
    forged = replace(by(person, "sms"), unproven=True)
    try:
        match data.draw(st.sampled_from(["take", "no", "police", "close", "pass on", "well", "along"])):
            case "take":
                decision = alarms.acknowledge(alarm, forged, context(now, crowd))
            case "no":
                decision = alarms.decline(alarm, forged, context(now, crowd))
            case "police":
                decision = alarms.call_police(alarm, forged, PoliceCall("112", ""), context(now, crowd))
            case "close":
                decision = alarms.resolve(alarm, forged, data.draw(st.sampled_from(Outcome)), "", context(now))
            case "pass on":
                decision = alarms.pass_on(alarm, forged, crowd.worker)
            case "well":
                decision = alarms.heard(alarm, press(forged, now), {"heard": "ok"}, context(now))
            case _:
                decision = alarms.companion_heard(alarm, forged)
    except RuleBroken:
        return
    _no_quieter(alarm, decision)


@given(visits_under_way(open_alarms() | open_alarms(taken=True)), protocols, crowds, seconds, st.data())
def test_what_the_worker_texts_never_makes_an_alarm_quieter_that_others_were_told_of(
    visit: Visit, protocol: Profile, crowd: People, late: int, data: st.DataObject
) -> None:
    now, forged = START + timedelta(seconds=late), replace(by(JAN, "sms"), unproven=True)
    pin = data.draw(st.sampled_from([Pin.NOT_SET, Pin.RIGHT]))
    try:
        match data.draw(st.sampled_from(["ok", "extend", "out", "report"])):
            case "ok":
                decision = visits.say_ok(visit, press(forged, now, pin), context(now, crowd, protocol))
            case "extend":
                until = now + timedelta(minutes=data.draw(st.integers(1, 60)))
                decision = visits.extend(visit, press(forged, now, pin), until, context(now, crowd, protocol))
            case "out":
                decision = visits.check_out(visit, press(forged, now, pin), "", None, context(now, crowd, protocol))
            case _:
                watcher = replace(by(FATIMA, "sms"), unproven=True)
                decision = check_calls.report(visit, watcher, CheckCallResult.OK, "", context(now, crowd, protocol))
    except RuleBroken:
        return
    assert visit.alarm is not None
    _no_quieter(visit.alarm, decision)


def _no_quieter(alarm: Alarm, decision: Decision) -> None:
    """Open as before, nobody has it who had not, its step stays due, and what others would be told still leaves."""
    if not alarm.watchers():
        return
    after = decision.alarm or alarm
    assert after.open
    assert after.acknowledged_by in (None, alarm.acknowledged_by)
    assert decision.deadlines.get(STEP, alarm.opened_at) is not None
    assert not decision.silenced & (LADDER_ALARMS | {Template.POLICE})


@given(open_alarms(), st.sampled_from(OUTSIDE), crowds, moments)
def test_a_bare_word_leaves_the_next_step_as_it_was_and_is_read_by_who_is_told_next(
    alarm: Alarm, person: UUID, crowd: People, now: datetime
) -> None:
    said = alarms.acknowledge(alarm, replace(by(person, "sms"), unproven=True), context(now, crowd))
    assert (alarm_of(said).unproven_by, said.deadlines, said.notices) == (person, {}, ())
    assert [event.kind for event in said.events] == [EventKind.TAKEN_WITHOUT_CODE]
    assert alarms.climb(alarm_of(said), context(now, crowd)).notices == alarms.climb(alarm, context(now, crowd)).notices
    taken = alarm_of(alarms.acknowledge(alarm_of(said), by(FATIMA), context(now, crowd)))
    assert (taken.acknowledged_by, taken.unproven_by) == (FATIMA, None)


@given(open_alarms() | open_alarms(taken=True), st.sampled_from(OUTSIDE), st.sampled_from(Outcome), moments)
def test_closing_leaves_no_step_and_tells_only_those_outside(
    alarm: Alarm, person: UUID, outcome: Outcome, now: datetime
) -> None:
    decision = alarms.resolve(alarm, by(person), outcome, "", context(now))
    assert (decision.deadlines[STEP], decision.deadlines[DeadlineKind.UNRESOLVED]) == (None, None)
    assert {notice.person for notice in decision.notices} == set(alarm.watchers())
    assert {notice.template for notice in decision.notices} <= {Template.ALL_CLEAR}


@given(visits_under_way(), protocols, moments)
def test_a_visit_under_way_always_has_an_overdue_deadline_after_its_end(
    visit: Visit, protocol: Profile, now: datetime
) -> None:
    asked = visits.watch_deadlines(visit, context(now, protocol=protocol))
    assert asked[OVERDUE] == visit.expected_end + protocol.watch.grace
    for kind in (DeadlineKind.END_APPROACHING, DeadlineKind.CHECK_CALL):
        due = asked.get(kind)
        assert due is None or now < due < visit.expected_end


@given(visits_under_way(st.none() | open_alarms()), protocols, crowds, seconds, st.integers(0, 3600), st.data())
def test_whatever_is_pressed_on_a_visit_under_way_it_is_watched_or_over(
    visit: Visit, protocol: Profile, crowd: People, late: int, age: int, data: st.DataObject
) -> None:
    now, jan, pin = START + timedelta(seconds=late), by(JAN), data.draw(st.sampled_from(Pin))
    pressed = now - timedelta(seconds=age)
    before = dict(visits.watch_deadlines(visit, context(START, protocol=protocol)))
    try:
        match data.draw(st.sampled_from(["ok", "extend", "out", "report", "unanswered", "overdue"])):
            case "ok":
                decision = visits.say_ok(visit, press(jan, pressed, pin), context(now, crowd, protocol))
            case "extend":
                until = now + timedelta(minutes=data.draw(st.integers(-10, 60)))
                decision = visits.extend(visit, press(jan, pressed, pin), until, context(now, crowd, protocol))
            case "out":
                decision = visits.check_out(visit, press(jan, pressed, pin), "", None, context(now, crowd, protocol))
            case "report":
                result = data.draw(st.sampled_from(CheckCallResult))
                decision = check_calls.report(visit, by(FATIMA), result, "", context(now, crowd, protocol))
            case "unanswered":
                decision = check_calls.unanswered(visit, context(now, crowd, protocol))
            case _:
                del before[OVERDUE]
                decision = visits.overdue(visit, context(now, crowd, protocol))
    except RuleBroken:
        return
    after = decision.visit or visit
    alarm = decision.alarm or visit.alarm
    watched = ({**before, **decision.deadlines}).get(OVERDUE) is not None or (alarm is not None and alarm.open)
    assert watched is after.under_way or (not after.under_way and alarm is not None and alarm.open)
    if pin is Pin.DURESS and decision.events and EventKind.ALARM_OPENED in {event.kind for event in decision.events}:
        assert JAN not in {notice.person for notice in decision.notices} or alarm is None or not alarm.cause.pressed


notices = st.builds(Notice, somebody, st.sampled_from(Template), st.just(()), st.integers(0, 100))
decisions = st.builds(
    Decision,
    visit=st.none() | visits_under_way(),
    alarm=st.none() | open_alarms(),
    events=st.lists(st.builds(Event, st.sampled_from(EventKind)), max_size=2).map(tuple),
    deadlines=st.dictionaries(st.sampled_from(DeadlineKind), st.none() | moments, max_size=3),
    notices=st.lists(notices, max_size=2).map(tuple),
    silenced=st.sets(st.sampled_from(sorted(ALL_MESSAGES)), max_size=2).map(frozenset),
)


@given(decisions, decisions, decisions)
def test_decisions_add_up_in_whatever_order_they_are_bracketed(one: Decision, two: Decision, three: Decision) -> None:
    assert (one + two) + three == one + (two + three)


@given(decisions)
def test_nothing_added_changes_nothing(one: Decision) -> None:
    assert one + Decision() == Decision() + one == one


@given(decisions, decisions)
def test_what_comes_later_wins_and_nothing_told_is_lost(one: Decision, two: Decision) -> None:
    both = one + two
    assert both.events == one.events + two.events
    assert both.notices == one.notices + two.notices
    for kind, due in both.deadlines.items():
        assert due == (two if kind in two.deadlines else one).deadlines[kind]
    assert both.visit is (two.visit or one.visit)


@given(st.text())
@example("+٩٩٩")
@example("ok ¹")
@example("\x00")
def test_reading_an_sms_never_fails(body: str) -> None:
    reply = read_sms(body)
    assert reply.minutes is None or 0 <= reply.minutes <= 999
    assert reply.intent is not Intent.EXTEND or reply.minutes is not None


NO_LETTER = st.characters().filter(lambda one: one.isdecimal() or not (one.isalnum() or one.upper() != one))


@given(st.text(), NO_LETTER, st.sampled_from(["nood", "help", "sos", "Hulp", "NOOD", "hElP"]), NO_LETTER, st.text())
def test_a_word_for_help_anywhere_in_a_text_wins(before: str, left: str, word: str, right: str, after: str) -> None:
    assert read_sms(f"{before}{left}{word}{right}{after}").intent is Intent.PANIC
    assert read_sms(word).intent is Intent.PANIC
