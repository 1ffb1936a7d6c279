"""What SMS and voice through Twilio share: the client, its errors, and what they mean for us (docs/design/facts.md)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from foundation.certificates import named_authorities
from foundation.settings import Settings
from notifications.channels.in_time import InTime
from notifications.channels.port import NOT_BELIEVED, Envelope, TransportError
from notifications.records import MessageState

TIMEOUT_SECONDS = 10
ITS_CLOCK = timedelta(minutes=1)
"""How far Twilio's clock may be behind ours when we ask its list what was sent since a moment."""
LARGEST_PAGE = 1000
"""Twilio's list returns the newest first, and at most this many at a time."""
NEWEST = 50
"""How many of a number's messages or calls we look through for one that still waits."""
PERMANENT = frozenset(
    {21211, 21214, 21217, 21401, 21407, 21408, 21421, 21601, 21610, 21612, 21614, 21617, 13223, 13224, 13225, 13226}
)
FOR_OUR_SAKE = frozenset({21408, 21601, 21612})
"""Permanent because of our account, our number or the route: another provider may still reach the person."""
STATES: Mapping[str, MessageState] = {
    "queued": MessageState.SENT,
    "accepted": MessageState.SENT,
    "scheduled": MessageState.SENT,
    "sending": MessageState.SENT,
    "sent": MessageState.SENT,
    "initiated": MessageState.SENT,
    "ringing": MessageState.SENT,
    "in-progress": MessageState.SENT,
    "answered": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "partially_delivered": MessageState.DELIVERED,
    "completed": MessageState.DELIVERED,
    "undelivered": MessageState.FAILED,
    "failed": MessageState.FAILED,
    "canceled": MessageState.FAILED,
    "busy": MessageState.FAILED,
    "no-answer": MessageState.FAILED,
}
"""An answered or completed call is no acknowledgement: voicemail answers too."""
PICKED_UP = frozenset({"in-progress", "answered"})
"""What Twilio says of a call while it lasts: of the event `answered` the status is `in-progress`."""


class HttpClient(TwilioHttpClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's own client, pointed at `TWILIO_API_BASE`."""

    def __init__(self, base: str, at_once: int) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS, max_retries=0)
        self._base = urlsplit(base)
        # A connection for each sender; proxy and certificates are read from the environment once, not each time.
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, InTime(pool_maxsize=at_once))
        found = self.session.merge_environment_settings(base, {}, None, None, None)
        # requests has variables of its own for an authority; ours is the one that all else here reads.
        self.session.proxies, self.session.verify = found["proxies"], named_authorities() or found["verify"]
        self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **named: Any) -> Response:
        parts = urlsplit(url)
        moved = urlunsplit(
            (self._base.scheme, self._base.netloc, self._base.path.rstrip("/") + parts.path, parts.query, "")
        )
        return super().request(method, moved, *args, **named)


def make_client(settings: Settings) -> Client:
    """Returns the SDK's client, using our HTTP client."""
    return Client(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        http_client=HttpClient(settings.twilio_api_base, settings.dispatch_concurrency),
    )


@contextmanager
def provider_errors() -> Iterator[None]:
    """Turn errors of the SDK and the network into a `TransportError`, which the outbox understands."""
    try:
        yield
    except TwilioRestException as error:
        code = int(error.code or error.status)
        permanent = code in PERMANENT
        elsewhere = not permanent or code in FOR_OUR_SAKE
        raise TransportError(str(code), f"HTTP {error.status}", permanent=permanent, elsewhere=elsewhere) from error
    except requests.exceptions.ConnectTimeout as error:
        raise TransportError("connect", "no connection") from error
    except requests.exceptions.Timeout as error:
        raise TransportError("timeout", "no answer in time", uncertain=True) from error
    except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        if NOT_BELIEVED in str(error):
            raise TransportError("certificate", "its certificate is not believed") from error
        # A refused connection is certain; one that broke while we waited is not.
        uncertain = "refused" not in str(error).lower()
        raise TransportError("connection", "connection failed", uncertain=uncertain) from error
    except (TwilioException, requests.exceptions.RequestException) as error:
        raise TransportError("provider", type(error).__name__) from error


def sid_of(made: Any) -> str:
    """Returns Twilio's id of what it made.

    Raises:
        TransportError: it gave none, so that something else answered in its place.
    """
    if not made.sid:
        raise TransportError("unreadable", "an answer without an id", uncertain=True)
    return str(made.sid)


def made_since(resource: Any, envelope: Envelope, began: str) -> list[Any]:
    """Returns what Twilio has made for this number since we called it, the oldest first.

    What waits in Twilio's queue did not begin yet, so a filter on its date leaves it out: we look for it among the
    newest, and do so first, because it may begin meanwhile.

    Args:
        began: the field with the moment at which it left, `date_sent` or `start_time`.
    """
    since = envelope.called_at - ITS_CLOCK
    newest = resource.list(to=envelope.to, limit=NEWEST, page_size=NEWEST)
    waiting = [one for one in newest if getattr(one, began) is None and one.date_created >= since]
    begun = resource.list(to=envelope.to, page_size=LARGEST_PAGE, **{f"{began}_after": since})
    return list({one.sid: one for one in [*reversed(begun), *reversed(waiting)]}.values())


def state_of(status: str) -> MessageState | None:
    """Returns our state for a status of Twilio's; None for one that we don't know."""
    return STATES.get(status)
