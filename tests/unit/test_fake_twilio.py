"""The fake itself: what it refuses, what it tells, and what it does in bad weather, with the real SDK on the line."""

# The SDK has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.support.twilio import FakeTwilio, Kind, Log
from tests.support.twilio.checks import is_emergency_or_short
from tests.support.twilio.fake import TOKEN
from tests.support.twilio.gsm import segments, smart_encode, strangers
from tests.support.twilio.listener import Answer
from tests.support.twilio.stand_in import StandIn, sdk

JAN = "+31612345678"
PUBLIC = "https://achterwacht.example"


@pytest.fixture
def product() -> Iterator[StandIn]:
    with StandIn(TOKEN) as product:
        yield product
    assert not product.troubles


@pytest.fixture
def twilio(product: StandIn) -> Iterator[FakeTwilio]:
    with FakeTwilio(webhook_base=product.url) as twilio:
        yield twilio


@pytest.fixture
def client(twilio: FakeTwilio) -> Iterator[Client]:
    with sdk(twilio) as client:
        yield client


def send(client: Client, twilio: FakeTwilio, text: str = "Alles goed?", to: str = JAN, **more: Any) -> Any:
    return client.messages.create(to=to, from_=twilio.number, body=text, **more)


def refusal(client: Client, **message: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**message)
    return refused.value.status, refused.value.code


def test_an_sms_is_accepted_as_the_real_one_does_and_reaches_its_phone(client: Client, twilio: FakeTwilio) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    message = send(client, twilio, "Je afspraak is voorbij. Alles goed? Antwoord 1 4821")

    assert message.sid.startswith("SM")
    assert (message.status, message.num_segments, message.direction) == ("queued", "1", "outbound-api")
    assert before <= message.date_created <= datetime.now(UTC)
    sms = twilio.phone(JAN).expects_sms("voorbij")
    assert (sms.sid, sms.code, sms.segments) == (message.sid, "4821", 1)
    twilio.settles()
    assert client.messages(message.sid).fetch().status == "delivered"
    twilio.assert_nothing_unexpected()


def test_every_status_is_told_in_order_and_signed_over_the_exact_url(
    client: Client, twilio: FakeTwilio, product: StandIn
) -> None:
    message = send(client, twilio, status_callback=f"{product.url}/status?message=a%20b&empty=")

    assert product.statuses(n=2) == ["sent", "delivered"]
    assert product.received[0].target == "/status?message=a%20b&empty="
    assert {form["MessageSid"] for form in product.forms("/status")} == {message.sid}


def test_behind_a_proxy_the_public_address_is_signed(client: Client, twilio: FakeTwilio, product: StandIn) -> None:
    twilio.webhook_base, twilio.reached_at, product.public_url = PUBLIC, product.url, PUBLIC

    send(client, twilio, status_callback=f"{PUBLIC}/status")

    assert product.statuses(n=2) == ["sent", "delivered"]


def test_a_wrong_token_is_refused(twilio: FakeTwilio) -> None:
    with sdk(twilio, token="guessed") as stranger:
        assert refusal(stranger, to=JAN, from_=twilio.number, body="x") == (401, 20003)
    assert not twilio.log.created()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": "0612345678"}, 21211),
        ({"from_": "+31201234567"}, 21606),
        ({"from_": "Achterwacht"}, 21212),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"validity_period": 0}, 21624),
        ({"validity_period": 36001}, 21624),
        ({"status_callback": "/v1/status"}, 21609),
        ({"status_callback": "https://my_host.example/status"}, 21609),
    ],
)
def test_what_the_real_one_refuses_is_refused(
    client: Client, twilio: FakeTwilio, wrong: dict[str, Any], code: int
) -> None:
    good = {"to": JAN, "from_": twilio.number, "body": "x"}
    assert refusal(client, **(good | wrong)) == (400, code)
    assert not twilio.messages


@pytest.mark.parametrize(
    "number", ["112", "+112", "+31112", "0031 112", "+32101", "101", "113", "+319008844", "0900-8844", "+3114020"]
)
def test_an_emergency_number_fails_the_test_whoever_catches_the_error(
    client: Client, twilio: FakeTwilio, number: str
) -> None:
    assert is_emergency_or_short(number)
    assert refusal(client, to=number, from_=twilio.number, body="help") == (400, 21211)
    with pytest.raises(TwilioRestException):
        client.calls.create(to=number, from_=twilio.number, url="https://achterwacht.example/voice")

    assert len(twilio.log.violations) == 2
    with pytest.raises(AssertionError, match="never dials"):
        twilio.assert_nothing_unexpected()


@pytest.mark.parametrize("number", [JAN, "+32470123456", "+3211234567", "+31201234567"])
def test_numbers_of_people_are_not_mistaken_for_emergency_numbers(number: str) -> None:
    assert not is_emergency_or_short(number)


def test_the_next_attempts_fail_and_looking_does_not(client: Client, twilio: FakeTwilio) -> None:
    twilio.weather.fail_next(1)
    twilio.weather.fail_next(1, status=429, code=20429)
    good = {"to": JAN, "from_": twilio.number, "body": "x"}

    assert client.messages.list() == []
    assert refusal(client, **good) == (500, 20500)
    assert refusal(client, **good) == (429, 20429)
    assert client.messages.create(**good).status == "queued"


def test_down_refuses_connections_and_up_listens_on_the_same_port(client: Client, twilio: FakeTwilio) -> None:
    send(client, twilio, "before")
    twilio.weather.down()
    with pytest.raises(requests.exceptions.ConnectionError, match="refused"):
        send(client, twilio)
    twilio.weather.up()
    twilio.weather.down(status=503)
    with pytest.raises(TwilioRestException, match="503"):
        send(client, twilio)
    twilio.weather.up()
    send(client, twilio, "after")

    assert [sms.text for sms in twilio.messages] == ["before", "after"]


def test_a_number_can_be_refused_at_the_door_or_only_later(
    client: Client, twilio: FakeTwilio, product: StandIn
) -> None:
    twilio.weather.refuse_number(JAN, code=21614)
    assert refusal(client, to=JAN, from_=twilio.number, body="x") == (400, 21614)

    twilio.weather.refuse_number(JAN, code=30003)
    message = send(client, twilio, status_callback=f"{product.url}/status")
    assert product.statuses(n=2) == ["sent", "undelivered"]
    assert product.forms("/status")[-1]["ErrorCode"] == "30003"
    assert client.messages(message.sid).fetch().error_code == 30003
    twilio.phone(JAN).is_silent()
    twilio.assert_nothing_unexpected()


def test_an_uncertain_request_arrived_and_is_found_by_looking(client: Client, twilio: FakeTwilio) -> None:
    since = datetime.now(UTC)
    twilio.weather.swallow_next()
    with pytest.raises(requests.exceptions.ConnectionError):
        send(client, twilio, "swallowed")
    twilio.weather.slow(10)
    with sdk(twilio, timeout=0.1) as hasty, pytest.raises(requests.exceptions.ReadTimeout):
        send(hasty, twilio, "slow")
    twilio.weather.slow(0)
    twilio.phone(JAN).expects_sms("slow")
    twilio.settles()

    found = client.messages.list(to=JAN, date_sent_after=since, limit=20)
    assert [message.body for message in found] == ["slow", "swallowed"]
    assert client.messages.list(to=JAN, date_sent_after=since + timedelta(minutes=1)) == []
    assert client.messages.list(to="+31687654321") == []
    assert [entry.to for entry in twilio.log.created("Messages")] == [JAN, JAN]


def test_a_long_list_comes_in_pages(client: Client, twilio: FakeTwilio) -> None:
    for n in range(5):
        send(client, twilio, f"number {n}")
    assert [m.body for m in client.messages.list(to=JAN, page_size=2)] == [f"number {n}" for n in (4, 3, 2, 1, 0)]


def test_callbacks_can_be_lost_come_twice_or_out_of_order(client: Client, twilio: FakeTwilio, product: StandIn) -> None:
    callback = f"{product.url}/status"
    twilio.weather.lose_callbacks()
    send(client, twilio, status_callback=callback)
    twilio.settles()
    assert product.forms("/status") == []
    assert [entry.note for entry in twilio.log.webhooks] == ["lost", "lost"]

    twilio.weather.lose_callbacks(False)
    twilio.weather.twice()
    twilio.weather.out_of_order()
    send(client, twilio, status_callback=callback)
    assert product.statuses(n=4) == ["delivered", "delivered", "sent", "sent"]


def test_the_url_says_how_often_a_failed_callback_is_repeated(
    client: Client, twilio: FakeTwilio, product: StandIn
) -> None:
    product.says("/status", "", status=500)
    send(client, twilio, status_callback=f"{product.url}/status#rc=2&rp=5xx")
    twilio.settles()
    assert len(product.forms("/status")) == 6
    twilio.phone(JAN).expects_sms()
    with pytest.raises(AssertionError, match="answered 500"):
        twilio.assert_nothing_unexpected()
    twilio.tolerates_refused_callbacks = True
    twilio.assert_nothing_unexpected()


def test_latency_delays_the_phone_and_not_the_answer(client: Client, twilio: FakeTwilio) -> None:
    twilio.weather.latency = 0.1
    asked = time.monotonic()
    send(client, twilio)
    twilio.phone(JAN).is_silent()
    twilio.phone(JAN).expects_sms("Alles goed")
    assert 0.2 <= time.monotonic() - asked < 2


def test_a_text_can_be_redacted_afterwards(client: Client, twilio: FakeTwilio) -> None:
    message = send(client, twilio, "Jan is bij Dorpsstraat 1")
    assert client.messages(message.sid).update(body="").body == ""
    assert twilio.phone(JAN).expects_sms().text == "Jan is bij Dorpsstraat 1"


def test_a_text_outside_gsm_7_is_a_violation(client: Client, twilio: FakeTwilio) -> None:
    send(client, twilio, "Geëscaleerd naar België")
    twilio.phone(JAN).expects_sms("België")
    with pytest.raises(AssertionError, match="not GSM-7, because of 'ë'"):
        twilio.assert_nothing_unexpected()


def test_a_product_that_hangs_does_not_hang_the_end_of_its_test(
    client: Client, twilio: FakeTwilio, product: StandIn
) -> None:
    product.answers["/status"] = Answer(204, after=30)
    twilio.grace = 0.05
    send(client, twilio, status_callback=f"{product.url}/status")
    assert product.statuses(n=1) == ["sent"]

    asked = time.monotonic()
    twilio.stop()
    assert time.monotonic() - asked < 2


@pytest.mark.parametrize(
    ("text", "count"),
    [("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("€" * 80, 1), ("€" * 81, 2), ("ë" * 70, 1), ("ë" * 71, 2)],
)
def test_segments_are_counted_as_the_network_does(text: str, count: int) -> None:
    assert segments(text) == count


def test_smart_encoding_helps_quotes_and_not_letters() -> None:
    assert strangers(smart_encode("“Zoë’s” – …")) == "ë"


def test_the_log_can_be_read_by_another_process(twilio: FakeTwilio, tmp_path: Path) -> None:
    file, began = tmp_path / "twilio.jsonl", datetime.now(UTC)
    command = [sys.executable, "-m", "tests.support.twilio", "--log", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        with sdk(twilio, url=process.stdout.readline().strip()) as client:
            send(client, twilio, "from another process")
            assert refusal(client, to="112", from_=twilio.number, body="x") == (400, 21211)
        process.terminate()
        assert process.wait(60) == 1  # for the emergency number

    sent, violation, refused = Log.read(file)
    assert (sent.kind, sent.form["Body"], sent.status) == (Kind.REQUEST, "from another process", 201)
    assert began <= sent.at <= datetime.now(UTC)
    assert (violation.kind, refused.status) == (Kind.VIOLATION, 400)
