"""The channels a message can take, and the providers that carry it."""

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"


class Provider(StrEnum):
    """Who carries a message. A message and each attempt say which, so that the right one is asked what became of it."""

    SIMULATOR = "simulator"
    TWILIO = "twilio"
    CM = "cm"
