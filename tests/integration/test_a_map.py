"""A map by choice: what pages may load, which tiles there are, and where visits and alarms of the board are."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update
from starlette.routing import Mount

from achterwacht.alarms.records import AlarmRecord
from achterwacht.people.records import PersonRecord
from api.board.places import MOST
from api.pwa import PwaFallback
from foundation.clock import clock_of
from foundation.session import Database
from foundation.setting_groups.maps import MapOf
from foundation.settings import Settings
from tests.support.organisations import NOBODYS_ID, Employee, Organisation
from tests.support.person import an_address, reckoned
from tests.support.postcodes import says_postcode
from tests.support.registers import GEOLOCATION, PDOK, FakeRegisters
from tests.support.shared_app import an_application

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
TILES = "http://127.0.0.1:9"
PHONE = {"latitude": 51.7, "longitude": 5.31, "accuracyMetres": 12.0}
DORPSSTRAAT = {"latitude": 51.69, "longitude": 5.3}
GENT = {"country": "BE", "street": "Veldstraat", "houseNumber": "12", "box": "3", "postcode": "9000", "city": "Gent"}
NOTHING: dict[str, Any] = {"places": [], "askAgain": []}


@pytest.fixture
def registers() -> Iterator[FakeRegisters]:
    with FakeRegisters() as fake:
        yield fake


@pytest.fixture
def settings(database_url: str, registers: FakeRegisters) -> Settings:
    chosen: dict[str, Any] = {"map": MapOf.PDOK, "pdok_tiles_base": TILES}
    return Settings(_env_file=None, database_url=database_url, **chosen, **registers.settings)


@pytest.fixture
def without(database: Database, settings: Settings) -> Iterator[TestClient]:
    """The same installation without a map."""
    none = settings.model_copy(update={"map": MapOf.NONE})
    with TestClient(an_application(database, none), base_url="http://127.0.0.1:8000") as client:
        yield client


def a_visit(
    api: TestClient, database: Database, ours: Organisation, address: dict[str, Any] | None = None, **more: Any
) -> str:
    with database.read() as session:
        end = clock_of(session).now(session) + timedelta(minutes=30)
    body = {"address": address or an_address(12), "expectedEnd": end.isoformat(), "checkIn": True, **more}
    made = ours.worker.post(api, "/v1/visits", body)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def pressed(api: TestClient, ours: Organisation, visit: str | None = None, place: dict[str, Any] | None = PHONE) -> str:
    body = {"id": str(uuid4()), "location": place}
    made = ours.worker.post(api, f"/v1/visits/{visit}/panic" if visit else "/v1/alarms", body)
    assert made.status_code in (200, 201), made.text
    return str(made.json()["alarm"]["id"] if visit else made.json()["id"])


def located(api: TestClient, who: Employee, **asked: list[str]) -> dict[str, Any]:
    answer = who.post(api, "/v1/board/_locate", asked)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def by_address(whose: str, point: dict[str, float]) -> dict[str, Any]:
    return {"id": whose, **point, "accuracyMetres": None, "at": None, "source": "address"}


def test_pages_may_fetch_from_that_host_alone(
    api: TestClient, without: TestClient, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    for client in (api, without):
        assert isinstance(client.app, FastAPI)
        (mounted,) = [
            one.app for one in client.app.routes if isinstance(one, Mount) and isinstance(one.app, PwaFallback)
        ]
        monkeypatch.setattr(mounted, "dist", tmp_path)
    policy = api.get("/board").headers["content-security-policy"]
    plain = without.get("/board").headers["content-security-policy"]
    assert policy == f"{plain}; connect-src 'self' {TILES}"
    assert "http" not in plain
    assert TILES not in api.get("/health/live").headers["content-security-policy"]


def test_which_tiles(api: TestClient, without: TestClient, ours: Organisation) -> None:
    found = ours.colleague.get(api, "/v1/map").json()["tiles"]
    assert found["tiles"].startswith(f"{TILES}/brt/achtergrondkaart/")
    assert "Kadaster" in found["owner"]
    assert ours.colleague.get(without, "/v1/map").json() == {"tiles": None}
    assert api.get("/v1/map").status_code == 401


def test_a_visit_is_where_its_address_is(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    here, flat = a_visit(api, database, ours), a_visit(api, database, ours, an_address(14) | {"addition": "Z"})
    gent = a_visit(api, database, ours, GENT)
    nowhere = a_visit(api, database, ours, an_address(999))
    said = located(api, ours.colleague, visits=[here, flat, gent, nowhere])
    expected = [(here, DORPSSTRAAT), (flat, DORPSSTRAAT), (gent, {"latitude": 51.05, "longitude": 3.72})]
    found = {one["id"]: one for one in said["places"]}
    assert found == {whose: by_address(whose, point) for whose, point in expected}, "of 14-Z the building is known"
    assert said["askAgain"] == []
    asked = len(registers.asked)
    located(api, ours.manager, visits=[here, gent])
    assert len(registers.asked) == asked, "the register was asked once"
    told = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    assert not [one for one in told if "Dorpsstraat" in one or says_postcode(one) or "Veldstraat" in one]


def test_of_two_doors_the_one_that_was_meant(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    registers.documents[1]["centroide_ll"] = "POINT(5.4 51.6)"
    registers.documents[4]["centroide_ll"] = "POINT(east north)"
    door = a_visit(api, database, ours, an_address(12) | {"addition": "A"})
    odd = a_visit(api, database, ours, an_address(14))
    said = located(api, ours.colleague, visits=[door, odd])
    assert said == {"places": [by_address(door, {"latitude": 51.6, "longitude": 5.4})], "askAgain": []}


@pytest.mark.parametrize("fails", [FakeRegisters.down, lambda fake: fake.fails(PDOK)], ids=["nobody there", "503"])
def test_while_the_register_is_away_one_may_ask_again(
    api: TestClient,
    ours: Organisation,
    registers: FakeRegisters,
    database: Database,
    fails: Callable[[FakeRegisters], None],
) -> None:
    visit = a_visit(api, database, ours)
    alarm = pressed(api, ours)
    fails(registers)
    said = located(api, ours.colleague, visits=[visit], alarms=[alarm])
    assert said["askAgain"] == [visit]
    assert [(one["id"], one["source"]) for one in said["places"]] == [(alarm, "phone")]


def test_an_alarm_is_where_the_phone_is_unless_that_is_vague(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    visit = a_visit(api, database, ours)
    alarm = pressed(api, ours, visit, PHONE | {"accuracyMetres": 900.0})
    (vague,) = located(api, ours.colleague, alarms=[alarm])["places"]
    assert vague == by_address(alarm, DORPSSTRAAT)
    with database.write() as session:
        session.execute(
            update(AlarmRecord)
            .where(AlarmRecord.organisation_id == ours.id)
            .values(location=PHONE | {"at": "2026-01-01T10:00:00+00:00"})
        )
    (exact,) = located(api, ours.colleague, alarms=[alarm])["places"]
    assert (exact["source"], exact["latitude"], exact["accuracyMetres"]) == ("phone", 51.7, 12.0)
    place = ours.colleague.get(api, f"/v1/alarms/{alarm}/address-place").json()["place"]
    assert place == DORPSSTRAAT
    assert registers.paths() == [f"{PDOK}/free"]


def test_a_silent_alarm_shows_no_more_than_the_list_and_nothing_to_those_inside(
    api: TestClient, ours: Organisation, database: Database
) -> None:
    with database.write() as session:
        session.execute(
            update(PersonRecord)
            .where(PersonRecord.organisation_id == ours.id, PersonRecord.id == ours.worker.id)
            .values(pin_hash=reckoned("1234"), duress_pin_hash=reckoned("4321"))
        )
    visit = a_visit(api, database, ours, companions=[{"personId": str(ours.manager2.id)}])
    assert ours.worker.post(api, f"/v1/visits/{visit}/ok", {"pin": "4321"}).status_code == 200
    with database.write() as session:
        known = PHONE | {"at": "2026-01-01T10:00:00+00:00"}
        session.execute(update(AlarmRecord).where(AlarmRecord.organisation_id == ours.id).values(location=known))
    (alarm,) = [one["id"] for one in ours.colleague.get(api, "/v1/board").json()["alarms"]]
    (shown,) = located(api, ours.colleague, alarms=[alarm])["places"]
    assert shown == by_address(alarm, DORPSSTRAAT), "the page of the alarm says where the phone is, not the map"
    assert located(api, ours.manager2, alarms=[alarm], visits=[visit])["places"] == [by_address(visit, DORPSSTRAAT)]
    assert ours.manager2.get(api, f"/v1/alarms/{alarm}/address-place").status_code == 404


def test_nobody_elses(api: TestClient, ours: Organisation, strangers: Organisation, database: Database) -> None:
    visit, alarm = a_visit(api, database, ours), pressed(api, ours)
    asked = {"visits": [visit, NOBODYS_ID], "alarms": [alarm, visit]}
    for who in (strangers.manager, strangers.colleague):
        assert located(api, who, **asked) == NOTHING
        assert who.get(api, f"/v1/alarms/{alarm}/address-place").status_code == 404
    for outside in (ours.worker, ours.reception, ours.administrator):
        assert outside.post(api, "/v1/board/_locate", asked).status_code == 403


def test_what_is_over_has_no_place_any_more(api: TestClient, ours: Organisation, database: Database) -> None:
    visit, alarm = a_visit(api, database, ours), pressed(api, ours)
    assert ours.worker.post(api, f"/v1/visits/{visit}/check-out", {}).status_code == 200
    assert ours.manager.post(api, f"/v1/alarms/{alarm}/resolve", {"outcome": "safe"}).status_code == 200
    assert located(api, ours.colleague, visits=[visit], alarms=[alarm]) == NOTHING


def test_without_a_map_nobody_is_asked(
    api: TestClient, without: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    visit = a_visit(api, database, ours)
    alarm = pressed(api, ours, visit)
    assert located(without, ours.colleague, visits=[visit], alarms=[alarm]) == NOTHING
    assert ours.colleague.get(without, f"/v1/alarms/{alarm}/address-place").json() == {"place": None}
    assert registers.asked == []


def test_so_many_at_once(api: TestClient, ours: Organisation) -> None:
    many = [str(uuid4()) for _ in range(MOST + 1)]
    assert located(api, ours.colleague, visits=many[:MOST]) == NOTHING
    assert ours.colleague.post(api, "/v1/board/_locate", {"visits": many}).status_code == 400


def test_a_place_that_is_no_place_is_none(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    visit = a_visit(api, database, ours, GENT)
    registers.says(f"{GEOLOCATION}/Location", {"LocationResult": [{"Thoroughfarename": "Veldstraat"}]})
    assert located(api, ours.colleague, visits=[visit]) == NOTHING
