"""CM.com's status reports at our door: who has the secret of the address is heard, and nobody else."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from foundation.session import Database
from foundation.settings import Settings
from notifications.records import MessageState
from tests.support.cm import BESIDE_TWILIO, SECRET, fallback_settings
from tests.support.post import REFUSED, Post
from tests.support.shared_app import an_application

ADDRESS = "/v1/webhooks/cm/status"


@pytest.fixture
def settings(database_url: str) -> Settings:
    given = {**BESIDE_TWILIO, **fallback_settings("http://127.0.0.1:1")}
    return Settings(_env_file=None, database_url=database_url, **given)


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


def a_report(message: UUID | str, code: str | int = "2", error: str = "") -> dict[str, Any]:
    status = {"code": code, "errorCode": error, "errorDescription": ""}
    reference = message.hex if isinstance(message, UUID) else message
    return {"messages": {"msg": {"received": "2026-11-21T14:00:00Z", "to": "0031611111113", "reference": reference,
                                 "status": status, "operator": "20408"}}}  # fmt: skip


def by_the_second(post: Post) -> UUID:
    post.first.sends = [REFUSED]
    message = post.puts()
    post.dispatches()
    return message


@pytest.mark.parametrize(("code", "state"), [("0", "sent"), ("2", "delivered"), (3, "failed"), ("1", "failed")])
def test_a_report_moves_the_message_and_is_answered_with_nothing(
    api: TestClient, post: Post, code: str | int, state: str
) -> None:
    message = by_the_second(post)
    answer = api.post(f"{ADDRESS}/{SECRET}", json=a_report(message, code, "31"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert post.message(message).state is MessageState(state)
    assert post.message(message).error_code == ("cm_31" if state == "failed" else None)


def test_only_forward_however_often_and_in_whatever_order(api: TestClient, post: Post) -> None:
    message = by_the_second(post)
    for code in ("2", "0", "3", "2", "1"):
        assert api.post(f"{ADDRESS}/{SECRET}", json=a_report(message, code)).status_code == 204
        assert post.message(message).state is MessageState.DELIVERED
    assert post.message(message).news is False


@pytest.mark.by_turns
@pytest.mark.parametrize("secret", ["", "x" * 34, SECRET[:-1], SECRET + "x", "é"])
def test_without_the_secret_it_is_refused_and_nothing_moves(api: TestClient, post: Post, secret: str) -> None:
    message = by_the_second(post)
    answer = api.post(f"{ADDRESS}/{secret}", json=a_report(message))
    assert answer.status_code in (403, 404)
    assert answer.status_code == 403 or secret == ""
    assert post.message(message).state is MessageState.SENT


def test_without_a_second_provider_there_is_no_secret_that_fits(database: Database, database_url: str) -> None:
    alone = Settings(_env_file=None, database_url=database_url)
    with TestClient(an_application(database, alone), base_url="http://127.0.0.1:8000") as api:
        assert api.post(f"{ADDRESS}/x", json=a_report(uuid4())).status_code == 403


@pytest.mark.parametrize("report", [a_report(uuid4()), a_report("an order of mine"), a_report(uuid4(), "77")])
def test_what_is_not_ours_is_taken_so_that_it_is_not_repeated_for_a_week(
    api: TestClient, report: dict[str, Any]
) -> None:
    assert api.post(f"{ADDRESS}/{SECRET}", json=report).status_code == 204


def test_what_is_no_report_is_refused(api: TestClient) -> None:
    assert api.post(f"{ADDRESS}/{SECRET}", json={"messages": {}}).status_code == 400
    assert api.post(f"{ADDRESS}/{SECRET}", content=b"<MESSAGES/>").status_code == 400


def test_the_secret_gets_into_no_log(api: TestClient, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    message = by_the_second(post)
    api.post(f"{ADDRESS}/{SECRET}", json=a_report(message, "77"))
    api.post(f"{ADDRESS}/{SECRET}x", json=a_report(message))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("api.webhooks.cm")]
    assert len(ours) == 2
    assert not [line for line in ours if SECRET in line]
