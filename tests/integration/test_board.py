"""The board under many eyes: a fixed number of statements, one answer for all with the same rights, and no leak."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from pydantic import ConfigDict
from sqlalchemy import event, select

from achterwacht.addresses.address import DutchAddress
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.people.records import PersonRecord
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import caller_of_token
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.planning import plan_visit
from achterwacht.visits.facts import Pin
from achterwacht.visits.new_visit import NewCompanion, NewVisit
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import hold_visit
from api.board.routes import make
from api.board.schemas import Board
from bench.crowd import a_crowd
from foundation.clock import clock_of
from foundation.made_before import MadeBefore
from foundation.session import Database
from foundation.settings import Settings
from tests.support.engine import by, fill_the_roster
from tests.support.organisations import Employee, Organisation, an_employee
from tests.support.shared_app import an_application


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def made(database: Database, employee: Employee) -> tuple[dict[str, Any], int]:
    """The board as it is made for that one, and the statements that took."""
    with statements(database) as said, database.read() as session:
        me = caller_of_token(session, employee.token)
        assert me is not None
        answer = make(session, me, clock_of(session).now(session), MadeBefore()).asked
    content: dict[str, Any] = Exactly.model_validate_json(answer.plain).model_dump(mode="json", by_alias=True)
    return content, len(said)


class Exactly(Board):
    """What is answered is what the document says: nothing more, nothing less."""

    model_config = ConfigDict(extra="forbid")


def test_fifty_visits_and_alarms_take_as_many_statements_as_one(database_url: str) -> None:
    counted = []
    for place, (visits, alarms) in enumerate(((1, 1), (50, 30))):
        database = Database.at(database_url)
        ours = a_crowd(database, visits, alarms, planned=visits // 5, slug=f"druk-{place}").ours
        made(database, ours.manager)
        board, said = made(database, ours.manager)
        assert (len(board["visits"]) + len(board["planned"]), len(board["alarms"])) == (visits, alarms)
        counted.append(said)
        database.engine.dispose()
    assert counted[0] == counted[1] <= 20


@pytest.mark.parametrize("path", ["/v1/alarms?open=true", "/v1/alarms", "/v1/visits", "/v1/visits?state=under_way"])
def test_other_lists_take_no_statements_a_row_either(api: TestClient, database: Database, path: str) -> None:
    counted = []
    for place, rows in enumerate((1, 8)):
        ours = a_crowd(database, rows, rows, slug=f"druk-{place}").ours
        ours.manager.get(api, path).raise_for_status()
        with statements(database) as said:
            (listed,) = [one for one in ours.manager.get(api, path).json().values() if isinstance(one, list)]
        assert len(listed) == rows
        counted.append(len(said))
    assert counted[0] == counted[1]


def test_no_timeline_and_the_told_as_numbers(database: Database) -> None:
    crowd = a_crowd(database, 2, 1)
    board, _ = made(database, crowd.ours.manager)
    assert "timeline" not in str(board)
    (alarm,) = board["alarms"]
    assert alarm["told"]["people"] >= 3
    assert alarm["told"]["failed"] == 0


def test_a_row_says_what_comes_first_and_an_alarm_its_next_step(database: Database) -> None:
    crowd = a_crowd(database, 3, 2)
    board, _ = made(database, crowd.ours.manager)
    open_ones = select(DeadlineRecord.root_id, DeadlineRecord.due_at, DeadlineRecord.kind).where(
        DeadlineRecord.organisation_id == crowd.ours.id,
        DeadlineRecord.fired_at.is_(None),
        DeadlineRecord.cancelled_at.is_(None),
    )
    with database.read() as session:
        found = session.execute(open_ones).all()
    of_visit = {visit: sorted((at, kind) for root, at, kind in found if root == visit) for visit in crowd.visits}
    steps = {visit: [one for one in due if one[1].spec.climbs] for visit, due in of_visit.items()}
    assert any(steps.values())
    assert any(len(due) > 1 for due in of_visit.values())
    for row in board["visits"]:
        assert row["next"]["kind"] == of_visit[UUID(row["id"])][0][1]
    wanted = [steps[visit][0][1] if steps[visit] else None for visit in crowd.visits[:2]]
    by_alarm = {row["id"]: row["nextDeadline"] and row["nextDeadline"]["kind"] for row in board["alarms"]}
    assert [by_alarm[str(alarm)] for alarm in crowd.alarms] == wanted


@pytest.fixture
def api(database: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(an_application(database, settings), base_url="http://127.0.0.1:8000") as client:
        yield client


def board_of(api: TestClient, employee: Employee) -> dict[str, Any]:
    found: dict[str, Any] = employee.get(api, "/v1/board").raise_for_status().json()
    return found


def is_checked_in(
    database: Database, ours: Organisation, employee: Employee, companion: Employee | None = None
) -> VisitRecord:
    with database.write() as session:
        now = clock_of(session).now(session)
        new = NewVisit(
            id=uuid4(),
            team_id=ours.team,
            address=DutchAddress("5211AA", 12, None, "Dorpsstraat", "Den Bosch"),
            expected_end=now + timedelta(hours=1),
            planned_start=now,
            companions=(NewCompanion(companion.id),) if companion else (),
        )
        made = plan_visit(session, new, by(employee, ours), start_now=True)
        assert made.root.visit is not None
        return made.root.visit


def test_what_only_time_changes_is_on_the_next_board(database: Database, ours: Organisation) -> None:
    """Nothing is written between the two: the check call and the end of a visit pass, and a manager is away."""
    visit = is_checked_in(database, ours, ours.worker)
    with database.write() as session:
        fill_the_roster(session, ours)
        manager = session.get_one(PersonRecord, ours.manager.id)
        manager.absent_from, manager.absent_until = visit.expected_end, visit.expected_end + timedelta(hours=1)
    before = MadeBefore()

    def seen_at(moment: datetime) -> dict[str, Any]:
        with database.read() as session:
            me = caller_of_token(session, ours.manager.token)
            assert me is not None
            kept = make(session, me, moment, before).asked.plain
            assert kept == make(session, me, moment, MadeBefore()).asked.plain
        board: dict[str, Any] = json.loads(kept)
        return board

    assert visit.started_at is not None
    early, late = seen_at(visit.started_at), seen_at(visit.expected_end)
    assert [early["visits"][0]["task"], late["visits"][0]["task"]] == ["call", "call_now"]
    assert [one["name"] for one in early["watches"][0]["managers"]] != [
        one["name"] for one in late["watches"][0]["managers"]
    ]
    assert seen_at(visit.started_at) == early


def test_desks_with_the_same_rights_share_one_answer_a_second(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    is_checked_in(database, ours, ours.worker)
    first = board_of(api, ours.manager)
    with statements(database) as said:
        assert board_of(api, ours.manager2) == first
    assert len(said) <= 3, "who asks, what time it is, and nothing of the board"
    assert board_of(api, ours.colleague)["asOf"] != first["asOf"], "other rights, another answer"


def test_another_organisation_gets_its_own(
    api: TestClient, database: Database, ours: Organisation, strangers: Organisation
) -> None:
    is_checked_in(database, ours, ours.worker)
    assert len(board_of(api, ours.manager)["visits"]) == 1
    assert board_of(api, strangers.manager)["visits"] == []


def test_another_team_gets_its_own(api: TestClient, database: Database, ours: Organisation) -> None:
    is_checked_in(database, ours, ours.worker)
    other = ours.administrator.post(api, "/v1/teams", {"name": "Wijken"}).json()["id"]
    with database.write() as session:
        elsewhere = an_employee(session, ours.id, ours.slug, "Els Wouters", [(Role.MANAGER, UUID(other))])
    assert len(board_of(api, ours.manager)["visits"]) == 1
    assert board_of(api, elsewhere)["visits"] == []


def test_who_is_inside_a_silent_alarm_never_gets_the_answer_of_the_others(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    with database.write() as session:
        both = [(Role.MANAGER, ours.team), (Role.WORKER, ours.team)]
        inside = an_employee(session, ours.id, ours.slug, "Sven de Boer", both)
        outside = an_employee(session, ours.id, ours.slug, "Wim Bos", both)
        along = an_employee(session, ours.id, ours.slug, "Joke Kok", both)
    visit = is_checked_in(database, ours, inside, along)
    board_of(api, outside)
    with database.write() as session:
        visit_cases.say_ok(hold_visit(session, visit.id, by(inside, ours)), Pin.DURESS)
    for order in ((outside, inside, along), (along, outside, inside), (inside, along, outside)):
        for _ in range(2):
            seen = {one.id: board_of(api, one) for one in order}
            assert [one["cause"] for one in seen[outside.id]["alarms"]] == ["duress"]
            for one in (inside, along):
                assert seen[one.id]["alarms"] == []
                assert [row["alarm"] for row in seen[one.id]["visits"]] == [None]
                assert [row["task"] for row in seen[one.id]["visits"]] == ["call"]
                assert "duress" not in str(seen[one.id])


def test_what_somebody_did_themselves_they_see_at_once(api: TestClient, database: Database, ours: Organisation) -> None:
    is_checked_in(database, ours, ours.worker)
    ours.worker.post(api, "/v1/alarms", {}).raise_for_status()
    for taker in (ours.manager, ours.manager2, ours.colleague, ours.manager, ours.manager2, ours.colleague):
        (alarm,) = board_of(api, taker)["alarms"]
        if taker.id != (alarm["acknowledgedBy"] or {}).get("id") and alarm["acknowledgedBy"] is None:
            taker.post(api, f"/v1/alarms/{alarm['id']}/acknowledge", {}).raise_for_status()
            (alarm,) = board_of(api, taker)["alarms"]
            assert alarm["acknowledgedBy"]["id"] == str(taker.id)


def test_however_often_is_written_it_is_made_a_few_times_a_second(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    is_checked_in(database, ours, ours.worker)
    made_at = set()
    for _ in range(30):
        with database.write():
            pass
        made_at.add(board_of(api, ours.manager)["asOf"])
    assert len(made_at) < 15


def test_an_unchanged_board_is_not_sent_again(api: TestClient, database: Database, ours: Organisation) -> None:
    is_checked_in(database, ours, ours.worker)
    answer = ours.manager.get(api, "/v1/board")
    assert answer.headers["content-encoding"] in ("br", "gzip")
    tag = answer.headers["etag"]
    headers = ours.manager.headers | {"If-None-Match": tag}
    same = api.get("/v1/board", headers=headers)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    ours.worker.post(api, "/v1/alarms", {}).raise_for_status()
    assert api.get("/v1/board", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "way"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_it_is_pressed_as_the_other_side_can_unpack_it(
    api: TestClient, database: Database, ours: Organisation, accepted: str, way: str | None
) -> None:
    is_checked_in(database, ours, ours.worker)
    answer = api.get("/v1/board", headers=ours.manager.headers | {"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == way
    assert len(answer.json()["visits"]) == 1


def test_a_row_says_who_comes_along_and_whether_they_are_there(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    with database.write() as session:
        now = clock_of(session).now(session)
        new = NewVisit(
            id=uuid4(),
            team_id=ours.team,
            address=DutchAddress("5211AA", 12, None, "Dorpsstraat", "Den Bosch"),
            expected_end=now + timedelta(hours=1),
            planned_start=now + timedelta(minutes=5),
            companions=(NewCompanion(ours.worker2.id), NewCompanion(None, "agent Bos", "+31612345670")),
        )
        plan_visit(session, new, by(ours.worker, ours), start_now=False)

    def along() -> dict[str, tuple[bool | None, bool]]:
        (row,) = board_of(api, ours.manager)["planned"]
        return {one["name"]: (one["there"], one["declined"]) for one in row["companions"]}

    assert along() == {ours.worker2.name: (False, False), "agent Bos": (None, False)}
    companion = next(
        one["id"]
        for one in ours.worker.get(api, f"/v1/visits/{new.id}").json()["companions"]
        if one["personId"] is not None
    )
    for says, told in (("there", (True, False)), ("cant", (False, True))):
        ours.worker2.post(api, f"/v1/visits/{new.id}/companions/{companion}/{says}", {}).raise_for_status()
        assert along() == {ours.worker2.name: told, "agent Bos": (None, False)}
