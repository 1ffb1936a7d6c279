"""The doors themselves: one transaction a request, one answer a key, and nothing said before it is on disk."""

from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from sqlalchemy import event, func, select

from achterwacht.idempotency.records import AnswerRecord
from achterwacht.people.records import TeamRecord
from achterwacht.refused import RuleBroken
from api.http import queueing
from api.http.headers import PRINTED_PAGE
from api.http.idempotency import IdempotentRequest
from api.http.schemas import Pressed
from api.http.security import Me, Read, Write
from foundation.session import Database
from tests.support.organisations import Organisation

router = APIRouter(prefix="/v1/try-out")


class Said(Pressed):
    name: str


class Made(Pressed):
    id: UUID
    name: str


class NotToday(RuleBroken):
    code = "not_planned"


@router.post("", status_code=201)
def make(body: Said, me: Me, session: Write, once: IdempotentRequest) -> Made:
    team = TeamRecord(id=uuid4(), organisation_id=me.organisation_id, name=body.name)
    session.add(team)
    session.flush()
    if body.name == "refused":
        raise NotToday
    if body.name == "broken":
        raise RuntimeError("nobody expected this")
    return once.answer(Made(id=team.id, name=team.name))


@router.get("")
def count_teams(me: Me, session: Read) -> int:
    return session.scalar(select(func.count()).select_from(TeamRecord)) or 0


@router.get("/looked-at")
def look(me: Me, session: Write) -> int:
    """Reading that is written down, as look-ups are."""
    session.add(TeamRecord(organisation_id=me.organisation_id, name="looked at"))
    return 1


@router.get("/page")
def page() -> HTMLResponse:
    return HTMLResponse("<style></style>", headers={"Content-Security-Policy": PRINTED_PAGE})


@pytest.fixture
def tried(api: TestClient) -> TestClient:
    app = api.app
    assert isinstance(app, FastAPI)
    rest = app.router.routes.pop()
    app.include_router(router)
    app.router.routes.append(rest)
    return api


def teams(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(TeamRecord)) or 0


def test_the_answer_leaves_after_the_commit(
    tried: TestClient, ours: Organisation, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = teams(database)

    def fail(_: Any) -> None:
        raise database.engine.dialect.loaded_dbapi.OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(database.engine.dialect, "do_commit", fail)
        answer = ours.worker.post(tried, "/v1/try-out", {"name": "x"})
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Even niet bereikbaar"
    assert teams(database) == before


def test_a_page_with_its_own_policy_keeps_it(tried: TestClient) -> None:
    policy = tried.get("/v1/try-out/page").headers["content-security-policy"]
    assert policy == PRINTED_PAGE
    assert "frame-ancestors 'none'" in policy


def test_whoever_asks_for_write_gets_it_whatever_the_method(
    tried: TestClient, ours: Organisation, database: Database
) -> None:
    before = teams(database)
    assert ours.worker.get(tried, "/v1/try-out/looked-at").status_code == 200
    assert teams(database) == before + 1


def test_a_repetition_gets_the_same_answer(tried: TestClient, ours: Organisation, database: Database) -> None:
    key = str(uuid4())
    first = ours.worker.post(tried, "/v1/try-out", {"name": "x", "ageSeconds": 1}, key)
    again = ours.worker.post(tried, "/v1/try-out", {"ageSeconds": 65.5, "name": "x"}, key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["api-version"]
    other = ours.worker2.post(tried, "/v1/try-out", {"name": "y"}, key)
    assert other.status_code == 201


def test_the_same_key_for_something_else_is_refused(tried: TestClient, ours: Organisation) -> None:
    key = str(uuid4())
    assert ours.worker.post(tried, "/v1/try-out", {"name": "x"}, key).status_code == 201
    answer = ours.worker.post(tried, "/v1/try-out", {"name": "z"}, key)
    assert answer.status_code == 409
    assert answer.json()["code"] == "key_used_before"


def test_what_was_refused_may_be_tried_again(tried: TestClient, ours: Organisation, database: Database) -> None:
    before = teams(database)
    key = str(uuid4())
    for _ in range(2):
        answer = ours.worker.post(tried, "/v1/try-out", {"name": "refused"}, key)
        assert answer.status_code == 409
        assert answer.json()["detail"] == "Dit kan alleen bij een gepland bezoek."
    assert teams(database) == before
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AnswerRecord)) == 0


def test_doubles_at_the_same_moment_are_one(tried: TestClient, ours: Organisation, database: Database) -> None:
    before = teams(database)
    key = str(uuid4())
    barrier = Barrier(6)
    answers = []

    def press() -> None:
        barrier.wait()
        answers.append(ours.worker.post(tried, "/v1/try-out", {"name": "x"}, key))

    threads = [Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert teams(database) == before + 1


def test_more_at_once_than_there_are_threads(
    tried: TestClient, ours: Organisation, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for the lock must not hold the thread that the holder of the lock needs to go on."""
    monkeypatch.setattr(queueing, "PATIENCE", 120.0)  # of a busy machine: who waits here has not given up
    before = teams(database)
    answers = []

    def press(number: int) -> None:
        answers.append(ours.worker.post(tried, "/v1/try-out", {"name": f"team {number}"}).status_code)

    threads = [Thread(target=press, args=(number,)) for number in range(150)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    assert answers == [201] * 150
    assert teams(database) == before + 150


def test_an_unexpected_error_says_nothing_of_the_inside(
    tried: TestClient, ours: Organisation, database: Database
) -> None:
    before = teams(database)
    answer = ours.worker.post(tried, "/v1/try-out", {"name": "broken"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["api-version"] == "0.1.0"
    assert "nobody expected" not in answer.text
    assert teams(database) == before


def test_reading_asks_one_statement_for_the_caller(tried: TestClient, ours: Organisation, database: Database) -> None:
    statements: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_c: Any, _cu: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    assert ours.worker.get(tried, "/v1/try-out").status_code == 200
    statements.clear()  # the first one of a process learns what the protocol calls a manager
    assert ours.worker.get(tried, "/v1/try-out").status_code == 200
    assert len(statements) == 2
    statements.clear()
    assert ours.worker.post(tried, "/v1/try-out", {"name": "x"}, "k").status_code == 201
    assert len(statements) == 4
