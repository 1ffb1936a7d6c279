"""Sign-ins are listed and ended one by one; a phone that is used stays signed in; a lost one is ended at the desk."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.records import PersonRecord, TokenKind, TokenRecord
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import FOR_WORKERS, ForProgram, issue_token
from achterwacht.people.signing_in import network_of
from achterwacht.people.signing_out import end_sign_ins
from api.http.security import COOKIE
from api.sessions.devices import named
from foundation.session import Database
from foundation.settings import Settings
from tests.integration.test_sign_in import set_out, sign_in
from tests.support.organisations import Employee, Organisation
from tests.support.shared_app import an_application

PIXEL = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile"
    " Safari/537.36"
)
A_MOMENT = timedelta(seconds=1)
A_PROXY, A_STRANGER, OUTSIDE = "10.0.0.5", "192.0.2.66", "203.0.113.9"
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def a_month_nearly_over(database: Database, whom: Employee) -> None:
    """Make the sign-in in a browser as if it were not used for 29 days."""
    with database.write() as session:
        token = session.scalars(
            select(TokenRecord).where(TokenRecord.person_id == whom.id, TokenRecord.kind == TokenKind.SESSION)
        ).one()
        then = datetime.now(UTC) - timedelta(days=29)
        token.created_at, token.used_at, token.expires_at = then, then, then + FOR_WORKERS


@ONE_KIND
def test_each_is_listed_with_its_browser_and_ended_alone(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    assert sign_in(api, ours.worker.email, **{"User-Agent": PIXEL}).status_code == 201
    first = api.cookies[COOKIE]
    api.cookies.clear()
    assert sign_in(api, ours.worker.email, **{"User-Agent": "iets eigens"}).status_code == 201
    found = api.get("/v1/sessions").json()["signIns"]
    assert [(one["kind"], one["device"], one["current"]) for one in found] == [
        ("session", "", True),
        ("session", "Chrome Mobile · Android · Pixel 8", False),
        ("bearer", "", False),
    ]
    assert first not in str(found)
    assert api.delete(f"/v1/sessions/{found[1]['id']}").status_code == 204
    assert api.get("/v1/me").status_code == 200
    api.cookies.clear()
    api.cookies.set(COOKIE, first)
    assert api.get("/v1/me").status_code == 401
    with database.read() as session:
        line = session.scalars(select(AuditEventRecord).where(AuditEventRecord.kind == Audited.SIGN_IN_ENDED)).one()
        assert (line.by_id, line.facts["device"]) == (ours.worker.id, found[1]["device"])


@ONE_KIND
def test_the_one_that_asks_ends_too_but_not_while_it_watches(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    mine = next(one["id"] for one in api.get("/v1/sessions").json()["signIns"] if one["current"])
    set_out(database, ours.worker, ours)
    assert api.delete(f"/v1/sessions/{mine}").json()["code"] == "under_way"
    assert api.get("/v1/me").status_code == 200


def test_a_phone_that_is_used_stays_signed_in_for_a_month(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    a_month_nearly_over(database, ours.worker)
    assert api.get("/v1/visits").status_code == 200, "a read, of which the use is noted afterwards"
    (used,) = [one for one in api.get("/v1/sessions").json()["signIns"] if one["current"]]
    assert datetime.fromisoformat(used["expiresAt"]) > datetime.now(UTC) + timedelta(days=29)
    assert datetime.fromisoformat(used["usedAt"]) > datetime.now(UTC) - timedelta(minutes=5)


@ONE_KIND
def test_what_has_ended_is_not_renewed_by_use(api: TestClient, ours: Organisation, database: Database) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    a_month_nearly_over(database, ours.worker)
    with database.write() as session:
        token = session.scalars(select(TokenRecord).where(TokenRecord.kind == TokenKind.SESSION)).one()
        token.expires_at -= timedelta(days=2)
    assert api.get("/v1/me").status_code == 401


def test_a_colleague_ends_a_lost_phone_of_their_team_and_no_other(
    api: TestClient, ours: Organisation, strangers: Organisation, database: Database
) -> None:
    set_out(database, ours.worker, ours)
    here = f"/v1/teams/{ours.team}/workers/{ours.worker.id}/sign-out-everywhere"
    assert strangers.colleague.post(api, here).status_code == 404
    assert ours.worker2.post(api, here).status_code == 403
    elsewhere = f"/v1/teams/{ours.team}/workers/{strangers.worker.id}/sign-out-everywhere"
    assert ours.colleague.post(api, elsewhere).status_code == 404
    no_worker = f"/v1/teams/{ours.team}/workers/{ours.manager.id}/sign-out-everywhere"
    assert ours.colleague.post(api, no_worker).status_code == 404
    assert ours.colleague.post(api, here).status_code == 204
    assert ours.worker.get(api, "/v1/me").json()["code"] == "only_alarms"
    assert ours.worker.post(api, "/v1/alarms").status_code == 201, "the watch goes on"


@ONE_KIND
def test_a_token_that_only_reads_changes_nothing(api: TestClient, ours: Organisation, database: Database) -> None:
    program = ForProgram("Rapportage", read_only=True, lasts=timedelta(days=3))
    with database.write() as session:
        person = session.get_one(PersonRecord, ours.manager.id)
        made = issue_token(session, person, TokenKind.BEARER, [Role.MANAGER], program=program)
    headers = {"Authorization": f"Bearer {made.text}"}
    assert api.get("/v1/visits", headers=headers).status_code == 200
    for method, path in (("POST", "/v1/alarms"), ("DELETE", "/v1/sessions/current"), ("PUT", "/v1/me/password")):
        assert api.request(method, path, headers=headers, json={}).status_code == 403, path
    found = api.get("/v1/sessions", headers=headers).json()["signIns"]
    assert [(one["name"], one["readOnly"]) for one in found if one["current"]] == [("Rapportage", True)]


@ONE_KIND
@pytest.mark.parametrize("program", [ForProgram("Agenda"), ForProgram("", read_only=True)], ids=["named", "reads"])
def test_a_token_of_a_program_is_over_when_it_is_over(
    api: TestClient, ours: Organisation, database: Database, program: ForProgram
) -> None:
    """Its person may be on a visit: a phone keeps its sign-in for that, and what was ended still calls for help."""
    with database.write() as session:
        person = session.get_one(PersonRecord, ours.worker.id)
        over = issue_token(session, person, TokenKind.BEARER, [Role.WORKER], program=replace(program, lasts=-A_MOMENT))
        ended = issue_token(session, person, TokenKind.BEARER, [Role.WORKER], program=program)
    set_out(database, ours.worker, ours)
    assert _refused(api, over.text)
    with database.write() as session:
        end_sign_ins(session, ours.id, ours.worker.id, None, "asked")
    assert _refused(api, ended.text)


def _refused(api: TestClient, token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    asked = api.get("/v1/me", headers=headers), api.post("/v1/alarms", headers=headers, json={})
    return [one.status_code for one in asked] == [401, 401]


@ONE_KIND
@pytest.mark.parametrize(
    ("connection", "says", "network"),
    [
        (A_PROXY, OUTSIDE, "203.0.113.x"),
        (A_PROXY, f"198.51.100.4, {OUTSIDE}", "203.0.113.x"),
        (A_PROXY, "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        (A_PROXY, "wie weet", ""),
        (A_STRANGER, OUTSIDE, "192.0.2.x"),
        (A_STRANGER, "", "192.0.2.x"),
    ],
    ids=["by our proxy", "what it did not add is not believed", "six", "no address", "by a stranger", "by nobody"],
)
def test_it_says_from_which_network_and_believes_only_our_own_proxy(
    database: Database, settings: Settings, ours: Organisation, connection: str, says: str, network: str
) -> None:
    app: Any = an_application(database, settings)
    behind: Any = ProxyHeadersMiddleware(app, trusted_hosts=A_PROXY)
    with TestClient(behind, base_url="http://127.0.0.1:8000", client=(connection, 50_000)) as api:
        passed_on = {"X-Forwarded-For": says} if says else {}
        assert sign_in(api, ours.worker.email, **passed_on).status_code == 201
        mine = api.get("/v1/sessions").json()["signIns"]
        theirs = ours.administrator.get(api, f"/v1/people/{ours.worker.id}/sessions").json()["signIns"]
        for found in (mine, theirs):
            assert [(one["kind"], one["network"]) for one in found] == [("session", network), ("bearer", "")]
        assert ours.colleague.get(api, f"/v1/people/{ours.worker.id}/sessions").status_code == 403
    with database.read() as session:
        kept = session.scalars(select(TokenRecord).where(TokenRecord.kind == TokenKind.SESSION)).one()
        audited = session.scalars(select(AuditEventRecord).where(AuditEventRecord.kind == Audited.SIGN_IN)).one()
        assert kept.network == network
        assert network == "" or network not in str(audited.facts)


@ONE_KIND
def test_what_a_program_was_given_on_the_server_comes_from_nowhere(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    assert [one["network"] for one in ours.worker.get(api, "/v1/sessions").json()["signIns"]] == [""]


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("203.0.113.9", "203.0.113.x"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.x"),
        ("fe80::1%eth0", "fe80::/48"),
        ("203.0.113.9; drop", ""),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_a_network_is_never_a_whole_address(client: str, network: str) -> None:
    assert network_of(client) == network


def test_a_browser_says_what_it_wants_and_is_believed_briefly() -> None:
    assert named("") == ""
    assert len(named("Mozilla/5.0 (Linux; Android 15; " + "x" * 400 + " Build/1) AppleWebKit/537.36")) < 120
