"""Passkeys, as a device would answer: for us alone, once, in time, and each for what it was asked."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.passkeys.ceremonies import relying_party
from achterwacht.passkeys.challenges import Purpose, forget_challenges, make_challenge, spend_challenge
from achterwacht.passkeys.records import PasskeyRecord, UsedChallengeRecord
from achterwacht.single_sign_on.records import SignOnRecord
from api.http.security import COOKIE, STEP
from foundation.seal import Seal
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.test_sign_in import sign_in
from tests.support.organisations import PASSWORD, Employee, Organisation
from tests.support.shared_app import an_application

ORIGIN, RP = "http://localhost:8000", "localhost"
PRESENT, SEEN, ATTESTED = 0x01, 0x04, 0x40
MINE = "/v1/me/passkeys"
STEP_DOOR, ALONE = "/v1/sessions/second-step/passkey", "/v1/sessions/passkey"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def api(database: Database, ours: Organisation) -> Iterator[TestClient]:
    """An installation that is reached by a name, as passkeys want it."""
    with TestClient(an_application(database, Settings(_env_file=None, public_base_url=ORIGIN))) as client:
        yield client


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """A device with one passkey. seen: it looks who holds it, by a PIN or a finger."""

    origin: str = ORIGIN
    rp: str = RP
    seen: bool = True
    count: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def makes(self, options: Any) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32, "big") for one in (numbers.x, numbers.y))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return {
            "clientData": self._client("webauthn.create", options["challenge"]),
            "attestation": text(cbor2.dumps(attestation)),
        }

    def answers(self, options: Any) -> dict[str, str]:
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._data()
        signed = data + hashlib.sha256(urlsafe_b64decode(client + "==")).digest()
        return {
            "credentialId": text(self.id),
            "clientData": client,
            "authenticatorData": text(data),
            "signature": text(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }

    def _data(self, more: int = 0) -> bytes:
        flags = PRESENT | (SEEN if self.seen else 0) | more
        return hashlib.sha256(self.rp.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> str:
        return text(json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode())


def add(api: TestClient, whom: Employee, device: Device, name: str = "Laptop") -> Any:
    options = whom.post(api, f"{MINE}/_prepare", {"password": PASSWORD})
    assert options.status_code == 200, options.text
    return whom.post(api, MINE, {"name": name, **device.makes(options.json())})


def step(api: TestClient, device: Device) -> Any:
    return api.post(STEP_DOOR, json=device.answers(api.post(f"{STEP_DOOR}/_prepare").json()))


def alone(api: TestClient, device: Device) -> Any:
    return api.post(ALONE, json=device.answers(api.post(f"{ALONE}/_prepare").json()))


def test_a_passkey_is_the_second_step_and_alone_it_is_both(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    device = Device()
    added = add(api, ours.manager, device)
    assert added.status_code == 201, added.text
    assert len(added.json()["recoveryCodes"]) == 10
    assert sign_in(api, ours.manager.email).json() == {"setUp": False, "ways": ["passkey"]}
    inside = step(api, device)
    assert (inside.status_code, inside.json().get("name")) == (201, ours.manager.name), inside.text
    assert api.get("/v1/me").status_code == 200
    api.cookies.clear()
    inside = alone(api, device)
    assert (inside.status_code, inside.json().get("name")) == (201, ours.manager.name), inside.text
    (mine,) = ours.manager.get(api, MINE).json()["passkeys"]
    assert mine["name"] == "Laptop"
    assert mine["usedAt"] is not None
    with database.read() as session:
        kinds = session.scalars(select(AuditEventRecord.kind).where(AuditEventRecord.about_id == ours.manager.id)).all()
    assert {Audited.PASSKEY_ADDED, Audited.SIGN_IN} <= set(kinds)


def test_each_challenge_is_answered_once_by_who_was_asked(api: TestClient, ours: Organisation) -> None:
    device = Device()
    add(api, ours.manager, device)
    sign_in(api, ours.manager.email)
    half = api.cookies[STEP]
    said = device.answers(api.post(f"{STEP_DOOR}/_prepare").json())
    assert api.post(ALONE, json=said).status_code == 401, "what was signed for the one counts not for the other"
    api.cookies.clear()
    sign_in(api, ours.manager.email)
    assert api.post(STEP_DOOR, json=said).status_code == 401, "it was asked with another half"
    headers = {"Cookie": f"{STEP}={half}"}
    api.cookies.clear()
    assert api.post(STEP_DOOR, json=said, headers=headers).status_code == 201
    api.cookies.clear()
    options = api.post(f"{ALONE}/_prepare").json()
    said = device.answers(options)
    assert api.post(ALONE, json=said).status_code == 201
    api.cookies.clear()
    assert api.post(ALONE, json=said).status_code == 401, "the same again"
    assert api.post(ALONE, json=device.answers(options)).status_code == 401, "or signed again"
    assert COOKIE not in api.cookies


@ONE_KIND
@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://achterwacht.evil.example"},
        {"origin": "http://localhost:9999"},
        {"rp": "evil.example"},
        {"seen": False},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"id": b"nobody's"},
        {"count": -1},
    ],
)
def test_what_another_site_or_device_made_of_it_is_refused(
    api: TestClient, ours: Organisation, wrong: dict[str, Any]
) -> None:
    device = Device(count=1)
    assert add(api, ours.manager, device).status_code == 201
    for name, value in wrong.items():
        setattr(device, name, value)
    answer = alone(api, device)
    assert (answer.status_code, answer.json()["code"]) == (401, "passkey_wrong")
    assert COOKIE not in api.cookies


@ONE_KIND
def test_nobody_adds_or_touches_a_passkey_of_another(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    wrong = ours.manager.post(api, f"{MINE}/_prepare", {"password": "geraden"})
    assert wrong.json()["errors"][0]["code"] == "password_wrong"
    options = ours.manager.post(api, f"{MINE}/_prepare", {"password": PASSWORD}).json()
    device = Device()
    made = {"name": "Laptop", **device.makes(options)}
    assert ours.worker.post(api, MINE, made).status_code == 400, "asked with another sign-in"
    assert ours.manager.post(api, MINE, {"name": "x", **Device(origin="https://evil.example").makes(options)}
                             ).status_code == 400  # fmt: skip
    assert ours.manager.post(api, MINE, made).status_code == 201
    assert ours.manager.post(api, MINE, made).status_code == 400, "once"
    assert add(api, ours.worker, device).json()["code"] == "passkey_known"
    (mine,) = ours.manager.get(api, MINE).json()["passkeys"]
    where = f"{MINE}/{mine['id']}"
    for other in (ours.worker, ours.administrator, strangers.manager):
        assert other.patch(api, where, {"name": "van mij"}).status_code == 404
        assert other.post(api, f"{where}/_remove", {"password": PASSWORD}).status_code == 404
        assert other.get(api, MINE).json()["passkeys"] == []
    assert ours.manager.patch(api, where, {"name": "Sleutelbos"}).json()["name"] == "Sleutelbos"
    assert ours.manager.post(api, f"{where}/_remove", {"password": PASSWORD}).status_code == 204
    api.cookies.clear()
    assert sign_in(api, ours.manager.email).status_code == 201, "with the last one the second step is gone"
    with database.read() as session:
        assert session.scalars(select(PasskeyRecord)).all() == []


@ONE_KIND
def test_another_s_passkey_does_not_take_my_second_step(api: TestClient, ours: Organisation) -> None:
    mine, theirs = Device(), Device()
    add(api, ours.manager, mine)
    add(api, ours.worker, theirs)
    sign_in(api, ours.manager.email)
    assert step(api, theirs).status_code == 401
    assert step(api, mine).status_code == 201


@ONE_KIND
def test_who_left_is_let_in_by_no_passkey(api: TestClient, ours: Organisation) -> None:
    device = Device()
    add(api, ours.worker2, device)
    path = f"/v1/people/{ours.worker2.id}"
    assert ours.administrator.patch(api, path, {"active": False}).status_code == 200
    assert alone(api, device).status_code == 401


@ONE_KIND
def test_no_passkey_goes_past_the_provider_where_that_is_the_only_way(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    device = Device()
    add(api, ours.worker2, device)
    with database.write() as session:
        session.add(
            SignOnRecord(
                organisation_id=ours.id, issuer="https://id.example", client_id="x", sealed_secret="x",
                groups_claim="groups", active=True, only_way=True,
            )
        )  # fmt: skip
    assert alone(api, device).status_code == 403
    assert COOKIE not in api.cookies


@ONE_KIND
def test_the_last_one_stays_where_a_role_asks_for_it(api: TestClient, ours: Organisation) -> None:
    add(api, ours.manager, Device())
    ours.administrator.put(api, "/v1/sign-in-policy", {"secondStep": ["manager"]})
    (one,) = ours.manager.get(api, MINE).json()["passkeys"]
    refused = ours.manager.post(api, f"{MINE}/{one['id']}/_remove", {"password": PASSWORD})
    assert refused.json()["code"] == "second_step_required"
    assert len(ours.manager.get(api, MINE).json()["passkeys"]) == 1


def test_a_challenge_is_over_in_five_minutes_and_then_forgotten(database: Database) -> None:
    seal, now = Seal("key", "test"), datetime(2026, 11, 28, tzinfo=UTC)
    made = make_challenge(seal, Purpose.SIGN_IN, "", now)
    with database.write() as session:
        late = now + timedelta(minutes=5)
        assert not spend_challenge(session, seal, made, Purpose.SIGN_IN, "", late)
        assert not spend_challenge(session, Seal("other", "test"), made, Purpose.SIGN_IN, "", now)
        assert not spend_challenge(session, seal, b"\xff made up", Purpose.SIGN_IN, "", now)
        assert spend_challenge(session, seal, made, Purpose.SIGN_IN, "", now)
        assert not spend_challenge(session, seal, made, Purpose.SIGN_IN, "", now)
        forget_challenges(session, now + timedelta(minutes=4))
        assert len(session.scalars(select(UsedChallengeRecord)).all()) == 1
        forget_challenges(session, now + timedelta(minutes=6))
        assert session.scalars(select(UsedChallengeRecord)).all() == []


@pytest.mark.parametrize(
    ("address", "rp"),
    [
        ("https://achterwacht.voorbeeld.nl", "achterwacht.voorbeeld.nl"),
        ("https://Wacht.voorbeeld.nl:8443/", "wacht.voorbeeld.nl"),
        ("http://localhost:8000", "localhost"),
        ("http://achterwacht.voorbeeld.nl", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]:8000", None),
    ],
)
def test_who_we_are_comes_of_the_public_address(address: str, rp: str | None) -> None:
    found = relying_party(address)
    assert (found and found.id) == rp
