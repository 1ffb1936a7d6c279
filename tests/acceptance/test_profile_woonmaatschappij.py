"""P1, a Flemish social housing company (protocols.md): risky visits in a mixed pair, 112 on the first screen."""

import pytest

from tests.acceptance.stories import a_belgian_address, marks, refused
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("woonmaatschappij").lets_calls_ring()


def test_112_stands_on_the_first_screen(app: AppUnderTest) -> None:
    protocol = app.jan.asks("/v1/protocol")
    assert (protocol["emergencyNumber"], protocol["emergencyOnFirstScreen"]) == ("112", True)
    assert protocol["resident"] == "klant"


def test_a_risky_visit_with_a_mixed_pair_from_planning_to_sign_off(app: AppUnderTest) -> None:
    address = a_belgian_address(12)
    marks(app, address, "attention")
    planned = app.jan.plans(
        starts_in=30, minutes=30, address=address, companions=[{"personId": str(app.ali.id)}], purpose="Lekkage"
    )
    assert planned["beforehand"]["hints"] == [
        "Ga liefst samen: bijvoorbeeld een huurbegeleider (vrouw) en een technische medewerker (man)."
    ]
    pair = {"needed": True, "there": False, "aloneAsked": False, "aloneAllowedBy": None}
    assert planned["beforehand"]["pair"] == pair
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    app.passes(minutes=29)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    visit = app.jan.does(planned, "check-in")
    assert visit["watch"]["checkCall"] == "none", "no fixed call in P1"
    app.passes(minutes=26)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    assert app.jan.story(visit)[1:3] == ["Ali Demir gaat mee (SMS).", "Ali Demir is er (SMS)."]


def test_physical_violence_alarm_first_and_112(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14))
    app.jan.does(visit, "panic")
    assert "Bel eerst 112" in app.fatima.phone.expects_sms("NOOD").text
    app.karin.phone.expects_sms("NOOD").then_answers("1").expects_sms("Jij pakt alarm")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_without_a_mark_one_may_go_alone(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(16))
    assert visit["beforehand"]["pair"]["needed"] is False
    app.jan.does(visit, "check-out")
