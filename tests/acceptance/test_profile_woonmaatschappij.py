"""P1, a Flemish social housing company, as its text says: aggression that is expected, and aggression that is not. Each
step names its line."""

import pytest

from tests.acceptance.stories import a_belgian_address, marks, refused
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("woonmaatschappij").lets_calls_ring()


def cards(app: AppUnderTest) -> dict[str, list[str]]:
    """What Jan's cards tell him to do, by their titles."""
    found = app.jan.asks("/v1/protocol")["cards"]
    return {card["title"]: [step["text"] for step in card["toDo"]] for card in found}


def test_112_stands_on_the_first_screen(app: AppUnderTest) -> None:
    protocol = app.jan.asks("/v1/protocol")
    assert (protocol["emergencyNumber"], protocol["emergencyOnFirstScreen"]) == ("112", True)  # 000 L46, L85
    assert protocol["resident"] == "klant"  # 000 L39


def test_aggression_that_is_expected_from_planning_to_sign_off(app: AppUnderTest) -> None:
    planned = app.jan.plans(  # 000 L44: agenda invullen
        starts_in=60,
        minutes=30,
        address=a_belgian_address(12),
        companions=[{"personId": str(app.ali.id)}],
        purpose="Lekkage",
        expectsTrouble="De vorige keer liep het hoog op",  # 000 L65
    )
    for who in (app.karin, app.fatima):  # 000 L67: verwittig je leidinggevende of collega
        told = who.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
        assert "hoog op" not in told.text
    assert planned["beforehand"]["pair"]["needed"], "000 L71: risicovolle huisbezoeken: ga met 2"
    assert planned["beforehand"]["hints"] == [  # 000 L97-99
        "Ga liefst samen: bijvoorbeeld een huurbegeleider (vrouw) en een technische medewerker (man)."
    ]
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    assert not planned["beforehand"]["police"]["needed"]
    extreme = app.jan.puts(  # 000 L69: in extreme gevallen: verwittig de wijkagent of politie
        f"/v1/visits/{planned['id']}/expected-trouble", {"why": "Hij zwaaide met een mes", "policeWanted": True}
    )
    police = extreme["beforehand"]["police"]
    assert (police["needed"], police["whom"]) == (True, "de wijkagent of de politie")
    assert "instructie" in app.ali.phone.expects_sms().text
    app.fatima.does(planned, "police-told")
    app.passes(minutes=59)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    visit = app.jan.does(planned, "check-in")
    assert visit["watch"]["checkCall"] == "none", "the text knows no fixed call"
    app.passes(minutes=26)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    story = app.jan.story(visit)
    assert "Fatima Bakker heeft de wijkagent of de politie vooraf gebeld." in story
    assert [line for line in story if line.startswith("Ali Demir")] == [
        "Ali Demir gaat mee (SMS).",
        "Ali Demir is er (SMS).",
    ]


def test_a_risky_visit_by_the_register_goes_with_two(app: AppUnderTest) -> None:
    address = a_belgian_address(18)
    marks(app, address, "attention")
    planned = app.jan.plans(minutes=30, address=address)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"  # 000 L71
    app.jan.does(planned, "cancel")


def test_aggression_that_was_not_expected(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14))
    assert visit["beforehand"]["pair"]["needed"] is False
    said = cards(app)
    assert said["Onverwacht agressief gedrag"] == [
        "Spreek de klant aan op zijn gedrag.",  # 000 L75
        "Stop indien nodig het gesprek.",
    ]
    app.jan.does(visit, "panic")  # 000 L85: sla alarm, ga weg en bel 112
    assert "Bel eerst 112" in app.fatima.phone.expects_sms("NOOD").text
    app.karin.phone.expects_sms("NOOD").then_answers("1").expects_sms("Jij pakt alarm")
    assert app.karin.alarm()["steps"][0].startswith("Bel eerst 112")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_at_physical_violence_alarm_leave_and_112(app: AppUnderTest) -> None:
    card = next(one for one in app.jan.asks("/v1/protocol")["cards"] if one["title"] == "Lichamelijk geweld")
    assert cards(app)["Lichamelijk geweld"] == ["Sla alarm.", "Ga weg.", "Bel 112."]  # 000 L85
    assert card["toDo"][2]["call"] == "emergency"
