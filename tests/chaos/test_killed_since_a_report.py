"""SIGKILL while somebody is told that they are needed, at once or in the morning, while a report is opened again, and
while a measure is decided of which no letter says. Whoever asked asks again, and everything is there once.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from achterwacht.protocols.service import shipped
from achterwacht.tasks.phoning import phone_at
from achterwacht.tasks.records import TaskRecord
from foundation.failpoints import Failpoint
from foundation.session import Database
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.chaos.installation import SINCE, Installation, Trap, a_quick_organisation
from tests.chaos.test_crash_matrix import LONG
from tests.support.organisations import Employee

pytestmark = pytest.mark.timeout(400)
WHERE = ("sqlite", "postgresql")
QUICK = [("sqlite", SINCE[0]), ("postgresql", SINCE[1]), ("sqlite", SINCE[2])]
CASES = list(product(WHERE, SINCE)) if LONG else QUICK
TOLD_OF = [("sqlite", Failpoint.MEASURE_DECIDED), ("postgresql", Failpoint.TASK_LAID)]


def a_report(behaviour: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": "threatening", "description": "Hij dreigde.", "aggressor": {"name": "Pieters"}, "channel": "office",
        "happenedAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "behaviours": [{"id": behaviour, "channel": "office"}], **more,
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "point"), CASES, indirect=["kind"])
def test_who_is_needed_is_told_once_and_a_case_opens_once(
    kind: str, point: Failpoint, database_url: str, tmp_path: Path
) -> None:
    ours = a_quick_organisation(database_url, shipped()["losser"])
    trap = Trap(point, 1, tmp_path / "died")
    clocks, database = int(kind == "postgresql"), Database.at(database_url)
    with ExitStack() as held:
        held.callback(database.engine.dispose)
        installation = held.enter_context(Installation(tmp_path, database_url, ours, clocks=clocks, trap=trap))

        def does(who: Employee, path: str, **body: Any) -> dict[str, Any]:
            return installation.asks("POST", f"/v1/{path}", who, body, key=str(uuid4()))

        def needed(who: Employee) -> int:
            with database.read() as session:
                of = select(MessageRecord.channel).where(
                    MessageRecord.person == who.id, MessageRecord.template == Template.NEEDED
                )
                found = session.scalars(of).all()
            assert len(found) == len(set(found)), "on each way once"
            return len(found)

        told = a_report("D", threatToCome=True, employeeId=str(ours.worker.id))
        incident = does(ours.manager, "incidents", **told)
        path = f"incidents/{incident['id']}"
        tasks = installation.asks("GET", f"/v1/{path}/tasks", ours.manager, {})["tasks"]
        assert len([one for one in tasks if one["because"].startswith("registration.threat_to_come")]) == 3
        assert needed(ours.reception) > 0
        assert needed(ours.manager) == 0, "whoever filed it knows"

        # In the morning: whoever was handed the first care.
        (first,) = [one for one in tasks if one["kind"] == "first_care"]
        does(ours.manager, f"tasks/{first['id']}/hand-over", personId=str(ours.colleague.id))
        with database.write() as session:
            record = session.get_one(TaskRecord, UUID(first["id"]))
            now = datetime.now(UTC)
            phone_at(session, record, now, now)
        installation.awaits(lambda: needed(ours.colleague) > 0, "that whoever has it is told")

        does(ours.manager, f"{path}/close", reason="Anders opgelost")
        does(ours.manager, f"{path}/reopen", reason="Toch een brief")
        whole = installation.asks("GET", f"/v1/{path}", ours.manager, {})
        assert len(whole["reopenings"]) == 1
        asked = [one["because"] for one in whole["tasks"] if one["state"] == "open"]
        assert asked.count("incident.reopened") == 1
        assert needed(ours.manager) == 0
        needed(ours.reception)
        assert trap.went_off
        installation.checks()


@pytest.mark.parametrize(("kind", "point"), TOLD_OF, indirect=["kind"])
def test_whoever_must_tell_of_a_measure_is_asked_once(
    kind: str, point: Failpoint, database_url: str, tmp_path: Path
) -> None:
    ours = a_quick_organisation(database_url, shipped()["woonmaatschappij"])
    trap = Trap(point, 1, tmp_path / "died")
    with Installation(tmp_path, database_url, ours, clocks=int(kind == "postgresql"), trap=trap) as installation:

        def does(who: Employee, path: str, **body: Any) -> dict[str, Any]:
            return installation.asks("POST", f"/v1/{path}", who, body, key=str(uuid4()))

        incident = does(ours.worker, "incidents", **a_report("threat"))
        path = f"incidents/{incident['id']}"
        does(ours.manager, f"{path}/measures", kind="access_ban", reason="Nog geen gesprek")

        def asked() -> list[dict[str, Any]]:
            found = installation.asks("GET", f"/v1/{path}/tasks", ours.manager, {})["tasks"]
            return [one for one in found if one["kind"] == "tell_measure"]

        (task,) = asked()
        does(ours.manager, f"tasks/{task['id']}/done", note="Gebeld, vanmorgen om 10 uur")
        (done,) = asked()
        assert (done["state"], done["note"]) == ("done", "Gebeld, vanmorgen om 10 uur")
        assert trap.went_off
        installation.checks()
