"""Whoever acts waits for as few statements as there can be: rows are read once, and the answer is what was made.

A statement is a trip to the database and back. Without a key, as these requests come here; the key of a repetition
costs two more, its claim and the answer that is kept with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from foundation.session import Database
from tests.support.engine import fill_the_roster
from tests.support.organisations import Employee, Organisation

MOST = 12
MOST_OF_A_CHECK_IN = {"postgresql": 8, "sqlite": 9}
MOST_OF_A_PANIC = {"postgresql": 15, "sqlite": 18}
"""It also asks where they are and what is open of theirs, and opens an alarm. On SQLite a table is a statement."""
ADDRESS = {"country": "NL", "postcode": "5211AA", "houseNumber": 12, "street": "Dorpsstraat", "city": "Den Bosch"}


@pytest.fixture
def roster(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        fill_the_roster(session, ours)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*arguments: Any) -> None:
        if not arguments[2].startswith("BEGIN"):
            said.append(arguments[2])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def in_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(minutes=60)).isoformat()


def checks_in(api: TestClient, employee: Employee) -> str:
    body = {"address": ADDRESS, "companions": [], "checkIn": True, "expectedEnd": in_an_hour()}
    answer = employee.post(api, "/v1/visits", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def takes(
    api: TestClient, database: Database, employee: Employee, path: str, body: dict[str, Any], key: str | None = None
) -> list[str]:
    """The statements of that request, which is answered as the same thing is when it is read anew."""
    with counted(database) as said:
        answer = employee.post(api, path, body, key)
    assert answer.status_code in (200, 201), answer.text
    kind = path.split("/")[2]
    read = employee.get(api, f"/v1/{kind}/{answer.json()['id']}").json()
    assert answer.json() | {"asOf": ""} == read | {"asOf": ""}
    return said


@pytest.mark.usefixtures("roster")
def test_a_check_in_reads_nothing_twice(api: TestClient, ours: Organisation, database: Database) -> None:
    checks_in(api, ours.worker2)
    body = {"address": ADDRESS, "companions": [], "checkIn": True, "expectedEnd": in_an_hour()}
    said = takes(api, database, ours.worker, "/v1/visits", body)
    assert len(said) <= MOST_OF_A_CHECK_IN[database.engine.dialect.name], said


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("ok", {}),
        ("extend", {"minutes": 30}),
        ("check-out", {"returnTo": "office"}),
        ("check-out", {"returnTo": "home"}),
        ("check-out", {}),
    ],
)
def test_what_a_worker_presses_reads_the_visit_once(
    api: TestClient, ours: Organisation, database: Database, what: str, body: dict[str, Any]
) -> None:
    checks_in(api, ours.worker2)
    visit = checks_in(api, ours.worker)
    said = takes(api, database, ours.worker, f"/v1/visits/{visit}/{what}", body)
    assert len(said) <= MOST, said
    assert sum("FROM visit" in one and "visit.address" in one for one in said) == 1


@pytest.mark.usefixtures("roster")
def test_an_acknowledgement_reads_the_alarm_once(api: TestClient, ours: Organisation, database: Database) -> None:
    visit = checks_in(api, ours.worker)
    assert ours.worker.post(api, f"/v1/visits/{visit}/panic").status_code == 200
    alarm = ours.worker.get(api, f"/v1/visits/{visit}").json()["alarm"]["id"]
    said = takes(api, database, ours.manager, f"/v1/alarms/{alarm}/acknowledge", {})
    # And who is inside of a silent alarm, and who may not follow it any more: they get no text.
    assert len(said) <= MOST + 2, said
    assert sum("alarm.level" in one for one in said) == 1


@pytest.mark.usefixtures("roster")
@pytest.mark.parametrize("where", ["alone", "again", "on a visit", "on a visit again", "with two visits"])
def test_a_noodknop_reads_nothing_twice(api: TestClient, ours: Organisation, database: Database, where: str) -> None:
    checks_in(api, ours.worker2)
    if "visit" in where:
        checks_in(api, ours.worker)
    body = {"id": str(uuid4()), "note": "in de gang", "location": {"latitude": 51.7, "longitude": 5.3, "accuracy": 9}}
    if "again" in where:
        takes(api, database, ours.worker, "/v1/alarms", {"id": str(uuid4())})
    if "two" in where:
        checks_in(api, ours.worker)
    said = takes(api, database, ours.worker, "/v1/alarms", body)
    presses = 2 if "two" in where else 1
    assert len(said) <= presses * MOST_OF_A_PANIC[database.engine.dialect.name], said


@pytest.mark.usefixtures("roster")
def test_a_noodknop_on_a_visit_reads_the_visit_once(api: TestClient, ours: Organisation, database: Database) -> None:
    checks_in(api, ours.worker2)
    visit = checks_in(api, ours.worker)
    for _ in range(2):
        said = takes(api, database, ours.worker, f"/v1/visits/{visit}/panic", {})
        assert len(said) <= MOST_OF_A_PANIC[database.engine.dialect.name], said
        assert sum("FROM visit" in one and "visit.address" in one for one in said) == 1


@pytest.mark.usefixtures("roster")
def test_a_key_costs_two_more(api: TestClient, ours: Organisation, database: Database) -> None:
    visit = checks_in(api, ours.worker)
    path = f"/v1/visits/{visit}/ok"
    without = takes(api, database, ours.worker, path, {})
    assert len(takes(api, database, ours.worker, path, {}, str(uuid4()))) == len(without) + 2
