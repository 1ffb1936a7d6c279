"""Every door: nobody without a sign-in, nobody from another town or team, and of this one who may. None is forgotten.

The table in `doors.py` says by hand who may; a door that it does not know fails here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import product
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from achterwacht.codes.records import CodeRecord
from achterwacht.kinds import CodePurpose, RootKind
from achterwacht.people.records import PersonRecord, TeamRecord, TokenKind
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import issue_token
from achterwacht.use_cases import number_check
from api.routers import ROUTERS
from foundation.settings import CalendarReading
from tests.acceptance.doors import DOORS, EVERYBODY, HIDDEN, PUBLIC, Door
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.house import House
from tests.support.town import PASSWORD, Citizen, a_citizen

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
METHODS = ("get", "post", "put", "patch", "delete")
AN_INCIDENT = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde"}

IS_JSON = {"Content-Type": "application/json"}
WITH_A_BODY = ("POST", "PUT", "PATCH")
NEVER_REFUSED = ("POST /alarms", "POST /visits/{visit_id}/panic")
"""Whoever is signed in gets an alarm of their own (tests/integration/test_panic_in_any_form.py)."""
ODD: tuple[Any, ...] = (
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+12:00", "9999-12-31", "\x00", "\ud800", 10**30, [{}],
)  # fmt: skip
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


@dataclass(frozen=True)
class Scene:
    """A team in which there is one of everything: `ids` by the names that paths and bodies have for them."""

    house: House
    ids: Mapping[str, str]
    people: Mapping[str, Citizen]
    """By their letter in `doors.py`."""

    @cached_property
    def document(self) -> Json:
        answer: Json = self.house.http.get("/v1/openapi.json").json()
        return answer

    def asks(self, operation: str, citizen: Citizen | None, door: Door | None = None) -> httpx.Response:
        """That operation on what there is, with all that must be said."""
        door = door or DOORS[operation]
        method, path = operation.split(" ")
        return self.house.http.request(
            method,
            "/v1" + path.format_map({**self.ids, **self._filled(door.of)}),
            # Written here, since the client's own JSON holds no half surrogate pair, which others do send.
            content=None if method == "GET" or door.files else json.dumps(self._filled(door.body)),
            files=door.files,
            headers={**(citizen.headers if citizen else {}), **({} if door.files else IS_JSON)},
        )

    def _filled(self, body: Any) -> Any:
        if isinstance(body, str):
            return body.format_map(self.ids)
        if isinstance(body, Mapping):
            return {name: self._filled(value) for name, value in body.items()}
        return [self._filled(one) for one in body] if isinstance(body, list) else body

    def is_told_in(self, answer: httpx.Response) -> list[str]:
        """What there is here that the answer speaks of."""
        return [name for name, one in self.ids.items() if len(one) == len(str(uuid4())) and one in answer.text]

    def state(self) -> Json:
        """What somebody from elsewhere could have changed."""
        karin, anne = self.house.karin, self.house.anne
        return {
            "visit": karin.asks(f"/v1/visits/{self.ids['visit_id']}")["timeline"],
            "visits": len(karin.asks("/v1/visits")["visits"]),
            "alarm": karin.asks(f"/v1/alarms/{self.ids['alarm_id']}")["timeline"],
            "marks": karin.asks("/v1/risk-addresses")["marks"],
            "incidents": karin.asks("/v1/incidents"),
            "drill": karin.asks(f"/v1/drills/{self.ids['drill_id']}")["timeline"],
            "drills": len(karin.asks("/v1/drills")["drills"]),
            "swaps": karin.asks(f"/v1/teams/{self.ids['team_id']}/roster/week")["swaps"],
            "roster": karin.asks(f"/v1/teams/{self.ids['team_id']}/roster"),
            "people": anne.asks("/v1/people"),
            "teams": anne.asks("/v1/teams"),
            "desk mail": anne.asks(f"/v1/teams/{self.ids['team_id']}/desk-mail"),
        }


@pytest.fixture
def scene(house: House) -> Iterator[Scene]:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    house.settings.read_calendars = CalendarReading.NO
    town, sanne = house.town, house.also_has("Sanne de Boer", Role.COLLEAGUE)
    team = str(town.team)
    drill = house.karin.posts("/v1/drills", {"teamId": team}, expect=201)
    house.karin.posts(f"/v1/drills/{drill['id']}/stop")
    noor = house.also_has("Noor de Wit", Role.WORKER)
    visit = panic(house, companions=[{"name": "Een stagiair"}, {"personId": str(noor.id)}])
    along = {one["name"]: one["id"] for one in visit["companions"]}
    address = {"country": "NL", "postcode": "5211 AA", "houseNumber": 14}
    proposed = {"address": address, "advice": ["pairs"], "reason": "Dreigde eerder", "reviewDate": "2040-01-01"}
    shift = house.karin.asks(f"/v1/teams/{team}/roster")["shifts"][0]["id"]
    tomorrow = (house.now() + timedelta(days=1)).date().isoformat()
    wish = {"shiftId": shift, "day": (house.now() + timedelta(days=2)).date().isoformat(), "toId": str(sanne.id)}
    _everybody_has_a_code(house)
    yield Scene(
        house,
        {
            "team_id": team,
            "visit_id": visit["id"],
            "companion_id": along["Een stagiair"],
            "along_id": along["Noor de Wit"],
            "alarm_id": house.karin.alarm()["id"],
            "mark_id": house.jan.posts("/v1/risk-addresses", proposed, expect=201)["id"],
            "incident_id": house.jan.posts("/v1/incidents", AN_INCIDENT, expect=201)["id"],
            "drill_id": drill["id"],
            "swap_id": house.fatima.posts(f"/v1/teams/{team}/swaps", wish, expect=201)["id"],
            "shift_id": shift,
            "on_duty_id": str(town.colleague.id),
            "person_id": str(town.worker2.id),
            "asked_id": str(sanne.id),
            "noor_id": str(noor.id),
            "message_id": str(uuid4()),
            "proposal_id": "0" * 64,
            "secret": "geraden",
            "password": PASSWORD,
            "tomorrow": tomorrow,
            "soon": (house.now() + timedelta(minutes=20)).isoformat(),
        },
        {
            "W": town.worker, "V": town.worker2, "C": town.colleague, "S": sanne.citizen, "M": town.manager,
            "R": town.registrar, "H": town.hr, "D": town.reception, "B": town.board, "A": town.administrator,
        },
    )  # fmt: skip
    for alarm in house.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        house.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()


def _everybody_has_a_code(house: House) -> None:
    """The code that the table types to prove a number."""
    with house.database.write() as session:
        for person in session.scalars(select(PersonRecord).where(PersonRecord.organisation_id == house.town.id)):
            about = number_check.subject_of(person)
            session.add(
                CodeRecord(
                    organisation_id=house.town.id,
                    person_id=person.id,
                    code="482113",
                    purpose=CodePurpose.NUMBER_CHECK,
                    subject_kind=RootKind.NUMBER,
                    subject_id=about.id,
                    made_at=house.now(),
                )
            )


@one_database
def test_the_table_knows_every_door(scene: Scene) -> None:
    """A new one fails here until `doors.py` says who may."""
    paths = scene.house.http.get("/v1/openapi.json").json()["paths"]
    document = {f"{method.upper()} {path}" for path, ways in paths.items() for method in ways if method in METHODS}
    assert document == set(DOORS) | set(PUBLIC)
    assert not set(DOORS) & set(PUBLIC)
    routes = [route for router in ROUTERS.values() for route in router.routes if isinstance(route, APIRoute)]
    shown = {f"/v1{path}" for path in paths}
    assert {route.path for route in routes} - shown == set(HIDDEN)


@one_database
def test_without_a_sign_in_nothing_is_answered(scene: Scene) -> None:
    before = scene.state()
    invented = Citizen(uuid4(), "Niemand", "", "", "geen-token")
    for operation in DOORS:
        for nobody in (None, invented):
            answer = scene.asks(operation, nobody)
            assert (answer.status_code, answer.json()["title"]) == (401, "Niet aangemeld"), operation
    assert scene.state() == before, "and nothing happened"


@one_database
def test_what_is_public_says_so_and_lets_nobody_guess(scene: Scene) -> None:
    said: dict[str, Json] = {
        "POST /sessions": {"email": scene.people["W"].email, "password": "geraden"},
        "POST /webhooks/cm/status/{secret}": {"messages": {"msg": {"status": {"code": 2}}}},
    }
    for operation in PUBLIC:
        answer = scene.asks(operation, None, Door(EVERYBODY, body=said.get(operation, {})))
        assert answer.status_code == (401 if operation == "POST /sessions" else 403), operation
        assert scene.is_told_in(answer) == [], operation


def test_of_another_town_nothing_is_there_whatever_one_may_at_home(scene: Scene) -> None:
    before = scene.state()
    elders = scene.house.has_neighbours()
    with scene.house.database.write() as session:
        mighty = a_citizen(session, elders.id, elders.slug, "Alles Mag", [(role, None) for role in Role])
    for operation, door in DOORS.items():
        for stranger in (mighty, elders.manager):
            answer = scene.asks(operation, stranger)
            where = f"{operation} by {stranger.name}: {answer.status_code}"
            assert scene.is_told_in(answer) == [], where
            if operation in NEVER_REFUSED:
                assert answer.status_code in (200, 201), where
            elif _names_a_thing(operation):
                assert answer.status_code == 404 or (answer.status_code == 403 and stranger is not mighty), where
            elif _names_a_thing(json.dumps(door.body)):
                assert answer.status_code in (400, 403, 404), where
    assert scene.state() == before, "and nothing happened"


@one_database
def test_of_another_team_neither(scene: Scene) -> None:
    house = scene.house
    with house.database.write() as session:
        team = TeamRecord(organisation_id=house.town.id, name="Wijken")
        session.add(team)
        session.flush()
        els = a_citizen(session, house.town.id, house.town.slug, "Els de Boer", [(role, team.id) for role in Role])
    before = scene.state()
    for operation in DOORS.keys() - NEVER_REFUSED:
        if any(f"{{{name}_id}}" in operation for name in ("team", "visit", "alarm", "drill", "incident")):
            answer = scene.asks(operation, els)
            assert answer.status_code == 404, f"{operation}: {answer.status_code}"
    assert scene.state() == before, "and nothing happened"


@one_database
def test_who_has_no_right_is_refused(scene: Scene) -> None:
    before = scene.state()
    for operation, door in DOORS.items():
        if operation in NEVER_REFUSED:
            continue
        for letter, status in door.refused.items():
            answer = scene.asks(operation, scene.people[letter])
            assert answer.status_code == status, f"{operation} by {letter}: {answer.status_code}"
            assert answer.json()["title"] == ("Dat mag je niet" if status == 403 else "Niet gevonden"), operation
    assert scene.state() == before, "and nothing happened"


@one_database
def test_who_has_the_right_comes_in(scene: Scene) -> None:
    """What is refused above, is refused for who asks and nothing else. The rules may still say 409."""
    refused = []
    for operation, door in DOORS.items():
        for letter in door.may:
            citizen = scene.people[letter]
            answer = scene.asks(operation, _signed_in_anew(scene, citizen) if door.ends_sign_in else citizen)
            if answer.status_code >= 300 and answer.status_code != 409:
                refused.append(f"{operation} by {letter}: {answer.status_code} {answer.text}")
    assert not refused, "\n".join(refused)


@one_database
def test_a_name_that_a_body_does_not_know_is_refused_with_where_it_stands(scene: Scene) -> None:
    """Whoever sent it would believe that it was kept. A panic alone takes whatever comes."""
    before = scene.state()
    for operation, door in DOORS.items():
        if door.files is not None or not operation.startswith(WITH_A_BODY):
            continue
        if operation in NEVER_REFUSED or not _fields(scene, operation):
            continue
        for body, pointers in _misspelled(door.body):
            answer = scene.asks(operation, scene.people[door.may[0]], replace(door, body=body))
            assert answer.status_code == 400, f"{operation}: {answer.status_code} {answer.text}"
            said = [one["pointer"] for one in answer.json()["errors"] if one["code"] == "unknown_field"]
            assert said == pointers, operation
    assert scene.state() == before, "and nothing happened"


def test_nothing_odd_in_a_body_or_an_address_is_an_error_of_ours(scene: Scene) -> None:
    """On both databases: PostgreSQL refuses what SQLite keeps."""
    failed = []
    for operation, door in DOORS.items():
        who = scene.people[door.may[0]]
        for name, odd in product(_fields(scene, operation), ODD):
            answer = scene.asks(operation, who, replace(door, body={**door.body, name: odd}))
            if answer.status_code >= 500:
                failed.append(f"{operation} with {name} {odd!r:.60}: {answer.status_code}")
    for path in ODD_ADDRESSES:
        answer = scene.house.http.get(path, headers=scene.people["A"].headers)
        if answer.status_code >= 500:
            failed.append(f"{path!r:.60}: {answer.status_code}")
    for content in ODD_CONTENT:
        for path in ("/v1/visits", "/v1/people", "/v1/incidents"):
            headers = {**scene.people["A"].headers, "Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
            answer = scene.house.http.post(path, content=content, headers=headers)
            if not 400 <= answer.status_code < 500:
                failed.append(f"{path} with {content[:40]!r}: {answer.status_code}")
    assert not failed, "\n".join(failed)


def _fields(scene: Scene, operation: str) -> list[str]:
    """What the JSON of this operation may hold, by the document."""
    document = scene.document
    method, path = operation.split(" ")
    content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return list(document["components"]["schemas"].get(name, {}).get("properties", {}))


def _misspelled(body: Mapping[str, Any], at: str = "") -> Iterator[tuple[Json, list[str]]]:
    """The body with two names too many, and with one in each part of it."""
    yield {**body, "zomaar": 1, "a/b": None}, [f"{at}/zomaar", f"{at}/a~1b"]
    for name, value in body.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, Mapping):
            within = f"{at}/{name}/0" if isinstance(value, list) else f"{at}/{name}"
            for part, pointers in _misspelled(inner, within):
                yield {**body, name: [part] if isinstance(value, list) else part}, pointers


def _signed_in_anew(scene: Scene, citizen: Citizen) -> Citizen:
    with scene.house.database.write() as session:
        person = session.get_one(PersonRecord, citizen.id)
        return replace(citizen, token=issue_token(session, person, TokenKind.BEARER, [Role.WORKER]).text)


def _names_a_thing(said: str) -> bool:
    """Whether an address or a body names something of the team."""
    return re.search(r"\{(?!proposal)\w+_id\}", said) is not None
