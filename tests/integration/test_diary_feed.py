"""The diary behind a private link, as a calendar fetches it: read by ical.js, which did not write it."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, select, update

from achterwacht.people.account_links import make_link, use_link
from achterwacht.people.records import DiaryLinkRecord, GrantRecord, LinkReason, OrganisationRecord, PersonRecord
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.visits.records import VisitRecord
from api.diary.feed import PER_LINK, PER_STRANGER
from foundation.redaction import redact_text
from foundation.session import Database
from tests.support.organisations import Employee, Organisation
from tests.support.postcodes import says_postcode

CHECKOUT = Path(__file__).resolve().parents[2]
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
NAME = "Wouters, Zoë; de 'Wilde' \\ van 🏡 der Heijden-Vandenbroucke-Schouwenaars, eerste verdieping achter"


def visit(api: TestClient, who: Employee, start: datetime = SOON, **more: Any) -> dict[str, Any]:
    body = {
        "address": {"country": "NL", "postcode": "5211AA", "houseNumber": 12, "addition": "A", "street": "Dorpsstraat",
                    "city": "Den Bosch"},
        "plannedStart": start.isoformat(), "expectedEnd": (start + timedelta(minutes=45)).isoformat(),
        "clientName": NAME, "clientReference": "Z-2026/17", "purpose": "Gesprek over geld",
    }  # fmt: skip
    answer = who.post(api, "/v1/visits", body | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def link(api: TestClient, who: Employee, team: UUID | None = None, **shown: bool) -> str:
    """The path of a new link."""
    answer = who.post(api, f"/v1/teams/{team}/diary/link" if team else "/v1/me/diary/link", shown)
    assert answer.status_code == 201, answer.text
    path: str = urlsplit(answer.json()["url"]).path
    return path


def fetched(api: TestClient, path: str) -> httpx.Response:
    answer: httpx.Response = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer


def read(answer: httpx.Response) -> dict[str, Any]:
    """As ical.js reads it."""
    script = [str(CHECKOUT / "tools/with-node.sh"), "node", str(CHECKOUT / "tests/support/ical.mjs")]
    done = subprocess.run(script, input=answer.content, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_calendar_reads_when_and_nothing_else(api: TestClient, ours: Organisation) -> None:
    made = visit(api, ours.worker)
    answer = fetched(api, link(api, ours.worker))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = read(answer)
    (shown,) = found["events"]
    assert (found["name"], found["refresh"], found["ttl"]) == ("Huisbezoeken", "PT1H", "PT1H")
    assert (shown["summary"], shown["location"], shown["description"]) == ("Huisbezoek", None, None)
    assert (shown["uid"], shown["status"], shown["sequence"]) == (f"{made['id']}@achterwacht", "CONFIRMED", 0)
    assert datetime.fromisoformat(shown["starts"]) == SOON
    assert datetime.fromisoformat(shown["ends"]) == SOON + timedelta(minutes=45)
    said = answer.content.decode().replace("\r\n ", "")
    for secret in ("Wouters", "Z-2026", "geld", "Dorpsstraat", "Jan de Wit", str(ours.worker.id), "risico"):
        assert secret not in said
    assert not says_postcode(said)


def test_its_maker_may_let_it_say_more_and_every_letter_arrives(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    with database.write() as session:
        organisation = session.get_one(OrganisationRecord, ours.id)
        load_profile(session, organisation, shipped()["s-hertogenbosch"], SOON)
    visit(api, ours.worker, purpose="x", background="Weigert te betalen")
    said = ours.worker.get(api, "/v1/me/diary").json()
    assert (said["link"], said["fields"]) == (None, ["client_name", "client_reference", "client_phone"])
    answer = fetched(api, link(api, ours.worker, withAddress=True, withDetails=True))
    (shown,) = read(answer)["events"]
    assert shown["location"] == "Dorpsstraat 12-A, 5211 AA Den Bosch"
    assert shown["description"] == f"Naam: {NAME}\nKenmerk: Z-2026/17"
    assert shown["summary"] == "Huisbezoek"
    assert b"betalen" not in answer.content
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert not [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line]
    assert [line for line in lines if len(line) > 70], "long lines were folded, and not simply absent"
    said = ours.worker.get(api, "/v1/me/diary").json()["link"]
    assert (said["withAddress"], said["withDetails"], "url" in said) == (True, True, False)


def test_details_are_only_what_the_protocol_asks(api: TestClient, ours: Organisation) -> None:
    visit(api, ours.worker)
    (shown,) = read(fetched(api, link(api, ours.worker, withDetails=True)))["events"]
    assert (shown["location"], shown["description"]) == (None, None), "the demonstration's protocol keeps no diary"


def test_a_visit_that_moves_keeps_its_uid_and_one_that_is_cancelled_says_so(
    api: TestClient, ours: Organisation
) -> None:
    made = visit(api, ours.worker)
    path = link(api, ours.worker)
    first = read(fetched(api, path))["events"][0]
    later = SOON + timedelta(hours=2)
    moved = {"plannedStart": later.isoformat(), "expectedEnd": (later + timedelta(minutes=30)).isoformat()}
    assert ours.worker.patch(api, f"/v1/visits/{made['id']}", moved).status_code == 200
    second = read(fetched(api, path))["events"][0]
    assert ours.worker.post(api, f"/v1/visits/{made['id']}/cancel").status_code == 200
    third = read(fetched(api, path))["events"][0]
    assert first["uid"] == second["uid"] == third["uid"]
    assert [one["sequence"] for one in (first, second, third)] == [0, 1, 2]
    assert [one["status"] for one in (first, second, third)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert datetime.fromisoformat(second["starts"]) == later
    assert first["stamp"] <= second["stamp"] <= third["stamp"]


def test_a_window_of_a_month_back_and_a_year_ahead(api: TestClient, ours: Organisation, database: Database) -> None:
    made = [visit(api, ours.worker) for _ in range(6)]
    now = datetime.now(UTC)
    ago = [timedelta(days=-31), timedelta(days=-29), timedelta(days=-1), timedelta(days=365), timedelta(days=367)]
    with database.write() as session:
        for one, far in zip(made, ago, strict=False):
            start = now + far
            session.execute(
                update(VisitRecord)
                .where(VisitRecord.organisation_id == ours.id, VisitRecord.id == UUID(one["id"]))
                .values(planned_start=start, expected_end=start + timedelta(minutes=30))
            )
    shown = {one["uid"].partition("@")[0] for one in read(fetched(api, link(api, ours.worker)))["events"]}
    assert shown == {one["id"] for one in (*made[1:4], made[5])}


def test_who_goes_along_has_it_in_their_diary_until_they_decline(api: TestClient, ours: Organisation) -> None:
    made = visit(api, ours.worker, companions=[{"personId": str(ours.worker2.id)}])
    path = link(api, ours.worker2)
    assert len(read(fetched(api, path))["events"]) == 1
    companion = made["companions"][0]["id"]
    answer = ours.worker2.post(api, f"/v1/visits/{made['id']}/companions/{companion}/cant")
    assert answer.status_code == 200, answer.text
    assert read(fetched(api, path))["events"] == []


def test_the_diary_of_a_team_says_which_of_its_people_go(
    api: TestClient, ours: Organisation, strangers: Organisation
) -> None:
    visit(api, ours.worker, companions=[{"personId": str(ours.worker2.id)}, {"name": "Tolk van buiten"}])
    visit(api, strangers.worker)
    found = read(fetched(api, link(api, ours.manager, ours.team)))
    assert found["name"] == "Huisbezoeken Inkomen"
    assert [one["summary"] for one in found["events"]] == ["Huisbezoek: Jan de Wit, Ali Demir"]
    assert read(fetched(api, link(api, strangers.colleague, strangers.team)))["events"][0]["summary"] == (
        "Huisbezoek: Jan de Wit"
    )


def test_who_may_make_which_link(api: TestClient, ours: Organisation, strangers: Organisation) -> None:
    for who, path, status in (
        (ours.colleague, "/v1/me/diary", 403),
        (ours.hr, "/v1/me/diary", 403),
        (ours.worker, f"/v1/teams/{ours.team}/diary", 403),
        (ours.administrator, f"/v1/teams/{ours.team}/diary", 403),
        (strangers.manager, f"/v1/teams/{ours.team}/diary", 404),
    ):
        assert who.get(api, path).status_code == status
        assert who.post(api, f"{path}/link").status_code == status
        assert who.delete(api, f"{path}/link").status_code == status
    assert api.post("/v1/me/diary/link", json={}).status_code == 401


def test_a_link_is_worth_nothing_once_it_is_withdrawn_made_anew_or_its_maker_may_no_more(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    visit(api, ours.worker)
    old = link(api, ours.worker)
    new = link(api, ours.worker)
    assert api.get(old).status_code == 404
    assert api.get(new).status_code == 200
    assert ours.worker.delete(api, "/v1/me/diary/link").status_code == 204
    gone = api.get(new)
    assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json")
    assert ours.worker.delete(api, "/v1/me/diary/link").status_code == 204

    mine, teams = link(api, ours.worker), link(api, ours.manager, ours.team)
    assert (api.get(mine).status_code, api.get(teams).status_code) == (200, 200)
    with database.write() as session:
        session.execute(
            update(PersonRecord)
            .where(PersonRecord.organisation_id == ours.id, PersonRecord.id == ours.worker.id)
            .values(active=False)
        )
        for grant in session.scalars(
            select(GrantRecord).where(GrantRecord.organisation_id == ours.id, GrantRecord.person_id == ours.manager.id)
        ):
            session.delete(grant)
    assert (api.get(mine).status_code, api.get(teams).status_code) == (404, 404)


@pytest.mark.parametrize("how", ["lost", "asked", "by themselves", "another password"])
def test_whoever_has_somebodys_phone_reads_their_diary_no_more(
    how: str, api: TestClient, ours: Organisation, database: Database
) -> None:
    """Whoever had it may have made the link."""
    visit(api, ours.worker)
    mine, others = link(api, ours.worker), link(api, ours.worker2)
    if how == "lost":
        path = f"/v1/teams/{ours.team}/workers/{ours.worker.id}/sign-out-everywhere"
        assert ours.colleague.post(api, path).status_code == 204
    elif how == "asked":
        path = f"/v1/people/{ours.worker.id}/sign-out-everywhere"
        assert ours.administrator.post(api, path).status_code == 204
    elif how == "by themselves":
        assert ours.worker.post(api, "/v1/sessions/sign-out-everywhere").status_code == 204
    else:
        with database.write() as session:
            secret = make_link(session, session.get_one(PersonRecord, ours.worker.id), LinkReason.FORGOTTEN)
            use_link(session, secret, "x")
    assert (api.get(mine).status_code, api.get(others).status_code) == (404, 200)


def test_a_calendar_that_has_it_already_is_told_so(api: TestClient, ours: Organisation) -> None:
    visit(api, ours.worker)
    path = link(api, ours.worker)
    first = fetched(api, path)
    assert first.headers["cache-control"] == "private, no-cache"
    again = api.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    visit(api, ours.worker, SOON + timedelta(days=1))
    assert api.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200
    head = api.head(path)
    assert (head.status_code, head.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert api.post(path).status_code == 405


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_the_secret_is_kept_by_nobody_and_stands_in_no_log(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    path = link(api, ours.worker)
    secret = path.removeprefix("/diary/").removesuffix(".ics")
    assert len(secret) >= 43
    with database.read() as session:
        record = session.scalars(select(DiaryLinkRecord).where(DiaryLinkRecord.organisation_id == ours.id)).one()
        assert secret not in str(vars(record))
    assert secret not in redact_text(f"GET https://achterwacht.example{path} 500")
    assert secret not in api.get("/metrics").text


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_too_often_is_refused_and_a_good_link_is_not_stopped_by_bad_ones(api: TestClient, ours: Organisation) -> None:
    path = link(api, ours.worker)
    for _ in range(int(PER_STRANGER.partition("/")[0])):
        assert api.get("/diary/nobody-knows-this-one.ics").status_code == 404
    refused = api.get("/diary/nobody-knows-this-one.ics")
    assert (refused.status_code, int(refused.headers["retry-after"]) > 0) == (429, True)
    for _ in range(int(PER_LINK.partition("/")[0])):
        assert api.get(path).status_code == 200
    assert api.get(path).status_code == 429


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/diary", "/diary/", "/diary/x", "/diary/.ics", "/diary/a/b.ics", "/diary/%00.ics"])
def test_what_is_no_link_is_no_page_either(api: TestClient, path: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_diary_is_found_by_an_index(api: TestClient, ours: Organisation, database: Database) -> None:
    asked: list[str] = []
    paths = [link(api, ours.worker), link(api, ours.manager, ours.team)]

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "FROM visit" in statement:
            asked.append(statement)
            plans.append((statement, parameters))

    plans: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", note)
    for path in paths:
        fetched(api, path)
    event.remove(database.engine, "before_cursor_execute", note)
    assert len(asked) == 3
    with database.engine.connect() as connection:
        for statement, parameters in plans:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = [row[3] for row in plan]
            assert not [step for step in steps if step.startswith("SCAN")], steps
