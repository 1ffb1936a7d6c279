"""What the provider tells: believed when it signed it, understood in any order, asked for when it never comes."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.twilio.webhooks import sign


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.mark.by_turns
@pytest.mark.parametrize("signature", ["", "wrong", "of another token", "of another text", "of another address"])
def test_without_the_right_signature_nothing_is_done_and_no_number_is_logged(
    app: AppUnderTest, caplog: pytest.LogCaptureFixture, signature: str
) -> None:
    visit = app.jan.checks_in(minutes=10)
    form = {"MessageSid": "SM" + "1" * 32, "From": app.jan.employee.phone, "Body": "UIT"}
    url = f"{app.settings.base_url}/v1/webhooks/twilio/sms"
    made = {
        "of another token": sign("another", url, form),
        "of another text": sign(app.twilio.token, url, {**form, "Body": "OK"}),
        "of another address": sign(app.twilio.token, "https://example.test/v1/webhooks/twilio/sms", form),
    }.get(signature, signature)
    assert _post(app, "/v1/webhooks/twilio/sms", form, made) == 403
    for path in (f"voice/{uuid4()}", f"status/{uuid4()}"):
        assert _post(app, f"/v1/webhooks/twilio/{path}", form, made) == 403
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.phone.is_silent()
    lines = [record.getMessage() for record in caplog.records]
    assert any("webhook with a wrong signature" in line for line in lines)
    assert not any(app.jan.employee.phone[3:] in line for line in lines)
    app.jan.does(visit, "check-out")


@pytest.mark.by_turns
@pytest.mark.parametrize("written", ["00{}", "{}", "tel:+{}"])
def test_a_call_for_help_is_heard_however_a_carrier_wrote_the_number(app: AppUnderTest, written: str) -> None:
    number = written.format(app.jan.employee.phone[1:])
    form = {"MessageSid": "SM" + "3" * 32, "From": number, "Body": "NOOD"}
    url = f"{app.settings.base_url}/v1/webhooks/twilio/sms"
    assert _post(app, "/v1/webhooks/twilio/sms", form, sign(app.twilio.token, url, form)) == 200
    alarm = app.karin.alarm()
    assert (alarm["cause"], alarm["worker"]["name"]) == ("panic", "Jan de Wit")
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_news_of_a_message_that_never_was_is_not_found(app: AppUnderTest) -> None:
    form = {"MessageSid": "SM" + "2" * 32, "MessageStatus": "delivered"}
    path = f"/v1/webhooks/twilio/status/{uuid4()}"
    assert _post(app, path, form, sign(app.twilio.token, app.settings.base_url + path, form)) == 404
    path = f"/v1/webhooks/twilio/voice/{uuid4()}"
    assert _post(app, path, form, sign(app.twilio.token, app.settings.base_url + path, form)) == 404


@pytest.mark.on_both
def test_when_no_news_comes_the_provider_is_asked(app: AppUnderTest) -> None:
    app.twilio.weather.lose_callbacks()
    app.fatima.phone.ignores_calls()
    visit = panic(app)
    app.settles()
    assert {one["state"] for one in app.karin.alarm()["told"]} == {"sent"}
    assert app.jobs.reconcile() == 0, "not so soon"
    app.karin.on_alarm(app.karin.alarm(), "acknowledge")
    app.passes(seconds=25)
    app.clock.offset += timedelta(seconds=40)
    app.jobs.reconcile()
    states = {(one["person"]["name"], one["channel"]): one["state"] for one in app.karin.alarm()["told"]}
    assert states["Fatima Bakker", "sms"] == "delivered"
    assert states["Fatima Bakker", "call"] == "failed", "nobody took it"
    assert states["Karin Smit", "sms"] == "delivered"
    app.forgets_messages()
    assert "Fatima Bakker is niet bereikt (telefoon)." in app.karin.story(visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize("weather", ["twice", "out_of_order", "all_of_it"])
def test_news_of_every_step_also_twice_or_in_the_wrong_order_ends_the_same(app: AppUnderTest, weather: str) -> None:
    app.twilio.weather.tells_only_the_end(False)
    if weather == "twice":
        app.twilio.weather.twice()
    elif weather == "out_of_order":
        app.twilio.weather.out_of_order()
    app.fatima.phone.ignores_calls()
    visit = panic(app)
    app.settles()
    states = {(one["person"]["name"], one["channel"]): one["state"] for one in app.karin.alarm()["told"]}
    assert states["Fatima Bakker", "sms"] == "delivered"
    assert states["Fatima Bakker", "call"] == "failed"
    assert app.karin.story(visit).count("Fatima Bakker is niet bereikt (telefoon).") == 1
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_failure_that_comes_after_the_end_changes_nothing(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL)
    visit = panic(app)
    app.settles()
    sms = next(one for one in app.twilio.messages if one.to == app.fatima.employee.phone)
    path = sms.status_callback.partition("#")[0].removeprefix(app.settings.base_url)
    form: Json = {"MessageSid": sms.sid, "MessageStatus": "failed", "ErrorCode": "30008"}
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert _post(app, path, form, sign(app.twilio.token, app.settings.base_url + path, form)) == 204
    app.settles()
    app.fatima.phone.is_silent()
    assert not any("mislukt" in line for line in app.karin.story(visit)), "it was delivered, and stays so"
    app.jan.does(visit, "check-out")


def _post(app: AppUnderTest, path: str, form: Mapping[str, str], signature: str) -> int:
    return app.http.post(path, data=dict(form), headers={"X-Twilio-Signature": signature}).status_code
