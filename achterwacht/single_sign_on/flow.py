"""The way to a provider and back: authorisation code, PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, 9207).

As the NL GOV Assurance profile for OpenID Connect 1.0.1 asks of a web application, except that a provider that knows no
`private_key_jwt` may be told a secret instead (docs/decisions/0096).
"""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import RSAKey

from achterwacht.single_sign_on.asking import Asking
from achterwacht.single_sign_on.facts import Came, Provider
from achterwacht.single_sign_on.refusals import SignOnRefused, Why
from achterwacht.single_sign_on.rules import groups_of, level_uri, reaches, subject_of

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""By a private key only: neither `none`, nor a secret that could be the public key."""
SKEW_SECONDS = 30
OLDEST_SECONDS = 600
"""Who comes back with a token that was signed longer ago than this begins again."""
ASSERTED_SECONDS = 60
"""How long what we sign to say who we are counts."""
KEY_BITS = 3072
BASIC = "client_secret_basic"


@dataclass(frozen=True)
class Back:
    """What a browser brings back from a provider. issuer: which one it says that was; empty if it does not."""

    code: str
    issuer: str


async def address_of(asking: Asking, provider: Provider, redirect: str, state: str, browser: str) -> str:
    """Returns where to send somebody. browser: the secret of their browser, from which the nonce and the verifier come.

    Raises:
        SignOnRefused: the provider is away.
    """
    metadata = await asking.metadata(provider.issuer)
    asked = {} if provider.level is None else {"acr_values": level_uri(provider.level)}
    address = prepare_grant_uri(
        metadata.authorization,
        provider.client_id,
        "code",
        redirect,
        "openid",  # no name, no address: whom we know, we know by their number
        state,
        nonce=_of(browser, "nonce"),
        code_challenge=create_s256_code_challenge(_of(browser, "verifier")),
        code_challenge_method="S256",
        **asked,
    )
    return str(address)


async def came_back(asking: Asking, provider: Provider, redirect: str, back: Back, browser: str, now: datetime) -> Came:
    """Returns who came back, once everything about it was checked.

    Raises:
        SignOnRefused: the provider is away or says no, or something is not as it should be.
    """
    metadata = await asking.metadata(provider.issuer)
    # A code of one provider must never be shown to another (mix-up, RFC 9207).
    if back.issuer != provider.issuer and (back.issuer or metadata.names_itself):
        raise SignOnRefused(Why.NOT_TRUSTED)
    body = prepare_token_request(
        "authorization_code", redirect_uri=redirect, code=back.code, code_verifier=_of(browser, "verifier")
    )
    address, headers, body = _as_us(provider, metadata.token, now).prepare("POST", metadata.token, {}, body)
    answered = await asking.post(address, headers, body)
    text = answered.get("id_token")
    if not isinstance(text, str):
        raise SignOnRefused(Why.NOT_TRUSTED)
    token = await _signed(asking, metadata.keys, text)
    claims = _checked(token, provider, _of(browser, "nonce"), answered.get("access_token"), now)
    subject = subject_of(provider.issuer, claims)
    if subject is None:
        raise SignOnRefused(Why.NOT_TRUSTED)
    if not reaches(claims.get("acr"), provider.level):
        raise SignOnRefused(Why.TOO_LOW)
    return Came(provider.issuer, subject, groups_of(claims, provider.groups_claim))


def new_key() -> str:
    """Returns a key of our own, as a JWK with its private part."""
    key = RSAKey.generate_key(KEY_BITS, {"use": "sig", "alg": "PS256"}, private=True, auto_kid=True)
    return json.dumps(key.as_dict(private=True))


def public_key(key: str) -> dict[str, Any]:
    """Returns the public part of a key of ours, for the provider."""
    return dict(RSAKey.import_key(json.loads(key)).as_dict(private=False))


def _of(browser: str, what: str) -> str:
    """Returns a secret for one purpose, from the one that only this browser has: 43 characters."""
    return urlsafe_b64encode(hmac.digest(browser.encode(), what.encode(), hashlib.sha256)).decode().rstrip("=")


def _as_us(provider: Provider, token_endpoint: str, now: datetime) -> ClientAuth:
    if provider.key is None:
        # Both parts as in a form (RFC 6749, 2.3.1): a secret may hold any sign.
        return ClientAuth(quote_plus(provider.client_id), quote_plus(provider.secret or ""), BASIC)
    key, at = RSAKey.import_key(json.loads(provider.key)), int(now.timestamp())
    claims = {"iat": at, "exp": at + ASSERTED_SECONDS}
    signs = PrivateKeyJWT(token_endpoint, alg="PS256", claims=claims, headers={"kid": key.kid, "typ": "JWT"})
    return ClientAuth(provider.client_id, key, signs)


async def _signed(asking: Asking, address: str, text: str) -> jwt.Token:
    keys = await asking.keys(address)
    try:
        try:
            return jwt.decode(text, keys, algorithms=SIGNED_BY)
        except InvalidKeyIdError:
            return jwt.decode(text, await asking.keys(address, afresh=True), algorithms=SIGNED_BY)
    except (JoseError, ValueError, TypeError):
        raise SignOnRefused(Why.NOT_TRUSTED) from None


def _checked(
    token: jwt.Token, provider: Provider, nonce: str, access_token: object, now: datetime
) -> Mapping[str, Any]:
    """Returns what the token says, once it is for us, of now, and of this very try."""
    at = int(now.timestamp())
    claims = CodeIDToken(
        token.claims,
        token.header,
        {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id},
         "nonce": {"essential": True, "value": nonce}},
        {"client_id": provider.client_id, "nonce": nonce, "access_token": access_token},
    )  # fmt: skip
    try:
        claims.validate(at, SKEW_SECONDS)
    except (JoseError, ValueError, TypeError):
        raise SignOnRefused(Why.NOT_TRUSTED) from None
    # Whoever acts for somebody else is not that other (NL GOV profile, `represents`).
    if claims["iat"] < at - OLDEST_SECONDS or "represents" in claims:
        raise SignOnRefused(Why.NOT_TRUSTED)
    return dict(claims)
