"""The doors of the list: who may open it, what stands on it, that each look is written down; and who sets its mail."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.audit.records import ListViewRecord
from foundation.session import Database
from tests.support.organisations import Employee, Organisation
from tests.support.person import an_address

CHOICE = {"addresses": ["balie@voorstad.test"], "days": [1, 2, 3, 4, 5], "times": ["08:30", "13:00"]}
DOORS: tuple[tuple[str, str, Any, set[str]], ...] = (
    ("GET", "/v1/teams/{team}/whereabouts", None, {"colleague", "manager", "manager2"}),
    ("GET", "/v1/teams/{team}/desk-mail", None, {"administrator"}),
    ("PUT", "/v1/teams/{team}/desk-mail", CHOICE, {"administrator"}),
)


def checks_in(api: TestClient, who: Employee, **more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    body = {
        "address": an_address(), "clientName": "J. de Vries", "purpose": "heronderzoek", "companions": [],
        "plannedStart": now.isoformat(), "expectedEnd": (now + timedelta(minutes=40)).isoformat(), "checkIn": True,
    }  # fmt: skip
    answer = who.post(api, "/v1/visits", {**body, **more})
    assert answer.status_code == 201, answer.text
    visit: dict[str, Any] = answer.json()
    return visit


@pytest.mark.by_turns
@pytest.mark.parametrize(("method", "path", "body", "roles"), DOORS)
def test_who_may(
    api: TestClient, ours: Organisation, strangers: Organisation, method: str, path: str, body: Any, roles: set[str]
) -> None:
    where = path.format(team=ours.team)
    assert api.request(method, where, json=body).status_code == 401
    for name, person in vars(ours).items():
        if isinstance(person, Employee):
            assert person.ask(api, method, where, body).status_code == (200 if name in roles else 403), name
    for stranger in (strangers.administrator, strangers.manager):
        assert stranger.ask(api, method, where, body).status_code == 404
        assert stranger.ask(api, method, path.format(team=uuid4()), body).status_code == 404
    other = ours.administrator.post(api, "/v1/teams", {"name": "Wijken"}).json()["id"]
    assert ours.manager.ask(api, method, path.format(team=other), body).status_code == 404


def test_what_a_desk_needs_and_no_more(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    visit = checks_in(api, ours.worker, companions=[{"personId": str(ours.worker2.id)}])
    checks_in(api, strangers.worker)
    answer = ours.colleague.get(api, f"/v1/teams/{ours.team}/whereabouts")
    found = answer.json()
    assert found["team"] == "Inkomen"
    assert found["emergencyNumber"] == "112"
    (jan,) = found["underWay"]
    assert jan["worker"] == {"name": ours.worker.name, "phone": ours.worker.phone}
    assert jan["companions"] == [{"name": ours.worker2.name, "phone": ours.worker2.phone}]
    assert (jan["since"], jan["until"]) == (visit["startedAt"], visit["expectedEnd"])
    assert jan["next"]["task"] == "call"
    assert {one["name"] for one in found["managers"]} == {ours.manager.name, ours.manager2.name}
    for unneeded in ("J. de Vries", "heronderzoek", "elders"):
        assert unneeded not in answer.text
    board = ours.colleague.get(api, "/v1/board").json()
    (row,), (watch,) = board["visits"], board["watches"]
    for companion in row["companions"]:
        assert (companion.pop("there"), companion.pop("declined")) == (False, False)
    for fact in ("worker", "address", "companions", "drill"):
        assert row[fact] == jan[fact], "what the board keeps is the same list"
    to_the_second = [one.partition(".")[0].rstrip("Z") + "Z" for one in (jan["since"], jan["until"])]
    assert (row["startedAt"], row["expectedEnd"], row["task"]) == (*to_the_second, jan["next"]["task"])
    assert row["alarm"] is jan["alarmSince"] is None
    assert watch["emergencyNumber"] == found["emergencyNumber"]
    for fact in ("onDuty", "managers"):
        named = [{key: one[key] for key in ("name", "phone")} for one in watch[fact]]
        assert named == [{key: one[key] for key in ("name", "phone")} for one in found[fact]]
    assert {one["numberVerified"] for one in watch["managers"]} == {False}, "the board says who was never tested"
    assert watch["alone"] == []


def test_each_look_is_written_down(api: TestClient, ours: Organisation, database: Database) -> None:
    for person in (ours.colleague, ours.colleague, ours.manager, ours.worker):
        person.get(api, f"/v1/teams/{ours.team}/whereabouts")
    with database.read() as session:
        looks = session.scalars(select(ListViewRecord).order_by(ListViewRecord.at)).all()
        assert [(one.person_id, one.team_id) for one in looks] == [
            (person.id, ours.team) for person in (ours.colleague, ours.colleague, ours.manager)
        ]


def test_what_an_administrator_chose_stays_and_is_replaced(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/teams/{ours.team}/desk-mail"
    doubled = {
        "addresses": ["Balie@voorstad.test", "balie@voorstad.test"],
        "days": [2, 1, 2],
        "times": ["13:00", "08:30"],
    }
    first = ours.administrator.put(api, path, doubled).json()
    assert {key: first[key] for key in doubled} == {
        "addresses": ["balie@voorstad.test"], "days": [1, 2], "times": ["08:30", "13:00"],
    }  # fmt: skip
    assert first == ours.administrator.get(api, path).json()
    second = ours.administrator.put(api, path, CHOICE).json()
    assert second["days"] == CHOICE["days"]
    assert ours.administrator.put(api, path, {"addresses": [], "days": [], "times": []}).json()["nextAt"] is None
