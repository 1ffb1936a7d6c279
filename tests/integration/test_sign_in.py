"""Signing in and out, and what a sign-in is worth."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from achterwacht.people.kept_secrets import PinRequired, reckon_pin
from achterwacht.people.records import OrganisationRecord, PersonRecord, TokenKind, TokenRecord
from achterwacht.use_cases.pins import NOT_TRIED
from achterwacht.visits.facts import CheckCall, Pin, VisitState
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import PASSWORD, Employee, Organisation
from tests.support.shared_app import an_application

COOKIE = "achterwacht_session"
RENEW = "/v1/sessions/current/renew"
SOMEWHERE = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}


def sign_in(api: TestClient, email: str, password: str = PASSWORD, **headers: str) -> Any:
    return api.post("/v1/sessions", json={"email": email, "password": password}, headers=headers)


def set_out(database: Database, employee: Employee, ours: Organisation) -> None:
    """Put the citizen on a visit, as the watch would."""
    now = datetime.now(UTC)
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        assert organisation.protocol_id is not None
        session.add(
            VisitRecord(
                organisation_id=ours.id, team_id=ours.team, worker_id=employee.id, protocol_id=organisation.protocol_id,
                created_by=employee.id, created_at=now, created_from="", state=VisitState.UNDER_WAY, address=SOMEWHERE,
                address_key="", address_line="", risk={}, planned_start=now, started_at=now,
                expected_end=now + timedelta(hours=1), check_call=CheckCall.NONE,
            )
        )  # fmt: skip


def expire(database: Database, person: UUID) -> None:
    with database.write() as session:
        session.execute(
            update(TokenRecord)
            .where(TokenRecord.person_id == person)
            .values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )


def test_signing_in_brings_a_cookie_and_says_who_i_am(api: TestClient, ours: Organisation) -> None:
    answer = sign_in(api, ours.worker.email.upper())
    assert answer.status_code == 201
    me = answer.json()
    assert me["name"] == "Jan de Wit"
    assert me["organisation"]["timeZone"] == "Europe/Amsterdam"
    assert me["grants"] == [{"role": "worker", "team": {"id": str(ours.team), "name": "Inkomen"}}]
    assert me["hasPin"] is False
    assert me["delivery"] == "simulator"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert f"Max-Age={400 * 24 * 3600}" in cookie, "the server knows until when it counts"
    assert "Secure" not in cookie
    assert api.get("/v1/me").json() == me


def test_others_than_workers_sign_in_for_a_working_day(api: TestClient, ours: Organisation) -> None:
    assert f"Max-Age={12 * 3600}" in sign_in(api, ours.administrator.email).headers["set-cookie"]


def test_only_a_digest_of_the_token_is_kept(api: TestClient, ours: Organisation, database: Database) -> None:
    sign_in(api, ours.worker.email)
    token = api.cookies[COOKIE]
    with database.read() as session:
        kept = session.scalars(select(TokenRecord.digest)).all()
    assert token not in kept
    assert all(len(digest) == 64 for digest in kept)


def test_over_https_the_cookie_is_bound_to_this_host(database: Database, ours: Organisation) -> None:
    settings = Settings(_env_file=None, public_base_url="https://achterwacht.example")
    with TestClient(an_application(database, settings), base_url="https://achterwacht.example") as api:
        answer = sign_in(api, ours.worker.email)
        assert answer.headers["set-cookie"].startswith("__Host-achterwacht_session=")
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert api.get("/v1/me").status_code == 200


@pytest.mark.parametrize(("email", "password"), [("worker", "wrong"), ("nobody@nowhere.test", PASSWORD)])
def test_an_unknown_address_and_a_wrong_password_answer_the_same(
    api: TestClient, ours: Organisation, email: str, password: str
) -> None:
    answer = sign_in(api, ours.worker.email if email == "worker" else email, password)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "Dit e-mailadres en wachtwoord horen niet bij elkaar."
    assert "set-cookie" not in answer.headers


def test_signing_in_rightly_is_never_too_often(api: TestClient, ours: Organisation) -> None:
    assert {sign_in(api, ours.worker.email).status_code for _ in range(12)} == {201}


def test_who_left_signs_in_no_more(api: TestClient, ours: Organisation, database: Database) -> None:
    with database.write() as session:
        session.get_one(PersonRecord, ours.worker.id).active = False
    assert sign_in(api, ours.worker.email).status_code == 401
    assert ours.worker.get(api, "/v1/me").status_code == 401


def test_signing_out_ends_the_sign_in(api: TestClient, ours: Organisation) -> None:
    sign_in(api, ours.worker.email)
    token = api.cookies[COOKIE]
    assert api.delete("/v1/sessions/current").status_code == 204
    assert COOKIE not in api.cookies
    api.cookies.set(COOKIE, token)
    assert api.get("/v1/me").status_code == 401


def test_nobody_signs_out_on_a_visit(api: TestClient, ours: Organisation, database: Database) -> None:
    sign_in(api, ours.worker.email)
    set_out(database, ours.worker, ours)
    answer = api.delete("/v1/sessions/current")
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Je bent nog ergens aangemeld. Meld je eerst af."
    assert api.get("/v1/me").status_code == 200


def test_no_sign_in_ends_on_a_visit(api: TestClient, ours: Organisation, database: Database) -> None:
    expire(database, ours.worker.id)
    expire(database, ours.worker2.id)
    assert ours.worker.get(api, "/v1/me").status_code == 401
    set_out(database, ours.worker, ours)
    assert ours.worker.get(api, "/v1/me").status_code == 200
    assert ours.worker2.get(api, "/v1/me").status_code == 401


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({"Sec-Fetch-Site": "none"}, 204),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 204),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 204),
    ],
)
def test_a_write_by_cookie_comes_from_our_own_page(
    api: TestClient, ours: Organisation, headers: dict[str, str], status: int
) -> None:
    sign_in(api, ours.worker.email)
    assert api.get("/v1/me", headers=headers).status_code == 200
    assert api.delete("/v1/sessions/current", headers=headers).status_code == status


def test_a_strangers_page_can_not_sign_anybody_in(api: TestClient, ours: Organisation) -> None:
    assert sign_in(api, ours.worker.email, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_bearer_token_needs_no_own_page(api: TestClient, ours: Organisation) -> None:
    answer = api.put(
        "/v1/me/pin",
        json={"password": PASSWORD, "pin": "1234"},
        headers=ours.worker.headers | {"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 204


@pytest.mark.by_turns
@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic abc", "Bearer ' OR 1=1"])
def test_without_a_token_nobody_is_there(api: TestClient, token: str) -> None:
    answer = api.get("/v1/me", headers={"Authorization": token})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


def test_pins_are_set_with_the_password(api: TestClient, ours: Organisation, database: Database) -> None:
    body = {"password": PASSWORD, "pin": "1234", "duressPin": "4321"}
    assert ours.worker.put(api, "/v1/me/pin", body).status_code == 204
    assert ours.worker.get(api, "/v1/me").json()["hasPin"] is True
    with database.read() as session:
        person = session.get_one(PersonRecord, ours.worker.id)
        assert "1234" not in (person.pin_hash or "")
        kept = (person.pin_hash or "", person.duress_pin_hash)
        found = {pin: reckon_pin(pin, *kept) for pin in ("1234", "4321", "0000", "1234 ")}
        assert found == {"1234": Pin.RIGHT, "4321": Pin.DURESS, "0000": None, "1234 ": None}
        with pytest.raises(PinRequired):
            NOT_TRIED.said(session, person.id)
    assert ours.worker.put(api, "/v1/me/pin", {"password": PASSWORD, "pin": None}).status_code == 204
    with database.read() as session:
        person = session.get_one(PersonRecord, ours.worker.id)
        assert NOT_TRIED.said(session, person.id) is Pin.NOT_SET
        assert person.duress_pin_hash is None


@pytest.mark.by_turns
@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"password": "wrong", "pin": "12"}, {"/password": "password_wrong", "/pin": "pin_digits"}),
        ({"password": PASSWORD, "pin": "123456789"}, {"/pin": "pin_digits"}),
        ({"password": PASSWORD, "pin": "12a4"}, {"/pin": "pin_digits"}),
        ({"password": PASSWORD, "pin": "١٢٣٤"}, {"/pin": "pin_digits"}),
        ({"password": PASSWORD, "pin": "1234", "duressPin": "1234"}, {"/duressPin": "duress_pin_same"}),
        ({"password": PASSWORD, "duressPin": "1234"}, {"/duressPin": "duress_pin_alone"}),
        ({}, {"/password": "missing"}),
    ],
)
def test_everything_wrong_with_pins_is_said_at_once(
    api: TestClient, ours: Organisation, body: dict[str, Any], errors: dict[str, str]
) -> None:
    answer = ours.worker.put(api, "/v1/me/pin", body)
    assert answer.status_code == 400
    assert {one["pointer"]: one["code"] for one in answer.json()["errors"]} == errors


def test_the_protocol_of_the_organisation(api: TestClient, ours: Organisation) -> None:
    protocol = ours.worker.get(api, "/v1/protocol").json()
    assert protocol["id"] == "demo"
    assert protocol["emergencyNumber"] == "112"
    assert protocol["checkCallAfterSeconds"] == 30
    assert protocol["extensionMinutes"] == 15
    assert protocol["officeHours"][0] == {"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:00"}
    assert protocol["cards"][0]["emergency"] is True


def test_colleagues_are_those_of_my_teams(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    found = {one["name"] for one in ours.worker.get(api, "/v1/colleagues").json()}
    assert found == {"Ali Demir", "Fatima Bakker", "Karin Smit", "Mohamed el Amrani"}
    ids = {one["id"] for one in ours.worker.get(api, "/v1/colleagues").json()}
    assert not ids & {str(one.id) for one in strangers.everybody}
    assert ours.reception.get(api, "/v1/colleagues").status_code == 403


@pytest.mark.by_turns
@pytest.mark.parametrize("path", ["/v1/me", "/v1/colleagues", "/v1/protocol", "/v1/people", "/v1/teams"])
def test_nobody_reads_without_signing_in(api: TestClient, path: str) -> None:
    assert api.get(path).status_code == 401


def test_a_digest_is_no_token(api: TestClient, ours: Organisation, database: Database) -> None:
    with database.read() as session:
        digest = session.scalars(select(TokenRecord.digest)).first()
    assert api.get("/v1/me", headers={"Authorization": f"Bearer {digest}"}).status_code == 401


def test_the_sign_in_of_a_desk_slides_while_its_page_is_open_and_ends_after_a_week(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    """Twelve hours after signing in a board turned into the sign-in page, with an alarm running."""
    sign_in(api, ours.colleague.email)
    for hours in (11, 22):
        assert in_hours(api, database, ours.colleague, hours, "POST", RENEW).status_code == 200, hours
    renewed = in_hours(api, database, ours.colleague, 33, "POST", RENEW)
    assert COOKIE in renewed.headers["set-cookie"]
    ends = datetime.fromisoformat(renewed.json()["expiresAt"])
    assert ends < datetime.fromisoformat(renewed.json()["atMostUntil"])
    assert in_hours(api, database, ours.colleague, 46, "GET", "/v1/me").status_code == 401, "not renewed for 12 hours"


def test_no_sign_in_of_a_desk_lasts_beyond_a_week_and_none_grows_shorter(
    api: TestClient, database: Database, ours: Organisation
) -> None:
    sign_in(api, ours.colleague.email)
    nearly = 7 * 24 - 1
    shift_token(database, ours.colleague, timedelta(hours=nearly), timedelta(minutes=5))
    last = api.post(RENEW).json()
    left = datetime.fromisoformat(last["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=50) < left <= timedelta(hours=1)
    assert last["expiresAt"] == last["atMostUntil"]
    api.cookies.clear()
    sign_in(api, ours.worker.email)
    of_a_worker = api.post(RENEW).json()
    assert datetime.fromisoformat(of_a_worker["expiresAt"]) - datetime.now(UTC) > timedelta(days=29)


def in_hours(api: TestClient, database: Database, who: Employee, hours: int, method: str, path: str) -> Any:
    """Ask so many hours after signing in: the sign-in is made that much older instead."""
    with database.write() as session:
        token = newest(session, who)
        older = timedelta(hours=hours) - (datetime.now(UTC) - token.created_at)
        token.created_at, token.expires_at = token.created_at - older, token.expires_at - older
    return api.request(method, path)


def shift_token(database: Database, who: Employee, age: timedelta, left: timedelta) -> None:
    with database.write() as session:
        token = newest(session, who)
        token.created_at, token.expires_at = datetime.now(UTC) - age, datetime.now(UTC) + left


def newest(session: Session, who: Employee) -> TokenRecord:
    mine = select(TokenRecord).where(
        TokenRecord.organisation_id == session.get_one(PersonRecord, who.id).organisation_id,
        TokenRecord.person_id == who.id,
        TokenRecord.kind == TokenKind.SESSION,
    )
    return session.scalars(mine).one()
