"""The rest of the provider's bad days (docs/provider-errors.md): wrong credentials, ten minutes of silence, waiting."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from achterwacht.monitoring import invariants
from scheduler.jobs import Jobs
from tests.acceptance.scenes import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, panic
from tests.support.cm import FakeCm
from tests.support.house import House
from tests.support.second_provider import a_second_provider
from tests.support.twilio.records import Sms

NOOD = "NOOD"
PATIENT = ("demo", LATE_CHECK_CALL, ('_after = "30s"\nrepeat_every = "30s"', '_after = "3h"\nrepeat_every = "3h"'))
"""Nobody is asked again while the provider is away: only the first messages are tried, over and over."""


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time-out of a third of a second, so that a test can wait for it; and who let us wait rests for long."""
    monkeypatch.setattr("notifications.routes.REST_SECONDS", 600.0)
    for provider in ("twilio", "cm"):
        monkeypatch.setattr(f"notifications.channels.{provider}.TIMEOUT_SECONDS", 0.3)


@pytest.fixture
def cm(impatient: None, house: House) -> Iterator[FakeCm]:
    with a_second_provider(house) as cm:
        yield cm


def broken(house: House) -> list[str]:
    with house.database.read() as session:
        return [one.name for one in invariants.broken(session, house.clock.now(session))]


def ends(house: House, visit: dict[str, object]) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.passes(seconds=31)
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def told_to_fatima(house: House) -> list[Any]:
    return [one for one in house.karin.alarm()["told"] if one["person"]["name"] == house.fatima.citizen.name]


def to_fatima(house: House) -> list[Sms]:
    return [sms for sms in house.twilio.messages if sms.to == house.fatima.citizen.phone and NOOD in sms.text]


@pytest.mark.parametrize(("status", "code"), [(401, 20003), (429, 20429), (500, 20500)])
def test_while_twilio_refuses_us_all_is_kept_and_the_heartbeat_fails(house: House, status: int, code: int) -> None:
    house.twilio.weather.fail_next(1000, status, code)
    visit = panic(house)
    house.passes(seconds=75)
    assert house.twilio.messages == []
    assert broken(house) == ["the provider takes our messages"], "so the dead-man's switch hears of it"
    house.twilio.weather.fail_no_more()
    house.passes(seconds=31)
    assert len(to_fatima(house)) == 1
    assert broken(house) == []
    house.forgets_messages()
    ends(house, visit)


def test_refused_for_ten_minutes_everybody_is_told_once_when_it_is_back(house: House) -> None:
    house.runs_on(*PATIENT)
    house.twilio.weather.down()
    visit = panic(house)
    house.karin.on_alarm(house.karin.alarm(), "acknowledge")
    second = house.ali.checks_in(minutes=30)
    house.ali.does(second, "panic")
    house.passes(minutes=10)
    assert house.twilio.messages == []
    house.twilio.weather.up()
    house.passes(seconds=31)
    texts = [sms.text for sms in house.twilio.messages if sms.to == house.fatima.citizen.phone]
    assert len([text for text in texts if text.startswith(NOOD) and "Ali" in text]) == 1
    assert not [text for text in texts if text.startswith(NOOD) and "Jan" in text], "taken meanwhile: not told late"
    house.forgets_messages()
    for alarm in house.karin.asks("/v1/alarms?open=true")["alarms"]:
        house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.passes(seconds=31)
    house.forgets_messages()
    house.jan.does(visit, "check-out")
    house.ali.does(second, "check-out")


def test_what_is_refused_an_hour_after_it_was_made_is_given_up_and_said(house: House) -> None:
    """An hour in which nothing ran: so each message is tried before it and once after it, and not a hundred times."""
    house.runs_on(*PATIENT)
    house.twilio.weather.down()
    visit = panic(house)
    house.settles()
    assert {one["state"] for one in told_to_fatima(house)} == {"pending"}
    house.clock.offset += timedelta(minutes=61)
    house.settles()
    # What was made meanwhile, the police step, is still tried.
    assert {one["state"] for one in told_to_fatima(house)} == {"failed", "pending"}
    assert "message_failed" in {line["kind"] for line in house.karin.alarm()["timeline"]}
    house.twilio.weather.up()
    house.forgets_messages()
    ends(house, visit)


@pytest.mark.usefixtures("impatient")
def test_a_time_out_after_it_was_taken_is_looked_for_and_not_sent_twice(house: House) -> None:
    house.jobs.close()
    house.jobs = Jobs(house.database, house.settings, "impatient")
    visit = house.jan.checks_in(minutes=0.4)
    house.twilio.weather.slow(0.7)
    house.passes(seconds=10)
    house.twilio.weather.slow(0)
    house.passes(seconds=6)
    assert len([sms for sms in house.twilio.messages if sms.to == house.jan.citizen.phone]) == 1
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.does(visit, "check-out")


def test_a_twilio_that_hangs_keeps_nobody_waiting_when_there_is_a_second_provider(house: House, cm: FakeCm) -> None:
    """The first message waits for it; the next ones go by the second provider straight away."""
    house.twilio.weather.hang(0.7)
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=10)
    cm.expects_sms(str(house.jan.citizen.phone), "Je afspraak loopt tot")
    tried = [entry.what for entry in house.twilio.log.requests].count("POST Messages")
    assert tried == 1
    house.passes(seconds=15)
    cm.expects_sms(str(house.jan.citizen.phone), "Je afspraak is voorbij")
    assert [entry.what for entry in house.twilio.log.requests].count("POST Messages") == tried
    house.twilio.weather.hang(0)
    house.jan.does(visit, "check-out")
    house.passes(seconds=31)
    house.forgets_messages()
