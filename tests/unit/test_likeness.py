"""Whether two addresses may be one door written otherwise: a hint, and never missed for how somebody wrote it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.addresses.likeness import is_near, is_shortened, near_key, near_keys
from achterwacht.addresses.reading import read_address

PAIRS = [
    pair
    for line in (Path(__file__).parent / "addresses.jsonl").read_text().splitlines()
    if (pair := json.loads(line))["mark"]["country"] == "BE"
]
"""Two ways of writing one door, from what people and other systems write. The Dutch ones are about reading files."""


def belgian(street: str = "Veldstraat", number: str = "12", postcode: str = "9000", **more: str) -> dict[str, Any]:
    return {"country": "BE", "postcode": postcode, "street": street, "houseNumber": number, "city": "Gent", **more}


def near(one: dict[str, Any], other: dict[str, Any]) -> bool:
    asked, marked = read_address(one), read_address(other)
    assert is_near(asked, marked) == is_near(marked, asked)
    if is_near(asked, marked):
        assert near_key(marked) in near_keys(asked), "the database finds what the rule says"
    return is_near(asked, marked)


@pytest.mark.parametrize(
    "pair", PAIRS, ids=[f"{pair['mark']['street']} {pair['mark']['houseNumber']}" for pair in PAIRS]
)
def test_two_ways_of_writing_one_door_are_near(pair: dict[str, Any]) -> None:
    assert near(pair["asked"], pair["mark"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O.L.V.-straat", "Onze-Lieve-Vrouwstraat"),
        ("Dr. Janssenslaan", "Dokter Janssenslaan"),
        ("Pres. Kennedypl.", "President Kennedyplein"),
        ("Burg. Vandammestr.", "Burgemeester Vandammestraat"),
        ("Gentsestwg", "Gentsesteenweg"),
        ("Prof. Sebrechtsln", "Professor Sebrechtslaan"),
        ("Sint-Pietersnieuwstraat", "St. Pieters Nieuwstr."),
        ("Albertlaan", "Koning Albertlaan"),
        ("Karel de Goedelaan", "Graaf Karel de Goedelaan"),
    ],
)
def test_a_short_way_of_writing_is_near_the_whole(one: str, other: str) -> None:
    assert near(belgian(one), belgian(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("20A", "20/A"), ("20A", "20"), ("12-14", "12"), ("12-14", "14"), ("12-14", "13B"), ("12-14", "12/14"),
     ("10-12", "12-14"), ("12 bus 3", "12"), ("12 bus 3", "12 bus 4")],
)  # fmt: skip
def test_numbers_of_one_building_are_near(one: str, other: str) -> None:
    assert near(belgian(number=one), belgian(number=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (belgian(), belgian("Kerkstraat")),
        (belgian(), belgian(number="14")),
        (belgian(), belgian(postcode="9050")),
        (belgian(number="12-14"), belgian(number="16")),
        (belgian(number="1-200"), belgian(number="100")),
    ],
)
def test_another_door_is_not_near(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not near(one, other)


def test_in_brussels_a_street_has_two_names_and_so_the_number_alone_is_near() -> None:
    dutch, french = belgian("Arenbergstraat", "3", "1000"), belgian("Rue d'Arenberg", "3", "1000")
    assert near(dutch, french)
    assert not near(dutch, belgian("Rue d'Arenberg", "5", "1000"))


@pytest.mark.parametrize(
    ("street", "short"), [("Kon. Astridlaan", True), ("Koningin Astridlaan", False), ("St. Jansstraat", False)]
)
def test_a_street_with_a_full_stop_is_shortened(street: str, short: bool) -> None:
    assert is_shortened(street) is short


@given(st.integers(1, 99_999), st.integers(0, 20), st.integers(0, 20))
def test_every_number_in_a_range_is_near_it(first: int, wide: int, within: int) -> None:
    last = min(first + wide, 99_999)
    number = min(first + within, last)
    assert near(belgian(number=str(number)), belgian(number=f"{first}-{last}" if last > first else str(first)))
