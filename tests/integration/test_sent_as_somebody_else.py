"""A phone that people share: what one of them pressed is sent later, and by then another may be signed in on it.

The client says whose it is (`Achterwacht-Person`). Where that is not who is signed in, nothing is done by any door.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from achterwacht.alarms.records import AlarmRecord
from achterwacht.attachments.records import AttachmentRecord
from achterwacht.events.records import EventRecord
from achterwacht.guessing.records import GuessRecord
from achterwacht.idempotency.records import AnswerRecord
from achterwacht.people.kept_secrets import hash_secret
from achterwacht.people.records import PersonRecord
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from tests.integration.test_sign_in import sign_in
from tests.support.organisations import NOBODYS_ID, Organisation
from tests.unit.test_pictures import a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
HEADER = "Achterwacht-Person"
WRITTEN = (VisitRecord, EventRecord, AlarmRecord, AttachmentRecord, AnswerRecord, GuessRecord)
PIN, DURESS = "2468", "8642"


def rows(database: Database) -> dict[str, int]:
    with database.read() as session:
        everything = {"across_organisations": True}
        return {
            one.__tablename__: session.scalar(select(func.count()).select_from(one), execution_options=everything) or 0
            for one in WRITTEN
        }


def a_visit_of(api: TestClient, database: Database, ours: Organisation) -> str:
    visit: str = ours.worker.post(api, "/v1/visits", a_check_in()).json()["id"]
    with database.write() as session:
        person = session.get_one(PersonRecord, ours.worker.id)
        person.pin_hash, person.duress_pin_hash = hash_secret(PIN), hash_secret(DURESS)
    return visit


def a_check_in() -> dict[str, Any]:
    address = {"country": "NL", "postcode": "5211 AA", "houseNumber": 7}
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    return {"id": str(uuid4()), "address": address, "companions": [], "expectedEnd": until, "checkIn": True}


def everything_that_waits(visit: str, incident: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What a phone sends once it has a network again."""
    photo = {"file": ("foto.jpg", a_picture())}
    return [
        ("POST", f"/v1/visits/{visit}/ok", {"json": {"pin": PIN}}),
        ("POST", f"/v1/visits/{visit}/ok", {"json": {"pin": DURESS}}),
        ("POST", f"/v1/visits/{visit}/check-out", {"json": {"pin": "1357"}}),
        ("POST", "/v1/visits", {"json": a_check_in()}),
        ("POST", "/v1/alarms", {"json": {}}),
        ("POST", f"/v1/visits/{visit}/panic", {"json": {}}),
        ("POST", f"/v1/incidents/{incident}/attachments", {"files": photo}),
        ("POST", "/v1/sessions/sign-out-everywhere", {}),
        ("PUT", "/v1/me/pin", {"json": {"password": "x", "pin": "1234"}}),
        ("GET", "/v1/me", {}),
        ("GET", f"/v1/visits/{visit}", {}),
    ]


@pytest.mark.parametrize("sent_as", ["another", "nobody", "no id", "empty"])
@pytest.mark.parametrize("key", [False, True], ids=["", "with a key"])
@pytest.mark.parametrize("way", ["cookie", "bearer"])
def test_nothing_is_done_for_somebody_else(
    api: TestClient, ours: Organisation, database: Database, sent_as: str, key: bool, way: str
) -> None:
    visit = a_visit_of(api, database, ours)
    report = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde."}
    incident = ours.worker.post(api, "/v1/incidents", report).json()["id"]
    said = {"another": str(ours.worker2.id), "nobody": NOBODYS_ID, "no id": "Jan de Wit", "empty": ""}[sent_as]
    headers = {HEADER: said} | (ours.worker.headers if way == "bearer" else {})
    if way == "cookie":
        assert sign_in(api, ours.worker.email).status_code == 201
    before = rows(database)
    for method, path, sent in everything_that_waits(visit, incident):
        kept = {"Idempotency-Key": str(uuid4())} if key and method == "POST" else {}
        answer = api.request(method, path, headers=headers | kept, **sent)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_you"), (path, answer.text)
    assert rows(database) == before


def test_what_was_answered_before_is_not_read_out_to_somebody_else(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    visit = a_visit_of(api, database, ours)
    assert sign_in(api, ours.worker.email).status_code == 201
    path, key = f"/v1/visits/{visit}/ok", {"Idempotency-Key": "once"}
    mine = {HEADER: str(ours.worker.id)}
    assert api.post(path, json={"pin": PIN}, headers=key | mine).status_code == 200
    answer = api.post(path, json={"pin": PIN}, headers=key | {HEADER: str(ours.worker2.id)})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_you")
    assert api.post(path, json={"pin": PIN}, headers=key | mine).status_code == 200


def test_ones_own_is_done_whatever_the_case_of_the_letters(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    visit = a_visit_of(api, database, ours)
    assert sign_in(api, ours.worker.email).status_code == 201
    mine = {HEADER: str(ours.worker.id).upper()}
    assert api.post(f"/v1/visits/{visit}/ok", json={"pin": PIN}, headers=mine).status_code == 200
    assert api.post("/v1/alarms", json={}, headers=mine).status_code == 201
    assert api.post(f"/v1/visits/{visit}/panic", json={}, headers=mine).status_code == 200


def test_the_noodknop_asks_nothing_of_who_does_not_say(api: TestClient, ours: Organisation, database: Database) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    assert api.post("/v1/alarms", json={}).status_code == 201


def test_an_ended_sign_in_calls_for_help_for_its_own_person_alone(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    a_visit_of(api, database, ours)
    assert sign_in(api, ours.worker.email).status_code == 201
    assert api.post("/v1/sessions/sign-out-everywhere").status_code == 204
    answer = api.post("/v1/alarms", json={}, headers={HEADER: str(ours.worker2.id)})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_you")
    assert api.post("/v1/alarms", json={}, headers={HEADER: str(ours.worker.id)}).status_code == 201
    assert api.get("/v1/me", headers={HEADER: str(ours.worker.id)}).json()["code"] == "only_alarms"
