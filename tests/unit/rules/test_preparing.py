"""What is looked up before a visit: which profile asks what, ticked once and by name, and nothing waits for it."""

from dataclasses import replace

import pytest

from achterwacht.beforehand.preparing import StepNotAsked, steps, tick
from achterwacht.decision import NOTHING
from achterwacht.kinds import EventKind
from achterwacht.visits.facts import PreparationStep, VisitKind, VisitState
from achterwacht.visits.refusals import NotPlanned
from tests.support.facts import FATIMA, JAN, a_visit, at, by, context, kinds, profile, visit_of

FILE, LETTER = PreparationStep.FILE_SEARCH, PreparationStep.EARLIER_LETTER


@pytest.mark.parametrize(
    ("name", "asked"),
    [("s-hertogenbosch", (FILE,)), ("losser", (LETTER,)), ("woonmaatschappij", ()), ("corporatie", ()),
     ("heusden-zolder", ())],
)  # fmt: skip
def test_each_profile_asks_what_its_text_asks(name: str, asked: tuple[PreparationStep, ...]) -> None:
    assert steps(profile(name).preparation, VisitKind.HOME_VISIT) == asked


def test_a_file_is_searched_before_a_home_visit_and_not_before_an_observation() -> None:
    """P5 says so of a home visit (L692); P4's letter is looked up before any."""
    asked = profile("s-hertogenbosch").preparation
    assert steps(asked, VisitKind.OBSERVATION) == ()
    assert steps(profile("losser").preparation, VisitKind.COMPANY_CHECK) == (LETTER,)
    observing = replace(a_visit(VisitState.PLANNED), kind=VisitKind.OBSERVATION)
    with pytest.raises(StepNotAsked):
        tick(observing, by(JAN), FILE, context(at(-30), protocol=profile("s-hertogenbosch")))


@pytest.mark.parametrize(
    ("name", "step", "event", "field"),
    [
        ("s-hertogenbosch", FILE, EventKind.FILE_SEARCHED, "file_searched"),
        ("losser", LETTER, EventKind.LETTER_LOOKED_UP, "letter_looked_up"),
    ],
)
def test_it_is_ticked_once_by_who_did_it_first(name: str, step: PreparationStep, event: EventKind, field: str) -> None:
    first = tick(a_visit(VisitState.PLANNED), by(JAN), step, context(at(-30), protocol=profile(name)))
    visit = visit_of(first)
    assert kinds(first) == [event]
    assert (getattr(visit, f"{field}_by"), getattr(visit, f"{field}_at")) == (JAN, at(-30))
    assert tick(visit, by(FATIMA), step, context(at(-20), protocol=profile(name))) == NOTHING


def test_what_the_protocol_does_not_ask_is_not_ticked_and_nothing_after_the_end() -> None:
    with pytest.raises(StepNotAsked):
        tick(a_visit(VisitState.PLANNED), by(JAN), LETTER, context(at(-30)))
    with pytest.raises(NotPlanned):
        tick(a_visit(VisitState.ENDED), by(JAN), FILE, context(at(60)))
    assert kinds(tick(a_visit(), by(JAN), FILE, context(at(5)))) == [EventKind.FILE_SEARCHED]
