"""The channels a message can take, and the providers that carry it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    CALL = "call"
    MAIL = "mail"
    PUSH = "push"


TELEPHONE = (Channel.SMS, Channel.CALL)
"""The channels that reach a person at once. Mail goes to a desk, and no alarm is sent by mail. A push only goes beside
what another channel says: nobody counts as told by it (docs/decisions/0083-a-push-beside-the-message.md)."""


NOBODY_ANSWERED = frozenset({"no-answer", "busy"})
"""Why a call failed that rang, or was to a telephone in use: nothing is wrong with the way there."""


class Provider(StrEnum):
    """Who carries a message. Messages and attempts name theirs, so that we ask the right one what became of it."""

    SIMULATOR = "simulator"
    TWILIO = "twilio"
    CM = "cm"
    SMTP = "smtp"
    WEB_PUSH = "web_push"


@dataclass(frozen=True)
class Way:
    """A channel, and how long after the decision it is used."""

    channel: Channel
    after: timedelta = timedelta()
