"""Who comes along and says nothing is asked once more; then the worker and the colleague on duty hear of it, before the
visit starts. Who said to come is nobody's worry."""

from datetime import timedelta

import pytest

from tests.acceptance.scenes import Json, marks, refused
from tests.support.house import House, an_address

REMINDED, TOLD = "Je gaat mee met Jan de Wit", "Nog niets gehoord van wie meegaat"


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on("losser").lets_calls_ring()


def in_minutes(house: House, minutes: float) -> str:
    return (house.now() + timedelta(minutes=minutes)).isoformat()


@pytest.fixture
def planned(house: House) -> Json:
    """In an hour, where nobody goes alone; Ali was asked."""
    address = an_address(230)
    marks(house, address, "attention")
    visit: Json = house.jan.plans(
        starts_in=60, minutes=30, address=address, companions=[{"personId": str(house.ali.id)}]
    )
    return visit


def test_who_says_nothing_is_asked_again_and_then_the_worker_and_the_duty_colleague_hear(
    house: House, planned: Json
) -> None:
    asked = house.ali.phone.expects_sms(REMINDED)
    assert "Ga je mee: antwoord 1" in asked.text
    house.passes(minutes=44)
    house.ali.phone.is_silent()
    house.passes(minutes=2)
    again = house.ali.phone.expects_sms(REMINDED)
    assert "Ga je mee: antwoord 1" in again.text
    house.jan.phone.is_silent()
    house.fatima.phone.is_silent()
    house.passes(minutes=10)
    assert "Dorpsstraat" not in house.jan.phone.expects_sms(TOLD).text
    desk = house.fatima.phone.expects_sms("Wie meegaat, antwoordt niet: Ali Demir.")
    assert "niet alleen naar Dorpsstraat 230, Den Bosch. " in desk.text
    assert desk.text.startswith("Jan de Wit gaat ")
    house.ali.phone.is_silent()
    assert house.jan.story(planned)[1:] == [
        "Nog geen antwoord van Ali Demir. Nog eens gevraagd of dat meegaan lukt.",
        "Nog steeds geen antwoord van Ali Demir. Ingelicht: Jan de Wit, Fatima Bakker.",
    ]
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_who_said_to_come_is_asked_nothing_more_and_says_so_again_at_the_door(house: House, planned: Json) -> None:
    asked = house.ali.phone.expects_sms(REMINDED)
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    (ali,) = house.jan.visit(planned)["companions"]
    assert (ali["thereAt"], ali["comingAt"] is not None) == (None, True)
    assert house.jan.story(planned)[-1] == "Ali Demir gaat mee (SMS)."
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed", "coming is not being there"
    house.passes(minutes=57)
    for person in (house.jan, house.ali, house.fatima):
        person.phone.is_silent()
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_who_came_back_on_their_word_is_not_waited_for(house: House, planned: Json) -> None:
    asked = house.ali.phone.expects_sms(REMINDED)
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee")
    asked.then_answers("2").expects_sms("krijgt bericht dat je niet meegaat")
    house.jan.phone.expects_sms("Ali Demir kan niet mee")
    (ali,) = house.jan.visit(planned)["companions"]
    assert (ali["comingAt"], ali["declinedAt"] is not None) == (None, True)
    house.passes(minutes=58)
    house.ali.phone.is_silent()
    house.jan.does(planned, "cancel")
    house.ali.phone.expects_sms("gaat niet door")


def test_moved_everything_begins_anew_and_a_cancelled_visit_asks_nobody(house: House, planned: Json) -> None:
    house.ali.phone.expects_sms(REMINDED).then_answers("1").expects_sms("Genoteerd: je gaat mee")
    later = {"plannedStart": in_minutes(house, 120), "expectedEnd": in_minutes(house, 150)}
    answer = house.http.patch(f"/v1/visits/{planned['id']}", json=later, headers=house.jan.citizen.headers)
    assert [one["comingAt"] for one in answer.json()["companions"]] == [None]
    house.ali.phone.expects_sms(REMINDED)
    house.passes(minutes=106)
    house.ali.phone.expects_sms(REMINDED)
    house.jan.does(planned, "cancel")
    house.ali.phone.expects_sms("gaat niet door")
    house.passes(minutes=15)
    house.jan.phone.is_silent()


def test_where_somebody_may_go_alone_nobody_is_asked_or_told(house: House) -> None:
    planned = house.jan.plans(
        starts_in=60, minutes=30, address=an_address(232), companions=[{"personId": str(house.ali.id)}]
    )
    house.passes(minutes=59)
    house.ali.phone.is_silent()
    house.jan.does(planned, "cancel")


def test_a_mark_that_ends_lets_nobody_be_waited_for_any_more(house: House, planned: Json) -> None:
    house.ali.phone.expects_sms(REMINDED)
    (mark,) = house.ruth.asks("/v1/risk-addresses")["marks"]
    house.ruth.posts(f"/v1/risk-addresses/{mark['id']}/end", {"reason": "Verhuisd"})
    house.forgets_messages()
    house.passes(minutes=59)
    house.ali.phone.is_silent()
    house.fatima.phone.is_silent()
    house.jan.does(planned, "cancel")
