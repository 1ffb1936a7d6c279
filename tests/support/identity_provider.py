"""OpenID providers on loopback: a real, certified one (tools/identity-provider), and one that says what it is told."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from joserfc.jwk import RSAKey

RUN = Path(__file__).parents[2] / "tools" / "identity-provider" / "run.sh"
CLIENT, SECRET = "achterwacht", "een geheim: van de proef+ & 100% lang genoeg"
BACK_AT = "http://127.0.0.1:8000/sign-on"


@dataclass(frozen=True)
class RealProvider:
    """A provider that runs. Whoever signs in there is whom the test names."""

    issuer: str

    def signs_in(self, address: str, name: str) -> dict[str, str]:
        """Go where the product sent the browser, sign in, and return what the browser brings back from there."""
        with httpx.Client(trust_env=False) as browser:
            for _ in range(20):
                answer = browser.get(address)
                assert answer.status_code in (302, 303, 200), answer.text
                if answer.status_code == 200:
                    address = f"{address}?as={name}"
                    continue
                address = urljoin(address, answer.headers["location"])
                if address.startswith(BACK_AT):
                    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        raise AssertionError("it never came back")


@contextmanager
def a_real_provider(people: Mapping[str, Any], **client: Any) -> Iterator[RealProvider]:
    """Run the provider. people: by name, their groups and the level at which they sign in. client: how it knows us."""
    known = client or {"token_endpoint_auth_method": "client_secret_basic", "client_secret": SECRET}
    ours = {"client_id": CLIENT, "redirect_uris": [BACK_AT], "grant_types": ["authorization_code"], **known}
    started = subprocess.Popen([str(RUN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdin is not None
    assert started.stdout is not None
    try:
        started.stdin.write(json.dumps({"clients": [ours], "people": people}) + "\n")
        started.stdin.flush()
        for line in started.stdout:
            if line.startswith("{"):
                yield RealProvider(json.loads(line)["issuer"])
                break
        else:
            raise AssertionError("the provider did not start")
    finally:
        started.stdin.close()
        started.wait(10)
        started.stdout.close()


@dataclass
class SayingProvider:
    """A provider that answers as a test says: what it is called, its keys, and what it gives for a code."""

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    metadata: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.metadata = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        self.keys = {"keys": [self.key.as_dict(private=False)]}


@contextmanager
def a_saying_provider() -> Iterator[SayingProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            self._says(200, provider.keys if self.path.endswith("/keys") else provider.metadata)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"]))
            provider.asked.append(f"{self.path} {sent.decode()}")
            self._says(provider.status, provider.answer)

        def _says(self, status: int, said: Any) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = SayingProvider(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
