"""A task is laid with, and goes up to, somebody who may do it at once: of every kind, at every place of its chain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from achterwacht.functions.holding import who_holds
from achterwacht.functions.records import HolderRecord
from achterwacht.people.records import GrantRecord, OrganisationRecord
from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.holding import holders
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from foundation.clock import clock_of
from foundation.session import Database
from tests.support.organisations import Employee, Organisation

THEIR_OWN = frozenset({TaskKind.SIGN_LETTER, TaskKind.DECIDE_MEASURES, TaskKind.MEASURE_STEP, TaskKind.TELL_MEASURE})
"""Whom the protocol names for one finds it by the function: a letter to sign, a measure put before them, or to tell."""
LAID_HERE = tuple(one for one in TaskKind if one is not TaskKind.NAME_HOLDER)
"""Every kind that goes along a chain."""
KINDS = {one.value: one for one in TaskKind}
REPORT = {
    "kind": "threatening", "happenedAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "channel": "office",
    "description": "Hij dreigde", "aggressor": {"name": "Pieters"},
    "damages": [{"whose": "organisation", "what": "Ruit"}],
}  # fmt: skip


def named(database: Database, ours: Organisation, function: Function, who: Employee, *roles: Role) -> None:
    """Name somebody for a function of the team, perhaps with roles there besides their own."""
    with database.write() as session:
        session.add(HolderRecord(organisation_id=ours.id, function=function, person_id=who.id, team_id=ours.team))
        session.add_all(
            GrantRecord(organisation_id=ours.id, person_id=who.id, role=role, team_id=ours.team) for role in roles
        )


def filed(api: TestClient, database: Database, ours: Organisation, profile: str, **more: Any) -> UUID:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        load_profile(session, organisation, shipped()[profile], clock_of(session).now(session))
    answer = ours.worker.post(api, "/v1/incidents", {**REPORT, **more})
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


def laid(session: Session, ours: Organisation, kind: TaskKind, incident: UUID) -> TaskRecord:
    organisation, now = session.get_one(OrganisationRecord, ours.id), clock_of(session).now(session)
    task = Laid(kind, ours.team, None, (Function.DIRECT_MANAGER,), "here", incident_id=incident, about=uuid4())
    return lay(session, organisation, task, now)


def has(session: Session, record: TaskRecord) -> set[UUID]:
    return {one.id for one in holders(session, who_holds(session, record.organisation_id), record.facts())}


def shown(api: TestClient, ours: Organisation) -> dict[str, set[UUID]]:
    """By task, who finds it among their own."""
    found: dict[str, set[UUID]] = {}
    for who in ours.everybody:
        for one in who.get(api, "/v1/tasks?mine=true").json()["tasks"]:
            found.setdefault(one["id"], set()).add(who.id)
    return found


@pytest.mark.parametrize("with_a_role", [False, True])
def test_a_deputy_has_what_their_role_lets_them_do(
    api: TestClient, database: Database, ours: Organisation, with_a_role: bool
) -> None:
    incident = filed(api, database, ours, "corporatie")
    named(database, ours, Function.DEPUTY_MANAGER, ours.worker2, *([Role.MANAGER] if with_a_role else []))
    managers = {ours.manager.id, ours.manager2.id} | ({ours.worker2.id} if with_a_role else set())
    expected = {}
    for kind in LAID_HERE:
        with database.write() as session:
            record = laid(session, ours, kind, incident)
            assert has(session, record) == managers, kind
            record.level = len(record.chain) - 1
            session.flush()
            last = ours.hr if kind.spec.escalates_to is Function.HR else ours.registrar
            deputy = set() if kind.spec.right is not None and not with_a_role else {ours.worker2.id}
            expected[kind] = (str(record.id), managers | deputy | {last.id})
            assert has(session, record) == expected[kind][1], kind
    mine = shown(api, ours)
    for kind, (task, people) in expected.items():
        assert mine[task] == people, kind


def test_where_the_first_may_not_it_begins_with_who_may(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    """The administrator named a manager of the team who has no role there; the registrar has it at once."""
    incident = filed(api, database, ours, "corporatie")
    named(database, ours, Function.DIRECT_MANAGER, ours.worker2)
    for kind in LAID_HERE:
        with database.write() as session:
            record = laid(session, ours, kind, incident)
            by_function = kind.spec.right is None or kind in THEIR_OWN
            assert has(session, record) == {ours.worker2.id if by_function else ours.registrar.id}, kind


def test_where_nobody_may_the_administrators_have_it(api: TestClient, database: Database, ours: Organisation) -> None:
    incident = filed(api, database, ours, "corporatie")
    with database.write() as session:
        session.execute(delete(GrantRecord).where(GrantRecord.role.in_([Role.MANAGER, Role.REGISTRAR])))
        record = laid(session, ours, TaskKind.SIGN_FORM, incident)
        assert has(session, record) == set()
        record.level = len(record.chain)
        assert has(session, record) == {ours.administrator.id}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_an_administrator_whom_it_reached_reads_no_point_of_any_kind(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    """They hand it on (docs/decisions/0078). Who handles the case reads what is not somebody's care."""
    incident = filed(api, database, ours, "corporatie")
    points = [{"text": "Vraag waarom hij dreigde", "done": True}]
    with database.write() as session:
        session.execute(delete(TaskRecord))
        for one in LAID_HERE:
            record = laid(session, ours, one, incident)
            record.points, record.level = points, len(record.chain)
    theirs = ours.administrator.get(api, "/v1/tasks?mine=true").json()["tasks"]
    assert {one["kind"] for one in theirs} == set(LAID_HERE)
    assert {one["kind"]: one["points"] for one in theirs if one["points"]} == {}
    read = {one["kind"] for one in ours.registrar.get(api, "/v1/tasks").json()["tasks"] if one["points"] == points}
    assert read >= {one for one in LAID_HERE if not one.spec.confidential}


@pytest.mark.by_turns
@pytest.mark.parametrize("profile", ["corporatie", "heusden-zolder", "losser", "s-hertogenbosch", "woonmaatschappij"])
def test_whoever_has_one_opens_where_it_is_done(
    api: TestClient, database: Database, ours: Organisation, profile: str
) -> None:
    """By the doors: all that a report of this protocol asks, when it went up as far as it goes."""
    named(database, ours, Function.DEPUTY_MANAGER, ours.worker2)
    behaviour = {"losser": "D", "woonmaatschappij": "verbal"}.get(profile, "threat")
    incident = filed(api, database, ours, profile, behaviours=[{"id": behaviour, "channel": "office"}])
    path = f"/v1/incidents/{incident}"
    completed = ours.worker.post(api, f"{path}/complete", {
        "injury": {"yes": False}, "policeReport": {"yes": False}, "aftercare": {"yes": False},
        "furtherAction": {"yes": False},
    })  # fmt: skip
    assert completed.status_code == 200, completed.text
    with database.write() as session:
        of_it = TaskRecord.incident_id == incident
        for record in session.scalars(select(TaskRecord).where(of_it)):
            top = len(record.chain) - 1
            session.execute(update(TaskRecord).where(TaskRecord.id == record.id).values(level=top))
    seen = set()
    for who in ours.everybody:
        opens: int | None = None
        for task in who.get(api, "/v1/tasks?mine=true").json()["tasks"]:
            kind = KINDS[task["kind"]]
            seen.add(kind)
            if kind.spec.right is not None:
                opens = opens or who.get(api, path).status_code
                assert opens == 200, (who.name, kind)
                theirs = who.id == ours.worker.id
                assert theirs or task["mayDrop"], (who.name, kind)
            elif not task["byHand"] and task["incidentId"]:
                assert who.get(api, f"/v1/tasks/{task['id']}/report").status_code == 200, (who.name, kind)
    assert TaskKind.POLICE_QUESTION in seen or profile == "woonmaatschappij"
