"""What a provider says of itself: its addresses (OpenID Connect Discovery 1.0) and its keys, kept for a while.

Nothing that it says leads into our own network (`foundation/outside.py`), and no redirect is followed.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from cachetools import TTLCache
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

from achterwacht.single_sign_on.refusals import SignOnRefused, Why
from foundation.outside import NotOpen, Outside, read_at_most
from foundation.web_address import is_loopback

PATIENCE_SECONDS = 8.0
MOST_BYTES = 500_000
KEPT_SECONDS = 3600
RENEWED_SECONDS = 60
"""Keys that are asked for because a token names an unknown one are not asked for again within this time."""
MOST_PROVIDERS = 200
WELL_KNOWN = "/.well-known/openid-configuration"
KINDS: Mapping[Any, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
"""Only public keys: a secret that both sides know signs no token here."""
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Metadata:
    """Where a provider does what. names_itself: it adds its issuer to what it sends back (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    names_itself: bool


class Asking:
    """Asks providers, and keeps what they say of themselves. on_loopback: also on this machine; for tests."""

    def __init__(self, *, on_loopback: bool = False) -> None:
        self._outside = Outside(patience=PATIENCE_SECONDS, on_loopback=on_loopback)
        self._metadata: TTLCache[str, Metadata] = TTLCache(MOST_PROVIDERS, KEPT_SECONDS)
        self._keys: TTLCache[str, KeySet] = TTLCache(MOST_PROVIDERS, KEPT_SECONDS)
        self._renewed: TTLCache[str, bool] = TTLCache(MOST_PROVIDERS, RENEWED_SECONDS)

    def is_address(self, text: object) -> bool:
        """Whether we may ask this address: https, with nothing in it that is not part of one."""
        try:
            url = httpx.URL(text) if isinstance(text, str) else None
        except (httpx.InvalidURL, UnicodeError, ValueError):
            return False
        if url is None or not url.host or url.userinfo or url.fragment:
            return False
        return url.scheme == "https" or (self._outside.on_loopback and url.scheme == "http" and is_loopback(url.host))

    async def metadata(self, issuer: str, *, afresh: bool = False) -> Metadata:
        """Returns what the issuer says of itself.

        Raises:
            SignOnRefused: it is away, or says something that can't be trusted.
        """
        if afresh or issuer not in self._metadata:
            said = await self._json(issuer.rstrip("/") + WELL_KNOWN)
            places = [said.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            # Exactly: a provider that speaks for another one would be believed in its place.
            if said.get("issuer") != issuer or not all(map(self.is_address, places)):
                raise SignOnRefused(Why.NOT_TRUSTED)
            itself = said.get("authorization_response_iss_parameter_supported") is True
            self._metadata[issuer] = Metadata(str(places[0]), str(places[1]), str(places[2]), itself)
        return self._metadata[issuer]

    async def keys(self, address: str, *, afresh: bool = False) -> KeySet:
        """Returns the keys that stand at this address.

        Raises:
            SignOnRefused: they can't be had.
        """
        if address not in self._keys or (afresh and address not in self._renewed):
            self._renewed[address] = True
            listed = (await self._json(address)).get("keys")
            self._keys[address] = KeySet(_public_keys(listed if isinstance(listed, list) else []))
        return self._keys[address]

    async def post(self, address: str, headers: Mapping[str, str], content: str) -> Mapping[str, Any]:
        """Returns what a provider answers to a form.

        Raises:
            SignOnRefused: it is away, or says no.
        """
        return await self._json(address, {**headers, "Content-Type": FORM}, content)

    async def _json(
        self, address: str, headers: Mapping[str, str] | None = None, content: str | None = None
    ) -> Mapping[str, Any]:
        method, sent = ("GET", None) if content is None else ("POST", content.encode())
        try:
            async with (
                asyncio.timeout(PATIENCE_SECONDS),
                self._outside.opened(
                    method, httpx.URL(address), {"Accept": "application/json", **(headers or {})}, sent
                ) as response,
            ):
                raw = await read_at_most(response, MOST_BYTES)
        except NotOpen:
            raise SignOnRefused(Why.NOT_TRUSTED) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, UnicodeError):
            raise SignOnRefused(Why.AWAY) from None  # its text may hold a secret
        if response.is_server_error:
            raise SignOnRefused(Why.AWAY)
        try:
            said = json.loads(raw or b"")
        except ValueError:
            said = None
        if not response.is_success or not isinstance(said, dict):
            raise SignOnRefused(Why.NOT_TRUSTED)
        return said


def _public_keys(listed: list[Any]) -> list[Key]:
    found: list[Key] = []
    for one in listed[:MOST_PROVIDERS]:
        kind = KINDS.get(one.get("kty")) if isinstance(one, dict) else None
        if kind is None or one.get("use", "sig") != "sig":
            continue
        try:
            found.append(kind.import_key(one))
        except (JoseError, ValueError, TypeError):
            continue
    return found
