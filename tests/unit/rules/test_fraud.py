"""After a fraud investigation a manager decides who goes (P5 L696-700): asked once, decided once, by name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from achterwacht.alarms.facts import Candidate, Skip
from achterwacht.beforehand import fraud, rules
from achterwacht.beforehand.alone import OwnPermission
from achterwacht.beforehand.fraud import NothingToDecide
from achterwacht.beforehand.preparing import StepNotAsked
from achterwacht.beforehand.rules import Beforehand, ManagerDecidesFirst
from achterwacht.decision import NOTHING
from achterwacht.kinds import EventKind
from achterwacht.visits.facts import Fraud, VisitState
from achterwacht.visits.refusals import NotPlanned
from notifications.texts.templates import ALL_MESSAGES, Template
from tests.support.facts import (
    ALI,
    FATIMA,
    JAN,
    KARIN,
    MO,
    NAMES,
    a_visit,
    at,
    by,
    context,
    kinds,
    people,
    profile,
    told,
    visit_of,
)

COLLEAGUE = Candidate(ALI, NAMES[ALI])


def test_every_manager_who_can_be_reached_is_asked_once() -> None:
    managers = people(managers=[KARIN, MO], skip={MO: Skip.ABSENT})
    asked = fraud.ask(a_visit(VisitState.PLANNED), by(JAN), context(at(-60), managers))
    assert told(asked, Template.DECISION_ASKED) == {KARIN}
    assert (kinds(asked), visit_of(asked).fraud) == ([EventKind.FRAUD_ASKED], Fraud.ASKED)
    assert fraud.ask(visit_of(asked), by(FATIMA), context(at(-50), managers)) == NOTHING
    nobody = fraud.ask(a_visit(VisitState.PLANNED), by(JAN), context(at(-60), people(managers=[])))
    assert (nobody.notices, visit_of(nobody).fraud) == ((), Fraud.ASKED), "it stands on the board all the same"


def test_it_is_asked_only_by_the_protocol_and_before_the_start() -> None:
    with pytest.raises(StepNotAsked):
        fraud.ask(a_visit(VisitState.PLANNED), by(JAN), context(at(-60), protocol=profile("losser")))
    with pytest.raises(NotPlanned):
        fraud.ask(a_visit(), by(JAN), context(at(1)))


def test_the_manager_lets_the_same_employee_go() -> None:
    decided = fraud.same_employee(a_visit(VisitState.PLANNED, fraud=Fraud.ASKED), by(KARIN))
    visit = visit_of(decided)
    assert (visit.fraud, visit.fraud_decided_by, visit.worker) == (Fraud.SAME, KARIN, JAN)
    assert told(decided) == told(decided, Template.GOES_THEMSELF) == {JAN}
    with pytest.raises(NothingToDecide):
        fraud.same_employee(visit, by(MO))


def test_nobody_decides_of_themselves_and_nobody_of_what_was_not_asked() -> None:
    with pytest.raises(OwnPermission):
        fraud.same_employee(a_visit(VisitState.PLANNED, fraud=Fraud.ASKED), by(JAN))
    with pytest.raises(NothingToDecide):
        fraud.same_employee(a_visit(VisitState.PLANNED), by(KARIN))
    with pytest.raises(NotPlanned):
        fraud.colleague_instead(a_visit(fraud=Fraud.ASKED), by(KARIN), COLLEAGUE)


def test_a_colleague_instead_takes_the_visit_over_and_what_was_promised_to_the_first_lapses() -> None:
    before = a_visit(
        VisitState.PLANNED,
        fraud=Fraud.ASKED,
        alone_asked="Ali is er niet",
        alone_allowed_by=KARIN,
        back_up=ALI,
        back_up_accepted_at=at(-60),
        police_told_at=at(-30),
        chased_count=2,
    )
    decided = fraud.colleague_instead(before, by(KARIN), COLLEAGUE)
    visit = visit_of(decided)
    assert (visit.worker, visit.fraud, visit.fraud_decided_by) == (ALI, Fraud.COLLEAGUE, KARIN)
    assert (visit.alone_asked, visit.alone_allowed_by, visit.back_up, visit.chased_count) == (None, None, None, 0)
    assert visit.police_told_at is None, "they were told the name and number of who went then"
    assert (told(decided, Template.COLLEAGUE_GOES), told(decided, Template.VISIT_PLANNED)) == ({JAN}, {ALI})
    assert decided.silenced == ALL_MESSAGES
    kept = fraud.colleague_instead(a_visit(VisitState.PLANNED, fraud=Fraud.ASKED, back_up=FATIMA), by(KARIN), COLLEAGUE)
    assert visit_of(kept).back_up == FATIMA


def test_until_it_is_decided_the_plan_does_not_start() -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC)
    one = Beforehand(
        start, start + timedelta(hours=1), [], somebody_there=True, alone_allowed=False, back_up_accepted=False,
        undecided=True,
    )  # fmt: skip
    with pytest.raises(ManagerDecidesFirst):
        rules.may_start(one, profile(), ZoneInfo("Europe/Amsterdam"))
