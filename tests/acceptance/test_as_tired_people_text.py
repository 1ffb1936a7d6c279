"""What people send from a cold doorstep, through the real door: it does what they mean, or asks, and closes nothing."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest

PIN, DURESS = "2468", "8642"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_longer_is_understood_in_minutes_and_by_the_clock(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    zone = ZoneInfo("Europe/Amsterdam")
    for text in ("ok, +15 min", "plus vijftien", "nog een kwartiertje"):
        app.jan.phone.sends(text)
        app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    end = datetime.fromisoformat(app.jan.visit(visit)["expectedEnd"])
    later = (end + timedelta(minutes=5)).astimezone(zone)
    app.jan.phone.sends(f"tot {later:%H:%M}")
    app.jan.phone.expects_sms(f"Je afspraak loopt nu tot {later:%H:%M}")
    app.jan.phone.sends(f"tot {later - timedelta(minutes=1):%H:%M}")
    app.jan.phone.expects_sms("Die tijd ligt niet later")
    for text in ("het duurt langer", f"tot {later + timedelta(hours=9):%H:%M}", "half uur"):
        app.jan.phone.sends(text)
        app.jan.phone.expects_sms("Hoeveel minuten langer?")
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.phone.sends("ok klaar, groetjes Jan")
    app.jan.phone.expects_sms("Je bent afgemeld.")


def test_a_thumb_is_a_yes_to_what_was_asked_and_to_nothing_else(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=1)
    app.jan.phone.sends("👍")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.forgets_messages()
    app.passes(seconds=46)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.sends("👍🏽")
    app.jan.phone.expects_sms("Genoteerd: alles goed.")
    assert any("alles goed" in line.lower() for line in app.fatima.story(visit))
    app.jan.does(visit, "panic")
    code = _code(app)
    app.forgets_messages()
    app.jan.phone.sends("👍")
    app.jan.phone.expects_sms("Een reactie is geen antwoord.")
    app.fatima.phone.sends("👌")
    app.fatima.phone.expects_sms(f"Een reactie is geen antwoord. Ik pak het op: 1 {code}")
    assert app.fatima.alarm()["acknowledgedBy"] is None
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def _code(app: AppUnderTest) -> str:
    found = re.search(r"1 (\d{4,6})", app.fatima.phone.expects_sms("NOOD").text)
    assert found is not None
    return found.group(1)


def test_a_false_alarm_is_a_note_of_who_is_inside_and_closes_with_the_code_of_who_is_not(app: AppUnderTest) -> None:
    visit = panic(app)
    code = _code(app)
    app.forgets_messages()
    app.jan.phone.sends("oeps, per ongeluk")
    app.jan.phone.expects_sms("Genoteerd: loos alarm. Een collega belt je")
    app.fatima.phone.expects_sms("Jan de Wit zegt dat het loos alarm is")
    app.forgets_messages()
    for text, answer in (
        ("loos alarm", f"Stuur VEILIG met de code uit het bericht: VEILIG {code}"),
        (f"foutje {code}", "Er is niets veranderd."),
        (f"geen loos alarm {code}", "Zet er 1, 2 of VEILIG voor"),
        (f"veilig? {code}", "Er is niets veranderd."),
        (f"VEILIG {code} als hij weg is", "Er is niets veranderd."),
        (f"VEILIG {code}, maar hij is boos", ""),
        (f"1 {code} als ik kan", ""),
    ):
        app.fatima.phone.sends(text)
        if answer:
            app.fatima.phone.expects_sms(answer)
        alarm = app.fatima.alarm()
        assert (alarm["resolvedAt"], alarm["acknowledgedBy"]) == (None, None), text
    app.fatima.phone.sends(f"loos alarm {code}, Jan drukte per ongeluk")
    app.fatima.phone.expects_sms("is afgesloten: loos alarm van Jan de Wit.")
    app.forgets_messages()
    assert any("loos alarm" in line.lower() for line in app.karin.story(visit))
    app.jan.does(visit, "check-out")


def test_in_a_silent_alarm_a_false_alarm_is_answered_as_on_any_day(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("sorry, foutje")
    calm = app.jan.phone.expects_sms("Genoteerd.").text
    app.jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    app.passes(minutes=11)
    app.forgets_messages()
    app.jan.phone.sends("sorry, foutje")
    assert app.jan.phone.expects_sms("Genoteerd.").text == calm
    app.karin.phone.expects_sms("Het was een stil alarm: bel Jan de Wit NIET")
    assert app.karin.alarm()["resolvedAt"] is None
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin=PIN)


@pytest.mark.parametrize("text", ["UIT 1 24 68", "uit twee vier zes acht", "Uit. 24 68\nVerzonden vanaf mijn iPhone"])
def test_a_pin_in_groups_or_in_words_is_one(app: AppUnderTest, text: str) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends(text)
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(visit)["state"] == "ended"
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("UIT 1 86 42" if text.startswith("UIT 1") else "uit acht zes vier twee")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.alarm()["cause"] == "duress"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
