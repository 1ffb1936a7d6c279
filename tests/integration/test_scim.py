"""People and groups kept by an organisation's identity provider, as Entra ID and Okta send them, and by the standard.

The bodies are those of their own pages: Microsoft Learn, "Develop and plan provisioning for a SCIM endpoint" and
"Known issues for provisioning"; Okta, "SCIM 2.0 Protocol Reference".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server, filling
from sqlalchemy import select

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.records import GrantRecord, PersonRecord, TokenRecord
from achterwacht.people.roles import Role
from achterwacht.provisioning.records import ScimTokenRecord
from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.integration.test_single_sign_on import setting
from tests.support.organisations import Organisation
from tests.support.person import an_address

TOKENS = "/v1/scim-tokens"
BASE = "/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Provider:
    """An identity provider with its token."""

    api: TestClient
    secret: str

    def asks(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/scim+json"}
        return self.api.request(method, BASE + path, json=body, params=query, headers=headers)

    def patches(self, path: str, *operations: dict[str, Any]) -> Any:
        return self.asks("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})

    def finds(self, path: str, wanted: str) -> list[dict[str, Any]]:
        answer = self.asks("GET", path, filter=wanted)
        assert answer.status_code == 200, answer.text
        return list(answer.json().get("Resources", []))


def a_token(api: TestClient, ours: Organisation, name: str = "Entra ID") -> str:
    answer = ours.administrator.post(api, TOKENS, {"name": name, "days": 180})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["secret"])


@pytest.fixture
def provider(api: TestClient, ours: Organisation) -> Provider:
    return Provider(api, a_token(api, ours))


def as_entra_sends(**more: Any) -> dict[str, Any]:
    """Microsoft Learn, "Create User", with the enterprise part and what else it maps by default."""
    return {
        "schemas": [USER, ENTERPRISE],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "Els.Mulder@voorstad.example",
        "active": True,
        "displayName": "Els Mulder",
        "emails": [{"primary": True, "type": "work", "value": "Els.Mulder@voorstad.example"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "Els Mulder", "familyName": "Mulder", "givenName": "Els"},
        "phoneNumbers": [{"type": "mobile", "value": "+31 6 12345699"}, {"type": "work", "value": "073 123 45 67"}],
        "title": "Consulent",
        "addresses": [{"type": "work", "formatted": "Stadhuis", "primary": True}],
        ENTERPRISE: {"department": "Inkomen", "employeeNumber": "4711"},
    } | more


def takes_in(provider: Provider, **more: Any) -> dict[str, Any]:
    answer = provider.asks("POST", "/Users", as_entra_sends(**more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def a_group(provider: Provider, name: str, *members: str, **more: Any) -> str:
    body = {"schemas": [GROUP], "displayName": name, "members": [{"value": one} for one in members], **more}
    answer = provider.asks("POST", "/Groups", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def with_groups(api: TestClient, ours: Organisation) -> None:
    answer = ours.administrator.put(api, "/v1/single-sign-on", setting(ours, "https://login.voorstad.example"))
    assert answer.status_code == 200, answer.text


def person(database: Database, person_id: str | Any) -> PersonRecord:
    with database.read() as session:
        found = session.scalars(select(PersonRecord).where(PersonRecord.id == _uuid(person_id))).one()
        session.expunge(found)
        return found


def roles(database: Database, person_id: str | Any) -> set[Role]:
    with database.read() as session:
        return set(session.scalars(select(GrantRecord.role).where(GrantRecord.person_id == _uuid(person_id))))


def audited(database: Database, kind: Audited) -> list[dict[str, Any]]:
    with database.read() as session:
        found = session.execute(
            select(AuditEventRecord.via, AuditEventRecord.facts).where(AuditEventRecord.kind == kind)
        )
        return [{"via": via, **facts} for via, facts in found]


def _uuid(text: Any) -> UUID:
    return UUID(str(text))


KEPT_ANYHOW = {"name", "displayName", "active", "emails", "phoneNumbers"}
"""What can be replaced and not be taken away: nobody here is without a name or an address, or loses a number so."""


def test_the_standard_itself(api: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """scim2-tester asks all that the RFCs ask for of what we say we do, with values that somebody can have."""
    invent = filling.generate_random_value

    def fitting(context: Any, path: Any, **more: Any) -> Any:
        binding = path.resolve()
        match (binding.target_model.__name__, binding.target_field_name) if binding else ("", ""):
            case _, "user_name":
                return f"{uuid4()}@voorstad.example"
            case "PhoneNumbers", "value":
                return f"+316{1 + uuid4().int % 4}{uuid4().int % 10**7:07}"
            case "PhoneNumbers", "type":
                return "mobile"
            case "Emails", "type":
                return "work"
            case _, "active" | "primary":
                return True
        return invent(context, path, **more)

    monkeypatch.setattr(filling, "generate_random_value", fitting)
    for one in ("patch_add", "patch_replace"):
        monkeypatch.setattr(f"scim2_tester.checkers.{one}.generate_random_value", fitting)
    monkeypatch.setattr(api, "base_url", f"http://127.0.0.1:8000{BASE}")
    monkeypatch.setitem(api.headers, "Authorization", f"Bearer {provider.secret}")
    results = check_server(SyncSCIMClient(api))
    failed = [one for one in results if one.status in (Status.ERROR, Status.CRITICAL)]
    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in failed if not _is_kept_anyhow(one)]
    assert not wrong, "\n".join(wrong)
    assert len(results) > 40


def _is_kept_anyhow(result: Any) -> bool:
    return result.title == "check_remove_attribute" and str(result.data.get("urn")).rpartition(":")[2] in KEPT_ANYHOW


def test_somebody_as_entra_id_sends_them(api: TestClient, provider: Provider, database: Database) -> None:
    assert provider.finds("/Users", 'userName eq "Els.Mulder@voorstad.example"') == []
    made = takes_in(provider)
    assert made["userName"] == "els.mulder@voorstad.example"
    assert made["meta"]["location"].endswith(f"{BASE}/Users/{made['id']}")
    els = person(database, made["id"])
    assert (els.name, els.email, els.phone) == ("Els Mulder", "els.mulder@voorstad.example", "+31612345699")
    assert els.password_hash is None
    assert roles(database, made["id"]) == set()
    # Its first question, its second, and what it asks by the number of the account.
    for wanted in ('userName eq "ELS.mulder@voorstad.example"', f'externalId eq "{made["externalId"]}"'):
        assert [one["id"] for one in provider.finds("/Users", wanted)] == [made["id"]]
    assert provider.asks("POST", "/Users", as_entra_sends()).status_code == 409
    # Capitals, `active` as a text, a filter in a path, without a path, and of what we don't keep.
    changed = provider.patches(
        f"/Users/{made['id']}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "els@voorstad.example"},
        {"op": "Replace", "path": "name.familyName", "value": "de Boer"},
        {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": str(uuid4())},
        {"op": "Add", "path": 'addresses[type eq "work"].formatted', "value": "Raadhuis"},
        {"op": "Replace", "value": {"displayName": "Els de Boer", f"{ENTERPRISE}:department": "Zorg"}},
    )
    assert changed.status_code == 200, changed.text
    els = person(database, made["id"])
    assert (els.name, els.email, els.phone) == ("Els de Boer", "els@voorstad.example", "+31612345699")
    gone = provider.patches(f"/Users/{made['id']}", {"op": "Replace", "path": "active", "value": "False"})
    assert (gone.status_code, gone.json()["active"]) == (200, False)
    assert not person(database, made["id"]).active
    back = provider.patches(f"/Users/{made['id']}", {"op": "Replace", "value": {"active": "True"}})
    assert back.json()["active"] is True
    for kind in (Audited.PERSON_ADDED, Audited.PERSON_CHANGED, Audited.PERSON_LEFT, Audited.PERSON_BACK):
        assert {one["via"] for one in audited(database, kind)} == {"scim"}, kind


def test_somebody_as_okta_sends_them(api: TestClient, provider: Provider, database: Database) -> None:
    """Okta has no PATCH for its fields but a PUT of the whole, and for the end a PATCH without a path."""
    sent = {
        "schemas": [USER],
        "userName": "els@voorstad.example",
        "name": {"givenName": "Els", "familyName": "Mulder"},
        "emails": [{"primary": True, "value": "els@voorstad.example", "type": "work"}],
        "displayName": "Els Mulder",
        "locale": "nl-NL",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
    }
    made = provider.asks("POST", "/Users", sent)
    assert made.status_code == 201, made.text
    assert "password" not in made.json()
    here = f"/Users/{made.json()['id']}"
    assert person(database, made.json()["id"]).password_hash is None
    provider.patches(here, {"op": "add", "path": "phoneNumbers", "value": [{"type": "mobile", "value": "0612345699"}]})
    put = provider.asks("PUT", here, {**sent, "id": made.json()["id"], "displayName": "Els de Boer"})
    assert (put.status_code, put.json()["displayName"]) == (200, "Els de Boer")
    assert person(database, made.json()["id"]).phone == "+31612345699", "what a PUT leaves out stays"
    ended = provider.patches(here, {"op": "replace", "value": {"active": False}})
    assert (ended.status_code, ended.json()["active"]) == (200, False)
    page = provider.asks("GET", "/Users", startIndex="1", count="100").json()
    assert page["totalResults"] == len(page["Resources"]) == 11
    assert provider.asks("GET", "/Users", startIndex="11", count="5").json()["itemsPerPage"] == 1


def test_who_worked_here_already_is_found_and_taken_over(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    (jan,) = provider.finds("/Users", f'userName eq "{ours.worker.email}"')
    assert (jan["id"], "externalId" in jan) == (str(ours.worker.id), False)
    named = provider.patches(f"/Users/{jan['id']}", {"op": "Add", "path": "externalId", "value": "oid-of-jan"})
    assert named.status_code == 200
    assert roles(database, ours.worker.id) == {Role.WORKER}, "and keeps the roles an administrator gave"
    assert ours.worker.get(api, "/v1/me").status_code == 200


def test_who_leaves_there_leaves_here_at_once_and_is_watched_over_to_the_end(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {"address": an_address(), "companions": [], "expectedEnd": soon, "checkIn": True}
    visit = ours.worker.post(api, "/v1/visits", body).json()
    assert provider.asks("DELETE", f"/Users/{ours.worker.id}").status_code == 204
    assert ours.worker.get(api, "/v1/me").status_code == 401
    shown = ours.manager.get(api, f"/v1/visits/{visit['id']}").json()
    assert shown["state"] == "under_way"
    with database.read() as session:
        told = select(MessageRecord.person).where(MessageRecord.template == Template.LEFT_UNDER_WAY)
        assert set(session.scalars(told)) == {ours.manager.id, ours.manager2.id}
        assert not session.scalars(
            select(TokenRecord).where(TokenRecord.person_id == ours.worker.id, TokenRecord.ended_at.is_(None))
        ).all()
    # Deleted there is not there; the same address again is the same person, without what they could do.
    assert provider.asks("GET", f"/Users/{ours.worker.id}").status_code == 404
    assert provider.finds("/Users", f'userName eq "{ours.worker.email}"') == []
    back = provider.asks("POST", "/Users", as_entra_sends(userName=ours.worker.email, emails=[], phoneNumbers=[]))
    assert (back.status_code, back.json()["id"]) == (201, str(ours.worker.id)), back.text
    assert ours.worker.get(api, "/v1/me").status_code == 401


def test_groups_give_roles_by_the_table_of_single_sign_on(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    with_groups(api, ours)
    els = takes_in(provider)["id"]
    jan = str(ours.worker2.id)
    outside = a_group(provider, "buitendienst")
    assert provider.finds("/Groups", 'displayName eq "Buitendienst"')[0]["id"] == outside
    add = {"op": "Add", "path": "members", "value": [{"value": els}, {"value": jan}]}
    assert provider.patches(f"/Groups/{outside}", add).status_code == 204
    assert (roles(database, els), roles(database, jan)) == ({Role.WORKER}, {Role.WORKER})
    with database.read() as session:
        team = session.scalars(select(GrantRecord.team_id).where(GrantRecord.person_id == _uuid(els))).one()
    assert team == ours.team
    assert provider.asks("GET", f"/Users/{els}").json()["groups"] == [{"value": outside, "display": "buitendienst"}]
    bare = provider.asks("GET", f"/Groups/{outside}", excludedAttributes="members").json()
    assert ("members" in bare, bare["displayName"]) == (False, "buitendienst")
    # One as the standard has it, one as Entra ID sends it.
    provider.patches(f"/Groups/{outside}", {"op": "remove", "path": f'members[value eq "{els}"]'})
    assert roles(database, els) == set()
    provider.patches(f"/Groups/{outside}", {"op": "Remove", "path": "members", "value": [{"value": jan}]})
    assert roles(database, jan) == set()
    # By its number at the provider instead of its name, and by a table that changes.
    wanted = setting(ours, "https://login.voorstad.example")
    wanted["groups"] = [*wanted["groups"], {"name": "5f2c", "role": "manager"}]
    chiefs = a_group(provider, "Chefs", els, externalId="5f2c")
    assert roles(database, els) == set()
    assert ours.administrator.put(api, "/v1/single-sign-on", wanted).status_code == 200
    assert roles(database, els) == {Role.MANAGER}
    assert provider.asks("DELETE", f"/Groups/{chiefs}").status_code == 204
    assert roles(database, els) == set()
    assert len(audited(database, Audited.SCIM_GROUP_SET)) == 6


@ONE_KIND
def test_who_leaves_a_group_is_said_by_entra_id_with_an_empty_reference(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    """Microsoft Learn, "Update Group [Remove Members]", to the letter; and as others write it (Okta, Captain-P-Goldfish
    SCIM-SDK issue 149, jelhub/scimgateway issue 113)."""
    with_groups(api, ours)
    els = takes_in(provider)["id"]
    group = a_group(provider, "buitendienst")
    add = {"op": "Add", "path": "members", "value": [{"$ref": None, "value": els}]}
    for removal in (
        {"op": "Remove", "path": "members", "value": [{"$ref": None, "value": els}]},
        {"op": "Remove", "path": "members", "value": [{"$ref": f"../Users/{els}", "value": els, "display": "Els"}]},
        {"op": "remove", "path": "members", "value": {"value": els, "type": "Member"}},
        {"op": "replace", "value": {"members": [], "id": group, "displayName": "buitendienst"}},
        {"op": "replace", "path": "members", "value": []},
    ):
        assert provider.patches(f"/Groups/{group}", add).status_code == 204
        assert roles(database, els) == {Role.WORKER}
        answer = provider.patches(f"/Groups/{group}", removal)
        assert answer.status_code == 204, (removal, answer.text)
        assert roles(database, els) == set(), f"what they may do went with it: {removal}"
    twice = provider.patches(f"/Groups/{group}", {"op": "Remove", "path": "members", "value": [{"value": els}]})
    assert twice.status_code == 204


@ONE_KIND
def test_what_providers_look_for(api: TestClient, ours: Organisation, provider: Provider) -> None:
    """Entra ID, by what its administrator matches on and with its flag in the address, and who is in a group."""
    els = takes_in(provider)["id"]
    group = a_group(provider, "buitendienst", els)
    for wanted in (
        'emails[type eq "work"].value eq "Els.Mulder@voorstad.example"',
        'emails.value eq "els.mulder@voorstad.example"',
        f'id eq "{els}"',
        f'{USER}:userName eq "els.mulder@voorstad.example"',
        '(userName EQ "els.mulder@voorstad.example")',
    ):
        assert [one["id"] for one in provider.finds("/Users", wanted)] == [els], wanted
    flagged = provider.asks("GET", "/Users", aadOptscim062020="", filter='userName eq "els.mulder@voorstad.example"')
    assert flagged.json()["totalResults"] == 1
    for wanted in (
        f'id eq "{group}" and members eq "{els}"',
        f'members[value eq "{els}"]',
        f'members.value eq "{els}"',
    ):
        assert [one["id"] for one in provider.finds("/Groups", wanted)] == [group], wanted
    for path, wanted in (
        ("/Users", f'id eq "{uuid4()}"'),
        ("/Users", 'id eq "5"'),
        ("/Users", f'id eq "{ours.worker.id}" and userName eq "x"'),
        ("/Groups", f'id eq "{group}" and members eq "{ours.worker.id}"'),
        ("/Groups", 'members eq "5"'),
    ):
        assert provider.finds(path, wanted) == [], wanted


@ONE_KIND
def test_a_number_as_the_standard_writes_it_and_a_name_that_is_left_empty(
    api: TestClient, provider: Provider, database: Database
) -> None:
    """RFC 7643, 4.1.2: a number is written as RFC 3966 has it, `tel:+31-6-…`. And a PUT with nothing in its names."""
    els = takes_in(provider, phoneNumbers=[{"type": "mobile", "value": "tel:+31-6-12345699"}])["id"]
    assert person(database, els).phone == "+31612345699"
    empty = {"displayName": None, "name": None, "phoneNumbers": None, "emails": None}
    put = provider.asks("PUT", f"/Users/{els}", as_entra_sends(**empty))
    assert (put.status_code, put.json()["displayName"]) == (200, "Els Mulder"), put.text


def test_the_last_administrator_stays(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    with_groups(api, ours)
    chief = str(ours.administrator.id)
    group = a_group(provider, "beheer", chief)
    refused = [
        provider.asks("DELETE", f"/Users/{chief}"),
        provider.patches(f"/Users/{chief}", {"op": "Replace", "path": "active", "value": "False"}),
        provider.patches(f"/Groups/{group}", {"op": "remove", "path": f'members[value eq "{chief}"]'}),
        provider.asks("DELETE", f"/Groups/{group}"),
    ]
    for answer in refused:
        assert answer.status_code == 403, answer.text
        assert "beheerder" in answer.json()["detail"]
        assert answer.headers["content-type"].startswith("application/scim+json")
    assert ours.administrator.get(api, "/v1/people").status_code == 200
    assert roles(database, chief) == {Role.ADMINISTRATOR}
    assert [one["why"] for one in audited(database, Audited.SCIM_REFUSED)] == ["last_administrator"] * 4
    # Somebody else who comes in the same request takes their place.
    els = takes_in(provider)["id"]
    assert provider.patches(f"/Groups/{group}", {"op": "Replace", "path": "members", "value": [{"value": els}]})
    assert (roles(database, els), roles(database, chief)) == ({Role.ADMINISTRATOR}, set())


def test_a_token_opens_nothing_else_and_nothing_else_opens_this(
    api: TestClient, ours: Organisation, strangers: Organisation, provider: Provider, database: Database
) -> None:
    for path in ("/v1/me", "/v1/people", "/v1/board", "/v1/single-sign-on", TOKENS):
        assert api.get(path, headers={"Authorization": f"Bearer {provider.secret}"}).status_code == 401
    alarm = api.post("/v1/alarms", json={}, headers={"Authorization": f"Bearer {provider.secret}"})
    assert alarm.status_code == 401
    for secret in (ours.administrator.token, "", "geraden"):
        answer = Provider(api, secret).asks("GET", "/Users")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="SCIM"')
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    # Each organisation sees its own alone.
    theirs = Provider(api, a_token(api, strangers))
    els = takes_in(provider)
    group = a_group(provider, "buitendienst", els["id"])
    for method, path in (
        ("GET", f"/Users/{els['id']}"),
        ("DELETE", f"/Users/{els['id']}"),
        ("GET", f"/Groups/{group}"),
    ):
        assert theirs.asks(method, path).status_code == 404
    assert theirs.finds("/Users", 'userName eq "els.mulder@voorstad.example"') == []
    mixed = theirs.asks("POST", "/Groups", {"schemas": [GROUP], "displayName": "x", "members": [{"value": els["id"]}]})
    assert (mixed.status_code, mixed.json()["scimType"]) == (400, "invalidValue")
    assert theirs.asks("POST", "/Users", as_entra_sends()).status_code == 409, "an address is one person's"
    assert provider.asks("GET", f"/Users/{els['id']}").status_code == 200
    # Who made it, and what it is, is in the list and in the audit; over is over at once.
    (one,) = ours.administrator.get(api, TOKENS).json()["tokens"]
    assert (one["name"], one["makerLeft"], one["madeBy"]["id"]) == ("Entra ID", False, str(ours.administrator.id))
    assert audited(database, Audited.TOKEN_MADE)[0]["scope"] == "scim"
    assert provider.secret not in ours.administrator.get(api, TOKENS).text
    assert strangers.administrator.delete(api, f"{TOKENS}/{one['id']}").status_code == 404
    assert ours.administrator.delete(api, f"{TOKENS}/{one['id']}").status_code == 204
    assert provider.asks("GET", "/Users").status_code == 401
    with database.write() as session:
        session.scalars(
            select(ScimTokenRecord).where(ScimTokenRecord.ended_at.is_(None))
        ).one().expires_at -= timedelta(days=400)
    assert theirs.asks("GET", "/Users").status_code == 401


@ONE_KIND
def test_what_can_not_be_is_said_and_changes_nothing(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    els = takes_in(provider)
    here = f"/Users/{els['id']}"
    assert provider.asks("GET", "/Users", startIndex="9" * 20).json()["totalResults"] == 11
    assert provider.asks("GET", "/Users", filter="(" * 3_000).status_code == 413
    assert provider.asks("POST", "/Users/.search", {"filter": "(" * 3_000}).status_code == 413
    assert provider.patches(here, *[{"op": "replace", "path": "active", "value": True}] * 201).status_code == 413
    for wanted in (
        'phoneNumbers.value eq "+31612345699"', 'phoneNumbers[value eq "0612345699"]', 'userName sw "els"', "id pr",
        'userName eq "a" or externalId eq "b"', 'emails.value sw "els"', "userName eq", 'emails[type eq "work"]',
        'externalId eq "a" and phoneNumbers.value eq "0612345699"', 'emails.type eq "work"', "active eq true",
    ):  # fmt: skip
        answer = provider.asks("GET", "/Users", filter=wanted)
        assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter"), wanted
    new: dict[str, Any] = {"userName": "z@voorstad.example", "externalId": "z", "emails": [], "phoneNumbers": []}
    wrong: list[tuple[dict[str, Any], int]] = [
        (as_entra_sends(**new | {"userName": "z"}), 400),
        (as_entra_sends(**new | {"phoneNumbers": [_mobile("112")]}), 400),
        (as_entra_sends(**new | {"phoneNumbers": [_mobile("0612345699")]}), 409),
        (as_entra_sends(**new | {"externalId": els["externalId"]}), 409),
        (as_entra_sends(**new | {"displayName": "a\x00b"}), 400),
        ({"schemas": [USER]}, 400),
        ({"schemas": ["urn:iets:anders"], "userName": "q@voorstad.example"}, 400),
    ]
    for body, status in wrong:
        answer = provider.asks("POST", "/Users", body)
        assert answer.status_code == status, (body, answer.text)
        assert answer.json()["detail"]
    half = provider.patches(
        here, {"op": "Replace", "path": "displayName", "value": "Half"}, {"op": "Replace", "path": "emails", "value": 3}
    )
    assert half.status_code == 400
    beaten = provider.patches(
        here,
        {"op": "Replace", "path": "displayName", "value": "Half"},
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": ours.worker.email},
    )
    assert (beaten.status_code, beaten.json()["scimType"]) == (409, "uniqueness")
    assert person(database, els["id"]).name == "Els Mulder"
    for method, path in (("GET", "/Iets"), ("GET", "/Users/geen-id"), ("POST", "/Bulk"), ("GET", "/Me")):
        assert provider.asks(method, path, {} if method == "POST" else None).status_code in (404, 501), path
    headers = {"Authorization": f"Bearer {provider.secret}", "Content-Type": "application/scim+json"}
    twice = api.post(f"{BASE}/Users", content=b'{"userName": "a", "userName": "b"}', headers=headers)
    assert twice.status_code == 400


@ONE_KIND
def test_who_guesses_tokens_is_stopped_and_stops_nobody(api: TestClient, provider: Provider) -> None:
    told = [Provider(api, "geraden").asks("GET", "/Users").status_code for _ in range(61)]
    assert told == [401] * 60 + [429]
    assert provider.asks("GET", "/Users").status_code == 200


@ONE_KIND
def test_only_an_administrator_makes_a_token(api: TestClient, ours: Organisation) -> None:
    for who in (ours.worker, ours.manager, ours.registrar):
        assert who.post(api, TOKENS, {"name": "x"}).status_code == 403
    for number in range(5):
        a_token(api, ours, f"nummer {number}")
    full = ours.administrator.post(api, TOKENS, {"name": "nog een"})
    assert (full.status_code, full.json()["code"]) == (409, "scim_tokens_full")


def _mobile(number: str) -> dict[str, str]:
    return {"type": "mobile", "value": number}
