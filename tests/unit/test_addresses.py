"""Reading, comparing and showing one address: the ways people write it."""

from typing import Any

import pytest

from achterwacht.addresses import fold
from achterwacht.addresses.address import BelgianAddress, DutchAddress, address_of
from achterwacht.addresses.reading import read_address
from achterwacht.refused import WrongInput

DORPSSTRAAT = {"street": "Dorpsstraat", "city": "Den Bosch"}


def dutch(**fields: Any) -> dict[str, Any]:
    return {"country": "NL", "postcode": "5211 AA", "houseNumber": 12, **fields}


def belgian(**fields: Any) -> dict[str, Any]:
    known = {"country": "BE", "street": "Veldstraat", "houseNumber": "12", "postcode": "9000", "city": "Gent"}
    return {**known, **fields}


def faults(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(WrongInput) as refused:
        read_address(data)
    return [(one.pointer, one.code) for one in refused.value.wrong]


@pytest.mark.parametrize(
    "written",
    [
        dutch(addition="A"),
        dutch(houseNumber="12A"),
        dutch(houseNumber="12-A"),
        dutch(houseNumber="12 a"),
        dutch(houseNumber=" 012/a "),
        dutch(addition="-a", postcode="5211aa"),
        dutch(addition="á", postcode=" 52 11 Aa ", street="Dorpsstraat", city="Den Bosch"),
    ],
)
def test_dutch_ways_of_writing_one_address_find_each_other(written: dict[str, Any]) -> None:
    assert read_address(written).key == "NL|5211AA|12|A"


@pytest.mark.parametrize(
    "written",
    [
        belgian(box="3"),
        belgian(box="bus 3"),
        belgian(box="b3"),
        belgian(box="B. 003"),
        belgian(box="/3"),
        belgian(box="Bte 3"),
        belgian(box=3, houseNumber=12),
        belgian(houseNumber="12/3"),
        belgian(houseNumber="12 bus 3"),
        belgian(houseNumber="12b3"),
        belgian(houseNumber="12 bus 3", box="03"),
        belgian(box="3", street="  VELDSTRAAT ", postcode="B-9000"),
        belgian(box="3", street="Veldstr."),
    ],
)
def test_belgian_ways_of_writing_one_address_find_each_other(written: dict[str, Any]) -> None:
    assert read_address(written).key == "BE|9000|VELDSTRAAT|12|3"


@pytest.mark.parametrize(
    "street", ["Sint-Pietersnieuwstraat", "St.-Pietersnieuwstraat", "St. Pieters Nieuwstr.", "sint pietersnieuwstraat"]
)
def test_saints_are_one(street: str) -> None:
    assert read_address(belgian(street=street)).key == "BE|9000|SINTPIETERSNIEUWSTRAAT|12|"


def test_a_street_that_begins_like_a_saint_is_none() -> None:
    assert read_address(belgian(street="Stationsstraat")).key == "BE|9000|STATIONSSTRAAT|12|"


def test_accents_fold() -> None:
    one, other = (read_address(belgian(street=name)) for name in ("Sacré-Cœurlaan", "Sacre Coeurlaan"))
    assert one.key == other.key


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("12a", "12A"),
        ("12-A", "12A"),
        ("12 bis", "12BIS"),
        ("12-14", "12-14"),
        ("012", "12"),
        ("12B-14", "12B-14"),
        ("12B", "12B"),
    ],
)
def test_a_belgian_house_number_keeps_its_letter_or_range(written: str, number: str) -> None:
    address = read_address(belgian(houseNumber=written))
    assert isinstance(address, BelgianAddress)
    assert (address.house_number, address.box) == (number, None)


def test_numbers_that_differ_stay_apart() -> None:
    keys = {
        read_address(dutch(houseNumber=12, addition=addition)).key
        for addition in ("1", "12", "1-2", "A", "A2", "2A", None)
    }
    assert len(keys) == 7
    assert read_address(dutch(houseNumber="121")).key != read_address(dutch(houseNumber="12-1")).key


@pytest.mark.parametrize(
    ("number", "addition", "read"),
    [("12A", "A", "A"), ("12 a", "-A", "A"), ("12-2", "2", "2"), ("12 bis", "bis", "BIS"), ("12A", "3", "A3")],
)
def test_what_a_file_gives_whole_and_taken_apart_is_one_door(number: str, addition: str, read: str) -> None:
    assert read_address(dutch(houseNumber=number, addition=addition)).key == f"NL|5211AA|12|{read}"


def test_the_building_has_no_addition() -> None:
    assert (
        read_address(dutch(addition="A")).building_key
        == read_address(dutch(addition="B")).building_key
        == "NL|5211AA|12"
    )
    assert read_address(belgian(box="1")).building_key == "BE|9000|VELDSTRAAT|12"


@pytest.mark.parametrize(
    ("written", "line", "short"),
    [
        (dutch(addition="a", **DORPSSTRAAT), "Dorpsstraat 12-A, 5211 AA Den Bosch", "Dorpsstraat 12-A, Den Bosch"),
        (dutch(street="Dorpsstraat"), "Dorpsstraat 12, 5211 AA", "Dorpsstraat 12, 5211 AA"),
        (dutch(city="Den Bosch"), "5211 AA 12, Den Bosch", "5211 AA 12, Den Bosch"),
        (dutch(addition="A"), "5211 AA 12-A", "5211 AA 12-A"),
        (belgian(), "Veldstraat 12, 9000 Gent", "Veldstraat 12, Gent"),
        (belgian(houseNumber="12A", box="bus 3"), "Veldstraat 12A bus 3, 9000 Gent", "Veldstraat 12A bus 3, Gent"),
    ],
)  # fmt: skip
def test_how_it_reads(written: dict[str, Any], line: str, short: str) -> None:
    address = read_address(written)
    assert (address.line, address.short_line) == (line, short)


def test_what_is_stored_comes_back() -> None:
    assert read_address(dutch(addition="a")).to_dict() == {
        "country": "NL",
        "postcode": "5211AA",
        "houseNumber": 12,
        "addition": "A",
    }
    assert address_of(read_address(dutch(addition="a")).to_dict()) == DutchAddress("5211AA", 12, "A")
    assert address_of(read_address(belgian(box="3")).to_dict()) == BelgianAddress(
        "Veldstraat", "12", "3", "9000", "Gent"
    )


def test_the_id_of_a_register_comes_first_and_what_is_written_counts_beside_it() -> None:
    typed, chosen = read_address(dutch(addition="a")), read_address(dutch(addition="A", registerId="0796200000123456"))
    assert typed.keys == ("NL|5211AA|12|A",)
    assert chosen.keys == ("NL#0796200000123456", "NL|5211AA|12|A")
    assert address_of(chosen.to_dict()) == chosen
    flemish = read_address(belgian(box="3", registerId="36416228"))
    assert flemish.keys == ("BE#36416228", "BE|9000|VELDSTRAAT|12|3")
    assert address_of(flemish.to_dict()) == flemish


@pytest.mark.parametrize(
    ("country", "id"),
    [
        (dutch, "0796010000123456"),  # a building, not an address
        (dutch, "36416228"),
        (dutch, "07962000001234567"),
        (belgian, "0796200000123456"),
        (belgian, "https://data.vlaanderen.be/id/adres/36416228"),
        (belgian, "0"),
    ],
)
def test_no_id_of_a_register(country: Any, id: str) -> None:
    assert faults(country(registerId=id)) == [("/registerId", "register_id_unknown")]


@pytest.mark.parametrize(
    "postcode", ["5211", "0211 AA", "5211 SS", "5211SA", "5211sd", "52111 AA", "AA 5211", "5211 A1"]
)
def test_no_dutch_postcode(postcode: str) -> None:
    assert faults(dutch(postcode=postcode)) == [("/postcode", "postcode_nl")]


@pytest.mark.parametrize("number", [0, -1, 100_000, "twaalf", "A12", True, 1.5, []])
def test_no_dutch_house_number(number: Any) -> None:
    code = "house_number_nl" if isinstance(number, str) or type(number) is int else "not_text"
    assert faults(dutch(houseNumber=number)) == [("/houseNumber", code)]


@pytest.mark.parametrize("number", ["0", "bus 3", "12 & 14", "A"])
def test_no_belgian_house_number(number: str) -> None:
    assert faults(belgian(houseNumber=number)) == [("/houseNumber", "house_number_be")]


@pytest.mark.parametrize("number", ["12/", "12 bus", "12 bus ?!"])
def test_a_belgian_house_number_with_half_a_box(number: str) -> None:
    assert faults(belgian(houseNumber=number)) == [("/houseNumber", "box_unreadable")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("12_3", "field_box"), ("12 _ 3", "field_box"), ("12-3", "field_box"), ("12-12", "field_box"),
        ("12-JAN", "field_day"), ("1-12-2026", "house_number_be"), ("NULL", "house_number_be"),
        ("12.0", "house_number_be"),
    ],
)  # fmt: skip
def test_what_a_file_would_be_refused_for_is_no_belgian_number_by_hand_either(number: str, code: str) -> None:
    assert faults(belgian(houseNumber=number)) == [("/houseNumber", code)]


@pytest.mark.parametrize("number", ["12-14", "12A-14", "12", "12A", "12 bus 3", "12/3", "12_A"])
def test_a_range_goes_up(number: str) -> None:
    assert read_address(belgian(houseNumber=number)).line


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"houseNumber": "12 jan"}, "field_day"), ({"addition": "1-12-2026"}, "field_day"),
        ({"addition": "NULL"}, "field_nothing"), ({"addition": "undefined"}, "field_nothing"),
        ({"houseNumber": "12.0"}, "field_number"), ({"addition": "1.5"}, "field_number"),
    ],
)  # fmt: skip
def test_nor_a_dutch_one(fields: dict[str, Any], code: str) -> None:
    assert faults(dutch(**fields)) == [(f"/{next(iter(fields))}", code)]


@pytest.mark.parametrize("addition", ["X", "x", "bis", "1", "2-a", "winkel", "zwart", "JA"])
def test_what_may_stand_on_a_door_is_no_doubt_by_hand(addition: str) -> None:
    assert read_address(dutch(addition=addition)).line


def test_a_number_that_was_chosen_from_the_register_is_as_it_is() -> None:
    """The old Flemish register wrote 12_3, and the new one keeps some."""
    assert read_address(belgian(houseNumber="12_3", registerId="36416228")).keys[0] == "BE#36416228"


def test_every_wrong_field_is_said_at_once() -> None:
    wrong = dutch(postcode="1", houseNumber=None, addition="?!", street="x" * 81, city=7.5)
    assert faults(wrong) == [
        ("/postcode", "postcode_nl"),
        ("/houseNumber", "missing"),
        ("/addition", "addition_unreadable"),
        ("/street", "longer_than"),
        ("/city", "not_text"),
    ]
    assert faults({"country": "BE"}) == [
        ("/street", "missing"),
        ("/houseNumber", "missing"),
        ("/postcode", "missing"),
        ("/city", "missing"),
    ]
    assert faults({"country": "DE"}) == faults({}) == [("/country", "not_a_choice")]


@pytest.mark.parametrize(("box", "key"), [("1.2", "1-2"), ("0.01", "0-01"), ("1.02", "1-02"), ("12.10", "12-10")])
def test_a_flemish_box_is_numbered_floor_first(box: str, key: str) -> None:
    typed = read_address(belgian(houseNumber="12", box=box))
    assert typed.key.endswith(f"|12|{key}")
    assert typed == read_address(belgian(houseNumber=f"12 bus {box}"))


@pytest.mark.parametrize("box", ["1.0", "12.00", "1,2", "1.2E+05", "1.2.2026"])
def test_what_a_program_makes_of_a_number_is_no_box(box: str) -> None:
    assert [pointer for pointer, _ in faults(belgian(houseNumber="12", box=box))] == ["/box"]


def test_two_boxes_are_one_too_many() -> None:
    assert faults(belgian(houseNumber="12/3", box="4")) == [("/box", "box_twice")]


def test_what_cannot_be_seen_does_not_count() -> None:
    assert read_address(dutch(postcode="5211\u200b AA\x00", street="Dorps\tstraat\ud800")) == DutchAddress(
        "5211AA", 12, None, "Dorps straat"
    )


@pytest.mark.parametrize("unseen", ["\u200b", "\u3164", "\u2800 \u00ad", "\ufe0f"])
def test_what_nobody_can_see_is_no_text(unseen: str) -> None:
    assert fold.tidy(unseen) == ""
    assert fold.tidy(f"{unseen}Dorpsstraat").endswith("Dorpsstraat")
