"""The numbers that a phone keeps from the first sign-in on."""

from achterwacht.roster.ranks import Rank
from tests.support.app_under_test import AppUnderTest

DUTY = "/v1/duty-numbers"


def test_the_numbers_are_there_before_any_visit(app: AppUnderTest) -> None:
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    app.has_neighbours()
    (team,) = app.jan.asks(DUTY)["teams"]
    fatima = app.fatima.employee
    assert team["people"][0] == {"id": str(fatima.id), "name": fatima.name, "phone": fatima.phone}
    assert team["people"][1]["id"] == str(app.karin.id)
    assert {one["id"] for one in team["people"]} <= {str(one.id) for one in app.ours.everybody}
    (of_fatima,) = app.fatima.asks(DUTY)["teams"]
    assert str(fatima.id) not in {one["id"] for one in of_fatima["people"]}, "nobody calls themselves"


def test_without_a_roster_the_team_is_called(app: AppUnderTest) -> None:
    app.puts_on_duty()
    (team,) = app.jan.asks(DUTY)["teams"]
    assert team["people"]
    assert all(one["phone"] for one in team["people"])
