"""A report of which nothing is left to do is closed by somebody, or they are asked to: on both databases."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.clockwork.reports_to_close import ask_to_close
from achterwacht.incidents.records import IncidentRecord
from achterwacht.monitoring import invariants
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.records import TaskRecord
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

NOTHING_TO_DO = "every open report has an open task"


def files(api: TestClient, who: Employee) -> str:
    report = {
        "kind": "threatening", "happenedAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "description": "Hij dreigde",
    }  # fmt: skip
    answer = who.post(api, "/v1/incidents", report)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def drops_all(api: TestClient, manager: Employee, incident: str) -> None:
    """Whatever is to be done about it need not be."""
    path = f"/v1/incidents/{incident}/tasks"
    while left := [one for one in manager.get(api, path).json()["tasks"] if one["state"] == "open"]:
        for one in left:
            answer = manager.post(api, f"/v1/tasks/{one['id']}/drop", {"reason": "Niet nodig"})
            assert answer.status_code == 200, answer.text


def asked(database: Database, ours: Organisation) -> list[tuple[str, TaskState, list[str]]]:
    with database.read() as session:
        found = session.scalars(
            select(TaskRecord)
            .where(TaskRecord.organisation_id == ours.id, TaskRecord.kind == TaskKind.CLOSE_REPORT)
            .order_by(TaskRecord.made_at, TaskRecord.id)
        ).all()
        return [(str(one.incident_id), one.state, one.chain) for one in found]


def broken(database: Database, later: timedelta) -> set[str]:
    with database.read() as session:
        return {one.name for one in invariants.broken(session, database.clock.now(session) + later)}


def test_asked_once_until_it_is_closed(api: TestClient, database: Database, ours: Organisation) -> None:
    """By their manager; what belongs to no team, by who keeps the register."""
    first, closed, teamless = (files(api, ours.worker) for _ in range(3))
    assert ask_to_close(database) == 0, "there is enough to do"
    for one in (first, closed, teamless):
        drops_all(api, ours.manager, one)
    assert ours.manager.post(api, f"/v1/incidents/{closed}/close", {}).status_code == 200
    with database.write() as session:
        session.execute(
            update(IncidentRecord)
            .where(IncidentRecord.organisation_id == ours.id, IncidentRecord.id == UUID(teamless))
            .values(team_id=None)
        )
    assert NOTHING_TO_DO not in broken(database, timedelta(hours=23))
    assert NOTHING_TO_DO in broken(database, timedelta(hours=25))
    assert (ask_to_close(database), ask_to_close(database)) == (2, 0)
    assert NOTHING_TO_DO not in broken(database, timedelta(hours=25))
    managers = ["direct_manager", "deputy_manager", "registrar"]
    assert sorted(asked(database, ours)) == sorted(
        [(first, TaskState.OPEN, managers), (teamless, TaskState.OPEN, ["registrar"])]
    )
    # Closed by hand without a reason: to be asked to close it is no reason to leave it open.
    answer = ours.manager.post(api, f"/v1/incidents/{first}/close", {})
    assert answer.status_code == 200, answer.text
    assert (first, TaskState.DONE, managers) in asked(database, ours)
    assert ask_to_close(database) == 0
