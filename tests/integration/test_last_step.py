"""The route, its answer and the commit are one step: an answer that can't be given leaves nothing behind."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel

from achterwacht.people.records import OrganisationRecord
from api.http.last_step import Router
from api.http.transaction import EVERY_ROUTE, Read, SessionGate, Write, request_session_of
from foundation.session import Database
from tests.support.organisations import Organisation


class Named(BaseModel):
    name: str


class Checked(Exception):
    """What was to be checked at the end does not hold."""


def _fails() -> None:
    raise Checked


@pytest.fixture
def client(database: Database, ours: Organisation) -> Iterator[TestClient]:
    router = Router(prefix="/names")

    def renames(session: Write, name: str) -> None:
        session.get_one(OrganisationRecord, ours.id).name = name

    @router.post("/{name}", status_code=201)
    def kept(name: str, session: Write) -> Named:
        renames(session, name)
        return Named(name=name)

    @router.post("/{name}/promised-otherwise", response_model=Named)
    def promised_otherwise(name: str, session: Write) -> dict[str, int]:
        renames(session, name)
        return {"number": 1}

    @router.post("/{name}/fails")
    def fails(name: str, session: Write) -> Named:
        renames(session, name)
        raise RuntimeError

    @router.post("/{name}/checked")
    def checked(name: str, request: Request, session: Write) -> Named:
        renames(session, name)
        request_session_of(request).at_the_end(_fails)
        return Named(name=name)

    @router.post("/{name}/with-a-header")
    def with_a_header(name: str, session: Write, response: Response) -> Named:
        renames(session, name)
        response.status_code = 202
        response.headers["X-Said"] = "yes"
        return Named(name=name)

    @router.get("/{name}")
    def read(name: str, session: Read) -> Named:
        return Named(name=session.get_one(OrganisationRecord, ours.id).name)

    app = FastAPI(dependencies=EVERY_ROUTE)
    app.include_router(router)
    app.state.doors, app.state.writes = SessionGate(database), {}
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def name_of(client: TestClient) -> str:
    name: str = client.get("/names/now").json()["name"]
    return name


def test_what_was_answered_is_recorded(client: TestClient) -> None:
    answer = client.post("/names/Nieuw")
    assert (answer.status_code, answer.json()) == (201, {"name": "Nieuw"})
    assert answer.headers["content-type"] == "application/json"
    assert name_of(client) == "Nieuw"


@pytest.mark.parametrize("how", ["promised-otherwise", "fails", "checked"])
def test_what_cant_be_answered_leaves_nothing_behind(client: TestClient, how: str) -> None:
    before = name_of(client)
    assert client.post(f"/names/Nieuw/{how}").status_code == 500
    assert name_of(client) == before
    assert client.post("/names/Later").status_code == 201, "and whoever comes next finds a session"


def test_a_route_that_writes_on_its_answer_keeps_what_it_wrote(client: TestClient) -> None:
    answer = client.post("/names/Nieuw/with-a-header")
    assert (answer.status_code, answer.headers["x-said"], answer.json()) == (202, "yes", {"name": "Nieuw"})
    assert name_of(client) == "Nieuw"
