"""Several people work on one report, at once or on what is about somebody: nothing goes against nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.kinds import DeadlineKind
from achterwacht.monitoring import invariants
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.tasks.deadlines import root_of
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

BAN = {"kind": "access_ban", "until": "2080-01-01", "reason": "De tweede keer"}
REPORT = {
    "kind": "threatening", "happenedAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
    "description": "Hij dreigde", "aggressor": {"name": "Pieters"},
    "behaviours": [{"id": "physical", "channel": "home_visit"}],
}  # fmt: skip


@pytest.fixture
def report(api: TestClient, database: Database, ours: Organisation) -> str:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        load_profile(session, organisation, shipped()["heusden-zolder"], clock_of(session).now(session))
    return f"/v1/incidents/{does(api, ours.worker, '/v1/incidents', REPORT)['id']}"


def does(api: TestClient, who: Employee, path: str, body: Any = None) -> dict[str, Any]:
    answer = who.post(api, path, body)
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


def tasks(api: TestClient, who: Employee) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = who.get(api, "/v1/tasks?mine=true").json()["tasks"]
    return found


def test_a_ban_goes_on_being_against_somebody(api: TestClient, ours: Organisation, report: str) -> None:
    def listed() -> list[str]:
        return [one["name"] for one in ours.reception.get(api, "/v1/bans").json()["bans"]]

    put = does(api, ours.manager, f"{report}/measures", BAN)
    does(api, ours.board, f"/v1/measures/{put['id']}/decide", {"yes": True})
    assert ours.manager.patch(api, report, {"state": "seen"}).status_code == 200
    for who, told in ((ours.worker, {"name": "De buurman"}), (ours.worker, None), (ours.manager, None)):
        refused = who.patch(api, report, {"aggressor": told})
        assert [one["code"] for one in refused.json()["errors"]] == ["measure_names_them"], refused.text
    assert ours.worker.patch(api, report, {"aggressor": {"name": "Pieters", "initials": "J."}}).status_code == 200
    assert listed() == ["J. Pieters"], "two of one family are told apart; the list says no more of a person"
    came = {"name": "J. Pieters", "until": "2080-01-01", "happenedAt": datetime.now(UTC).isoformat()}
    assert does(api, ours.reception, "/v1/bans/_broken", came) == {"noted": 1}
    assert ours.manager.patch(api, report, {"aggressor": {"name": "Pietersen"}}).status_code == 200
    assert listed() == ["Pietersen"]
    does(api, ours.manager, f"/v1/measures/{put['id']}/end", {"reason": "Excuses"})
    assert ours.worker.patch(api, report, {"aggressor": None}).status_code == 200


def test_nobody_gets_the_care_for_themselves(api: TestClient, ours: Organisation, report: str) -> None:
    colleague = {"hit": "bystander", "personId": str(ours.worker2.id)}
    does(api, ours.manager, f"{report}/aftercare", colleague)
    cares = {one["title"]: one["id"] for one in tasks(api, ours.manager) if one["kind"] in ("first_care", "talk")}
    assert len(cares) >= 3
    for title, task in cares.items():
        about, other = (ours.worker, ours.worker2) if ours.worker.name in title else (ours.worker2, ours.worker)
        refused = ours.manager.post(api, f"/v1/tasks/{task}/hand-over", {"personId": str(about.id)})
        assert [one["code"] for one in refused.json()["errors"]] == ["task_about_them"], title
        does(api, ours.manager, f"/v1/tasks/{task}/hand-over", {"personId": str(other.id)})
    (form,) = [one["id"] for one in tasks(api, ours.worker) if one["kind"] == "complete_form"]
    unread = ours.worker.post(api, f"/v1/tasks/{form}/hand-over", {"personId": str(ours.worker2.id)})
    assert [one["code"] for one in unread.json()["errors"]] == ["task_not_theirs_to_read"]
    does(api, ours.worker, f"/v1/tasks/{form}/hand-over", {"personId": str(ours.manager.id)})
    does(api, ours.manager, f"/v1/tasks/{form}/hand-over", {"personId": str(ours.worker.id)})


def test_who_is_asked_instead_has_their_own_time(
    api: TestClient, database: Database, ours: Organisation, report: str
) -> None:
    """The care lay with everybody who had it: whoever is asked instead is chased from now on, not in a week."""
    with database.write() as session:
        now = clock_of(session).now(session)
        late = {"due_at": now - timedelta(days=9), "level": 9}
        cares = (TaskRecord.organisation_id == ours.id) & (TaskRecord.kind == "first_care")
        session.execute(update(TaskRecord).where(cares).values(late))
    plan = ours.worker.get(api, f"{report}/aftercare").json()["plans"][0]["id"]
    does(api, ours.worker, f"/v1/aftercare/{plan}/another-person")
    with database.read() as session:
        (task,) = session.scalars(select(TaskRecord).where(cares))
        assert (task.level, task.due_at > now) == (0, True)
        waits = session.scalars(select(DeadlineRecord.kind).where(root_of(task).open_ones)).all()
    assert waits == [DeadlineKind.TASK_OVERDUE]


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_nobody_is_sent_away_since_somebody_else_works_on_it(
    api: TestClient, database: Database, ours: Organisation, report: str
) -> None:
    facts = {"what": "U schold.", "measures": "Alleen op afspraak.", "contact": "S. de Vries"}
    letter = does(api, ours.manager, f"{report}/letters", {"letterId": "reprimand", "facts": facts})["id"]
    by_hand = [one for one in tasks(api, ours.manager) if one["byHand"]]
    assert len(by_hand) >= 4
    asked: list[tuple[Employee, str, str, Any]] = [
        (ours.manager, "POST", f"{report}/close", {"reason": "Alles gedaan"}),
        (ours.worker, "POST", f"{report}/complete", {}),
        (ours.manager2, "PATCH", f"/v1/letters/{letter}", {"facts": {**facts, "what": "U dreigde."}}),
        (ours.worker, "POST", f"/v1/letters/{letter}/sign", {}),
        (ours.registrar, "POST", f"{report}/aftercare", {"hit": "helped", "personId": str(ours.colleague.id)}),
        *((ours.manager, "POST", f"/v1/tasks/{one['id']}/done", {}) for one in by_hand),
    ]
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = [one.result() for one in [pool.submit(who.ask, api, *rest) for who, *rest in asked]]
    assert {one.status_code for one in answers} <= {200, 201, 400, 409}, [one.text for one in answers]
    with database.read() as session:
        names = {one.name for one in invariants.broken(session, clock_of(session).now(session))}
    assert not {one for one in names if "message" not in one}
