"""The numbers that a phone keeps from the first sign-in on."""

from achterwacht.roster.ranks import Rank
from tests.support.house import House

DUTY = "/v1/duty-numbers"


def test_the_numbers_are_there_before_any_visit(house: House) -> None:
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.MANAGER, house.karin))
    house.has_neighbours()
    (team,) = house.jan.asks(DUTY)["teams"]
    fatima = house.fatima.citizen
    assert team["people"][0] == {"id": str(fatima.id), "name": fatima.name, "phone": fatima.phone}
    assert team["people"][1]["id"] == str(house.karin.id)
    assert {one["id"] for one in team["people"]} <= {str(one.id) for one in house.town.everybody}
    (of_fatima,) = house.fatima.asks(DUTY)["teams"]
    assert str(fatima.id) not in {one["id"] for one in of_fatima["people"]}, "nobody calls themselves"


def test_without_a_roster_the_team_is_called(house: House) -> None:
    house.puts_on_duty()
    (team,) = house.jan.asks(DUTY)["teams"]
    assert team["people"]
    assert all(one["phone"] for one in team["people"])
