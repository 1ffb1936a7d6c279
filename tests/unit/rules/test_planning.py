"""watch-rules.md, "Without an open alarm": planning, a start that does not come, cancelling."""

from datetime import timedelta

import pytest

from achterwacht.alarms.facts import Skip
from achterwacht.chases import rules as chases
from achterwacht.kinds import DeadlineKind, EventKind
from achterwacht.protocols.profile import Profile
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import VisitState
from achterwacht.visits.refusals import EndBeforeStart, NotPlanned, VisitTooLong
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    FATIMA,
    JAN,
    KARIN,
    RUTH,
    SMS,
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
    ways,
)

START_PASSED = DeadlineKind.PLANNED_START
PLANNED = VisitState.PLANNED


def test_a_plan_has_an_open_deadline_at_its_start(protocol: Profile) -> None:
    decision = visits.plan(a_visit(PLANNED), by(JAN), context(at(0), protocol=protocol))
    assert visit_of(decision).state is PLANNED
    assert decision.deadlines == {START_PASSED: at(0)}
    assert kinds(decision) == [EventKind.PLANNED]


def test_a_plan_that_ends_before_it_starts_is_refused(protocol: Profile) -> None:
    with pytest.raises(EndBeforeStart):
        visits.plan(a_visit(PLANNED, minutes=0), by(JAN), context(at(0), protocol=protocol))


@pytest.mark.parametrize(("name", "hours"), [("demo", 12), ("s-hertogenbosch", 4)])
def test_a_plan_longer_than_the_profiles_longest_visit_is_refused(name: str, hours: int) -> None:
    visits.plan(a_visit(PLANNED, minutes=60 * hours), by(JAN), context(at(0), protocol=profile(name)))
    with pytest.raises(VisitTooLong):
        visits.plan(a_visit(PLANNED, minutes=60 * hours + 1), by(JAN), context(at(0), protocol=profile(name)))


@pytest.mark.parametrize(
    ("name", "step", "again"),
    [
        ("demo", timedelta(seconds=15), timedelta(minutes=10)),
        ("s-hertogenbosch", timedelta(minutes=10), timedelta(hours=1)),
    ],
)
def test_a_start_that_passes_reminds_the_worker_then_the_colleague_then_the_manager_one_step_apart(
    name: str, step: timedelta, again: timedelta
) -> None:
    now = at(0)
    visit = a_visit(PLANNED)
    reminded = []
    for wait in (step, step, again, again):
        decision = chases.planned_start_passed(visit, context(now, protocol=profile(name)))
        reminded.append((told(decision, Template.PLANNED_WORKER), told(decision, Template.PLANNED_DESK)))
        assert due(decision, START_PASSED) == now + wait
        assert kinds(decision) == [EventKind.START_CHASED]
        visit, now = visit_of(decision), now + wait
    assert reminded == [({JAN}, set()), (set(), {FATIMA}), (set(), {KARIN}), (set(), {KARIN})]


def test_a_missing_start_is_texted_and_names_who_was_reminded(protocol: Profile) -> None:
    decision = chases.planned_start_passed(a_visit(PLANNED), context(at(0), protocol=protocol))
    assert ways(decision, JAN) == SMS
    assert decision.events[0].facts["names"] == ["Jan de Wit"]


@pytest.mark.parametrize("why", [Skip.ABSENT, Skip.ON_VISIT, Skip.NO_NUMBER])
def test_a_missing_start_skips_a_colleague_who_cannot_and_goes_on_at_once(protocol: Profile, why: Skip) -> None:
    decision = chases.planned_start_passed(
        a_visit(PLANNED, chased_count=1), context(at(0), people(skip={FATIMA: why}), protocol)
    )
    assert told(decision) == set()
    assert due(decision, START_PASSED) == at(0)
    assert visit_of(decision).chased_count == 2


def test_a_missing_start_never_asks_a_companion_as_colleague(protocol: Profile) -> None:
    visit = a_visit(PLANNED, chased_count=1, companions=[RUTH])
    decision = chases.planned_start_passed(visit, context(at(0), people(first=[RUTH, FATIMA]), protocol))
    assert told(decision) == {FATIMA}


def test_with_nobody_left_a_planned_visit_still_has_an_open_deadline(protocol: Profile) -> None:
    visit = a_visit(PLANNED, chased_count=7)
    decision = chases.planned_start_passed(visit, context(at(0), people(managers=[]), protocol))
    assert due(decision, START_PASSED) == at(0) + protocol.planning.again


@pytest.mark.parametrize("state", [VisitState.UNDER_WAY, VisitState.ENDED, VisitState.CANCELLED])
def test_a_start_that_passes_after_somebody_acted_reminds_nobody(state: VisitState) -> None:
    decision = chases.planned_start_passed(a_visit(state), context(at(0)))
    assert (decision.notices, decision.events, dict(decision.deadlines)) == ((), (), {})


def test_moving_a_planned_visit_starts_its_chase_anew(protocol: Profile) -> None:
    decision = visits.move(a_visit(PLANNED, chased_count=2), by(JAN), at(60), at(90), context(at(0), protocol=protocol))
    moved = visit_of(decision)
    assert (moved.planned_start, moved.expected_end, moved.chased_count) == (at(60), at(90), 0)
    assert due(decision, START_PASSED) == at(60)
    assert kinds(decision) == [EventKind.MOVED]


def test_moving_to_times_that_cannot_be_is_refused(protocol: Profile) -> None:
    with pytest.raises(EndBeforeStart):
        visits.move(a_visit(PLANNED), by(JAN), at(60), at(60), context(at(0), protocol=protocol))


@pytest.mark.parametrize("state", [VisitState.UNDER_WAY, VisitState.ENDED, VisitState.CANCELLED])
def test_only_a_planned_visit_can_be_moved(state: VisitState) -> None:
    with pytest.raises(NotPlanned):
        visits.move(a_visit(state), by(JAN), at(60), at(90), context(at(0)))


def test_cancelling_a_planned_visit_closes_every_deadline_and_silences_its_reminders() -> None:
    decision = visits.cancel(a_visit(PLANNED), by(JAN), "client is ziek")
    assert visit_of(decision).state is VisitState.CANCELLED
    assert due(decision, START_PASSED) is None
    assert set(decision.deadlines.values()) == {None}
    assert decision.silenced == ALL_MESSAGES
    assert decision.events[0].facts == {"reason": "client is ziek"}


@pytest.mark.parametrize("state", [VisitState.UNDER_WAY, VisitState.ENDED])
def test_only_a_planned_visit_can_be_cancelled(state: VisitState) -> None:
    with pytest.raises(NotPlanned):
        visits.cancel(a_visit(state), by(JAN), "")


def test_cancelling_twice_answers_the_same() -> None:
    decision = visits.cancel(a_visit(VisitState.CANCELLED), by(JAN), "")
    assert decision.visit is None
    assert kinds(decision) == []
