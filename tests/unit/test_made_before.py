"""What was made before is used again only for the same facts, and forgotten when a round did not need it."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.made_before import Facts, MadeBefore


class Maker:
    """Makes a list of facts, and counts how often."""

    def __init__(self) -> None:
        self.made: list[Facts] = []

    def __call__(self, facts: Facts) -> list[Any]:
        self.made.append(facts)
        return list(facts)


def a_round(before: MadeBefore, make: Callable[[Facts], list[Any]], **rows: Facts) -> list[Any]:
    with before.round("row", make) as again:
        return [again(key, facts) for key, facts in rows.items()]


def test_the_same_facts_are_made_once_and_any_other_anew() -> None:
    before, make = MadeBefore(), Maker()
    first = a_round(before, make, jan=(1, "a", None), piet=(2, "b", None))
    assert a_round(before, make, jan=(1, "a", None), piet=(2, "b", 3)) == [[1, "a", None], [2, "b", 3]]
    assert make.made == [(1, "a", None), (2, "b", None), (2, "b", 3)]
    assert a_round(before, make, jan=(1, "a", None))[0] is first[0]


def test_the_facts_of_another_row_or_kind_are_no_help() -> None:
    before, make = MadeBefore(), Maker()
    a_round(before, make, jan=(1,))
    a_round(before, make, jan=(2,), piet=(1,))
    with before.round("alarm", make) as again:
        again("jan", (2,))
    assert make.made == [(1,), (2,), (1,), (2,)]


def test_what_a_round_did_not_need_is_forgotten() -> None:
    before, make = MadeBefore(), Maker()
    a_round(before, make, jan=(1,), piet=(2,))
    a_round(before, make, piet=(2,))
    a_round(before, make, jan=(1,), piet=(2,))
    assert make.made == [(1,), (2,), (1,)]


def test_a_round_that_broke_off_leaves_what_was_before() -> None:
    before, make = MadeBefore(), Maker()
    a_round(before, make, jan=(1,), piet=(2,))
    with pytest.raises(ZeroDivisionError):
        a_round(before, lambda facts: [1 // one for one in facts], jan=(3,), piet=(0,))
    a_round(before, make, jan=(1,), piet=(2,))
    assert make.made == [(1,), (2,)]
