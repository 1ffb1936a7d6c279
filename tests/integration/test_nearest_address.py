"""The address next to the place of an alarm: asked when somebody looks, and nothing waits for it."""

import logging
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import QueuePool, update

from achterwacht.alarms.records import AlarmRecord, HandOverLinkRecord
from achterwacht.people.records import OrganisationRecord
from foundation.clock import clock_of
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import Organisation
from tests.support.registers import GEOLOCATION, PDOK, FakeRegisters
from tests.support.twilio.listener import Answer

ONE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PLACE = {"latitude": 51.69001, "longitude": 5.30002, "accuracyMetres": 12.0}


@pytest.fixture
def registers() -> Iterator[FakeRegisters]:
    with FakeRegisters() as fake:
        yield fake


@pytest.fixture
def settings(database_url: str, registers: FakeRegisters) -> Settings:
    return Settings(_env_file=None, database_url=database_url, **registers.settings)


def an_alarm(api: TestClient, ours: Organisation, place: dict[str, Any] | None = PLACE) -> str:
    pressed = ours.worker.post(api, "/v1/alarms", {"id": str(uuid4()), "location": place})
    assert pressed.status_code == 201, pressed.text
    return str(pressed.json()["id"])


def nearest(api: TestClient, ours: Organisation, alarm: str) -> str | None:
    answer = ours.manager.get(api, f"/v1/alarms/{alarm}/nearest-address")
    assert answer.status_code == 200, answer.text
    text: str | None = answer.json()["text"]
    return text


def test_the_nearest_address_is_asked_once_and_in_no_transaction(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "achterwacht")
    alarm = an_alarm(api, ours)
    assert registers.asked == [], "whoever presses waits for no register, nor does the sheet"
    assert ours.manager.get(api, f"/v1/alarms/{alarm}/hand-over").status_code == 200
    assert registers.asked == []
    said = "in de buurt van Dorpsstraat 12, 5211AA 's-Hertogenbosch (volgens het adressenregister, 30 m)"
    assert [nearest(api, ours, alarm) for _ in range(2)] == [said, said]
    (asked,) = registers.asked
    assert (asked.path, asked.query["lat"], asked.query["lon"]) == (f"{PDOK}/reverse", ["51.69001"], ["5.30002"])
    assert set(asked.query) == {"lat", "lon", "type", "rows"}
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    held: list[int] = []

    def counts() -> Answer:
        held.append(pool.checkedout())
        return Answer(503, "5.31")

    registers.misbehaves[PDOK] = counts
    later = {"id": alarm, "location": PLACE | {"longitude": 5.31}}
    ours.worker.post(api, "/v1/alarms", later)
    assert (nearest(api, ours, alarm), held) == (None, [0])
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert not [one for one in told if "5.3" in one or "51.69" in one or "Dorpsstraat" in one]


@ONE
def test_in_flanders(api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database) -> None:
    with database.write() as session:
        session.execute(update(OrganisationRecord).where(OrganisationRecord.id == ours.id).values(country="BE"))
    alarm = an_alarm(api, ours, PLACE | {"latitude": 51.05, "longitude": 3.721})
    said = "in de buurt van Veldstraat 12, 9000 Gent (volgens het adressenregister, 70 m)"
    assert nearest(api, ours, alarm) == said
    assert [(one.path, one.query["latlon"]) for one in registers.asked] == [
        (f"{GEOLOCATION}/Location", ["51.05000,3.72100"])
    ]


@ONE
@pytest.mark.parametrize(
    "place", [None, PLACE | {"accuracyMetres": 400.0}, {"latitude": 51.69, "longitude": 5.3}],
    ids=["no place", "vague", "nobody knows how vague"],
)  # fmt: skip
def test_next_to_a_vague_place_stands_somebody_elses_house(
    api: TestClient, ours: Organisation, registers: FakeRegisters, place: dict[str, Any] | None
) -> None:
    assert nearest(api, ours, an_alarm(api, ours, place)) is None
    assert registers.asked == []


@ONE
@pytest.mark.parametrize(
    "fails",
    [
        FakeRegisters.down,
        lambda fake: fake.fails(PDOK),
        lambda fake: fake.says(PDOK, {"response": {"docs": [{"weergavenaam": "Dorpsstraat 12"}]}}),
        lambda fake: fake.says(PDOK, {"response": {"docs": []}}),
    ],
    ids=["nobody there", "503", "no distance", "nothing near"],
)
def test_without_the_register_the_place_stands_alone(
    api: TestClient, ours: Organisation, registers: FakeRegisters, fails: Callable[[FakeRegisters], None]
) -> None:
    fails(registers)
    assert nearest(api, ours, an_alarm(api, ours)) is None


@ONE
def a_link(database: Database, ours: Organisation, alarm: str) -> str:
    """What the SMS of the police task to the manager holds."""
    with database.write() as session:
        link = HandOverLinkRecord(
            organisation_id=ours.id,
            alarm_id=UUID(alarm),
            person_id=ours.manager.id,
            token=secrets.token_urlsafe(16),
            made_at=clock_of(session).now(session),
        )
        session.add(link)
        return f"/o/{link.token}"


def test_the_sheet_behind_a_link_asks_for_it_afterwards(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    alarm = an_alarm(api, ours)
    link = a_link(database, ours, alarm)
    page = api.get(link)
    assert page.status_code == 200
    assert f'data-from="{link}/nearest-address"' in page.text
    assert "https://www.openstreetmap.org/?mlat=51.69" in page.text
    assert registers.asked == [], "the sheet waits for no register"
    (script,) = re.findall("<script>(.*?)</script>", page.text, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert f"script-src 'sha256-{digest}'" in policy, "this very script may run, and no other"
    viewed = story(api, ours, alarm)
    said = "in de buurt van Dorpsstraat 12, 5211AA 's-Hertogenbosch (volgens het adressenregister, 30 m)"
    assert api.get(f"{link}/nearest-address").json() == {"text": said}
    assert story(api, ours, alarm) == viewed, "to ask for it is no second view"
    assert api.get("/o/" + "x" * 22 + "/nearest-address").status_code == 404
    printed = api.get(f"/v1/alarms/{alarm}/hand-over", headers=ours.manager.headers | {"Accept": "text/html"})
    assert f'data-from="/v1/alarms/{alarm}/nearest-address"' in printed.text


def test_the_sheet_of_a_closed_alarm_keeps_its_place_until_the_link_dies(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database
) -> None:
    alarm = an_alarm(api, ours)
    link = a_link(database, ours, alarm)
    before = api.get(f"{link}/nearest-address").json()
    assert ours.manager.post(api, f"/v1/alarms/{alarm}/resolve", {"outcome": "safe"}).status_code == 200
    asked = len(registers.asked)
    ours.worker.post(api, "/v1/alarms", {"id": alarm, "location": PLACE | {"longitude": 5.31}})
    assert api.get(f"{link}/nearest-address").json() == before
    assert {tuple(one.query["lon"]) for one in registers.asked[asked:]} <= {("5.30002",)}
    with database.write() as session:
        hours_ago = clock_of(session).now(session) - timedelta(hours=2)
        session.execute(
            update(AlarmRecord)
            .where(AlarmRecord.organisation_id == ours.id, AlarmRecord.id == UUID(alarm))
            .values(opened_at=hours_ago, resolved_at=hours_ago)
        )
    assert api.get(f"{link}/nearest-address").status_code == 404


@ONE
@pytest.mark.parametrize("place", [None, PLACE | {"accuracyMetres": 4_000.0}])
def test_a_sheet_without_an_exact_place_asks_nobody(
    api: TestClient, ours: Organisation, registers: FakeRegisters, database: Database, place: dict[str, Any] | None
) -> None:
    link = a_link(database, ours, an_alarm(api, ours, place))
    assert 'data-from="' not in api.get(link).text
    assert api.get(f"{link}/nearest-address").json() == {"text": None}
    assert registers.asked == []


def story(api: TestClient, ours: Organisation, alarm: str) -> list[str]:
    told = ours.manager.get(api, f"/v1/alarms/{alarm}").json()["timeline"]
    return [one["text"] for one in told]


def test_of_nobody_elses_alarm(
    api: TestClient, ours: Organisation, strangers: Organisation, registers: FakeRegisters
) -> None:
    alarm = an_alarm(api, ours)
    for who in (strangers.manager, strangers.registrar):
        assert who.get(api, f"/v1/alarms/{alarm}/nearest-address").status_code == 404
    assert registers.asked == []
