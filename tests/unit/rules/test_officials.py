"""What of P4 holds otherwise where it was done to an elected official."""

from achterwacht.measures.rules.advice import decides
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.officials import for_official
from achterwacht.protocols.profile import Profile
from tests.support.facts import profile

MAYOR, SECRETARY, OFFICIALS = Function.MAYOR, Function.MUNICIPAL_SECRETARY, Function.OFFICIALS


def deciders(of: Profile) -> dict[MeasureKind, tuple[Function, ...]]:
    return {one.kind: decides(of, one) for row in of.measures for one in row.take}


def test_the_mayor_decides_on_measures() -> None:
    """003 L881-883. Who pays benefits decides on those (003 L787-812)."""
    losser = profile("losser")
    assert deciders(losser)[MeasureKind.ACCESS_BAN] == (Function.DIRECT_MANAGER,)
    found = deciders(for_official(losser, {OFFICIALS}))
    assert found.pop(MeasureKind.BENEFIT_CUT) == (Function.BENEFITS,)
    assert set(found.values()) == {(MAYOR,)}


def test_nobody_decides_on_what_was_done_to_themselves() -> None:
    """003 L895-897: the municipal secretary takes the mayor's part."""
    of_mayor = for_official(profile("losser"), {MAYOR})
    assert deciders(of_mayor)[MeasureKind.ACCESS_BAN] == (SECRETARY,)
    assert of_mayor.police_report is not None
    assert of_mayor.police_report.accompanied_by == (SECRETARY,)


def test_the_mayor_may_come_along_to_the_police_where_the_official_goes_by_choice() -> None:
    """003 L911-919."""
    employees = profile("losser").police_report
    officials = for_official(profile("losser"), {OFFICIALS}).police_report
    assert employees is not None
    assert officials is not None
    assert (employees.accompanied_by, employees.voluntary) == ((), False)
    assert (officials.accompanied_by, officials.accompanied_if_needed, officials.voluntary) == ((MAYOR,), True, True)
    assert officials.address == "het adres van het stadhuis"
    assert officials.notification_for == employees.notification_for


def test_a_protocol_without_officials_stays_as_it_is() -> None:
    assert for_official(profile("s-hertogenbosch"), {OFFICIALS}) == profile("s-hertogenbosch")
