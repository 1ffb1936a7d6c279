"""P3, the municipality of Heusden-Zolder, as its text says (002 L571-621, L891-990, L1393-1472).

Who leaves says where to and when they are back; each finished visit is told to the desk; past 17:00 only with a
back-up; who notices that something is off calls, then warns the police. Each step names its line.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.protocols.of_team import load_for_team
from achterwacht.protocols.service import shipped
from tests.acceptance.stories import a_belgian_address, on_a_monday_at, refused
from tests.acceptance.what_they_see import desk, phones
from tests.support.app_under_test import AppUnderTest, Person, Rank, Role
from tests.support.organisations import an_employee

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("heusden-zolder").lets_calls_ring()


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    return app.also_has("Sven de Boer", Role.COLLEAGUE)


def steps(app: AppUnderTest, title: str, part: str = "toDo") -> list[str]:
    """What this card tells Jan to do."""
    (card,) = [one for one in app.jan.asks("/v1/protocol")["cards"] if one["title"] == title]
    return [step["text"] for step in card[part]]


def test_two_addresses_on_one_trip_and_back_at_the_office(app: AppUnderTest) -> None:
    protocol = app.jan.asks("/v1/protocol")
    # 002 L587-594: bereid het bezoek voor; neem altijd een gsm mee
    assert protocol["questions"] == [
        "Wat is de reden van het gesprek?",
        "Zijn er nog andere aanwezigen in de woning?",
        "Welke problematiek heerst er?",
    ]
    assert protocol["reminders"][0] == "Neem altijd een gsm mee."
    # 002 L1454-1455: waar je naartoe gaat, adres en tijdsverloop, en wanneer je vermoedt terug te komen
    back = (app.now() + timedelta(minutes=135)).isoformat()
    first = app.jan.plans(
        starts_in=15, minutes=30, address=a_belgian_address(12), clientName="R. Peeters",  # 002 L577-583
        purpose="Aanvraag", backBy=back,
    )  # fmt: skip
    second = app.jan.plans(starts_in=60, minutes=30, address=a_belgian_address(14), clientName="L. Claes", backBy=back)
    assert (first["beforehand"]["missing"], second["beforehand"]["missing"]) == ("", "")
    assert desk(app.fatima) == {"planned": ["Jan de Wit, Dorpsstraat 12, Zolder", "Jan de Wit, Dorpsstraat 14, Zolder"]}
    app.passes(minutes=14)
    app.jan.does(first, "check-in")
    app.passes(minutes=24)
    # 002 L1458-1460: elk afgewerkt bezoek onmiddellijk melden aan de baliemedewerker
    app.jan.phone.sends("UIT")
    told = app.fatima.phone.expects_sms("Jan de Wit is om 10:38 klaar").text
    assert told.endswith("bij Dorpsstraat 12, Zolder en gaat naar Dorpsstraat 14, Zolder, daar verwacht om 11:45.")
    assert desk(app.fatima) == {
        "planned": ["Jan de Wit, Dorpsstraat 14, Zolder"],
        "goingHome": ["Jan de Wit, Dorpsstraat 12, Zolder"],
    }, "one watch from stop to stop"
    app.passes(minutes=21)
    app.jan.does(second, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit, Dorpsstraat 14, Zolder"]}
    app.passes(minutes=20)
    app.jan.does(second, "check-out", returnTo="office")
    told = app.fatima.phone.expects_sms("Jan de Wit is om 11:19 klaar").text
    assert told == "Jan de Wit is om 11:19 klaar bij Dorpsstraat 14, Zolder en is om 12:15 terug."
    assert desk(app.fatima) == {"goingHome": ["Jan de Wit, Dorpsstraat 14, Zolder"]}
    app.passes(minutes=30)
    # 002 L1457: meld je bij je terugkomst weer als aanwezig aan
    app.jan.phone.sends("TERUG")
    app.passes(minutes=120)
    assert desk(app.fatima) == {}
    assert phones(app) == {
        "Jan": ["10:38 Je bent afgemeld. Volgende: Dorpsstraat 14,", "11:49 Genoteerd: je bent terug."],
        "Fatima": ["10:38 Jan de Wit is om 10:38", "11:19 Jan de Wit is om 11:19"],
    }
    app.forgets_messages()
    assert app.jan.story(first) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit meldt zich aan, tot 10:45.",
        "Jan de Wit meldt zich af. Wordt om 11:45 verwacht bij Dorpsstraat 14, Zolder (sms).",
        "Jan de Wit is begonnen aan het volgende bezoek.",
    ]
    assert app.jan.story(second) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit meldt zich aan, tot 11:30.",
        "Jan de Wit meldt zich af. Wordt om 12:15 terug verwacht.",
        "Jan de Wit is terug op kantoor (sms).",
    ]


def test_who_is_not_back_is_called_and_then_the_police_is_warned(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(16))
    app.passes(minutes=20)
    app.jan.does(visit, "check-out", returnTo="office")
    app.passes(minutes=57)
    assert desk(app.fatima) == {"alarms": ["Jan de Wit, Dorpsstraat 16, Zolder: not_back, police"]}
    alarm = app.fatima.alarm()
    # 002 L1467-1472: bel zelf; geen antwoord: verwittig de politie, meld je bezorgdheid, vraag assistentie
    assert alarm["steps"][:2] == [
        "Bel de medewerker op de gsm.",
        "Geen gehoor: bel 101. Meld je bezorgdheid en vraag assistentie voor een plaatsbezoek. Noem het laatste adres.",
    ]
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["say"][:3] == [
        "Het laatste adres is: Dorpsstraat 16, 3550 Zolder. Daar was het bezoek om 10:20 klaar.",
        "De medewerker ging daarna naar kantoor, en werd daar verwacht om 11:05.",
        "Een medewerker van Voorbeeld is na een huisbezoek niet teruggekomen en is niet bereikbaar. "
        "We houden rekening met agressie.",
    ]
    assert "Ik vraag om assistentie op dit adres." in sheet["say"]
    app.fatima.on_alarm(alarm, "police-calls", number="101")
    app.passes(minutes=5)
    app.fatima.on_alarm(alarm, "resolve", outcome="safe", note="Stond met panne langs de weg")
    app.passes(minutes=60)
    assert phones(app) == {
        "Jan": ["11:10 Terug op kantoor: stuur TERUG. Later:", "11:11 (telefoon)"],
        "Fatima": [
            "10:20 Jan de Wit is om 10:20",
            "11:13 (telefoon)",
            "11:13 ALARM. Jan de Wit is niet",
            "11:16 (telefoon)",
            "11:16 BEL NU 101 (alarm). Jan de",
            "11:22 ALARM voorbij: Jan de Wit is",
        ],
        "Karin": [
            "11:16 (telefoon)",
            "11:16 (telefoon)",
            "11:16 ALARM. Jan de Wit is niet",
            "11:16 BEL NU 101 (alarm). Jan de",
            "11:17 Alarm: Fatima Bakker pakt het op",
            "11:22 ALARM voorbij: Jan de Wit is",
        ],
    }
    app.forgets_messages()
    assert app.fatima.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:30.",
        "Jan de Wit meldt zich af. Wordt om 11:05 terug verwacht.",
        "Niet terug op kantoor.",
        "Alarm: niet terug op kantoor.",
        "Gewaarschuwd (de medewerker): Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Gewaarschuwd (de politie-stap): Karin Smit en Fatima Bakker.",
        "Fatima Bakker opende het overdrachtsblad.",
        "Fatima Bakker belde 101.",
        "Fatima Bakker pakt het op.",
        "Afgesloten door Fatima Bakker: veilig. Stond met panne langs de weg.",
    ]
    assert desk(app.fatima) == {}


def test_straight_home(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(18))
    app.passes(minutes=20)
    # 002 L1461-1463: ga je rechtstreeks naar huis, meld je dan af bij de persoon die deze lijst bijhoudt
    app.jan.phone.sends("UIT, naar huis")
    told = app.fatima.phone.expects_sms("Jan de Wit is om ").text
    assert told == "Jan de Wit is om 10:20 klaar bij Dorpsstraat 18, Zolder en gaat naar huis."
    assert desk(app.fatima) == {"goingHome": ["Jan de Wit, Dorpsstraat 18, Zolder"]}
    app.passes(minutes=46)
    app.jan.phone.expects_sms("Ben je al thuis?").then_replies("OK").expects_sms("Genoteerd: je bent thuis.")
    app.passes(minutes=120)
    assert phones(app) == {
        "Fatima": ["10:20 Jan de Wit is om 10:20"],
        "Jan": [
            "10:20 Je bent afgemeld. Stuur OK als",
            "11:05 Ben je al thuis? Antwoord OK.",
            "11:06 Genoteerd: je bent thuis.",
        ],
    }
    app.forgets_messages()
    assert app.jan.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:30.",
        "Jan de Wit meldt zich af. Gaat naar huis (sms).",
        "Nog niets gehoord na het naar huis gaan. Gevraagd: Jan de Wit.",
        "Jan de Wit is thuis.",
    ]
    assert desk(app.fatima) == {}


def test_past_five_the_back_up_gets_the_sign_off(app: AppUnderTest, sven: Person) -> None:
    visit = past_five(app, sven)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer", "Fatima Bakker"]
    app.passes(minutes=46)
    # 002 L1464-1466: loopt je bezoek uit na 17.00 u, meld je dan af bij de afgesproken collega na een sms-bericht
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    app.passes(minutes=10)
    app.jan.phone.sends("OK")  # 002 L1461-1463: nobody waits at a dark office
    app.passes(minutes=120)
    assert phones(app) == {
        "Sven": [
            "16:35 Dank je. Jij bent achterwacht voor",
            "16:35 Jan de Wit vraagt of je",
            "17:21 Jan de Wit heeft zich om",
        ],
        "Jan": [
            "16:35 Sven de Boer is je achterwacht",
            "17:20 Je afspraak loopt tot 17:25. Klaar:",
            "17:21 Je bent afgemeld. Stuur OK als",
            "17:31 Genoteerd: je bent thuis.",
        ],
    }, "and nothing to Fatima: the agreed colleague gets it"
    app.forgets_messages()
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit vraagt Sven de Boer als achterwacht.",
        "Sven de Boer is achterwacht (sms).",
        "Jan de Wit meldt zich aan, tot 17:25.",
        "Herinnerd aan het einde.",
        "Jan de Wit meldt zich af. Gaat naar huis (sms).",
        "Jan de Wit is thuis.",
    ]


def test_past_five_without_a_sign_off_the_back_up_calls_then_the_police_is_warned(
    app: AppUnderTest, sven: Person
) -> None:
    visit = past_five(app, sven)
    app.passes(minutes=63)
    alarm = sven.alarm()
    # 002 L1467-1472
    assert alarm["steps"][2:4] == [
        "Geen calamiteit: bel de medewerker op de gsm.",
        "Geen gehoor: bel 101. Meld je bezorgdheid en vraag assistentie voor een plaatsbezoek.",
    ]
    sheet = sven.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert (sheet["emergencyNumber"], "We houden rekening met agressie." in sheet["say"][1]) == ("101", True)
    assert "Ik vraag om assistentie op dit adres." in sheet["say"]
    sven.on_alarm(alarm, "police-calls", number="101")
    app.passes(minutes=5)
    sven.on_alarm(alarm, "resolve", outcome="help_given")
    app.passes(minutes=60)
    both = [
        "17:33 (telefoon)",
        "17:33 ALARM. Jan de Wit heeft zich",
        "17:36 (telefoon)",
        "17:36 BEL NU 101 (alarm). Jan de",
    ]
    assert phones(app) == {
        "Jan": [
            "16:35 Sven de Boer is je achterwacht",
            "17:20 Je afspraak loopt tot 17:25. Klaar:",
            "17:30 Je afspraak is voorbij. Antwoord UIT",
            "17:31 (telefoon)",
        ],
        "Sven": [
            "16:35 Dank je. Jij bent achterwacht voor",
            "16:35 Jan de Wit vraagt of je",
            *both,
            "17:43 ALARM voorbij: Jan de Wit is",
        ],
        "Fatima": [*both, "17:38 Alarm: Sven de Boer pakt het", "17:43 ALARM voorbij: Jan de Wit is"],
        "Karin": [
            "17:36 (telefoon)",
            "17:36 (telefoon)",
            "17:36 ALARM. Jan de Wit heeft zich",
            "17:36 BEL NU 101 (alarm). Jan de",
            "17:38 Alarm: Sven de Boer pakt het",
            "17:43 ALARM voorbij: Jan de Wit is",
        ],
    }
    app.forgets_messages()
    assert sven.story(visit)[5:] == [
        "Niet afgemeld.",
        "Alarm: niet afgemeld.",
        "Gewaarschuwd (de medewerker): Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Sven de Boer en Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Gewaarschuwd (de politie-stap): Karin Smit, Sven de Boer en Fatima Bakker.",
        "Sven de Boer opende het overdrachtsblad.",
        "Sven de Boer belde 101.",
        "Sven de Boer pakt het op.",
        "Afgesloten door Sven de Boer: hulp gegeven.",
        "Bezoek beëindigd bij het afsluiten van het alarm.",
    ]


def past_five(app: AppUnderTest, sven: Person) -> Json:
    """16:35, a visit from 16:40 until 17:25; Sven accepted to be back-up."""
    on_a_monday_at(app, 16, 35)
    sven.signs_in()
    planned = app.jan.plans(starts_in=5, minutes=45, address=a_belgian_address(24))
    # 002 L1412: breng na 17 uur geen bezoeken meer wegens ontbreken van een back-up
    assert planned["beforehand"]["hints"] == ["Dit is buiten kantoortijd. Plan het liever eerder."]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "back_up_needed"
    # 002 L574-575, L1412-1414: indien dit niet mogelijk is, laat je collega of teamverantwoordelijke dit weten
    app.jan.does(planned, "back-up", backUpId=str(sven.id))
    asked = sven.phone.expects_sms("Jan de Wit vraagt of je achterwacht wilt zijn")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "back_up_needed", "asked is not accepted"
    asked.then_answers("1").expects_sms("Jij bent achterwacht voor Jan de Wit")
    app.jan.phone.expects_sms("Sven de Boer is je achterwacht")
    visit: Json = app.jan.does(planned, "check-in")
    return visit


def test_a_dangerous_visit_is_done_another_way(app: AppUnderTest) -> None:
    # 002 L1402: jijzelf maakt de uiteindelijke balans op en beslist over de nodige voorzorgen
    planned = app.jan.plans(
        starts_in=60, minutes=30, address=a_belgian_address(20), companions=[{"personId": str(app.ali.id)}],
        expectsTrouble="Was vorige keer dronken en dreigde",
    )  # fmt: skip
    # 002 L580: risicovolle huisbezoeken doe je het best niet alleen
    assert planned["beforehand"]["pair"]["needed"]
    assert desk(app.karin) == {"planned": ["Jan de Wit met Ali Demir, Dorpsstraat 20, Zolder (wacht)"]}
    app.passes(minutes=10)
    # 002 L580, L1447-1449: of vermijd je; bespreek dan met je overste een andere werkwijze
    app.karin.does(planned, "cancel", reason="Hij komt op bureau")
    app.passes(minutes=120)
    assert phones(app) == {
        "Ali": [
            "10:00 Je gaat mee met Jan de",
            "10:00 Nieuwe instructie bij je afspraak. Open",
            "10:10 De afspraak van Jan de Wit,",
        ],
        "Fatima": ["10:00 Jan de Wit verwacht problemen op", "10:10 Het bezoek van Jan de Wit"],
        "Karin": ["10:00 Jan de Wit verwacht problemen op"],
        "Jan": ["10:10 Karin Smit heeft je afspraak van"],
    }
    app.forgets_messages()
    assert app.jan.story(planned) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit verwacht problemen: Was vorige keer dronken en dreigde. Ingelicht: Fatima Bakker en Karin Smit.",
        "Afgezegd door Karin Smit: Hij komt op bureau.",
    ]
    assert desk(app.karin) == {}


def test_a_calamity_police_first_and_say_that_it_is_aggression(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, address=a_belgian_address(22))
    # 002 L985-990: altijd eerst de politie, daarna pas je leidinggevende of een collega; 101, zeg agressie
    assert steps(app, "Calamiteit") == [
        "Bel altijd eerst de politie.",
        "Licht daarna pas je leidinggevende of een collega in.",
    ]
    protocol = app.jan.asks("/v1/protocol")
    said = "Zeg meteen dat het om agressie gaat. Bel 101 alleen als het dringend is."
    assert (protocol["emergencyNumber"], protocol["emergencySay"]) == ("101", said)
    app.passes(minutes=10)
    app.jan.does(visit, "panic")
    app.settles()
    assert desk(app.fatima)["alarms"] == ["Jan de Wit, Dorpsstraat 22, Zolder: panic, police"]
    alarm = app.fatima.alarm()
    assert alarm["steps"][:2] == [
        "Bel eerst 101. Zeg dat het om agressie gaat.",
        "Bel daarna de leidinggevende of een collega.",
    ]
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["say"][:2] == [
        "Het adres is: Dorpsstraat 22, 3550 Zolder.",
        "Een medewerker van Voorbeeld heeft op de noodknop gedrukt en heeft hulp nodig. "
        "We houden rekening met agressie.",
    ]
    app.passes(minutes=1)
    app.fatima.on_alarm(alarm, "police-calls", number="101")
    app.passes(minutes=1)
    app.karin.on_alarm(alarm, "resolve", outcome="incident", note="De politie is er")
    app.jan.does(visit, "check-out", returnTo="office")
    app.passes(minutes=20)
    app.jan.does(visit, "back")  # 002 L1457
    app.passes(minutes=60)
    urgent = [
        "10:10 (telefoon)",
        "10:10 (telefoon)",
        "10:10 BEL NU 101 (alarm). Jan de",
        "10:10 NOOD. Jan de Wit drukte om",
    ]
    assert phones(app) == {
        "Fatima": [*urgent, "10:12 ALARM voorbij: Jan de Wit, er", "10:12 Jan de Wit is om 10:12"],
        "Karin": [*urgent, "10:11 Alarm: Fatima Bakker pakt het op", "10:12 ALARM voorbij: Jan de Wit, er"],
    }
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Jan de Wit meldt zich aan, tot 10:45.",
        "Alarm: noodknop, door Jan de Wit.",
        "Gewaarschuwd (de achterwacht): Fatima Bakker.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Gewaarschuwd (de politie-stap): Karin Smit en Fatima Bakker.",
        "Fatima Bakker opende het overdrachtsblad.",
        "Fatima Bakker belde 101.",
        "Fatima Bakker pakt het op.",
        "Afgesloten door Karin Smit: incident. De politie is er.",
        "Jan de Wit meldt zich af. Wordt om 10:57 terug verwacht.",
        "Jan de Wit is terug op kantoor.",
    ]
    # 002 L509-511, L975-977: de leidinggevende nodigt onmiddellijk uit; sancties; melden van incident
    assert steps(app, "Agressie op huisbezoek", "follows") == [
        "Nodigt onmiddellijk de cliënt uit voor een disciplinair gesprek.",
        "Eventuele sancties volgen.",
        "Meld het incident.",
    ]


def test_a_client_who_has_been_drinking_and_one_who_stalks(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(26))
    # 002 L605-607, L1415: het bezoek beëindigen en een nieuwe afspraak maken
    assert steps(app, "Onder invloed van drank of drugs")[1:] == [
        "Maak een nieuwe afspraak.",
        "Maak geen afspraken met dronken mensen.",
    ]
    app.passes(minutes=5)
    app.jan.does(visit, "check-out", reason="Hij was dronken", returnTo="office")
    app.fatima.phone.expects_sms("Jan de Wit is om 10:05 klaar")  # 002 L1458-1460
    app.jan.does(visit, "back")
    assert app.jan.story(visit)[1].startswith("Jan de Wit meldt zich af: Hij was dronken.")
    (stalking,) = [one for one in app.jan.asks("/v1/protocol")["cards"] if one["title"] == "Stalking"]
    (call,) = [step["text"] for step in stalking["toDo"] if step["call"] == "help_line"]
    assert call.startswith("Bel Meldpunt 1712")  # 002 L388-391


def test_the_social_workers_have_a_protocol_of_their_own(app: AppUnderTest) -> None:
    """002 L621-622: it is not among the texts; a stand-in here, by which two go on every visit."""
    team = UUID(app.anne.posts("/v1/teams", {"name": "OCMW"}, expect=201)["id"])
    stand_in = shipped()["heusden-zolder"].replace('rule = "risky"', 'rule = "always"')
    with app.database.write() as session:
        organisation = session.get_one(OrganisationRecord, app.ours.id)
        load_for_team(session, organisation, session.get_one(TeamRecord, team), stand_in, app.clock.now(session))
        els = Person(app, an_employee(session, app.ours.id, app.ours.slug, "Els Mulder", [(Role.WORKER, team)]))
    theirs = els.plans(starts_in=60, address=a_belgian_address(28), teamId=str(team))
    ours = app.jan.plans(starts_in=60, address=a_belgian_address(30))
    assert [one["beforehand"]["pair"]["needed"] for one in (theirs, ours)] == [True, False]
    els.does(theirs, "cancel")
    app.jan.does(ours, "cancel")
    assert phones(app) == {}


def test_who_cant_be_back_up_says_so_and_another_is_asked(app: AppUnderTest, sven: Person) -> None:
    on_a_monday_at(app, 18, 0)
    sven.signs_in()
    planned = app.jan.plans(starts_in=5, minutes=30, address=a_belgian_address(14), backUpId=str(sven.id))
    sven.phone.expects_sms("wilt zijn").then_answers("2").expects_sms("krijgt bericht dat je niet kunt")
    app.jan.phone.expects_sms("Sven de Boer kan geen achterwacht zijn")
    app.jan.does(planned, "back-up", backUpId=str(app.fatima.id))
    app.fatima.phone.expects_sms("wilt zijn")
    assert sven.does(planned, "back-up/accept", expect=409)["code"] == "not_the_back_up"
    app.fatima.does(planned, "back-up/accept")
    app.jan.phone.expects_sms("Fatima Bakker is je achterwacht")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
    app.fatima.phone.expects_sms("afgemeld")


def test_inside_office_hours_no_back_up_is_asked(app: AppUnderTest) -> None:
    on_a_monday_at(app, 10, 0)
    visit = app.jan.checks_in(minutes=45, address=a_belgian_address(16))
    assert visit["beforehand"]["backUp"] == {"needed": False, "person": None, "acceptedAt": None}
    assert app.jan.does(visit, "check-out")["wayBack"] is not None, "002 L1454-1457"
    app.fatima.phone.expects_sms("Jan de Wit is om 10:00 klaar bij Dorpsstraat 16, Zolder en is om 10:45 terug.")
    app.passes(minutes=51)
    app.jan.phone.expects_sms("Terug op kantoor: stuur TERUG.").then_replies("Terug").expects_sms(
        "Genoteerd: je bent terug."
    )


def test_a_first_meeting_and_bad_news_are_proposed_at_the_office(app: AppUnderTest) -> None:
    on_a_monday_at(app, 9, 0)
    # 002 L1411, L1444-1446: minder goede of slechte boodschappen alleen in je eigen ontvangstbureau
    hints = {
        occasion: app.jan.plans(starts_in=60, address=a_belgian_address(18), occasion=occasion)["beforehand"]["hints"]
        for occasion in ("first_meeting", "bad_news", "death")
    }
    assert hints == {
        "first_meeting": ["Een eerste gesprek is op kantoor. Nodig uit op kantoor."],
        "bad_news": ["Slecht nieuws breng je op kantoor. Uitzondering: een overlijden."],
        "death": [],
    }


def test_who_is_on_duty_is_still_told_when_the_back_up_is_the_first(app: AppUnderTest, sven: Person) -> None:
    app.puts_on_duty((Rank.FIRST, sven), (Rank.MANAGER, app.karin))
    visit = past_five(app, sven)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    app.jan.does(visit, "check-out")
    sven.phone.expects_sms("afgemeld")
