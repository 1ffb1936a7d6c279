"""Web Push (RFC 8030, 8291 and 8292), by pywebpush (docs/decisions/0083-a-push-beside-the-message.md).

The push service learns when somebody's phone gets something, and how long it is; what it says is sealed for that phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import requests

from foundation.settings import Settings
from notifications.channels.in_time import InTime
from notifications.channels.port import Envelope, TransportError
from notifications.push_services import may_push_to
from notifications.records import MessageState

TIMEOUT_SECONDS = 10
"""For connecting, and for the answer. Shorter than a lease."""
LOST = frozenset({403, 404, 410})
"""This phone gets none any more: the subscription is gone, or belongs to another key than ours."""
TOO_MANY = 429
REFUSED, BROKEN = 400, 500


@dataclass(frozen=True)
class PushAddress:
    """Where a phone gets its pushes, with the keys for which they are sealed, as the browser gave them."""

    endpoint: str
    p256dh: str
    auth: str


class PushBook(Protocol):
    """Who knows the addresses of subscriptions."""

    def address_of(self, subscription: UUID) -> PushAddress | None:
        """Returns its address; None if nothing may be pushed there any more."""

    def lost(self, address: PushAddress, code: str) -> None:
        """Note that nothing arrives there any more, so that its owner hears of it."""


class WebPush:
    def __init__(self, settings: Settings, book: PushBook) -> None:
        self._key = settings.vapid_private_key.get_secret_value()
        self._subject = settings.vapid_subject
        self._services = settings.push_endpoints
        self._book = book
        import pywebpush  # with an HTTP client of its own, 24 MB: only where there is a key

        self._webpush, self._refusal = pywebpush.webpush, pywebpush.WebPushException

    def send(self, envelope: Envelope) -> str:
        nudged = envelope.nudged
        assert nudged is not None
        address = self._book.address_of(UUID(envelope.to))
        if address is None or not may_push_to(address.endpoint, self._services):
            raise TransportError("push_unsubscribed", "no such subscription any more", permanent=True)
        headers = {"urgency": "high" if nudged.urgent else "normal", "topic": nudged.topic}
        try:
            with _one_session() as session:
                self._webpush(
                    {"endpoint": address.endpoint, "keys": {"p256dh": address.p256dh, "auth": address.auth}},
                    nudged.text,
                    vapid_private_key=self._key,
                    vapid_claims={"sub": self._subject},
                    ttl=round(nudged.keeps_for.total_seconds()),
                    timeout=TIMEOUT_SECONDS,
                    headers=headers,
                    requests_session=session,
                )
        except self._refusal as error:
            raise self._refused(address, error.status_code or 0) from None  # its text holds the answer
        except requests.Timeout:
            raise TransportError("timeout", "no answer in time", uncertain=True) from None  # its text holds the address
        except requests.RequestException:
            raise TransportError("connect", "connection failed") from None
        return f"WP{envelope.id.hex}"

    def find(self, envelope: Envelope) -> Sequence[str]:
        return []  # a push service can't be asked; a phone shows two with the same topic as one

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None

    def _refused(self, address: PushAddress, status: int) -> TransportError:
        code = f"push_{status}"
        if status in LOST:
            self._book.lost(address, code)
        permanent = REFUSED <= status < BROKEN and status != TOO_MANY
        return TransportError(code, "refused by the push service", permanent=permanent)


class NoPush:
    """Used when the settings hold no key any more, while a push still waits that was laid when they did."""

    def send(self, envelope: Envelope) -> str:
        raise TransportError("push_off", "ACHTERWACHT_VAPID_PRIVATE_KEY is empty", permanent=True)

    def find(self, envelope: Envelope) -> Sequence[str]:
        return []

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None


def _one_session() -> requests.Session:
    """A session for one push. It follows no redirect: an address that we trust must not send us to another."""
    session = requests.Session()
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, InTime())
    return session
