"""The demonstration at this minute: people on a visit, and what whoever tries it out did already."""

from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.alarms.facts import Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.monitoring import health
from achterwacht.monitoring.held import last_backup
from achterwacht.people.records import PersonRecord
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from tests.support.organisations import Organisation
from tests.support.shell import Shell


def test_people_are_on_a_visit_and_what_was_left_over_is_ended(
    shell: Shell, database: Database, api: TestClient
) -> None:
    assert api.get("/simulator/demonstration").status_code == 404
    shell.gets("demo", "--no-past", "--alive")
    shell.gets("demo", "--alive")
    with database.read() as session:
        now = database.clock.now(session)
        states = [(one.state, one.expected_end) for one in session.scalars(select(VisitRecord))]
        under_way = [end for state, end in states if state is VisitState.UNDER_WAY]
        assert len(under_way) == 7, "once, whoever is on a visit already stays there"
        assert timedelta(seconds=30) < min(under_way) - now < timedelta(seconds=90)
        assert [state for state, _ in states].count(VisitState.PLANNED) == 6
        assert len(session.scalars(select(RiskMarkRecord.id)).all()) == 2
        assert session.scalars(select(AlarmRecord.id)).all() == [], "nothing is wrong yet"
        assert health.look(session, now, timedelta(seconds=1)).broken == []
    with database.write() as session:
        for one in session.scalars(select(VisitRecord).where(VisitRecord.state == VisitState.UNDER_WAY)):
            one.started_at = one.expected_end - timedelta(hours=30)
            one.planned_start = one.started_at
            one.expected_end = now - timedelta(hours=20)
    shell.gets("demo", "--alive")
    with database.read() as session:
        visits = session.scalars(select(VisitRecord).where(VisitRecord.state == VisitState.UNDER_WAY)).all()
        assert len(visits) == 7
        assert all(one.expected_end > now for one in visits)
        assert {one.outcome for one in session.scalars(select(AlarmRecord))} <= {Outcome.SAFE}


def test_who_one_can_be_and_what_was_tried(shell: Shell, database: Database, api: TestClient) -> None:
    shell.gets("demo", "--no-past", "--alive")
    shown = api.get("/simulator/demonstration").json()
    assert shown["people"][0] == {"email": "worker@voorbeeld.test", "name": "Jan de Wit", "roles": ["worker"]}
    assert shown["managerWord"] == "teammanager"
    assert not any(shown["tour"].values())
    signed_in = api.post("/v1/sessions", json={"email": shown["people"][0]["email"], "password": shown["password"]})
    assert signed_in.status_code == 201
    with database.read() as session:
        now = database.clock.now(session)
        emails = session.scalars(select(PersonRecord.email)).all()
        assert "worker7@voorbeeld.test" in emails
    address = {"country": "NL", "postcode": "5211AA", "houseNumber": 12, "city": "Voorbeeldstad"}
    new = {
        "address": address, "companions": [], "expectedEnd": (now + timedelta(minutes=3)).isoformat(), "checkIn": True,
    }  # fmt: skip
    assert api.post("/v1/visits", json=new).status_code == 201
    assert api.get("/simulator/demonstration").json()["tour"] == {
        "checkedIn": True, "notAnswered": False, "othersTold": False, "taken": False, "closed": False,
    }  # fmt: skip
    assert api.post("/v1/alarms", json={}).status_code == 201
    tour = api.get("/simulator/demonstration").json()["tour"]
    assert (tour["notAnswered"], tour["othersTold"], tour["taken"]) == (True, True, False)


def test_a_manager_sees_two_teams_and_all_is_well(shell: Shell, database: Database, api: TestClient) -> None:
    shell.gets("demo", "--no-past", "--alive")
    karin, fatima = (_as(shell, name) for name in ("manager", "colleague"))
    assert [one["name"] for one in api.get("/v1/teams", headers=karin).json()["teams"]] == ["Inkomen", "Wmo"]
    assert [one["name"] for one in api.get("/v1/teams", headers=fatima).json()["teams"]] == ["Inkomen"]
    seen = [len(api.get("/v1/board", headers=one).json()["visits"]) for one in (karin, fatima)]
    assert seen[0] > seen[1] > 0
    faces = {one["name"]: one["roles"] for one in api.get("/simulator/demonstration").json()["people"]}
    assert faces["Karin Smit"] == ["manager"], "once, of both teams"
    stands = api.get("/v1/standing", headers=karin).json()
    assert [stands[name]["level"] for name in ("canary", "backup")] == ["well", "well"]
    assert stands["canaryResult"] == "delivered"
    shell.gets("demo", "--empty")
    stands = api.get("/v1/standing", headers=karin).json()
    assert (stands["canaryResult"], stands["backup"]["at"]) == ("never", None), "nothing is told of what is gone"


def test_beside_others_no_backup_is_made_up(shell: Shell, database: Database, ours: Organisation) -> None:
    shell.gets("demo", "--force", "--no-past", "--alive")
    with database.read() as session:
        assert last_backup(session) is None


def test_a_demonstration_of_before_gets_its_second_team(shell: Shell, database: Database, api: TestClient) -> None:
    shell.gets("demo", "--no-past")
    karin = _as(shell, "manager")
    assert [one["name"] for one in api.get("/v1/teams", headers=karin).json()["teams"]] == ["Inkomen"]
    shell.gets("demo", "--alive")
    assert [one["name"] for one in api.get("/v1/teams", headers=karin).json()["teams"]] == ["Inkomen", "Wmo"]


def _as(shell: Shell, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {shell.gets('token', f'{name}@voorbeeld.test').strip()}"}


def _begins_again(shell: Shell, database: Database, changes: dict[str, dict[str, object]]) -> tuple[str, int]:
    """Change these people, and begin it again. Returns what is said, and how many are on a visit."""
    shell.gets("demo", "--no-past", "--alive")
    shell.gets("demo", "--empty")
    with database.write() as session:
        for name, what in changes.items():
            session.execute(update(PersonRecord).where(PersonRecord.email == f"{name}@voorbeeld.test").values(**what))
    said = shell.gets("demo", "--alive")
    with database.read() as session:
        visits = session.scalars(select(VisitRecord.id).where(VisitRecord.state == VisitState.UNDER_WAY)).all()
    return said, len(visits)


def test_it_begins_again_whoever_was_changed_in_it(shell: Shell, database: Database) -> None:
    left: dict[str, dict[str, object]] = {"worker3": {"active": False}, "worker4": {"email": "piet@voorbeeld.test"}}
    said, on_a_visit = _begins_again(shell, database, left)
    assert "nobody was put on a visit" not in said
    assert on_a_visit == 7 - len(left)


def test_without_its_manager_it_is_as_it_was_left(shell: Shell, database: Database) -> None:
    said, on_a_visit = _begins_again(shell, database, {"registrar": {"active": False}, "manager": {"active": False}})
    assert ("nobody was put on a visit" in said, on_a_visit) == (True, 0)
    assert "Password of all" in said


def test_who_begins_again_begins_at_the_first_step(shell: Shell, api: TestClient) -> None:
    shell.gets("demo", "--no-past")
    api.post("/v1/sessions", json={"email": "worker@voorbeeld.test", "password": "achterwacht-demo"})
    end = (datetime.now(UTC) + timedelta(minutes=20)).isoformat()
    address = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}
    body = {"address": address, "expectedEnd": end, "checkIn": True}
    visit = api.post("/v1/visits", json=body).json()
    api.post(f"/v1/visits/{visit['id']}/panic", json={"ageSeconds": 0})
    tour = api.get("/simulator/demonstration").json()["tour"]
    assert (tour["checkedIn"], tour["notAnswered"]) == (True, True)
    again = api.post("/v1/visits", json=body)
    assert again.status_code == 201, again.text
    tour = api.get("/simulator/demonstration").json()["tour"]
    assert (tour["checkedIn"], tour["notAnswered"]) == (True, False)
