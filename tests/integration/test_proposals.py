"""Visits that a worker's own calendar proposes, over real TLS, with registers in the shapes of the real ones."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from achterwacht.diary import own_calendar, proposals
from achterwacht.diary.records import OwnCalendarRecord, PutAwayRecord
from achterwacht.visits.records import VisitRecord
from foundation.session import Database
from foundation.setting_groups.group import RefusedSettings
from foundation.setting_groups.look_ups import CalendarReading
from foundation.settings import Settings, load_settings
from scheduler.jobs import Jobs
from tests.support.calendar_server import CalendarServer, Said, a_calendar_server, appointment, calendar
from tests.support.organisations import Employee, Organisation
from tests.support.registers import FakeRegisters
from tests.support.shared_app import an_application
from tests.unit.test_address_settings import PRODUCTION

ONE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
MINE, PROPOSALS = "/v1/me/diary/calendar", "/v1/me/diary/proposals"
SECRET = "/published/3f9a1c7e-geheim/agenda.ics"
TOMORROW = (datetime.now(ZoneInfo("Europe/Amsterdam")) + timedelta(days=1)).replace(
    hour=10, minute=0, second=0, microsecond=0
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CalendarServer]:
    with a_calendar_server(tmp_path) as (server, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        yield server


@pytest.fixture
def registers() -> Iterator[FakeRegisters]:
    with FakeRegisters() as fake:
        yield fake


@pytest.fixture
def settings(database_url: str, server: CalendarServer, registers: FakeRegisters) -> Settings:
    return Settings(
        _env_file=None, database_url=database_url, read_calendars=CalendarReading.LOOPBACK, **registers.settings
    )


def at(hours: float, uid: str, place: str, *more: str) -> str:
    """An appointment of an hour, so many hours after ten tomorrow."""
    start, end = ((TOMORROW + timedelta(hours=one)).astimezone(UTC) for one in (hours, hours + 1))
    return appointment(uid, f":{start:%Y%m%dT%H%M%SZ}", f":{end:%Y%m%dT%H%M%SZ}", f"LOCATION:{place}", *more)


def saves(api: TestClient, who: Employee, url: str) -> httpx.Response:
    return who.put(api, MINE, {"url": url})


def proposed(api: TestClient, who: Employee) -> list[dict[str, Any]]:
    said = who.get(api, PROPOSALS).json()
    assert (said["calendar"], said["problem"]) == (True, None), said
    found: list[dict[str, Any]] = said["proposals"]
    return found


def looks_again(api: TestClient) -> None:
    """As after ten minutes."""
    calendars: own_calendar.OwnCalendars = api.app.state.own_calendars  # type: ignore[attr-defined]
    calendars._known.clear()
    calendars._refused.clear()


def test_an_appointment_with_an_address_is_proposed_and_nothing_is_made(
    api: TestClient, ours: Organisation, server: CalendarServer, database: Database
) -> None:
    server.has(
        calendar(
            at(0, "a", "Gemeentehuis\\, Dorpsstraat 12-B\\, 5211 AA Den Bosch\\, Nederland", "SUMMARY:Mw. Bakker"),
            at(1, "b", "Kerkstraat 99\\, 5211 XZ Den Bosch"),
            at(2, "c", "Dorpsstraat 14\\, 's-Hertogenbosch"),
            at(3, "d", "Dorpsstraat 12\\, 's-Hertogenbosch"),
            at(4, "e", "Vergaderzaal 2"),
            at(5, "f", "Veldstraat 14 bus 2\\, 9000 Gent\\, België"),
        ),
        SECRET,
    )
    answer = saves(api, ours.worker, server.url(SECRET).replace("https", "webcal"))
    assert answer.status_code == 200, answer.text
    assert {name: answer.json()[name] for name in ("host", "withPlace", "toVisit")} == {
        "host": "localhost", "withPlace": 6, "toVisit": 5,
    }  # fmt: skip
    first, second, third, fourth, fifth = proposed(api, ours.worker)
    assert (first["title"], first["starts"]) == ("Mw. Bakker", f"{TOMORROW.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    assert (first["address"]["verified"], first["address"]["line"]) == (
        True, "Dorpsstraat 12-B, 5211 AA 's-Hertogenbosch",
    )  # fmt: skip
    assert (second["address"]["verified"], second["address"]["line"]) == (False, "Kerkstraat 99, 5211 XZ Den Bosch")
    assert (third["address"]["verified"], third["address"]["houseNumber"]) == (True, 14)
    assert (fourth["address"], fourth["place"]) == (None, "Dorpsstraat 12, 's-Hertogenbosch"), "several are meant"
    assert (fifth["address"]["verified"], fifth["address"]["box"]) == (True, "2")
    with database.read() as session:
        here = select(func.count()).select_from(VisitRecord).where(VisitRecord.organisation_id == ours.id)
        assert session.scalar(here) == 0


@ONE
def test_it_is_asked_once_in_ten_minutes_and_only_for_me(
    api: TestClient, ours: Organisation, server: CalendarServer, strangers: Organisation
) -> None:
    server.has(calendar(at(0, "a", "Dorpsstraat 12B\\, 5211 AA Den Bosch")))
    assert saves(api, ours.worker, server.url()).status_code == 200
    for _ in range(3):
        assert len(proposed(api, ours.worker)) == 1
    assert len(server.asked) == 1
    for other in (ours.worker2, strangers.worker):
        assert other.get(api, PROPOSALS).json() == {"calendar": False, "problem": None, "notes": [], "proposals": []}
    for nobody in (ours.manager, ours.hr):
        assert nobody.get(api, PROPOSALS).status_code == 403
        assert saves(api, nobody, server.url()).status_code == 403
        assert nobody.delete(api, MINE).status_code == 403
        assert nobody.post(api, f"{MINE}/_try").status_code == 403
        assert nobody.post(api, f"{PROPOSALS}/{'0' * 64}/put-away").status_code == 403


def test_put_away_stays_away_until_its_time_or_place_changes(
    api: TestClient, ours: Organisation, server: CalendarServer, database: Database, settings: Settings
) -> None:
    place = "Dorpsstraat 12B\\, 5211 AA Den Bosch"
    server.has(calendar(at(0, "a", place), at(2, "b", place)))
    saves(api, ours.worker, server.url())
    one, other = proposed(api, ours.worker)
    for _ in range(2):
        assert ours.worker.post(api, f"{PROPOSALS}/{one['id']}/put-away").status_code == 204
    assert proposed(api, ours.worker) == [other]
    server.has(calendar(at(0, "a", place, "SUMMARY:Nu met een titel", "SEQUENCE:2"), at(2, "b", place)))
    looks_again(api)
    assert proposed(api, ours.worker) == [other]
    server.has(calendar(at(0.5, "a", place), at(2, "b", place)))
    looks_again(api)
    assert len(proposed(api, ours.worker)) == 2
    server.has(calendar(at(0, "a", "Dorpsstraat 14\\, 5211 AA Den Bosch")))
    looks_again(api)
    assert len(proposed(api, ours.worker)) == 1
    assert ours.worker.post(api, f"{PROPOSALS}/nee/put-away").status_code == 400

    def kept() -> int | None:
        with database.read() as session:
            here = PutAwayRecord.organisation_id == ours.id
            return session.scalar(select(func.count()).select_from(PutAwayRecord).where(here))

    jobs = Jobs(database, settings, "test")
    jobs.forget()
    assert kept() == 1
    with database.write() as session:
        long_ago = datetime.now(UTC) - proposals.KEPT - timedelta(minutes=1)
        session.execute(update(PutAwayRecord).where(PutAwayRecord.organisation_id == ours.id).values(at=long_ago))
    jobs.forget()
    jobs.close()
    assert kept() == 0


def test_what_is_planned_is_not_proposed(api: TestClient, ours: Organisation, server: CalendarServer) -> None:
    place = "Dorpsstraat 12B\\, 5211 AA Den Bosch"
    server.has(calendar(at(0, "a", place), at(3, "b", "Elders 1\\, Den Bosch"), at(6, "c", place)))
    saves(api, ours.worker, server.url())
    assert len(proposed(api, ours.worker)) == 3
    for start, number, who in ((0.25, "12B", ours.worker), (3, "99", ours.worker), (6, "12B", ours.worker2)):
        begins = TOMORROW + timedelta(hours=start)
        body = {
            "address": {"country": "NL", "postcode": "5211AA", "houseNumber": number},
            "plannedStart": begins.isoformat(), "expectedEnd": (begins + timedelta(minutes=30)).isoformat(),
            "companions": [] if who is ours.worker else [{"personId": str(ours.worker.id)}],
        }  # fmt: skip
        assert who.post(api, "/v1/visits", body).status_code == 201
    assert proposed(api, ours.worker) == []


def test_what_is_off_hides_its_own_address_alone(api: TestClient, ours: Organisation, server: CalendarServer) -> None:
    here, elsewhere = "Dorpsstraat 12B\\, 5211 AA Den Bosch", "Kerkstraat 99\\, 5211 XZ Den Bosch"
    server.has(calendar(at(0, "a", here), at(0, "b", elsewhere), at(3, "c", here), at(3, "d", elsewhere)))
    saves(api, ours.worker, server.url())
    made = []
    for start, who in ((0, ours.worker), (3, ours.worker2)):
        begins = TOMORROW + timedelta(hours=start)
        body = {
            "address": {"country": "NL", "postcode": "5211AA", "houseNumber": "12B"},
            "plannedStart": begins.isoformat(), "expectedEnd": (begins + timedelta(minutes=30)).isoformat(),
            "companions": [] if who is ours.worker else [{"personId": str(ours.worker.id)}],
        }  # fmt: skip
        made.append(who.post(api, "/v1/visits", body).json())
    mine, theirs = (f"/v1/visits/{one['id']}" for one in made)
    cant = f"{theirs}/companions/{made[1]['companions'][0]['id']}/cant"
    assert proposed(api, ours.worker) == [], "who is somewhere else then goes to neither"
    assert ours.worker.post(api, f"{mine}/cancel", {"reason": "Ziek"}).status_code == 200
    (only,) = proposed(api, ours.worker)
    assert only["address"]["houseNumber"] == 99, "the one that is off was planned, and is not offered again"
    assert ours.worker.post(api, cant, {}).status_code == 200
    assert [one["address"]["houseNumber"] for one in proposed(api, ours.worker)] == [99, 99]


@ONE
def test_what_can_not_be_read_says_why_and_loses_nothing(
    api: TestClient, ours: Organisation, server: CalendarServer, database: Database
) -> None:
    server.has(calendar(at(0, "a", "Dorpsstraat 12B\\, 5211 AA Den Bosch")))
    assert saves(api, ours.worker, server.url()).status_code == 200
    server.has("<html>Log in</html>", "/page")
    for url, code in (
        (server.url("/page"), "calendar_unreadable"),
        (server.url("/gone"), "calendar_not_there"),
        ("http://localhost/agenda.ics", "calendar_address"),
        ("https://169.254.169.254/agenda.ics", "calendar_forbidden"),
    ):
        answer = saves(api, ours.worker, url)
        (wrong,) = answer.json()["errors"]
        assert (answer.status_code, wrong["pointer"], wrong["code"]) == (400, "/url", code)
        assert wrong["detail"].endswith(".")
        assert "localhost" not in answer.text
    assert len(proposed(api, ours.worker)) == 1
    server.says["/agenda.ics"] = Said(status=500)
    looks_again(api)
    for _ in range(3):
        said = ours.worker.get(api, PROPOSALS).json()
        assert (said["calendar"], said["proposals"]) == (True, [])
        assert said["problem"] == "Je agenda antwoordt nu niet. Probeer het later nog eens."
    asked = [path for path, _ in server.asked if path == "/agenda.ics"]
    assert len(asked) == 2, "after a failure it is left alone for a while"
    server.has(calendar(at(0, "a", "Dorpsstraat 12B\\, 5211 AA Den Bosch")))
    tried = ours.worker.post(api, f"{MINE}/_try")
    assert (tried.status_code, tried.json()["toVisit"]) == (200, 1)
    assert len(proposed(api, ours.worker)) == 1


@ONE
def test_its_address_is_sealed_never_shown_and_never_logged(
    api: TestClient, ours: Organisation, server: CalendarServer, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.has(calendar(at(0, "a", "Dorpsstraat 12B\\, 5211 AA Den Bosch")), SECRET)
    said = saves(api, ours.worker, server.url(SECRET)).text
    server.says[SECRET] = Said(status=500)
    looks_again(api)
    said += ours.worker.get(api, PROPOSALS).text + ours.worker.get(api, "/v1/me/diary").text
    assert ours.worker.get(api, "/v1/me/diary").json()["calendar"]["host"] == "localhost"
    with database.read() as session:
        record = session.scalars(select(OwnCalendarRecord).where(OwnCalendarRecord.organisation_id == ours.id)).one()
        said += str(vars(record))
    assert "geheim" not in said
    # httpx tells each URL at INFO, which `set_up_logging` silences (tests/unit/test_log.py).
    logged = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert not [line for line in logged if "geheim" in line]
    assert any("can't be read" in line for line in logged)
    with database.write() as session:
        record = session.scalars(select(OwnCalendarRecord).where(OwnCalendarRecord.organisation_id == ours.id)).one()
        record.sealed = record.sealed[:-4] + "AAA="
    lost = ours.worker.get(api, PROPOSALS).json()
    assert lost["problem"] == "We kunnen het adres van je agenda niet meer lezen. Plak het opnieuw bij Ik."
    assert ours.worker.delete(api, MINE).status_code == 204
    assert ours.worker.delete(api, MINE).status_code == 204
    assert ours.worker.get(api, PROPOSALS).json()["calendar"] is False
    assert ours.worker.post(api, f"{MINE}/_try").status_code == 404


@ONE
def test_it_is_not_tried_too_often(api: TestClient, ours: Organisation, server: CalendarServer) -> None:
    server.has(calendar())
    statuses = [saves(api, ours.worker, server.url()).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@ONE
@pytest.mark.parametrize("reading", [None, CalendarReading.NO])
def test_where_nothing_goes_out_no_calendar_is_read(
    database: Database, ours: Organisation, database_url: str, server: CalendarServer, reading: CalendarReading | None
) -> None:
    settings = Settings(_env_file=None, database_url=database_url, read_calendars=reading)
    with TestClient(an_application(database, settings), base_url="http://127.0.0.1:8000") as api:
        refused = saves(api, ours.worker, server.url())
        assert (refused.status_code, refused.json()["code"]) == (409, "calendars_off")
        assert ours.worker.get(api, "/v1/me/diary").json()["readsCalendars"] is False
    assert server.asked == []


def test_loopback_is_never_for_production() -> None:
    assert load_settings(**PRODUCTION).reads_calendars
    with pytest.raises(RefusedSettings, match="READ_CALENDARS"):
        load_settings(**PRODUCTION, read_calendars="loopback")
