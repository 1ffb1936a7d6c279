"""The channels a message can take, and the providers that carry it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"
    MAIL = "mail"


TELEPHONE = (Channel.SMS, Channel.CALL)
"""The channels that reach a person at once. Mail reaches a desk, and no alarm goes by it."""


class Provider(StrEnum):
    """Who carries a message. A message and each attempt say which, so that the right one is asked what became of it."""

    SIMULATOR = "simulator"
    TWILIO = "twilio"
    CM = "cm"
    SMTP = "smtp"


@dataclass(frozen=True)
class Way:
    """A channel, and how long after the moment of the decision it is used."""

    channel: Channel
    after: timedelta = timedelta()
