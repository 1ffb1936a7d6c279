"""P4, the municipality of Losser, as its text says (003 L569-621). Each step names its line.

The worker judges the risk. Then two go, the police and a colleague know beforehand, somebody calls after a set time,
and who is done signs off.
"""

import pytest

from tests.acceptance.stories import local_time, marks, refused
from tests.support.app_under_test import AppUnderTest, an_address


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("losser").lets_calls_ring()


def test_a_risk_address_from_planning_to_sign_off(app: AppUnderTest) -> None:
    address = an_address(212)
    marks(app, address, "attention")
    planned = app.jan.plans(
        starts_in=60,
        minutes=45,  # 003 L605: (verwachte) duur
        address=address,  # 003 L609: namen en adressen van de klanten
        clientName="J. de Vries",
        background="Kreeg eerder een brief",  # 003 L611: achtergrond van bewoners
        companions=[{"personId": str(app.ali.id)}],  # 003 L595, L603: er gaan altijd twee medewerkers
        callAfterMinutes=20,  # 003 L597-599: na een bepaalde tijd gebeld
    )
    assert [step["doneAt"] for step in planned["beforehand"]["steps"]] == [None]
    app.jan.does(planned, "preparation", step="earlier_letter")  # 003 L583: je kunt dit checken in Corsa
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("1").expects_sms("je gaat mee met Jan")
    assert planned["beforehand"]["missing"] == ""
    task = planned["beforehand"]["police"]
    assert (task["needed"], task["toldAt"], task["whom"]) == (True, None, "de politie, 0900-8844")
    assert "Dorpsstraat 212" in task["say"][0]
    assert task["say"][2].startswith("Er gaan: Jan de Wit, en ook Ali Demir.")
    app.fatima.does(planned, "police-told", reference="PL0500-77")  # 003 L615-617: informeer ook de politie
    assert app.jan.visit(planned)["beforehand"]["police"]["toldAt"] is not None
    app.passes(minutes=59)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    companion = app.jan.visit(planned)["companions"][0]
    app.ali.does(planned, f"companions/{companion['id']}/there")
    visit = app.jan.does(planned, "check-in")
    app.passes(minutes=19)
    app.fatima.phone.is_silent()
    app.passes(minutes=2)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed bij Jan de Wit")
    app.jan.does(visit, "check-out", returnTo="office")
    app.fatima.phone.expects_sms("Jan de Wit is om ")  # 003 L619-621: meld je je af
    assert app.jan.story(visit)[1:] == [
        "Jan de Wit heeft in Corsa gekeken of er eerder een brief was.",
        "Ali Demir gaat mee (SMS).",
        "Fatima Bakker heeft de politie, 0900-8844 vooraf gebeld, kenmerk PL0500-77.",
        "Ali Demir is er.",
        "Jan de Wit meldt zich aan, tot 00:00.".replace("00:00", app.jan.story(visit)[5][-6:-1]),
        "Belafspraak. Fatima Bakker is gevraagd te bellen.",
        "Belafspraak: alles goed, zegt Fatima Bakker.",
        "Jan de Wit meldt zich af.",
    ]


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


def test_you_judge_the_risk_and_the_same_things_happen(app: AppUnderTest) -> None:
    """003 L581-595: somebody of whom you expect trouble, a 'known' resident; then you decide."""
    planned = app.jan.plans(
        starts_in=30, minutes=30, background="Bekend bij de gemeente", companions=[{"personId": str(app.ali.id)}],
        expectsTrouble="Scheldt aan de telefoon",
    )  # fmt: skip
    for who in (app.karin, app.fatima):  # 003 L591-593: overleg; L601: je leidinggevende, directe collega's
        who.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    assert planned["beforehand"]["pair"]["needed"], "003 L595"
    assert planned["beforehand"]["police"]["needed"], "003 L615: een lastige situatie is genoeg"
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_somebody_says_they_are_coming(app: AppUnderTest) -> None:
    found = app.jan.asks("/v1/protocol")["cards"]
    title = "De inwoner bedreigt je telefonisch en zegt naar je werk te komen"
    (card,) = [one for one in found if one["title"] == title]
    first = card["toDo"][0]
    assert first["text"] == "Stel meteen de politie, de receptie en je leidinggevende op de hoogte."  # 003 L516-520
    assert first["call"] == "emergency"


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
