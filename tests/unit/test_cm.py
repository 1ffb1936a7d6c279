"""CM.com's gateway as we speak to it: over real HTTP, to a fake that was written after its documentation."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from foundation.settings import Settings
from notifications.channels.cm import Cm, dialled, error_code
from notifications.channels.port import Envelope, TransportError
from notifications.records import MessageState
from tests.support.cm import BESIDE_TWILIO, TOKEN, FakeCm
from tests.support.twilio.listener import Answer

FATIMA = "+31611111113"


@pytest.fixture
def fake() -> Iterator[FakeCm]:
    with FakeCm() as fake:
        yield fake


@pytest.fixture
def cm(fake: FakeCm) -> Cm:
    return Cm(settings_for(fake))


def settings_for(fake: FakeCm, **other: str) -> Settings:
    return Settings(_env_file=None, **{**BESIDE_TWILIO, **fake.settings, **other})


def an_envelope(to: str = FATIMA, text: str = "ALARM 4821. Bel Jan.") -> Envelope:
    return Envelope(uuid4(), to, text, datetime.now(UTC))


def refusal(cm: Cm) -> TransportError:
    with pytest.raises(TransportError) as caught:
        cm.send(an_envelope())
    return caught.value


def test_it_is_sent_as_documented_and_lives_ten_minutes(fake: FakeCm, cm: Cm) -> None:
    envelope = an_envelope()
    assert cm.send(envelope) == envelope.id.hex
    (sms,) = fake.messages
    assert (sms.to, sms.sender, sms.text) == ("0031611111113", "Achterwacht", "ALARM 4821. Bel Jan.")
    assert (sms.reference, sms.validity) == (envelope.id.hex, "10m")
    assert fake.violations == []


def test_numbers_are_written_with_00_and_names_stay() -> None:
    assert dialled("+32470123456") == "0032470123456"
    assert dialled("Achterwacht") == "Achterwacht"


def test_a_text_of_five_parts_still_goes(fake: FakeCm, cm: Cm) -> None:
    cm.send(an_envelope(text="a" * 640))
    assert len(fake.messages) == 1


@pytest.mark.parametrize("code", [302, 303, 304, 402])
def test_what_is_wrong_with_the_number_is_final(fake: FakeCm, cm: Cm, code: int) -> None:
    fake.refusal = code
    error = refusal(cm)
    assert (error.code, error.permanent, error.uncertain, error.elsewhere) == (f"cm_{code}", True, False, False)


@pytest.mark.parametrize("code", [102, 301, 401, 403, 500, 999])
def test_what_is_wrong_with_us_or_them_is_tried_again(fake: FakeCm, cm: Cm, code: int) -> None:
    fake.refusal = code
    error = refusal(cm)
    assert (error.code, error.permanent, error.uncertain) == (f"cm_{code}", False, False)


def test_a_wrong_product_token(fake: FakeCm) -> None:
    error = refusal(Cm(settings_for(fake, cm_product_token=TOKEN[::-1])))
    assert (error.code, error.permanent) == ("cm_101", False)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_without_a_reason(fake: FakeCm, cm: Cm, status: int) -> None:
    fake.down(status)
    error = refusal(cm)
    assert (error.code, error.permanent, error.uncertain) == (f"cm_http_{status}", False, False)


def test_nobody_listens_and_that_is_certain(fake: FakeCm, cm: Cm) -> None:
    fake.down()
    error = refusal(cm)
    assert (error.code, error.uncertain) == ("connection", False)


def test_a_line_that_breaks_leaves_it_open_and_the_reference_finds_it(fake: FakeCm, cm: Cm) -> None:
    fake.swallows = 1
    envelope = an_envelope()
    with pytest.raises(TransportError) as caught:
        cm.send(envelope)
    assert caught.value.uncertain
    assert cm.find(envelope) == [envelope.id.hex]
    assert cm.find(an_envelope()) == []


def test_a_200_that_nobody_can_read_leaves_it_open(fake: FakeCm, cm: Cm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake._listener, "_answer_to", lambda _: Answer(200, "<html>"))
    fake.down()
    fake.up()
    error = refusal(cm)
    assert (error.code, error.uncertain) == ("cm_unreadable", True)
    with pytest.raises(TransportError, match="cm_unreadable"):
        cm.status("00")


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("", MessageState.SENT),
        ("0", MessageState.SENT),
        ("1", MessageState.FAILED),
        ("2", MessageState.DELIVERED),
        ("3", MessageState.FAILED),
    ],
)
def test_what_became_of_it_can_be_asked(fake: FakeCm, cm: Cm, code: str, state: MessageState) -> None:
    sid = cm.send(an_envelope())
    fake.messages[0].code, fake.messages[0].error = code, "31"
    assert cm.status(sid) == (state, "cm_31" if state is MessageState.FAILED else None)


def test_what_is_not_in_their_list_yet_counts_as_sent(cm: Cm) -> None:
    assert cm.status(uuid4().hex) == (MessageState.SENT, None)


def test_their_error_is_kept_short_and_without_a_number() -> None:
    assert error_code("31") == "cm_31"
    assert error_code("") is None
    assert error_code("0") is None
    assert error_code("Gsm '0031611111113' is not a number.") == "cm_other"
