"""The channels a message can take."""

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"
