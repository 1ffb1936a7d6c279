"""Expecting trouble: what it asks by each profile, who hears of it, and that it never keeps the watch from anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.beforehand import rules, trouble
from achterwacht.beforehand.rules import Beforehand
from achterwacht.beforehand.trouble import NotTheirExpectation
from achterwacht.beforehand.who_said_so import Expectation, SoFar
from achterwacht.decision import NOTHING
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, Visit, VisitState
from achterwacht.visits.refusals import NotPlanned, ReasonNeeded
from notifications.texts.templates import Template
from tests.support.facts import (
    ALI,
    FATIMA,
    JAN,
    KARIN,
    MO,
    RUTH,
    a_visit,
    at,
    by,
    context,
    due,
    kinds,
    people,
    profile,
    told,
    visit_of,
)  # fmt: skip

WHY = Expectation("Hij dreigde vorige week")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def standing(**facts: Any) -> Beforehand:
    known = {"advice": [], "somebody_there": False, "alone_allowed": False, "back_up_accepted": False, **facts}
    return Beforehand(MONDAY, MONDAY + timedelta(hours=1), **known)


def expecting(state: VisitState = VisitState.PLANNED, **more: Any) -> Visit:
    return a_visit(state, expects_trouble=WHY.why, trouble_said_by=JAN, **more)


@pytest.mark.parametrize(
    ("name", "two", "police"),
    [
        ("woonmaatschappij", True, False), ("heusden-zolder", True, False), ("losser", True, True),
        ("s-hertogenbosch", True, False), ("corporatie", False, False), ("demo", False, False),
    ],
)  # fmt: skip
def test_it_asks_what_a_mark_asks_by_the_profile(name: str, two: bool, police: bool) -> None:
    one, protocol = standing(trouble=True), profile(name)
    assert rules.pair_needed(one, protocol) is two
    assert rules.waits_for_companion(one, protocol) is two
    assert rules.police_first(one, protocol) is police
    wanted = standing(trouble=True, police_wanted=True)
    assert rules.police_first(wanted, protocol), "in extreme cases, wherever that is found needed"


@pytest.mark.parametrize("name", ["woonmaatschappij", "heusden-zolder", "losser", "s-hertogenbosch"])
def test_it_holds_a_plan_and_never_who_stands_at_the_door(name: str) -> None:
    protocol = profile(name)
    assert not rules.waits_for_companion(standing(trouble=True, at_once=True), protocol)
    assert not rules.waits_for_companion(standing(trouble=True, alone_allowed=True), protocol)
    marked = standing(advice=["pairs"], trouble=True, at_once=True)
    assert rules.waits_for_companion(marked, protocol), "the register's own mark holds as it did"


def test_one_colleague_and_one_manager_hear_who_where_and_when_and_not_why() -> None:
    watching = people(first=[FATIMA, ALI], managers=[KARIN, MO], skip={FATIMA: Skip.ABSENT})
    decision = trouble.expect(a_visit(VisitState.PLANNED), by(JAN), WHY, watching, context(at(-60)))
    assert told(decision) == told(decision, Template.TROUBLE_EXPECTED) == {ALI, KARIN}
    assert all("reason" not in one.facts and one.code is None for one in decision.notices)
    (event,) = decision.events
    assert (event.kind, event.by) == (EventKind.TROUBLE_EXPECTED, JAN)
    said = {"reason": "Hij dreigde vorige week", "police": None, "unwatched": None}
    assert event.facts == {**said, "names": ["Ali Demir", "Karin Smit"]}
    visit = visit_of(decision)
    assert (visit.expects_trouble, visit.trouble_said_by, visit.police_wanted) == (WHY.why, JAN, False)


def test_who_says_it_and_those_inside_are_not_told_as_if_they_watched() -> None:
    visit = a_visit(VisitState.PLANNED, companions={FATIMA})
    by_karin = trouble.expect(visit, by(KARIN), WHY, people(first=[FATIMA], managers=[KARIN, MO]), context(at(-60)))
    assert told(by_karin, Template.TROUBLE_EXPECTED) == set(), "a manager knows, and the colleague comes along"
    assert told(by_karin, Template.INSTRUCTION_WORKER) == {JAN, FATIMA}, "those who go read it in the app"
    nobody = trouble.expect(visit, by(JAN), WHY, people(first=[], managers=[]), context(at(-60)))
    assert nobody.events[0].facts["names"] == []


def test_who_forced_the_end_of_a_visit_reads_nothing_of_it() -> None:
    covered = a_visit(shown_ended_at=at(5), companions={RUTH})
    with pytest.raises(NotPlanned):
        trouble.expect(covered, by(KARIN), WHY, people(), context(at(6)))


def test_a_second_press_changes_nothing_and_another_why_is_one_more_line() -> None:
    visit = expecting()
    assert trouble.expect(visit, by(JAN), WHY, people(), context(at(-50))) == NOTHING
    other = trouble.expect(visit, by(JAN), Expectation("Er is een hond."), people(), context(at(-50)))
    assert (kinds(other), told(other)) == ([EventKind.TROUBLE_ALSO_EXPECTED], set())
    assert visit_of(other).expects_trouble == "Er is een hond"
    ali = trouble.expect(visit, by(ALI), Expectation("Er is een hond", police=True), people(), context(at(-50)))
    kept = visit_of(ali)
    assert (kept.expects_trouble, kept.trouble_said_by, kept.police_wanted) == (WHY.why, JAN, True)


def test_it_needs_a_word_and_a_visit_that_is_not_over() -> None:
    with pytest.raises(ReasonNeeded):
        trouble.expect(a_visit(VisitState.PLANNED), by(JAN), Expectation(" . "), people(), context(at(0)))
    for state in (VisitState.ENDED, VisitState.CANCELLED):
        with pytest.raises(NotPlanned):
            trouble.expect(a_visit(state), by(JAN), WHY, people(), context(at(0)))


def test_only_who_said_it_takes_it_back_and_only_before_the_start() -> None:
    back = trouble.take_back(expecting(police_wanted=True), by(JAN), people())
    calm = visit_of(back)
    assert (calm.expects_trouble, calm.trouble_said_by, calm.police_wanted) == (None, None, False)
    assert told(back, Template.TROUBLE_OVER) == {FATIMA, KARIN}
    assert trouble.take_back(calm, by(JAN), people()) == NOTHING
    for other in (KARIN, ALI):
        with pytest.raises(NotTheirExpectation):
            trouble.take_back(expecting(), by(other), people())
    with pytest.raises(NotPlanned):
        trouble.take_back(expecting(VisitState.UNDER_WAY), by(JAN), people())


def test_it_stays_by_the_latest_other_and_is_the_workers_once_nobody_else_is_left() -> None:
    others = SoFar({JAN: WHY, MO: Expectation("a"), ALI: Expectation("b", police=True)})
    left = trouble.take_back(expecting(companions={ALI}), by(JAN), people(), others)
    assert (visit_of(left).expects_trouble, visit_of(left).trouble_said_by) == ("b", ALI)
    assert visit_of(left).police_wanted
    assert told(left) == set()
    own = trouble.take_back(expecting(police_wanted=True), by(ALI), people(), others)
    assert (visit_of(own).trouble_said_by, visit_of(own).police_wanted) == (JAN, False)
    gone = replace(expecting(), trouble_said_by=RUTH)
    assert visit_of(trouble.take_back(gone, by(JAN), people(), SoFar(left=True))).expects_trouble is None
    with pytest.raises(NotTheirExpectation):
        trouble.take_back(gone, by(ALI), people(), SoFar(left=True))


def test_where_a_call_can_be_agreed_one_comes_after_the_time_that_is_proposed() -> None:
    losser = profile("losser")
    visit = expecting()
    started = visits.check_in(visit, by(JAN), at(60), people(), context(at(0), protocol=losser))
    assert visit_of(started).check_call is CheckCall.PLANNED
    assert due(started, DeadlineKind.CHECK_CALL) == at(15)
    agreed = visits.check_in(
        replace(visit, call_after=timedelta(minutes=30)), by(JAN), at(60), people(), context(at(0), protocol=losser)
    )
    assert due(agreed, DeadlineKind.CHECK_CALL) == at(30), "what people agreed goes first"
    calm = visits.check_in(a_visit(VisitState.PLANNED), by(JAN), at(60), people(), context(at(0), protocol=losser))
    assert due(calm, DeadlineKind.CHECK_CALL) is None


def test_said_during_the_visit_the_call_comes_so_long_after_that() -> None:
    losser = profile("losser")
    inside = a_visit(minutes=90, check_call=CheckCall.NONE)
    said = trouble.expect(inside, by(JAN), WHY, people(), context(at(20, seconds=30), protocol=losser))
    assert due(said, DeadlineKind.CHECK_CALL) == at(36)
    assert (visit_of(said).check_call, visit_of(said).call_after) == (CheckCall.PLANNED, timedelta(minutes=36))
    set_back = trouble.expect(inside, by(JAN), WHY, people(), context(at(-40), protocol=losser))
    assert due(set_back, DeadlineKind.CHECK_CALL) == at(-25), "also where the clock was set back"
    assert visit_of(set_back).call_after == timedelta(minutes=15)
    for protocol in (profile("s-hertogenbosch"), profile("woonmaatschappij")):
        assert not trouble.expect(inside, by(JAN), WHY, people(), context(at(20), protocol=protocol)).deadlines
    called = replace(inside, check_call=CheckCall.OK, call_after=timedelta(minutes=15))
    assert not trouble.expect(called, by(JAN), WHY, people(), context(at(20), protocol=losser)).deadlines


def test_moved_or_called_off_those_who_were_told_hear_so() -> None:
    assert told(trouble.moved(expecting(), by(JAN), people()), Template.TROUBLE_EXPECTED) == {FATIMA, KARIN}
    assert told(trouble.called_off(expecting(), by(KARIN), people()), Template.TROUBLE_OVER) == {FATIMA}
    calm = a_visit(VisitState.PLANNED)
    assert trouble.moved(calm, by(JAN), people()) == trouble.called_off(calm, by(JAN), people()) == NOTHING
