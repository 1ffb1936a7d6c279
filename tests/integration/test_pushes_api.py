"""The doors by which a browser says where it gets its pushes."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from foundation.settings import Settings
from tests.support.organisations import Organisation
from tests.support.push_service import PRIVATE_KEY, SUBJECT, PushService

PUSH, SUBSCRIPTION = "/v1/me/push", "/v1/me/push-subscription"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return Settings(
        _env_file=None, **{**settings.model_dump(), "vapid_private_key": PRIVATE_KEY, "vapid_subject": SUBJECT}
    )


def a_body(path: str = "x") -> dict[str, Any]:
    return {**PushService(443).subscribe().body, "endpoint": f"https://fcm.googleapis.com/fcm/send/{path}"}


def test_it_is_on_for_this_sign_in_and_no_answer_holds_the_address(api: TestClient, ours: Organisation) -> None:
    key = ours.worker.get(api, PUSH).json()["publicKey"]
    assert len(key) == 87
    answer = ours.worker.ask(api, "PUT", SUBSCRIPTION, a_body())
    assert (answer.status_code, answer.json()) == (200, {"publicKey": key, "state": "on"})
    assert ours.worker.ask(api, "PUT", SUBSCRIPTION, a_body()).status_code == 200
    assert ours.colleague.get(api, PUSH).json()["state"] == "off"
    assert ours.worker.ask(api, "DELETE", SUBSCRIPTION).status_code == 204
    assert ours.worker.get(api, PUSH).json()["state"] == "off"
    assert ours.worker.ask(api, "DELETE", SUBSCRIPTION).status_code == 204


def test_the_browser_of_a_stranger_is_theirs(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    ours.worker.ask(api, "PUT", SUBSCRIPTION, a_body("one"))
    strangers.worker.ask(api, "PUT", SUBSCRIPTION, a_body("other"))
    assert strangers.worker.ask(api, "DELETE", SUBSCRIPTION).status_code == 204
    assert ours.worker.get(api, PUSH).json()["state"] == "on"
    # Whoever signs in on the same browser gets its pushes from then on, and nobody else.
    strangers.worker.ask(api, "PUT", SUBSCRIPTION, a_body("one"))
    assert ours.worker.get(api, PUSH).json()["state"] == "off"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"endpoint": "https://10.0.0.1/push"}, "/endpoint"),
        ({"endpoint": "http://fcm.googleapis.com/x"}, "/endpoint"),
        ({"p256dh": "BA"}, "/p256dh"),
        ({"p256dh": "A" * 87}, "/p256dh"),
        ({"auth": "kort"}, "/auth"),
        ({"auth": "!" * 22}, "/auth"),
        ({"endpoint": "x" * 3000}, "/endpoint"),
    ],
)
@pytest.mark.by_turns
def test_what_nothing_can_be_pushed_to_is_refused_and_loses_nothing(
    api: TestClient, ours: Organisation, wrong: dict[str, str], pointer: str
) -> None:
    ours.worker.ask(api, "PUT", SUBSCRIPTION, a_body())
    answer = ours.worker.ask(api, "PUT", SUBSCRIPTION, a_body() | wrong)
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert "10.0.0.1" not in answer.text
    assert ours.worker.get(api, PUSH).json()["state"] == "on"
