"""What is read of a report for a task."""

import pytest

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.needs import CONFIDANTS, Part, parts_for

CARE, HAPPENED = {Part.CARE}, {Part.HAPPENED}


@pytest.mark.parametrize(
    ("kind", "because", "by", "parts"),
    [
        (TaskKind.TALK, "aftercare.talks[0]", Function.HR, CARE),
        (TaskKind.CARE_STEP, "aftercare.graver[0]", Function.HR, HAPPENED),
        (TaskKind.CARE_STEP, "aftercare.offers[0]", Function.HR, set()),
        (TaskKind.ROUTE, "registration.routes[1]", Function.HR, HAPPENED),
        (TaskKind.DAMAGE, "damage[0]", Function.LEGAL, {Part.HAPPENED, Part.DAMAGE}),
        (TaskKind.MEASURE_STEP, "measures[0]", Function.CONTACT_PERSON, {Part.CLIENT}),
        (TaskKind.MEASURE_STEP, "measures[0]", Function.DIRECT_MANAGER, set()),
        (TaskKind.MEASURE_STEP, "order_talk", Function.CONTACT_PERSON, set()),
        (TaskKind.FOLLOW_UP, "registration.threat_to_come[0]", Function.RECEPTION, {Part.HAPPENED, Part.CLIENT}),
        (TaskKind.OFFICIAL, "aftercare.officials.always_told[0]", Function.COORDINATOR, HAPPENED),
        (TaskKind.OFFICIAL, "aftercare.officials.answer_within_hours", Function.MAYOR, {Part.HAPPENED, Part.CLIENT}),
        (TaskKind.OFFICIAL, "aftercare.officials.afterwards[1]", Function.BOARD, set()),
        (TaskKind.SIGN_LETTER, "letters[0]", Function.BOARD, set()),
        (TaskKind.NAME_HOLDER, "hr", Function.HR, set()),
    ],
)
def test_it_goes_with_the_task(kind: TaskKind, because: str, by: Function, parts: set[Part]) -> None:
    assert parts_for(kind, because, {by}) == parts
    assert parts_for(kind, because, set()) == set(), "nobody reads by a function that is not there"


@pytest.mark.parametrize("kind", TaskKind)
def test_who_is_there_for_the_employee_reads_of_the_care_alone(kind: TaskKind) -> None:
    assert parts_for(kind, "aftercare.graver[0]", CONFIDANTS) <= CARE
