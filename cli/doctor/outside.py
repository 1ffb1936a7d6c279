"""What this installation needs of others: the provider, the mail server, and its own address as the outside sees it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from smtplib import SMTPException
from urllib.parse import urlsplit

import httpx

from cli.doctor.finding import Finding, doubt, well, wrong
from foundation.certificates import believed
from foundation.setting_groups.providers import Delivery
from foundation.settings import Settings
from foundation.web_address import is_loopback
from notifications.channels.mail import Mail
from notifications.channels.port import TransportError
from notifications.channels.twilio import make_client, provider_errors

PATIENCE = 10.0
SOON = timedelta(days=14)
APART = timedelta(seconds=5)
OURS = "API-Version"
FORBIDDEN = 403


def looks(settings: Settings) -> Iterator[Finding]:
    """Yields what is found, as far as it is set up."""
    yield from _provider(settings)
    yield from _mail(settings)
    yield from _outside(settings)
    if not settings.heartbeat_url:
        yield doubt("heartbeat: nobody outside hears that the clock stopped. See HEARTBEAT_URL")


def _provider(settings: Settings) -> Iterator[Finding]:
    if settings.delivery is Delivery.SIMULATOR:
        yield doubt("provider: none, the simulator reaches nobody.")
        return
    try:
        with provider_errors():
            account = make_client(settings).api.accounts(settings.twilio_account_sid).fetch()
    except TransportError as error:
        yield wrong(f"provider: Twilio says no ({error.code}). Look at the SID, the token and the network.")
        return
    yield (
        well("provider: Twilio knows us.")
        if account.status == "active"
        else wrong(f"provider: the account at Twilio is {account.status}.")
    )


def _mail(settings: Settings) -> Iterator[Finding]:
    if not settings.smtp_host:
        instead = "the simulator shows it." if settings.mails else "lists and letters of tasks go by SMS only."
        yield doubt(f"mail: none is set up (SMTP_HOST); {instead}")
        return
    try:
        Mail(settings).knock()
    except (SMTPException, OSError) as error:
        yield wrong(f"mail: the server can't be used ({type(error).__name__}). Look at SMTP_HOST, name and password.")
        return
    yield well("mail: the server lets us in.")


def _outside(settings: Settings) -> Iterator[Finding]:
    base = settings.public_base_url.rstrip("/")
    if not base:
        yield doubt("outside: PUBLIC_BASE_URL is not set, so nobody outside reaches this.")
        return
    try:
        with httpx.Client(timeout=PATIENCE, verify=believed()) as client:
            answer = client.post(f"{base}/v1/webhooks/twilio/sms", data={})
    except httpx.HTTPError as error:
        yield wrong(f"outside: PUBLIC_BASE_URL does not answer ({type(error).__name__}), so no SMS comes in.")
        return
    if OURS not in answer.headers:
        yield wrong("outside: something else answers at PUBLIC_BASE_URL. Look at the reverse proxy.")
    elif settings.delivery is Delivery.TWILIO and answer.status_code != FORBIDDEN:
        yield wrong(f"outside: a webhook without a signature got {answer.status_code}, and must get 403.")
    else:
        yield well("outside: webhooks arrive, as far as this machine can see. From elsewhere: answer the canary.")
    yield from _time(answer)
    yield from _certificate(base)


def _time(answer: httpx.Response) -> Iterator[Finding]:
    said = answer.headers.get("date")
    if said is None:
        return
    apart = abs(parsedate_to_datetime(said) - datetime.now(UTC))
    if apart > APART:
        yield wrong(f"time: the proxy and this machine differ by {apart.total_seconds():.0f} s. Let both use NTP.")


def _certificate(base: str) -> Iterator[Finding]:
    parts = urlsplit(base)
    host = parts.hostname or ""
    if parts.scheme != "https":
        if not is_loopback(host):
            yield wrong("certificate: PUBLIC_BASE_URL is plain http, so anybody reads along.")
        return
    try:
        with closing(socket.create_connection((host, parts.port or 443), PATIENCE)) as plain, \
                believed().wrap_socket(plain, server_hostname=host) as closed:  # fmt: skip
            until = (closed.getpeercert() or {}).get("notAfter")
    except OSError as error:
        yield wrong(f"certificate: it is not believed ({type(error).__name__}).")
        return
    left = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(until)), UTC) - datetime.now(UTC)
    said = f"certificate: it holds for {left.days} more days"
    yield well(f"{said}.") if left > SOON else wrong(f"{said}. Renew it now.")
