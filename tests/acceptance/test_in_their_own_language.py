"""Whoever is told is told in the language they chose; what they send back is the same for everybody."""

import pytest

from tests.support.app_under_test import AppUnderTest, Person


def speaks(who: Person, language: str) -> None:
    who.puts("/v1/me/language", {"language": language}, expect=204)
    assert who.asks("/v1/me")["language"] == language


@pytest.mark.by_turns
def test_an_alarm_is_told_to_each_in_their_own_language(app: AppUnderTest) -> None:
    speaks(app.jan, "en")
    speaks(app.karin, "en")
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("2").expects_sms("De teammanager wordt gewaarschuwd")
    text = app.karin.phone.expects_sms("All is not well with Jan de Wit").text
    assert "in danger 112 first" in text
    assert "I'll take this: 1" in text
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.karin.phone.expects_sms("was helped")
    assert "Afgesloten door Karin Smit: hulp gegeven." in app.fatima.story(visit)
    assert "Closed by Karin Smit: help given." in app.karin.story(visit)
    app.jan.does(visit, "check-out")


@pytest.mark.by_turns
def test_the_worker_is_asked_in_english_and_answers_as_everybody(app: AppUnderTest) -> None:
    speaks(app.jan, "en")
    visit = app.jan.checks_in(minutes=0.5)
    app.jan.does(visit, "extend", minutes=1)
    app.fatima.does(visit, "check-call", result="ok")
    app.passes(seconds=76)
    prompt = app.jan.phone.expects_sms("Your appointment runs until")
    assert "Finished: UIT" in prompt.text
    prompt.then_replies("UIT").expects_sms("You are checked out.")
    assert app.jan.visit(visit)["state"] == "ended"


@pytest.mark.by_turns
def test_who_asks_for_help_in_english_is_heard_and_answered(app: AppUnderTest) -> None:
    speaks(app.jan, "en")
    app.lets_calls_ring()
    app.jan.checks_in(minutes=30)
    app.jan.phone.sends("SOS")
    app.jan.phone.expects_sms("Alarm sent. Call 112 if you can.")
    app.fatima.phone.expects_sms("Jan de Wit drukte")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_refusal_is_in_the_language_of_who_is_refused(app: AppUnderTest) -> None:
    speaks(app.jan, "en")
    refused = app.jan.puts("/v1/me/language", {"language": "tlh"}, expect=400)
    assert refused["errors"][0]["pointer"] == "/language"
    assert refused["detail"].startswith("Choose one of these: ")
    assert app.ali.puts("/v1/me/language", {"language": "tlh"}, expect=400)["detail"].startswith("Kies een van deze")
