"""What a provider may not do by what it leaves out, by a name, or by giving somebody's name to somebody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.roles import Role
from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.integration.test_scim import (
    Provider,
    a_group,
    a_token,
    as_entra_sends,
    person,
    roles,
    takes_in,
    with_groups,
)
from tests.integration.test_single_sign_on import setting
from tests.support.organisations import Employee, Organisation

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def provider(api: TestClient, ours: Organisation) -> Provider:
    return Provider(api, a_token(api, ours))


def as_jan(who: Employee, **more: Any) -> dict[str, Any]:
    return as_entra_sends(userName=who.email, emails=[], externalId="oid-of-jan", **more)


@pytest.mark.parametrize(
    "numbers",
    [
        [],
        None,
        [{"type": "work", "value": "073 123 45 67"}],
        [{"value": "073 123 45 67"}],
        [{"type": "mobile", "value": ""}],
    ],
)
def test_nobody_loses_their_number(
    numbers: list[dict[str, str]] | None, api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    """An administrator typed it; the provider knows a number at the desk, or none."""
    had = person(database, ours.worker.id).phone
    answer = provider.asks("PUT", f"/Users/{ours.worker.id}", as_jan(ours.worker, phoneNumbers=numbers))
    assert answer.status_code == 200, answer.text
    assert person(database, ours.worker.id).phone == had
    replaced = {"op": "Replace", "path": "phoneNumbers", "value": numbers}
    assert provider.patches(f"/Users/{ours.worker.id}", replaced).status_code == 200
    assert provider.patches(f"/Users/{ours.worker.id}", {"op": "Remove", "path": "phoneNumbers"}).status_code == 200
    assert person(database, ours.worker.id).phone == had
    another = [{"type": "mobile", "value": "+31 6 12345688"}]
    answer = provider.asks("PUT", f"/Users/{ours.worker.id}", as_jan(ours.worker, phoneNumbers=another))
    assert answer.status_code == 200, answer.text
    assert person(database, ours.worker.id).phone == "+31612345688"


def test_a_number_that_moves_to_a_colleague_is_told_to_who_can_mend_it(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    """What is for the one arrives at the other's telephone meanwhile. Entra ID tries again for days."""
    had = person(database, ours.worker2.id).phone
    moved = [{"type": "mobile", "value": person(database, ours.worker.id).phone}]
    for _ in range(2):
        put = provider.asks("PUT", f"/Users/{ours.worker2.id}", as_jan(ours.worker2, phoneNumbers=moved))
        assert (put.status_code, put.json()["scimType"]) == (409, "uniqueness"), put.text
    assert person(database, ours.worker2.id).phone == had
    for name in ("new", "newer"):
        number = [{"type": "mobile", "value": "112"}]
        new = as_entra_sends(externalId=name, userName=f"{name}@voorbeeld.test", phoneNumbers=number)
        assert provider.asks("POST", "/Users", new).status_code == 400
    with database.read() as session:
        found = session.execute(
            select(MessageRecord.person, MessageRecord.payload).where(
                MessageRecord.template == Template.NUMBER_NOT_TAKEN
            )
        ).all()
        assert sorted(facts["had"] for _, facts in found) == ["new", "old"], "once a day: for each here, and for others"
        assert {who for who, _ in found} == {ours.administrator.id}
        about = select(AuditEventRecord.about_id).where(AuditEventRecord.kind == Audited.SCIM_REFUSED)
        assert list(session.scalars(about)) == [ours.worker2.id, ours.worker2.id, None, None]


def test_who_gets_the_name_of_somebody_who_left_gets_none_of_their_roles(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    left = ours.administrator.patch(api, f"/v1/people/{ours.manager.id}", {"active": False})
    assert left.status_code == 200, left.text
    answer = provider.asks("POST", "/Users", as_jan(ours.manager, phoneNumbers=[]))
    assert (answer.status_code, answer.json()["id"]) == (201, str(ours.manager.id)), answer.text
    assert roles(database, ours.manager.id) == set()


def test_who_is_deleted_there_and_comes_again_has_no_roles_but_by_their_groups(
    api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    with_groups(api, ours)
    path = f"/Users/{ours.manager.id}"
    assert provider.asks("DELETE", path).status_code == 204
    assert provider.asks("POST", "/Users", as_jan(ours.manager, phoneNumbers=[])).status_code == 201
    assert roles(database, ours.manager.id) == set(), "which an administrator gave"
    a_group(provider, "buitendienst", str(ours.manager.id))
    assert roles(database, ours.manager.id) == {Role.WORKER}
    # Not active for a while is not deleted.
    for active in (False, True):
        assert provider.patches(path, {"op": "Replace", "path": "active", "value": active}).status_code == 200
    assert roles(database, ours.manager.id) == {Role.WORKER}


@pytest.mark.parametrize("number", ["8f2c4d1e-0b7a-4c55-9d3e-6a1f00b1c2d3", "00g1emaKYZTWRYYRRTSK"])
def test_a_group_that_is_called_as_another_is_numbered_gives_nothing_of_that(
    number: str, api: TestClient, ours: Organisation, provider: Provider, database: Database
) -> None:
    """Its owner may rename it; the number nobody chooses."""
    wanted = setting(ours, "https://login.voorstad.example")
    wanted["groups"] = [{"name": number, "role": "administrator"}]
    assert ours.administrator.put(api, "/v1/single-sign-on", wanted).status_code == 200
    els = takes_in(provider)["id"]
    a_group(provider, "Beheer", externalId=number)
    mine = a_group(provider, "Kookclub", els, externalId=str(uuid4()))
    renamed = provider.patches(f"/Groups/{mine}", {"op": "Replace", "path": "displayName", "value": number})
    assert renamed.status_code == 204, renamed.text
    assert roles(database, els) == set()
