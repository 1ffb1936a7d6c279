"""Who comes along and says nothing is asked once more; then the worker and the colleague on duty hear of it, before the
visit starts. Who said to come is nobody's worry."""

from datetime import timedelta

import pytest

from tests.acceptance.stories import Json, marks, refused
from tests.support.app_under_test import AppUnderTest, an_address

REMINDED, TOLD = "Je gaat mee met Jan de Wit", "Nog niets gehoord van wie meegaat"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("losser").lets_calls_ring()


def in_minutes(app: AppUnderTest, minutes: float) -> str:
    return (app.now() + timedelta(minutes=minutes)).isoformat()


@pytest.fixture
def planned(app: AppUnderTest) -> Json:
    """In an hour, where nobody goes alone; Ali was asked."""
    address = an_address(230)
    marks(app, address, "attention")
    visit: Json = app.jan.plans(starts_in=60, minutes=30, address=address, companions=[{"personId": str(app.ali.id)}])
    return visit


def test_who_says_nothing_is_asked_again_and_then_the_worker_and_the_duty_colleague_hear(
    app: AppUnderTest, planned: Json
) -> None:
    asked = app.ali.phone.expects_sms(REMINDED)
    assert "Ga je mee: antwoord 1" in asked.text
    app.passes(minutes=44)
    app.ali.phone.is_silent()
    app.passes(minutes=2)
    again = app.ali.phone.expects_sms(REMINDED)
    assert "Ga je mee: antwoord 1" in again.text
    app.jan.phone.is_silent()
    app.fatima.phone.is_silent()
    app.passes(minutes=10)
    assert "Dorpsstraat" not in app.jan.phone.expects_sms(TOLD).text
    desk = app.fatima.phone.expects_sms("Wie meegaat, antwoordt niet: Ali Demir.")
    assert "niet alleen naar Dorpsstraat 230, Den Bosch, 11:00. " in desk.text
    assert desk.text.startswith("Jan de Wit gaat ")
    app.ali.phone.is_silent()
    assert app.jan.story(planned)[1:] == [
        "Nog geen antwoord van Ali Demir. Nog eens gevraagd of dat meegaan lukt.",
        "Nog steeds geen antwoord van Ali Demir. Ingelicht: Jan de Wit, Fatima Bakker.",
    ]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
    app.fatima.phone.expects_sms("klaar bij")


def test_who_said_to_come_is_asked_nothing_more_and_says_so_again_at_the_door(app: AppUnderTest, planned: Json) -> None:
    asked = app.ali.phone.expects_sms(REMINDED)
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    (ali,) = app.jan.visit(planned)["companions"]
    assert (ali["thereAt"], ali["comingAt"] is not None) == (None, True)
    assert app.jan.story(planned)[-1] == "Ali Demir gaat mee (sms)."
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed", "coming is not being there"
    app.passes(minutes=57)
    for person in (app.jan, app.ali, app.fatima):
        person.phone.is_silent()
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
    app.fatima.phone.expects_sms("klaar bij")


@pytest.mark.on_both
def test_who_came_back_on_their_word_is_not_waited_for(app: AppUnderTest, planned: Json) -> None:
    asked = app.ali.phone.expects_sms(REMINDED)
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee")
    asked.then_answers("2").expects_sms("krijgt bericht dat je niet meegaat")
    app.jan.phone.expects_sms("Ali Demir kan niet mee")
    (ali,) = app.jan.visit(planned)["companions"]
    assert (ali["comingAt"], ali["declinedAt"] is not None) == (None, True)
    app.passes(minutes=58)
    app.ali.phone.is_silent()
    app.jan.does(planned, "cancel")
    app.ali.phone.is_silent()


@pytest.mark.on_both
def test_moved_everything_begins_anew_and_a_cancelled_visit_asks_nobody(app: AppUnderTest, planned: Json) -> None:
    app.ali.phone.expects_sms(REMINDED).then_answers("1").expects_sms("Genoteerd: je gaat mee")
    later = {"plannedStart": in_minutes(app, 120), "expectedEnd": in_minutes(app, 150)}
    answer = app.http.patch(f"/v1/visits/{planned['id']}", json=later, headers=app.jan.employee.headers)
    assert [one["comingAt"] for one in answer.json()["companions"]] == [None]
    app.ali.phone.expects_sms(REMINDED)
    app.passes(minutes=106)
    app.ali.phone.expects_sms(REMINDED)
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")
    app.passes(minutes=15)
    app.jan.phone.is_silent()


def test_where_somebody_may_go_alone_who_comes_along_is_told_and_not_reminded(app: AppUnderTest) -> None:
    planned = app.jan.plans(
        starts_in=60, minutes=30, address=an_address(232), companions=[{"personId": str(app.ali.id)}]
    )
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.passes(minutes=59)
    app.ali.phone.is_silent()
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")


def test_a_mark_that_ends_lets_nobody_be_waited_for_any_more(app: AppUnderTest, planned: Json) -> None:
    app.ali.phone.expects_sms(REMINDED)
    (mark,) = app.ruth.asks("/v1/risk-addresses")["marks"]
    app.ruth.posts(f"/v1/risk-addresses/{mark['id']}/end", {"reason": "Verhuisd"})
    app.forgets_messages()
    app.passes(minutes=59)
    app.ali.phone.is_silent()
    app.fatima.phone.is_silent()
    app.jan.does(planned, "cancel")
    app.ali.phone.expects_sms("gaat niet door")
