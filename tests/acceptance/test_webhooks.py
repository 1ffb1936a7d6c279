"""What the provider tells: believed when it signed it, understood in any order, asked for when it never comes."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.acceptance.scenes import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.house import House
from tests.support.twilio.webhooks import sign


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.parametrize("signature", ["", "wrong", "of another token", "of another text", "of another address"])
def test_without_the_right_signature_nothing_is_done_and_no_number_is_logged(
    house: House, caplog: pytest.LogCaptureFixture, signature: str
) -> None:
    visit = house.jan.checks_in(minutes=10)
    form = {"MessageSid": "SM" + "1" * 32, "From": house.jan.citizen.phone, "Body": "UIT"}
    url = f"{house.settings.base_url}/v1/webhooks/twilio/sms"
    made = {
        "of another token": sign("another", url, form),
        "of another text": sign(house.twilio.token, url, {**form, "Body": "OK"}),
        "of another address": sign(house.twilio.token, "https://example.test/v1/webhooks/twilio/sms", form),
    }.get(signature, signature)
    assert _post(house, "/v1/webhooks/twilio/sms", form, made) == 403
    for path in (f"voice/{uuid4()}", f"status/{uuid4()}"):
        assert _post(house, f"/v1/webhooks/twilio/{path}", form, made) == 403
    assert house.jan.visit(visit)["state"] == "under_way"
    house.jan.phone.is_silent()
    lines = [record.getMessage() for record in caplog.records]
    assert any("webhook with a wrong signature" in line for line in lines)
    assert not any(house.jan.citizen.phone[3:] in line for line in lines)
    house.jan.does(visit, "check-out")


def test_news_of_a_message_that_never_was_is_not_found(house: House) -> None:
    form = {"MessageSid": "SM" + "2" * 32, "MessageStatus": "delivered"}
    path = f"/v1/webhooks/twilio/status/{uuid4()}"
    assert _post(house, path, form, sign(house.twilio.token, house.settings.base_url + path, form)) == 404
    path = f"/v1/webhooks/twilio/voice/{uuid4()}"
    assert _post(house, path, form, sign(house.twilio.token, house.settings.base_url + path, form)) == 404


def test_when_no_news_comes_the_provider_is_asked(house: House) -> None:
    house.twilio.weather.lose_callbacks()
    house.fatima.phone.ignores_calls()
    visit = panic(house)
    house.settles()
    assert {one["state"] for one in house.karin.alarm()["told"]} == {"sent"}
    assert house.jobs.reconcile() == 0, "not so soon"
    house.karin.on_alarm(house.karin.alarm(), "acknowledge")
    house.passes(seconds=25)
    house.clock.offset += timedelta(seconds=40)
    house.jobs.reconcile()
    states = {(one["person"]["name"], one["channel"]): one["state"] for one in house.karin.alarm()["told"]}
    assert states["Fatima Bakker", "sms"] == "delivered"
    assert states["Fatima Bakker", "call"] == "failed", "nobody took it"
    assert states["Karin Smit", "sms"] == "delivered"
    house.forgets_messages()
    assert "Bericht aan Fatima Bakker mislukt (telefoon)." in house.karin.story(visit)
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


@pytest.mark.parametrize("weather", ["twice", "out_of_order", "all_of_it"])
def test_news_of_every_step_also_twice_or_in_the_wrong_order_ends_the_same(house: House, weather: str) -> None:
    house.twilio.weather.tells_only_the_end(False)
    if weather == "twice":
        house.twilio.weather.twice()
    elif weather == "out_of_order":
        house.twilio.weather.out_of_order()
    house.fatima.phone.ignores_calls()
    visit = panic(house)
    house.settles()
    states = {(one["person"]["name"], one["channel"]): one["state"] for one in house.karin.alarm()["told"]}
    assert states["Fatima Bakker", "sms"] == "delivered"
    assert states["Fatima Bakker", "call"] == "failed"
    assert house.karin.story(visit).count("Bericht aan Fatima Bakker mislukt (telefoon).") == 1
    house.forgets_messages()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_failure_that_comes_after_the_end_changes_nothing(house: House) -> None:
    house.runs_on("demo", LATE_CHECK_CALL)
    visit = panic(house)
    house.settles()
    sms = next(one for one in house.twilio.messages if one.to == house.fatima.citizen.phone)
    path = sms.status_callback.partition("#")[0].removeprefix(house.settings.base_url)
    form: Json = {"MessageSid": sms.sid, "MessageStatus": "failed", "ErrorCode": "30008"}
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert _post(house, path, form, sign(house.twilio.token, house.settings.base_url + path, form)) == 204
    house.settles()
    house.fatima.phone.is_silent()
    assert not any("mislukt" in line for line in house.karin.story(visit)), "it was delivered, and stays so"
    house.jan.does(visit, "check-out")


def _post(house: House, path: str, form: Mapping[str, str], signature: str) -> int:
    return house.http.post(path, data=dict(form), headers={"X-Twilio-Signature": signature}).status_code
