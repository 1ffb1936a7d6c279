"""The phones of the fake: what people do with an SMS and a call, as the product hears of it."""

# The SDK has no types.
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from twilio.rest import Client

from tests.support.twilio import BadTwiml, FakeTwilio, Outcome, Phone, WebhookFailed
from tests.support.twilio.fake import TOKEN
from tests.support.twilio.stand_in import StandIn, sdk

JAN = "+31612345678"
FATIMA = "+32470123456"
INBOUND = "/v1/webhooks/twilio/sms"
ASK = (
    '<Gather numDigits="1" action="/digit?step=1&amp;of=2" timeout="8"><Say language="nl-NL">Alles goed?</Say></Gather>'
    "<Say>We bellen je collega.</Say><Hangup/>"
)


@pytest.fixture
def product() -> Iterator[StandIn]:
    with StandIn(TOKEN) as product:
        product.says("/voice", ASK)
        product.says("/digit", "<Say>Dank je.</Say>")
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


@pytest.fixture
def jan(twilio: FakeTwilio) -> Phone:
    return twilio.phone(JAN)


def send(client: Client, twilio: FakeTwilio, text: str, to: str = JAN) -> Any:
    return client.messages.create(to=to, from_=twilio.number, body=text)


def ring(client: Client, twilio: FakeTwilio, product: StandIn, **more: Any) -> Any:
    settings: dict[str, Any] = {
        "to": JAN,
        "from_": twilio.number,
        "url": f"{product.url}/voice",
        "status_callback": f"{product.url}/status",
        "status_callback_event": ["initiated", "ringing", "answered", "completed"],
    }
    return client.calls.create(**(settings | more))


def test_a_reply_is_a_signed_post_with_the_blank_fields_too(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    send(client, twilio, "Neem je het over? 1 4821 ja, 2 4821 nee")
    jan.expects_sms("Neem je het over").then_answers("1").is_silent()

    (form,) = product.forms(INBOUND)
    assert (form["From"], form["To"], form["Body"], form["NumSegments"]) == (JAN, twilio.number, "1 4821", "1")
    assert (form["FromCountry"], form["FromCity"]) == ("NL", "")
    twilio.assert_nothing_unexpected()


def test_the_same_message_can_come_twice(product: StandIn, jan: Phone) -> None:
    assert jan.sends("OK", sid="SM" + "1" * 32) == 204
    assert jan.sends("OK", sid="SM" + "1" * 32) == 204
    assert {form["MessageSid"] for form in product.forms(INBOUND)} == {"SM" + "1" * 32}


def test_a_reply_that_does_not_get_through_is_heard_of(twilio: FakeTwilio, product: StandIn, jan: Phone) -> None:
    product.says(INBOUND, "", status=403)
    assert jan.sends("OK") == 403
    product.says(INBOUND, "", status=500)
    with pytest.raises(WebhookFailed, match="did not get through"):
        jan.sends("OK")
    twilio.webhook_base = "http://127.0.0.1:1"
    with pytest.raises(WebhookFailed):
        jan.sends("OK")


def test_an_answer_in_twiml_arrives_as_an_sms(twilio: FakeTwilio, product: StandIn, jan: Phone) -> None:
    product.says(INBOUND, "<Message>Begrepen.</Message>")
    jan.sends("OK")
    jan.expects_sms("Begrepen")
    twilio.assert_nothing_unexpected()


def test_after_stop_the_provider_refuses_until_start(client: Client, twilio: FakeTwilio, jan: Phone) -> None:
    jan.sends("stop")
    with pytest.raises(Exception, match="unsubscribed"):
        send(client, twilio, "Alles goed?")
    jan.sends("START")
    send(client, twilio, "Alles goed?")
    jan.expects_sms("Alles goed?")


def test_a_call_is_answered_listened_to_and_answered_with_a_digit(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    made = ring(client, twilio, product)
    assert made.sid.startswith("CA")
    call = jan.expects_call()

    assert call.says == "Alles goed?"
    assert client.calls(made.sid).fetch().status == "in-progress"
    call.presses("1")
    assert (call.says, call.transcript, call.is_over) == ("Dank je.", "Alles goed? Dank je.", True)

    assert product.statuses(n=4) == ["initiated", "ringing", "in-progress", "completed"]
    assert [form["SequenceNumber"] for form in product.forms("/status")] == ["0", "1", "2", "3"]
    (pressed,) = product.forms("/digit")
    assert (pressed["Digits"], pressed["CallSid"]) == ("1", made.sid)
    assert next(r.target for r in product.received if r.path == "/digit") == "/digit?step=1&of=2"
    assert client.calls(made.sid).fetch().duration == "1"
    twilio.assert_nothing_unexpected()


def test_silence_falls_through_to_what_stands_behind_the_question(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    ring(client, twilio, product)
    call = jan.expects_call().stays_silent()
    assert (call.says, call.is_over) == ("Alles goed? We bellen je collega.", True)
    assert product.forms("/digit") == []


def test_silence_is_posted_where_the_question_asks_for_that(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    product.says("/voice", '<Gather action="/digit" actionOnEmptyResult="true"><Say>Pincode?</Say></Gather>')
    ring(client, twilio, product)
    assert jan.expects_call().stays_silent().says.endswith("Dank je.")
    assert [form["Digits"] for form in product.forms("/digit")] == [""]


def test_more_digits_end_with_the_key_that_ends_them(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    product.says("/voice", '<Gather action="/digit"><Say>Pincode?</Say></Gather>')
    ring(client, twilio, product)
    jan.expects_call().presses("1234#", twice=True)
    assert [(f["Digits"], f["FinishedOnKey"]) for f in product.forms("/digit")] == [("1234", "#")] * 2


def test_a_redirect_is_followed(client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone) -> None:
    product.says("/voice", "<Say>Een moment.</Say><Redirect>digit?next=1</Redirect><Say>never</Say>")
    ring(client, twilio, product)
    assert jan.expects_call().says == "Een moment. Dank je."


def test_voicemail_listens_presses_nothing_and_counts_as_completed(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    ring(client, twilio, product, machine_detection="Enable")
    jan.expects_call().goes_to_voicemail()
    jan.calls_end_as(Outcome.VOICEMAIL)
    ring(client, twilio, product)
    twilio.settles()

    assert [call.status for call in client.calls.list(to=JAN)] == ["completed", "completed"]
    assert product.forms("/voice")[0]["AnsweredBy"] == "machine_start"
    assert product.forms("/digit") == []
    twilio.assert_nothing_unexpected()


def test_an_ignored_call_rings_out_and_can_be_asked_for(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    jan.ignores_calls()
    ring(client, twilio, product)
    assert product.statuses(n=3) == ["initiated", "ringing", "no-answer"]
    assert jan.expects_missed_call().status == "no-answer"

    jan.answers_calls()
    ring(client, twilio, product, status_callback_event=["completed"])
    jan.expects_call().hangs_up()
    assert product.statuses(n=4)[-1] == "busy"
    twilio.assert_nothing_unexpected()


def test_the_product_can_cancel_a_call_that_rings(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    made = ring(client, twilio, product)
    call = jan.expects_call()
    assert client.calls(made.sid).update(status="canceled").status == "canceled"
    with pytest.raises(AssertionError, match="nobody is there"):
        call.picks_up()
    assert product.statuses(n=3)[-1] == "canceled"


@pytest.mark.parametrize(
    ("twiml", "problem"),
    [
        ("<Dial>112</Dial>", "no place"),
        ('<Gather method="GET"/>', "must use POST"),
        ("<Say>a & b</Say>", "not well-formed"),
    ],
)
def test_what_the_real_one_would_stumble_over_fails_the_test(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone, twiml: str, problem: str
) -> None:
    product.says("/voice", twiml)
    ring(client, twilio, product)
    with pytest.raises(BadTwiml, match=problem):
        jan.expects_call().picks_up()


def test_a_call_without_words_fails_or_takes_the_other_url(
    client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone
) -> None:
    product.says("/voice", "", status=500)
    ring(client, twilio, product, fallback_url=f"{product.url}/digit")
    assert jan.expects_call().says == "Dank je."
    ring(client, twilio, product)
    with pytest.raises(WebhookFailed, match="did not say what to say"):
        jan.expects_call().picks_up()


def test_what_nobody_expected_is_found(client: Client, twilio: FakeTwilio, product: StandIn, jan: Phone) -> None:
    send(client, twilio, "Voor Jan")
    send(client, twilio, "Voor Fatima", to=FATIMA)
    ring(client, twilio, product)
    with pytest.raises(AssertionError) as found:
        twilio.assert_nothing_unexpected()
    assert all(part in str(found.value) for part in ("Voor Jan", "Voor Fatima", f"call to {JAN} (ringing)"))

    jan.expects_sms("Voor Jan")
    jan.expects_call().hangs_up()
    with pytest.raises(AssertionError, match="should be silent"):
        twilio.phone(FATIMA).is_silent()
    twilio.phone(FATIMA).accepts("^Voor").is_silent()
    twilio.assert_nothing_unexpected()


def test_an_expectation_says_what_there_was_instead(client: Client, twilio: FakeTwilio, jan: Phone) -> None:
    send(client, twilio, "Iets anders")
    with pytest.raises(AssertionError, match="Iets anders"):
        jan.expects_sms("Alles goed", within=0.1)
    with pytest.raises(AssertionError, match="expected a call"):
        jan.expects_call(within=0.01)
    assert jan.expects_sms().text == "Iets anders"
