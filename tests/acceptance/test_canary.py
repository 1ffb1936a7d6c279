"""The canary: once a day a marked test message goes the real way, and its silence is heard before anybody needs it."""

import threading
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from achterwacht.deadlines.service import Ticker
from achterwacht.monitoring import invariants
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from scheduler.jobs import HANDLERS
from tests.support.house import House, Person
from tests.support.twilio.phones import Phone

NUMBER = "+31612340099"


@pytest.fixture
def canary(house: House) -> Phone:
    """The number that gets the test message, an hour from now."""
    house.lets_calls_ring()
    soon = house.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1)
    sets(house, f"{soon:%H:%M}")
    return house.twilio.phone(NUMBER)


def sets(house: House, daily_at: str, phone: str = "06 12340099", expect: int = 200) -> dict[str, object]:
    answer = house.http.put(
        "/v1/canary", json={"phone": phone, "dailyAt": daily_at}, headers=house.anne.citizen.headers
    )
    assert answer.status_code == expect, answer.text
    found: dict[str, object] = answer.json()
    return found


def broken(house: House) -> list[str]:
    with house.database.read() as session:
        return [one.name for one in invariants.broken(session, house.clock.now(session))]


def test_it_sings_every_day_and_says_how_long_it_took(house: House, canary: Phone) -> None:
    before = house.anne.asks("/v1/canary")
    assert (before["phone"], before["result"], before["lastAt"]) == (NUMBER, "never", None)
    house.passes(minutes=59 - 1)
    canary.is_silent()
    house.passes(minutes=3)
    text = canary.expects_sms("Dagelijkse proef van Achterwacht voor Voorbeeld").text
    assert text.startswith("OEFENING. ")
    said = house.anne.asks("/v1/canary")
    assert said["result"] == "delivered"
    assert 0 <= float(said["seconds"]) < 10
    house.passes(minutes=15)
    assert broken(house) == []
    house.passes(minutes=60 * 24)
    canary.expects_sms("Dagelijkse proef")
    canary.is_silent()
    house.karin.signs_in()
    assert house.karin.asks("/v1/board")["alarms"] == house.karin.asks("/v1/board")["visits"] == []


def test_one_that_does_not_arrive_turns_the_heartbeat_red_and_the_administrators_are_told(
    house: House, canary: Phone
) -> None:
    house.twilio.weather.refuse_number(NUMBER, 30003, "undelivered")
    house.passes(minutes=61)
    assert broken(house) == [], "the provider has ten minutes"
    house.passes(minutes=9)
    assert broken(house) == ["the last test message of every canary arrived"]
    assert house.anne.asks("/v1/canary")["result"] == "failed"
    house.anne.phone.expects_sms("De dagelijkse proef-SMS van")
    call = [one for one in house.twilio.calls if one.to == house.anne.citizen.phone]
    assert len(call) == 1, "by telephone too: SMS may be what is broken"
    assert house.http.get("/health/ready").status_code == 503
    house.expects_error("invariant broken")
    assert house.jobs.audit() is False
    house.passes(minutes=60)
    house.anne.phone.is_silent()
    house.twilio.weather.accept_number(NUMBER)
    house.passes(minutes=60 * 23)
    canary.expects_sms("Dagelijkse proef")
    assert broken(house) == []


def test_the_administrator_who_is_phoned_hears_it(house: House, canary: Phone) -> None:
    house.twilio.every_call_ends_as(None)
    house.twilio.weather.refuse_number(NUMBER, 21614)
    house.passes(minutes=70)
    call = house.anne.phone.expects_call().picks_up()
    assert "met een bericht voor de beheerder" in call.says
    call.presses("3")
    assert "is niet aangekomen" in call.says
    house.anne.phone.expects_sms("is niet aangekomen")
    house.twilio.weather.accept_number(NUMBER)
    house.passes(minutes=60 * 24)
    canary.expects_sms("Dagelijkse proef")


def test_a_report_that_got_lost_is_asked_for(house: House, canary: Phone) -> None:
    house.twilio.weather.lose_callbacks()
    house.passes(minutes=61)
    canary.expects_sms("Dagelijkse proef")
    assert house.anne.asks("/v1/canary")["result"] == "under_way"
    house.passes(minutes=2)
    house.jobs.reconcile()
    assert house.anne.asks("/v1/canary")["result"] == "delivered"
    house.passes(minutes=10)
    assert broken(house) == []
    house.anne.phone.is_silent()


def test_three_clocks_sing_once_and_a_clock_that_was_down_sings_late(house: House, canary: Phone) -> None:
    house.clock.offset += timedelta(hours=5)
    tickers = [Ticker(house.database, HANDLERS, f"clock {number}") for number in range(3)]
    threads = [threading.Thread(target=ticker.tick) for ticker in tickers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    canary.expects_sms("Dagelijkse proef")
    with house.database.read() as session:
        sung = select(func.count()).where(MessageRecord.template == Template.CANARY)
        assert session.scalar(sung, execution_options={"across_organisations": True}) == 1
    house.passes(minutes=60)
    canary.is_silent()


def test_no_emergency_or_short_number_and_a_new_time_counts_at_once(house: House, canary: Phone) -> None:
    for number in ("112", "+31112", "101", "0900-8844", "14 073", "geen nummer"):
        sets(house, "08:00", number, expect=400)
    sets(house, "8 uur", expect=400)
    later = house.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=3)
    sets(house, f"{later:%H:%M}")
    house.passes(minutes=90)
    canary.is_silent()
    house.passes(minutes=95)
    canary.expects_sms("Dagelijkse proef")
    assert house.http.delete("/v1/canary", headers=house.anne.citizen.headers).status_code == 204
    house.passes(minutes=60 * 25)
    canary.is_silent()
    assert house.anne.signs_in().asks("/v1/canary")["phone"] is None


def test_only_administrators_and_each_only_their_own(house: House, canary: Phone) -> None:
    for person in (house.jan, house.fatima, house.karin, Person(house, house.town.registrar)):
        person.asks("/v1/canary", expect=403)
        answer = house.http.put(
            "/v1/canary", json={"phone": NUMBER, "dailyAt": "08:00"}, headers=person.citizen.headers
        )
        assert answer.status_code == 403
        assert house.http.delete("/v1/canary", headers=person.citizen.headers).status_code == 403
    assert house.http.get("/v1/canary").status_code == 401
    stranger = Person(house, house.has_neighbours().administrator)
    assert stranger.asks("/v1/canary")["phone"] is None
    assert house.http.delete("/v1/canary", headers=stranger.citizen.headers).status_code == 204
    assert house.anne.asks("/v1/canary")["phone"] == NUMBER
    canary.is_silent()


def test_one_that_can_not_be_decided_is_told_to_the_administrators(
    house: House, canary: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(f"poisoned {uuid4()}")

    house.expects_error("deadline could not be decided")
    with monkeypatch.context() as patch:
        patch.setattr("achterwacht.canary.clockwork.next_time", fails)
        house.passes(minutes=61)
    house.anne.phone.expects_sms("De dagelijkse proef-SMS van")
    house.passes(minutes=6)
    canary.expects_sms("Dagelijkse proef")
