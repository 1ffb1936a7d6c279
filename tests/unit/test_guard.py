"""The guard in front of every channel: no emergency, short or service number; and everybody's own number."""

import pytest

from notifications.guard import ForbiddenNumber, guard


@pytest.mark.parametrize(
    "number",
    ["112", "101", "+112", "+31112", "+32112", "+32101", "+311120000", "+321120000", "+319008844", "+31800123456"],
)
def test_what_a_human_calls_is_refused(number: str) -> None:
    with pytest.raises(ForbiddenNumber):
        guard(number)


@pytest.mark.parametrize("number", ["+31612345678", "+32475123456", "+31412345678", "+3233445566"])
def test_the_number_of_a_person_or_a_firm_passes(number: str) -> None:
    assert guard(number) == number


@pytest.mark.parametrize("number", ["+3211223344", "+3211281234", "+3210112233"])
def test_a_landline_whose_area_code_begins_as_an_emergency_number_does_passes(number: str) -> None:
    """Hasselt (011 2.) and Waver (010 1.): within Belgium they begin with 112 and 101, in full they don't."""
    assert guard(number) == number
