"""An answer that teaches 1 and 2 says them as the question did: no other 1 is taught, and no yes is made of a "do"."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, overdue, panic
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring()


@pytest.mark.parametrize("form", ["👍", "{}", "ja"])
def test_who_was_asked_to_call_the_police_is_not_taught_to_say_that_they_did(app: AppUnderTest, form: str) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app, Level.POLICE)
    code = app.karin.phone.expects_sms("BEL NU 112").code
    app.forgets_messages()
    app.karin.phone.sends(form.format(code))
    text = app.karin.phone.expects_sms(f"Pas als je gebeld hebt: 1 {code}. Kan niet: 2 {code}").text
    assert "ik pak het op" not in text.lower()
    app.karin.phone.sends("1")
    assert app.karin.phone.expects_sms("Jij pakt alarm").text.endswith(f"Pas als je gebeld hebt: 1 {code}")
    assert not any("belde 112" in line for line in app.karin.story(visit))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize("form", ["👍", "{}", "1", "1 {} neemt niet op"])
def test_who_was_asked_to_phone_is_told_what_one_and_two_say_of_the_check_call(app: AppUnderTest, form: str) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    code = app.fatima.phone.expects_sms("Bel nu Jan de Wit").code
    app.forgets_messages()
    app.fatima.phone.sends(form.format(code))
    text = app.fatima.phone.expects_sms(f"Alles goed: 1 {code}. Niet goed of geen gehoor: 2 {code}").text
    assert "VEILIG" not in text
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_bare_two_that_may_mean_either_is_shown_the_two(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    code = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").code
    app.ali.phone.sends("2")
    app.ali.phone.expects_sms(f"Zet de code uit het bericht erachter. Je kunt niet: 2 {code}.")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("yes", ["Ja", "ja!", "YES"])
def test_a_yes_to_being_phoned_is_told_as_that_word_and_not_as_all_is_well(app: AppUnderTest, yes: str) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("ik word bedreigd")
    text = app.jan.phone.expects_sms("We bellen je zo.").text
    assert "?" not in text
    app.karin.phone.expects_sms("stuurde: 'ik word bedreigd'")
    app.forgets_messages()
    app.jan.phone.sends(yes)
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms(f"stuurde: '{yes}'")
    app.karin.phone.is_silent()
    assert not any("alles goed" in line for line in app.karin.story(visit))
    app.jan.phone.sends("alles goed")
    app.karin.phone.expects_sms("alles goed")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_nothing_that_we_send_who_wants_to_sign_off_can_be_answered_with_yes_or_no(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=10)
    app.jan.phone.sends("ik ben weg")
    assert "?" not in app.jan.phone.expects_sms("Er is niets veranderd. Afspraak klaar: stuur UIT.").text
    app.jan.does(visit, "check-out")


def test_a_second_text_that_says_something_else_is_told_too_and_a_third_is_not(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=60)
    for text in ("kom je", "kom je", "hij staat in de gang", "wat nu dan"):
        app.jan.phone.sends(text)
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'kom je'")
    app.fatima.phone.expects_sms("Jan de Wit stuurde: 'hij staat in de gang'")
    app.fatima.phone.is_silent()
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_an_alarm_still_teaches_to_take_it_and_to_close_it(app: AppUnderTest) -> None:
    visit = panic(app)
    code = app.fatima.phone.expects_sms("NOOD").code
    app.fatima.phone.sends(code)
    app.fatima.phone.expects_sms(
        f"Zet er 1, 2 of VEILIG voor. Ik pak het op: 1 {code}. Kan niet: 2 {code}. Veilig en klaar: VEILIG {code}"
    )
    climbs_to(app, Level.MANAGER)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
