"""The sender of a text, as carriers write it."""

import pytest

from achterwacht.inbound.senders import could_be_from


@pytest.mark.parametrize(
    "written",
    [
        "+31612345678", "0031612345678", "31612345678", "0612345678", "whatsapp:+31612345678", "tel:+31612345678",
        " 31612345678", "\u202a+31612345678\u202c", "+31 6 1234 5678", "+31(6)12345678", "06-12345678",
        "sip:+31612345678@sip.example", "WhatsApp:+31612345678", "+31612345678\x00",
    ],
)  # fmt: skip
def test_the_same_number_however_it_is_written(written: str) -> None:
    assert "+31612345678" in could_be_from(written)


@pytest.mark.parametrize(
    "written", ["", "anonymous", "RestrictedCaller", "12345", "0", "+", "Achterwacht", "+" + "9" * 40]
)
def test_what_is_no_number_is_nobodys(written: str) -> None:
    assert could_be_from(written) == (written,)


def test_without_a_country_it_may_be_either_and_never_a_third() -> None:
    assert could_be_from("0475123456") == ("0475123456", "+31475123456", "+32475123456")
    assert could_be_from("+32475123456") == ("+32475123456",)
