"""Two visits at one address that did not feel well ask for a look; one does not, nor one from long ago."""

from datetime import timedelta

import pytest

from achterwacht.visits.facts import Feeling
from achterwacht.visits.rules.unease import LOOKS_BACK, Felt, asks_for_a_look
from tests.support.facts import at

GREEN, AMBER, RED = Feeling.GREEN, Feeling.AMBER, Feeling.RED
A_WEEK = timedelta(days=7)
NOW = at(0)


@pytest.mark.parametrize(
    ("felt", "looked", "asks"),
    [
        ([], None, False),
        ([(AMBER, 0)], None, False),
        ([(AMBER, 0), (GREEN, 1), (GREEN, 2)], None, False),
        ([(AMBER, 0), (GREEN, 1), (AMBER, 3)], None, True),
        ([(RED, 0), (AMBER, 3)], None, True),
        ([(AMBER, 0), (AMBER, 27)], None, False),
        ([(AMBER, 0), (AMBER, 3)], 2, False),
        ([(AMBER, 0), (RED, 1), (AMBER, 3)], 2, True),
    ],
    ids=[
        "none",
        "one",
        "one among good ones",
        "two",
        "red counts too",
        "long ago",
        "looked at since",
        "two since then",
    ],
)
def test_what_asks_for_a_look(felt: list[tuple[Feeling, int]], looked: int | None, *, asks: bool) -> None:
    there = [Felt(feeling, NOW - weeks * A_WEEK) for feeling, weeks in felt]
    assert asks_for_a_look(there, None if looked is None else NOW - looked * A_WEEK, NOW) is asks


def test_it_counts_for_half_a_year() -> None:
    early = Felt(AMBER, NOW - LOOKS_BACK)
    assert not asks_for_a_look([early, Felt(AMBER, NOW)], None, NOW)
    assert asks_for_a_look([Felt(AMBER, NOW - LOOKS_BACK + timedelta(minutes=1)), Felt(AMBER, NOW)], None, NOW)
