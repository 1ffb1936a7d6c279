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
from tests.support.town import Citizen, Town, a_citizen

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
CHANGE = {"description": "Hij schold en gooide een stoel."}


def incident(**fields: Any) -> dict[str, Any]:
    return {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde met een mes.", **fields}


def filed(api: TestClient, who: Citizen, **fields: Any) -> dict[str, Any]:
    answer = who.post(api, PATH, incident(**fields))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@pytest.fixture
def visit(database: Database, town: Town) -> UUID:
    """A planned visit of the worker's."""
    with database.write() as session:
        organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == town.id)).one()
        record = VisitRecord(
            id=uuid4(),
            organisation_id=town.id,
            team_id=town.team,
            worker_id=town.worker.id,
            protocol_id=organisation.protocol_id,
            created_by=town.worker.id,
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
def elsewhere(database: Database, town: Town) -> Citizen:
    """The manager of another team of the same organisation."""
    with database.write() as session:
        team = TeamRecord(organisation_id=town.id, name="Vergunningen")
        session.add(team)
        session.flush()
        return a_citizen(session, town.id, town.slug, "Els de Boer", [(Role.MANAGER, team.id)])


def test_a_worker_files_a_report_of_a_visit(api: TestClient, town: Town, visit: UUID) -> None:
    made = filed(api, town.worker, visitId=str(visit), causedBy="De zoon van de bewoner", injured=False)
    assert made == {
        "id": made["id"],
        "visitId": str(visit),
        "alarmId": None,
        "kind": "threatening",
        "channel": "home_visit",
        "happenedAt": BEFORE,
        "place": None,
        "address": None,
        "description": "Hij dreigde met een mes.",
        "causedBy": "De zoon van de bewoner",
        "injured": False,
        "damage": None,
        "reportedBy": {"id": str(town.worker.id), "name": "Jan de Wit"},
        "state": "reported",
        "seenBy": None,
        "seenAt": None,
        "createdAt": made["createdAt"],
    }
    assert town.worker.get(api, f"{PATH}/{made['id']}").json() == made


def test_a_place_or_an_address(api: TestClient, town: Town) -> None:
    assert filed(api, town.worker, place="Bij de bushalte")["place"] == "Bij de bushalte"
    made = filed(api, town.worker, address={**ADDRESS, "houseNumber": "12 a", "addition": None, "city": "Den Bosch"})
    assert made["place"] == made["address"]["line"] == "Dorpsstraat 12-A, 5211 AA Den Bosch"
    assert made["channel"] is None


def test_who_sees_a_report(api: TestClient, town: Town, strangers: Town, elsewhere: Citizen) -> None:
    made = filed(api, town.worker)
    path = f"{PATH}/{made['id']}"
    for who in (town.worker, town.manager, town.manager2, town.registrar):
        assert who.get(api, path).json() == made
        assert who.get(api, PATH).json() == {"incidents": [made]}
    others = (town.worker2, town.colleague, town.hr, town.reception, town.board, town.administrator, elsewhere)
    for who in (*others, strangers.manager, strangers.registrar):
        assert who.get(api, path).status_code == 404
        assert who.patch(api, path, {"state": "seen"}).status_code == 404
        assert who.get(api, PATH).json() == {"incidents": []}
    assert api.get(PATH).status_code == 401


def test_who_may_file(api: TestClient, town: Town) -> None:
    for name in ("worker", "colleague", "manager", "registrar", "hr", "reception"):
        filed(api, getattr(town, name))
    for who in (town.board, town.administrator):
        assert who.post(api, PATH, incident()).status_code == 403


def test_without_a_team_only_the_whole_organisation_sees_it(api: TestClient, town: Town) -> None:
    made = filed(api, town.hr)
    assert town.hr.get(api, f"{PATH}/{made['id']}").status_code == 200
    assert town.registrar.get(api, f"{PATH}/{made['id']}").status_code == 200
    assert town.manager.get(api, f"{PATH}/{made['id']}").status_code == 404
    assert town.manager.get(api, PATH).json() == {"incidents": []}


def test_it_goes_to_the_team_of_the_visit(api: TestClient, town: Town, visit: UUID, elsewhere: Citizen) -> None:
    made = filed(api, elsewhere, visitId=str(visit))
    assert town.manager.get(api, f"{PATH}/{made['id']}").status_code == 200
    unknown = elsewhere.post(api, PATH, incident(teamId=str(town.team)))
    assert [(one["pointer"], one["code"]) for one in unknown.json()["errors"]] == [("/teamId", "team_unknown")]


def test_a_stranger_s_visit_does_not_exist(api: TestClient, strangers: Town, visit: UUID) -> None:
    assert strangers.worker.post(api, PATH, incident(visitId=str(visit))).status_code == 404
    assert strangers.worker.post(api, PATH, incident(alarmId=str(visit))).status_code == 404
    search = {"address": {**ADDRESS, "city": "Den Bosch"}, "purpose": "intake", "visitId": str(visit)}
    assert strangers.worker.post(api, "/v1/risk-addresses/_search", search).status_code == 404


def test_the_reporter_changes_it_until_a_manager_has_seen_it(api: TestClient, town: Town) -> None:
    path = f"{PATH}/{filed(api, town.worker)['id']}"
    assert town.worker.patch(api, path, {**CHANGE, "place": "Op straat"}).json()["description"] == CHANGE["description"]
    early = town.manager.patch(api, path, CHANGE)
    assert (early.status_code, early.json()["code"]) == (409, "incident_reported")
    assert town.registrar.patch(api, path, CHANGE).status_code == 403
    assert town.worker.patch(api, path, {"state": "seen"}).status_code == 403
    assert town.registrar.patch(api, path, {"state": "seen"}).status_code == 403

    seen = town.manager.patch(api, path, {"state": "seen"}).json()
    assert (seen["state"], seen["seenBy"]["name"], seen["place"]) == ("seen", "Karin Smit", "Op straat")
    assert town.manager2.patch(api, path, {"state": "seen"}).json() == seen
    late = town.worker.patch(api, path, CHANGE)
    assert (late.status_code, late.json()["code"]) == (409, "incident_seen")
    more = town.manager2.patch(api, path, {"damage": True, "place": None}).json()
    assert (more["damage"], more["place"], more["seenBy"]) == (True, None, seen["seenBy"])


def test_seen_and_completed_at_once(api: TestClient, town: Town) -> None:
    path = f"{PATH}/{filed(api, town.worker)['id']}"
    both = town.manager.patch(api, path, {"state": "seen", "injured": True}).json()
    assert (both["state"], both["injured"]) == ("seen", True)


def test_nobody_sees_off_their_own_report(api: TestClient, town: Town) -> None:
    path = f"{PATH}/{filed(api, town.manager)['id']}"
    own = town.manager.patch(api, path, {"state": "seen"})
    assert (own.status_code, own.json()["code"]) == (403, "incident_own")
    assert town.manager2.patch(api, path, {"state": "seen"}).status_code == 200


def test_the_same_id_twice(api: TestClient, town: Town, strangers: Town) -> None:
    chosen = str(uuid4())
    first = filed(api, town.worker, id=chosen)
    assert filed(api, town.worker, id=chosen) == first
    for who, body in (
        (town.worker, incident(id=chosen, kind="scolding")),
        (town.worker2, incident(id=chosen)),
    ):
        taken = who.post(api, PATH, body)
        assert (taken.status_code, taken.json()["code"]) == (409, "id_taken")
    theirs = filed(api, strangers.worker, id=chosen, description="Iets anders, en elders.")
    assert theirs["id"] == chosen, "the same id in another organisation is another report"
    assert strangers.worker.patch(api, f"{PATH}/{chosen}", CHANGE).status_code == 200
    assert town.worker.get(api, f"{PATH}/{chosen}").json() == first
    changed = town.worker.patch(api, f"{PATH}/{chosen}", CHANGE).json()
    assert filed(api, town.worker, id=chosen) == changed


def test_the_same_key_twice(api: TestClient, town: Town) -> None:
    first, again = (town.worker.post(api, PATH, incident(), key="k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(town.worker.get(api, PATH).json()["incidents"]) == 1


def test_every_wrong_field_at_once(api: TestClient, town: Town) -> None:
    wrong = {"kind": "boos", "happenedAt": "gisteren", "address": {"country": "NL", "postcode": "x", "houseNumber": 0}}
    answer = town.worker.post(api, PATH, wrong)
    assert answer.status_code == 400
    assert {one["pointer"]: one["code"] for one in answer.json()["errors"]} == {
        "/kind": "not_a_choice",
        "/happenedAt": "not_a_moment",
        "/description": "missing",
        "/address/postcode": "postcode_nl",
        "/address/houseNumber": "house_number_nl",
    }
    tomorrow = town.worker.post(api, PATH, incident(happenedAt=(NOW + timedelta(days=1)).isoformat()))
    assert [(one["pointer"], one["code"]) for one in tomorrow.json()["errors"]] == [("/happenedAt", "in_future")]
    path = f"{PATH}/{filed(api, town.worker)['id']}"
    nothing = town.worker.patch(api, path, {"kind": None, "description": None, "happenedAt": None, "state": None})
    assert {one["pointer"] for one in nothing.json()["errors"]} == {"/kind", "/description", "/happenedAt", "/state"}
