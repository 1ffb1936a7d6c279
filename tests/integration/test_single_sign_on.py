"""People come in by the provider of their organisation: a real one on this machine, and forged answers of another."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import func, select, update

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.records import GrantRecord, IdentityRecord, TokenRecord
from achterwacht.people.roles import Role
from achterwacht.single_sign_on.asking import Asking
from achterwacht.single_sign_on.records import SignOnBegunRecord, SignOnRecord
from foundation.session import Database
from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.look_ups import SignOnAt
from foundation.settings import Settings, load_settings
from tests.integration.test_links_to_an_account import invite, mailed
from tests.integration.test_sign_in import sign_in
from tests.support.identity_provider import (
    CLIENT,
    SECRET,
    RealProvider,
    SayingProvider,
    a_real_provider,
    a_saying_provider,
)
from tests.support.organisations import Employee, Organisation
from tests.support.shell import Shell
from tests.support.told_elsewhere import told

SETTING = "/v1/single-sign-on"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PEOPLE = {
    "jan": {"groups": ["buitendienst", "iets anders"], "acr": "http://eidas.europa.eu/LoA/low"},
    "anne": {"groups": ["beheer"], "acr": "http://eidas.europa.eu/LoA/substantial"},
    "gast": {"groups": ["iedereen"]},
    "nobody": {},
}


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(_env_file=None, database_url=database_url, sign_on_at=SignOnAt.LOOPBACK)


@pytest.fixture(scope="module")
def real() -> Iterator[RealProvider]:
    with a_real_provider(PEOPLE) as provider:
        yield provider


@pytest.fixture
def saying() -> Iterator[SayingProvider]:
    with a_saying_provider() as provider:
        yield provider


def setting(ours: Organisation, issuer: str, **more: Any) -> dict[str, Any]:
    groups = [
        {"name": "buitendienst", "role": "worker", "teamId": str(ours.team)},
        {"name": "beheer", "role": "administrator"},
    ]
    return {"issuer": issuer, "clientId": CLIENT, "secret": SECRET, "active": True, "groups": groups, **more}


def sets(api: TestClient, ours: Organisation, issuer: str, **more: Any) -> Any:
    answer = ours.administrator.put(api, SETTING, setting(ours, issuer, **more))
    assert answer.status_code == 200, answer.text
    return answer.json()


def leaves(api: TestClient, organisation: str = "", invitation: str = "") -> str:
    answer = api.post("/v1/sign-ons", json={"organisation": organisation, "invitation": invitation})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["address"])


def leaves_to_link(api: TestClient, who: Employee) -> str:
    return str(who.post(api, "/v1/me/sign-ons").json()["address"])


def comes_back(api: TestClient, brought: dict[str, str], who: Employee | None = None) -> Any:
    """who: as whom this browser is signed in."""
    return api.post("/v1/sign-ons/_finish", json=brought, headers=who.headers if who else None)


def links(api: TestClient, real: RealProvider, who: Employee, name: str) -> None:
    answer = comes_back(api, real.signs_in(leaves_to_link(api, who), name), who)
    assert answer.status_code == 201, answer.text


def roles(database: Database, who: Employee) -> set[Role]:
    with database.read() as session:
        return set(session.scalars(select(GrantRecord.role).where(GrantRecord.person_id == who.id)))


def audited(database: Database, kind: Audited) -> list[dict[str, Any]]:
    with database.read() as session:
        return list(session.scalars(select(AuditEventRecord.facts).where(AuditEventRecord.kind == kind)))


def test_who_is_invited_comes_in_by_their_organisation(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    assert api.get("/v1/sign-on-offer").json() == {"offered": False, "organisation": None}
    shown = sets(api, ours, real.issuer)
    assert (shown["hasSecret"], shown["ownKey"], shown["linked"]) == (True, False, False)
    assert "secret" not in shown
    assert api.get("/v1/sign-on-offer").json() == {"offered": True, "organisation": ours.slug}
    assert ours.administrator.post(api, f"{SETTING}/_try").json() == {"works": True, "problem": None}
    unknown = comes_back(api, real.signs_in(leaves(api, ours.slug), "jan"))
    assert (unknown.status_code, unknown.json()["code"]) == (409, "sign_on_unknown")
    secret = invite(api, ours, database)
    came = comes_back(api, real.signs_in(leaves(api, invitation=secret), "jan"))
    assert (came.status_code, came.json()["id"]) == (201, str(ours.worker2.id))
    assert api.get("/v1/me").json()["id"] == str(ours.worker2.id)
    over = api.post("/v1/account-links/_read", json={"secret": secret})
    assert over.json()["code"] == "link_over", "linking used the invitation up"
    api.cookies.clear()
    again = comes_back(api, real.signs_in(leaves(api, ours.slug), "jan"))
    assert again.json()["id"] == str(ours.worker2.id)
    assert len(audited(database, Audited.IDENTITY_LINKED)) == 1
    assert audited(database, Audited.SIGN_ON_REFUSED) == [{"why": "sign_on_unknown"}]
    with database.read() as session:
        record = session.scalars(select(SignOnRecord)).one()
        assert SECRET not in str(record.sealed_secret)
        assert session.scalar(select(func.count()).select_from(SignOnBegunRecord)) == 0


def test_groups_decide_what_somebody_may_do(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    links(api, real, ours.manager, "jan")
    assert roles(database, ours.manager) == {Role.WORKER}, "what the table says, and nothing else"
    guest = comes_back(api, real.signs_in(leaves_to_link(api, ours.colleague), "gast"), ours.colleague)
    assert (guest.status_code, guest.json()["code"]) == (409, "sign_on_no_group")
    assert roles(database, ours.colleague) == {Role.COLLEAGUE}
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(IdentityRecord)) == 1
    # The last administrator is not talked out of their role by a group.
    last = comes_back(api, real.signs_in(leaves_to_link(api, ours.administrator), "jan"), ours.administrator)
    assert last.json()["code"] == "sign_on_anothers"
    sets(api, ours, real.issuer, groups=[{"name": "beheer", "role": "worker", "teamId": str(ours.team)}])
    last = comes_back(api, real.signs_in(leaves_to_link(api, ours.administrator), "anne"), ours.administrator)
    assert last.json()["code"] == "last_administrator"
    assert roles(database, ours.administrator) == {Role.ADMINISTRATOR}


@ONE_KIND
def test_a_level_is_asked_for_and_held_to(api: TestClient, ours: Organisation, real: RealProvider) -> None:
    sets(api, ours, real.issuer, level="substantial")
    address = leaves_to_link(api, ours.worker)
    assert parse_qs(urlsplit(address).query)["acr_values"] == ["http://eidas.europa.eu/LoA/substantial"]
    low = comes_back(api, real.signs_in(address, "jan"))
    assert low.json()["code"] == "sign_on_too_low"
    assert (
        comes_back(api, real.signs_in(leaves_to_link(api, ours.administrator), "anne"), ours.administrator).status_code
        == 201
    )


@ONE_KIND
def test_who_stops_or_comes_twice_or_in_another_browser_is_not_in(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    links(api, real, ours.worker, "jan")
    api.cookies.clear()
    stopped = comes_back(api, real.signs_in(leaves(api, ours.slug), "nobody"))
    assert stopped.json()["code"] == "sign_on_stopped"
    brought = real.signs_in(leaves(api, ours.slug), "jan")
    browser = dict(api.cookies)
    api.cookies.clear()
    assert comes_back(api, brought).json()["code"] == "sign_on_over", "somebody else's browser"
    api.cookies.update(browser)
    assert comes_back(api, brought).status_code == 201
    api.cookies.clear()
    api.cookies.update(browser)
    assert comes_back(api, brought).json()["code"] == "sign_on_over", "once"
    late = real.signs_in(leaves(api, ours.slug), "jan")
    with database.write() as session:
        session.execute(update(SignOnBegunRecord).values(expires_at=datetime.now(UTC)))
    assert comes_back(api, late).json()["code"] == "sign_on_over", "too late"
    other = api.post("/v1/sign-ons", json={"organisation": "elders"})
    assert other.json()["code"] == "sign_on_off"


@ONE_KIND
def test_only_an_invitation_or_whoever_is_still_in_links_an_account(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    assert api.post("/v1/forgotten-passwords", json={"email": ours.worker2.email}).status_code == 204
    (forgotten,) = mailed(database, ours.worker2.email)
    refused = api.post("/v1/sign-ons", json={"organisation": "", "invitation": forgotten})
    assert refused.json()["code"] == "sign_on_off", "whoever reads that mail"
    brought = real.signs_in(leaves_to_link(api, ours.worker), "jan")
    path = f"/v1/people/{ours.worker.id}/sign-out-everywhere"
    assert ours.administrator.post(api, path).status_code == 204
    assert comes_back(api, brought, ours.worker).json()["code"] == "sign_on_over", "their phone was stolen"
    brought = real.signs_in(leaves_to_link(api, ours.worker2), "jan")
    assert comes_back(api, brought, ours.colleague).json()["code"] == "sign_on_over", "somebody else signed in"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(IdentityRecord)) == 0


@ONE_KIND
def test_another_account_of_theirs_is_told_to_them(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    secret = invite(api, ours, database)
    came = comes_back(api, real.signs_in(leaves(api, invitation=secret), "jan"))
    assert came.status_code == 201, came.text
    assert told(database) == [], "who was invited has none yet"
    links(api, real, ours.worker2, "anne")
    assert told(database) == [(ours.worker2.email, "account")]


@ONE_KIND
def test_a_key_of_our_own_says_who_we_are(api: TestClient, ours: Organisation) -> None:
    sets(api, ours, "http://127.0.0.1:9", ownKey=True, secret=None)
    keys = api.get(f"/v1/sign-on-keys/{ours.slug}").json()
    assert "d" not in keys["keys"][0]
    method = {"token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "PS256"}
    with a_real_provider(PEOPLE, jwks=keys, **method) as provider:
        shown = sets(api, ours, provider.issuer, ownKey=True, secret=None)
        assert (shown["hasSecret"], shown["ownKey"]) == (False, True)
        assert api.get(f"/v1/sign-on-keys/{ours.slug}").json() == keys, "it stays the same one"
        links(api, provider, ours.worker, "jan")


@ONE_KIND
def test_only_by_the_organisation_once_it_was_tried(
    api: TestClient, ours: Organisation, strangers: Organisation, real: RealProvider, shell: Shell
) -> None:
    refused = ours.administrator.put(api, SETTING, setting(ours, real.issuer, only=True))
    assert refused.status_code == 400
    assert "sign_on_only_when_active" not in refused.text
    sets(api, ours, real.issuer)
    refused = ours.administrator.put(api, SETTING, setting(ours, real.issuer, only=True))
    assert [one["code"] for one in refused.json()["errors"]] == ["sign_on_only_untried"]
    links(api, real, ours.administrator, "anne")
    sets(api, ours, real.issuer, only=True)
    api.cookies.clear()
    by_password = sign_in(api, ours.worker.email)
    assert (by_password.status_code, by_password.json()["code"]) == (403, "sign_on_only")
    assert sign_in(api, ours.worker.email, "verkeerd").status_code == 401
    assert sign_in(api, strangers.worker.email).status_code == 201, "another organisation has its own policy"
    assert "count again" in shell.gets("organisation", "passwords", ours.slug)
    assert "already" in shell.gets("organisation", "passwords", ours.slug)
    assert sign_in(api, ours.worker.email).status_code == 201, "the way out while a provider stays away"


@ONE_KIND
def test_who_is_signed_in_stays_so_while_the_provider_is_away(
    api: TestClient, ours: Organisation, saying: SayingProvider, database: Database
) -> None:
    sets(api, ours, saying.issuer)
    saying.metadata = {}
    away = api.post("/v1/sign-ons", json={"organisation": ours.slug})
    assert away.json()["code"] == "sign_on_not_trusted"
    assert ours.administrator.post(api, f"{SETTING}/_try").json()["works"] is False
    assert ours.worker.post(api, "/v1/alarms", {"ageSeconds": 0.0}).status_code in (200, 201)
    with database.read() as session:
        assert session.scalar(select(func.count()).where(TokenRecord.person_id == ours.worker.id)) == 1


@ONE_KIND
def test_a_leaver_is_known_to_nobody_any_more(
    api: TestClient, ours: Organisation, strangers: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    links(api, real, ours.worker, "jan")
    path = f"/v1/people/{ours.worker.id}"
    assert strangers.administrator.delete(api, f"{SETTING}/people/{ours.worker.id}").status_code == 404
    assert ours.administrator.patch(api, path, {"active": False}).status_code == 200
    assert api.get("/v1/me").status_code == 401
    api.cookies.clear()
    assert comes_back(api, real.signs_in(leaves(api, ours.slug), "jan")).json()["code"] == "sign_on_unknown"
    links(api, real, ours.worker2, "jan")
    assert ours.administrator.delete(api, f"{SETTING}/people/{ours.worker2.id}").status_code == 204
    api.cookies.clear()
    assert comes_back(api, real.signs_in(leaves(api, ours.slug), "jan")).json()["code"] == "sign_on_unknown"
    assert len(audited(database, Audited.IDENTITY_UNLINKED)) == 1


# What a provider never says, or another one says in its place.

Forge = Callable[[SayingProvider, dict[str, Any]], str]


def forged(provider: SayingProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, provider.key)


def urlsafe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _none(provider: SayingProvider, claims: dict[str, Any]) -> str:
    head, body, _ = forged(provider, claims).split(".")
    head = urlsafe(json.dumps({"alg": "none"}).encode())
    return f"{head}.{body}."


def _by_public_key(provider: SayingProvider, claims: dict[str, Any]) -> str:
    # By hand: the library refuses to sign so.
    secret = provider.key.as_pem(private=False)
    provider.keys["keys"].append({"kty": "oct", "kid": "two", "k": urlsafe(secret)})
    signed = ".".join(urlsafe(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "two"}, claims))
    return f"{signed}.{urlsafe(hmac.digest(secret, signed.encode(), 'sha256'))}"


def _another_key(provider: SayingProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048, {"kid": "one"}))


def newly_signed(provider: SayingProvider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "PS256", "kid": "new"}, claims, provider.key, algorithms=["PS256"])


def _saying(**more: Any) -> Forge:
    return lambda provider, claims: forged(provider, {**claims, **more})


HOSTILE: dict[str, Forge] = {
    "alg none": _none,
    "the public key as a secret": _by_public_key,
    "another key": _another_key,
    "another's audience": _saying(aud="een ander"),
    "also another's, and for them": _saying(aud=[CLIENT, "een ander"], azp="een ander"),
    "another issuer": _saying(iss="http://127.0.0.1:1"),
    "an old nonce": _saying(nonce="van gisteren"),
    "no nonce": lambda provider, claims: forged(provider, {k: v for k, v in claims.items() if k != "nonce"}),
    "over": _saying(exp=int(time.time()) - 3600),
    "of tomorrow": _saying(iat=int(time.time()) + 3600),
    "of yesterday, without an end": _saying(iat=int(time.time()) - 86_400),
    "for somebody else": _saying(represents={"sub": "een ander"}),
    "nobody": _saying(sub=""),
    "no token": lambda *_: "geen token",
}


@ONE_KIND
@pytest.mark.parametrize("how", HOSTILE)
def test_a_forged_token_lets_nobody_in(
    api: TestClient, ours: Organisation, saying: SayingProvider, database: Database, how: str
) -> None:
    sets(api, ours, saying.issuer)
    brought = answers(saying, leaves_to_link(api, ours.worker), HOSTILE[how])
    assert comes_back(api, brought).json()["code"] == "sign_on_not_trusted"
    assert "achterwacht_session" not in api.cookies
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(IdentityRecord)) == 0


def answers(saying: SayingProvider, address: str, forge: Forge = forged, **more: Any) -> dict[str, str]:
    """Let the provider answer to whoever was sent to this address, and return what their browser brings back."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    now = int(time.time())
    claims = {
        "iss": saying.issuer, "aud": CLIENT, "sub": "jan", "nonce": asked["nonce"], "iat": now, "exp": now + 300,
        "groups": ["buitendienst"], **more,
    }  # fmt: skip
    saying.answer = {"access_token": "x", "token_type": "Bearer", "id_token": forge(saying, claims)}
    return {"state": asked["state"], "code": "een code"}


@ONE_KIND
def test_what_is_not_forged_comes_in_also_by_a_new_key(
    api: TestClient, ours: Organisation, saying: SayingProvider
) -> None:
    sets(api, ours, saying.issuer)
    assert comes_back(api, answers(saying, leaves_to_link(api, ours.worker)), ours.worker).status_code == 201
    api.cookies.clear()
    address = leaves(api, ours.slug)
    asked = parse_qs(urlsplit(address).query)
    assert (asked["code_challenge_method"], asked["scope"], asked["response_type"]) == (["S256"], ["openid"], ["code"])
    mixed = {**answers(saying, address), "iss": "http://127.0.0.1:1"}
    assert comes_back(api, mixed).json()["code"] == "sign_on_not_trusted", "a code of another provider"
    many = answers(saying, leaves(api, ours.slug), groups=None, _claim_names={"groups": "src1"})
    assert comes_back(api, many).json()["code"] == "sign_on_too_many_groups"
    saying.metadata["authorization_response_iss_parameter_supported"] = True
    assert ours.administrator.post(api, f"{SETTING}/_try").json()["works"] is True
    brought = answers(saying, leaves(api, ours.slug))
    assert comes_back(api, brought).json()["code"] == "sign_on_not_trusted", "it always names itself, and did not"
    brought = answers(saying, leaves(api, ours.slug))
    assert comes_back(api, {**brought, "iss": saying.issuer}).status_code == 201
    saying.key = RSAKey.generate_key(2048, {"kid": "new"})
    saying.keys["keys"].append(saying.key.as_dict(private=False))
    assert isinstance(api.app, FastAPI)
    asking: Asking = api.app.state.asking
    asking._renewed.clear()  # as after a minute
    by_new = answers(saying, leaves(api, ours.slug), newly_signed)
    assert comes_back(api, {**by_new, "iss": saying.issuer}).status_code == 201
    sent = [one for one in saying.asked if one.startswith("/token")][-1]
    assert len(parse_qs(sent.split(" ")[1])["code_verifier"][0]) == 43


@ONE_KIND
def test_a_secret_goes_to_no_other_provider(api: TestClient, ours: Organisation, saying: SayingProvider) -> None:
    sets(api, ours, saying.issuer)
    other = ours.administrator.put(api, SETTING, setting(ours, "https://elders.example", secret=None))
    assert [one["pointer"] for one in other.json()["errors"]] == ["/secret"]
    same = ours.administrator.put(api, SETTING, setting(ours, saying.issuer, secret=None))
    assert same.status_code == 200
    assert ours.manager.put(api, SETTING, setting(ours, saying.issuer)).status_code == 403
    assert ours.administrator.delete(api, SETTING).status_code == 204
    assert ours.administrator.get(api, SETTING).json()["issuer"] == ""
    assert api.post("/v1/sign-ons", json={"organisation": ours.slug}).json()["code"] == "sign_on_off"


@ONE_KIND
@pytest.mark.parametrize(
    "address",
    ["http://login.example", "ftp://login.example", "https://a:b@login.example", "https://login.example#x", "login"],
)
def test_a_provider_has_an_address_with_https(api: TestClient, ours: Organisation, address: str) -> None:
    answer = ours.administrator.put(api, SETTING, setting(ours, address))
    assert [one["code"] for one in answer.json()["errors"]] == ["sign_on_address"]


@ONE_KIND
def test_a_provider_inside_our_own_network_is_not_asked(
    database: Database, ours: Organisation, api: TestClient, saying: SayingProvider
) -> None:
    sets(api, ours, "https://169.254.169.254")
    said = ours.administrator.post(api, f"{SETTING}/_try").json()
    assert said["works"] is False
    with pytest.raises(RefusedSettings, match="SIGN_ON_AT"):
        load_settings(environment="production", sign_on_at="loopback")


@ONE_KIND
def test_whom_the_provider_keeps_here_by_scim_comes_in_without_an_invitation(
    api: TestClient, ours: Organisation, real: RealProvider, database: Database
) -> None:
    sets(api, ours, real.issuer)
    assert comes_back(api, real.signs_in(leaves(api, ours.slug), "jan")).json()["code"] == "sign_on_unknown"
    secret = ours.administrator.post(api, "/v1/scim-tokens", {"name": "Keycloak"}).json()["secret"]
    user = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "jan@voorstad.example", "externalId": "jan", "displayName": "Jan Jansen",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {secret}"}
    made = api.post("/scim/v2/Users", json=user, headers=headers)
    assert made.status_code == 201, made.text
    answer = comes_back(api, real.signs_in(leaves(api, ours.slug), "jan"))
    assert (answer.status_code, answer.json()["id"]) == (201, made.json()["id"])
    assert len(audited(database, Audited.IDENTITY_LINKED)) == 1
    # Somebody else does not come in by it, and who was deleted there neither.
    assert comes_back(api, real.signs_in(leaves(api, ours.slug), "anne")).json()["code"] == "sign_on_unknown"
    assert api.delete(f"/scim/v2/Users/{made.json()['id']}", headers=headers).status_code == 204
    assert api.get("/v1/me").status_code == 401
    assert comes_back(api, real.signs_in(leaves(api, ours.slug), "jan")).json()["code"] == "sign_on_unknown"
