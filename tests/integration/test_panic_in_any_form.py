"""Whoever is signed in and presses the noodknop gets an alarm, whatever the request looks like."""

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.alarms.routes import PanicIn
from api.http.never_refused import what_can_be_read
from foundation.session import Database
from tests.support.organisations import NOBODYS_ID, Employee, Organisation

ALARMS = "/v1/alarms"
PLACE = {"latitude": 51.69, "longitude": 5.3}
ODD: list[tuple[bytes, str]] = [
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"null", "application/json"),
    (b"[1]", "application/json"),
    (b"\xff\xfe", "text/plain"),
    (b"[" * 5000, "application/json"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (json.dumps({"id": "x", "visitId": 5, "location": "hier", "note": ["x"], "ageSeconds": -1}).encode(), "text/html"),
    (json.dumps({"id": str(uuid4()), "onbekend": {"a": [1]}, "visitId": str(uuid4())}).encode(), "application/json"),
    (json.dumps({"note": "x" * 5000, "location": {"latitude": 1e400, "longitude": 5}}).encode(), "application/json"),
]
KEYS: list[str | None] = [None, "", "k" * 500, "k"]


@pytest.fixture(params=KEYS, ids=["no key", "empty key", "long key", "key"])
def key(request: pytest.FixtureRequest) -> dict[str, str]:
    return {} if request.param is None else {"Idempotency-Key": request.param}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", [ALARMS, f"/v1/visits/{NOBODYS_ID}/panic", "/v1/visits/geen-id/panic"])
def test_no_form_is_refused(api: TestClient, ours: Organisation, path: str, key: dict[str, str]) -> None:
    opened = set()
    for body, kind in ODD:
        headers = {**ours.worker.headers, "Content-Type": kind, **key}
        answer = api.post(path, content=body, headers=headers)
        assert answer.status_code in (200, 201), f"{body[:60]!r}: {answer.text}"
        opened.add(answer.json()["id"])
    assert len(opened) == 1, "each joins the one that is open"
    assert api.post(path, content=b"{").status_code == 401, "only who is not signed in"


def press(api: TestClient, who: Employee, body: Any, key: str | None = None, path: str = ALARMS) -> dict[str, Any]:
    answer = who.post(api, path, body, key)
    assert answer.status_code in (200, 201), answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_key_or_id_of_another_press_joins_or_opens_a_new_alarm(api: TestClient, ours: Organisation) -> None:
    one = {"id": str(uuid4())}
    first = press(api, ours.worker, one, "k")
    assert first["id"] == one["id"]
    assert press(api, ours.worker, one, "k")["id"] == first["id"]
    assert press(api, ours.worker, {**one, "note": "Ik zit in de keuken"}, "k")["id"] == first["id"], "it joins"
    resolved = ours.manager.post(api, f"{ALARMS}/{first['id']}/resolve", {"outcome": "safe"})
    assert resolved.status_code == 200
    assert press(api, ours.worker, one, "k")["id"] == first["id"], "the same press again is no new one"
    again = press(api, ours.worker, {**one, "note": "Weer"}, "k")
    assert again["id"] != first["id"]
    assert again["resolvedAt"] is None
    # A key that was used for something else, and an id that is somebody else's.
    ours.worker2.post(api, f"/v1/visits/{uuid4()}/ok", {}, "z")
    other = press(api, ours.worker2, one, "z")
    assert other["worker"]["id"] == str(ours.worker2.id)
    assert other["id"] not in (first["id"], again["id"])


def test_the_place_that_comes_after_the_press_is_no_second_press(api: TestClient, ours: Organisation) -> None:
    """As the phone sends it: first all that is known, then the id with the place."""
    said = {"id": str(uuid4()), "note": "Dorpsstraat 12"}
    press(api, ours.worker, said)
    later = press(api, ours.worker, {"id": said["id"], "location": PLACE})
    assert (later["id"], later["location"]["latitude"]) == (said["id"], PLACE["latitude"])
    assert [one["kind"] for one in later["timeline"] if one["kind"] == "panic_repeated"] == []
    ours.manager.post(api, f"{ALARMS}/{said['id']}/resolve", {"outcome": "safe"})
    last = press(api, ours.worker, {"id": said["id"], "location": PLACE})
    assert last["id"] == said["id"], "a place that comes too late raises nobody"


def test_of_a_visit_that_is_not_theirs_it_is_an_alarm_of_their_own(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    for visit in (uuid4(), "x"):
        for who in (ours.worker, ours.hr, strangers.worker):
            made = press(api, who, {"location": PLACE}, path=f"/v1/visits/{visit}/panic")
            assert made["worker"]["id"] == str(who.id)
            assert made["visitId"] is None
            assert made["location"]["latitude"] == PLACE["latitude"]


def test_what_can_be_read_is_kept() -> None:
    sent = {
        "note": "a\x00b" + "x" * 3000, "location": {**PLACE, "accuracyMetres": -4}, "ageSeconds": "lang", "vreemd": 1,
    }  # fmt: skip
    read = what_can_be_read(json.dumps(sent).encode(), PanicIn)
    assert read["location"] == PLACE
    note = PanicIn.model_validate_json(json.dumps({"note": read["note"]})).note
    assert (note or "").startswith("abx")
    assert set(read) == {"note", "location"}
