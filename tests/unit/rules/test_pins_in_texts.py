"""Which numbers of a text may be a PIN, however somebody who is forced to type gets them there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achterwacht.inbound.received import without_pin
from achterwacht.inbound.typed_pins import MOST_LOOKED_AT, could_be_pins, may_hold_a_pin
from notifications.replies import read_sms


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("UIT, mijn pin is 4321", ("4321",)),
        ("43 21", ("4321",)),
        ("4-3-2-1", ("4321",)),
        ("4, 3, 2, 1", ("4321",)),
        ("4321 4321", ("4321", "43214321")),
        ("uit 1 4321", ("4321", "14321")),
        ("٤٣٢١ uit", ("4321",)),
        ("06 12345678", ("12345678",)),
        ("0612345678", ()),
        ("4 bezoeken, 3 klaar, 2 later, 1 niet", ()),
        ("432", ()),
    ],
)
def test_every_number_as_long_as_a_pin_is_looked_at(text: str, numbers: tuple[str, ...]) -> None:
    assert could_be_pins(text) == numbers


@given(
    st.text(alphabet="abc XYZ.,!?:", max_size=20),
    st.text(alphabet="0123456789", min_size=4, max_size=8),
    st.sampled_from(["", " ", "-", ".", "/", ", "]),
)
def test_a_pin_is_found_behind_anything_and_spread_out(before: str, pin: str, between: str) -> None:
    text = f"{before} {between.join(pin)}"
    assert pin in could_be_pins(text)
    assert may_hold_a_pin(text)


@given(st.text(alphabet="0123456789 .", max_size=1600))
def test_no_text_costs_more_than_a_few_tries(text: str) -> None:
    assert len(could_be_pins(text)) <= MOST_LOOKED_AT


@pytest.mark.parametrize(
    ("typed", "read_as", "kept"),
    [
        ("1530", "+15 1530", "****"),
        ("1530!", "+15 1530", "****!"),
        ("30", "+30", "30"),
        ("+15 1530", "+15 1530", "+15 ****"),
    ],
)
def test_of_a_pin_alone_no_digit_is_kept(typed: str, read_as: str, kept: str) -> None:
    assert without_pin(typed, read_sms(read_as), code_known=False) == kept
