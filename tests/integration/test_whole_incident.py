"""A report with all that hangs on it: each part as its own address shows it, and no statement more for more of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from achterwacht.people.roles import Role
from foundation.session import Database
from tests.integration.test_statements_of_a_request import counted
from tests.support.organisations import Employee, Organisation, an_employee

BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
MOST = 100
"""Each part asks its own questions, as its own address does."""
PARTS = ("tasks", "measures", "police", "advice")
BYSTANDERS = ("Noor de Vries", "Els Janssen", "Samira Yıldız", "Youssef Amrani")
SOUND = b"ID3\x03\x00" + bytes(20)


@pytest.fixture
def path(api: TestClient, ours: Organisation) -> str:
    body = {
        "kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde.",
        "aggressor": {"name": "Pieters"},
        "aftercare": {"yes": True, "namely": "Een gesprek"},
    }  # fmt: skip
    answer = ours.worker.post(api, "/v1/incidents", body)
    assert answer.status_code == 201, answer.text
    path = f"/v1/incidents/{answer.json()['id']}"
    assert answer.json() == ours.worker.get(api, path).json(), "what was filed is what is read"
    return path


def hangs_more_on_it(api: TestClient, ours: Organisation, path: str, hit: Employee | None = None) -> None:
    # What is not done can be said more than once.
    measure = {"kind": "police_report", "declined": True, "reason": "Nu nog niet"}
    assert ours.manager.post(api, f"{path}/measures", measure).status_code == 201
    sent = api.post(f"{path}/attachments", files={"file": ("a", SOUND)}, headers=ours.worker.headers)
    assert sent.status_code == 201, sent.text
    colleague = {"hit": "bystander", "personId": str((hit or ours.worker2).id)}
    added = ours.manager.post(api, f"{path}/aftercare", colleague)
    assert added.status_code == 201, added.text


def whole(api: TestClient, who: Employee, path: str) -> dict[str, Any]:
    answer = who.get(api, path)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_each_part_is_what_its_own_address_shows(api: TestClient, ours: Organisation, path: str) -> None:
    hangs_more_on_it(api, ours, path)
    for who in (ours.worker, ours.manager, ours.registrar):
        shown = whole(api, who, path)
        for part in PARTS:
            own = who.get(api, f"{path}/{part}")
            nothing: Any = None if part == "advice" else []
            expected = nothing if own.status_code == 403 else own.json()
            assert shown[part] == (expected.get(part, expected) if expected else expected), f"{part} of {who.name}"
        plans = who.get(api, f"{path}/aftercare").json()["plans"]
        assert shown["aftercare"] == {"yes": True, "namely": "Een gesprek", "plans": plans}
        assert [one["what"] for one in shown["attachments"]] == ["sound"]
    assert whole(api, ours.worker, path)["advice"] is None, "it tells of other reports"
    assert whole(api, ours.manager, path)["measures"] != []
    for way in ("complete", "close"):
        answer = ours.manager.post(api, f"{path}/{way}", {} if way == "complete" else {"reason": "Klaar"})
        if answer.status_code == 200:
            assert answer.json() == whole(api, ours.manager, path), way


def test_no_statement_more_for_more_of_them(api: TestClient, ours: Organisation, database: Database, path: str) -> None:
    hangs_more_on_it(api, ours, path)
    with database.write() as session:
        more = [an_employee(session, ours.id, ours.slug, name, [(Role.WORKER, ours.team)]) for name in BYSTANDERS]
    hangs_more_on_it(api, ours, path, more[3])
    counts: list[int] = []
    for hit in more[:3]:
        with counted(database) as said:
            whole(api, ours.manager, path)
        counts.append(len(said))
        hangs_more_on_it(api, ours, path, hit)
    assert counts[0] == counts[1] == counts[2] <= MOST
