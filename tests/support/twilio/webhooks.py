"""Telling the product: signed form posts over HTTP, exactly as the real one makes them.

The signature covers the URL as the product gave it. Where the product sits behind a proxy (`reached_at`), the post goes
to another address than the one that was signed, as in production.
"""

from __future__ import annotations

import base64
import hmac
import http.client
import socket
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

from tests.support.twilio.log import Kind, Log

MOST_RETRIES = 5


class WebhookFailed(AssertionError):
    """The product did not answer a webhook, or answered it with an error."""


@dataclass(frozen=True)
class Reply:
    """What the product said."""

    status: int
    content_type: str = ""
    body: str = ""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


Deliver = Callable[[str, bytes, Mapping[str, str]], Reply]
"""Posts a body with headers to a URL. Raises OSError (or a subclass) when nobody answers."""


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """X-Twilio-Signature, in our own words: the SDK's validator must agree without being asked how."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), sha1).digest()).decode()


class Wire:
    """Real HTTP. By http.client, since it sends the path and the query as they were given, byte for byte."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._open: set[http.client.HTTPConnection] = set()
        self._cut = False

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self._timeout)
        with self._lock:
            if self._cut:
                raise ConnectionAbortedError("the fake has stopped")
            self._open.add(connection)
        try:
            connection.request("POST", parts._replace(scheme="", netloc="").geturl() or "/", body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheader("Content-Type", ""), answer.read().decode("utf-8", "replace"))
        except http.client.HTTPException as error:
            raise ConnectionError(f"no HTTP answer: {error!r}") from error
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def cut(self) -> None:
        """End every post that still waits: a product that hangs must not hang the end of its test."""
        with self._lock:
            self._cut = True
            for connection in self._open:
                with suppress(AttributeError, OSError):  # not connected yet, or no longer
                    connection.sock.shutdown(socket.SHUT_RDWR)


class Webhooks:
    """Posts, signs, retries where the URL asks for it, and writes all of it down."""

    def __init__(self, token: str, log: Log, deliver: Deliver) -> None:
        self._token = token
        self._log = log
        self._deliver = deliver
        self.base = ""
        self.reached_at = ""
        self.most_retries = MOST_RETRIES

    def post(self, url: str, form: Mapping[str, str], what: str, sid: str) -> Reply | None:
        """None when nobody answered. Connection overrides in the fragment (`#rc=2&rp=all`) are obeyed."""
        url, fragment = urldefrag(url)
        overrides = dict(parse_qsl(fragment))
        tries = 1 + min(int(overrides.get("rc", "0")), self.most_retries)
        policy = set(overrides.get("rp", "ct").split(","))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "Accept": "*/*",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": sign(self._token, url, form),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
        }
        reply: Reply | None = None
        for _ in range(tries):
            reply = self._try(url, form, headers, what, sid)
            if not _again(reply, policy):
                break
        return reply

    def _try(self, url: str, form: Mapping[str, str], headers: Mapping[str, str], what: str, sid: str) -> Reply | None:
        target = url
        if self.reached_at and self.base and url.startswith(self.base):
            target = self.reached_at + url.removeprefix(self.base)
        try:
            reply = self._deliver(target, urlencode(form).encode(), headers)
        except OSError as error:
            self._log.add(Kind.WEBHOOK, what, url=url, form=form, sid=sid, note=repr(error))
            return None
        note = "" if reply.ok else reply.body[:500]
        self._log.add(Kind.WEBHOOK, what, url=url, form=form, status=reply.status, sid=sid, note=note)
        return reply


def _again(reply: Reply | None, policy: set[str]) -> bool:
    if reply is None:
        return bool(policy & {"ct", "rt", "all"})
    return (400 <= reply.status < 500 and bool(policy & {"4xx", "all"})) or (
        reply.status >= 500 and bool(policy & {"5xx", "all"})
    )
