"""People, teams and rosters: what an administrator may do, and nobody else."""

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from achterwacht.people.records import PersonRecord
from foundation.session import Database
from tests.integration.test_sign_in import sign_in
from tests.support.organisations import NOBODYS_ID, Employee, Organisation

NUMBER = "06 1234 5699"


def somebody(**more: Any) -> dict[str, Any]:
    return {
        "name": "Els Mulder",
        "email": "els@voorstad.test",
        "phone": NUMBER,
        "grants": [{"role": "worker"}],
    } | more


def errors_of(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.text
    return {one["pointer"]: one["code"] for one in answer.json()["errors"]}


def test_a_new_person_stands_in_the_list_and_cannot_sign_in_yet(api: TestClient, ours: Organisation) -> None:
    body = somebody(email=" Els@Voorstad.test ", grants=[{"role": "worker", "teamId": str(ours.team)}])
    answer = ours.administrator.post(api, "/v1/people", body)
    assert answer.status_code == 201
    els = answer.json()
    assert els["phone"] == "+31612345699"
    assert els["email"] == "els@voorstad.test"
    assert els["grants"] == [{"role": "worker", "teamId": str(ours.team)}]
    assert els["active"] is True
    assert (els["canSignIn"], els["invitedUntil"]) == (False, None)
    assert "password" not in answer.text.lower()
    assert els in ours.administrator.get(api, "/v1/people").json()["people"]


def test_the_same_id_with_the_same_facts_is_the_same_person(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    body = somebody(id=str(uuid4()))
    first = ours.administrator.post(api, "/v1/people", body)
    again = ours.administrator.post(api, "/v1/people", body)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert ours.administrator.post(api, "/v1/people", body | {"name": "Ander"}).status_code == 409
    assert strangers.administrator.post(api, "/v1/people", body).status_code == 409


def test_everything_wrong_with_a_person_is_said_at_once(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    body = somebody(
        email="els@",
        phone="112",
        language="tlh",
        absentFrom="2026-12-02T00:00:00Z",
        absentUntil="2026-12-01T00:00:00+01:00",
        grants=[
            {"role": "worker", "teamId": str(ours.team)},
            {"role": "worker", "teamId": str(ours.team)},
            {"role": "manager", "teamId": str(strangers.team)},
            {"role": "privacy_officer", "teamId": str(ours.team)},
        ],
    )
    assert errors_of(ours.administrator.post(api, "/v1/people", body)) == {
        "/email": "email_invalid",
        "/phone": "phone_emergency",
        "/language": "not_a_choice",
        "/absentUntil": "absent_backwards",
        "/grants/1": "grant_double",
        "/grants/2/teamId": "team_unknown",
        "/grants/3/teamId": "role_only_everywhere",
    }


def test_the_form_of_everything_is_said_at_once(api: TestClient, ours: Organisation) -> None:
    body = {"name": " ", "phone": 5, "grants": [{"role": "koning"}], "absentFrom": "2026-12-02T00:00:00", "active": 7}
    assert errors_of(ours.administrator.post(api, "/v1/people", body)) == {
        "/name": "too_short",
        "/email": "missing",
        "/phone": "not_text",
        "/grants/0/role": "not_a_choice",
        "/absentFrom": "not_a_moment",
        "/active": "not_yes_or_no",
    }


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0612345699", "+31612345699"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0031-6-12345699", "+31612345699"),
        ("020 624 1111", "+31206241111"),
        ("112", "phone_emergency"),
        ("+112", "phone_emergency"),
        ("101", "phone_emergency"),
        ("0900-8844", "phone_emergency"),
        ("0800 1234", "phone_emergency"),
        ("14 020", "phone_emergency"),
        ("+31112", "phone_emergency"),
        ("12345678901234567", "phone_invalid"),
        ("0612345", "phone_invalid"),
        ("mijn nummer", "phone_invalid"),
        ("", "phone_invalid"),
    ],
)
def test_numbers_are_of_people(api: TestClient, ours: Organisation, typed: str, kept: str) -> None:
    answer = ours.administrator.post(api, "/v1/people", somebody(phone=typed))
    if kept.startswith("+"):
        assert answer.json()["phone"] == kept
    else:
        assert errors_of(answer) == {"/phone": kept}


def test_an_address_and_a_number_belong_to_one_person(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    body = somebody(email=strangers.worker.email, phone=ours.worker.phone)
    assert errors_of(ours.administrator.post(api, "/v1/people", body)) == {
        "/email": "email_taken",
        "/phone": "phone_taken",
    }


def test_nobody_types_the_password_of_another(api: TestClient, ours: Organisation) -> None:
    body = somebody(password="drie paarden in de regen")
    assert errors_of(ours.administrator.post(api, "/v1/people", body)) == {"/password": "unknown_field"}
    change = {"password": "drie paarden in de regen"}
    path = f"/v1/people/{ours.worker.id}"
    assert errors_of(ours.administrator.patch(api, path, change)) == {"/password": "unknown_field"}
    assert sign_in(api, ours.worker.email).status_code == 201


def test_what_nobody_sees_is_left_out_and_what_is_nothing_besides_is_missing(
    api: TestClient, ours: Organisation
) -> None:
    els = ours.administrator.post(api, "/v1/people", somebody(name="\ufeffE\x00l\u200bs \u202eBos"))
    assert (els.status_code, els.json()["name"]) == (201, "Els Bos")
    answer = api.post(
        "/v1/people",
        content=b'{"name": "\\ud800", "email": "a@b.test"}',
        headers=ours.administrator.headers | {"Content-Type": "application/json"},
    )
    assert errors_of(answer)["/name"] == "too_short"


def test_only_what_is_named_changes(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/people/{ours.worker.id}"
    before = next(
        one for one in ours.administrator.get(api, "/v1/people").json()["people"] if one["id"] == str(ours.worker.id)
    )
    after = ours.administrator.patch(api, path, {"name": "Jan van der Wit"}).json()
    assert after == before | {"name": "Jan van der Wit"}
    away = {"absentFrom": "2026-12-01T08:00:00+01:00", "absentUntil": None}
    assert ours.administrator.patch(api, path, away).json()["absentFrom"] == "2026-12-01T07:00:00Z"
    assert errors_of(ours.administrator.patch(api, path, {"name": None})) == {"/name": "not_text"}
    assert ours.administrator.patch(api, path, {"phone": None}).json()["phone"] is None


def test_what_somebody_may_changes_at_once(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/people/{ours.worker2.id}"
    assert ours.worker2.get(api, "/v1/people").status_code == 403
    grants = [{"role": "worker", "teamId": str(ours.team)}, {"role": "administrator", "teamId": None}]
    assert ours.administrator.patch(api, path, {"grants": grants}).status_code == 200
    assert ours.worker2.get(api, "/v1/people").status_code == 200
    assert ours.administrator.patch(api, path, {"grants": []}).json()["grants"] == []
    assert ours.worker2.get(api, "/v1/people").status_code == 403


def test_another_number_must_be_verified_anew(api: TestClient, ours: Organisation, database: Database) -> None:
    with database.write() as session:
        session.execute(
            update(PersonRecord)
            .where(PersonRecord.id == ours.worker.id)
            .values(number_verified_at=PersonRecord.absent_from, sms_refused=True)
        )
    ours.administrator.patch(api, f"/v1/people/{ours.worker.id}", {"phone": NUMBER})
    with database.read() as session:
        person = session.get_one(PersonRecord, ours.worker.id)
        assert person.number_verified_at is None
        assert person.sms_refused is False


def test_the_last_administrator_stays(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/people/{ours.administrator.id}"
    changes: list[dict[str, Any]] = [{"active": False}, {"grants": []}]
    for change in changes:
        answer = ours.administrator.patch(api, path, change)
        assert answer.status_code == 409
        assert answer.json()["code"] == "last_administrator"
    assert ours.administrator.get(api, "/v1/people").status_code == 200


def test_two_administrators_can_not_put_each_other_out(api: TestClient, ours: Organisation) -> None:
    grants = [{"role": "administrator"}]
    assert ours.administrator.patch(api, f"/v1/people/{ours.hr.id}", {"grants": grants}).status_code == 200
    statuses: list[int] = []
    together = Barrier(2)

    def put_out(by: Employee, whom: Employee) -> None:
        together.wait()
        statuses.append(by.patch(api, f"/v1/people/{whom.id}", {"grants": []}).status_code)

    pair = (ours.administrator, ours.hr)
    threads = [Thread(target=put_out, args=one) for one in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The second one is no administrator any more, or is stopped because nobody would be left.
    assert sorted(statuses) in ([200, 403], [200, 409])
    assert 200 in {one.get(api, "/v1/people").status_code for one in pair}


def test_teams_have_names_of_their_own(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    body = {"id": str(uuid4()), "name": " Schulden "}
    made = ours.administrator.post(api, "/v1/teams", body)
    assert made.status_code == 201
    assert made.json() == {"id": body["id"], "name": "Schulden"}
    assert ours.administrator.post(api, "/v1/teams", body).json() == made.json()
    assert errors_of(ours.administrator.post(api, "/v1/teams", {"name": "schulden"})) == {"/name": "team_taken"}
    assert strangers.administrator.post(api, "/v1/teams", body).status_code == 409
    assert strangers.administrator.post(api, "/v1/teams", {"name": "Schulden"}).status_code == 201
    assert len(ours.administrator.get(api, "/v1/teams").json()["teams"]) == 2
    assert ours.worker.get(api, "/v1/teams").json()["teams"] == [{"id": str(ours.team), "name": "Inkomen"}]


def a_shift(person: Any, **more: Any) -> dict[str, Any]:
    return {
        "rank": "first",
        "personId": str(person.id),
        "days": [1, 2, 3, 4, 5],
        "from": "08:00",
        "until": "17:00",
        "everyWeeks": 1,
        "firstDay": None,
        "lastDay": None,
        "onHolidays": "also",
    } | more


def test_the_roster_is_replaced_as_a_whole(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/teams/{ours.team}/roster"
    shifts = [
        a_shift(ours.colleague),
        a_shift(ours.manager, **{"from": "17:00", "until": "08:00"}),
        a_shift(ours.manager2, rank="manager", days=[7, 6], **{"from": "00:00", "until": "00:00"}),
    ]
    answer = ours.administrator.put(api, path, {"shifts": shifts})
    assert answer.status_code == 200
    shifts[2]["days"] = [6, 7]
    saved = answer.json()["shifts"]
    assert [{**one, "id": None} for one in saved] == [{**one, "id": None} for one in shifts]
    assert ours.colleague.get(api, path).json() == answer.json()
    shorter = [{**saved[2], "until": "12:00"}, saved[0]]
    assert ours.manager.put(api, path, {"shifts": shorter}).json()["shifts"] == shorter, "and they keep their ids"
    assert ours.administrator.put(api, path, {"shifts": []}).json()["shifts"] == []


def test_who_only_watches_or_visits_does_not_set_the_roster(api: TestClient, ours: Organisation) -> None:
    path = f"/v1/teams/{ours.team}/roster"
    for person in (ours.worker, ours.colleague, ours.registrar):
        assert person.put(api, path, {"shifts": []}).status_code == 403, person.name


def test_everything_wrong_with_a_roster_is_said_at_once(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    path = f"/v1/teams/{ours.team}/roster"
    shifts = [
        a_shift(strangers.colleague),
        a_shift(ours.worker),
        a_shift(ours.colleague, rank="manager"),
        a_shift(ours.colleague, days=[1, 1]),
        a_shift(ours.colleague, everyWeeks=2),
        a_shift(ours.colleague, id=str(uuid4()), firstDay="2026-12-02", lastDay="2026-12-01"),
    ]
    assert errors_of(ours.administrator.put(api, path, {"shifts": shifts})) == {
        "/shifts/0/personId": "person_unknown",
        "/shifts/1/personId": "may_not_watch",
        "/shifts/2/personId": "may_not_watch",
        "/shifts/3/days": "day_double",
        "/shifts/4/firstDay": "missing",
        "/shifts/5/id": "shift_unknown",
        "/shifts/5/lastDay": "last_before_first",
    }
    shape = [a_shift(ours.colleague, days=[8]), a_shift(ours.colleague, days=[], until="24:00", rank="x")]
    assert errors_of(ours.administrator.put(api, path, {"shifts": shape})) == {
        "/shifts/0/days/0": "too_big",
        "/shifts/1/days": "too_few",
        "/shifts/1/until": "invalid",
        "/shifts/1/rank": "not_a_choice",
    }


# Strangers, and people without the right.

ADMINISTRATION: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/v1/people", None),
    ("POST", "/v1/people", somebody()),
    ("PATCH", "/v1/people/{worker}", {"name": "x"}),
    ("POST", "/v1/teams", {"name": "x"}),
)


ON_THE_ROSTER: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/v1/teams/{team}/roster/week", None),
    ("POST", "/v1/teams/{team}/swaps", {"shiftId": NOBODYS_ID, "day": "2027-01-04", "toId": NOBODYS_ID}),
    ("POST", f"/v1/teams/{{team}}/swaps/{NOBODYS_ID}/accept", {}),
    ("POST", f"/v1/teams/{{team}}/swaps/{NOBODYS_ID}/decline", {}),
    ("POST", f"/v1/teams/{{team}}/swaps/{NOBODYS_ID}/withdraw", {}),
    ("POST", "/v1/teams/{team}/relief/accept", {}),
    ("POST", "/v1/teams/{team}/relief/decline", {}),
)


@pytest.mark.by_turns
@pytest.mark.parametrize(("method", "path", "body"), ON_THE_ROSTER)
def test_the_roster_is_for_those_who_watch(
    api: TestClient, ours: Organisation, method: str, path: str, body: Any
) -> None:
    where = path.format(team=ours.team)
    assert api.request(method, where, json=body).status_code == 401
    for person in (ours.worker, ours.registrar, ours.hr):
        assert person.ask(api, method, where, body).status_code == 403, person.name


@pytest.mark.by_turns
@pytest.mark.parametrize(("method", "path", "body"), ADMINISTRATION)
def test_administration_is_for_administrators(
    api: TestClient, ours: Organisation, method: str, path: str, body: Any
) -> None:
    where = path.format(worker=ours.worker.id, team=ours.team)
    assert api.request(method, where, json=body).status_code == 401
    for person in (one for one in ours.everybody if one is not ours.administrator):
        assert person.ask(api, method, where, body).status_code == 403, person.name


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/v1/people/{worker}", {"name": "x"}),
        ("GET", "/v1/teams/{team}/roster", None),
        ("PUT", "/v1/teams/{team}/roster", {"shifts": []}),
        *ON_THE_ROSTER,
    ],
)
def test_a_strangers_object_is_not_there(
    api: TestClient, ours: Organisation, strangers: Organisation, method: str, path: str, body: Any
) -> None:
    where = path.format(worker=ours.worker.id, team=ours.team)
    assert strangers.administrator.ask(api, method, where, body).status_code == 404
    nowhere = path.format(worker=uuid4(), team=uuid4())
    assert ours.administrator.ask(api, method, nowhere, body).status_code == 404


def test_lists_hold_nothing_of_strangers(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    for path in ("/v1/people", "/v1/teams"):
        assert "elders.test" not in ours.administrator.get(api, path).text
        assert str(strangers.team) not in ours.administrator.get(api, path).text


def test_the_roster_of_another_team_is_not_there(api: TestClient, ours: Organisation) -> None:
    other = ours.administrator.post(api, "/v1/teams", {"name": "Wijken"}).json()["id"]
    assert ours.colleague.get(api, f"/v1/teams/{other}/roster").status_code == 404
    assert ours.worker.get(api, f"/v1/teams/{ours.team}/roster").status_code == 403
