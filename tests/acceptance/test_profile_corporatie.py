"""P2, a Dutch housing corporation, as its text says: in a home, police first in a calamity, a weapon, and the talk by
phone. Each step names its line."""

from typing import Any

import pytest

from tests.acceptance.stories import marks, refused
from tests.acceptance.what_they_see import desk, phones
from tests.support.app_under_test import AppUnderTest, an_address

Json = dict[str, Any]
PIN, DURESS = "2468", "8642"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("corporatie").lets_calls_ring()


def card(app: AppUnderTest, title: str) -> Json:
    """The card with this title, as Jan has it."""
    (found,) = [one for one in app.jan.asks("/v1/protocol")["cards"] if one["title"] == title]
    read: Json = found
    return read


def steps(app: AppUnderTest, title: str, part: str = "toDo") -> list[str]:
    return [step["text"] for step in card(app, title)[part]]


def test_a_visit_that_gets_out_of_hand(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=30, minutes=45, purpose="Achterstand", address=an_address(12))
    assert planned["beforehand"]["mayStart"], "the text has no rule of its own for who goes"
    # 001 L142-146: respecteer de omgeving; let op gevaar en je eigen veiligheid
    assert app.jan.asks("/v1/protocol")["reminders"] == [
        "Respecteer de omgeving: je komt bij iemand in huis.",
        "Let vooral op gevaar en je eigen veiligheid.",
    ]
    app.passes(minutes=29)
    visit = app.jan.does(planned, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit, Dorpsstraat 12, Den Bosch"]}
    app.passes(minutes=10)
    # 001 L155-202: kalmeren, grens en keuze, gesprek beëindigen en weg, dan wie het hoort
    told = [step.split(":")[0].rstrip(".") for step in steps(app, "Agressie in een woning")[2:]]
    assert told == [
        "Probeer de persoon rustig te krijgen. Past de persoon het gedrag aan",
        "Blijft de persoon agressief",
        "Past de persoon het gedrag aan",
        "Blijft de persoon agressief",
        "Bel indien nodig de politie",
        "Sein je leidinggevende in",
        "Licht je collega op kantoor in (receptie, balie)",
    ]
    assert "verlaat de woning" in steps(app, "Agressie in een woning")[5]  # 001 L190-192
    app.jan.does(visit, "check-out", reason="Weggegaan, meneer bleef schelden")
    app.passes(minutes=60)
    assert phones(app) == {}, "who is out is chased by nobody"
    assert desk(app.fatima) == {}
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit meldt zich aan, tot 11:15.",
        "Jan de Wit meldt zich af: Weggegaan, meneer bleef schelden.",
    ]


def test_a_calamity_police_first_then_the_manager(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, address=an_address(14))
    # 001 L148: bel bij calamiteiten altijd eerst de politie, sein daarna de leidinggevende in
    assert steps(app, "Calamiteit") == ["Bel altijd eerst de politie.", "Sein daarna je leidinggevende in."]
    assert card(app, "Calamiteit")["toDo"][0]["call"] == "emergency"
    app.passes(minutes=10)
    app.jan.does(visit, "panic")
    for watcher in (app.fatima, app.karin):
        watcher.phone.expects_sms("NOOD ")
    call_police = app.fatima.phone.expects_sms("BEL NU 112")
    app.karin.phone.expects_sms("BEL NU 112")
    assert desk(app.fatima)["alarms"] == ["Jan de Wit, Dorpsstraat 14, Den Bosch: panic, police"]
    alarm = app.fatima.alarm()
    assert alarm["steps"][:2] == ["Bel eerst 112. Lees het overdrachtsblad voor.", "Sein daarna de leidinggevende in."]
    app.passes(minutes=1)
    call_police.then_answers("1").expects_sms("je hebt gebeld voor Jan de Wit")
    app.passes(minutes=1)
    app.fatima.on_alarm(alarm, "assign", personId=str(app.karin.id))
    app.karin.on_alarm(alarm, "acknowledge")
    app.passes(minutes=5)
    app.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Politie was er in vijf minuten")
    app.jan.does(visit, "check-out")
    app.passes(minutes=60)
    urgent = [
        "10:10 (telefoon)",
        "10:10 (telefoon)",
        "10:10 BEL NU 112 (alarm). Jan de",
        "10:10 NOOD. Jan de Wit drukte om",
    ]
    assert phones(app) == {
        "Fatima": [
            *urgent,
            "10:11 Genoteerd: je hebt gebeld voor Jan",
            "10:12 Alarm: Karin Smit pakt het op",
            "10:17 ALARM voorbij: Jan de Wit is",
        ],
        "Karin": [*urgent, "10:11 Alarm: Fatima Bakker pakt het op", "10:17 ALARM voorbij: Jan de Wit is"],
    }
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:45.",
        "Alarm: noodknop, door Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Gewaarschuwd (de politie-stap): Karin Smit en Fatima Bakker.",
        "Fatima Bakker belde 112.",
        "Fatima Bakker pakt het op (sms).",
        "Fatima Bakker vraagt Karin Smit om het over te nemen.",
        "Karin Smit pakt het op.",
        "Afgesloten door Karin Smit: hulp gegeven. Politie was er in vijf minuten.",
        "Jan de Wit meldt zich af.",
    ]
    assert desk(app.fatima) == {}


def test_a_weapon_a_hostage_or_a_bomb(app: AppUnderTest) -> None:
    """001 L293-322: keep talking, promise everything, and tell a colleague if the situation allows it: silently."""
    title = "Ernstig fysiek geweld, (vuur)wapen, gijzeling of bommelding"  # 001 L296-297
    assert steps(app, title) == [
        "Wees bij fysieke agressie uiterst voorzichtig: grijp alleen in als het niet anders kan. "
        "Breng de veiligheid van jezelf en anderen niet in gevaar.",  # 001 L300-302
        "Hulp van collega's kan nodig zijn om partijen uit elkaar te krijgen.",
        "De veiligheid van de medewerkers en de overige klanten gaat boven alles!",  # 001 L305
        "Probeer met de agressor in gesprek te blijven totdat er hulp komt.",  # 001 L306
        "Alles kan worden toegezegd om de veiligheid te waarborgen: "
        "geef de eiser wat hij wil (geld, sleutels van een woning enz.).",  # 001 L307-309
        "Zorg indien mogelijk dat er geen nieuwe klanten het pand kunnen betreden en bij het voorval betrokken worden.",
        "Laat de situatie het toe: sein een collega in, "
        "zodat deze andere medewerkers kan inlichten om het pand te verlaten.",  # 001 L313-314
    ]
    assert card(app, title)["emergency"], "112 stands on it"
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=45, address=an_address(16))
    app.passes(minutes=10)
    calm = app.jan.does(visit, "ok", pin=DURESS)  # 001 L313: sein een collega in
    assert calm["alarm"] is None, "nothing on the screen inside"
    for watcher in (app.fatima, app.karin):
        assert "NIET" in watcher.phone.expects_sms("STIL ALARM").text
    alarm = app.fatima.alarm()
    assert alarm["steps"][1].startswith("Bel de medewerker en wie mee is NIET")
    app.passes(minutes=2)
    app.karin.on_alarm(alarm, "police-calls", number="112", reference="PL-9")
    app.karin.on_alarm(alarm, "resolve", outcome="incident", note="Politie heeft hem meegenomen")
    app.jan.does(visit, "check-out", pin=PIN)
    app.passes(minutes=60)
    # 001 L318-322: na afloop
    assert steps(app, title, "follows") == [
        "Licht collega's in.",
        "De afhandeling van het incident wordt altijd geëvalueerd.",
        "Registreer ieder voorval.",
        "Maakt een melding in het personeelsdossier en meldt het bij de Arbodienst.",
    ]
    urgent = [
        "10:10 (telefoon)",
        "10:10 (telefoon)",
        "10:10 BEL NU 112 (alarm). Jan de",
        "10:10 STIL ALARM. Jan de Wit gaf",
    ]
    assert phones(app) == {
        "Fatima": [*urgent, "10:12 ALARM voorbij: Jan de Wit, er", "10:12 Alarm: Karin Smit pakt het op"],
        "Karin": [*urgent, "10:12 ALARM voorbij: Jan de Wit, er"],
    }, "and nothing on the phone of Jan, who is talking"
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:45.",
        "Alarm: stil alarm, door Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Jan de Wit: alles goed.",
        "Gewaarschuwd (de politie-stap): Karin Smit en Fatima Bakker.",
        "Karin Smit belde 112, kenmerk PL-9.",
        "Karin Smit pakt het op.",
        "Afgesloten door Karin Smit: incident. Politie heeft hem meegenomen.",
        "Jan de Wit meldt zich af.",
    ]
    assert desk(app.fatima) == {}


def test_who_calls_and_scolds_may_call_back_when_calm(app: AppUnderTest) -> None:
    told = steps(app, "Telefonische agressie")
    assert "mag terugbellen als hij rustig is. Hang op." in told[3]  # 001 L220-226
    assert told[4] == "Meld het incident bij je leidinggevende en registreer het voor collega's."  # 001 L267-271


def test_at_the_office_asked_to_leave_three_times_then_the_manager_then_the_police(app: AppUnderTest) -> None:
    told = card(app, "Agressie op kantoor")["toDo"]
    assert "(zo nodig 3x)" in told[4]["text"]  # 001 L108-111, L522-523
    assert [step["who"] for step in told[5:]] == ["employee", "manager", "employee"]
    assert told[-1]["call"] == "emergency"  # 001 L127-137


def test_where_the_register_says_two_two_go(app: AppUnderTest) -> None:
    address = an_address()
    marks(app, address, "pairs")
    planned = app.jan.plans(minutes=30, address=address)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.jan.does(planned, "cancel")


def test_a_colleague_asks_and_the_worker_answers(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    assert visit["watch"]["checkCall"] == "none"
    app.fatima.does(visit, "ask")
    app.settles()
    app.jan.does(visit, "ok")
    assert app.jan.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")
