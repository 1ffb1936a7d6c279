"""P3, the municipality of Heusden-Zolder, as its text says (002 L571-621, L1393-1472). Each step names its line.

Past 17:00 only with a back-up, who gets the sign-off; who notices that something is off calls, then warns the police.
"""

import pytest

from tests.acceptance.stories import a_belgian_address, chronicle, on_a_monday_at, refused
from tests.support.app_under_test import AppUnderTest, Person, Rank, Role


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("heusden-zolder").lets_calls_ring()


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    return app.also_has("Sven de Boer", Role.COLLEAGUE)


def past_five(app: AppUnderTest, sven: Person) -> dict[str, object]:
    """16:35, a visit from 16:40 until 17:25; Sven accepted to be back-up."""
    on_a_monday_at(app, 16, 35)
    sven.signs_in()
    planned = app.jan.plans(starts_in=5, minutes=45, address=a_belgian_address(12))
    # 002 L1412: breng na 17 uur geen bezoeken meer
    assert planned["beforehand"]["hints"] == ["Dit is buiten kantoortijd. Plan het liever eerder."]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "back_up_needed"
    app.jan.does(planned, "back-up", backUpId=str(sven.id))  # 002 L1412-1414: laat je collega dit weten
    asked = sven.phone.expects_sms("Jan de Wit vraagt of je achterwacht wilt zijn")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "back_up_needed", "asked is not accepted"
    asked.then_answers("1").expects_sms("Jij bent achterwacht voor Jan de Wit")
    app.jan.phone.expects_sms("Sven de Boer is je achterwacht")
    visit: dict[str, object] = app.jan.does(planned, "check-in")
    return visit


def test_past_five_the_back_up_gets_the_sign_off_by_sms(app: AppUnderTest, sven: Person) -> None:
    visit = past_five(app, sven)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer", "Fatima Bakker"]
    app.passes(minutes=46)
    app.jan.phone.expects_sms("Je afspraak loopt tot").then_replies("UIT").expects_sms("Je bent afgemeld.")
    sven.phone.expects_sms("Jan de Wit heeft zich om 17:21 afgemeld")  # 002 L1464-1466: meld je af na een sms-bericht
    assert app.fatima.phone.is_silent()


def test_without_a_sign_off_the_back_up_calls_and_then_the_police_is_warned(app: AppUnderTest, sven: Person) -> None:
    visit = past_five(app, sven)
    app.passes(minutes=63)
    told = [(minute, name, text) for minute, name, text in chronicle(app, visit) if text != "(telefoon)"]
    assert told[-7:] == [
        (55, "Jan", "Je afspraak is voorbij."),
        (58, "Fatima", "ALARM. Jan de Wit"),
        (58, "Sven", "ALARM. Jan de Wit"),
        (61, "Fatima", "BEL NU 101 (alarm)."),
        (61, "Karin", "ALARM. Jan de Wit"),
        (61, "Karin", "BEL NU 101 (alarm)."),
        (61, "Sven", "BEL NU 101 (alarm)."),
    ]
    app.forgets_messages()
    alarm = sven.alarm()
    # 002 L1467-1472: bel zelf op; geen antwoord: verwittig de politie, meld je bezorgdheid en vraag assistentie
    assert alarm["steps"][3] == "Geen gehoor: bel 101. Meld je bezorgdheid en vraag assistentie voor een plaatsbezoek."
    sheet = sven.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["emergencyNumber"] == "101"
    assert "We houden rekening met agressie." in sheet["say"][1]
    assert "Ik vraag om assistentie op dit adres." in sheet["say"]
    sven.on_alarm(alarm, "police-calls", number="101")
    sven.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


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
    app.jan.phone.expects_sms("Ben je al terug?").then_replies("Terug").expects_sms("Genoteerd: je bent terug.")


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


def test_straight_home_asks_for_a_last_sign_of_life(app: AppUnderTest) -> None:
    on_a_monday_at(app, 11, 0)
    visit = app.jan.checks_in(minutes=30, address=a_belgian_address(20))
    app.jan.does(visit, "check-out", returnTo="home")
    app.fatima.phone.expects_sms("en gaat naar huis.")
    app.passes(minutes=46)
    app.jan.phone.expects_sms("Ben je al thuis?").then_replies("OK").expects_sms("Genoteerd: je bent thuis.")


def test_who_is_on_duty_is_still_told_when_the_back_up_is_the_first(app: AppUnderTest, sven: Person) -> None:
    app.puts_on_duty((Rank.FIRST, sven), (Rank.MANAGER, app.karin))
    visit = past_five(app, sven)
    assert [one["name"] for one in app.jan.visit(visit)["watch"]["onDuty"]] == ["Sven de Boer"]
    app.jan.does(visit, "check-out")
    sven.phone.expects_sms("afgemeld")
