"""Damage: who does what about it by each protocol, how a line can end, and what is still to be said."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from achterwacht.damages import rules
from achterwacht.damages.facts import How, Paid, Recovery, Settlement
from achterwacht.damages.rules import Days
from achterwacht.incidents.facts import DamageLine, Whose
from achterwacht.protocols.measures import Damage
from achterwacht.refused import WrongInput
from tests.support.facts import profile

DAYS = Days(date(2026, 3, 12), date(2026, 3, 20))
DAY = date(2026, 3, 15)
EMPLOYEE, INJURY, OURS, VISITOR = Whose
SETTLED = Recovery(How.SETTLEMENT, None, Decimal(40), DAY)


def damage(name: str) -> Damage:
    found = profile(name).damage
    assert found is not None
    return found


def laid(name: str, *whose: Whose) -> list[tuple[str, str]]:
    return [
        (one.because, f"{' '.join(one.assignment.by)} > {' '.join(one.assignment.to)}")
        for one in rules.steps(damage(name), whose)
    ]


def codes(line: DamageLine, given: Settlement) -> dict[str, str]:
    with pytest.raises(WrongInput) as refused:
        rules.settle(line, given, DAYS)
    return {one.pointer: one.code for one in refused.value.wrong}


@pytest.mark.parametrize(
    ("name", "whose", "expected"),
    [
        ("woonmaatschappij", EMPLOYEE, []),  # 000 L151: recovered, and nobody named
        ("corporatie", INJURY, []),  # 001 L552-555
        ("heusden-zolder", OURS, []),  # 002 L1165-1169
        ("heusden-zolder", EMPLOYEE, [("damage.own_steps[1]", "direct_manager > board")]),  # 002 L1342-1343
        ("losser", OURS, [("damage.steps[0]", "direct_manager > legal")]),  # 003 L824-828
        ("s-hertogenbosch", OURS, [("damage.steps[1]", "reception > facility")]),  # 004 L449-451
    ],
)
def test_who_does_what(name: str, whose: Whose, expected: list[tuple[str, str]]) -> None:
    assert laid(name, whose) == expected


def test_what_names_nobody_is_read_and_no_task() -> None:
    """004 L335-336, L449: the reception hears of it by its own task. 002 L1335-1338: the police is asked there."""
    assert rules.says(damage("s-hertogenbosch"), {OURS}) == (
        "Geef schade altijd door aan de receptie.",
        "De schade wordt verhaald via een minnelijke schikking of een juridische procedure.",
    )
    assert len(rules.says(damage("heusden-zolder"), {EMPLOYEE})) == 1
    assert rules.says(damage("heusden-zolder"), {OURS}) == ()


def test_whose_damage_is_paid() -> None:
    """004 L333-335 and 002 L133: the material damage of staff, and nobody else's."""
    asked = {name: [one for one in Whose if rules.asks_payment(damage(name), one)] for name in (
        "woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch",
    )}  # fmt: skip
    assert {name: one for name, one in asked.items() if one} == {
        "heusden-zolder": [EMPLOYEE], "s-hertogenbosch": [EMPLOYEE],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whose", "given", "expected"),
    [
        ("s-hertogenbosch", EMPLOYEE, Settlement(), ("paid", "recovery")),
        ("s-hertogenbosch", OURS, Settlement(), ("recovery",)),
        ("s-hertogenbosch", EMPLOYEE, Settlement(Paid(True, Decimal(40), DAY)), ("recovery",)),
        ("s-hertogenbosch", EMPLOYEE, Settlement(Paid(False, why="Verzekerd"), SETTLED), ()),
        ("woonmaatschappij", EMPLOYEE, Settlement(recovery=SETTLED), ()),
        ("woonmaatschappij", EMPLOYEE, Settlement(recovery=Recovery(How.COURT, DAY)), ("recoveredOn",)),
        ("losser", OURS, Settlement(recovery=Recovery(How.NOTHING, why="Niemand weet wie het was")), ()),
    ],
)
def test_what_is_still_to_be_said(name: str, whose: Whose, given: Settlement, expected: tuple[str, ...]) -> None:
    assert rules.missing(damage(name), DamageLine(whose, "Bril"), given) == expected


@pytest.mark.parametrize(
    ("whose", "given", "expected"),
    [
        (OURS, {"paid": Paid(True, Decimal(40), DAY)}, {"/paid": "damage_not_employees"}),
        (VISITOR, {"paid": Paid(False, why="Nee")}, {"/paid": "damage_not_employees"}),  # 004 L332-333
        (EMPLOYEE, {"paid": Paid(True)}, {"/paid/amount": "missing", "/paid/on": "missing"}),
        (EMPLOYEE, {"paid": Paid(False)}, {"/paid/why": "missing"}),
        (EMPLOYEE, {"paid": Paid(False, Decimal(40))}, {"/paid/yes": "damage_none_has"}),
        (OURS, {"recovery": Recovery(How.NOTHING)}, {"/recovery/why": "missing"}),
        (OURS, {"recovery": Recovery(How.NOTHING, on=DAY)}, {"/recovery/how": "damage_none_has"}),
        (OURS, {"recovery": Recovery(How.COURT, on=DAY)}, {"/recovery/amount": "missing"}),
        (OURS, {"recovery": Recovery(How.COURT, amount=Decimal(1))}, {"/recovery/on": "missing"}),
        (
            OURS, {"recovery": Recovery(How.COURT, date(2026, 3, 16), Decimal(1), DAY)},
            {"/recovery/on": "damage_before_claim"},
        ),
        (OURS, {"recovery": Recovery(How.COURT, date(2026, 3, 11))}, {"/recovery/claimedOn": "before_it_happened"}),
        (EMPLOYEE, {"paid": Paid(True, Decimal(40), date(2026, 3, 21))}, {"/paid/on": "in_future"}),
    ],
)  # fmt: skip
def test_what_cannot_be(whose: Whose, given: dict[str, Any], expected: dict[str, str]) -> None:
    assert codes(DamageLine(whose, "Bril"), Settlement(**given)) == expected
