"""What takes a place among the urgent, and what is refused before: webhooks nobody signed, callers nobody knows."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from api.app import create_app
from api.http.lanes import PRESSING, ROOM, Lane, Places
from api.http.proven import Proven
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import Organisation

BASE = "http://127.0.0.1:8000"
SMS = "/v1/webhooks/twilio/sms"
SECRET = "a-token-of-ours"
FORM = {"MessageSid": "SM" + "0" * 32, "From": "+31612345678", "Body": "veilig +1 & meer"}


@pytest.fixture
def app(database: Database, settings: Settings) -> FastAPI:
    own = {"twilio_auth_token": SecretStr(SECRET), "cm_status_secret": SecretStr(SECRET), "base_url": BASE}
    return create_app(database, settings.model_copy(update=own))


@pytest.fixture
def lanes(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> list[Lane]:
    """Where each request waited for a place."""
    seen: list[Lane] = []
    places: Places = app.state.places
    waits = places.wait_for

    def noted(lane: Lane) -> Any:
        seen.append(lane)
        return waits(lane)

    monkeypatch.setattr(places, "wait_for", noted)
    return seen


@pytest.fixture
def api(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE) as client:
        yield client


def signature(form: dict[str, str] = FORM, secret: str = SECRET) -> dict[str, str]:
    return {"X-Twilio-Signature": RequestValidator(secret).compute_signature(f"{BASE}{SMS}", form)}


@pytest.mark.parametrize(
    "headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "é"}, signature(secret="another")]
)
def test_a_webhook_that_nobody_signed_takes_no_place(
    api: TestClient, lanes: list[Lane], headers: dict[str, str]
) -> None:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = api.post(SMS, data=FORM, headers=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert lanes == []


@pytest.mark.parametrize("kind", ["form", "nothing", "broken"])
def test_nor_does_one_with_another_body(api: TestClient, lanes: list[Lane], kind: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "form": {"data": FORM | {"Body": "nood"}},
        "nothing": {},
        "broken": {"content": b"--", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    }
    asked = bodies[kind]
    answer = api.post(SMS, **asked | {"headers": asked.get("headers", {}) | signature()})
    assert (answer.status_code, lanes) == (403, [])


def test_a_signed_one_is_urgent(api: TestClient, lanes: list[Lane]) -> None:
    answer = api.post(SMS, data=FORM, headers=signature())
    assert (answer.status_code, lanes) == (200, [Lane.URGENT])


def test_so_is_a_report_to_our_secret_address_and_no_other(api: TestClient, lanes: list[Lane]) -> None:
    report = {"messages": {"msg": {"status": {"code": 2}}}}
    assert api.post("/v1/webhooks/cm/status/guess", json=report).status_code == 403
    assert api.post("/v1/webhooks/other", json=report).status_code == 403
    assert lanes == []
    assert api.post(f"/v1/webhooks/cm/status/{SECRET}", json=report).status_code == 204
    assert lanes == [Lane.URGENT]


def test_an_unsigned_one_is_answered_while_all_places_are_taken(app: FastAPI) -> None:
    places: Places = app.state.places

    async def asks() -> None:
        for lane in PRESSING:
            for _ in range(ROOM[lane].at_once):
                assert places.wait_for(lane).done()
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            assert (await client.post(SMS, data=FORM)).status_code == 403
            signed = asyncio.create_task(client.post(SMS, data=FORM, headers=signature()))
            while not places.waiting(Lane.URGENT):  # noqa: ASYNC110 - no event tells of it
                await asyncio.sleep(0)
            signed.cancel()
            await asyncio.gather(signed, return_exceptions=True)

    asyncio.run(asks())


def test_who_proved_right_before_does_not_wait_for_strangers(
    api: TestClient, ours: Organisation, lanes: list[Lane]
) -> None:
    made_up = {"Authorization": "Bearer made-up"}
    for _ in range(2):
        assert api.post("/v1/alarms", json={}, headers=made_up).status_code == 401
    assert lanes == [Lane.UNPROVEN] * 2
    ours.worker.post(api, "/v1/alarms", {}).raise_for_status()
    ours.worker.post(api, "/v1/alarms", {}).raise_for_status()
    assert lanes[2:] == [Lane.UNPROVEN, Lane.URGENT]


def test_whatever_they_asked_before_will_do(api: TestClient, ours: Organisation, lanes: list[Lane]) -> None:
    ours.worker.get(api, "/v1/me").raise_for_status()
    ours.worker.post(api, "/v1/alarms", {}).raise_for_status()
    assert lanes[-1] is Lane.URGENT


def test_what_anybody_may_read_proves_nothing(api: TestClient, lanes: list[Lane]) -> None:
    made_up = {"Authorization": "Bearer made-up"}
    assert api.get("/v1/openapi.json", headers=made_up).status_code == 200
    api.get("/o/made-up", headers=made_up)
    api.post("/v1/alarms", json={}, headers=made_up)
    assert lanes[-1] is Lane.UNPROVEN


def test_strangers_fill_their_own_places() -> None:
    async def comes() -> None:
        places = Places()
        strangers = [places.wait_for(Lane.UNPROVEN) for _ in range(100)]
        assert sum(one.done() for one in strangers) == ROOM[Lane.UNPROVEN].at_once
        assert places.wait_for(Lane.URGENT).done()
        places.leave(Lane.UNPROVEN, strangers[0])
        assert sum(one.done() for one in strangers[1:]) == ROOM[Lane.UNPROVEN].at_once, "they go on beside"

    asyncio.run(comes())


def test_so_many_are_kept_and_who_is_signed_out_is_not() -> None:
    proven = Proven(2)
    scopes: list[dict[str, Any]] = [
        {"headers": [(b"authorization", b"Bearer %d" % number)], "state": {"caller": object()}} for number in range(3)
    ]
    for one in scopes:
        proven.answered(one)
    assert [proven.knows(one) for one in scopes] == [False, True, True]
    proven.refused(scopes[2])
    assert [proven.knows(one) for one in scopes] == [False, True, False]
    proven.answered({"headers": [], "state": {"caller": object()}})
    assert not proven.knows({"headers": []})
