"""P5, the municipality of 's-Hertogenbosch, as its text says (004 L683-740, L830-1019), with its real times.

The file is searched, every home visit is done in pairs, and ten minutes after the appointment began the administrative
colleague of the team phones. If it is not well, a team manager is brought in to act. The number is 112; the employer is
reachable around the clock. Each step names its line.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.roster.records import ShiftRecord
from tests.acceptance.stories import chronicle, in_pairs, marks, refused
from tests.acceptance.what_they_see import desk, phones
from tests.support.app_under_test import EVERY_DAY, AppUnderTest, Person, Rank, Role, an_address

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("s-hertogenbosch").lets_calls_ring()


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    """Second on duty, behind Fatima of the administration."""
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.SECOND, sven), (Rank.MANAGER, app.karin))
    return sven


def test_a_home_visit_by_the_work_instruction(app: AppUnderTest) -> None:
    planned = app.jan.plans(
        starts_in=30,
        minutes=45,
        address=an_address(12),
        clientName="J. de Vries",  # 004 L713-715: naam van de klant, ID-code en telefoonnummer
        clientReference="KL-2041",
        purpose="Herbeoordeling",
        companions=[{"personId": str(app.ali.id)}],  # 004 L703: altijd in duo's
    )
    assert planned["beforehand"]["missing"] == "Zet in Digitale agenda ook: telefoonnummer."
    assert planned["beforehand"]["pair"]["needed"]
    assert desk(app.fatima) == {
        "planned": [
            "Jan de Wit met Ali Demir, Dorpsstraat 12, Den Bosch "
            "(Bekijk het dossier: is het een risicosituatie?; wacht)"
        ]
    }
    app.passes(minutes=1)
    # 004 L692-693: ter voorbereiding vindt een dossieronderzoek plaats
    app.jan.does(planned, "preparation", step="file_search")
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1")
    asked.expects_sms("Genoteerd: je gaat mee met Jan de Wit")
    # 004 L696-700: een fraudeonderzoek: in overleg met de teammanager of dezelfde medewerker nogmaals gaat
    app.jan.does(planned, "fraud-question")
    assert "fraude" not in app.karin.phone.expects_sms("Beslis in Achterwacht of Jan de Wit zelf gaat").text
    assert desk(app.karin) == {
        "planned": ["Jan de Wit met Ali Demir, Dorpsstraat 12, Den Bosch (de teammanager beslist; wacht)"]
    }
    app.passes(minutes=1)
    app.karin.does(planned, "fraud-decision", colleagueId=None)
    app.jan.phone.expects_sms("Karin Smit beslist: je gaat zelf naar je afspraak")
    # 004 L706-711: de auto niet recht voor de deur, de parkeerontheffing, de mobiele telefoon niet uit
    assert app.jan.asks("/v1/protocol")["reminders"] == [
        "Zet de auto niet recht voor de deur van de klant.",
        "Is de parkeerontheffing in die straat niet nodig: leg die niet in de voorruit.",
        "Zet je mobiele telefoon niet uit.",
    ]
    app.passes(minutes=27)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed", "004 L703"
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Genoteerd: je bent er")
    visit = app.jan.does(planned, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit met Ali Demir, Dorpsstraat 12, Den Bosch"]}
    app.passes(minutes=11)
    # 004 L715-717: de administratieve kracht van het team belt 10 minuten na aanvang afspraak
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.passes(minutes=30)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("+15").expects_sms("Je afspraak loopt nu tot")
    app.passes(minutes=15)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    app.passes(minutes=120)
    assert phones(app) == {
        "Ali": [
            "10:00 Je gaat mee met Jan de",
            "10:01 Genoteerd: je gaat mee met Jan",
            "10:29 Genoteerd: je bent er, bij Jan",
        ],
        "Karin": ["10:01 Beslis in Achterwacht of Jan de"],
        "Fatima": ["10:39 Bel nu Jan de Wit, 06", "10:40 Genoteerd: alles goed bij Jan de"],
        "Jan": [
            "10:02 Karin Smit beslist: je gaat zelf",
            "11:10 Je afspraak loopt nu tot 11:30.",
            "11:10 Je afspraak loopt tot 11:15. Klaar:",
            "11:25 Je afspraak loopt tot 11:30. Klaar:",
            "11:25 Je bent afgemeld.",
        ],
    }
    assert app.jan.story(visit) == [
        "Gepland door Jan de Wit.",
        "Jan de Wit heeft het dossier bekeken.",
        "Ali Demir gaat mee (sms).",
        "Er was een fraudeonderzoek, zegt Jan de Wit. De teammanager beslist wie gaat. Gevraagd: Karin Smit.",
        "Karin Smit beslist: Jan de Wit gaat zelf.",
        "Ali Demir is er (sms).",
        "Jan de Wit meldt zich aan, tot 11:15.",
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: alles goed, zegt Fatima Bakker.",
        "Herinnerd aan het einde.",
        "Jan de Wit blijft langer, tot 11:30 (sms).",
        "Herinnerd aan het einde.",
        "Jan de Wit meldt zich af (sms).",
    ]
    assert desk(app.fatima) == {}


def test_not_well_so_a_team_manager_is_brought_in_and_acts(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=45, address=an_address(14))
    app.passes(minutes=10.5)
    # 004 L717-718: indien dit niet het geval is, wordt een teammanager ingeschakeld om actie te ondernemen
    app.fatima.phone.expects_sms("Bel nu").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    asked = app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    assert "bij gevaar eerst 112" in asked.text
    assert desk(app.karin)["alarms"] == ["Jan de Wit, Dorpsstraat 14, Den Bosch: not_ok, manager"]
    alarm = app.karin.alarm()
    assert alarm["steps"][0] == "Gevaar: bel 112. Lees het overdrachtsblad voor."
    app.passes(minutes=1)
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    app.passes(minutes=1)
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert (sheet["emergencyNumber"], sheet["say"][0]) == ("112", "Het adres is: Dorpsstraat 14, 5211 AA Den Bosch.")
    assert "Er is bericht dat het daar niet goed gaat" in sheet["say"][1]
    app.karin.on_alarm(alarm, "police-calls", number="112", reference="PL2100-1121")
    app.passes(minutes=6)
    app.karin.on_alarm(alarm, "resolve", outcome="incident", note="Politie ter plaatse, Jan is buiten")
    assert app.jan.visit(visit)["state"] == "under_way", "watched until its expected end"
    app.jan.does(visit, "check-out", returnTo="office")
    app.passes(minutes=120)
    assert phones(app) == {
        "Ali": ["10:00 Genoteerd: je bent er, bij Jan", "10:00 Je gaat mee met Jan de"],
        "Fatima": ["10:10 Bel nu Jan de Wit, 06", "10:10 Genoteerd. De teammanager wordt gewaarschuwd over"],
        "Karin": [
            "10:10 (telefoon)",
            "10:10 ALARM. Het gaat niet goed bij",
            "10:11 Jij pakt alarm op: Jan de",
            "10:18 ALARM voorbij: Jan de Wit, er",
        ],
    }
    app.forgets_messages()
    story = app.karin.story(visit)
    assert story[3:] == [
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: niet goed, zegt Fatima Bakker.",
        "Alarm: het gaat niet goed.",
        "Gewaarschuwd (de teammanager): Karin Smit.",
        "Karin Smit pakt het op (sms).",
        "Karin Smit opende het overdrachtsblad.",
        "Karin Smit belde 112, kenmerk PL2100-1121.",
        "Afgesloten door Karin Smit: incident. Politie ter plaatse, Jan is buiten.",
        "Jan de Wit meldt zich af.",
    ]
    assert desk(app.karin) == {}


def test_an_observation_from_the_street_is_broken_off_when_noticed(app: AppUnderTest) -> None:
    # 004 L727-729: met minimaal 2 medewerkers tegelijkertijd, telefonisch bereikbaar
    planned = app.jan.plans(
        starts_in=15, minutes=60, kind="observation", address=an_address(16), clientName=None,
        companions=[{"personId": str(app.ali.id)}],
    )  # fmt: skip
    assert app.jan.asks("/v1/protocol")["observing"] == [
        "Observeer in een risicovolle woonwijk met minimaal twee tegelijk.",
        "Blijf telefonisch bereikbaar.",
        "Houd bij een volgactie voldoende afstand.",  # 004 L732
        "Vermoed je dat je gezien bent: breek af.",  # 004 L732-734
    ]
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.passes(minutes=1)
    asked.then_answers("1").expects_sms("je gaat mee")
    app.passes(minutes=13)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("je bent er")
    visit = app.jan.does(planned, "check-in")
    assert desk(app.fatima) == {"visits": ["Jan de Wit met Ali Demir, Dorpsstraat 16, Den Bosch"]}
    app.passes(minutes=11)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.passes(minutes=10)
    # 004 L732-734: wanneer het vermoeden bestaat dat de klant de medewerker in de gaten heeft, wordt afgeblazen
    app.ali.does(visit, "check-out", noticed=True)
    app.passes(minutes=120)
    assert phones(app) == {
        "Ali": [
            "10:00 Je gaat mee met Jan de",
            "10:01 Genoteerd: je gaat mee met Jan",
            "10:14 Genoteerd: je bent er, bij Jan",
        ],
        "Fatima": [
            "10:24 Bel nu Jan de Wit, 06",
            "10:25 Genoteerd: alles goed bij Jan de",
            "10:35 Jan de Wit is gezien en",
        ],
    }
    app.forgets_messages()
    assert app.karin.story(visit) == [
        "Gepland door Jan de Wit.",
        "Ali Demir gaat mee (sms).",
        "Ali Demir is er (sms).",
        "Jan de Wit meldt zich aan, tot 11:15.",
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: alles goed, zegt Fatima Bakker.",
        "Ali Demir meldt Jan de Wit af.",
        "Gezien: Ali Demir breekt de observatie af.",
    ]
    assert desk(app.fatima) == {}


def test_the_table_for_outside_locations_row_by_row(app: AppUnderTest) -> None:
    """004 L830-1019: what to do, in its order; then what follows. [L] is the manager's, [O] the organisation's."""
    assert outside(app) == OUTSIDE
    pressed = {
        card["title"]: [step["text"] for step in (*card["toDo"], *card["follows"]) if step["call"] == "emergency"]
        for card in app.jan.asks("/v1/protocol")["cards"]
        if card["place"] == "outside"
    }
    assert all(len(buttons) == 1 for buttons in pressed.values()), "in every row there is one to press"
    # 004 L946, L967, L985: a weapon, hostage-taking and violence name 112 itself
    assert [title for title, (button,) in pressed.items() if "112" in button] == [
        "Mensgericht fysiek geweld", "Bedreiging met een wapen", "Gijzeling of overval",
    ]  # fmt: skip


def outside(app: AppUnderTest) -> dict[str, tuple[list[str], list[str]]]:
    marked = {"employee": "", "manager": " [L]", "organisation": " [O]"}
    return {
        card["title"]: (
            [f"{step['text']}{marked[step['who']]}" for step in card["toDo"]],
            [f"{step['text']}{marked[step['who']]}" for step in card["follows"]],
        )
        for card in app.jan.asks("/v1/protocol")["cards"]
        if card["place"] == "outside"
    }


OUTSIDE = {
    "Hinderlijk gedrag of verbaal geweld": (  # 004 L838-869
        [
            "Blijf rustig en spreek de betrokkene aan op het gedrag.",
            "Past de betrokkene het gedrag niet aan: verlaat de locatie.",
            "Bel met de achterwacht en/of de politie.",
            "Roep indien nodig assistentie van de politie in.",
        ],
        [
            "Ga terug naar de dienst.",
            "Opvang van slachtoffers. [L]",
            "Zo nodig regelen van een ordegesprek. [L]",
            "Overleg met je leidinggevende.",
            "Rapporteer het voorval voor de agressieregistratie.",
        ],
    ),
    "Ernstige bedreiging en intimidatie": (  # 004 L871-904
        [
            "Blijf rustig en spreek de betrokkene aan op het gedrag.",
            "Past de betrokkene het gedrag niet aan: verlaat de locatie.",
            "Bel met de achterwacht en/of de politie.",
            "Roep indien nodig assistentie van de politie in.",
        ],
        [
            "Ga terug naar de dienst.",
            "Opvang van slachtoffers. [L]",
            "Overleg met je leidinggevende.",
            "Zo nodig regelen van een ordegesprek. [L]",
            "Rapporteer het voorval voor de agressieregistratie.",
            "Doe aangifte.",
        ],
    ),
    "Zaakgericht fysiek geweld": (  # 004 L906-933
        [
            "Blijf rustig.",
            "Verlaat de locatie.",
            "Bel naar de achterwacht en/of de politie.",
            "Wacht het optreden van de politie af.",
        ],
        [
            "Ga terug naar de dienst.",
            "Opvang van slachtoffers. [L]",
            "Overleg met je leidinggevende.",
            "Inschakelen van de bedrijfsopvanger. [L]",
            "Rapporteer het voorval voor de agressieregistratie.",
            "Doen van aangifte. [L]",
            "Schade verhalen. [O]",
        ],
    ),
    "Mensgericht fysiek geweld": (  # 004 L935-958
        ["Blijf rustig.", "Zie weg te komen.", "Verdedig jezelf als het noodzakelijk is."],
        [
            "Bel 112 bij direct gevaar of verwonding.",
            "Wacht het optreden van de politie af.",
            "Opvang van slachtoffers. [L]",
            "Doe aangifte.",
            "Bel de achterwacht en informeer die.",
            "Inschakelen van de bedrijfsopvanger. [L]",
        ],
    ),
    "Bedreiging met een wapen": (  # 004 L960-979
        ["Blijf rustig.", "Werk mee.", "Tracht 112 te bellen.", "Wacht het optreden van de politie af."],
        [
            "Wat volgt, hangt sterk af van de situatie.",
            "Opvang van slachtoffers. [L]",
            "Doe aangifte.",
            "Doe een melding voor de agressieregistratie.",
        ],
    ),
    "Gijzeling of overval": (  # 004 L981-992
        ["Blijf rustig.", "Werk mee.", "Tracht 112 te bellen."],
        [
            "Wat volgt, hangt sterk af van de situatie.",
            "Wacht het optreden van de politie af.",
            "Opvang van slachtoffers. [L]",
            "Doe aangifte.",
            "Doe een melding voor de agressieregistratie.",
        ],
    ),
    "Telefonische bedreiging": (  # 004 L994-1019
        [
            "Blijf rustig.",
            "Laat de beller de telefonische bedreiging herhalen en laat die bevestigen.",
            "Bij bevestiging: maak op beleefde toon een einde aan het gesprek.",
        ],
        [
            "Ga terug naar de dienst.",
            "Overleg met de achterwacht.",
            "Bel, afhankelijk van het incident, de politie.",
            "Wacht indien nodig het optreden van de politie af.",
            "Overleg met je direct leidinggevende.",
            "Opvang van slachtoffers. [L]",
            "Doe aangifte.",
            "Doe een melding via de agressieregistratie.",
        ],
    ),
}


def test_nobody_goes_alone_by_plan(app: AppUnderTest) -> None:
    planned = app.jan.plans(minutes=45)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    assert planned["beforehand"]["mayStart"] is False
    app.karin.does(planned, "allow-alone", reason="Ali is ziek, de buurman is erbij")
    visit = app.jan.does(planned, "check-in")
    app.jan.does(visit, "check-out")


def test_who_stands_at_the_door_alone_is_watched_and_the_manager_hears_of_it(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    assert visit["state"] == "under_way"
    assert visit["beforehand"]["pair"]["there"] is False
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    due = datetime.fromisoformat(visit["watch"]["nextDeadline"]["dueAt"])
    assert due - datetime.fromisoformat(visit["startedAt"]) == timedelta(minutes=10)
    told = app.karin.phone.expects_sms("Jan de Wit gaat alleen op huisbezoek")
    assert "Volgens het protocol gaan er twee" in told.text
    assert "Dorpsstraat" not in told.text
    app.mohamed.phone.is_silent()
    assert "Jan de Wit gaat alleen. Volgens het protocol gaan er twee. Ingelicht: Karin Smit." in app.karin.story(visit)
    app.jan.does(visit, "check-out")


def test_who_is_named_at_the_door_says_so_once_inside(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, companions=[{"personId": str(app.ali.id)}])
    app.karin.phone.is_silent()
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("Genoteerd: je bent er")
    now = app.jan.visit(visit)
    assert now["beforehand"]["pair"]["there"] is True
    assert app.jan.story(visit)[-1] == "Ali Demir is er (sms)."
    app.jan.does(visit, "check-out")
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Dat begrijp ik niet")


def test_at_an_address_marked_for_two_a_start_alone_is_refused_at_once_too(app: AppUnderTest) -> None:
    address = an_address(218)
    marks(app, address, "pairs")
    for companions in ([], [{"personId": str(app.ali.id)}]):
        answer = app.jan.checks_in(minutes=45, address=address, companions=companions, expect=409)
        assert refused(answer) == "companion_needed"
    visit = app.jan.checks_in(minutes=45, address=address, companions=[{"name": "Wijkagent Bos"}])
    app.jan.does(visit, "check-out")


def test_when_the_call_is_not_made_it_does_not_stop_there(app: AppUnderTest, sven: Person) -> None:
    visit = in_pairs(app, minutes=60)
    app.passes(minutes=30)
    assert chronicle(app, visit) == [
        (10, "Fatima", "Bel nu Jan de"),
        (15, "Jan", "(telefoon)"),
        (15, "Sven", "Bel nu Jan de"),
        (20, "Fatima", "(telefoon)"),
        (20, "Fatima", "ALARM. Geen gehoor bij"),
        (20, "Sven", "(telefoon)"),
        (20, "Sven", "ALARM. Geen gehoor bij"),
        (23, "Karin", "(telefoon)"),
        (23, "Karin", "ALARM. Geen gehoor bij"),
        (26, "Fatima", "(telefoon)"),
        (26, "Fatima", "BEL NU 112 (alarm)."),
        (26, "Karin", "(telefoon)"),
        (26, "Karin", "BEL NU 112 (alarm)."),
        *_to_everyone(29),
    ]
    sven.phone.sends("1")
    app.forgets_messages()
    assert app.karin.alarm()["takenWithoutCode"]["name"] == "Sven de Boer"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_visit_that_runs_late_climbs_from_jan_to_the_police_task(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=30)
    app.fatima.does(visit, "check-call", result="ok")
    app.passes(minutes=45)
    assert chronicle(app, visit) == [
        (25, "Jan", "Je afspraak loopt tot"),
        (35, "Ali", "Komt het uit, bij"),
        (35, "Jan", "Je afspraak is voorbij."),
        (36, "Ali", "(telefoon)"),
        (36, "Jan", "(telefoon)"),
        (38, "Fatima", "(telefoon)"),
        (38, "Fatima", "ALARM. Jan de Wit"),
        (41, "Karin", "(telefoon)"),
        (41, "Karin", "ALARM. Jan de Wit"),
        (44, "Fatima", "(telefoon)"),
        (44, "Fatima", "BEL NU 112 (alarm)."),
        (44, "Karin", "(telefoon)"),
        (44, "Karin", "BEL NU 112 (alarm)."),
    ]
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.passes(minutes=9.5)
    app.karin.phone.is_silent()
    app.passes(minutes=1)
    app.karin.phone.expects_sms("staat nog open")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_after_the_noodknop_the_police_task_comes_within_a_minute(app: AppUnderTest) -> None:
    visit = in_pairs(app, minutes=30)
    app.passes(minutes=5)
    app.jan.does(visit, "panic")
    app.passes(minutes=1.2)
    assert [(minute, name) for minute, name, text in chronicle(app, visit) if text != "(telefoon)"] == [
        (5, "Fatima"), (5, "Karin"), (6, "Fatima"), (6, "Karin"),
    ]  # fmt: skip
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_out_of_hours_the_named_contact_of_the_roster_is_reachable(app: AppUnderTest, sven: Person) -> None:
    """The day belongs to Fatima for one more hour; then Sven has the evening and the night."""
    change = (app.now() + timedelta(hours=1)).astimezone(ZoneInfo("Europe/Amsterdam")).time().replace(tzinfo=None)
    day_began = time((change.hour + 14) % 24, change.minute)
    app.puts_on_duty((Rank.MANAGER, app.karin))
    with app.database.write() as session:
        for person, starts, ends in ((app.fatima, day_began, change), (sven, change, day_began)):
            session.add(
                ShiftRecord(
                    organisation_id=app.ours.id, team_id=app.ours.team, person_id=person.id, rank=Rank.FIRST,
                    days=EVERY_DAY, starts=starts, ends=ends,
                )
            )  # fmt: skip
    visit = in_pairs(app, minutes=90)
    assert [one["name"] for one in visit["watch"]["onDuty"]] == ["Fatima Bakker"]
    app.passes(minutes=10.5)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed")
    app.passes(minutes=55)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    app.jan.does(visit, "panic")
    sven.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.fatima.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def _to_everyone(minute: int) -> list[tuple[int, str, str]]:
    return [
        (minute, name, text)
        for name in ("Fatima", "Karin", "Mohamed", "Sven")
        for text in ("(telefoon)", "BEL NU 112 (alarm).")
    ]
