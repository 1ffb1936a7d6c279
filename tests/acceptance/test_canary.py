"""The canary: once a day a marked test message goes the real way, and its silence is heard before anybody needs it."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from achterwacht.deadlines.service import Ticker
from achterwacht.monitoring import invariants
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template
from notifications.ways import Channel
from scheduler.jobs import HANDLERS
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.phones import Phone

NUMBER = "+31612340099"


@pytest.fixture
def canary(app: AppUnderTest) -> Phone:
    """The number that gets the test message, an hour from now."""
    app.lets_calls_ring()
    soon = app.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1)
    sets(app, f"{soon:%H:%M}")
    return app.twilio.phone(NUMBER)


def sets(
    app: AppUnderTest,
    daily_at: str,
    phone: str = "06 12340099",
    expect: int = 200,
    *,
    rings: bool = False,
    asks: bool = False,
) -> dict[str, object]:
    body = {"phone": phone, "dailyAt": daily_at, "rings": rings, "asks": asks}
    answer = app.http.put("/v1/canary", json=body, headers=app.anne.employee.headers)
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


def in_an_hour(app: AppUnderTest, *, rings: bool = False, asks: bool = False) -> Phone:
    """The number that is tested an hour from now, in these ways."""
    soon = app.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1)
    sets(app, f"{soon:%H:%M}", rings=rings, asks=asks)
    app.twilio.every_call_ends_as(None)
    return app.twilio.phone(NUMBER)


def shown(app: AppUnderTest) -> dict[str, Any]:
    found: dict[str, Any] = app.anne.signs_in().asks("/v1/canary")
    return found


@pytest.mark.on_both
def test_it_rings_and_asks_and_one_answer_is_enough(app: AppUnderTest) -> None:
    phone = in_an_hour(app, rings=True, asks=True)
    app.passes(minutes=61)
    sms = phone.expects_sms("Dagelijkse proef van Achterwacht voor Voorbeeld")
    assert sms.text.endswith(f"Antwoord 1 {sms.code}.")
    call = phone.expects_call().picks_up()
    assert "Dit is een oefening. Dit is de dagelijkse proef van Achterwacht. Toets 1" in call.says
    assert "Voorbeeld" not in call.says
    assert shown(app)["result"] == "under_way"
    call.presses("1", twice=True)
    assert "Genoteerd." in call.transcript
    said = shown(app)
    assert (said["result"], said["fault"]) == ("answered", None)
    assert all(said[one] for one in ("sentAt", "deliveredAt", "rangAt", "pickedUpAt", "answeredAt"))
    app.passes(minutes=45)
    assert broken(app) == []
    app.anne.phone.is_silent()


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["1 {code}", "{code}", "2 {code}", "1{code}"])
def test_the_code_that_comes_back_is_an_answer(app: AppUnderTest, words: str) -> None:
    phone = in_an_hour(app, asks=True)
    app.twilio.weather.lose_callbacks()
    app.passes(minutes=61)
    sms = phone.expects_sms("Dagelijkse proef")
    app.twilio.phone("+31612340098").sends(f"1 {sms.code}")
    assert shown(app)["result"] == "under_way", "not from another number"
    sms.then_replies(words.format(code=sms.code))
    said = shown(app)
    assert said["result"] == "answered"
    assert said["deliveredAt"], "who answers it has it"
    app.passes(minutes=35)
    assert broken(app) == []
    phone.is_silent()


def test_that_nobody_answers_is_told_once_and_turns_nothing_red(app: AppUnderTest) -> None:
    phone = in_an_hour(app, asks=True)
    app.passes(minutes=61)
    phone.expects_sms("Dagelijkse proef")
    app.passes(minutes=25)
    app.anne.phone.is_silent()
    app.passes(minutes=6)
    app.anne.phone.expects_sms("Niemand antwoordde op de dagelijkse proef van")
    assert not [one for one in app.twilio.calls if one.to == app.anne.employee.phone], "perhaps nobody was there"
    assert (shown(app)["result"], shown(app)["fault"]) == ("unanswered", None)
    assert app.anne.asks("/v1/standing")["canary"]["level"] == "doubt"
    assert broken(app) == []
    assert app.http.get("/health/ready").status_code == 200
    assert "achterwacht_canaries_unanswered 1.0" in app.http.get("/metrics").text
    app.passes(minutes=60 * 24)
    second = phone.expects_sms("Dagelijkse proef")
    app.anne.phone.is_silent()
    second.then_answers("1")
    assert shown(app)["result"] == "answered", "late is not never"
    app.passes(minutes=60 * 24)
    phone.expects_sms("Dagelijkse proef")
    app.anne.phone.expects_sms("Niemand antwoordde")


@pytest.mark.on_both
@pytest.mark.parametrize("ends", ["rings out", "voicemail", "busy"])
def test_a_call_that_nobody_takes_breaks_nothing(app: AppUnderTest, ends: str) -> None:
    phone = in_an_hour(app, rings=True)
    if ends == "busy":
        phone.calls_end_as(Outcome.BUSY)
    app.passes(minutes=61)
    phone.expects_sms("Je hoeft niets te doen.")
    if ends == "rings out":
        phone.expects_call().rings_out()
    elif ends == "voicemail":
        phone.expects_call().goes_to_voicemail()
    app.passes(minutes=12)
    assert broken(app) == []
    said = shown(app)
    assert (said["result"], said["answeredAt"]) == ("delivered", None)
    assert said["rangAt"]
    app.anne.phone.is_silent()


@pytest.mark.on_both
def test_a_call_that_is_taken_while_no_webhook_comes_in_is_loud(app: AppUnderTest) -> None:
    phone = in_an_hour(app, rings=True)
    app.passes(minutes=61)
    phone.expects_sms("Dagelijkse proef")
    call = phone.expects_call()
    with app.database.write() as session:
        said = update(MessageRecord).where(MessageRecord.channel == Channel.CALL)
        said = said.values(picked_up_at=app.clock.now(session), state=MessageState.DELIVERED)
        session.execute(said, execution_options={"across_organisations": True, "synchronize_session": False})
    app.passes(minutes=10)
    assert broken(app) == ["the last test call of every canary rang, and had its words"]
    assert (shown(app)["result"], shown(app)["fault"]) == ("failed", "way_in")
    stands = app.karin.asks("/v1/standing")
    assert (stands["canaryResult"], stands["canaryFault"]) == ("failed", "way_in"), "the SMS arrived"
    app.anne.phone.expects_sms("werd opgenomen, maar bleef stil")
    app.anne.phone.expects_call().hangs_up()
    call.hangs_up()
    app.passes(minutes=60 * 23 + 55)
    phone.expects_sms("Dagelijkse proef")
    phone.expects_call().picks_up().hangs_up()
    assert broken(app) == [], "the next one had its words"


def test_a_call_that_the_provider_does_not_make_is_loud(app: AppUnderTest) -> None:
    phone = in_an_hour(app, rings=True)
    phone.calls_end_as(Outcome.FAILED)
    app.passes(minutes=61)
    phone.expects_sms("Dagelijkse proef")
    app.passes(minutes=10)
    assert shown(app)["fault"] == "call"
    app.anne.phone.expects_sms("proeftelefoontje van")
    app.anne.phone.expects_call().hangs_up()
    phone.answers_calls()
    app.passes(minutes=60 * 23 + 55)
    phone.expects_call().picks_up().hangs_up()
    app.forgets_messages()


@pytest.mark.on_both
def test_the_number_of_a_colleague_answers_and_whoever_may_not_be_phoned_is_asked_nothing(app: AppUnderTest) -> None:
    soon = app.now().astimezone(ZoneInfo("Europe/Amsterdam")) + timedelta(hours=1)
    sets(app, f"{soon:%H:%M}", app.jan.employee.phone, rings=True, asks=True)
    app.passes(minutes=61)
    sms = app.jan.phone.expects_sms("Dagelijkse proef")
    sms.then_answers("1")
    app.jan.phone.expects_call().hangs_up()
    app.settles()
    assert shown(app)["result"] == "answered"
    app.jan.phone.is_silent()
    app.passes(minutes=60 * 22)
    app.jan.signs_in()
    visit = app.jan.checks_in(minutes=240)
    app.jan.phone.sends("bel me niet, hij hoort het")
    app.passes(minutes=120)
    app.jan.phone.expects_sms("Je hoeft niets te doen.")
    assert len([one for one in app.twilio.calls if one.to == app.jan.employee.phone]) == 1
    app.karin.signs_in()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
