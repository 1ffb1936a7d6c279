"""What holds for every address, however it is written."""

from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from achterwacht.addresses import fold
from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.reading import read_address
from achterwacht.refused import Wrong, WrongInput

# Letters Q and X only: no word in them that means something ("bus", "St.").
plain_codes = st.from_regex(r"|[QX]|[QX]?[1-9][0-9]{0,2}|[1-9][0-9]{0,2}[QX]", fullmatch=True)
streets = st.lists(st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True), min_size=1, max_size=3).map(" ".join)
gaps = st.sampled_from(["", " ", "  ", "\u00a0"])
# No point between two numbers: that is a fraction, as a spreadsheet writes it, and is refused.
dashes = st.sampled_from(["-", " ", " - ", "/", " -"])

dutch_parts = st.fixed_dictionaries(
    {
        "postcode": st.from_regex(r"[1-9][0-9]{3}[A-RT-Z][A-Z]", fullmatch=True),
        "houseNumber": st.integers(1, 99_999),
        "addition": plain_codes,
    }
)
belgian_parts = st.fixed_dictionaries(
    {
        "postcode": st.from_regex(r"[1-9][0-9]{3}", fullmatch=True),
        "street": streets,
        "houseNumber": st.integers(1, 99_999).map(str),
        "box": plain_codes,
        "city": st.just("Gent"),
    }
)
anything = st.one_of(st.text(max_size=30), st.integers(-10, 200_000), st.none(), st.booleans())


FIELDS = ("postcode", "houseNumber", "addition", "street", "box", "city", "registerId")


def read(data: dict[str, Any]) -> tuple[Address | None, tuple[Wrong, ...]]:
    try:
        return read_address(data), ()
    except WrongInput as refused:
        return None, refused.wrong


def dutch(parts: dict[str, Any]) -> Address:
    return read_address({"country": "NL", **parts})


def belgian(parts: dict[str, Any]) -> Address:
    return read_address({"country": "BE", **parts})


@st.composite
def any_case(draw: st.DrawFn, text: str) -> str:
    return "".join(one.lower() if draw(st.booleans()) else one.upper() for one in text)


@given(st.text())
@example("ŉß ΐ ﬃ ª")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold.fold(fold.fold(text)) == fold.fold(text)
    assert fold.tidy(fold.tidy(text)) == fold.tidy(text)


@given(st.text(alphabet="bBuUsSoOxXtTeE0123456789aAcC -/.,#", max_size=12))
@example("B-3")
@example("0B03")
@example("bus b 0/1")
def test_a_box_read_twice_is_the_same_box(text: str) -> None:
    once = fold.box(text)
    assert once is None or fold.box(once) == once
    known = fold.code(text)
    assert known is None or fold.code(known) == known


@given(
    dutch_parts | belgian_parts,
    st.sampled_from([None, "0796200000000001", "0796200000000002"]),
    st.sampled_from([None, "0796200000000001", "0796200000000002"]),
)
def test_typed_by_hand_and_chosen_from_the_register_find_each_other(
    parts: dict[str, Any], mine: str | None, yours: str | None
) -> None:
    """With an id on either side, on both, or on none: what is written the same way is always found."""
    read_as = belgian if "box" in parts else dutch
    ids = [one and (one if read_as is dutch else one[-8:].lstrip("0")) for one in (mine, yours)]
    one, other = (read_as({**parts, "registerId": id}) for id in ids)
    assert set(one.keys) & set(other.keys)
    assert one.building_key == other.building_key
    assert (one.key, one.line) == (other.key, other.line)


@given(st.sampled_from(["NL", "BE"]), st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, anything)))
def test_anything_is_read_or_refused_with_reasons(country: str, fields: dict[str, Any]) -> None:
    address, wrong = read({"country": country, **fields})
    if address is not None:
        assert_settled(address)
    else:
        assert wrong
        assert all(one.pointer.startswith("/") and one.code for one in wrong)


@given(
    st.from_regex(r"[0-9]{1,6}[ ./_+-]{0,2}(bus|b|bis|[a-z]{0,3})[ ./-]?[0-9]{0,3}", fullmatch=True),
    st.sampled_from(["", "b2", "0"]),
)
def test_a_belgian_number_read_twice_is_the_same(number: str, box: str) -> None:
    fields = {"country": "BE", "street": "Veldstraat", "postcode": "9000", "city": "Gent"}
    address, _wrong = read({**fields, "houseNumber": number, "box": box})
    if address is not None:
        assert_settled(address)


def assert_settled(address: Address) -> None:
    """Read again it is the same; stored and taken out again too; it fits its column."""
    again = read_address(address.to_dict())
    assert again == address
    assert (again.key, again.line) == (address.key, address.line)
    assert address_of(address.to_dict()) == address
    assert address.key.startswith(address.building_key)
    assert len(address.key) <= 200
    assert len(address.line) <= 200


@given(dutch_parts, gaps, dashes, st.data())
def test_dutch_formats_share_a_key(parts: dict[str, Any], gap: str, dash: str, data: st.DataObject) -> None:
    postcode, number, addition = parts["postcode"], parts["houseNumber"], parts["addition"]
    key = dutch(parts).key
    loose = data.draw(any_case(f"{postcode[:4]}{gap}{postcode[4:]}"))
    assert dutch({**parts, "postcode": loose, "addition": data.draw(any_case(f"{gap}{addition}"))}).key == key
    if addition:
        together = data.draw(any_case(f"{number}{dash}{addition}"))
        assert dutch({"postcode": postcode, "houseNumber": together}).key == key


@given(belgian_parts, dashes, st.sampled_from(["bus ", "Bus", "BTE ", "b. ", "box ", "/", "bus 00"]), st.data())
def test_belgian_formats_share_a_key(parts: dict[str, Any], dash: str, word: str, data: st.DataObject) -> None:
    key = belgian(parts).key
    street = data.draw(any_case(parts["street"].replace(" ", dash)))
    assert belgian({**parts, "street": street}).key == key
    if parts["box"][:1].isdigit():
        assert belgian({**parts, "box": f"{word}{parts['box']}"}).key == key
        if word != "/" or parts["box"].isdigit():
            assert (
                belgian({**parts, "houseNumber": f"{parts['houseNumber']} {word}{parts['box']}", "box": ""}).key == key
            )


@given(dutch_parts, dutch_parts)
def test_different_dutch_addresses_have_different_keys(one: dict[str, Any], other: dict[str, Any]) -> None:
    assume(one != other)
    assert dutch(one).key != dutch(other).key


@given(belgian_parts, belgian_parts)
def test_different_belgian_addresses_have_different_keys(one: dict[str, Any], other: dict[str, Any]) -> None:
    def said(parts: dict[str, Any]) -> dict[str, Any]:
        return {**parts, "street": parts["street"].replace(" ", "").upper().removesuffix("AAT")}

    assume(said(one) != said(other))
    assert belgian(one).key != belgian(other).key
