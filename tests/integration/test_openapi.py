"""The document, and whether the API keeps to it whatever it is sent (NL API design rules)."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.support.organisations import NOBODYS_ID, Organisation

NO_SIGN_IN = ("/sessions", "/account-links/", "/forgotten-passwords", "/sign-ons", "/webhooks/")
ANYBODY_READS = ("/sign-on-offer", "/sign-on-keys/{organisation}")
HALF_A_SIGN_IN = "/sessions/second-step"
METHODS = ("get", "post", "put", "patch", "delete")
ENDS_A_SIGN_IN = (("/sessions/current", "delete"), ("/sessions/sign-out-everywhere", "post"))

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def document(api: TestClient) -> dict[str, Any]:
    answer = api.get("/v1/openapi.json", headers={"Origin": "https://developer.overheid.nl"})
    assert answer.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def test_the_version_is_in_the_address_and_in_every_answer(document: dict[str, Any]) -> None:
    assert [server["url"] for server in document["servers"]] == ["/v1"]
    assert not [path for path in document["paths"] if path.startswith("/v1") or path.endswith("/")]
    assert document["info"]["version"] == "0.1.0"
    assert {"name", "email", "url"} <= set(document["info"]["contact"])
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            assert "API-Version" in response["headers"], (path, method, status)


def test_only_the_document_is_for_other_sites(api: TestClient, ours: Organisation, document: dict[str, Any]) -> None:
    answer = api.get("/v1/me", headers=ours.worker.headers | {"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_input_is_refused_with_400_and_problems_are_problems(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        responses = operation["responses"]
        assert "422" not in responses, path
        assert "400" in responses, path
        for status in (one for one in responses if one[0] in "45"):
            assert list(responses[status]["content"]) == ["application/problem+json"], (path, method, status)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_everything_asks_who_you_are(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if (path.startswith(NO_SIGN_IN) and method == "post") or path in (HALF_A_SIGN_IN, *ANYBODY_READS):
            continue
        assert {"bearer": []} in operation["security"], (path, method)
        assert "401" in operation["responses"], (path, method)


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)


def test_no_field_hides_a_moment_behind_the_name_of_a_date(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            formats = set(re.findall(r'"format": "([a-z-]+)"', json.dumps(said)))
            assert "time" not in formats, (name, field)
            if re.search(r"Date$", field):
                assert formats == {"date"}, (name, field)


NONSENSE: tuple[Any, ...] = (
    None, [], {}, 7, "x", {"id": 7, "name": [], "address": 3, "expectedEnd": "morgen", "ageSeconds": "oud"},
    {"ageSeconds": -1}, {"address": {"country": "XX"}}, {"expectedEnd": "99999-01-01T00:00:00Z", "minutes": 1e300},
)  # fmt: skip


def test_whatever_is_sent_the_answer_is_one_of_ours(
    api: TestClient, ours: Organisation, document: dict[str, Any]
) -> None:
    """Asked of people who are signed in: what ends that comes last, else nothing after it would be looked at."""
    for path, method in sorted((one[:2] for one in operations(document)), key=lambda one: one in ENDS_A_SIGN_IN):
        for number, identity in enumerate((NOBODYS_ID, "x", "%00", "..%2f")):
            where = "/v1" + re.sub(r"\{[^}]+\}", identity, path)
            if number and "{" not in path:
                continue
            # What is no id is refused as such, whatever is sent with it.
            for body in NONSENSE[: 1 if number else None]:
                for person in (ours.manager, ours.administrator, ours.worker):
                    answer = api.request(method, where, json=body, headers=person.headers)
                    assert answer.status_code < 500, (method, where, body, answer.text)
                    assert answer.status_code != 401 or path.startswith(NO_SIGN_IN), (method, where)
                    assert answer.headers["api-version"] == "0.1.0"
                    if answer.status_code >= 400:
                        assert answer.headers["content-type"].startswith("application/problem+json"), (
                            where,
                            answer.text,
                        )
                        assert {"status", "title", "detail"} <= set(answer.json())
                    if answer.status_code == 400:
                        break  # it can't be read, whoever sends it: nobody's rights are looked at
                if method in ("get", "delete"):
                    break


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b'{"a": }', b"null", b"NaN", b"[" * 100_000])
def test_what_is_no_json_is_refused(api: TestClient, ours: Organisation, body: bytes) -> None:
    headers = ours.administrator.headers | {"Content-Type": "application/json"}
    answer = api.post("/v1/teams", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_too_large_is_refused(api: TestClient, ours: Organisation) -> None:
    answer = api.post("/v1/teams", json={"name": "x" * 2_000_000}, headers=ours.administrator.headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["api-version"] == "0.1.0"


def test_an_unknown_method_hears_which_there_are(api: TestClient, ours: Organisation) -> None:
    answer = api.request("DELETE", "/v1/teams", headers=ours.administrator.headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/me/", "/v1/nope", "/health/nope", "/simulator/nope"])
def test_an_unknown_address_is_a_problem_and_no_page(api: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        answer = api.request(method, path, follow_redirects=False)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_every_answer_is_closed_to_frames_and_caches(api: TestClient) -> None:
    for path in ("/v1/me", "/health/live", "/metrics", "/nope"):
        headers = api.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "geolocation=(self)" in headers["permissions-policy"]
    assert api.get("/v1/me").headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in api.get("/v1/me").headers


def test_the_application_answers_that_it_lives(api: TestClient) -> None:
    assert api.get("/health/live").json() == {"status": "live"}
    metrics = api.get("/metrics")
    assert metrics.status_code == 200
    assert "achterwacht_http_answers_total" in metrics.text
    assert isinstance(api.app, FastAPI)


def test_what_turns_out_too_large_is_refused(api: TestClient, ours: Organisation) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    headers = ours.administrator.headers | {"Content-Type": "application/json"}
    answer = api.post("/v1/teams", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
