"""A number alone belongs to the question just before it, and an answer says what is needed next."""

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest

PIN, DURESS = "2468", "8642"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_minutes_alone_and_a_pin_alone_answer_what_was_asked(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("het duurt langer")
    app.jan.phone.expects_sms("Hoeveel minuten langer?")
    app.jan.phone.sends("30")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.sets_pin(PIN, DURESS)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Zet je code erachter, bijvoorbeeld UIT 1234")
    app.jan.phone.sends(PIN)
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(visit)["state"] == "ended"


def test_the_duress_pin_alone_looks_as_the_right_one(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    app.jan.checks_in(minutes=30)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Zet je code erachter")
    app.jan.phone.sends(DURESS)
    app.jan.phone.expects_sms("Je bent afgemeld.")
    app.fatima.phone.expects_sms("STIL ALARM")
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_who_nobody_watches_over_reads_how_to_check_in(app: AppUnderTest) -> None:
    app.jan.phone.sends("5211AA 12 30")
    app.jan.phone.expects_sms("Niemand let nu op je. Aanmelden: IN 5211AA 12 30.")
    app.jan.phone.sends("Ja")
    app.jan.phone.expects_sms("Je bent nergens aangemeld. Er is niets veranderd. Aanmelden: IN 5211AA 12 30")


def test_ok_again_is_answered_again(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    for _ in range(3):
        app.jan.phone.sends("OK")
        app.jan.phone.expects_sms("Genoteerd: alles goed.")
    app.jan.phone.sends("OK")
    app.jan.phone.is_silent()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_in_again_with_a_pin_says_that_the_code_is_needed(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("IN 5211AA 12 30")
    app.jan.phone.expects_sms("Klaar: UIT en je code.")
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()


@pytest.mark.parametrize("number", ["112", "101", "112!"])
def test_a_number_of_distress_is_no_number_of_minutes(app: AppUnderTest, number: str) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("het duurt langer")
    app.jan.phone.expects_sms("Hoeveel minuten langer?")
    app.jan.phone.sends(number)
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_pin_alone_answers_no_question_before_the_last(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    app.passes(minutes=4)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Zet je code erachter")
    app.passes(minutes=6)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.sends(PIN)
    app.settles()
    assert app.jan.visit(visit)["state"] == "under_way"
    app.forgets_messages()
    app.jan.phone.sends(f"UIT {PIN}")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    app.forgets_messages()


def test_a_pin_alone_ends_no_visit_that_began_after_it_was_asked_for(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    before = app.jan.checks_in(minutes=30)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Zet je code erachter")
    app.jan.does(before, "check-out", pin=PIN)
    visit = app.jan.checks_in(minutes=30)
    app.jan.phone.sends(PIN)
    app.settles()
    assert app.jan.visit(visit)["state"] == "under_way"
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin=PIN)
    app.forgets_messages()
