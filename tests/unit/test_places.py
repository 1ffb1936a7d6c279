"""What stands as the place of an appointment: an address, something to look for, or nothing to visit."""

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
