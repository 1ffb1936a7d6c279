"""Companions are people: they check in for themselves, and are asked first when the worker is silent."""

from typing import Any

import pytest

from tests.acceptance.scenes import LATE_CHECK_CALL
from tests.support.house import House

Json = dict[str, Any]


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on("demo", LATE_CHECK_CALL).lets_calls_ring()


def together(house: House, minutes: float = 1) -> Json:
    """Jan and Ali inside, and Ali said so with one press."""
    visit = house.jan.checks_in(minutes=minutes, companions=[{"personId": str(house.ali.id)}])
    companion = visit["companions"][0]
    there = house.ali.does(visit, f"companions/{companion['id']}/there")
    assert there["companions"][0]["thereAt"] is not None
    return visit


def test_who_is_there_is_asked_before_anybody_outside_and_the_answer_is_news(house: House) -> None:
    visit = together(house)
    house.passes(seconds=61)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    asked = house.ali.phone.expects_sms("Komt het uit, bij jou en Jan de Wit?")
    assert "Dorpsstraat" not in asked.text
    house.fatima.phone.is_silent()
    assert "Wie meegaat is ook gevraagd of het goed gaat: Ali Demir." in house.karin.story(visit)
    asked.then_answers("1").expects_sms("Genoteerd: alles goed, zeg jij.")
    assert house.karin.story(visit)[-1] == "Ali Demir (gaat mee) zegt: alles goed (SMS)."
    assert house.karin.alarm()["resolvedAt"] is None, "a companion answers no alarm"
    house.passes(seconds=16)
    alarm = house.fatima.phone.expects_sms("Jan de Wit heeft zich niet afgemeld")
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Genoteerd: alles goed")
    house.fatima.phone.expects_sms("Ali Demir (gaat mee met Jan de Wit) zegt: alles goed")
    assert house.karin.alarm()["acknowledgedBy"] is None
    alarm.then_answers("1").expects_sms("Jij pakt alarm")
    alarm.then_answers("VEILIG")
    house.forgets_messages()


def test_a_companion_who_needs_help_gets_it(house: House) -> None:
    visit = together(house)
    house.passes(seconds=61)
    house.forgets_messages()
    house.ali.phone.sends("2")
    house.ali.phone.expects_sms("Alarm verstuurd")
    assert house.karin.alarm()["cause"] == "panic"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["alarm"] is None


def test_who_never_said_to_be_there_is_not_asked(house: House) -> None:
    visit = house.jan.checks_in(minutes=1, companions=[{"personId": str(house.ali.id)}])
    house.passes(seconds=61)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("UIT").expects_sms("Je bent afgemeld.")
    house.ali.phone.is_silent()
    assert not any("gaat mee" in line for line in house.karin.story(visit))


def test_a_colleague_asks_now_and_both_answers_stand_in_the_timeline(house: House) -> None:
    visit = together(house, minutes=30)
    house.fatima.does(visit, "ask")
    house.ali.phone.expects_sms("Komt het uit, bij jou en Jan de Wit?")
    house.ali.does(visit, "ok")
    house.jan.does(visit, "ok")
    assert house.fatima.story(visit)[-5:] == [
        "Fatima Bakker vraagt: alles goed?",
        "Wie meegaat is ook gevraagd of het goed gaat: Ali Demir.",
        "Ali Demir (gaat mee) zegt: alles goed.",
        "Jan de Wit: alles goed.",
        "Belafspraak: alles goed, zegt Jan de Wit.",
    ]
    house.ali.does(visit, "ask", expect=403)
    house.jan.does(visit, "check-out")
    house.forgets_messages()
    house.ali.phone.sends("1")
    house.ali.phone.expects_sms("Dat begrijp ik niet")


def test_who_said_not_to_come_is_outside_and_hears_the_alarm(house: House) -> None:
    visit = house.jan.checks_in(minutes=1, companions=[{"personId": str(house.fatima.id)}])
    house.fatima.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    house.jan.phone.expects_sms("Fatima Bakker kan niet mee")
    house.passes(seconds=80)
    house.forgets_messages()
    assert "Gewaarschuwd (de collega van dienst): Fatima Bakker." in house.karin.story(visit)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
