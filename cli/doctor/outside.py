"""What this installation needs of others: the provider, the mail server, and its own address as the outside sees it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError, SMTPSenderRefused
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from cli.doctor.finding import Finding, doubt, well, wrong
from foundation.certificates import believed
from foundation.setting_groups.providers import Delivery, SmsFallback
from foundation.settings import Settings
from foundation.web_address import is_loopback
from notifications.channels.cm import Cm
from notifications.channels.mail import Mail
from notifications.channels.port import TransportError
from notifications.channels.twilio import make_client, provider_errors

PATIENCE = 10.0
A_SECOND = timedelta(seconds=1)
SOON = timedelta(days=14)
OF_ITS_LIFE = 4
"""One in this many parts of its life: what is given out for days is renewed when a third of them is left."""
TWO_DAYS = timedelta(days=2)
ANOTHER_NAME = frozenset({62, 64})
EXPIRED, NOT_YET = 10, 9
"""OpenSSL's numbers for what is wrong with a certificate (X509_V_ERR_…); 62 and 64 are of a name and an address."""
APART = timedelta(seconds=5)
OURS = "API-Version"
FORBIDDEN = 403
UNREACHABLE = frozenset({"connect", "connection", "timeout"})
REFUSES_US = frozenset({"cm_http_401", "cm_http_403"})
PORTS = {"https": 443, "http": 80}
NOT_BELIEVED = "certificate: it is not believed"


def looks(settings: Settings) -> Iterator[Finding]:
    """Yields what is found, as far as it is set up."""
    yield from _provider(settings)
    yield from _mail(settings)
    yield from _outside(settings)
    yield from _heartbeat(settings)
    if not settings.security_contact:
        yield doubt("weaknesses: nobody outside reads where to report one. See SECURITY_CONTACT")


def _heartbeat(settings: Settings) -> Iterator[Finding]:
    """Only whether its server can be reached: to knock there would say that all is well."""
    if not settings.heartbeat_url and settings.no_heartbeat_because.strip():
        yield doubt("heartbeat: none, for the reason in NO_HEARTBEAT_BECAUSE. Does what stands there still watch?")
        return
    if not settings.heartbeat_url:
        yield doubt("heartbeat: nobody outside hears that the clock stopped. See HEARTBEAT_URL")
        return
    parts = urlsplit(settings.heartbeat_url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or PORTS[parts.scheme]), PATIENCE).close()
    except OSError as error:
        yield wrong(
            f"heartbeat: the server of HEARTBEAT_URL can't be reached ({type(error).__name__}), so nobody outside "
            "hears from us. Look at the address and the firewall."
        )


def _provider(settings: Settings) -> Iterator[Finding]:
    if settings.delivery is Delivery.SIMULATOR:
        yield doubt("provider: none, the simulator reaches nobody.")
        return
    try:
        with provider_errors():
            account = make_client(settings).api.accounts(settings.twilio_account_sid).fetch()
    except TransportError as error:
        yield wrong(f"provider: Twilio {_no(error)}. Nobody is texted or phoned by it.")
    else:
        yield (
            well("provider: Twilio knows us.")
            if account.status == "active"
            else wrong(f"provider: the account at Twilio is {account.status}.")
        )
        yield from _time_there(settings.twilio_api_base)
    if settings.sms_fallback is SmsFallback.CM:
        yield _second(settings)


def _second(settings: Settings) -> Finding:
    """Ask the second provider of SMS about a message that it can't know."""
    try:
        Cm(settings).status(uuid4().hex)
    except TransportError as error:
        if error.code in UNREACHABLE | REFUSES_US | {"certificate"}:
            return wrong(f"second provider: CM.com {_no(error)}.")
        return doubt(f"second provider: CM.com answers {error.code}. Try it on a quiet day.")
    return well("second provider: CM.com knows us.")


def _no(error: TransportError) -> str:
    if error.code == "certificate":
        return (
            "has a certificate that is not believed. Does a proxy open https on the way? Its authority: SSL_CERT_FILE"
        )
    if error.code in UNREACHABLE:
        return f"can't be reached ({error.code}). Look at the network and the firewall, and at their status page"
    return f"says no ({error.code}). Look at the account and the token in the settings"


def _mail(settings: Settings) -> Iterator[Finding]:
    if not settings.smtp_host:
        instead = "the simulator shows it." if settings.mails else "lists and letters of tasks go by SMS only."
        yield doubt(f"mail: none is set up (SMTP_HOST); {instead}")
        return
    try:
        Mail(settings).knock()
    except (SMTPException, OSError) as error:
        yield wrong(f"mail: {_no_mail(error)}")
        return
    yield well("mail: the server lets us in.")


def _no_mail(error: Exception) -> str:
    """Returns why no mail leaves, and what to look at."""
    if isinstance(error, SMTPAuthenticationError):
        return "the server refuses the name or password. Look at SMTP_USERNAME and SMTP_PASSWORD."
    if isinstance(error, SMTPSenderRefused):
        return "the server lets us in and takes no mail from MAIL_FROM. May this account send as that address?"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not believed ({_why(error)}). An authority of your own: SSL_CERT_FILE."
    if isinstance(error, ssl.SSLError | SMTPNotSupportedError):
        return "there is no encrypted connection. Look at SMTP_SECURITY and SMTP_PORT (starttls is 587, tls 465)."
    if isinstance(error, OSError) and not isinstance(error, SMTPException):
        return f"the server can't be reached ({type(error).__name__}). Look at SMTP_HOST, SMTP_PORT and the firewall."
    return f"the server says no ({type(error).__name__}). Look at its log."


def _outside(settings: Settings) -> Iterator[Finding]:
    base = settings.public_base_url.rstrip("/")
    if not base:
        yield doubt("outside: PUBLIC_BASE_URL is not set, so nobody outside reaches this.")
        return
    certificate = list(_certificate(base))
    yield from certificate
    if any(one.said.startswith(NOT_BELIEVED) for one in certificate):
        return
    try:
        with httpx.Client(timeout=PATIENCE, verify=believed()) as client:
            answer = client.post(f"{base}/v1/webhooks/twilio/sms", data={})
    except httpx.HTTPError as error:
        yield wrong(
            f"outside: PUBLIC_BASE_URL does not answer ({type(error).__name__}), so no SMS comes in. Do the reverse "
            "proxy and the API run, and may this machine reach its own address?"
        )
        return
    if answer.is_server_error and OURS not in answer.headers:
        yield wrong(
            f"outside: the reverse proxy answers {answer.status_code} by itself, so no SMS comes in. Does the API run, "
            "at the port that the proxy names?"
        )
    elif OURS not in answer.headers:
        yield wrong("outside: something else answers at PUBLIC_BASE_URL. Look at the reverse proxy.")
    elif settings.delivery is Delivery.TWILIO and answer.status_code != FORBIDDEN:
        yield wrong(f"outside: a webhook without a signature got {answer.status_code}, and must get 403.")
    else:
        yield well("outside: webhooks arrive, as far as this machine can see. From elsewhere: answer the canary.")
    yield from _time(answer, "the proxy")


def _time_there(base: str) -> Iterator[Finding]:
    """Compare with a clock that is not ours: all of ours may be wrong together."""
    try:
        with httpx.Client(timeout=PATIENCE, verify=believed()) as client:
            yield from _time(client.head(base), "Twilio")
    except httpx.HTTPError:
        return


def _time(answer: httpx.Response, whose: str) -> Iterator[Finding]:
    try:
        said = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return
    said = said if said.tzinfo else said.replace(tzinfo=UTC)
    ended = datetime.now(UTC)
    # Written between the question and now, and cut off to a second; a busy machine may take long for both.
    apart = max(ended - answer.elapsed - (said + A_SECOND), said - ended)
    if apart > APART:
        yield wrong(f"time: {whose} and this machine differ by {apart.total_seconds():.0f} s. Let both use NTP.")


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
            shown = closed.getpeercert() or {}
            since, until = (ssl.cert_time_to_seconds(str(shown[one])) for one in ("notBefore", "notAfter"))
    except ssl.SSLCertVerificationError as error:
        yield wrong(f"{NOT_BELIEVED} ({_why(error)}), so no SMS comes in and no phone gets through. {_instead(error)}")
        return
    except OSError:
        return  # nobody answers there: what is outside says so
    left = datetime.fromtimestamp(until, UTC) - datetime.now(UTC)
    much = f"{left.days} more days" if left >= TWO_DAYS else f"{left / timedelta(hours=1):.0f} more hours"
    said = f"certificate: it holds for {much}"
    soon = min(SOON, timedelta(seconds=until - since) / OF_ITS_LIFE)
    yield well(f"{said}.") if left > soon else wrong(f"{said}. Renew it now.")


def _instead(error: ssl.SSLCertVerificationError) -> str:
    """Returns what helps: a new certificate does not, where nobody believes who gave it out."""
    if error.verify_code == EXPIRED:
        return "Renew it now."
    if error.verify_code == NOT_YET:
        return "Is the clock of this machine right?"
    if error.verify_code in ANOTHER_NAME:
        return "It is for another name than the one in PUBLIC_BASE_URL."
    return (
        "Does the proxy send the whole chain? An authority of your own: SSL_CERT_FILE, and each phone must believe it."
    )


def _why(error: ssl.SSLCertVerificationError) -> str:
    return error.verify_message or "no reason given"
