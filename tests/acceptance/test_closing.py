"""Somebody who is not inside closes the alarm: everyone told hears it, and the visit goes on or ends by its cause."""

from datetime import timedelta

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import SHORT, WITHOUT_A_CHECK_CALL, Json, not_ok, overdue, panic
from tests.support.house import House


def _no_answer(house: House) -> Json:
    visit = house.jan.checks_in(minutes=10)
    house.fatima.does(visit, "check-call", result="no_answer")
    return visit


def _duress(house: House) -> Json:
    house.jan.sets_pin("2468", "8642")
    visit = house.jan.checks_in(minutes=10)
    house.jan.does(visit, "ok", pin="8642")
    return visit


OPENINGS = {
    "overdue": lambda house: overdue(house, Level.COLLEAGUE),
    "check_call": _no_answer,
    "not_ok": not_ok,
    "panic": panic,
    "duress": _duress,
}


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("cause", OPENINGS)
def test_without_a_new_end_only_overdue_ends_the_visit(house: House, cause: str) -> None:
    visit = OPENINGS[cause](house)
    house.forgets_messages()
    alarm = house.karin.alarm()
    assert alarm["cause"] == cause
    closed = house.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Ter plaatse geweest")
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("help_given", "Karin Smit")
    assert closed["nextDeadline"] is None
    after = house.fatima.visit(visit)
    assert after["alarm"] is None
    assert after["state"] == ("ended" if cause == "overdue" else "under_way")
    assert "Afgesloten door Karin Smit: hulp gegeven. Ter plaatse geweest." in house.fatima.story(visit)
    told = {message["person"]["name"] for message in alarm["told"]} - {"Jan de Wit"}
    for person in (house.fatima, house.karin):
        if person.name in told:
            text = person.phone.expects_sms("voorbij: Jan de Wit is geholpen").text
            assert text.endswith("afgesloten door Karin Smit.")
    house.jan.phone.is_silent()
    if after["state"] == "under_way":
        assert after["expectedEnd"] == visit["expectedEnd"]
        assert after["watch"]["nextDeadline"]["kind"] == "end_approaching", "it is watched until its expected end"
        house.fatima.does(visit, "check-out", reason="Hij is terug")


@pytest.mark.parametrize("cause", OPENINGS)
def test_with_a_new_end_the_visit_goes_on_until_then(house: House, cause: str) -> None:
    visit = OPENINGS[cause](house)
    house.forgets_messages()
    alarm = house.karin.alarm()
    past = (house.now() - timedelta(minutes=1)).isoformat()
    wrong = house.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=past, expect=400)
    assert wrong["errors"][0]["pointer"] == "/expectedEnd"
    far = (house.now() + timedelta(hours=13)).isoformat()
    house.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=far, expect=400)
    assert house.karin.alarm()["resolvedAt"] is None
    end = (house.now() + timedelta(minutes=5)).isoformat()
    house.karin.on_alarm(alarm, "resolve", outcome="safe", expectedEnd=end)
    house.forgets_messages()
    assert house.karin.visit(visit)["state"] == "under_way"
    house.passes(seconds=301)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    assert house.karin.alarm()["cause"] == "overdue", "a new alarm, when that end passes too"
    house.fatima.does(visit, "check-out", reason="Hij is terug")


@pytest.mark.parametrize("cause", ["not_ok", "panic"])
def test_when_the_expected_end_has_passed_meanwhile_the_visit_ends(house: House, cause: str) -> None:
    visit = {"not_ok": not_ok, "panic": panic}[cause](house, minutes=SHORT)
    alarm = house.karin.alarm()
    house.karin.on_alarm(alarm, "acknowledge")
    house.passes(seconds=26)
    house.forgets_messages()
    assert "Niet afgemeld." in house.karin.story(visit)
    assert house.karin.alarm()["cause"] == cause, "a lighter cause changes nothing"
    house.karin.on_alarm(alarm, "resolve", outcome="incident")
    house.karin.phone.expects_sms("er volgt een melding")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended"
    assert house.jan.story(visit)[-1] == "Bezoek beëindigd bij het afsluiten van het alarm."


def test_closing_by_sms_is_safe(house: House) -> None:
    panic(house)
    asked = house.fatima.phone.expects_sms("NOOD")
    asked.then_replies(f"veilig {asked.code}").expects_sms("is afgesloten: Jan de Wit is veilig.")
    house.fatima.phone.expects_sms("voorbij: Jan de Wit is veilig")
    house.karin.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("afgesloten door Fatima Bakker")
    (closed,) = house.karin.asks("/v1/alarms")["alarms"]
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("safe", "Fatima Bakker")
    asked.then_replies(f"SAFE {asked.code}").expects_sms("Dat is al voorbij")


def test_a_call_to_the_police_is_noted_and_takes_the_alarm(house: House) -> None:
    visit = panic(house)
    house.forgets_messages()
    alarm = house.karin.alarm()
    noted = house.karin.on_alarm(alarm, "police-calls", number="112", reference="2026-1121", note="Wagen onderweg")
    assert noted["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Karin Smit belde 112, kenmerk 2026-1121." in house.fatima.story(visit)
    house.fatima.phone.expects_sms("Karin Smit pakt het op")
    house.fatima.on_alarm(alarm, "police-calls", number="0900-8844")
    assert house.fatima.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    sheet = house.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert [(call["by"]["name"], call["number"]) for call in sheet["policeCalls"]] == [
        ("Karin Smit", "112"),
        ("Fatima Bakker", "0900-8844"),
    ]
    house.karin.on_alarm(alarm, "resolve", outcome="help_given")
    house.forgets_messages()
