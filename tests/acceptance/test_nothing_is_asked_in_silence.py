"""While a silent alarm is open nothing phones or asks who is inside, about any visit; people outside hear instead."""

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json
from tests.support.app_under_test import AppUnderTest, Person

PIN, DURESS = "2468", "8642"


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on("demo")
    return app.jan.sets_pin(PIN, DURESS)


def _is_over(app: AppUnderTest, *visits: Json) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_a_second_visit_asks_people_outside_and_climbs(app: AppUnderTest, jan: Person) -> None:
    first = jan.checks_in(minutes=10)
    jan.does(first, "check-out", pin=DURESS)
    app.forgets_messages()
    second = jan.checks_in(minutes=2)
    app.passes(seconds=31)
    asked = app.fatima.phone.expects_sms("De belafspraak bij")
    assert "Bel Jan de Wit NIET: er loopt een stil alarm." in asked.text
    app.passes(seconds=21)
    app.passes(seconds=21)
    assert "Bel Jan de Wit NIET: stil alarm." in app.fatima.phone.expects_sms("Geen gehoor bij Jan de Wit").text
    jan.phone.is_silent()
    assert app.fatima.visit(second)["alarm"]["cause"] == "check_call"
    assert not any("stil" in line.lower() or "dwang" in line.lower() for line in jan.story(second))
    app.passes(seconds=80)
    jan.phone.is_silent()
    _is_over(app)


def test_a_second_end_that_goes_by_begins_with_a_colleague(app: AppUnderTest, jan: Person) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    first, second = jan.checks_in(minutes=10), jan.checks_in(minutes=1)
    jan.does(first, "ok", pin=DURESS)
    app.forgets_messages()
    app.passes(seconds=61)
    text = app.fatima.phone.expects_sms("heeft zich niet afgemeld").text
    assert "Bel Jan de Wit NIET: stil alarm." in text
    jan.phone.is_silent()
    assert app.fatima.visit(second)["alarm"]["level"] == "colleague"
    assert "Herinnerd aan het einde." not in app.fatima.story(second)
    _is_over(app)


def test_a_call_that_was_about_to_leave_is_not_made(app: AppUnderTest, jan: Person) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    first, second = jan.checks_in(minutes=10), jan.checks_in(minutes=1)
    app.passes(seconds=61)
    jan.phone.expects_sms("Je afspraak loopt tot")
    jan.phone.expects_sms("Je afspraak is voorbij")
    jan.does(first, "ok", pin=DURESS)
    app.passes(seconds=8)
    jan.phone.is_silent()
    assert app.fatima.visit(second)["alarm"] is not None
    app.passes(seconds=20)
    jan.phone.is_silent()
    _is_over(app)


def test_a_planned_visit_is_chased_at_the_desk(app: AppUnderTest, jan: Person) -> None:
    planned = jan.plans(starts_in=1)
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    app.passes(seconds=61)
    assert "Bel Jan de Wit NIET" in app.fatima.phone.expects_sms("Niet aangemeld en niet afgezegd").text
    jan.phone.is_silent()
    app.karin.does(planned, "cancel", reason="stil alarm")
    jan.phone.expects_sms("heeft je afspraak")
    _is_over(app)


def test_wrong_pins_in_it_ask_nobody_to_phone(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    for wrong in range(6):
        jan.phone.sends(f"UIT 135{wrong}")
    assert "Bel Jan de Wit NIET" in app.fatima.phone.expects_sms("verkeerde pincode").text
    _is_over(app)


def test_status_says_who_has_a_loud_alarm_and_nothing_of_a_silent_one(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=10)
    jan.phone.sends("STATUS")
    calm = jan.phone.expects_sms("Er wordt op je gelet tot").text
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    jan.phone.sends("status")
    assert jan.phone.expects_sms("Er wordt op je gelet").text == calm
    _is_over(app)
    jan.does(visit, "panic")
    app.forgets_messages()
    jan.phone.sends("STATUS")
    said = jan.phone.expects_sms("Er loopt een alarm van jou").text
    assert "Gewaarschuwd: " in said
    assert "Fatima Bakker" in said
    assert "Nog niemand heeft het opgepakt." in said
    assert "vragen we een collega om 112 te bellen." in said
    app.fatima.on_alarm(app.fatima.alarm(), "acknowledge")
    app.forgets_messages()
    jan.phone.sends("status?")
    said = jan.phone.expects_sms("Er loopt een alarm van jou").text
    assert "Fatima Bakker pakt het op." in said
    assert "vragen we" not in said
    _is_over(app)
    jan.does(visit, "check-out", pin=PIN)
