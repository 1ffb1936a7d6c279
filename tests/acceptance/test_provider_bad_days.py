"""The rest of the provider's bad days (docs/provider-errors.md): wrong credentials, ten minutes of silence, waiting."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from achterwacht.monitoring import invariants
from scheduler.jobs import Jobs
from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.cm import FakeCm
from tests.support.second_provider import a_second_provider
from tests.support.twilio.records import Sms

NOOD = "NOOD"
PATIENT = ("demo", LATE_CHECK_CALL, ('_after = "30s"\nrepeat_every = "30s"', '_after = "3h"\nrepeat_every = "3h"'))
"""Nobody is asked again while the provider is away: only the first messages are tried, over and over."""


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time-out of a third of a second, so that a test can wait for it; and who let us wait rests for long."""
    monkeypatch.setattr("notifications.routes.REST_SECONDS", 600.0)
    for provider in ("twilio", "cm"):
        monkeypatch.setattr(f"notifications.channels.{provider}.TIMEOUT_SECONDS", 0.3)


@pytest.fixture
def cm(impatient: None, app: AppUnderTest) -> Iterator[FakeCm]:
    with a_second_provider(app) as cm:
        yield cm


def broken(app: AppUnderTest) -> list[str]:
    with app.database.read() as session:
        return [one.name for one in invariants.broken(session, app.clock.now(session))]


def ends(app: AppUnderTest, visit: dict[str, object]) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.passes(seconds=31)
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def told_to_fatima(app: AppUnderTest) -> list[Any]:
    return [one for one in app.karin.alarm()["told"] if one["person"]["name"] == app.fatima.employee.name]


def to_fatima(app: AppUnderTest) -> list[Sms]:
    return [sms for sms in app.twilio.messages if sms.to == app.fatima.employee.phone and NOOD in sms.text]


@pytest.mark.parametrize(("status", "code"), [(401, 20003), (429, 20429), (500, 20500)])
def test_while_twilio_refuses_us_all_is_kept_and_the_heartbeat_fails(app: AppUnderTest, status: int, code: int) -> None:
    app.twilio.weather.fail_next(1000, status, code)
    visit = panic(app)
    app.passes(seconds=75)
    assert app.twilio.messages == []
    assert broken(app) == ["the provider takes our messages"], "so the dead-man's switch hears of it"
    app.twilio.weather.fail_no_more()
    app.passes(seconds=31)
    assert len(to_fatima(app)) == 1
    assert broken(app) == []
    app.forgets_messages()
    ends(app, visit)


def test_refused_for_ten_minutes_everybody_is_told_once_when_it_is_back(app: AppUnderTest) -> None:
    app.runs_on(*PATIENT)
    app.twilio.weather.down()
    visit = panic(app)
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    second = app.ali.checks_in(minutes=30)
    app.ali.does(second, "panic")
    app.passes(minutes=10)
    assert app.twilio.messages == []
    app.twilio.weather.up()
    app.passes(seconds=31)
    texts = [sms.text for sms in app.twilio.messages if sms.to == app.fatima.employee.phone]
    assert len([text for text in texts if text.startswith(NOOD) and "Ali" in text]) == 1
    assert not [text for text in texts if text.startswith(NOOD) and "Jan" in text], "taken meanwhile: not told late"
    app.forgets_messages()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.passes(seconds=31)
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.ali.does(second, "check-out")


@pytest.mark.on_both
def test_what_is_refused_an_hour_after_it_was_made_is_given_up_and_said(app: AppUnderTest) -> None:
    """An hour in which nothing ran: so each message is tried before it and once after it, and not a hundred times."""
    app.runs_on(*PATIENT)
    app.twilio.weather.down()
    visit = panic(app)
    app.settles()
    assert {one["state"] for one in told_to_fatima(app)} == {"pending"}
    app.clock.offset += timedelta(minutes=61)
    app.settles()
    # What was made meanwhile, the police step, is still tried.
    assert {one["state"] for one in told_to_fatima(app)} == {"failed", "pending"}
    assert "message_failed" in {line["kind"] for line in app.karin.alarm()["timeline"]}
    app.twilio.weather.up()
    app.forgets_messages()
    ends(app, visit)


@pytest.mark.usefixtures("impatient")
def test_a_time_out_after_it_was_taken_is_looked_for_and_not_sent_twice(app: AppUnderTest) -> None:
    app.jobs.close()
    app.jobs = Jobs(app.database, app.settings, "impatient")
    visit = app.jan.checks_in(minutes=0.4)
    app.twilio.weather.slow(0.7)
    app.passes(seconds=10)
    app.twilio.weather.slow(0)
    app.passes(seconds=6)
    assert len([sms for sms in app.twilio.messages if sms.to == app.jan.employee.phone]) == 1
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.does(visit, "check-out")


def test_a_twilio_that_hangs_keeps_nobody_waiting_when_there_is_a_second_provider(
    app: AppUnderTest, cm: FakeCm
) -> None:
    """The first message waits for it; the next ones go by the second provider straight away."""
    app.twilio.weather.hang(0.7)
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=10)
    cm.expects_sms(str(app.jan.employee.phone), "Je afspraak loopt tot")
    tried = [entry.what for entry in app.twilio.log.requests].count("POST Messages")
    assert tried == 1
    app.passes(seconds=15)
    cm.expects_sms(str(app.jan.employee.phone), "Je afspraak is voorbij")
    assert [entry.what for entry in app.twilio.log.requests].count("POST Messages") == tried
    app.twilio.weather.hang(0)
    app.jan.does(visit, "check-out")
    app.passes(seconds=31)
    app.forgets_messages()
