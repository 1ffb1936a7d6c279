"""What would fail on a phone: told by the phone, replaced by the next report, seen by the administrator only."""

from fastapi.testclient import TestClient

from tests.support.organisations import Organisation


def says(api: TestClient, ours: Organisation, *failing: str, expect: int = 204) -> None:
    body = {"appVersion": "0.1.0", "failing": list(failing)}
    assert api.put("/v1/me/phone-readiness", json=body, headers=ours.worker.headers).status_code == expect


def test_the_administrator_sees_whose_phone_is_not_ready(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    def seen(by: Organisation) -> list[tuple[str, list[str]]]:
        found = api.get("/v1/people/phone-readiness", headers=by.administrator.headers).json()["phones"]
        return [(one["person"]["name"], one["failing"]) for one in found]

    assert seen(ours) == []
    says(api, ours, "notifications", "location", "location")
    assert seen(ours) == [(ours.worker.name, ["location", "notifications"])]
    assert seen(strangers) == []
    assert api.get("/v1/people/phone-readiness", headers=ours.worker.headers).status_code == 403
    says(api, ours, "battery")
    assert seen(ours) == [(ours.worker.name, ["battery"])]
    says(api, ours)
    assert seen(ours) == []
    says(api, ours, "where it is", expect=400)
