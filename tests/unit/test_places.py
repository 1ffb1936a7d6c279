"""What stands as the place of an appointment: an address, something to look for, or nothing to visit."""

from pathlib import Path

import pytest

from achterwacht.diary.places import read_place


@pytest.mark.parametrize(
    ("typed", "country", "line"),
    [
        ("Gemeentehuis, Dorpsstraat 12-A, 5211 AA Den Bosch, Nederland", "NL", "Dorpsstraat 12-A, 5211 AA Den Bosch"),
        ("Dorpsstraat 12a 5211aa 's-Hertogenbosch", "NL", "Dorpsstraat 12-A, 5211 AA 's-Hertogenbosch"),
        ("Dorpsstraat 12 A, 5211 AA Den Bosch", "NL", "Dorpsstraat 12-A, 5211 AA Den Bosch"),
        ("Dorpsstraat 12, 5211 AA  Den Bosch (achterom)", "NL", "Dorpsstraat 12, 5211 AA Den Bosch (achterom)"),
        ("5211 AA 12", "NL", "5211 AA 12"),
        ("1e Hervendreef 5, 5232 JK Den Bosch", "NL", "1e Hervendreef 5, 5232 JK Den Bosch"),
        ("Plein 1944 5, 6511 JC Nijmegen", "NL", "Plein 1944 5, 6511 JC Nijmegen"),
        ("Veldstraat 12 bus 3, 9000 Gent", "BE", "Veldstraat 12 bus 3, 9000 Gent"),
        ("Veldstraat 12, bus 3, 9000 Gent, België", "NL", "Veldstraat 12 bus 3, 9000 Gent"),
        ("Veldstraat 12/3 9000 Gent", "BE", "Veldstraat 12 bus 3, 9000 Gent"),
        ("Sint-Pietersnieuwstraat 33, B-9000 Gent", "BE", "Sint-Pietersnieuwstraat 33, 9000 Gent"),
        ("Dorpsstraat 12 - 14, 3500 Hasselt", "BE", "Dorpsstraat 12-14, 3500 Hasselt"),
        ("Dorpsstraat 12, 5211 AA Den Bosch", "BE", "Dorpsstraat 12, 5211 AA Den Bosch"),
    ],
)
def test_a_whole_address_however_it_is_typed(typed: str, country: str, line: str) -> None:
    place = read_place(typed, country)
    assert place is not None
    assert place.address is not None
    assert (place.address.line, place.text) == (line, typed)


@pytest.mark.parametrize(
    ("typed", "ask"),
    [
        ("Dorpsstraat 12, Den Bosch", "Dorpsstraat 12, Den Bosch"),
        ("Stadhuis, Dorpsstraat 12, Den Bosch, Nederland", "Dorpsstraat 12, Den Bosch"),
        ("Wolvenhoek 1, Den Bosch", "Wolvenhoek 1, Den Bosch"),
        ("Dorpsstraat 12", "Dorpsstraat 12"),
        ("Dorpsstraat 12, 5211 SS Den Bosch", "Dorpsstraat 12"),
    ],
)
def test_a_part_of_an_address_is_something_to_look_for(typed: str, ask: str) -> None:
    place = read_place(typed, "NL")
    assert place is not None
    assert (place.address, place.ask, place.text) == (None, ask, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Vergaderzaal 2", "Kamer 2.14, Stadhuis", "Microsoft Teams-vergadering", "Teams", "thuis", "bij mw. De Vries",
        "https://teams.microsoft.com/l/meetup-join/12", "0612345678", "C 1.23", "Bellen met nummer 12, Jan", "", "12",
        "jan@voorbeeld.test 12, Den Bosch", "Den Bosch",
    ],
)  # fmt: skip
def test_what_nobody_visits(typed: str) -> None:
    assert read_place(typed, "NL") is None


RIGHT = {
    "Voorbeeldlaan 1 31, 5211 AB Den Bosch": None,
    "Voorbeeldstraat 23 B 03, 5211 AC Den Bosch": "NL|5211AC|23|B03",
    "Dorpsstraat 12 app 3, 5211 AA Den Bosch": None,
    "Dorpsstraat 12 unit 4, 5211 AA Den Bosch": None,
    "Plein 1944 nr 5, 6511 JC Nijmegen": "NL|6511JC|5|",
    "Voorbeeldkade 23 - II, 1011 AB Amsterdam": "NL|1011AB|23|II",
    "Dorpsstraat 12 bis A, 5211 AA Den Bosch": "NL|5211AA|12|BISA",
    "Kruisstraat 12, 3e verdieping, 5211 AD Den Bosch": "NL|5211AD|12|",
    "Kruisstraat 12, 2e etage, 5211 AD Den Bosch": "NL|5211AD|12|",
    "Dorpsstraat 12, 5211 AA Den Bosch (bellen bij de buren)": "NL|5211AA|12|",
    "Veldstraat 12 app 3, 9000 Gent": None,
    "Grote Markt 1, Bergen op Zoom": None,
}
FAULTS = Path(__file__).parents[1] / "files" / "calendars" / "places.tsv"
"""Lines that were read as another door, or never proposed."""


@pytest.mark.parametrize("row", FAULTS.read_text().splitlines()[1:])
def test_a_line_is_read_as_the_right_door_or_shown_as_it_is(row: str) -> None:
    typed, country, *_ = row.split("\t")
    place = read_place(typed, country)
    assert place is not None
    assert place.text == typed
    assert (place.address.key if place.address else None) == RIGHT[typed]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Kade 23 hs, 1011 AB Amsterdam", "NL|1011AB|23|HS"), ("Kade 23 Huis, 1011 AB Amsterdam", "NL|1011AB|23|HUIS"),
        ("Kade 23-III, 1011 AB Amsterdam", "NL|1011AB|23|III"), ("Kade 23 I, 1011 AB Amsterdam", "NL|1011AB|23|I"),
        ("Dorpsstraat 12 toevoeging A, 5211 AA Den Bosch", "NL|5211AA|12|A"),
        ("Dorpsstraat 12 (achterdeur), 5211 AA Den Bosch", "NL|5211AA|12|"),
        ("De Ruimte 3, 5211 AE Den Bosch", "NL|5211AE|3|"), ("Zoom 12, 8225 AB Lelystad", "NL|8225AB|12|"),
        ("Plein 1953 bg 12, 3086 EE Rotterdam", "NL|3086EE|12|"),
        ("Laan van 1813 7, 5211 AA Den Bosch", "NL|5211AA|7|"),
        ("2e Dwarsstraat 5 bis, 3511 AA Utrecht", "NL|3511AA|5|BIS"), ("5211 AA 12 A", "NL|5211AA|12|A"),
        ("Dorpsstraat 12, 5211 AA Den Bosch, 06-12345678", "NL|5211AA|12|"),
        ("Dorpsstraat 12, 5211 AA Den Bosch tel 0612345678", "NL|5211AA|12|"),
        ("Vergaderzaal 2, Dorpsstraat 12, 5211 AA Den Bosch", "NL|5211AA|12|"),
        ("Dorpsstraat 12, 5211 AA Den Bosch https://maps.example/12", "NL|5211AA|12|"),
    ],
)  # fmt: skip
def test_what_is_said_beside_an_address_makes_no_other_of_it(typed: str, key: str) -> None:
    place = read_place(typed, "NL")
    assert place is not None
    assert place.address is not None
    assert place.address.key == key


@pytest.mark.parametrize(
    "typed",
    [
        "t.o. Dorpsstraat 12, 5211 AA Den Bosch", "nabij Dorpsstraat 12, Den Bosch",
        "Tegenover Dorpsstraat 12, 5211 AA",
        "Dorpsstraat 12 hoek Kerkstraat, 5211 AA Den Bosch", "Dorpsstraat 12, Kerkstraat 3, 5211 AA Den Bosch",
        "Dorpsstraat 12, 5211 AA of Kerkstraat 3, 5211 BB Den Bosch", "Dorpsstraat 12 woning 7, 5211 AA Den Bosch",
        "Dorpsstraat 12, app 3, 5211 AA Den Bosch", "Dorpsstraat 12 bus 3, 5211 AA Den Bosch",
        "Dorpsstraat 12 of 14, 5211 AA Den Bosch", "Kruisstraat 12, 9000 Gent", "Dorpsstraat 12 en 14, Den Bosch",
    ],
)  # fmt: skip
def test_with_a_doubt_the_line_is_shown_and_nothing_is_looked_for(typed: str) -> None:
    place = read_place(typed, "NL")
    assert place is not None
    assert (place.address, place.ask, place.text) == (None, "", typed)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("Dorpsstraat 12 1e verdieping, 1012 AB Amsterdam", "NL"),
        ("Dorpsstraat 12 bellen bij 14, 1012 AB Amsterdam", "NL"),
        ("5211 AA nr 12", "NL"),
        ("12, Dorpsstraat, 5211 AA Den Bosch", "NL"),
        ("12 Dorpsstraat, 5211 AA Den Bosch", "NL"),
        ("Dorpsstraat 12 verd. 3 4611 AA Bergen op Zoom", "NL"),
        ("Veldstraat 12 verdieping 3, 9000 Gent", "BE"),
        ("Veldstraat 12 3de verd, 9000 Gent", "BE"),
        ("Rue de la Loi 16 1er étage, 1000 Bruxelles", "BE"),
    ],
)
def test_a_postcode_with_a_number_is_shown_in_whatever_order_they_stand(typed: str, country: str) -> None:
    place = read_place(typed, country)
    assert place is not None
    assert (place.address, place.ask, place.text) == (None, "", typed)


def test_a_postcode_alone_is_no_place_to_visit() -> None:
    assert read_place("5211 AA Den Bosch", "NL") is None


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("t/o Dorpsstraat 12, 1012 AB Amsterdam", "NL"),
        ("Dorpsstraat t/o 12, 1012 AB Amsterdam", "NL"),
        ("t o Dorpsstraat 12, 1012 AB Amsterdam", "NL"),
        ("schuin tegenover Dorpsstraat 12, 1012 AB Amsterdam", "NL"),
        ("vlakbij Dorpsstraat 12, 1012 AB Amsterdam", "NL"),
        ("t/h/v Dorpsstraat 12, 1012 AB Amsterdam", "NL"),
        ("en face Rue de la Loi 16, 1000 Bruxelles", "BE"),
        ("à côté du Rue de la Loi 16, 1000 Bruxelles", "BE"),
    ],
)
def test_what_is_only_near_a_door_is_not_that_door(typed: str, country: str) -> None:
    place = read_place(typed, country)
    assert place is not None
    assert (place.address, place.ask) == (None, "")
