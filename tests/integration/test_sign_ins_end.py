"""A stolen phone: what ends a sign-in ends it at once, and on a visit it can still do one thing, call for help."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from achterwacht.alarms.facts import Outcome
from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.people.account_links import make_link
from achterwacht.people.records import KnownDeviceRecord, LinkReason, PersonRecord, TokenRecord
from achterwacht.people.signing_out import forget_sign_ins
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.session import Database
from tests.integration.test_sign_in import COOKIE, set_out, sign_in
from tests.support.organisations import PASSWORD, Employee, Organisation

NEW = "een heel nieuw wachtwoord"
ENDINGS = ("link", "left", "administrator", "self", "own password")
BODIES = {
    "/v1/me/pin": {"password": PASSWORD, "pin": "1234"},
    "/v1/me/password": {"password": PASSWORD, "newPassword": NEW},
}
ONE_KIND = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def end(api: TestClient, ours: Organisation, database: Database, how: str, whom: Employee) -> None:
    path = f"/v1/people/{whom.id}"
    match how:
        case "link":
            with database.write() as session:
                secret = make_link(session, session.get_one(PersonRecord, whom.id), LinkReason.FORGOTTEN)
            answer = api.post("/v1/account-links/_use", json={"secret": secret, "password": NEW})
        case "left":
            answer = ours.administrator.patch(api, path, {"active": False})
        case "administrator":
            answer = ours.administrator.post(api, f"{path}/sign-out-everywhere")
        case _:
            # They have another phone: sign in there, and end everything from it.
            assert sign_in(api, whom.email).status_code == 201
            body = {"password": PASSWORD, "newPassword": NEW}
            answer = (
                api.post("/v1/sessions/sign-out-everywhere") if how == "self" else api.put("/v1/me/password", json=body)
            )
            api.cookies.clear()
    assert answer.status_code in (200, 204), answer.text


def visit_ends(database: Database) -> None:
    with database.write() as session:
        session.execute(update(VisitRecord).values(state=VisitState.ENDED, ended_at=datetime.now(UTC)))


def alarms(database: Database) -> list[AlarmRecord]:
    with database.read() as session:
        found = list(session.scalars(select(AlarmRecord)))
        session.expunge_all()
        return found


@pytest.mark.parametrize("how", ENDINGS)
def test_what_is_stolen_on_a_visit_only_calls_for_help(
    api: TestClient, ours: Organisation, database: Database, how: str
) -> None:
    set_out(database, ours.worker, ours)
    with database.read() as session:
        visit = str(session.scalars(select(VisitRecord.id)).one())
    assert sign_in(api, ours.worker.email).status_code == 201
    stolen = dict(api.cookies)
    api.cookies.clear()
    end(api, ours, database, how, ours.worker)
    thieves: list[dict[str, Any]] = [{"headers": ours.worker.headers}, {"headers": {"Cookie": _said(stolen)}}]
    for thief in thieves:
        for method, path in _everything_else(visit):
            answer = api.request(method, path, json=None if method == "GET" else BODIES.get(path, {}), **thief)
            assert (answer.status_code, answer.json()["code"]) == (401, "only_alarms"), path
        for path, status in ((f"/v1/visits/{visit}/panic", 200), ("/v1/alarms", 201)):
            answer = api.post(path, json={"note": "vals alarm"} if path == "/v1/alarms" else {}, **thief)
            assert (answer.status_code, answer.json()) == (status, {}), "heard, and nothing is read"
    (alarm,) = alarms(database)
    assert (alarm.cause.value, alarm.note, alarm.resolved_at) == ("panic", "", None)
    visit_ends(database)
    for thief in thieves:
        answer = api.post("/v1/alarms", json={}, **thief)
        assert (answer.status_code, answer.json().get("code")) == (401, None), "the visit is over"
    assert len(alarms(database)) == 1


def test_the_same_press_twice_is_one_alarm_and_found_by_its_id(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    set_out(database, ours.worker, ours)
    end(api, ours, database, ENDINGS[0], ours.worker)
    press = {"id": str(uuid4())}
    assert ours.worker.post(api, "/v1/alarms", press).json() == {}
    (alarm,) = alarms(database)
    assert str(alarm.id) == press["id"]
    with database.write() as session:
        session.execute(update(AlarmRecord).values(resolved_at=datetime.now(UTC), outcome=Outcome.SAFE))
    answer = ours.worker.post(api, "/v1/alarms", press)
    assert (answer.status_code, answer.json()) == (201, {})
    assert len(alarms(database)) == 1, "as another page brings it once more"


def _said(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _everything_else(visit: str) -> list[tuple[str, str]]:
    return [
        *(("GET", path) for path in ("/v1/me", "/v1/visits", f"/v1/visits/{visit}", "/v1/alarms", "/v1/board")),
        *(("POST", f"/v1/visits/{visit}/{what}") for what in ("ok", "check-out", "extend")),
        ("POST", f"/v1/alarms/{uuid4()}/resolve"),
        ("PUT", "/v1/me/pin"),
        ("PUT", "/v1/me/password"),
        ("DELETE", "/v1/sessions/current"),
        ("POST", "/v1/sessions/sign-out-everywhere"),
        ("POST", "/v1/incidents"),
    ]


@pytest.mark.parametrize("how", ENDINGS)
@ONE_KIND
def test_without_a_visit_it_is_nothing_at_once(
    api: TestClient, ours: Organisation, database: Database, how: str
) -> None:
    end(api, ours, database, how, ours.worker)
    assert ours.worker.get(api, "/v1/me").status_code == 401
    answer = ours.worker.post(api, "/v1/alarms")
    assert (answer.status_code, answer.json().get("code")) == (401, None)


def is_on_their_own_visit(database: Database, ours: Organisation) -> None:
    set_out(database, ours.worker, ours)


def comes_along(database: Database, ours: Organisation) -> None:
    set_out(database, ours.worker2, ours)
    with database.write() as session:
        visit = session.scalars(select(VisitRecord)).one()
        session.add(CompanionRecord(organisation_id=ours.id, visit_id=visit.id, person_id=ours.worker.id, name="Jan"))


@pytest.mark.parametrize("inside", [is_on_their_own_visit, comes_along])
@ONE_KIND
def test_the_phone_that_ends_them_all_keeps_its_noodknop(
    api: TestClient, ours: Organisation, database: Database, inside: Callable[[Database, Organisation], None]
) -> None:
    """The one client, as a browser: what the answer takes from it is gone."""
    inside(database, ours)
    assert sign_in(api, ours.worker.email).status_code == 201
    assert api.post("/v1/sessions/sign-out-everywhere").status_code == 204
    answer = api.get("/v1/me")
    assert (answer.status_code, answer.json().get("code")) == (401, "only_alarms")
    assert api.post("/v1/alarms", json={}).status_code == 201
    assert len(alarms(database)) == 1
    visit_ends(database)
    answer = api.post("/v1/alarms", json={})
    assert (answer.status_code, answer.json().get("code")) == (401, None)
    assert sign_in(api, ours.worker.email).status_code == 201
    assert api.get("/v1/me").status_code == 200, "the cookie that stayed is in nobody's way"


def is_nowhere(_: Database, __: Organisation) -> None:
    pass


def does_not_come(database: Database, ours: Organisation) -> None:
    comes_along(database, ours)
    with database.write() as session:
        session.execute(update(CompanionRecord).values(declined_at=datetime.now(UTC)))


def ended_it_with_the_duress_pin(database: Database, ours: Organisation) -> None:
    is_on_their_own_visit(database, ours)
    with database.write() as session:
        session.execute(update(VisitRecord).values(shown_ended_at=datetime.now(UTC)))


@pytest.mark.parametrize("outside", [is_nowhere, does_not_come, ended_it_with_the_duress_pin])
@ONE_KIND
def test_who_is_on_no_visit_as_their_screen_knows_it_is_out(
    api: TestClient, ours: Organisation, database: Database, outside: Callable[[Database, Organisation], None]
) -> None:
    outside(database, ours)
    assert sign_in(api, ours.worker.email).status_code == 201
    assert api.post("/v1/sessions/sign-out-everywhere").status_code == 204
    assert COOKIE not in api.cookies
    answer = api.get("/v1/me")
    assert (answer.status_code, answer.json().get("code")) == (401, None)


@ONE_KIND
def test_a_visit_that_begins_later_revives_nothing(api: TestClient, ours: Organisation, database: Database) -> None:
    end(api, ours, database, "administrator", ours.worker)
    set_out(database, ours.worker, ours)
    assert ours.worker.post(api, "/v1/alarms").status_code == 401


@ONE_KIND
def test_who_comes_along_calls_for_help_too(api: TestClient, ours: Organisation, database: Database) -> None:
    set_out(database, ours.worker, ours)
    with database.write() as session:
        visit = session.scalars(select(VisitRecord)).one()
        session.add(CompanionRecord(organisation_id=ours.id, visit_id=visit.id, person_id=ours.worker2.id, name="Ali"))
    end(api, ours, database, "administrator", ours.worker2)
    assert ours.worker2.get(api, "/v1/me").json()["code"] == "only_alarms"
    assert ours.worker2.post(api, "/v1/alarms").status_code == 201
    assert alarms(database)[0].visit_id is not None


def test_somebody_else_who_comes_along_revives_nothing(api: TestClient, ours: Organisation, database: Database) -> None:
    set_out(database, ours.worker, ours)
    with database.write() as session:
        visit = session.scalars(select(VisitRecord)).one()
        session.add(CompanionRecord(organisation_id=ours.id, visit_id=visit.id, person_id=ours.worker2.id, name="Ali"))
    end(api, ours, database, "administrator", ours.colleague)
    answer = ours.colleague.post(api, "/v1/alarms")
    assert (answer.status_code, answer.json().get("code")) == (401, None)


def test_who_said_not_to_come_is_not_inside(api: TestClient, ours: Organisation, database: Database) -> None:
    set_out(database, ours.worker, ours)
    with database.write() as session:
        visit = session.scalars(select(VisitRecord)).one()
        companion = CompanionRecord(organisation_id=ours.id, visit_id=visit.id, person_id=ours.worker2.id, name="Ali")
        companion.declined_at = visit.created_at
        session.add(companion)
    end(api, ours, database, "administrator", ours.worker2)
    assert ours.worker2.post(api, "/v1/alarms").status_code == 401


def test_coming_back_revives_nothing(api: TestClient, ours: Organisation, database: Database) -> None:
    assert sign_in(api, ours.worker.email).status_code == 201
    link = ours.worker.post(api, "/v1/me/diary/link", {}).json()["url"].removeprefix("http://127.0.0.1:8000")
    assert api.get(link).status_code == 200
    end(api, ours, database, "left", ours.worker)
    assert api.get(link).status_code == 404
    assert ours.administrator.patch(api, f"/v1/people/{ours.worker.id}", {"active": True}).status_code == 200
    assert api.get("/v1/me").status_code == 401
    assert ours.worker.get(api, "/v1/me").status_code == 401
    assert api.get(link).status_code == 404, "nor does an old address of the calendar"
    with database.read() as session:
        assert session.scalars(select(KnownDeviceRecord)).all() == [], "and no browser is known"
    assert sign_in(api, ours.worker.email).status_code == 401, "nor does the old password"


@ONE_KIND
def test_roles_that_change_count_at_once(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/people/{ours.manager.id}"
    assert ours.manager.get(api, "/v1/board").status_code == 200
    ours.administrator.patch(api, path, {"grants": []})
    assert ours.manager.get(api, "/v1/board").status_code == 403
    ours.administrator.patch(api, path, {"grants": [{"role": "colleague", "teamId": str(ours.team)}]})
    assert ours.manager.get(api, "/v1/board").status_code == 200


@ONE_KIND
def test_nobody_ends_what_belongs_to_another_organisation(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    path = f"/v1/people/{ours.worker.id}/sign-out-everywhere"
    assert strangers.administrator.post(api, path).status_code == 404
    assert ours.manager.post(api, path).status_code == 403
    assert ours.worker.get(api, "/v1/me").status_code == 200


def test_it_stands_in_the_audit_who_ended_what(api: TestClient, ours: Organisation, database: Database) -> None:
    end(api, ours, database, "administrator", ours.worker)
    with database.read() as session:
        ended = AuditEventRecord.kind == Audited.SIGN_INS_ENDED
        (line,) = session.scalars(select(AuditEventRecord).where(ended))
        assert (line.by_id, line.about_id) == (ours.administrator.id, ours.worker.id)
        assert line.facts == {"why": "asked", "ended": 1}


def test_what_ended_is_forgotten_but_for_who_is_inside(api: TestClient, ours: Organisation, database: Database) -> None:
    set_out(database, ours.worker, ours)
    for one in (ours.worker, ours.worker2, ours.colleague):
        end(api, ours, database, "administrator", one)
    with database.write() as session:
        visit = session.scalars(select(VisitRecord)).one()
        session.add(CompanionRecord(organisation_id=ours.id, visit_id=visit.id, person_id=ours.worker2.id, name="Ali"))
        later = datetime.now(UTC) + timedelta(days=366)
        session.flush()
        forget_sign_ins(session, later)
    with database.read() as session:
        assert set(session.scalars(select(TokenRecord.person_id))) == {ours.worker.id, ours.worker2.id}
