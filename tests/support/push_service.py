"""A push service on loopback, over real HTTP, and the browser behind it: it checks who pushes, and reads what arrives.

with a_push_service() as service:
    browser = service.subscribe()
    ...  # the product pushes to browser.address
    assert browser.shown[0]["title"]
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from foundation.setting_groups.push import PushEndpoints, in_base64url, public_key
from foundation.settings import Settings
from notifications.channels.push import PushAddress

HOST = "127.0.0.1"
PRIVATE_KEY = "x" * 42 + "w"
"""43 letters of base64url that are a private key. It opens nothing outside the tests."""
SUBJECT = "https://achterwacht.voorbeeld.test"
DAY = 24 * 3600


@dataclass
class Arrived:
    """A push as it came in, with its headers by their lower-case names."""

    headers: dict[str, str]
    shown: dict[str, Any]
    raw: bytes
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class Browser:
    """A browser with one subscription.

    answers: what the service says to the next pushes; after that it takes them. before: done first; it may wait.
    """

    address: PushAddress
    public_key: str
    """The key that it subscribed with. A push by another is refused with 403."""
    key: EllipticCurvePrivateKey
    secret: bytes
    answers: list[int] = field(default_factory=list)
    before: Callable[[], object] = lambda: None
    arrived: list[Arrived] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        return [one.shown for one in self.arrived]

    @property
    def body(self) -> dict[str, str]:
        """What the app gives to the product."""
        return {"endpoint": self.address.endpoint, "p256dh": self.address.p256dh, "auth": self.address.auth}


@dataclass
class PushService:
    """Any number of browsers behind one service. asked: the paths of all requests, in their order."""

    port: int
    browsers: dict[str, Browser] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    redirects_to: str | None = None
    _guard: Lock = field(default_factory=Lock)

    def subscribe(self, private: str = PRIVATE_KEY) -> Browser:
        key, secret, path = generate_private_key(SECP256R1()), secrets.token_bytes(16), f"/push/{secrets.token_hex(8)}"
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        address = PushAddress(f"http://{HOST}:{self.port}{path}", in_base64url(point), in_base64url(secret))
        made = self.browsers[path] = Browser(address, public_key(private), key, secret)
        return made

    def settings(self, of: Settings) -> Settings:
        """Returns the same settings, with this service in them."""
        more = {"vapid_private_key": PRIVATE_KEY, "vapid_subject": SUBJECT, "push_endpoints": PushEndpoints.LOOPBACK}
        return Settings(_env_file=None, **{**of.model_dump(), **more})

    @property
    def environment(self) -> dict[str, str]:
        """Returns the settings with which a process of its own pushes through this service."""
        return {
            "ACHTERWACHT_VAPID_PRIVATE_KEY": PRIVATE_KEY,
            "ACHTERWACHT_VAPID_SUBJECT": SUBJECT,
            "ACHTERWACHT_PUSH_ENDPOINTS": PushEndpoints.LOOPBACK.value,
        }

    def takes(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Returns the status for one push. 201: it was by the right key, and could be read."""
        with self._guard:
            self.asked.append(path)
        browser = self.browsers.get(path)
        if browser is None:
            return 404
        browser.before()
        with self._guard:
            if browser.answers:
                return browser.answers.pop(0)
        if not self._is_signed(headers, browser.public_key):
            return 403
        if headers.get("content-encoding") != "aes128gcm" or not headers.get("ttl", "").isdigit():
            return 400
        plain = http_ece.decrypt(body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm")
        browser.arrived.append(Arrived(headers, json.loads(plain), body))
        return 201

    def _is_signed(self, headers: dict[str, str], wanted: str) -> bool:
        """Whether the VAPID token holds (RFC 8292): by this key, for this service, not for longer than a day."""
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or parts["k"] != wanted:
            return False
        head, claims, signature = parts["t"].split(".")
        raw = _bytes(signature)
        pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(wanted))
        key.verify(pair, f"{head}.{claims}".encode(), ECDSA(SHA256()))
        said = json.loads(_bytes(claims))
        soon: bool = time.time() < said["exp"] <= time.time() + DAY
        return soon and (said["aud"], said["sub"]) == (f"http://{HOST}:{self.port}", SUBJECT)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def a_push_service() -> Iterator[PushService]:
    """Run a push service."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            status = 307 if service.redirects_to else service.takes(self.path, headers, body)
            self.send_response(status)
            if service.redirects_to:
                self.send_header("Location", service.redirects_to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer((HOST, 0), Handler)
    service = PushService(server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
