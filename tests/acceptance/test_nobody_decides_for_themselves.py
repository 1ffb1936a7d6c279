"""It happened to the manager: somebody else decides, signs and closes (docs/decisions/0090; 003 L895-897)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from achterwacht.people.records import GrantRecord
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest, Person

FACTS = {"what": "U dreigde met een mes."}


def filed(app: AppUnderTest) -> str:
    """Karin, the manager, was threatened herself."""
    report = {
        "kind": "threatening", "happenedAt": (app.now() - timedelta(hours=2)).isoformat(), "channel": "office",
        "description": "Hij dreigde met een mes", "aggressor": {"name": "Pieters"},
        "behaviours": [{"id": "threat", "channel": "office"}],
    }  # fmt: skip
    found = str(app.karin.posts("/v1/incidents", report, expect=201)["id"])
    app.forgets_messages()
    return found


def alone(app: AppUnderTest) -> None:
    """No other manager is left."""
    with app.database.write() as session:
        session.execute(delete(GrantRecord).where(GrantRecord.person_id == app.mohamed.id))


def tasks(who: Person, incident: str) -> dict[str, str]:
    found: list[Json] = who.asks("/v1/tasks?mine=true")["tasks"]
    return {one["kind"]: one["title"] for one in found if one["incidentId"] == incident}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_alone", [False, True])
def test_another_manager_or_else_the_registrar(app: AppUnderTest, is_alone: bool) -> None:
    app.runs_on("corporatie")
    if is_alone:
        alone(app)
    other = app.ruth if is_alone else app.mohamed
    incident = filed(app)
    path = f"/v1/incidents/{incident}"
    if is_alone:
        assert "zelf: daarom is dit aan een ander" in tasks(other, incident)["decide_measures"]
        assert "decide_measures" not in tasks(app.karin, incident)
    # A measure, and its letter.
    measure: dict[str, Any] = {"kind": "warning", "reason": "Een mes"}
    assert app.karin.posts(f"{path}/measures", measure, expect=403)["code"] == "incident_own"
    other.posts(f"{path}/measures", measure, expect=201)
    letter = other.posts(f"{path}/letters", {"letterId": "warning", "facts": FACTS}, expect=201)
    app.karin.posts(f"/v1/letters/{letter['id']}/sign", {}, expect=403)
    assert other.posts(f"/v1/letters/{letter['id']}/sign", {})["state"] == "signed"
    # And the report itself.
    assert app.karin.posts(f"{path}/close", {"reason": "Klaar"}, expect=403)["code"] == "incident_own"
    if not is_alone:
        app.ruth.posts(f"{path}/close", {"reason": "Klaar"}, expect=403)
    assert other.posts(f"{path}/close", {"reason": "Klaar"})["state"] == "closed"
    app.forgets_messages()
    assert app.invariants_hold()
