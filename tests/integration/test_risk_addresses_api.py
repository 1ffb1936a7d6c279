"""The doors of the risk register: who may, what it answers, and what it never says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from achterwacht.audit.records import LookupRecord, RegisterViewRecord
from api.risk_addresses import routes as risk_addresses_routes
from foundation.session import Database
from tests.integration.letters import today
from tests.support.organisations import Organisation

ADDRESS = {"country": "NL", "postcode": "5211 AA", "houseNumber": "12-a", "street": "Dorpsstraat", "city": "Den Bosch"}
READ = {
    "country": "NL",
    "postcode": "5211AA",
    "houseNumber": 12,
    "addition": "A",
    "street": "Dorpsstraat",
    "city": "Den Bosch",
}
TYPED = {"registerId": None, "verified": False}
NOTHING_NOTED = {
    "informedOn": None,
    "notInformedBecause": None,
    "objectedOn": None,
    "objection": None,
    "objectionOutcome": None,
}
SECRET = "Bedreigde een collega met een mes"
REVIEW = (datetime.now(UTC) + timedelta(days=180)).date().isoformat()
PATH = "/v1/risk-addresses"


def a_year_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=365)).isoformat()


def mark(**fields: Any) -> dict[str, Any]:
    known = {"address": ADDRESS, "advice": ["pairs", "police_first"], "reason": SECRET, "reviewDate": REVIEW}
    return {**known, **fields}


def search(**fields: Any) -> dict[str, Any]:
    return {"address": ADDRESS, "purpose": "intake", **fields}


def proposed(api: TestClient, ours: Organisation, **fields: Any) -> dict[str, Any]:
    answer = ours.manager.post(api, PATH, mark(**fields))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_proposed_by_one_and_approved_by_another(api: TestClient, ours: Organisation) -> None:
    made = proposed(api, ours, instruction="Er is een hond.")
    assert made == {
        "id": made["id"],
        "address": {**READ, **TYPED, "line": "Dorpsstraat 12-A, 5211 AA Den Bosch"},
        "about": "household",
        "personName": None,
        "criteria": [],
        "advice": ["police_first", "pairs"],
        "notFor": [],
        "instruction": "Er is een hond.",
        "reason": SECRET,
        "incidentId": None,
        "measure": None,
        "validFrom": made["validFrom"],
        "reviewDate": REVIEW,
        "reviewOverdue": False,
        "endsOn": a_year_after(REVIEW),
        "state": "proposed",
        "replaces": None,
        "proposedBy": {"id": str(ours.manager.id), "name": "Karin Smit"},
        "proposedAt": made["proposedAt"],
        "approvedBy": None,
        "approvedAt": None,
        "reviewedBy": None,
        "reviewedAt": None,
        "endedBy": None,
        "endedAt": None,
        "endReason": None,
        "personConcerned": NOTHING_NOTED,
    }
    refused = ours.manager.post(api, f"{PATH}/{made['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_proposal")
    assert refused.json()["detail"] == "Je hebt dit zelf voorgesteld. Een ander moet het goedkeuren."
    approved = ours.registrar.post(api, f"{PATH}/{made['id']}/approve")
    assert approved.status_code == 200
    assert (approved.json()["state"], approved.json()["approvedBy"]["name"]) == ("approved", "Ruth Verhoeven")
    assert ours.manager2.post(api, f"{PATH}/{made['id']}/approve").status_code == 409
    ended = ours.manager.post(api, f"{PATH}/{made['id']}/end", {"reason": "Verhuisd"})
    assert (ended.status_code, ended.json()["state"]) == (200, "ended")
    assert ours.manager.post(api, f"{PATH}/{made['id']}/end", {"reason": "Verhuisd"}).status_code == 409
    assert [one["state"] for one in ours.registrar.get(api, PATH).json()["marks"]] == ["ended"]


def test_a_worker_reads_what_to_do_and_never_why(api: TestClient, ours: Organisation) -> None:
    made = proposed(api, ours)
    found = ours.worker.post(api, f"{PATH}/_search", search())
    assert found.status_code == 200
    said = found.json()
    assert said.pop("checkedAt").endswith("Z")
    assert said == {
        "checked": True,
        "advice": ["police_first", "pairs"],
        "instructions": ["Bel eerst de politie. Zeg waar je heen gaat en wanneer.", "Ga met z'n tweeën."],
        "provisional": True,
        "sameBuilding": False,
    }
    assert SECRET not in found.text
    ours.registrar.post(api, f"{PATH}/{made['id']}/approve")
    assert ours.worker.post(api, f"{PATH}/_search", search()).json()["provisional"] is False


def test_no_mark_and_not_checked_are_two_answers(api: TestClient, ours: Organisation, database: Database) -> None:
    none = ours.worker.post(api, f"{PATH}/_search", search()).json()
    assert (none["checked"], none["advice"]) == (True, [])
    with database.write() as session:
        session.execute(text("ALTER TABLE risk_mark RENAME TO elsewhere"))
    unknown = ours.worker.post(api, f"{PATH}/_search", search())
    assert (unknown.status_code, unknown.json()["checked"], unknown.json()["advice"]) == (200, False, None)


def test_the_neighbours_hear_that_it_is_another_number_in_the_building_and_nothing_more(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    proposed(api, ours, instruction="Er is een hond.")
    beside = search(address={**READ, "addition": "B"})
    said = ours.worker.post(api, f"{PATH}/_search", beside).json()
    assert said.pop("checkedAt")
    assert said == {"checked": True, "advice": [], "instructions": [], "provisional": False, "sameBuilding": True}
    assert strangers.worker.post(api, f"{PATH}/_search", beside).json()["sameBuilding"] is False
    end = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    visit = ours.worker.post(api, "/v1/visits", {"address": beside["address"], "expectedEnd": end, "checkIn": True})
    risk = visit.json()["risk"]
    assert (risk["advice"], risk["instructions"], risk["sameBuilding"]) == ([], [], True)


def test_chosen_from_the_register_or_typed_by_hand_it_is_one_address(api: TestClient, ours: Organisation) -> None:
    chosen = {**READ, "registerId": "0796200000123456"}
    made = proposed(api, ours, address=chosen)
    assert made["address"] == {**chosen, "verified": True, "line": "Dorpsstraat 12-A, 5211 AA Den Bosch"}
    for address in (ADDRESS, chosen, {**chosen, "registerId": "0796200000999999"}, {**chosen, "postcode": "5212 BB"}):
        said = ours.worker.post(api, f"{PATH}/_search", search(address=address)).json()
        assert said["advice"] == ["police_first", "pairs"], address
    elsewhere = {**chosen, "postcode": "5212 BB", "registerId": "0796200000999999"}
    assert ours.worker.post(api, f"{PATH}/_search", search(address=elsewhere)).json()["advice"] == []
    wrong = ours.worker.post(api, f"{PATH}/_search", search(address={**READ, "registerId": "0796010000123456"}))
    assert [(one["pointer"], one["code"]) for one in wrong.json()["errors"]] == [
        ("/address/registerId", "register_id_unknown")
    ]


def test_a_neighbour_and_a_stranger_find_nothing(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    made = proposed(api, ours)
    neighbour = ours.worker.post(api, f"{PATH}/_search", search(address={**READ, "addition": "B"}))
    assert neighbour.json()["advice"] == []
    assert strangers.worker.post(api, f"{PATH}/_search", search()).json()["advice"] == []
    assert strangers.registrar.get(api, PATH).json() == {"marks": [], "next": None}
    for action, body in (("approve", {}), ("end", {"reason": "Weg"}), ("review", {"reviewDate": REVIEW})):
        assert strangers.registrar.post(api, f"{PATH}/{made['id']}/{action}", body).status_code == 404
    assert strangers.registrar.put(api, f"{PATH}/{made['id']}/person-concerned", {}).status_code == 404
    for names in ({"replaces": made["id"]}, {"notFor": [str(ours.worker.id)], "advice": ["not_this_employee"]}):
        assert strangers.registrar.post(api, PATH, mark(**names)).json()["errors"][0]["code"] in {
            "unknown", "unknown_colleague",
        }  # fmt: skip
    theirs = strangers.registrar.post(api, PATH, mark(id=made["id"]))
    assert (theirs.status_code, theirs.json()["id"]) == (201, made["id"]), "the same id is another mark there"


def test_each_role_may_what_it_may(api: TestClient, ours: Organisation) -> None:
    made = proposed(api, ours)
    may = {
        ("POST", "/_search"): {"worker", "worker2", "colleague", "manager", "manager2", "registrar"},
        ("POST", ""): {"worker", "worker2", "colleague", "manager", "manager2", "registrar"},
        ("GET", ""): {"manager", "manager2", "registrar"},
    }
    bodies = {"/_search": search(), "": mark()}
    for (method, path), roles in may.items():
        for name in ("worker", "colleague", "manager", "registrar", "hr", "reception", "board", "administrator"):
            body = bodies[path] if method == "POST" else None
            status = getattr(ours, name).ask(api, method, f"{PATH}{path}", body).status_code
            assert (status != 403) == (name in roles), (method, path, name, status)
    outside = (ours.worker, ours.colleague, ours.hr, ours.reception, ours.board, ours.administrator)
    for who in outside:
        for action, body in (("approve", {}), ("end", {"reason": "Weg"}), ("review", {"reviewDate": REVIEW})):
            assert who.post(api, f"{PATH}/{made['id']}/{action}", body).status_code == 403
        assert who.put(api, f"{PATH}/{made['id']}/person-concerned", {}).status_code == 403
    for action in ("approve", "end", "review"):
        assert api.post(f"{PATH}/{made['id']}/{action}", json={}).status_code == 401
    assert api.put(f"{PATH}/{made['id']}/person-concerned", json={}).status_code == 401
    assert api.post(f"{PATH}/_search", json=search()).status_code == 401


def test_the_same_id_twice(api: TestClient, ours: Organisation) -> None:
    chosen = str(uuid4())
    first, again = (ours.manager.post(api, PATH, mark(id=chosen)) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert ours.manager.post(api, PATH, mark(id=chosen, reason="Anders")).status_code == 409
    assert len(ours.manager.get(api, PATH).json()["marks"]) == 1


def test_the_register_comes_in_pages(
    api: TestClient, ours: Organisation, strangers: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risk_addresses_routes, "A_PAGE", 2)
    made = [proposed(api, ours, address={**ADDRESS, "houseNumber": number})["id"] for number in range(1, 6)]
    seen, after = [], ""
    for pages in (1, 2, 3):
        page = ours.registrar.get(api, f"{PATH}{after}").json()
        seen += [one["id"] for one in page["marks"]]
        assert (page["next"] is None) is (pages == 3)
        after = f"?after={page['next']}"
    assert seen == made[::-1]
    assert strangers.registrar.get(api, f"{PATH}?after={made[0]}").status_code == 404


def test_every_wrong_field_at_once(api: TestClient, ours: Organisation) -> None:
    wrong = mark(
        address={"country": "NL", "postcode": "5211 SS", "houseNumber": "?", "addition": "?"},
        advice=[],
        reason=" ",
        reviewDate="straks",
    )
    answer = ours.manager.post(api, PATH, wrong)
    assert answer.status_code == 400
    assert {one["pointer"]: one["code"] for one in answer.json()["errors"]} == {
        "/address/postcode": "postcode_nl",
        "/address/houseNumber": "house_number_nl",
        "/address/addition": "addition_unreadable",
        "/advice": "too_few",
        "/reason": "too_short",
        "/reviewDate": "not_a_date",
    }
    details = {one["detail"] for one in answer.json()["errors"]}
    assert "Schrijf de postcode als 1234 AB." in details
    past = ours.manager.post(api, PATH, mark(reviewDate="2020-01-01"))
    assert [one["pointer"] for one in past.json()["errors"]] == ["/reviewDate"]


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("address", "pointer", "code"),
    [
        ({"country": "DE"}, "/address/country", "not_a_choice"),
        ({}, "/address/country", "missing"),
        ("Dorpsstraat 12", "/address", "not_an_object"),
        ({**READ, "street": "x" * 81}, "/address/street", "longer_than"),
        ({**READ, "houseNumber": 1.5}, "/address/houseNumber", "not_text"),
        (
            {"country": "BE", "street": "Veldstraat", "houseNumber": "12", "postcode": "9000"},
            "/address/city",
            "missing",
        ),
    ],
)
def test_no_address(api: TestClient, ours: Organisation, address: Any, pointer: str, code: str) -> None:
    answer = ours.worker.post(api, f"{PATH}/_search", search(address=address))
    assert answer.status_code == 400
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [(pointer, code)]
    assert "{" not in answer.json()["detail"]


def test_a_belgian_address_goes_round(api: TestClient, ours: Organisation) -> None:
    flemish = {"country": "BE", "street": "Veldstraat", "houseNumber": "12 bus 3", "postcode": "9000", "city": "Gent"}
    made = proposed(api, ours, address=flemish)
    line = "Veldstraat 12 bus 3, 9000 Gent"
    assert made["address"] == {**flemish, **TYPED, "houseNumber": "12", "box": "3", "line": line}
    again = ours.worker.post(api, f"{PATH}/_search", search(address=made["address"]))
    assert again.json()["advice"] == ["police_first", "pairs"]


def test_look_ups_are_logged_with_their_purpose(api: TestClient, ours: Organisation, database: Database) -> None:
    ours.worker.post(api, f"{PATH}/_search", search(purpose="aanbellen"))
    assert ours.worker.post(api, f"{PATH}/_search", search(visitId=str(uuid4()))).status_code == 404
    without = ours.worker.post(api, f"{PATH}/_search", {"address": ADDRESS})
    assert [one["pointer"] for one in without.json()["errors"]] == ["/purpose"]
    with database.read() as session:
        logged = session.scalars(select(LookupRecord).where(LookupRecord.organisation_id == ours.id)).all()
        assert [(one.person_id, one.purpose) for one in logged] == [(ours.worker.id, "aanbellen")]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_nobody_goes_through_a_street(api: TestClient, ours: Organisation) -> None:
    answers = [ours.worker.post(api, f"{PATH}/_search", search()) for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert ours.worker2.post(api, f"{PATH}/_search", search()).status_code == 200


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_document_knows_the_addresses(api: TestClient) -> None:
    schemas = api.get("/v1/openapi.json").json()["components"]["schemas"]
    number = schemas["DutchAddress"]["properties"]["houseNumber"]
    assert {one["type"] for one in number["anyOf"]} == {"integer", "string"}
    assert schemas["DutchAddressOut"]["properties"]["houseNumber"]["type"] == "integer"
    assert schemas["Mark"]["properties"]["reviewDate"]["format"] == "date"


def test_everything_a_mark_holds(api: TestClient, ours: Organisation) -> None:
    told = mark(
        personName="K. Jansen",
        criteria=["weapon", "fraud_investigation"],
        advice=["not_this_employee", "attention"],
        notFor=[str(ours.worker.id)],
        measure="Waarschuwingsbrief van 3 mei",
        validFrom=today().isoformat(),
        endsOn=a_year_after(REVIEW),
    )
    answer = ours.worker2.post(api, PATH, told)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["about"], made["personName"], made["measure"]) == ("person", "K. Jansen", told["measure"])
    assert (made["criteria"], made["validFrom"]) == (["weapon", "fraud_investigation"], today().isoformat())
    assert made["notFor"] == [{"id": str(ours.worker.id), "name": "Jan de Wit"}]
    for who, advice in ((ours.worker, ["not_this_employee", "attention"]), (ours.worker2, ["attention"])):
        assert who.post(api, f"{PATH}/_search", search()).json()["advice"] == advice


def test_for_a_visit_it_is_asked_for_who_goes_and_only_by_who_may_see_the_visit(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    proposed(api, ours, advice=["not_this_employee"], notFor=[str(ours.worker.id)])
    end = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {"address": ADDRESS, "expectedEnd": end, "checkIn": True}
    visit = ours.worker.post(api, "/v1/visits", body).json()
    assert visit["risk"]["advice"] == ["not_this_employee"]
    asked = search(visitId=visit["id"])
    for who in (ours.colleague, ours.worker):
        assert who.post(api, f"{PATH}/_search", asked).json()["advice"] == ["not_this_employee"], who.name
    before = log_of_visit(database, ours, visit["id"])
    assert ours.worker2.post(api, f"{PATH}/_search", asked).status_code == 404
    assert log_of_visit(database, ours, visit["id"]) == before, "the log holds no visit that somebody only named"
    assert ours.worker2.post(api, "/v1/visits", body).json()["risk"]["advice"] == []


def log_of_visit(database: Database, ours: Organisation, visit: str) -> list[UUID | None]:
    """Who looked for this visit."""
    with database.read() as session:
        of_visit = (LookupRecord.organisation_id == ours.id) & (LookupRecord.visit_id == UUID(visit))
        return list(session.scalars(select(LookupRecord.person_id).where(of_visit).order_by(LookupRecord.at)))


def test_a_mark_names_no_report_that_its_proposer_may_not_see(api: TestClient, ours: Organisation) -> None:
    told = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde"}
    report = ours.worker.post(api, "/v1/incidents", told).json()["id"]
    refused = ours.worker2.post(api, PATH, mark(incidentId=report))
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/incidentId", "unknown")]
    for who in (ours.worker, ours.manager):
        assert who.post(api, PATH, mark(incidentId=report)).status_code == 201


def test_a_fraud_investigation_names_the_employee(api: TestClient, ours: Organisation) -> None:
    answer = ours.manager.post(api, PATH, mark(criteria=["fraud_investigation"]))
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [("/notFor", "investigator_missing")]
    unknown = mark(advice=["not_this_employee"], notFor=[str(uuid4())], incidentId=str(uuid4()))
    found = ours.manager.post(api, PATH, unknown).json()["errors"]
    assert [(one["pointer"], one["code"]) for one in found] == [
        ("/notFor/0", "unknown_colleague"),
        ("/incidentId", "unknown"),
    ]


def test_a_review_moves_the_date_and_the_end_and_a_proposal_has_none(api: TestClient, ours: Organisation) -> None:
    made = proposed(api, ours)
    later = a_year_after(REVIEW)
    path = f"{PATH}/{made['id']}/review"
    early = ours.registrar.post(api, path, {"reviewDate": later})
    assert (early.status_code, early.json()["code"]) == (409, "mark_not_approved")
    ours.registrar.post(api, f"{PATH}/{made['id']}/approve")
    wrong = ours.registrar.post(api, path, {"reviewDate": later, "endsOn": REVIEW})
    assert [one["code"] for one in wrong.json()["errors"]] == ["ends_before_review"]
    done = ours.registrar.post(api, path, {"reviewDate": later}).json()
    assert (done["reviewDate"], done["endsOn"]) == (later, a_year_after(later))
    assert done["reviewedBy"]["name"] == "Ruth Verhoeven"
    ours.registrar.post(api, f"{PATH}/{made['id']}/end", {"reason": "Verhuisd"})
    assert ours.registrar.post(api, path, {"reviewDate": later}).json()["code"] == "mark_ended"


def test_the_person_concerned(api: TestClient, ours: Organisation) -> None:
    made = proposed(api, ours)
    path = f"{PATH}/{made['id']}/person-concerned"
    said = {
        **NOTHING_NOTED,
        "informedOn": today().isoformat(),
        "objectedOn": today().isoformat(),
        "objection": "Ik woon er pas",
        "objectionOutcome": "Nog open",
    }
    assert ours.registrar.put(api, path, said).json()["personConcerned"] == said
    ours.registrar.post(api, f"{PATH}/{made['id']}/end", {"reason": "Bezwaar gegrond"})
    gone = ours.registrar.put(api, path, {"notInformedBecause": "Gevaar voor de collega"}).json()
    assert gone["personConcerned"] == {**NOTHING_NOTED, "notInformedBecause": "Gevaar voor de collega"}
    assert (gone["endedBy"]["name"], gone["endReason"]) == ("Ruth Verhoeven", "Bezwaar gegrond")
    wrong = ours.registrar.put(api, path, {"objection": "Nee"})
    assert [one["pointer"] for one in wrong.json()["errors"]] == ["/objectedOn"]


def test_reading_the_register_is_logged(api: TestClient, ours: Organisation, database: Database) -> None:
    proposed(api, ours)
    ours.registrar.get(api, PATH)
    ours.manager.get(api, PATH)
    ours.worker.get(api, PATH)
    with database.read() as session:
        views = session.scalars(select(RegisterViewRecord).where(RegisterViewRecord.organisation_id == ours.id)).all()
        assert {(one.person_id, one.what) for one in views} == {
            (ours.registrar.id, "marks"),
            (ours.manager.id, "marks"),
        }
