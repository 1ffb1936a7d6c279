"""Telephone numbers as people type them: none is guessed, and nothing of what was typed is dropped."""

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from achterwacht.people.phones import RefusedNumber, read_number
from notifications.guard import guard


def refused(typed: str, country: str) -> RefusedNumber:
    with pytest.raises(RefusedNumber) as found:
        read_number(typed, country)
    return found.value


@pytest.mark.parametrize(
    "typed", ["0475 12 34 56", "0492 12 34 56", "0495 12 34 56", "0478 12 34 56", "0475/12.34.56", "(0475) 12-34-56"]
)
def test_a_belgian_mobile_that_is_a_dutch_landline_is_asked_about(typed: str) -> None:
    """The stranger in Roermond would be phoned with a name and an address."""
    asked = refused(typed, "NL")
    assert asked.code == "phone_two_countries"
    assert asked.facts["here"].startswith("+31 4")
    assert asked.facts["there"].startswith("+32 4")
    assert read_number(asked.facts["there"], "NL").startswith("+324"), "as it is proposed, it is taken"
    assert read_number(asked.facts["here"], "NL").startswith("+314")


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("+32 (0)475 12 34 56", "NL", "+32475123456"),
        ("0032 475 12 34 56", "NL", "+32475123456"),
        ("0475 12 34 56", "BE", "+32475123456"),  # at home it is a mobile, and asks nothing
        ("0031 (0)6 12345678", "NL", "+31612345678"),
        ("06-12345678", "NL", "+31612345678"),
        ("+31 6 1234 5678", "BE", "+31612345678"),
        ("073 612 34 56", "NL", "+31736123456"),
        ("085 123 45 67", "NL", "+31851234567"),
        ("011 12 34 56", "BE", "+3211123456"),
        ("  06 12 34 56 78 ", "NL", "+31612345678"),
    ],
)
def test_what_is_sure_is_taken(typed: str, country: str, number: str) -> None:
    assert read_number(typed, country) == number


@pytest.mark.parametrize(
    "typed",
    ["085 123 45 67 ext. 12", "085 123 45 67 x12", "085 123 45 67;ext=12", "0851234567,,12", "085 123 45 67 #12",
     "085 123 45 67 toestel 12", "085 1234567 tst 3", "tel:+31851234567;ext=12"],
)  # fmt: skip
def test_an_extension_is_refused_and_not_dropped(typed: str) -> None:
    assert refused(typed, "NL").code in ("phone_extension", "phone_invalid")


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("0470 12 34 56", "NL"),  # no such Dutch area, and no Dutch number
        ("06-12345678", "BE"),
        ("06 12345678 of 06 87654321", "NL"),
        ("06 12345678 (na 17u)", "NL"),
        ("06 12345678 thuis", "NL"),
        ("6 12345678 9", "NL"),
        ("0612345678 0612345678", "NL"),
        ("vast: 073 612 34 56", "NL"),
        ("06-FLOWERS", "NL"),
        ("12 34", "NL"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, country: str) -> None:
    assert refused(typed, country).code in ("phone_invalid", "phone_extension", "phone_emergency")


@given(
    st.sampled_from(["NL", "BE"]),
    st.sampled_from(["0612345678", "0736123456", "0475123456", "+31612345678", "0032475123456", "0851234567"]),
    st.lists(
        st.tuples(st.integers(0, 14), st.sampled_from([" ", "-", "/", "(", ")", ".", "0", "7", " 12", "(0)"])),
        max_size=5,
    ),
)
def test_every_digit_that_was_typed_is_in_the_number_or_it_is_refused(
    country: str, base: str, slips: list[tuple[int, str]]
) -> None:
    typed = base
    for place, slip in slips:
        typed = typed[:place] + slip + typed[place:]
    try:
        number = read_number(typed, country)
    except RefusedNumber:
        return
    parsed = phonenumbers.parse(number)
    significant = phonenumbers.national_significant_number(parsed)
    digits = "".join(sign for sign in typed if sign.isdigit())
    assert digits.endswith(significant)
    # "00 1 273 612 3456" is a number of another country still.
    codes = {"31", "32", str(parsed.country_code)}
    before = {f"{zeros}{code}{zero}" for zeros in ("", "00") for code in codes for zero in ("", "0")}
    assert digits.removesuffix(significant) in {"", "0", *before}


@given(st.from_regex(r"\A04[0-9]{8}\Z"))
def test_no_dutch_organisation_ever_takes_a_belgian_mobile_for_a_landline(typed: str) -> None:
    there = phonenumbers.parse(typed, "BE")
    mobile = phonenumbers.is_valid_number(there) and (
        phonenumbers.number_type(there) is phonenumbers.PhoneNumberType.MOBILE
    )
    assume(mobile)
    assert refused(typed, "NL").code in ("phone_two_countries", "phone_invalid")


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("088 123 45 67", "NL", "+31881234567"), ("+31 88 123 4567", "NL", "+31881234567"),
        ("+31881234567", "BE", "+31881234567"), ("078 15 12 34", "BE", "+3278151234"),
        ("+32 78 15 12 34", "NL", "+3278151234"),
    ],
)  # fmt: skip
def test_a_number_of_a_company_is_one_that_can_be_phoned(typed: str, country: str, number: str) -> None:
    assert read_number(typed, country) == number
    assert guard(number) == number, "the channels let it pass"


@pytest.mark.parametrize(
    "typed", ["14 073", "14073", "+31 14 073", "0031 14 020", "0900 8844", "0800 1234", "0906 1234"]
)
def test_a_short_number_and_one_with_a_rate_of_its_own_stay_refused(typed: str) -> None:
    assert refused(typed, "NL").code in ("phone_emergency", "phone_invalid")
