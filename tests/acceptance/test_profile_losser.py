"""P4, the municipality of Losser, as its text says (003 L569-621). Each step names its line.

The worker judges the risk. Then two go, the police and a colleague know beforehand, somebody calls after a set time,
and who is done signs off.
"""

from typing import Any

import pytest

from tests.acceptance.stories import local_time, marks, refused
from tests.acceptance.what_they_see import desk, phones
from tests.support.app_under_test import AppUnderTest, an_address

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("losser").lets_calls_ring()


def test_a_risky_home_visit(app: AppUnderTest) -> None:
    # 003 L579-587: een eerdere brief, verwachte problemen, een 'bekende' inwoner; L591-593: jij bepaalt
    planned = app.jan.plans(
        starts_in=60,
        minutes=45,  # 003 L605: (verwachte) duur van het huisbezoek
        address=an_address(212),  # 003 L609: namen en adressen van de klanten
        clientName="J. en P. de Vries",
        expectsTrouble="Dreigde aan de telefoon",
        callAfterMinutes=20,  # 003 L597-599: spreek af dat je na een bepaalde tijd gebeld wordt
    )
    (looked_up,) = planned["beforehand"]["steps"]
    assert looked_up["text"] == "Kijk in Corsa of er eerder een brief volgens het protocol was"
    assert planned["beforehand"]["pair"]["needed"], "003 L595: er gaan altijd twee medewerkers"
    # 003 L601-611: wat geef je je leidinggevende/directe collega's vooraf door?
    assert planned["beforehand"]["missing"] == "Je collega moet ook weten: wie er meegaat en de achtergrond."
    assert desk(app.fatima) == {
        "planned": [
            "Jan de Wit, Dorpsstraat 212, Den Bosch "
            "(Kijk in Corsa of er eerder een brief volgens het protocol was; eerst de politie, 0900-8844; wacht)"
        ]
    }
    app.passes(minutes=1)
    app.jan.does(planned, "preparation", step="earlier_letter")  # 003 L583: je kunt dit checken in Corsa
    changed = app.http.patch(
        f"/v1/visits/{planned['id']}",
        json={
            "companions": [{"personId": str(app.ali.id)}],  # 003 L603: namen van de collega's die mee gaan
            "background": "Kreeg eerder een brief",  # 003 L611: achtergrond van bewoners
        },
        headers=app.jan.employee.headers,
    ).json()
    assert changed["beforehand"]["missing"] == ""
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.passes(minutes=1)
    asked.then_answers("1")
    # 003 L615-617: een lastige situatie of een 'risicoadres': informeer ook de politie waar en wanneer
    police = app.jan.visit(planned)["beforehand"]["police"]
    assert (police["needed"], police["whom"]) == (True, "de politie, 0900-8844")
    assert "Dorpsstraat 212" in police["say"][0], "waar"
    assert "11:00" in " ".join(police["say"]), "en wanneer"
    app.fatima.does(planned, "police-told", reference="PL0500-77")
    assert desk(app.fatima) == {"planned": ["Jan de Wit met Ali Demir, Dorpsstraat 212, Den Bosch (wacht)"]}

    app.passes(minutes=57)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed", "003 L595"
    companion = app.jan.visit(planned)["companions"][0]
    app.ali.does(planned, f"companions/{companion['id']}/there")
    # 003 L595-597: zorg dat je altijd bereikbaar bent op een mobiele telefoon
    assert app.jan.asks("/v1/protocol")["reminders"][0] == "Zorg dat je altijd bereikbaar bent op een mobiele telefoon."
    visit = app.jan.does(planned, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit met Ali Demir, Dorpsstraat 212, Den Bosch"]}
    app.passes(minutes=21)  # agreed: twenty minutes after the start
    # 003 L597-599: of alles goed gaat
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.passes(minutes=15)
    app.jan.does(visit, "check-out", returnTo="office")
    # 003 L619-621: meld je je af bij je direct leidinggevende/directe collega's
    app.passes(minutes=120)
    assert desk(app.fatima) == {}
    told = app.fatima.phone.expects_sms("Jan de Wit is om ").text
    assert told == "Jan de Wit is om 11:35 klaar bij Dorpsstraat 212, Den Bosch."
    assert phones(app) == {
        "Karin": ["10:00 Jan de Wit verwacht problemen op"],
        "Fatima": [
            "10:00 Jan de Wit verwacht problemen op",
            "11:19 Bel nu Jan de Wit, 06",
            "11:20 Genoteerd: alles goed bij Jan de",
            "11:35 Jan de Wit is om 11:35",
        ],
        "Ali": ["10:01 Je gaat mee met Jan de", "10:02 Genoteerd: je gaat mee met Jan"],
    }
    app.forgets_messages()
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit verwacht problemen: Dreigde aan de telefoon. Ingelicht: Fatima Bakker en Karin Smit.",
        "Jan de Wit heeft in Corsa gekeken of er eerder een brief was.",
        "Ali Demir gaat mee (sms).",
        "Fatima Bakker heeft de politie, 0900-8844 vooraf gebeld, kenmerk PL0500-77.",
        "Ali Demir is er.",
        "Jan de Wit meldt zich aan, tot 11:45.",
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: alles goed, zegt Fatima Bakker.",
        "Jan de Wit meldt zich af.",
    ]


def test_a_company_check_with_two_and_straight_home(app: AppUnderTest) -> None:
    """003 L569-575: who checks a company does as who visits somebody at home."""
    address = an_address(214)
    marks(app, address, "attention")  # 003 L615: een 'risicoadres'
    planned = app.jan.plans(
        starts_in=30, minutes=60, kind="company_check", address=address, clientName="Garage Bos",
        background="Bekend bij de gemeente", companions=[{"personId": str(app.ali.id)}],
    )  # fmt: skip
    assert planned["kind"] == "company_check"
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.passes(minutes=1)
    asked.then_answers("1").expects_sms("je gaat mee met Jan de Wit")
    app.fatima.does(planned, "police-told")  # 003 L615-617
    app.passes(minutes=28)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed", "003 L595"
    asked.then_answers("1").expects_sms("je bent er, bij Jan de Wit")
    visit = app.jan.does(planned, "check-in")
    (row,) = app.fatima.asks("/v1/board")["visits"]
    assert row["kind"] == "company_check"
    app.passes(minutes=40)
    # 003 L619-621: na de bedrijfscontrole meld je je af (telefonisch of persoonlijk)
    app.jan.phone.sends("UIT, naar huis")
    app.passes(minutes=120)
    told = app.fatima.phone.expects_sms("Jan de Wit is om ").text
    assert told == "Jan de Wit is om 11:09 klaar bij Dorpsstraat 214, Den Bosch en gaat naar huis."
    assert phones(app) == {
        "Ali": [
            "10:00 Je gaat mee met Jan de",
            "10:01 Genoteerd: je gaat mee met Jan",
            "10:29 Genoteerd: je bent er, bij Jan",
        ],
        "Fatima": ["11:09 Jan de Wit is om 11:09"],
        "Jan": ["11:09 Je bent afgemeld."],
    }
    app.forgets_messages()
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Ali Demir gaat mee (sms).",
        "Fatima Bakker heeft de politie, 0900-8844 vooraf gebeld.",
        "Ali Demir is er (sms).",
        "Jan de Wit meldt zich aan, tot 11:30.",
        "Jan de Wit meldt zich af. Gaat naar huis (sms).",
    ]


def test_when_it_does_not_go_well_at_the_agreed_call(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=60, address=an_address(220), callAfterMinutes=20)  # 003 L597-599
    app.passes(minutes=20.1)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("2")
    app.passes(minutes=1)
    assert desk(app.karin)["alarms"] == ["Jan de Wit, Dorpsstraat 220, Den Bosch: not_ok, manager"]
    alarm = app.karin.alarm()
    assert alarm["steps"][0] == "Gevaar: bel 112. Niet dringend: 0900-8844."  # 003 L540, L565
    app.karin.on_alarm(alarm, "acknowledge")
    app.passes(minutes=4)
    app.karin.on_alarm(alarm, "resolve", outcome="safe", note="Jan belde terug, alles rustig")
    app.jan.does(visit, "check-out")
    app.passes(minutes=60)
    assert phones(app) == {
        "Fatima": [
            "10:20 Bel nu Jan de Wit, 06",
            "10:20 Genoteerd. De leidinggevende wordt gewaarschuwd over",
            "10:25 Jan de Wit is om 10:25",
        ],
        "Karin": ["10:20 (telefoon)", "10:20 ALARM. Het gaat niet goed bij", "10:25 ALARM voorbij: Jan de Wit is"],
    }
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Jan de Wit meldt zich aan, tot 11:00.",
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: niet goed, zegt Fatima Bakker.",
        "Alarm: het gaat niet goed.",
        "Gewaarschuwd (de leidinggevende): Karin Smit.",
        "Karin Smit pakt het op.",
        "Afgesloten door Karin Smit: veilig. Jan belde terug, alles rustig.",
        "Jan de Wit meldt zich af.",
    ]
    assert desk(app.fatima) == {}


def test_the_method_for_emotional_and_aggressive_behaviour(app: AppUnderTest) -> None:
    found = {one["title"].partition(":")[0]: one for one in app.jan.asks("/v1/protocol")["cards"]}
    told = {title: [step["text"] for step in one["toDo"]] for title, one in found.items()}
    for letter in ("A", "B"):
        method = told[f"{letter}-gedrag"]
        # 003 L340-372, L388-390: meeveren, toelichten en afronden
        assert [step.split(":")[0] for step in method[:3]] == ["Meeveren", "Toelichten", "Afronden"]
        # 003 L548-552: 3 à 4 keer, dan de keuze, dan als D
        assert method[3:6] == [
            "Probeer dit eerst 3 à 4 keer.",
            "Houdt het gedrag hierna aan: stel de inwoner voor de keuze.",
            "Helpt dit niet en gaat diegene door: behandel dit gedrag als agressie (D-gedrag).",
        ]
    # 003 L415-451, L555-559: kort negeren, benoemen, tot de orde roepen, voor de keuze stellen, dan als D
    assert [step.split(":")[0] for step in told["C-gedrag"][:5]] == [
        "Gedrag kort negeren", "Gedrag benoemen", "Tot de orde roepen", "Voor de keuze stellen",
        "Houdt het gedrag ook hierna aan",
    ]  # fmt: skip
    # 003 L465-506: de grens is bereikt; drie stappen, te zeggen in één zin
    assert told["D-gedrag"][0] == "De grens is bereikt: beëindig het gesprek."
    assert [step.split(":")[0] for step in told["D-gedrag"][3:6]] == [
        "Gedrag benoemen", "Norm aangeven", "Gesprek beëindigen",
    ]  # fmt: skip
    # 003 L561-565: altijd een hulpinstantie, via de politie op 0900-8844
    assert (told["E-gedrag"][0].endswith("0900-8844."), found["E-gedrag"]["toDo"][0]["call"]) == (True, "non_urgent")


def test_somebody_threatens_to_come(app: AppUnderTest) -> None:
    title = "De inwoner bedreigt je telefonisch en zegt naar je werk te komen"
    (card,) = [one for one in app.jan.asks("/v1/protocol")["cards"] if one["title"] == title]
    # 003 L516-542: politie, receptie en leidinggevende meteen; wie wat doet tot de politie het overneemt
    assert [(step["who"], step["call"]) for step in card["toDo"]] == [
        ("employee", "emergency"), ("reception", None), ("response_team", None), ("employee", None),
        ("response_team", None), ("manager", None), ("colleague", "emergency"), ("police", None),
    ]  # fmt: skip
    assert card["toDo"][0]["text"] == "Stel meteen de politie, de receptie en je leidinggevende op de hoogte."


def test_what_was_handed_over_beforehand_is_read_to_the_police_in_the_order_one_says_it(app: AppUnderTest) -> None:
    address = an_address(218)
    marks(app, address, "attention")
    planned = app.jan.plans(
        minutes=45,
        address=address,
        clientName="J. en P. de Vries",
        background="Kreeg eerder een brief.",
        companions=[{"name": "Wijkagent Bos"}],
    )
    visit = app.jan.does(planned, "check-in")
    app.jan.does(visit, "panic")
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    number = f"06 {app.jan.employee.phone.removeprefix('+316')}"
    begin, end = local_time(visit["startedAt"]), local_time(visit["expectedEnd"])
    said = [
        "Het adres is: Dorpsstraat 218, 5211 AA Den Bosch.",
        f"De medewerker heet Jan de Wit. Het nummer is {number}.",
        "Voor zover bekend zijn er 2 mensen van ons: Jan de Wit, en ook Wijkagent Bos.",
        "Het bezoek is bij een inwoner: J. en P. de Vries.",
        f"Aangemeld om {begin}. Laatste contact om {begin}.",
        f"Het bezoek zou 45 minuten duren, tot {end}.",
        "Over de bewoners is doorgegeven: Kreeg eerder een brief.",
        "Ik vraag om assistentie op dit adres.",
    ]
    assert [line for line in sheet["say"] if line in said] == said
    assert not any("Let extra goed op" in line for line in sheet["say"]), "an instruction is for colleagues"
    assert sheet["addresses"] == [
        {
            "line": "Dorpsstraat 218, 5211 AA Den Bosch",
            "instructions": ["Let extra goed op. Houd de weg naar buiten vrij."],
            "clientName": "J. en P. de Vries",
            "background": "Kreeg eerder een brief.",
            "noNumber": False,
            "left": False,
        }
    ]
    assert sheet["expectedEnd"] == visit["expectedEnd"]
    page = app.http.get(
        f"/v1/alarms/{alarm['id']}/hand-over", headers=app.karin.employee.headers | {"Accept": "text/html"}
    ).text
    facts = [part.split("</dt>")[0] for part in page.split("<dt>")[1:]]
    assert facts == [
        "Wie", "Gaat mee", "Met hoeveel", "Op bezoek bij", "Aangemeld", "Zou duren tot", "Laatste contact",
        "Over de bewoners", "Instructie voor collega's", "Terugbellen",
    ]  # fmt: skip
    assert "Dreigde eerder" not in page + str(sheet), "why there is a mark is nobody's business here"
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("Jan de Wit is om ")  # 003 L619-621


def test_what_a_colleague_must_know_and_nobody_filled_in_is_asked_for(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, minutes=45)
    assert planned["beforehand"]["missing"] == "Je collega moet ook weten: de achtergrond."
    app.jan.does(planned, "cancel")


def test_no_call_where_none_was_agreed(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    app.passes(minutes=30)
    app.fatima.phone.is_silent()
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("Jan de Wit is om ")  # 003 L619-621


def test_the_police_task_stays_open_and_stops_nobody(app: AppUnderTest) -> None:
    address = an_address(214)
    marks(app, address, "attention")
    planned = app.jan.plans(minutes=30, address=address, companions=[{"name": "Wijkagent Bos"}])
    outsider = planned["companions"][0]
    assert outsider["thereAt"] is None
    visit = app.jan.does(planned, "check-in")
    assert visit["companions"][0]["thereAt"] is not None, "Jan says it for who is no colleague"
    assert visit["beforehand"]["police"]["toldAt"] is None
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("Jan de Wit is om ")  # 003 L619-621


def test_who_does_not_come_is_not_waited_for_and_a_manager_may_allow_it(app: AppUnderTest) -> None:
    address = an_address(216)
    marks(app, address, "pairs")
    planned = app.jan.plans(starts_in=5, minutes=30, address=address, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee").then_answers("2").expects_sms("krijgt bericht dat je niet meegaat")
    app.jan.phone.expects_sms("Ali Demir kan niet mee")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.jan.does(planned, "allow-alone", reason="Ik wil het zelf", expect=403)
    app.fatima.does(planned, "allow-alone", reason="Het is maar kort", expect=403)
    app.karin.does(planned, "allow-alone", reason="", expect=400)
    app.karin.does(planned, "allow-alone", reason="De dochter is erbij")
    visit = app.jan.does(planned, "check-in")
    assert visit["beforehand"]["pair"]["aloneAllowedBy"]["name"] == "Karin Smit"
    assert "Karin Smit staat toe dat Jan de Wit alleen gaat: De dochter is erbij." in app.jan.story(visit)
    app.jan.does(visit, "check-out")
    app.fatima.phone.expects_sms("Jan de Wit is om ")  # 003 L619-621
