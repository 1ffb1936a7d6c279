"""Looking for what Twilio may have taken although nobody heard so: over real HTTP, with the SDK, at every age of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from foundation.settings import Settings
from notifications.channels.port import ChannelPort, Envelope, TransportError
from notifications.channels.sms import Sms
from notifications.channels.twilio import make_client
from notifications.channels.voice import Voice
from tests.support.twilio import FakeTwilio

JAN, FATIMA = "+31612345678", "+31611111113"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with FakeTwilio(webhook_base="http://127.0.0.1:9") as twilio:
        twilio.tolerates_refused_callbacks = True
        yield twilio


@pytest.fixture(params=[Sms, Voice])
def port(twilio: FakeTwilio, request: pytest.FixtureRequest) -> ChannelPort:
    prefix = "ACHTERWACHT_"
    named: dict[str, Any] = {name.removeprefix(prefix).lower(): value for name, value in twilio.environment.items()}
    settings = Settings(_env_file=None, public_base_url="http://127.0.0.1:9", **named)
    made: ChannelPort = request.param(make_client(settings), settings)
    return made


def an_envelope(to: str = JAN, text: str = "ALARM 4821.") -> Envelope:
    return Envelope(uuid4(), to, text, datetime.now(UTC))


@pytest.mark.parametrize("waits", [True, False])
def test_what_it_took_is_found_while_it_waits_and_when_it_has_left(
    twilio: FakeTwilio, port: ChannelPort, waits: bool
) -> None:
    """What still waits at Twilio has no date: a list since a date leaves it out, and it would be sent twice."""
    twilio.weather.latency = 60 if waits else 0
    envelope = an_envelope()
    twilio.weather.swallow_next()
    with pytest.raises(TransportError) as error:
        port.send(envelope)
    assert error.value.uncertain
    if not waits:
        twilio.settles()
    assert port.find(envelope) == [one.sid for one in twilio.log.created()]
    assert port.find(an_envelope(FATIMA)) == []


def test_what_waits_since_before_the_call_is_another(twilio: FakeTwilio, port: ChannelPort) -> None:
    twilio.weather.latency = 60
    port.send(an_envelope())
    assert port.find(Envelope(uuid4(), JAN, "ALARM 4821.", datetime.now(UTC) + timedelta(minutes=2))) == []
