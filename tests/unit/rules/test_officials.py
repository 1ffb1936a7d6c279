"""What of P4 holds otherwise where it was done to an elected official."""

from achterwacht.letters.facts import LetterState, Writing
from achterwacht.letters.records import LetterTemplateRecord
from achterwacht.letters.templates import words_of
from achterwacht.letters.wording import sentence
from achterwacht.measures.rules.advice import decides
from achterwacht.protocols.functions import Function
from achterwacht.protocols.letters import OF_AN_OFFICIAL, Element
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.officials import for_official
from achterwacht.protocols.profile import Profile
from tests.support.facts import profile
from tests.support.letters import FACTS, SOMEBODY, WHO

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


def test_no_letter_calls_an_official_an_employee() -> None:
    """003 L861-865. Who they are stands in what happened, and in who did not want it."""
    for letter in for_official(profile("losser"), {OFFICIALS}).letters:
        said = " ".join(sentence(one, "nl") for one in letter.contents)
        assert "medewerker" not in said, letter.id
        assert "ambtsdrager" in said, letter.id
    for one in Element:
        if "Onze medewerkers vonden" in sentence(one, "nl") or "onze medewerkers accepteren" in sentence(one, "nl"):
            assert one in OF_AN_OFFICIAL


def test_an_organisation_s_own_wording_speaks_of_an_official_where_it_kept_ours() -> None:
    spec = next(one for one in for_official(profile("losser"), {OFFICIALS}).letters if one.id == "threat")
    blank = Writing(WHO, spec, LetterState.DRAFT, SOMEBODY, FACTS)
    own = LetterTemplateRecord(words=[sentence(Element.UNWANTED, "nl"), "Doe dit niet weer."])
    assert words_of(blank, own, "nl") == (sentence(Element.UNWANTED_OFFICIAL, "nl"), "Doe dit niet weer.")


def test_a_protocol_without_officials_stays_as_it_is() -> None:
    assert for_official(profile("s-hertogenbosch"), {OFFICIALS}) == profile("s-hertogenbosch")
