"""Every door: of this organisation who may comes in, through all of them; and what is odd is no error of ours.

The table in `doors.py` says by hand who may; a door that it does not know fails in `test_doors_stay_shut.py`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from api.http.names_once import named_twice
from tests.acceptance.doors import DOORS, EVERYBODY, PUBLIC, Door
from tests.acceptance.every_door import IS_JSON, Story, fields, meant, one_of_everything, signed_in_anew
from tests.acceptance.stories import Json
from tests.support.app_under_test import AppUnderTest

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
ODD_LETTERS, ODD_NUMBERS = ("\x00", "\ud800"), (10**30,)
ODD_LISTS: tuple[Any, ...] = ([{}],)
ODD_MOMENTS = ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+12:00", "9999-12-31")
ODD_ADDRESSES = (
    "/%00", "/a%00b", "/assets/%00.js", "/%ff%fe", "/%ed%a0%80", "/" + "a" * 4_000, "/" + "a/" * 2_000,
    "/..%2f..%2fetc/passwd",
    "/o/%00", "/diary/%00.ics", "/v1/visits/%00", "/v1/visits?state=%00", "/v1/visits?state=" + "x" * 3_000,
    "/v1/visits?mine=%ff", "/v1/alarms?open=%00", "/v1/risk-addresses?page=99999999999999999999999",
    "/v1/risk-addresses?page=-1", "/v1/people?q=%00", "/health/%00", "/v1/%2e%2e/%2e%2e",
)  # fmt: skip
ODD_CONTENT = (
    b"", b"null", b"[]", b'"x"', b"1e999", b"NaN", b"{", b"\xff\xfe", b'{"a":' + b"[" * 946 + b"]" * 946 + b"}",
    b"[" * 100_000, b'{"a":' * 50_000, b'{"expectedEnd":' + b"9" * 5_000 + b"}", b'{"\\ud800": 1}', b"\x00",
)  # fmt: skip


@pytest.fixture
def story(app: AppUnderTest) -> Iterator[Story]:
    with one_of_everything(app) as made:
        yield made


GUESSED = {"credentialId": "e30", "clientData": "e30", "authenticatorData": "oA", "signature": "oA"}
ANSWERED = {
    "POST /sessions": 401, "POST /forgotten-passwords": 204,
    "POST /sessions/second-step": 401, "POST /sessions/second-step/_prepare": 401,
    "DELETE /sessions/second-step": 401,
    "POST /sessions/passkey": 409, "POST /sessions/passkey/_prepare": 409,
    "POST /sessions/second-step/passkey": 409, "POST /sessions/second-step/passkey/_prepare": 409,
    "POST /account-links/_read": 409, "POST /account-links/_use": 409,
    "GET /sign-on-offer": 200, "GET /sign-on-keys/{organisation}": 200,
    "POST /sign-ons": 409, "POST /sign-ons/_finish": 409,
}  # fmt: skip
"""What somebody who guesses is told, where it is not that it is forbidden."""


@one_database
def test_what_is_public_says_so_and_lets_nobody_guess(story: Story) -> None:
    said: dict[str, Json] = {
        "POST /sessions": {"email": story.people["W"].email, "password": "geraden"},
        "POST /sessions/second-step": {"code": "123456"},
        "POST /sessions/second-step/passkey": GUESSED,
        "POST /sessions/passkey": GUESSED,
        "POST /forgotten-passwords": {"email": story.people["W"].email},
        "POST /account-links/_read": {"secret": "geraden"},
        "POST /sign-ons": {"organisation": "geraden"},
        "POST /sign-ons/_finish": {"state": "geraden", "code": "geraden"},
        "POST /account-links/_use": {"secret": "geraden", "password": "drie paarden in de regen"},
        "POST /webhooks/cm/status/{secret}": {"messages": {"msg": {"status": {"code": 2}}}},
    }
    for operation in PUBLIC:
        answer = story.asks(operation, None, Door(EVERYBODY, body=said.get(operation, {})))
        assert answer.status_code == ANSWERED.get(operation, 403), operation
        assert story.is_told_in(answer) == [], operation


@one_database
def test_who_has_the_right_comes_in(story: Story) -> None:
    """What `test_doors_stay_shut.py` is refused, is refused for who asks and nothing else. A rule may still say 409."""
    refused = []
    for operation, door in DOORS.items():
        for letter in door.may:
            employee = story.people[letter]
            answer = story.asks(operation, signed_in_anew(story, employee) if door.ends_sign_in else employee)
            if answer.status_code >= 300 and answer.status_code != 409:
                refused.append(f"{operation} by {letter}: {answer.status_code} {answer.text}")
    assert not refused, "\n".join(refused)


@one_database
def test_help_is_called_also_by_a_body_that_says_something_twice(story: Story) -> None:
    worker, content = story.people["W"], b'{"note": "hij", "note": "zij", "id": 1, "id": 2}'
    for path in ("/v1/alarms", f"/v1/visits/{story.ids['visit_id']}/panic"):
        answer = story.app.http.post(path, content=content, headers={**worker.headers, **IS_JSON})
        assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"a": 1, "b": {"a": 2}}', []),
        (b'[{"a": 1}, {"a": 2}]', []),
        (b'{"a": {"x": 1, "x": 2}, "a": 3}', ["/a"]),
        (b'{"a": 3, "a": {"x": 1, "x": 2}}', ["/a", "/a/x"]),
        (b'{"\\u0061": 1, "a": 2}', ["/a"]),
        (b'{"a": 1, "a": 2', []),
        (b"[" * 100_000, []),
        (b"", []),
    ],
)
def test_where_a_name_comes_twice(body: bytes, pointers: list[str]) -> None:
    assert named_twice(body) == pointers


@pytest.mark.on_both
def test_nothing_odd_in_a_body_or_an_address_is_an_error_of_ours(story: Story) -> None:
    """On both databases: PostgreSQL refuses what SQLite keeps.

    Each field gets what is odd among its own kind: of another kind nothing comes as far as a rule or a database
    (test_every_field.py, test_openapi.py).
    """
    failed = []
    for operation, door in DOORS.items():
        who = story.people[door.may[0]]
        for name, odd in _odd_fields(story, operation):
            answer = story.asks(operation, who, replace(door, body={**door.body, name: odd}))
            if answer.status_code >= 500:
                failed.append(f"{operation} with {name} {odd!r:.60}: {answer.status_code}")
    for path in ODD_ADDRESSES:
        answer = story.app.http.get(path, headers=story.people["A"].headers)
        if answer.status_code >= 500:
            failed.append(f"{path!r:.60}: {answer.status_code}")
    for content in ODD_CONTENT:
        for path in ("/v1/visits", "/v1/people", "/v1/incidents"):
            headers = {**story.people["A"].headers, "Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
            answer = story.app.http.post(path, content=content, headers=headers)
            if not 400 <= answer.status_code < 500:
                failed.append(f"{path} with {content[:40]!r}: {answer.status_code}")
    assert not failed, "\n".join(failed)


def _odd_fields(story: Story, operation: str) -> Iterator[tuple[str, Any]]:
    for name, schema in fields(story, operation).items():
        for one in (schema, *schema.get("anyOf", ())):
            match meant(story, one):
                case {"type": "null"} | {"anyOf": _}:
                    odd: tuple[Any, ...] = ()
                case {"type": "string", "format": "date" | "date-time" | "time-local"}:
                    odd = (*ODD_MOMENTS, *ODD_LETTERS)
                case {"type": "string"}:
                    odd = ODD_LETTERS
                case {"type": "integer" | "number"}:
                    odd = ODD_NUMBERS
                case _:
                    odd = ODD_LISTS
            yield from ((name, one) for one in odd)
