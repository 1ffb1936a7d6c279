"""An account for when signing in by the organisation is broken: it opens, and everybody who must know hears of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.break_glass import BreakGlassRecord
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.single_sign_on.records import SignOnRecord
from achterwacht.single_sign_on.service import seal_of
from foundation.session import Database
from foundation.settings import Settings
from notifications.records import MessageRecord
from notifications.texts.letters import write
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.integration.test_a_second_step import next_of, set_up, take
from tests.integration.test_scim import Provider, a_group, a_token, roles, with_groups
from tests.integration.test_sign_in import sign_in
from tests.support.organisations import PASSWORD, Employee, Organisation

GLASS = "/v1/break-glass"
CONTACT = "ciso@voorstad.example"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(_env_file=None, database_url=database_url, smtp_host="127.0.0.1", mail_from="a@voorstad.example")


@pytest.fixture
def kept(ours: Organisation, api: TestClient) -> Employee:
    """Somebody who is an administrator for this alone."""
    made = ours.administrator.patch(api, f"/v1/people/{ours.manager2.id}", {"grants": [{"role": "administrator"}]})
    assert made.status_code == 200, made.text
    return ours.manager2


def marks(api: TestClient, by: Employee, *people: Employee, status: int = 200, **more: Any) -> Any:
    answer = by.put(api, GLASS, {"personIds": [str(one.id) for one in people], **more})
    assert answer.status_code == status, answer.text
    return answer.json()


def only_by_sign_on(database: Database, ours: Organisation, settings: Settings) -> None:
    sealed = seal_of(settings).close("x")
    with database.write() as session:
        session.add(
            SignOnRecord(
                organisation_id=ours.id, issuer="https://login.voorstad.invalid", client_id="x", sealed_secret=sealed,
                groups_claim="groups", active=True, only_way=True,
            )
        )  # fmt: skip


def told(database: Database) -> list[tuple[Channel, str]]:
    with database.read() as session:
        found = session.scalars(select(MessageRecord).where(MessageRecord.template == Template.BREAK_GLASS_USED))
        return sorted((one.channel, one.to) for one in found)


def audited(database: Database, kind: Audited) -> int:
    with database.read() as session:
        return len(session.scalars(select(AuditEventRecord.id).where(AuditEventRecord.kind == kind)).all())


def test_it_opens_when_nothing_else_does_and_everybody_hears_of_it(
    api: TestClient, ours: Organisation, kept: Employee, database: Database, settings: Settings
) -> None:
    chief = ours.administrator
    totp, _ = set_up(api, kept)
    marked = marks(api, chief, kept, contact=CONTACT)
    assert [(one["person"]["id"], one["open"], one["usedAt"]) for one in marked["accounts"]] == [
        (str(kept.id), False, None)
    ]
    assert kept.get(api, "/v1/me").status_code == 401, "what was open before would be used unseen"
    only_by_sign_on(database, ours, settings)
    assert sign_in(api, ours.worker.email).json()["code"] == "sign_on_only"
    assert api.post("/v1/sign-ons", json={"organisation": ours.slug}).json()["code"] == "sign_on_away"
    assert told(database) == []
    # A password alone is not enough, whatever the policy asks of others.
    assert sign_in(api, kept.email).status_code == 202
    assert told(database) == []
    assert take(api, next_of(totp)).status_code == 201
    assert told(database) == sorted(
        [(Channel.MAIL, chief.email), (Channel.MAIL, kept.email), (Channel.MAIL, CONTACT)]
        + [(way, one.phone) for way in (Channel.SMS, Channel.CALL) for one in (chief, kept)]
    )
    with database.read() as session:
        mail = session.scalars(select(MessageRecord).where(MessageRecord.to == CONTACT)).one()
        text, letter = write(Template.BREAK_GLASS_USED, "nl", mail.payload)
    assert kept.name in text
    assert kept.name in str(letter)
    assert audited(database, Audited.BREAK_GLASS_USED) == 1
    # It stands there until somebody else says that they know; whoever is in by it can't.
    assert api.get(GLASS).json()["accounts"][0]["open"] is True
    for what in ("acknowledge", "review"):
        own = api.post(f"{GLASS}/{kept.id}/{what}")
        assert (own.status_code, own.json()["code"]) == (409, "own_break_glass")
    away = api.put(GLASS, json={"personIds": []})
    assert away.json()["code"] == "own_break_glass"
    seen = chief.post(api, f"{GLASS}/{kept.id}/acknowledge")
    assert seen.json()["accounts"][0]["open"] is False
    assert audited(database, Audited.BREAK_GLASS_SEEN) == 1
    assert marks(api, chief)["accounts"] == []
    assert audited(database, Audited.BREAK_GLASS_SET) == 4  # with a contact, and without


def test_it_is_an_administrator_who_is_ready_and_of_this_organisation(
    api: TestClient, ours: Organisation, strangers: Organisation, kept: Employee, database: Database
) -> None:
    chief = ours.administrator
    unready = marks(api, chief, kept, ours.worker, status=400)["errors"]
    assert [(one["pointer"], one["code"]) for one in unready] == [
        ("/personIds/0", "break_glass_unready"), ("/personIds/1", "break_glass_administrator"),
    ]  # fmt: skip
    set_up(api, kept)
    set_up(api, strangers.administrator)
    (foreign,) = marks(api, chief, strangers.administrator, status=400)["errors"]
    assert foreign["code"] == "break_glass_administrator"
    assert marks(api, chief, kept, contact="geen adres", status=400)["errors"][0]["pointer"] == "/contact"
    assert marks(api, chief, chief, status=400)
    marks(api, chief, kept)
    for who in (strangers.administrator, ours.manager, ours.worker):
        status = 404 if who is strangers.administrator else 403
        for what in ("acknowledge", "review"):
            assert who.post(api, f"{GLASS}/{kept.id}/{what}").status_code == status
    assert strangers.administrator.get(api, GLASS).json() == {"accounts": [], "contact": None}
    marks(api, strangers.administrator)
    assert len(chief.get(api, GLASS).json()["accounts"]) == 1
    # Once a year somebody looks; who leaves has none any more.
    with database.write() as session:
        record = session.scalars(select(BreakGlassRecord)).one()
        record.reviewed_at -= timedelta(days=366)
    assert chief.get(api, GLASS).json()["accounts"][0]["reviewDue"] is True
    assert chief.post(api, f"{GLASS}/{kept.id}/review").json()["accounts"][0]["reviewDue"] is False
    assert chief.patch(api, f"/v1/people/{kept.id}", {"active": False}).status_code == 200
    assert chief.get(api, GLASS).json()["accounts"] == []


@ONE_KIND
def test_a_provider_leaves_it_alone(api: TestClient, ours: Organisation, kept: Employee, database: Database) -> None:
    with_groups(api, ours)
    set_up(api, kept)
    marks(api, ours.administrator, kept)
    provider = Provider(api, a_token(api, ours))
    here = f"/Users/{kept.id}"
    group = a_group(provider, "buitendienst")
    add = {"op": "add", "path": "members", "value": [{"value": str(kept.id)}]}
    for answer in (
        provider.asks("DELETE", here),
        provider.patches(here, {"op": "Replace", "path": "active", "value": "False"}),
        provider.patches(here, {"op": "Replace", "path": "userName", "value": "een.ander@voorstad.example"}),
        provider.patches(f"/Groups/{group}", add),
    ):
        assert answer.status_code == 403, answer.text
        assert "noodaccount" in answer.json()["detail"]
    assert roles(database, kept.id) == {Role.ADMINISTRATOR}
    with database.read() as session:
        assert session.get_one(PersonRecord, kept.id).email == kept.email
    assert audited(database, Audited.SCIM_REFUSED) == 4


@ONE_KIND
def test_what_makes_it_one_is_not_taken_away_by_whoever_is_in_by_it(
    api: TestClient, ours: Organisation, kept: Employee
) -> None:
    """Where the policy asks no second step of an administrator, it is asked of this account all the same."""
    totp, _ = set_up(api, kept)
    marks(api, ours.administrator, kept, contact=CONTACT)
    assert sign_in(api, kept.email).status_code == 202
    assert take(api, next_of(totp)).status_code == 201
    gone = api.post("/v1/me/second-step/_remove", json={"password": PASSWORD})
    assert (gone.status_code, gone.json()["code"]) == (409, "second_step_required")
    assert api.get("/v1/me/second-step").json()["required"] is True
    elsewhere = api.put(GLASS, json={"personIds": [str(kept.id)], "contact": "mij@voorstad.example"})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "own_break_glass")
    assert ours.administrator.get(api, GLASS).json()["contact"] == CONTACT


@ONE_KIND
@pytest.mark.parametrize("how", ["role", "second step"])
def test_who_lost_what_it_stands_on_has_none_any_more(
    how: str, api: TestClient, ours: Organisation, kept: Employee
) -> None:
    set_up(api, kept)
    marks(api, ours.administrator, kept)
    if how == "role":
        grants = {"grants": [{"role": "worker", "teamId": str(ours.team)}]}
        answer = ours.administrator.patch(api, f"/v1/people/{kept.id}", grants)
        assert answer.status_code == 200, answer.text
    else:
        path = f"/v1/people/{kept.id}/second-step-reset"
        assert ours.administrator.post(api, path, {"reason": "Telefoon in de gracht."}).status_code == 204
    assert ours.administrator.get(api, GLASS).json()["accounts"] == []


def test_every_door_that_signs_in_a_browser_tells_of_it() -> None:
    """They go by `use_cases/entering.py`, and not past it."""
    past = [
        path
        for path in Path("api").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "sign_in_steps import" in line and ("enter," in line or "after_password" in line or line.endswith("enter"))
    ]
    assert past == []
