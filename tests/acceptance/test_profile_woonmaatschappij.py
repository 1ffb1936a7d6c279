"""P1, a Flemish social housing company (protocols.md): risky visits in a mixed pair, 112 on the first screen."""

import pytest

from tests.acceptance.scenes import a_belgian_address, marks, refused
from tests.support.house import House


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on("woonmaatschappij").lets_calls_ring()


def test_112_stands_on_the_first_screen(house: House) -> None:
    protocol = house.jan.asks("/v1/protocol")
    assert (protocol["emergencyNumber"], protocol["emergencyOnFirstScreen"]) == ("112", True)
    assert protocol["resident"] == "huurder"


def test_a_risky_visit_with_a_mixed_pair_from_planning_to_sign_off(house: House) -> None:
    address = a_belgian_address(12)
    marks(house, address, "attention")
    planned = house.jan.plans(
        starts_in=30, minutes=30, address=address, companions=[{"personId": str(house.ali.id)}], purpose="Lekkage"
    )
    assert planned["beforehand"]["hints"] == ["Ga liefst samen: een verhuurmedewerker en een technieker."]
    pair = {"needed": True, "there": False, "aloneAsked": False, "aloneAllowedBy": None}
    assert planned["beforehand"]["pair"] == pair
    asked = house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    house.passes(minutes=29)
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    visit = house.jan.does(planned, "check-in")
    assert visit["watch"]["checkCall"] == "none", "no fixed call in P1"
    house.passes(minutes=26)
    house.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    assert house.jan.story(visit)[1:3] == ["Ali Demir gaat mee (SMS).", "Ali Demir is er (SMS)."]


def test_physical_violence_alarm_first_and_112(house: House) -> None:
    visit = house.jan.checks_in(minutes=30, address=a_belgian_address(14))
    house.jan.does(visit, "panic")
    assert "Bel eerst 112" in house.fatima.phone.expects_sms("NOOD").text
    house.karin.phone.expects_sms("NOOD").then_answers("1").expects_sms("Jij pakt alarm")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="incident")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_without_a_mark_one_may_go_alone(house: House) -> None:
    visit = house.jan.checks_in(minutes=30, address=a_belgian_address(16))
    assert visit["beforehand"]["pair"]["needed"] is False
    house.jan.does(visit, "check-out")
