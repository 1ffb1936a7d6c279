"""An incident and the police: what the protocols ask, who decides, and what is still to be noted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from achterwacht.incidents.facts import Behaviour, DamageLine, Incident, IncidentKind, IncidentState, Whose
from achterwacht.police import rules
from achterwacht.police.asked import asked
from achterwacht.police.facts import Against, CopyOfRecord, Days, Matter, PoliceKind, PoliceOutcome, Standing
from achterwacht.police.rules import MatterChange, NotTheirsToReport
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.registration import PoliceReport
from achterwacht.protocols.service import shipped
from achterwacht.refused import WrongInput

JAN, KARIN, ANNE = uuid4(), uuid4(), uuid4()
DAYS = Days(date(2026, 3, 12), date(2026, 3, 20))
EMPLOYEE = Standing(JAN, JAN)
MANAGER = Standing(KARIN, JAN, frozenset({Function.DIRECT_MANAGER}), handles=True)
STRANGER = Standing(ANNE, JAN)


def police(profile: str) -> PoliceReport:
    found = read_profile(shipped()[profile]).police_report
    assert found is not None
    return found


def incident(*behaviours: str, damages: tuple[Whose, ...] = (), **more: Any) -> Incident:
    return Incident(
        id=uuid4(), organisation_id=uuid4(), team_id=uuid4(), reported_by=JAN, employee_id=JAN,
        happened_at=datetime(2026, 3, 12, 10, tzinfo=UTC), state=IncidentState.REPORTED,
        behaviours=tuple(Behaviour(one, ConductChannel.HOME_VISIT) for one in behaviours),
        damages=tuple(DamageLine(one, "Bril") for one in damages), **more,
    )  # fmt: skip


def said(profile: str, one: Incident, kind: IncidentKind = IncidentKind.OTHER) -> list[str]:
    return [
        f"{found.against} {found.certainty}: {', '.join(found.kinds)} ({found.because.removeprefix('police_report.')})"
        for found in asked(police(profile), one, kind)
    ]


def matter(against: Against = Against.PERSON, kind: PoliceKind = PoliceKind.REPORT, by: UUID = JAN) -> Matter:
    return Matter(against, kind, by)


@pytest.mark.parametrize(
    ("profile", "one", "expected"),
    [
        ("woonmaatschappij", incident("physical_staff"), ["person always: report (always_for)"]),  # 000 L146
        ("woonmaatschappij", incident("physical_things"), ["things always: report (always_for)"]),  # 000 L137
        ("woonmaatschappij", incident("verbal"), []),
        ("corporatie", incident("threat"), ["person possible: report, notification (possible_for)"]),  # 001 L531-533
        ("corporatie", incident("physical"), ["person possible: report (possible_for)"]),  # 001 L526-529
        ("heusden-zolder", incident("death_threat"), ["person always: report (always_for)"]),  # 002 L1218
        ("heusden-zolder", incident("threat", "physical"), ["person always: report (always_for)"]),
        (
            "heusden-zolder", incident("damage", damages=(Whose.EMPLOYEE,)),
            ["belongings always: report (always_for)"],
        ),  # 002 L1335-1338
        ("losser", incident("D"), ["person always: notification, report (notification_for)"]),  # 003 L741
        ("losser", incident("A"), []),
        (
            "s-hertogenbosch", incident("threat", "violence_things", damages=(Whose.EMPLOYEE, Whose.ORGANISATION)),
            [
                "person always: report (always_for)", "things always: report (always_for)",
                "belongings always: report (always_for)",
            ],
        ),  # 004 L277-284
        ("s-hertogenbosch", incident("scolding"), []),  # 004 L285
    ],
)  # fmt: skip
def test_what_a_protocol_asks(profile: str, one: Incident, expected: list[str]) -> None:
    assert said(profile, one) == expected


def test_the_first_form_asks_where_it_may_matter() -> None:
    for kind, against in ((IncidentKind.THREATENING, "person"), (IncidentKind.VIOLENCE_THINGS, "things")):
        assert said("losser", incident(), kind) == [f"{against} unknown: report, notification (police_report)"]
    assert said("losser", incident(), IncidentKind.SCOLDING) == []
    assert said("losser", incident(injured=True), IncidentKind.SCOLDING) != []


@pytest.mark.parametrize("profile", ["woonmaatschappij", "corporatie", "heusden-zolder", "s-hertogenbosch", "demo"])
@pytest.mark.parametrize("kind", PoliceKind)
def test_what_was_done_to_an_employee_only_they_decide_on(profile: str, kind: PoliceKind) -> None:
    rule = police(profile)
    for against in (Against.PERSON, Against.BELONGINGS):
        one = replace(matter(against, kind), why="Liever niet")
        assert rules.decide(rule, one, EMPLOYEE, DAYS).by == JAN
        for other in (MANAGER, STRANGER):
            with pytest.raises(NotTheirsToReport):
                rules.decide(rule, replace(one, by=other.person), other, DAYS)
            with pytest.raises(NotTheirsToReport):
                rules.decide(rule, one, other, DAYS)  # nor say that they will


def test_in_the_name_of_the_organisation_where_the_protocol_lets_them() -> None:
    """003 L761-763: the manager can also report for the organisation; 004 L299-301: against things it is theirs."""
    assert rules.decide(police("losser"), matter(by=KARIN), MANAGER, DAYS).by == KARIN
    for profile in shipped():
        things = matter(Against.THINGS, by=KARIN)
        assert rules.decide(police(profile), things, MANAGER, DAYS).by == KARIN
        with pytest.raises(NotTheirsToReport):
            rules.decide(police(profile), replace(things, by=JAN), EMPLOYEE, DAYS)


def test_the_manager_can_note_that_the_employee_went() -> None:
    went = replace(matter(), on=DAYS.today)
    assert rules.decide(police("corporatie"), went, MANAGER, DAYS).by == JAN
    with pytest.raises(NotTheirsToReport):
        rules.decide(police("corporatie"), went, STRANGER, DAYS)
    with pytest.raises(NotTheirsToReport):
        rules.decide(police("corporatie"), replace(went, against=Against.THINGS), MANAGER, DAYS)


def test_the_address_is_the_organisations_whatever_comes_in() -> None:
    """004 L309-310."""
    own = replace(matter(), address="Dorpsstraat 1, waar Jan woont")
    assert rules.decide(police("s-hertogenbosch"), own, EMPLOYEE, DAYS).address == "Wolvenhoek 1"


def test_none_needs_a_reason_unless_it_is_a_free_choice() -> None:
    """004 L303: nobody is obliged."""
    none = matter(kind=PoliceKind.NONE)
    assert rules.decide(police("s-hertogenbosch"), none, EMPLOYEE, DAYS).why == ""
    for profile, standing, one in (
        ("corporatie", EMPLOYEE, none),
        ("s-hertogenbosch", MANAGER, replace(none, against=Against.THINGS, by=KARIN)),
    ):
        with pytest.raises(WrongInput, match="/why missing"):
            rules.decide(police(profile), one, standing, DAYS)
        told = rules.decide(police(profile), replace(one, why="Het is al hersteld"), standing, DAYS)
        assert told.why == "Het is al hersteld"


def test_another_decision_is_for_who_may_report() -> None:
    none = replace(matter(kind=PoliceKind.NONE), address="Wolvenhoek 1")
    turned = MatterChange(kind=PoliceKind.REPORT)
    with pytest.raises(NotTheirsToReport):
        rules.change(police("s-hertogenbosch"), none, turned, MANAGER, DAYS)
    assert rules.change(police("s-hertogenbosch"), none, turned, EMPLOYEE, DAYS).kind is PoliceKind.REPORT
    noted = rules.change(police("s-hertogenbosch"), matter(), MatterChange(number="12"), MANAGER, DAYS)
    assert noted.number == "12"
    with pytest.raises(NotTheirsToReport):
        rules.change(police("s-hertogenbosch"), matter(), MatterChange(number="12"), STRANGER, DAYS)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"on": date(2026, 3, 21)}, "/on in_future"),
        ({"on": date(2026, 3, 11)}, "/on before_it_happened"),
        ({"told_on": date(2026, 3, 11)}, "/toldOn before_it_happened"),
        ({"outcome": PoliceOutcome.NOTHING}, "/on missing"),
        ({"kind": PoliceKind.NONE, "why": "Nee", "on": date(2026, 3, 13)}, "/kind police_none_has"),
        ({"kind": PoliceKind.NONE, "why": "Nee", "copy": CopyOfRecord.THERE}, "/kind police_none_has"),
    ],
)
def test_what_can_not_be(given: dict[str, object], expected: str) -> None:
    with pytest.raises(WrongInput, match=expected):
        rules.change(police("corporatie"), matter(), MatterChange(**given), EMPLOYEE, DAYS)  # type: ignore[arg-type]  # each of its own kind


def test_what_is_still_to_be_noted() -> None:
    went = replace(matter(), on=DAYS.today, number="12")
    assert rules.missing(police("corporatie"), matter()) == ("on", "number")
    assert rules.missing(police("corporatie"), went) == ()
    assert rules.missing(police("heusden-zolder"), went) == ("copy",), "002 L1249"
    assert rules.missing(police("heusden-zolder"), replace(went, copy=CopyOfRecord.THERE)) == ()
    notified = replace(went, kind=PoliceKind.NOTIFICATION, number="")
    assert rules.missing(police("losser"), notified) == ("toldOn", "agreedOn"), "003 L741-745, L781-787"
    assert rules.missing(police("losser"), matter(kind=PoliceKind.NONE)) == ()


def test_who_asks_later_what_came_of_it() -> None:
    went = replace(matter(), on=DAYS.today)
    notified = replace(went, kind=PoliceKind.NOTIFICATION)
    assert rules.awaits_outcome(police("corporatie"), went)
    assert not rules.awaits_outcome(police("corporatie"), matter()), "not before it was done"
    assert not rules.awaits_outcome(police("corporatie"), notified)
    assert rules.awaits_outcome(police("losser"), notified), "003 L850-854: the community officer can say"
    assert rules.awaits_outcome(police("corporatie"), replace(went, outcome=PoliceOutcome.PROSECUTED))
    assert not rules.awaits_outcome(police("corporatie"), replace(went, outcome=PoliceOutcome.CONVICTED))
