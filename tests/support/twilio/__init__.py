"""A Twilio of our own, behind real HTTP on loopback: the real SDK talks to it, and it talks back.

Tests hold phones that expect and reply, make the weather bad, and fail on anything that nobody expected:

    with FakeTwilio(webhook_base="http://127.0.0.1:8000") as twilio:
        jan = twilio.phone("+31612345678")
        jan.expects_sms("Je afspraak is voorbij").then_replies("+15")
        twilio.assert_nothing_unexpected()

`python -m tests.support.twilio --port 9999 --log calls.jsonl` runs it as a process of its own.
"""

from tests.support.twilio.calls import Call
from tests.support.twilio.exchange import Outcome
from tests.support.twilio.fake import FakeTwilio
from tests.support.twilio.log import Entry, Kind, Log
from tests.support.twilio.phones import Phone, ReceivedSms
from tests.support.twilio.twiml import BadTwiml
from tests.support.twilio.weather import Weather
from tests.support.twilio.webhooks import Deliver, Reply, WebhookFailed

__all__ = [
    "BadTwiml",
    "Call",
    "Deliver",
    "Entry",
    "FakeTwilio",
    "Kind",
    "Log",
    "Outcome",
    "Phone",
    "ReceivedSms",
    "Reply",
    "Weather",
    "WebhookFailed",
]
