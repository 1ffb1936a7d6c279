"""An observation from the street (P5): with two, and broken off when noticed. A company check (P4) is a visit."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from achterwacht.beforehand.rules import Beforehand, pair_needed, waits_for_companion
from achterwacht.context import Context, Press
from achterwacht.decision import Decision
from achterwacht.kinds import EventKind
from achterwacht.protocols.profile import RefusedProfile, read_profile
from achterwacht.protocols.service import shipped
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Pin, ReturnTo, Visit, VisitKind, VisitState
from achterwacht.visits.refusals import NotAnObservation
from notifications.texts.templates import Template
from tests.support.facts import (
    ALI,
    FATIMA,
    JAN,
    a_visit,
    an_alarm,
    at,
    by,
    changed,
    context,
    kinds,
    people,
    press,
    profile,
    told,
    visit_of,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
OBSERVES = Beforehand(
    NOON, NOON, (), somebody_there=False, alone_allowed=False, back_up_accepted=False, observation=True
)
P5 = profile("s-hertogenbosch")
RISKY = changed(P5, "pairs", rule="risky")


def break_off(visit: Visit, pressed: Press, return_to: ReturnTo | None, now: Context) -> Decision:
    return visits.broken_off(visit, pressed, visits.check_out(visit, pressed, "", return_to, now), now)


def observes() -> Visit:
    return replace(a_visit(), kind=VisitKind.OBSERVATION)


def test_two_observe_where_the_profile_says_so_whatever_the_rule_for_a_visit() -> None:
    assert pair_needed(OBSERVES, RISKY)
    assert waits_for_companion(OBSERVES, RISKY)
    assert not pair_needed(replace(OBSERVES, observation=False), RISKY)
    assert not pair_needed(OBSERVES, changed(RISKY, "pairs", rule="risky", observing=None))


def test_who_stands_there_already_is_watched_rather_than_refused() -> None:
    assert not waits_for_companion(replace(OBSERVES, at_once=True), RISKY)


def test_noticed_it_ends_at_once_and_who_watches_hears_so() -> None:
    decision = break_off(observes(), press(by(JAN), at(10)), ReturnTo.OFFICE, context(at(10)))
    assert visit_of(decision).state is VisitState.ENDED
    assert kinds(decision) == [EventKind.CHECKED_OUT, EventKind.BROKEN_OFF]
    assert told(decision, Template.BROKEN_OFF) == {FATIMA}


def test_who_observes_too_is_not_told_that_they_were_noticed() -> None:
    decision = break_off(
        replace(observes(), companions=frozenset({ALI})), press(by(JAN), at(10)), None,
        context(at(10), people(first=[FATIMA, ALI])),
    )  # fmt: skip
    assert told(decision, Template.BROKEN_OFF) == {FATIMA}


def test_under_an_alarm_and_with_the_duress_pin_it_is_a_check_out_like_any_other() -> None:
    """What the desk reads then is the alarm: nothing says "safely away"."""
    alarmed = replace(observes(), alarm=an_alarm(opened_at=at(5)))
    for visit, pin in ((observes(), Pin.DURESS), (alarmed, Pin.NOT_SET)):
        pressed = press(by(JAN), at(10), pin)
        decision = break_off(visit, pressed, None, context(at(10)))
        same = visits.check_out(visit, pressed, "", None, context(at(10)))
        if decision.visit is None or decision.visit.state is not VisitState.ENDED:
            assert kinds(decision) == kinds(same)
            assert told(decision, Template.BROKEN_OFF) == set()


def test_a_repeat_tells_nobody_again() -> None:
    over = replace(observes(), state=VisitState.ENDED)
    assert break_off(over, press(by(JAN), at(10)), None, context(at(10))).notices == ()


@pytest.mark.parametrize("kind", [VisitKind.HOME_VISIT, VisitKind.COMPANY_CHECK])
def test_only_an_observation_is_broken_off(kind: VisitKind) -> None:
    with pytest.raises(NotAnObservation):
        break_off(replace(a_visit(), kind=kind), press(by(JAN), at(10)), None, context(at(10)))


def test_the_protocols_offer_what_their_texts_name() -> None:
    offered = {name: set(profile(name).outings.kinds) for name in shipped()}
    both = {VisitKind.HOME_VISIT, VisitKind.OBSERVATION}
    assert offered.pop("s-hertogenbosch") == both
    assert offered.pop("losser") == {VisitKind.HOME_VISIT, VisitKind.COMPANY_CHECK}
    assert all(kinds == {VisitKind.HOME_VISIT} for kinds in offered.values())


@pytest.mark.parametrize(
    "outings",
    ['kinds = ["observation"]', 'kinds = ["home_visit", "home_visit"]', 'kinds = ["home_visit", "observation"]',
     'kinds = ["home_visit"]\nobserving = ["Houd afstand."]'],
)  # fmt: skip
def test_an_observation_comes_with_how_and_a_home_visit_is_always_offered(outings: str) -> None:
    text = shipped()["demo"].replace("[pairs]", f"[outings]\n{outings}\n\n[pairs]")
    with pytest.raises(RefusedProfile) as refused:
        read_profile(text)
    assert [one.partition(":")[0] for one in refused.value.problems] == ["outings"]
