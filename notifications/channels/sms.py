"""SMS through Twilio."""

from collections.abc import Sequence

from twilio.rest import Client

from foundation.settings import Settings
from notifications.channels.port import Envelope
from notifications.channels.twilio import made_since, provider_errors, sid_of, state_of
from notifications.records import MessageState

VALID_SECONDS = 600
"""Twilio's own default is ten hours: an alarm must not arrive in the evening (docs/design/facts.md)."""
RETRY = "#rc=5&rp=all"
"""Asks Twilio to repeat a callback that failed."""


class Sms:
    def __init__(self, client: Client, settings: Settings) -> None:
        self._messages = client.messages
        self._from = settings.twilio_from
        self._base = settings.base_url

    def send(self, envelope: Envelope) -> str:
        with provider_errors():
            message = self._messages.create(
                to=envelope.to,
                from_=self._from,
                body=envelope.text,
                validity_period=VALID_SECONDS,
                status_callback=f"{self._base}/v1/webhooks/twilio/status/{envelope.id}{RETRY}",
            )
        return sid_of(message)

    def find(self, envelope: Envelope) -> Sequence[str]:
        with provider_errors():
            made = made_since(self._messages, envelope, "date_sent")
        return [str(one.sid) for one in made if one.body == envelope.text]

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        with provider_errors():
            message = self._messages.get(sid).fetch()
        code = str(message.error_code) if message.error_code else None
        return state_of(str(message.status)) or MessageState.SENT, code
