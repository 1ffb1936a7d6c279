"""ID tokens and keys in the shapes of real providers: Entra ID, Okta, Keycloak, AD FS and Signicat.

The shapes are those of their own pages: Microsoft Learn, "ID token claims reference" and "AD FS OpenID Connect/OAuth
concepts"; Okta, "OpenID Connect & OAuth 2.0 API"; Keycloak, "Server administration"; Signicat, "eHerkenning attributes
in OIDC". The numbers and names in them are made up.
"""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from achterwacht.single_sign_on.rules import subject_of
from tests.integration.test_single_sign_on import (
    ONE_KIND,
    answers,
    comes_back,
    leaves,
    leaves_to_link,
    saying,
    sets,
    settings,
)  # fmt: skip
from tests.support.identity_provider import CLIENT, SayingProvider
from tests.support.organisations import Organisation

__all__ = ["saying", "settings"]
HEADERS: dict[str, dict[str, Any]] = {
    "entra": {"alg": "RS256", "kid": "one", "typ": "JWT"},
    "adfs": {"alg": "RS256", "kid": "one", "typ": "JWT", "x5t": "one"},
}


def shapes(now: int) -> dict[str, dict[str, Any]]:
    """The claims of each provider that signs at `now`, in seconds: not when this file was read, minutes before."""
    return {
        "entra": {
            "iat": now - 300, "nbf": now - 300, "exp": now + 3600, "aio": "AWQAm/8T", "uti": "bM5T", "ver": "2.0",
            "rh": "0.AQ", "tid": "11111111-2222-3333-4444-555555555555", "oid": "66666666-7777-8888-9999-000000000000",
            "preferred_username": "jan@voorstad.example", "name": "Jan", "roles": ["Taak.Lezen"], "acct": 0,
        },
        "okta": {
            "ver": 1, "jti": "ID.4eAWJOCMB3SX8XewDfVR", "amr": ["pwd", "mfa"], "idp": "00o1a2b3", "auth_time": now - 60,
            "preferred_username": "jan@voorstad.example", "email_verified": True,
        },
        "keycloak": {
            "typ": "ID", "azp": CLIENT, "acr": "1", "sid": "a-b-c", "auth_time": now, "jti": "d-e-f",
            "email_verified": False, "aud": [CLIENT], "realm_access": {"roles": ["offline_access"]},
        },
        "adfs": {
            "apptype": "Confidential", "appid": CLIENT, "authmethod": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            "auth_time": now - 5, "ver": "1.0", "scp": "openid", "upn": "jan@voorstad.example",
            "unique_name": "V\\\\jan", "groups": "buitendienst", "pwd_exp": "0",
        },
        "signicat": {
            "idp": "eherkenning", "amr": ["external"],
            "idp_issuer": "urn:etoegang:HM:00000003244440010000:entities:9632",
            "acr": "urn:etoegang:core:assurance-class:loa3", "s_hash": "x", "sid": "ABC",
        },
    }  # fmt: skip


def keys_of(saying: SayingProvider, name: str) -> list[dict[str, Any]]:
    """What stands beside the key that signs, and what a provider says of that one."""
    ours: dict[str, Any] = dict(saying.key.as_dict(private=False)) | {
        "x5c": ["MIIC"],
        "x5t": "one",
        "issuer": "https://login.example/v2.0",
    }
    for left_out in ("alg", "use") if name in ("entra", "okta") else ():
        ours.pop(left_out, None)
    if name == "adfs":
        ours |= {"use": "sig", "alg": "RS256", "key_ops": ["verify"]}
    beside: list[dict[str, Any]] = [
        dict(RSAKey.generate_key(2048, {"kid": "enc", "use": "enc", "alg": "RSA-OAEP"}).as_dict(private=False)),
        dict(OKPKey.generate_key("Ed25519", {"kid": "ed", "use": "sig", "alg": "EdDSA"}).as_dict(private=False)),
        dict(OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True)),
        dict(ECKey.generate_key("P-256", {"kid": "ec"}).as_dict(private=False)),
    ]
    beside += [
        {"kty": "RSA", "kid": "broken", "n": "?", "e": "AQAB"},
        {"kty": "AKP", "kid": "of-tomorrow", "alg": "ML-DSA-44", "pub": "x"},
    ]
    return [*beside, ours]


@ONE_KIND
@pytest.mark.parametrize("name", shapes(0))
def test_a_token_of_each_provider_lets_in(
    api: TestClient, ours: Organisation, saying: SayingProvider, name: str
) -> None:
    saying.metadata |= {
        "response_types_supported": ["code", "id_token"], "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"], "scopes_supported": ["openid"],
        "tenant_region_scope": "EU", "frontchannel_logout_supported": True, "end_session_endpoint": "https://x.example",
    }  # fmt: skip
    saying.keys = {"keys": keys_of(saying, name)}
    sets(api, ours, saying.issuer)
    half = hashlib.sha256(b"x").digest()[:16]
    at_hash = {"at_hash": base64.urlsafe_b64encode(half).decode().rstrip("=")} if name in ("okta", "keycloak") else {}

    def signed(provider: SayingProvider, claims: dict[str, Any]) -> str:
        return jwt.encode(HEADERS.get(name, {"alg": "RS256", "kid": "one"}), claims, provider.key)

    claims = shapes(int(time.time()))[name] | at_hash
    first = comes_back(api, answers(saying, leaves_to_link(api, ours.worker), signed, **claims), ours.worker)
    assert first.status_code == 201, (name, first.text)
    api.cookies.clear()
    ahead = {"iat": int(time.time()) + 25, "nbf": int(time.time()) + 25} if name != "entra" else {}
    again = comes_back(api, answers(saying, leaves(api, ours.slug), signed, **claims | ahead))
    assert again.status_code == 201, (name, again.text)


@pytest.mark.parametrize("host", ["login.microsoftonline.com", "sts.windows.net"])
def test_of_entra_id_the_object_stands_for_somebody_by_both_of_its_issuers(host: str) -> None:
    """SCIM names the object too; `sub` is another one for each application."""
    claims = {"sub": "paarsgewijs", "oid": "6666", "tid": "1111"}
    assert subject_of(f"https://{host}/1111/", claims) == "6666"
    assert subject_of(f"https://{host}/2222/", claims) is None
    assert subject_of("https://voorstad.okta.example", claims) == "paarsgewijs"
    assert subject_of("https://adfs.voorstad.example/adfs", claims) == "paarsgewijs"
