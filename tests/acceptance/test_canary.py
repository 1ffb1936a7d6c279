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
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.twilio.phones import Phone

NUMBER = "+31612340099"


@pytest.fixture
def canary(app: AppUnderTest) -> Phone:
    """The number that gets the test message, an hour from now."""
    app.lets_calls_ring()
    soon = app.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1)
    sets(app, f"{soon:%H:%M}")
    return app.twilio.phone(NUMBER)


def sets(app: AppUnderTest, daily_at: str, phone: str = "06 12340099", expect: int = 200) -> dict[str, object]:
    answer = app.http.put("/v1/canary", json={"phone": phone, "dailyAt": daily_at}, headers=app.anne.employee.headers)
    assert answer.status_code == expect, answer.text
    found: dict[str, object] = answer.json()
    return found


def broken(app: AppUnderTest) -> list[str]:
    with app.database.read() as session:
        return [one.name for one in invariants.broken(session, app.clock.now(session))]


def test_it_sings_every_day_and_says_how_long_it_took(app: AppUnderTest, canary: Phone) -> None:
    before = app.anne.asks("/v1/canary")
    assert (before["phone"], before["result"], before["lastAt"]) == (NUMBER, "never", None)
    app.passes(minutes=59 - 1)
    canary.is_silent()
    app.passes(minutes=3)
    text = canary.expects_sms("Dagelijkse proef van Achterwacht voor Voorbeeld").text
    assert text.startswith("OEFENING. ")
    said = app.anne.asks("/v1/canary")
    assert said["result"] == "delivered"
    assert 0 <= float(said["seconds"]) < 10
    app.passes(minutes=15)
    assert broken(app) == []
    app.passes(minutes=60 * 24)
    canary.expects_sms("Dagelijkse proef")
    canary.is_silent()
    app.karin.signs_in()
    assert app.karin.asks("/v1/board")["alarms"] == app.karin.asks("/v1/board")["visits"] == []


def test_one_that_does_not_arrive_turns_the_heartbeat_red_and_the_administrators_are_told(
    app: AppUnderTest, canary: Phone
) -> None:
    app.twilio.weather.refuse_number(NUMBER, 30003, "undelivered")
    app.passes(minutes=61)
    assert broken(app) == [], "the provider has ten minutes"
    app.passes(minutes=9)
    assert broken(app) == ["the last test message of every canary arrived"]
    assert app.anne.asks("/v1/canary")["result"] == "failed"
    app.anne.phone.expects_sms("De dagelijkse proef-sms van")
    call = [one for one in app.twilio.calls if one.to == app.anne.employee.phone]
    assert len(call) == 1, "by telephone too: SMS may be what is broken"
    assert app.http.get("/health/ready").status_code == 503
    app.expects_error("invariant broken")
    assert app.jobs.audit() is False
    app.passes(minutes=60)
    app.anne.phone.is_silent()
    app.twilio.weather.accept_number(NUMBER)
    app.passes(minutes=60 * 23)
    canary.expects_sms("Dagelijkse proef")
    assert broken(app) == []


def test_the_administrator_who_is_phoned_hears_it(app: AppUnderTest, canary: Phone) -> None:
    app.twilio.every_call_ends_as(None)
    app.twilio.weather.refuse_number(NUMBER, 21614)
    app.passes(minutes=70)
    call = app.anne.phone.expects_call().picks_up()
    assert "met een bericht voor de beheerder" in call.says
    call.presses("3")
    assert "is niet aangekomen" in call.says
    app.anne.phone.expects_sms("is niet aangekomen")
    app.twilio.weather.accept_number(NUMBER)
    app.passes(minutes=60 * 24)
    canary.expects_sms("Dagelijkse proef")


@pytest.mark.on_both
def test_a_report_that_got_lost_is_asked_for(app: AppUnderTest, canary: Phone) -> None:
    app.twilio.weather.lose_callbacks()
    app.passes(minutes=61)
    canary.expects_sms("Dagelijkse proef")
    assert app.anne.asks("/v1/canary")["result"] == "under_way"
    app.passes(minutes=2)
    app.jobs.reconcile()
    assert app.anne.asks("/v1/canary")["result"] == "delivered"
    app.passes(minutes=10)
    assert broken(app) == []
    app.anne.phone.is_silent()


@pytest.mark.on_both
def test_three_clocks_sing_once_and_a_clock_that_was_down_sings_late(app: AppUnderTest, canary: Phone) -> None:
    app.clock.offset += timedelta(hours=5)
    tickers = [Ticker(app.database, HANDLERS, f"clock {number}") for number in range(3)]
    threads = [threading.Thread(target=ticker.tick) for ticker in tickers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    canary.expects_sms("Dagelijkse proef")
    with app.database.read() as session:
        sung = select(func.count()).where(MessageRecord.template == Template.CANARY)
        assert session.scalar(sung, execution_options={"across_organisations": True}) == 1
    app.passes(minutes=60)
    canary.is_silent()


@pytest.mark.on_both
def test_no_emergency_or_short_number_and_a_new_time_counts_at_once(app: AppUnderTest, canary: Phone) -> None:
    for number in ("112", "+31112", "101", "0900-8844", "14 073", "geen nummer"):
        sets(app, "08:00", number, expect=400)
    sets(app, "8 uur", expect=400)
    later = app.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=3)
    sets(app, f"{later:%H:%M}")
    app.passes(minutes=90)
    canary.is_silent()
    app.passes(minutes=95)
    canary.expects_sms("Dagelijkse proef")
    assert app.http.delete("/v1/canary", headers=app.anne.employee.headers).status_code == 204
    app.passes(minutes=60 * 25)
    canary.is_silent()
    assert app.anne.signs_in().asks("/v1/canary")["phone"] is None


def test_only_administrators_and_each_only_their_own(app: AppUnderTest, canary: Phone) -> None:
    for person in (app.jan, app.fatima, app.karin, Person(app, app.ours.registrar)):
        person.asks("/v1/canary", expect=403)
        answer = app.http.put("/v1/canary", json={"phone": NUMBER, "dailyAt": "08:00"}, headers=person.employee.headers)
        assert answer.status_code == 403
        assert app.http.delete("/v1/canary", headers=person.employee.headers).status_code == 403
    assert app.http.get("/v1/canary").status_code == 401
    stranger = Person(app, app.has_neighbours().administrator)
    assert stranger.asks("/v1/canary")["phone"] is None
    assert app.http.delete("/v1/canary", headers=stranger.employee.headers).status_code == 204
    assert app.anne.asks("/v1/canary")["phone"] == NUMBER
    canary.is_silent()


@pytest.mark.on_both
def test_one_that_can_not_be_decided_is_told_to_the_administrators(
    app: AppUnderTest, canary: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(f"poisoned {uuid4()}")

    app.expects_error("deadline could not be decided")
    with monkeypatch.context() as patch:
        patch.setattr("achterwacht.canary.clockwork.next_time", fails)
        app.passes(minutes=61)
    app.anne.phone.expects_sms("De dagelijkse proef-sms van")
    app.passes(minutes=6)
    canary.expects_sms("Dagelijkse proef")
