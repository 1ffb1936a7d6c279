"""Incident reports through the doors, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.people.roles import Role
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from tests.support.organisations import Employee, Organisation, an_employee

PATH = "/v1/incidents"
NOW = datetime.now(UTC)
BEFORE = (NOW - timedelta(hours=2)).isoformat().replace("+00:00", "Z")
ADDRESS = {
    "country": "NL",
    "postcode": "5211AA",
    "houseNumber": 12,
    "addition": "A",
    "street": "Dorpsstraat",
    "city": None,
}
FIRST_FORM = (
    "visitId", "alarmId", "kind", "channel", "happenedAt", "place", "description", "causedBy", "injured", "damage",
    "reportedBy", "employee", "state", "seenBy", "seenAt",
)  # fmt: skip
OF_THE_READER = ("mine", "mayChange", "maySign", "mayHandle")
"""What differs by who reads it."""
HANGS_ON_IT = ("tasks", "advice", "measures", "aftercare", "police", "settling", "attachments")
"""What is done about it (`test_whole_incident.py`)."""
CHANGE = {"description": "Hij schold en gooide een stoel."}


def incident(**fields: Any) -> dict[str, Any]:
    return {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde met een mes.", **fields}


def filed(api: TestClient, who: Employee, **fields: Any) -> dict[str, Any]:
    answer = who.post(api, PATH, incident(**fields))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def told(answer: Any) -> dict[str, Any]:
    """What a report says, whoever reads it."""
    return {name: value for name, value in answer.items() if name not in (*OF_THE_READER, *HANGS_ON_IT)}


@pytest.fixture
def visit(database: Database, ours: Organisation) -> UUID:
    """A planned visit of the worker's."""
    with database.write() as session:
        organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == ours.id)).one()
        record = VisitRecord(
            id=uuid4(),
            organisation_id=ours.id,
            team_id=ours.team,
            worker_id=ours.worker.id,
            protocol_id=organisation.protocol_id,
            created_by=ours.worker.id,
            created_at=NOW,
            created_from="x",
            state=VisitState.PLANNED,
            address=ADDRESS,
            address_key="NL|5211AA|12|A",
            address_line="Dorpsstraat 12-A",
            risk={},
            planned_start=NOW,
            expected_end=NOW + timedelta(hours=1),
        )
        session.add(record)
        return record.id


@pytest.fixture
def elsewhere(database: Database, ours: Organisation) -> Employee:
    """The manager of another team of the same organisation."""
    with database.write() as session:
        team = TeamRecord(organisation_id=ours.id, name="Vergunningen")
        session.add(team)
        session.flush()
        return an_employee(session, ours.id, ours.slug, "Els de Boer", [(Role.MANAGER, team.id)])


def test_a_worker_files_a_report_of_a_visit(api: TestClient, ours: Organisation, visit: UUID) -> None:
    made = filed(api, ours.worker, visitId=str(visit), causedBy="De zoon van de bewoner", injured=False)
    jan = {"id": str(ours.worker.id), "name": "Jan de Wit"}
    assert {name: made[name] for name in FIRST_FORM} == {
        "visitId": str(visit),
        "alarmId": None,
        "kind": "threatening",
        "channel": "home_visit",
        "happenedAt": BEFORE,
        "place": "Dorpsstraat 12-A, 5211 AA",
        "description": "Hij dreigde met een mes.",
        "causedBy": "De zoon van de bewoner",
        "injured": False,
        "damage": None,
        "reportedBy": jan,
        "employee": jan,
        "state": "reported",
        "seenBy": None,
        "seenAt": None,
    }
    assert made["address"]["houseNumber"] == 12, "what the visit says need not be typed"
    assert ours.worker.get(api, f"{PATH}/{made['id']}").json() == made


def test_a_place_or_an_address(api: TestClient, ours: Organisation) -> None:
    assert filed(api, ours.worker, place="Bij de bushalte")["place"] == "Bij de bushalte"
    made = filed(api, ours.worker, address={**ADDRESS, "houseNumber": "12 a", "addition": None, "city": "Den Bosch"})
    assert made["place"] == made["address"]["line"] == "Dorpsstraat 12-A, 5211 AA Den Bosch"
    assert made["channel"] is None


def test_who_sees_a_report(api: TestClient, ours: Organisation, strangers: Organisation, elsewhere: Employee) -> None:
    made = filed(api, ours.worker)
    path = f"{PATH}/{made['id']}"
    for who in (ours.worker, ours.manager, ours.manager2, ours.registrar):
        assert told(who.get(api, path).json()) == told(made)
        assert [told(one) for one in who.get(api, PATH).json()["incidents"]] == [told(made)]
    others = (ours.worker2, ours.colleague, ours.hr, ours.reception, ours.board, ours.administrator, elsewhere)
    for who in (*others, strangers.manager, strangers.registrar):
        assert who.get(api, path).status_code == 404
        assert who.patch(api, path, {"state": "seen"}).status_code == 404
        assert who.get(api, PATH).json() == {"incidents": [], "next": None}
    assert api.get(PATH).status_code == 401


def test_who_may_file(api: TestClient, ours: Organisation) -> None:
    for name in ("worker", "colleague", "manager", "registrar", "hr", "reception"):
        filed(api, getattr(ours, name))
    for who in (ours.board, ours.administrator):
        assert who.post(api, PATH, incident()).status_code == 403


def test_without_a_team_only_the_whole_organisation_sees_it(api: TestClient, ours: Organisation) -> None:
    made = filed(api, ours.hr)
    assert ours.hr.get(api, f"{PATH}/{made['id']}").status_code == 200
    assert ours.registrar.get(api, f"{PATH}/{made['id']}").status_code == 200
    assert ours.manager.get(api, f"{PATH}/{made['id']}").status_code == 404
    assert ours.manager.get(api, PATH).json() == {"incidents": [], "next": None}


def test_it_goes_to_the_team_of_the_visit(
    api: TestClient, ours: Organisation, visit: UUID, elsewhere: Employee
) -> None:
    made = filed(api, elsewhere, visitId=str(visit))
    assert ours.manager.get(api, f"{PATH}/{made['id']}").status_code == 200
    unknown = elsewhere.post(api, PATH, incident(teamId=str(ours.team)))
    assert [(one["pointer"], one["code"]) for one in unknown.json()["errors"]] == [("/teamId", "team_unknown")]


def test_a_stranger_s_visit_does_not_exist(api: TestClient, strangers: Organisation, visit: UUID) -> None:
    assert strangers.worker.post(api, PATH, incident(visitId=str(visit))).status_code == 404
    assert strangers.worker.post(api, PATH, incident(alarmId=str(visit))).status_code == 404
    search = {"address": {**ADDRESS, "city": "Den Bosch"}, "purpose": "intake", "visitId": str(visit)}
    assert strangers.worker.post(api, "/v1/risk-addresses/_search", search).status_code == 404


def test_the_reporter_changes_it_and_a_manager_who_has_seen_it(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{filed(api, ours.worker)['id']}"
    assert ours.worker.patch(api, path, {**CHANGE, "place": "Op straat"}).json()["description"] == CHANGE["description"]
    early = ours.manager.patch(api, path, CHANGE)
    assert (early.status_code, early.json()["code"]) == (409, "incident_reported")
    assert ours.registrar.patch(api, path, CHANGE).status_code == 403
    assert ours.worker.patch(api, path, {"state": "seen"}).status_code == 403
    assert ours.registrar.patch(api, path, {"state": "seen"}).status_code == 403

    seen = ours.manager.patch(api, path, {"state": "seen"}).json()
    assert (seen["state"], seen["seenBy"]["name"], seen["place"]) == ("seen", "Karin Smit", "Op straat")
    assert ours.manager2.patch(api, path, {"state": "seen"}).json() == seen
    late = ours.worker.patch(api, path, {"description": "Hij schold, en gooide twee stoelen."}).json()
    assert (late["changedBy"]["name"], late["state"]) == ("Jan de Wit", "seen"), "and who saw it sees who changed it"
    more = ours.manager2.patch(api, path, {"damage": True, "place": None}).json()
    assert (more["damage"], more["place"], more["seenBy"]) == (True, None, seen["seenBy"])


def test_seen_and_completed_at_once(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{filed(api, ours.worker)['id']}"
    both = ours.manager.patch(api, path, {"state": "seen", "injured": True}).json()
    assert (both["state"], both["injured"]) == ("seen", True)


def test_nobody_sees_off_their_own_report(api: TestClient, ours: Organisation) -> None:
    path = f"{PATH}/{filed(api, ours.manager)['id']}"
    own = ours.manager.patch(api, path, {"state": "seen"})
    assert (own.status_code, own.json()["code"]) == (403, "incident_own")
    assert ours.manager2.patch(api, path, {"state": "seen"}).status_code == 200


def test_the_same_id_twice(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    chosen = str(uuid4())
    first = filed(api, ours.worker, id=chosen)
    assert filed(api, ours.worker, id=chosen) == first
    for who, body in (
        (ours.worker, incident(id=chosen, kind="scolding")),
        (ours.worker2, incident(id=chosen)),
    ):
        taken = who.post(api, PATH, body)
        assert (taken.status_code, taken.json()["code"]) == (409, "id_taken")
    theirs = filed(api, strangers.worker, id=chosen, description="Iets anders, en elders.")
    assert theirs["id"] == chosen, "the same id in another organisation is another report"
    assert strangers.worker.patch(api, f"{PATH}/{chosen}", CHANGE).status_code == 200
    assert ours.worker.get(api, f"{PATH}/{chosen}").json() == first
    changed = ours.worker.patch(api, f"{PATH}/{chosen}", CHANGE).json()
    assert filed(api, ours.worker, id=chosen) == changed


def test_the_same_key_twice(api: TestClient, ours: Organisation) -> None:
    first, again = (ours.worker.post(api, PATH, incident(), key="k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(ours.worker.get(api, PATH).json()["incidents"]) == 1


def test_every_wrong_field_at_once(api: TestClient, ours: Organisation) -> None:
    wrong = {"kind": "boos", "happenedAt": "gisteren", "address": {"country": "NL", "postcode": "x", "houseNumber": 0}}
    answer = ours.worker.post(api, PATH, wrong)
    assert answer.status_code == 400
    assert {one["pointer"]: one["code"] for one in answer.json()["errors"]} == {
        "/kind": "not_a_choice",
        "/happenedAt": "not_a_moment",
        "/description": "missing",
        "/address/postcode": "postcode_nl",
        "/address/houseNumber": "house_number_nl",
    }
    tomorrow = ours.worker.post(api, PATH, incident(happenedAt=(NOW + timedelta(days=1)).isoformat()))
    assert [(one["pointer"], one["code"]) for one in tomorrow.json()["errors"]] == [("/happenedAt", "in_future")]
    path = f"{PATH}/{filed(api, ours.worker)['id']}"
    nothing = ours.worker.patch(api, path, {"kind": None, "description": None, "happenedAt": None, "state": None})
    assert {one["pointer"] for one in nothing.json()["errors"]} == {"/kind", "/description", "/happenedAt", "/state"}
