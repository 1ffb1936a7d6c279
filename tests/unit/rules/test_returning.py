"""The way back: how long somebody is waited for, at the office or at the next stop, and what ends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.alarms.facts import Cause, Level, Outcome, People
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.watching import SigningOff
from achterwacht.refused import RuleBroken
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Onward, Pin, ReturnTo, Stop, Visit, VisitState
from achterwacht.visits.refusals import BackBeforeEnd, BackTooLate, EndNotLater, NotOnTheWayBack, ReasonNeeded
from notifications.texts.templates import Template
from tests.support.facts import (
    FATIMA,
    JAN,
    KARIN,
    a_visit,
    alarm_of,
    an_alarm,
    at,
    by,
    context,
    due,
    kinds,
    people,
    press,
    profile,
    told,
    visit_of,
    with_home_safe,
)

BACK, HOME_SAFE = DeadlineKind.BACK, DeadlineKind.HOME_SAFE
BRUSSELS = timezone(timedelta(hours=1))
WAITS = profile("heusden-zolder")
AFTER = timedelta(minutes=45)
GRACE = WAITS.watch.grace
GONE = at(20)
CLOSING = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # 17:00 there


def out(
    visit: Visit | None = None,
    now: datetime = GONE,
    return_to: ReturnTo | None = ReturnTo.OFFICE,
    onward: Onward | None = None,
    protocol: Profile = WAITS,
    pin: Pin = Pin.NOT_SET,
) -> Visit:
    onward = onward or Onward(BRUSSELS)
    decision = visits.check_out(
        visit or a_visit(), press(by(JAN), now, pin), "", return_to, context(now, protocol=protocol), onward
    )
    return visit_of(decision)


def on_the_way(**more: Any) -> Visit:
    """Over since 20, and waited for until 65."""
    return replace(out(), **more)


def test_who_goes_to_the_office_is_waited_for_so_long_after_the_visit() -> None:
    decision = visits.check_out(
        a_visit(), press(by(JAN), at(20)), "", None, context(at(20), protocol=WAITS), Onward(BRUSSELS)
    )
    assert visit_of(decision).awaited_by == at(65)
    assert due(decision, BACK) == at(65) + GRACE
    assert visit_of(decision).on_the_way
    assert told(decision, Template.VISIT_FINISHED) == {FATIMA}


@pytest.mark.parametrize(
    ("more", "return_to", "onward"),
    [
        ({}, ReturnTo.HOME, Onward(BRUSSELS)),
        ({}, ReturnTo.OFFICE, Onward(BRUSSELS, elsewhere=True)),
    ],
)
def test_straight_home_or_elsewhere_nobody_waits_at_the_office(
    more: dict[str, object], return_to: ReturnTo, onward: Onward
) -> None:
    assert out(return_to=return_to, onward=onward).awaited_by is None
    assert out(protocol=profile("s-hertogenbosch")).awaited_by is None, "nor where the protocol does not ask it"


def test_what_was_said_beforehand_counts_but_never_further_than_anybody_waits() -> None:
    assert out(a_visit(back_by=at(120))).awaited_by == at(120)
    assert out(a_visit(back_by=at(30))).awaited_by == at(65), "they still have to travel"
    assert out(a_visit(back_by=at(600))).awaited_by == at(20) + WAITS.watch.longest_visit


def test_a_stop_too_soon_to_go_to_the_office_between_is_where_they_are_waited_for() -> None:
    stop = Stop(at(80), "Kerkstraat 1")
    on = out(onward=Onward(BRUSSELS, stop=stop))
    assert (on.heading_to, on.awaited_by) == ("Kerkstraat 1", at(80) + AFTER)
    late = out(onward=Onward(BRUSSELS, stop=Stop(at(5), "Kerkstraat 1")))
    assert (late.heading_to, late.awaited_by) == ("Kerkstraat 1", at(65))
    after_the_office = out(onward=Onward(BRUSSELS, stop=Stop(at(111), "Kerkstraat 1")))
    assert (after_the_office.heading_to, after_the_office.awaited_by) == (None, at(65))


def test_who_did_not_say_where_to_is_not_waited_for_at_an_office_that_is_closed() -> None:
    visit = a_visit(started_at=CLOSING - timedelta(hours=1))
    unsaid = out(visit, CLOSING - timedelta(minutes=44), None)
    assert (unsaid.return_to, unsaid.awaited_by) == (ReturnTo.HOME, None)
    assert out(visit, CLOSING - timedelta(minutes=46), None).awaited_by == CLOSING - timedelta(minutes=1)
    assert out(visit, CLOSING, ReturnTo.OFFICE).awaited_by == CLOSING + AFTER, "who says so is"
    saturday = CLOSING + timedelta(hours=20)
    assert out(a_visit(started_at=saturday), saturday + timedelta(hours=1), None).return_to is ReturnTo.HOME


def test_not_back_in_time_starts_with_the_worker() -> None:
    decision = visits.not_back(on_the_way(), context(at(70), protocol=WAITS))
    assert (alarm_of(decision).cause, alarm_of(decision).level) == (Cause.NOT_BACK, Level.WORKER)
    assert told(decision) == {JAN}
    assert kinds(decision)[0] is EventKind.NOT_BACK
    for quiet in (on_the_way(returned_at=at(60)), a_visit(), on_the_way(awaited_by=None)):
        assert visits.not_back(quiet, context(at(70), protocol=WAITS)).notices == ()


@pytest.mark.parametrize("to", ReturnTo)
def test_back_or_straight_home_ends_it(to: ReturnTo) -> None:
    now, home = at(40), with_home_safe(WAITS)
    decision = visits.back(on_the_way(), press(by(JAN), now), "", to, context(now, protocol=home))
    assert (visit_of(decision).returned_at, visit_of(decision).return_to) == (now, to)
    assert due(decision, BACK) is None
    assert due(decision, HOME_SAFE) == (now + timedelta(minutes=45) if to is ReturnTo.HOME else None)
    again = visits.back(visit_of(decision), press(by(JAN), at(41)), "", to, context(at(41), protocol=home))
    assert (again.visit, again.events) == (None, ())
    there = visits.back(on_the_way(), press(by(JAN), now), "", to, context(now, protocol=home), at_home=True)
    assert due(there, HOME_SAFE) is None


def test_somebody_else_says_how_they_know() -> None:
    now = at(40)
    with pytest.raises(ReasonNeeded):
        visits.back(on_the_way(), press(by(FATIMA), now), " ", ReturnTo.OFFICE, context(now, protocol=WAITS))
    with pytest.raises(NotOnTheWayBack):
        visits.back(a_visit(), press(by(JAN), now), "", ReturnTo.OFFICE, context(now, protocol=WAITS))


LIGHT_AND_LOW = [(Level.WORKER, True), (Level.COLLEAGUE, True), (Level.MANAGER, True), (Level.POLICE, False)]


@pytest.mark.parametrize(("level", "closes"), LIGHT_AND_LOW)
@pytest.mark.parametrize("unproven", [False, True])
def test_what_back_does_to_an_alarm_is_what_a_check_out_does(level: Level, closes: bool, unproven: bool) -> None:
    alarm = an_alarm(Cause.NOT_BACK, level, opened_at=at(70))
    who = replace(by(JAN, "sms" if unproven else "app"), unproven=unproven)
    decision = visits.back(
        on_the_way(alarm=alarm), press(who, at(75)), "", ReturnTo.OFFICE, context(at(75), protocol=WAITS)
    )
    if closes and not (unproven and level is not Level.WORKER):
        assert alarm_of(decision).outcome is Outcome.SAFE
    else:
        assert decision.alarm is None
        assert told(decision, Template.SIGNED_OFF) == set(alarm.watchers())
    early = visits.back(
        on_the_way(alarm=alarm), press(who, at(69)), "", ReturnTo.OFFICE, context(at(75), protocol=WAITS)
    )
    assert (early.alarm, visit_of(early).returned_at) == (None, None), "pressed before the alarm it answers nothing"


def test_with_the_duress_pin_it_is_a_silent_alarm_on_the_visit_that_is_over() -> None:
    now = at(40)
    decision = visits.back(
        on_the_way(), press(by(JAN), now, Pin.DURESS), "", ReturnTo.OFFICE, context(now, protocol=WAITS)
    )
    assert (visit_of(decision).returned_at, due(decision, BACK)) == (now, None)
    assert alarm_of(decision).cause is Cause.DURESS
    covered = out(pin=Pin.DURESS)
    assert (covered.state, covered.awaited_by, covered.on_the_way) == (VisitState.UNDER_WAY, at(65), True)
    moved = visits.later(covered, press(by(JAN), now, Pin.RIGHT), at(90), context(now, protocol=WAITS))
    assert BACK not in moved.deadlines, "a silent alarm watches"
    assert visit_of(moved).awaited_by == at(90)


def test_later_and_all_is_well_move_it() -> None:
    now = at(40)
    moved = visits.later(on_the_way(), press(by(JAN), now), at(90), context(now, protocol=WAITS))
    assert (visit_of(moved).awaited_by, due(moved, BACK)) == (at(90), at(90) + GRACE)
    well = visits.well_on_the_way(on_the_way(), press(by(JAN), now), context(now, protocol=WAITS))
    assert visit_of(well).awaited_by == at(65)
    late = visits.well_on_the_way(on_the_way(), press(by(JAN), at(66)), context(at(66), protocol=WAITS))
    assert visit_of(late).awaited_by == at(66) + WAITS.watch.ok_gives
    for until, refusal in ((at(65), EndNotLater), (at(40) + WAITS.watch.longest_visit + GRACE, BackTooLate)):
        with pytest.raises(refusal):
            visits.later(on_the_way(), press(by(JAN), now), until, context(now, protocol=WAITS))
    with pytest.raises(BackBeforeEnd):
        visits.later(on_the_way(), press(by(JAN), at(90)), at(80), context(at(90), protocol=WAITS))
    with pytest.raises(NotOnTheWayBack):
        visits.later(a_visit(), press(by(JAN), now), at(90), context(now, protocol=WAITS))
    with pytest.raises(NotOnTheWayBack):
        visits.well_on_the_way(a_visit(), press(by(JAN), now), context(now, protocol=WAITS))


def test_the_next_visit_takes_over_and_leaves_an_alarm_to_those_who_were_told() -> None:
    now = at(75)
    on = visits.went_on(on_the_way(), press(by(JAN), now), context(now, protocol=WAITS))
    assert (visit_of(on).returned_at, due(on, BACK), on.alarm) == (now, None, None)
    chased = on_the_way(alarm=an_alarm(Cause.NOT_BACK, Level.WORKER, opened_at=at(70)))
    closed = visits.went_on(chased, press(by(JAN), now), context(now, protocol=WAITS))
    assert alarm_of(closed).outcome is Outcome.SAFE
    known = on_the_way(alarm=an_alarm(Cause.NOT_BACK, Level.COLLEAGUE, opened_at=at(70)))
    stays = visits.went_on(known, press(by(JAN), now), context(now, protocol=WAITS))
    assert (stays.alarm, told(stays, Template.HEARD)) == (None, {FATIMA})
    assert visits.went_on(a_visit(), press(by(JAN), now), context(now, protocol=WAITS)).visit is None


def test_another_plan_is_another_wait() -> None:
    now = at(30)
    to_the_stop = on_the_way(heading_to="Kerkstraat 1", awaited_by=at(80))
    none = visits.replanned(to_the_stop, Onward(BRUSSELS), context(now, protocol=WAITS))
    assert (visit_of(none).heading_to, visit_of(none).awaited_by) == (None, now + AFTER)
    there = Onward(BRUSSELS, stop=Stop(at(50), "Plein 2"))
    assert visit_of(visits.replanned(on_the_way(), there, context(now, protocol=WAITS))).heading_to == "Plein 2"
    assert visits.replanned(on_the_way(), Onward(BRUSSELS), context(now, protocol=WAITS)).visit is None
    alarmed = on_the_way(alarm=an_alarm(Cause.NOT_BACK, opened_at=at(70)))
    assert visits.replanned(alarmed, there, context(at(71), protocol=WAITS)).visit is None


def test_a_plan_that_changes_nothing_for_the_way_back_keeps_nobody_from_being_missed() -> None:
    far = Onward(BRUSSELS, stop=Stop(at(600), "Plein 2"))
    assert visits.replanned(on_the_way(), far, context(at(69), protocol=WAITS)).visit is None
    there = Onward(BRUSSELS, stop=Stop(at(50), "Plein 2"))
    to_the_stop = on_the_way(heading_to="Plein 2", awaited_by=at(50) + AFTER)
    assert visits.replanned(to_the_stop, there, context(at(60), protocol=WAITS)).visit is None
    later = visits.replanned(
        to_the_stop, Onward(BRUSSELS, stop=Stop(at(65), "Plein 2")), context(at(60), protocol=WAITS)
    )
    assert visit_of(later).awaited_by == at(65) + AFTER
    agreed = on_the_way(heading_to="Plein 2", awaited_by=at(200))
    assert visits.replanned(agreed, there, context(at(60), protocol=WAITS)).visit is None, "nor earlier than was agreed"


def test_who_closes_its_alarm_ends_the_wait_or_agrees_on_a_moment() -> None:
    visit = on_the_way(alarm=an_alarm(Cause.NOT_BACK, Level.COLLEAGUE, opened_at=at(70), resolved_at=at(80)))
    ended = visits.after_resolving(visit, by(KARIN), None, context(at(80), protocol=WAITS))
    assert (visit_of(ended).returned_at, due(ended, BACK)) == (at(80), None)
    later = visits.after_resolving(visit, by(KARIN), at(100), context(at(80), protocol=WAITS))
    assert (visit_of(later).awaited_by, due(later, BACK)) == (at(100), at(100) + GRACE)
    forced = replace(out(pin=Pin.DURESS), alarm=an_alarm(Cause.DURESS, Level.MANAGER, resolved_at=at(80)))
    over = visits.after_resolving(forced, by(KARIN), None, context(at(80), protocol=WAITS))
    assert (visit_of(over).state, visit_of(over).on_the_way) == (VisitState.ENDED, False)


def test_a_finished_visit_is_told_once_to_who_does_not_know_it() -> None:
    tells = WAITS.model_copy(update={"signing_off": SigningOff(tells_finished=True)})

    def hears(visit: Visit, who: UUID = JAN, there: People | None = None) -> set[UUID]:
        decision = visits.check_out(
            visit,
            press(by(who), at(20)),
            "Jan belde",
            None,
            context(at(20), there, tells),
        )
        return set(told(decision, Template.VISIT_FINISHED))

    assert hears(a_visit()) == {FATIMA}
    assert hears(a_visit(), there=people(first=())) == {KARIN}
    assert hears(a_visit(), who=FATIMA) == set()
    assert hears(a_visit(back_up=KARIN, back_up_accepted_at=at(1))) == set(), "the back-up hears it instead"
    assert hears(a_visit(alarm=an_alarm(Cause.DURESS, Level.MANAGER))) == set()


minutes = st.integers(-60, 600)


@given(
    said=st.none() | minutes,
    stop=st.none() | minutes,
    steps=st.lists(st.tuples(st.sampled_from(["ok", "later", "went on", "back", "home", "replanned"]), minutes)),
)
def test_whatever_they_say_on_the_way_nobody_is_waited_for_without_a_moment_to_miss_them(
    said: int | None, stop: int | None, steps: list[tuple[str, int]]
) -> None:
    onward = Onward(BRUSSELS, stop=None if stop is None else Stop(at(20 + stop), "Kerkstraat 1"))
    now = at(20)
    decision = visits.check_out(
        a_visit(back_by=None if said is None else at(said)),
        press(by(JAN), now),
        "",
        ReturnTo.OFFICE,
        context(now, protocol=WAITS),
        onward,
    )
    visit, waits = visit_of(decision), due(decision, BACK)
    for what, amount in steps:
        assert visit.on_the_way == (waits is not None)
        if visit.on_the_way:
            assert visit.awaited_by is not None
            assert waits == visit.awaited_by + GRACE
            assert waits - now <= max(WAITS.watch.longest_visit, timedelta(minutes=600) + AFTER) + GRACE
        now += timedelta(minutes=1)
        pressed, there = press(by(JAN), now), context(now, protocol=WAITS)
        try:
            match what:
                case "ok":
                    decision = visits.well_on_the_way(visit, pressed, there)
                case "later":
                    decision = visits.later(visit, pressed, now + timedelta(minutes=amount), there)
                case "went on":
                    decision = visits.went_on(visit, pressed, there)
                case "replanned":
                    decision = visits.replanned(visit, replace(onward, stop=None), there)
                case _:
                    to = ReturnTo.HOME if what == "home" else ReturnTo.OFFICE
                    decision = visits.back(visit, pressed, "", to, there)
        except RuleBroken:
            continue
        visit, waits = decision.visit or visit, decision.deadlines.get(BACK, waits)
    assert visit.on_the_way == (waits is not None)
