"""Who must know of a report, by each of the five protocols, as tasks."""

import pytest

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.service import shipped
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.routing import DECIDED_BY, Wanted, after_yes, wanted

Told = tuple[str, str, str | None, str | None]
"""Who has the task, whom they tell, in which file, and when."""


def of(profile: str, *outside: Function) -> list[Wanted]:
    registration = read_profile(shipped()[profile]).registration
    assert registration is not None
    return list(wanted(registration, outside))


def said(one: Wanted) -> Told:
    file = None if one.file is None else one.file.value
    return one.chain[0].value, " ".join(one.to), file, one.words.get("when") or one.words.get("possibly")


@pytest.mark.parametrize(
    ("profile", "routes"),
    [
        (  # 000 L92-93: all three, and the register of third-party acts perhaps
            "woonmaatschappij",
            [
                ("trusted_person", "", None, None),
                ("hr", "", None, None),
                ("prevention", "", None, None),
                ("direct_manager", "", "third_party_acts", "1"),
            ],
        ),
        (  # 001 L198, L267-271, L319-322, L562-563
            "corporatie",
            [
                ("direct_manager", "", None, None),
                ("direct_manager", "colleague", None, None),
                ("direct_manager", "", "personnel_file", "1"),
            ],
        ),
        (  # 002 L499, L509, L1070-1078
            "heusden-zolder",
            [
                ("prevention", "", None, None),
                ("direct_manager", "", "client_file", None),
                ("direct_manager", "", None, None),
            ],
        ),
        ("losser", []),  # 003 L814-822: the letters make the file of aggression, which is kept here
        (  # 004 L169-171, L362-371
            "s-hertogenbosch",
            [
                ("registrar", "", None, None),
                ("direct_manager", "", "client_file", None),
                ("head_of_department", "", None, None),
                ("hr", "", None, None),
                ("direct_manager", "", None, None),
            ],
        ),
    ],
)
def test_everybody_whom_the_text_names_is_told(profile: str, routes: list[Told]) -> None:
    assert [said(one) for one in of(profile) if one.kind is TaskKind.ROUTE] == routes


@pytest.mark.parametrize(
    ("profile", "follows"),
    [
        ("woonmaatschappij", [("follow_up", "direct_manager", False)]),  # 000 L95
        ("heusden-zolder", [("follow_up", "prevention", False), ("figures", "registrar", True)]),  # 002 L181, L1080
        ("s-hertogenbosch", [("follow_up", "hr", True), ("figures", "registrar", True)]),  # 004 L218, L240-244
    ],
)
def test_what_follows_on_one_report_or_on_all_of_a_year(profile: str, follows: list[tuple[str, str, bool]]) -> None:
    found = [one for one in of(profile) if one.kind is not TaskKind.ROUTE]
    assert [(one.kind.value, one.chain[0].value, one.together) for one in found] == follows


def test_what_goes_into_the_personnel_file_is_decided_on_first() -> None:
    """001 L558-563: the manager decides with victim or witness; P&O keeps it. Colleagues are told of the telephone."""
    registration = read_profile(shipped()["corporatie"]).registration
    assert registration is not None
    (asked,) = [one for one in wanted(registration, ()) if one.because == DECIDED_BY]
    assert asked.decides == (Function.EMPLOYEE, Function.WITNESS)
    assert [said(one) for one in after_yes(registration, ())] == [("hr", "", "personnel_file", None)]
    (told,) = [one for one in wanted(registration, ()) if one.to == (Function.COLLEAGUE,)]
    assert told.channels == (ConductChannel.PHONE,)


def test_the_manager_is_told_of_what_happened_outside_the_organisation_only() -> None:
    """002 L499, L509: at home, outside, in private; of the office nobody is asked."""
    (told,) = [one for one in of("heusden-zolder") if one.chain == (Function.DIRECT_MANAGER,) and one.file is None]
    assert set(told.channels) == {ConductChannel.HOME_VISIT, ConductChannel.OUTSIDE, ConductChannel.PRIVATE}


def test_a_party_outside_is_told_by_somebody_inside() -> None:
    (prevention,) = [one for one in of("woonmaatschappij", Function.PREVENTION) if Function.PREVENTION in one.chain]
    assert prevention.to == (Function.PREVENTION,), "the title says whom to tell: who has it is inside"


def test_each_task_cites_its_own_rule() -> None:
    for profile in shipped():
        rules = [one.because for one in of(profile)]
        assert len(set(rules)) == len(rules)
