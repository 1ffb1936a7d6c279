"""Two requests look first, and then write the same in one moment: each gets the answer that it would get a second
later, and none is refused that would not be. Each pair has looked before one of them writes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError, Lock
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from foundation.session import Database
from tests.support.organisations import Employee, Organisation

pytestmark = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
"""On SQLite there is one writer, who looks and writes before the next one looks."""
ADDRESS = {"country": "NL", "postcode": "5211AA", "houseNumber": 12, "street": "Dorpsstraat", "city": "Den Bosch"}
PATIENCE = 5


@contextmanager
def both_looked(database: Database, table: str) -> Iterator[list[str]]:
    """The first two that write this table wait for each other. Yields what they wrote."""
    barrier, guard, wrote = Barrier(2), Lock(), []

    def wait(*arguments: Any) -> None:
        if f"INSERT INTO {table} " not in arguments[2]:
            return
        with guard:
            wrote.append(arguments[2])
            first_two = len(wrote) <= 2
        if first_two:
            with suppress(BrokenBarrierError):
                barrier.wait(PATIENCE)

    event.listen(database.engine, "before_cursor_execute", wait)
    try:
        yield wrote
    finally:
        event.remove(database.engine, "before_cursor_execute", wait)


def both(api: TestClient, who: Employee, method: str, path: str, *bodies: dict[str, Any]) -> list[Any]:
    with ThreadPoolExecutor(len(bodies)) as pool:
        return [one.result() for one in [pool.submit(who.ask, api, method, path, body) for body in bodies]]


def a_visit(**said: Any) -> dict[str, Any]:
    end = (datetime.now(UTC) + timedelta(minutes=60)).isoformat()
    return {"address": ADDRESS, "companions": [], "checkIn": True, "expectedEnd": end, **said}


def test_a_check_in_that_came_twice_is_answered_twice(api: TestClient, ours: Organisation, database: Database) -> None:
    body = a_visit(id=str(uuid4()))
    with both_looked(database, "visit") as wrote:
        answers = both(api, ours.worker, "POST", "/v1/visits", body, body)
    assert len(wrote) == 2
    assert [one.status_code for one in answers] == [201, 201], [one.text for one in answers]
    assert {one.json()["id"] for one in answers} == {body["id"]}
    assert len(ours.worker.get(api, "/v1/visits").json()["visits"]) == 1


def test_two_check_ins_of_one_person_are_two_visits_that_are_watched(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    with both_looked(database, "visit"):
        answers = both(api, ours.worker, "POST", "/v1/visits", a_visit(id=str(uuid4())), a_visit(id=str(uuid4())))
    assert [one.status_code for one in answers] == [201, 201]
    shown = ours.worker.get(api, "/v1/visits").json()["visits"]
    assert [one["state"] for one in shown] == ["under_way", "under_way"]


def test_the_noodknop_with_one_id_twice_is_one_alarm(api: TestClient, ours: Organisation, database: Database) -> None:
    body = {"id": str(uuid4())}
    answers = both(api, ours.worker, "POST", "/v1/alarms", body, body)
    assert [one.status_code for one in answers] == [201, 201], [one.text for one in answers]
    assert {one.json()["id"] for one in answers} == {body["id"]}


def test_an_id_that_two_people_chose_refuses_none_of_their_calls_for_help(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    body = {"id": str(uuid4())}
    with both_looked(database, "alarm") as wrote, ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(who.post, api, "/v1/alarms", body) for who in (ours.worker, ours.worker2)]
        answers = [one.result() for one in pressed]
    assert len(wrote) >= 2
    assert [one.status_code for one in answers] == [201, 201], [one.text for one in answers]
    assert len({one.json()["id"] for one in answers}) == 2


def test_the_second_of_two_teams_hears_what_a_look_would_have_told_it(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    body = {"name": "Wijkteam"}
    with both_looked(database, "team") as wrote:
        answers = both(api, ours.administrator, "POST", "/v1/teams", body, body)
    late = ours.administrator.post(api, "/v1/teams", body)
    assert len(wrote) == 2
    assert sorted(one.status_code for one in answers) == [201, late.status_code]
    refused = next(one for one in answers if one.status_code != 201)
    assert refused.json() == late.json()
