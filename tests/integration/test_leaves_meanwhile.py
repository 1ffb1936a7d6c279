"""Somebody's account is closed while a file of theirs is read, or something else is waited for: they write nothing
after that. What their phone sent stays on their phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from inspect import signature
from typing import Any, cast

import httpx2 as httpx
import pytest
from anyio.to_thread import run_sync
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from achterwacht.attachments.records import AttachmentRecord
from achterwacht.calendars.appointments import Found
from achterwacht.diary.records import OwnCalendarRecord
from achterwacht.kinds import Actor
from achterwacht.letters.records import LetterheadRecord, LetterTemplateRecord
from achterwacht.people import kept_secrets
from achterwacht.people.facts import PersonChange
from achterwacht.people.records import PersonRecord, TokenRecord
from achterwacht.people.roles import Role
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.single_sign_on.records import SignOnRecord
from achterwacht.use_cases.numbers import Numbers
from achterwacht.use_cases.staff import change_staff
from api.http.security import MeBefore, MyToken
from api.routers import ROUTERS
from api.single_sign_on import setting as sign_on_setting
from foundation.apart import Apart, Job
from foundation.session import Database
from foundation.setting_groups.look_ups import CalendarReading, SignOnAt
from foundation.settings import Settings
from tests.integration.test_letter_templates_api import OWN, a_template
from tests.integration.test_single_sign_on import setting
from tests.support.organisations import PASSWORD, Employee, Organisation, an_employee
from tests.unit.test_pictures import a_photo, a_picture

LOOKS = frozenset(
    {
        "complete_address", "export_risk_address", "leave_to_link", "locate", "read_roster", "search_addresses",
        "try_my_calendar", "try_sign_on",
    }
)  # fmt: skip
"""They ask who it is before they wait, and write at most that somebody asked."""
AT_ONCE = frozenset({"delete_photo", "remove_attachment", "remove_my_calendar"})
"""They wait for nothing before they write."""
BEFORE = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
MARKS = "country;postcode;houseNumber;advice;reason;reviewDate\nNL;5211 AA;12;pairs;x;2040-05-01\n"
PEOPLE = "Naam;E-mail;Rol\nZoë van Dijk;zoe@voorstad.test;Prikbord\nBo;bo@voorstad.test;P&O\n"
Door = Callable[[TestClient, Organisation, Employee], httpx.Response]


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        _env_file=None, database_url=database_url, read_calendars=CalendarReading.LOOPBACK,
        sign_on_at=SignOnAt.LOOPBACK,
    )  # fmt: skip


def _attachment(api: TestClient, ours: Organisation, who: Employee) -> httpx.Response:
    body = {"kind": "threatening", "happenedAt": BEFORE, "description": "Hij dreigde."}
    report = who.post(api, "/v1/incidents", body).json()["id"]
    return api.post(f"/v1/incidents/{report}/attachments", files={"file": ("x", a_photo())}, headers=who.headers)


def _puts(path: str, name: str, content: bytes) -> Door:
    return lambda api, _, who: api.put(path, files={name: ("x", content)}, headers=who.headers)


def _reads_in(path: str, content: str) -> Door:
    return lambda api, _, who: api.post(
        path, files={"file": ("x.csv", content.encode())}, data={"keepGood": "true"}, headers=who.headers
    )


def _signs_in(api: TestClient, ours: Organisation, who: Employee) -> httpx.Response:
    return api.post("/v1/sessions", json={"email": who.email, "password": PASSWORD})


DOORS: Mapping[str, tuple[Role, type[Any], Door]] = {
    "attachment": (Role.WORKER, AttachmentRecord, _attachment),
    "template": (
        Role.ADMINISTRATOR, LetterTemplateRecord,
        _puts("/v1/letter-templates/warning", "file", a_template(*OWN)),
    ),
    "letterhead": (Role.ADMINISTRATOR, LetterheadRecord, _puts("/v1/letterhead", "mark", a_picture("PNG"))),
    "people": (Role.ADMINISTRATOR, PersonRecord, _reads_in("/v1/people/_import", PEOPLE)),
    "marks": (Role.REGISTRAR, RiskMarkRecord, _reads_in("/v1/risk-addresses/_import", MARKS)),
    "calendar": (
        Role.WORKER, OwnCalendarRecord,
        lambda api, _, who: who.put(api, "/v1/me/diary/calendar", {"url": "https://agenda.example/x.ics"}),
    ),
    "password": (Role.WORKER, TokenRecord, _signs_in),
    "sign-on": (
        Role.ADMINISTRATOR, SignOnRecord,
        lambda api, ours, who: who.put(
            api, "/v1/single-sign-on", setting(ours, "https://login.voorstad.example", ownKey=True, secret=None)
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("closes", [False, True], ids=["stays", "leaves"])
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.by_turns
def test_who_leaves_while_something_is_waited_for_writes_nothing(
    api: TestClient,
    database: Database,
    settings: Settings,
    ours: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    door: str,
    closes: bool,
) -> None:
    role, table, asks = DOORS[door]
    with database.write() as session:
        who = an_employee(session, ours.id, "voorstad", "Els Mulder", [(role, None)])
    here = Actor(ours.id, None, via="scim")

    def leaves() -> None:
        if closes:
            with database.write() as session:
                change_staff(
                    session, ours.id, who.id, PersonChange(active=False), Numbers(settings.senders).for_a_person, here
                )

    class Slowly(Apart):
        async def read(self, job: Job, facts: Mapping[str, Any], content: bytes, who: str) -> Any:
            found = await super().read(job, facts, content, who)
            await run_sync(leaves)
            return found

    async def fetches(*_: Any) -> Found:
        await run_sync(leaves)
        return Found([])

    def fits(*_: Any) -> bool:
        leaves()
        return True

    def makes_a_key() -> str:
        leaves()
        return "een sleutel"

    state = cast(FastAPI, api.app).state
    state.apart = Slowly()
    monkeypatch.setattr(state.own_calendars, "read", fetches)
    monkeypatch.setattr(kept_secrets, "password_fits", fits)
    monkeypatch.setattr(sign_on_setting, "new_key", makes_a_key)

    def there() -> int:
        with database.read() as session:
            return session.scalar(select(func.count()).where(table.organisation_id == ours.id)) or 0

    before = there()
    answer = asks(api, ours, who)
    assert (answer.is_success, there() > before) == ((False, False) if closes else (True, True)), answer.text
    if closes:
        assert answer.status_code == 401, answer.text


def routes() -> Iterator[APIRoute]:
    return (one for router in ROUTERS.values() for one in router.routes if isinstance(one, APIRoute))


def asked_by(route: APIRoute) -> list[Any]:
    return [one.annotation for one in signature(route.endpoint).parameters.values()]


def test_every_door_that_waits_asks_again_who_it_is() -> None:
    """Whoever adds one that writes after it waited, asks for `MyToken` and writes as who is `still` there."""
    waits = [
        one.endpoint.__name__
        for one in routes()
        if one.methods != {"GET"} and MeBefore in asked_by(one) and MyToken not in asked_by(one)
    ]
    assert set(waits) == LOOKS | AT_ONCE
