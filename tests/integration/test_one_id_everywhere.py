"""One id in every kind of root, of two organisations: what happens to one of them leaves all others as they were."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.alarms.records import AlarmRecord, ToldRecord
from achterwacht.canary.records import CanaryRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.events.records import EventRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.monitoring import invariants
from achterwacht.people.records import TeamRecord
from achterwacht.people.roles import Role
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.roster.ranks import Rank
from achterwacht.roster.records import ShiftRecord, SwapRecord
from achterwacht.visits.records import VisitRecord
from foundation.settings import Settings
from notifications.records import MessageRecord
from notifications.texts.templates import Template
from tests.support.engine import Engine, fill_the_roster
from tests.support.organisations import Employee, Organisation, an_employee, an_organisation
from tests.support.person import an_address
from tests.support.shared_app import an_application

ACROSS = {"across_organisations": True}
INCIDENT = "incident"
"""No root: nothing comes due on it. Its id is somebody's choice all the same."""
Whose = tuple[UUID, str]
"""An organisation and a kind of root: with the id that all have, a root."""


@dataclass
class World:
    """Two organisations with the same id `one` in every kind of root."""

    engine: Engine
    api: TestClient
    here: Organisation
    there: Organisation
    one: UUID

    def state(self) -> dict[Whose, list[tuple[Any, ...]]]:
        """By root with that id: its deadlines, messages, codes and events, and its own row."""
        found: dict[Whose, list[tuple[Any, ...]]] = {}
        with self.engine.database.read() as session:

            def note(organisation: UUID, kind: str, *what: Any) -> None:
                found.setdefault((organisation, kind), []).append(what)

            for due in session.scalars(select(DeadlineRecord).where(DeadlineRecord.root_id == self.one)):
                note(due.organisation_id, due.root_kind, due.kind, due.due_at, due.fired_at, due.cancelled_at)
            for said in session.scalars(select(MessageRecord).where(MessageRecord.subject == self.one)):
                note(said.organisation_id, str(said.subject_kind), said.template, said.to, said.channel, said.state)
            for code in session.scalars(select(CodeRecord).where(CodeRecord.subject_id == self.one)):
                note(code.organisation_id, code.subject_kind, code.person_id, code.code, code.purpose)
            for told in session.scalars(select(ToldRecord).where(ToldRecord.alarm_id == self.one)):
                note(told.organisation_id, RootKind.ALARM, told.person_id, told.level, told.declined, told.failed)
            for event in session.scalars(select(EventRecord)):
                if event.visit_id == self.one:
                    note(event.organisation_id, RootKind.VISIT, event.kind, event.at)
                if event.alarm_id == self.one:
                    note(event.organisation_id, RootKind.ALARM, event.kind, event.at)
            for visit in session.scalars(select(VisitRecord).where(VisitRecord.id == self.one)):
                note(visit.organisation_id, RootKind.VISIT, visit.state, visit.expected_end, visit.ended_at)
            for alarm in session.scalars(select(AlarmRecord).where(AlarmRecord.id == self.one)):
                note(alarm.organisation_id, RootKind.ALARM, alarm.level, alarm.acknowledged_at, alarm.resolved_at)
            for swap in session.scalars(select(SwapRecord).where(SwapRecord.id == self.one)):
                note(swap.organisation_id, RootKind.SWAP, swap.state, swap.answered_at)
            for mark in session.scalars(select(RiskMarkRecord).where(RiskMarkRecord.id == self.one)):
                note(mark.organisation_id, RootKind.RISK_MARK, mark.approved_at, mark.reviewed_at, mark.ended_at)
            for report in session.scalars(select(IncidentRecord).where(IncidentRecord.id == self.one)):
                note(report.organisation_id, INCIDENT, report.description)
        return {whose: sorted(what, key=repr) for whose, what in found.items()}

    def post(self, who: Employee, path: str, body: Any = None) -> dict[str, Any]:
        answer = who.post(self.api, path, body)
        assert answer.status_code in (200, 201), f"{path}: {answer.text}"
        made: dict[str, Any] = answer.json()
        return made

    def open_kinds(self, ours: Organisation, kind: RootKind) -> set[DeadlineKind]:
        with self.engine.database.read() as session:
            mine = select(DeadlineRecord.kind).where(
                DeadlineRecord.organisation_id == ours.id,
                DeadlineRecord.root_kind == kind,
                DeadlineRecord.root_id == self.one,
                DeadlineRecord.fired_at.is_(None),
                DeadlineRecord.cancelled_at.is_(None),
            )
            return set(session.scalars(mine))

    def alarm_of_visit(self, ours: Organisation) -> str:
        visit = ours.worker.get(self.api, f"/v1/visits/{self.one}").json()
        return str(visit["alarm"]["id"])

    def holds(self) -> None:
        with self.engine.database.read() as session:
            assert not invariants.broken(session, self.engine.clock.at)


def people_of(world: World, ours: Organisation) -> set[UUID]:
    return {one.id for one in ours.everybody}


@pytest.fixture
def world(engine: Engine) -> Iterator[World]:
    here, there = engine.ours, an_organisation(engine.database, "elders")
    with engine.database.write() as session:
        fill_the_roster(session, there)
    with TestClient(an_application(engine.database, Settings(_env_file=None)), base_url="http://127.0.0.1:8000") as api:
        made = World(engine, api, here, there, uuid4())
        engine.ticks()
        for ours in (here, there):
            fill(made, ours)
        yield made


def fill(world: World, ours: Organisation) -> None:
    """Everything that can have an id of somebody's choosing gets this one; the answers are those to anybody else."""
    one, now = str(world.one), world.engine.clock.at
    day = (now + timedelta(days=30)).date()
    mark = {
        "id": one, "address": an_address(12), "advice": ["attention"], "reason": "Bedreiging in 2025",
        "reviewDate": (now + timedelta(days=90)).date().isoformat(),
    }  # fmt: skip
    world.post(ours.manager, "/v1/risk-addresses", mark)
    world.post(ours.registrar, f"/v1/risk-addresses/{one}/approve")
    # A panic without a visit: by somebody who is on none.
    assert world.post(ours.worker2, "/v1/alarms", {"id": one})["id"] == one
    visit = {
        "id": one, "address": an_address(14), "teamId": str(ours.team), "checkIn": True,
        "expectedEnd": (now + timedelta(seconds=60)).isoformat(),
    }  # fmt: skip
    assert world.post(ours.worker, "/v1/visits", visit)["id"] == one
    report = {
        "id": one, "visitId": one, "kind": "threatening", "happenedAt": now.isoformat(), "description": "Hij schold.",
    }  # fmt: skip
    assert world.post(ours.worker, "/v1/incidents", report)["id"] == one
    with world.engine.database.write() as session:
        second = an_employee(session, ours.id, ours.slug, "Sara Kok", [(Role.COLLEAGUE, ours.team)])
        shift = ShiftRecord(
            organisation_id=ours.id, team_id=ours.team, person_id=ours.colleague.id, rank=Rank.FIRST,
            days=[1, 2, 3, 4, 5, 6, 7], starts=time(0), ends=time(0),
        )  # fmt: skip
        session.add(shift)
        session.flush()
        wish = {"id": one, "shiftId": str(shift.id), "day": day.isoformat(), "toId": str(second.id)}
    assert world.post(ours.colleague, f"/v1/teams/{ours.team}/swaps", wish)["id"] == one


def only(world: World, before: dict[Whose, list[tuple[Any, ...]]], *touched: Whose) -> None:
    """What happened since then happened to these alone."""
    after = world.state()
    changed = {whose for whose in before.keys() | after.keys() if before.get(whose) != after.get(whose)}
    assert changed == set(touched)


def test_a_panic_keeps_its_next_step_whatever_becomes_of_a_visit_with_its_id(world: World) -> None:
    """The fault as it was found: the check-out cancelled the step of the panic, for good."""
    world.engine.passes(61)
    steps = {ours.id: world.open_kinds(ours, RootKind.ALARM) for ours in (world.here, world.there)}
    assert set(map(frozenset, steps.values())) == {frozenset({DeadlineKind.LADDER_STEP})}
    before = world.state()
    world.post(world.here.worker, f"/v1/visits/{world.one}/check-out", {})
    only(world, before, (world.here.id, RootKind.VISIT))
    assert world.open_kinds(world.here, RootKind.ALARM) == {DeadlineKind.LADDER_STEP}
    world.engine.passes(30)
    for ours in (world.here, world.there):
        alarm = ours.manager.get(world.api, f"/v1/alarms/{world.one}").json()
        assert (alarm["visitId"], alarm["resolvedAt"], alarm["level"]) == (None, None, "police")
    world.holds()


def test_each_story_is_that_of_one_root(world: World) -> None:
    here, there, one = world.here, world.there, world.one
    visit, alarm = (here.id, RootKind.VISIT), (here.id, RootKind.ALARM)
    stories: list[tuple[Employee, str, dict[str, Any], Whose]] = [
        (here.worker, f"visits/{one}/ok", {}, visit),
        (here.worker, f"visits/{one}/extend", {"minutes": 2}, visit),
        (here.manager, f"visits/{one}/check-call", {"result": "not_ok"}, visit),
        (here.manager, f"alarms/{one}/acknowledge", {}, alarm),
        (here.manager, f"alarms/{one}/police-calls", {"number": "112"}, alarm),
        (here.worker, f"visits/{one}/panic", {}, visit),
        (here.manager, f"alarms/{one}/resolve", {"outcome": "safe"}, alarm),
        (there.manager, f"alarms/{one}/acknowledge", {}, (there.id, RootKind.ALARM)),
        (there.worker, f"visits/{one}/check-out", {}, (there.id, RootKind.VISIT)),
        (here.manager, f"risk-addresses/{one}/end", {"reason": "Verhuisd"}, (here.id, RootKind.RISK_MARK)),
        (here.colleague, f"teams/{here.team}/swaps/{one}/withdraw", {}, (here.id, RootKind.SWAP)),
    ]  # fmt: skip
    for who, path, body, touched in stories:
        world.engine.ticks()
        before = world.state()
        world.post(who, f"/v1/{path}", body)
        only(world, before, touched)
        world.holds()
    before = world.state()
    change = {"description": "Hij schold en gooide een stoel."}
    assert there.worker.patch(world.api, f"/v1/incidents/{one}", change).status_code == 200
    only(world, before, (there.id, INCIDENT))
    before = world.state()
    world.post(here.manager, f"/v1/alarms/{world.alarm_of_visit(here)}/resolve", {"outcome": "help_given"})
    only(world, before, visit)
    world.holds()


def test_what_comes_due_on_one_is_not_due_on_another(world: World) -> None:
    """Everything that has a deadline, and a whole day: each ladder is climbed by its own steps."""
    for seconds in (15, 15, 31, 15, 15, 15, 30):
        world.engine.passes(seconds)
        world.holds()
    with world.engine.database.read() as session:
        found = session.scalars(select(AlarmRecord), execution_options=ACROSS).all()
        assert len(found) == 4, "a panic and an overdue visit in each organisation"
        for told in session.scalars(select(MessageRecord)):
            ours = world.here if told.organisation_id == world.here.id else world.there
            mine = {one.phone for one in ours.everybody}
            others = {one.phone for one in (world.there if ours is world.here else world.here).everybody}
            assert told.to not in others, "somebody of another organisation was told"
            assert told.to in mine or told.person not in people_of(world, ours)
        failing = select(DeadlineRecord).where(DeadlineRecord.failures > 0)
        assert not session.scalars(failing, execution_options=ACROSS).all()


def test_the_code_of_an_alarm_does_nothing_to_a_visit_with_its_id(world: World) -> None:
    world.engine.passes(31)
    with world.engine.database.read() as session:
        codes = session.scalars(select(CodeRecord).where(CodeRecord.subject_id == world.one)).all()
        kinds = {(one.organisation_id, one.subject_kind) for one in codes}
    for ours in (world.here, world.there):
        assert {(ours.id, RootKind.ALARM), (ours.id, RootKind.SWAP), (ours.id, RootKind.VISIT)} <= kinds


def test_a_message_that_failed_is_given_to_what_it_is_about(world: World) -> None:
    world.engine.passes(31)
    check_call = MessageRecord.template == Template.CHECK_CALL_COLLEAGUE
    asked = [one for one in world.engine.messages(check_call) if one.organisation_id == world.here.id]
    assert {one.subject_kind for one in asked} == {RootKind.VISIT}
    before = world.state()
    with world.engine.database.write() as session:
        failed = session.get_one(MessageRecord, asked[0].id)
        failed.news = True
    world.engine.jobs.dispatch()
    after = world.state()
    assert after[world.here.id, RootKind.ALARM] == before[world.here.id, RootKind.ALARM]
    assert after[world.here.id, RootKind.VISIT] != before[world.here.id, RootKind.VISIT]


def test_a_canary_and_a_team_with_the_id_keep_theirs(world: World) -> None:
    """Their ids come from us, or are one team's in the whole installation; they share the table of deadlines."""
    engine, here = world.engine, world.here
    now = engine.clock.at
    canary = {"phone": "06 12340099", "dailyAt": f"{now:%H:%M}"}
    assert here.administrator.put(world.api, "/v1/canary", canary).status_code == 200
    with engine.database.write() as session:
        session.execute(
            CanaryRecord.__table__.update().values(id=world.one)  # type: ignore[attr-defined]
        )
        session.execute(
            DeadlineRecord.__table__.update()  # type: ignore[attr-defined]
            .where(DeadlineRecord.root_kind == RootKind.CANARY)
            .values(root_id=world.one)
        )
        session.add(TeamRecord(id=world.one, organisation_id=here.id, name="Wijken"))
    roster: dict[str, Any] = {"shifts": []}
    assert here.administrator.put(world.api, f"/v1/teams/{world.one}/roster", roster).status_code == 200
    assert world.open_kinds(here, RootKind.CANARY) == {DeadlineKind.CANARY}
    before = world.state()
    assert here.administrator.delete(world.api, "/v1/canary").status_code == 204
    only(world, before, (here.id, RootKind.CANARY))
    before = world.state()
    assert here.administrator.put(world.api, f"/v1/teams/{world.one}/roster", roster).status_code == 200
    only(world, before, *({(here.id, RootKind.ROSTER)} & world.state().keys()))
    world.holds()


def test_a_drill_with_the_id_of_a_visit_ends_alone(world: World) -> None:
    """In a third organisation, where nothing real is open."""
    quiet = an_organisation(world.engine.database, "rustig")
    with world.engine.database.write() as session:
        fill_the_roster(session, quiet)
    begun = world.post(quiet.manager, "/v1/drills", {"id": str(world.one), "teamId": str(quiet.team)})
    assert begun["id"] == str(world.one)
    visit = {
        "id": str(world.one), "address": an_address(14), "teamId": str(quiet.team),
        "plannedStart": (world.engine.clock.at + timedelta(hours=1)).isoformat(),
        "expectedEnd": (world.engine.clock.at + timedelta(hours=2)).isoformat(),
    }  # fmt: skip
    world.post(quiet.worker2, "/v1/visits", visit)
    world.engine.passes(16)
    before = world.state()
    world.post(quiet.manager, f"/v1/drills/{world.one}/stop")
    only(world, before, (quiet.id, RootKind.ALARM))
    world.holds()


def test_a_repeated_create_answers_as_the_first_and_another_body_is_refused(world: World) -> None:
    one, ours = str(world.one), world.there
    visit = {
        "id": one, "address": an_address(16), "teamId": str(ours.team), "checkIn": False,
        "plannedStart": (world.engine.clock.at + timedelta(hours=1)).isoformat(),
        "expectedEnd": (world.engine.clock.at + timedelta(hours=2)).isoformat(),
    }  # fmt: skip
    assert ours.worker.post(world.api, "/v1/visits", visit).status_code == 409
    third = an_organisation(world.engine.database, "derde")
    visit["teamId"] = str(third.team)
    first, again = (third.worker.post(world.api, "/v1/visits", visit) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["id"] == first.json()["id"] == one
    assert world.post(third.worker, "/v1/alarms", {"id": one})["id"] == one
    assert third.worker.get(world.api, f"/v1/incidents/{one}").status_code == 404
