"""Which of two places counts, and how exactly one may say it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.alarms.spotted import SHARP, Spot, better, spot_of
from achterwacht.watch.spots import in_words, map_link
from notifications.texts.catalogue import catalogue

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_spot(accuracy: float | None = 20, minutes: float = 0, latitude: float = 51.69781, longitude: float = 5.3) -> Spot:
    return Spot(latitude, longitude, accuracy, NOON + timedelta(minutes=minutes))


def said(spot: Spot, minutes: float = 0) -> str:
    return in_words(catalogue("nl"), spot, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("known", "told", "counts"),
    [
        (a_spot(20), a_spot(30, minutes=1), "told"),  # as sharp as anybody needs, and newer
        (a_spot(20), a_spot(12_000, minutes=1), "known"),  # a mast says where they were a minute ago less well
        (a_spot(12_000), a_spot(20, minutes=1), "told"),
        (a_spot(20), a_spot(12_000, minutes=180), "told"),  # in three hours one may be anywhere
        (a_spot(20), a_spot(None, minutes=1), "known"),  # who knows how far off that is
        (a_spot(20, minutes=5), a_spot(20), "known"),  # one that comes late, out of the queue of a phone
        (a_spot(12_000, minutes=1), a_spot(20), "told"),
        (None, a_spot(12_000), "told"),
    ],
)
def test_the_best_and_newest_place_counts(known: Spot | None, told: Spot, counts: str) -> None:
    assert better(known, told) == {"known": known, "told": told}[counts]


spots = st.builds(
    a_spot,
    accuracy=st.none() | st.floats(0, 40_100_000),
    minutes=st.floats(0, 1_440),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
)


@given(spots, spots)
def test_the_order_in_which_two_places_come_makes_no_difference(one: Spot, other: Spot) -> None:
    if one.at != other.at:
        assert better(one, other) == better(other, one)


@given(spots, spots)
def test_a_sharp_place_that_is_newer_always_counts(known: Spot, told: Spot) -> None:
    sharp = Spot(told.latitude, told.longitude, min(told.accuracy or SHARP, SHARP), known.at + timedelta(seconds=1))
    assert better(known, sharp) == sharp


@given(spots)
def test_a_place_comes_back_from_its_column(spot: Spot) -> None:
    assert spot_of(spot.column(), NOON) == spot


@pytest.mark.parametrize(
    ("spot", "minutes", "words"),
    [
        (a_spot(8), 0, "noorderbreedte 51,6978, oosterlengte 5,3000, tot op 10 meter"),
        (a_spot(99.2), 1, "noorderbreedte 51,6978, oosterlengte 5,3000, tot op 100 meter, een minuut geleden"),
        (a_spot(100), 0, "ongeveer noorderbreedte 51,6978, oosterlengte 5,3000, tot op 100 meter"),
        (a_spot(640), 12, "ongeveer noorderbreedte 51,698, oosterlengte 5,300, tot op 640 meter, 12 minuten geleden"),
        (a_spot(12_000), 3, "ongeveer noorderbreedte 51,70, oosterlengte 5,30, tot op 12 km, 3 minuten geleden"),
        (a_spot(100_000), 0, "ongeveer noorderbreedte 51,7, oosterlengte 5,3, tot op 100 km"),
        (a_spot(None), 0, "ongeveer noorderbreedte 51,698, oosterlengte 5,300, hoe precies is niet bekend"),
        (a_spot(8, 0, -12.5, -68.25), 0, "zuiderbreedte 12,5000, westerlengte 68,2500, tot op 10 meter"),
    ],
)
def test_a_place_is_said_no_more_exactly_than_it_is(spot: Spot, minutes: float, words: str) -> None:
    assert said(spot, minutes) == words


@given(spots)
def test_no_place_is_ever_said_with_more_than_four_digits(spot: Spot) -> None:
    numbers = [word for word in said(spot).replace(", ", " ").split() if "," in word]
    assert all(len(number.partition(",")[2]) <= 4 for number in numbers)
    assert ("ongeveer" in said(spot)) == (spot.accuracy is None or spot.accuracy >= SHARP)
    assert "None" not in map_link(spot)
