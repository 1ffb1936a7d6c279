"""P1, a Flemish social housing company, as its text says: aggression that is expected, aggression that is not, and
violence. Each step names its line."""

import pytest

from tests.acceptance.stories import a_belgian_address, marks, refused
from tests.acceptance.what_they_see import desk, phones
from tests.support.app_under_test import AppUnderTest

GUARD = "+3233445566"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("woonmaatschappij").lets_calls_ring()


def cards(app: AppUnderTest) -> dict[str, list[str]]:
    """What Jan's cards tell him to do, by their titles."""
    found = app.jan.asks("/v1/protocol")["cards"]
    return {card["title"]: [step["text"] for step in card["toDo"]] for card in found}


def test_aggression_that_is_expected(app: AppUnderTest) -> None:
    # 000 L44: agenda invullen
    planned = app.jan.plans(
        starts_in=60,
        minutes=30,
        address=a_belgian_address(12),
        companions=[{"personId": str(app.ali.id)}],
        purpose="Lekkage",
        expectsTrouble="De vorige keer liep het hoog op",  # 000 L65: verwacht je agressief gedrag?
    )
    # 000 L67: verwittig je leidinggevende of collega
    for watcher in (app.karin, app.fatima):
        told = watcher.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
        assert "hoog op" not in told.text, "why stands on the board, and not in an SMS"
    # 000 L71: risicovolle huisbezoeken: ga met 2
    assert planned["beforehand"]["pair"]["needed"]
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    asked.then_answers("1").expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    # 000 L97-99: bijvoorbeeld huurbegeleider (vrouw) en technische medewerker (man) gaan samen
    assert planned["beforehand"]["hints"] == [
        "Ga liefst samen: bijvoorbeeld een huurbegeleider (vrouw) en een technische medewerker (man)."
    ]
    # 000 L69: in extreme gevallen: verwittig de wijkagent of politie
    assert not planned["beforehand"]["police"]["needed"]
    app.jan.puts(
        f"/v1/visits/{planned['id']}/expected-trouble", {"why": "Hij zwaaide met een mes", "policeWanted": True}
    )
    app.ali.phone.expects_sms("Nieuwe instructie bij je afspraak")
    assert desk(app.fatima) == {
        "planned": ["Jan de Wit met Ali Demir, Dorpsstraat 12, Zolder (eerst de wijkagent of de politie; wacht)"]
    }
    app.fatima.does(planned, "police-told")

    app.passes(minutes=59)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed", "000 L71"
    asked.then_answers("1").expects_sms("Genoteerd: je bent er, bij Jan de Wit")
    visit = app.jan.does(planned, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit met Ali Demir, Dorpsstraat 12, Zolder"]}
    assert visit["watch"]["checkCall"] == "none", "the text knows no fixed call"
    app.passes(minutes=26)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")

    app.passes(minutes=120)
    assert desk(app.fatima) == {}
    assert phones(app) == {
        "Jan": ["11:25 Je afspraak loopt tot 11:30. Klaar:", "11:25 Je bent afgemeld."],
        "Ali": [
            "10:00 Genoteerd: je gaat mee met Jan",
            "10:00 Je gaat mee met Jan de",
            "10:00 Nieuwe instructie bij je afspraak. Open",
            "10:59 Genoteerd: je bent er, bij Jan",
        ],
        "Fatima": ["10:00 Jan de Wit verwacht problemen op"],
        "Karin": ["10:00 Jan de Wit verwacht problemen op"],
    }
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit verwacht problemen: De vorige keer liep het hoog op. Ingelicht: Fatima Bakker en Karin Smit.",
        "Ali Demir gaat mee (sms).",
        "Jan de Wit verwacht problemen, en zegt ook: Hij zwaaide met een mes. De politie moet het vooraf weten.",
        "Fatima Bakker heeft de wijkagent of de politie vooraf gebeld.",
        "Ali Demir is er (sms).",
        "Jan de Wit meldt zich aan, tot 11:30.",
        "Herinnerd aan het einde.",
        "Jan de Wit meldt zich af (sms).",
    ]


def test_violence_alarm_leave_and_112_and_the_guard_firm(app: AppUnderTest) -> None:
    app.http.put(
        "/v1/guard-firm", json={"name": "Bewaking Oost", "phone": GUARD}, headers=app.anne.employee.headers
    ).raise_for_status()
    protocol = app.jan.asks("/v1/protocol")
    # 000 L46: 112 nummer op eerste scherm mobiel
    assert (protocol["emergencyNumber"], protocol["emergencyOnFirstScreen"]) == ("112", True)
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(14))
    assert visit["beforehand"]["pair"]["needed"] is False
    app.passes(minutes=10)
    # 000 L85: sla alarm, ga weg en bel 112
    assert cards(app)["Lichamelijk geweld"] == ["Sla alarm.", "Ga weg.", "Bel 112."]
    (violence,) = [one for one in protocol["cards"] if one["title"] == "Lichamelijk geweld"]
    assert [step["call"] for step in violence["toDo"]] == [None, None, "emergency"]
    app.jan.does(visit, "panic")
    for watcher in (app.fatima, app.karin):
        assert "Bel eerst 112" in watcher.phone.expects_sms("NOOD ").text
    assert desk(app.fatima)["alarms"] == ["Jan de Wit, Dorpsstraat 14, Zolder: panic, manager"]
    guard = app.twilio.phone(GUARD)
    guard.is_silent()
    # 000 L169: externe bewakingsfirma ingeval van nood
    app.passes(minutes=1.1)
    call = guard.expects_call().picks_up().presses("1")
    assert "Dorpsstraat 14" in call.says
    call.presses("1")
    app.passes(minutes=1)
    alarm = app.karin.alarm()
    assert alarm["steps"][0].startswith("Bel eerst 112")
    app.karin.on_alarm(alarm, "police-calls", number="112", reference="112-77")
    app.karin.on_alarm(alarm, "resolve", outcome="incident", note="Jan is buiten, de politie is er")
    app.jan.does(visit, "check-out")
    app.passes(minutes=60)
    watching = [
        "10:10 (telefoon)",
        "10:10 NOOD. Jan de Wit drukte om",
        "10:11 (telefoon)",
        "10:11 Alarm: Bewaking Oost komt (Jan de",
        "10:11 BEL NU 112 (alarm). Jan de",
        "10:12 ALARM voorbij: Jan de Wit, er",
    ]
    assert phones(app, Bewaking=GUARD) == {
        "Fatima": sorted([*watching, "10:12 Alarm: Karin Smit pakt het op"]),
        "Karin": watching,
        "Bewaking": ["10:11 (telefoon)"],
    }, "Jan hears nothing: his phone must not ring inside"
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:30.",
        "Alarm: noodknop, door Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Gewaarschuwd (de politie-stap): Karin Smit en Fatima Bakker.",
        "Bewakingsfirma Bewaking Oost wordt gebeld.",
        "Bewakingsfirma Bewaking Oost: komt (telefoon).",
        "Karin Smit belde 112, kenmerk 112-77.",
        "Karin Smit pakt het op.",
        "Afgesloten door Karin Smit: incident. Jan is buiten, de politie is er.",
        "Jan de Wit meldt zich af.",
    ]
    assert desk(app.karin) == {}
    # 000 L92: registratie van de klacht bij een vertrouwenspersoon; de personeelsdienst; de preventieadviseur!
    assert [step["text"] for step in violence["follows"]] == [
        "Registreer de klacht bij een vertrouwenspersoon; de personeelsdienst; de preventieadviseur!"
    ]


def test_aggression_that_was_not_expected_and_by_telephone(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(16))
    # 000 L75: spreek de klant aan op zijn gedrag en stop indien nodig het gesprek
    assert cards(app)["Onverwacht agressief gedrag"] == [
        "Spreek de klant aan op zijn gedrag.",
        "Stop indien nodig het gesprek.",
    ]
    app.passes(minutes=10)
    app.jan.does(visit, "check-out", reason="Gesprek gestopt, de klant bleef roepen")
    # 000 L80-82: benoem gedrag, kondig aan dat je het gesprek zal beëindigen; helpt dat niet: breek af
    assert cards(app)["Agressieve telefoons"] == [
        "Benoem het gedrag en kondig aan dat je het gesprek zal beëindigen.",
        "Helpt dat niet: breek het gesprek af.",
    ]
    app.passes(minutes=60)
    assert phones(app) == {}, "who says it is over is left alone"
    assert app.jan.story(visit)[-1] == "Jan de Wit meldt zich af: Gesprek gestopt, de klant bleef roepen."


def test_a_risky_visit_by_the_register_goes_with_two(app: AppUnderTest) -> None:
    address = a_belgian_address(18)
    marks(app, address, "attention")
    planned = app.jan.plans(minutes=30, address=address)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"  # 000 L71
    app.jan.does(planned, "cancel")
