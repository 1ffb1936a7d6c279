"""Every door: nobody without a sign-in, nobody of another organisation or team, and of this one who may; all of them.

The table in `doors.py` says by hand who may; a door that it does not know fails here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pyotp
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from achterwacht.functions.records import HolderRecord
from achterwacht.kinds import Actor, RootKind
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.people.break_glass import BreakGlassRecord
from achterwacht.people.records import (
    AppCodeRecord,
    OrganisationRecord,
    PersonRecord,
    TeamRecord,
    TokenKind,
    TokenRecord,
)
from achterwacht.people.roles import Role
from achterwacht.people.sign_in import issue_token, token_digest
from achterwacht.protocols.functions import Function
from achterwacht.provisioning.tokens import make_token
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.laying import Laid, lay
from achterwacht.third_party_acts.records import ThirdPartyActRecord
from achterwacht.use_cases import number_check
from api.http.names_once import named_twice
from api.routers import ROUTERS
from api.second_step.routes import seal_of_steps
from foundation.setting_groups.look_ups import CalendarReading
from tests.acceptance.doors import A_PHOTO, ALSO_AT, DOORS, EVERYBODY, HIDDEN, PUBLIC, Door
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import PASSWORD, Employee, Organisation, an_employee

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
METHODS = ("get", "post", "put", "patch", "delete")
AN_INCIDENT = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde"}

IS_JSON = {"Content-Type": "application/json"}
WITH_A_BODY = ("POST", "PUT", "PATCH")
NEVER_REFUSED = ("POST /alarms", "POST /visits/{visit_id}/panic")
"""Whoever is signed in gets an alarm of their own (tests/integration/test_panic_in_any_form.py)."""
ODD_LETTERS, ODD_NUMBERS = ("\x00", "\ud800"), (10**30,)
ODD_LISTS: tuple[Any, ...] = ([{}],)
ODD_MOMENTS = ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+12:00", "9999-12-31")
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
class Story:
    """A team in which there is one of everything: `ids` by the names that paths and bodies have for them."""

    app: AppUnderTest
    ids: Mapping[str, str]
    people: Mapping[str, Employee]
    """By their letter in `doors.py`."""

    @cached_property
    def document(self) -> Json:
        answer: Json = self.app.http.get("/v1/openapi.json").json()
        return answer

    def asks(self, operation: str, employee: Employee | None, door: Door | None = None) -> httpx.Response:
        """That operation on what there is, with all that must be said."""
        door = door or DOORS[operation]
        method, path = operation.split(" ")
        return self.app.http.request(
            method,
            self.path(path, door),
            # Written here, since the client's own JSON holds no half surrogate pair, which others do send.
            content=None if method == "GET" or door.files else json.dumps(self._filled(door.body)),
            files=door.files,
            headers={**(employee.headers if employee else {}), **({} if door.files else IS_JSON)},
        )

    def path(self, template: str, door: Door) -> str:
        return "/v1" + template.format_map({**self.ids, **self._filled(door.of)})

    def _filled(self, body: Any) -> Any:
        if isinstance(body, str):
            totp = pyotp.TOTP(APP_SECRET).at(self.app.now()) if "{totp}" in body else ""
            return body.format_map({**self.ids, "totp": totp})
        if isinstance(body, Mapping):
            return {name: self._filled(value) for name, value in body.items()}
        return [self._filled(one) for one in body] if isinstance(body, list) else body

    def is_told_in(self, answer: httpx.Response) -> list[str]:
        """What there is here that the answer speaks of."""
        return [name for name, one in self.ids.items() if len(one) == len(str(uuid4())) and one in answer.text]

    def state(self) -> Json:
        """What somebody from elsewhere could have changed."""
        karin, anne = self.app.karin, self.app.anne
        return {
            "visit": karin.asks(f"/v1/visits/{self.ids['visit_id']}")["timeline"],
            "visits": len(karin.asks("/v1/visits")["visits"]),
            "alarm": karin.asks(f"/v1/alarms/{self.ids['alarm_id']}")["timeline"],
            "marks": karin.asks("/v1/risk-addresses")["marks"],
            "incidents": karin.asks("/v1/incidents"),
            "letters": karin.asks(f"/v1/incidents/{self.ids['incident_id']}/letters"),
            "templates": anne.asks("/v1/letter-templates"),
            "tasks": karin.asks("/v1/tasks")["tasks"],
            "measures": karin.asks(f"/v1/incidents/{self.ids['incident_id']}/measures"),
            "person": karin.asks(f"/v1/aggressors/{self.ids['aggressor_id']}"),
            "care": karin.asks("/v1/aftercare")["plans"],
            "drill": karin.asks(f"/v1/drills/{self.ids['drill_id']}")["timeline"],
            "drills": len(karin.asks("/v1/drills")["drills"]),
            "swaps": karin.asks(f"/v1/teams/{self.ids['team_id']}/roster/week")["swaps"],
            "roster": karin.asks(f"/v1/teams/{self.ids['team_id']}/roster"),
            "people": anne.asks("/v1/people"),
            "teams": anne.asks("/v1/teams"),
            "protocol": anne.asks(f"/v1/teams/{self.ids['team_id']}/protocol"),
            "desk mail": anne.asks(f"/v1/teams/{self.ids['team_id']}/desk-mail"),
        }


def _stands_in_the_register(app: AppUnderTest, incident: str) -> None:
    """As an entry from the time of another protocol; somebody of HR is the prevention adviser."""
    with app.database.write() as session:
        session.add(HolderRecord(organisation_id=app.ours.id, function=Function.PREVENTION, person_id=app.ours.hr.id))
        session.add(
            ThirdPartyActRecord(
                incident_id=UUID(incident), organisation_id=app.ours.id, entered_by=app.karin.id, entered_at=app.now(),
                kept_until=date(2040, 1, 1),
            )
        )  # fmt: skip


def _task_of(app: AppUnderTest, kind: str, incident: str) -> str:
    tasks = app.karin.asks(f"/v1/incidents/{incident}/tasks")["tasks"]
    return next(str(one["id"]) for one in tasks if one["kind"] == kind and one["mine"])


@pytest.fixture
def story(app: AppUnderTest) -> Iterator[Story]:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.settings.read_calendars = CalendarReading.NO
    ours, sanne = app.ours, app.also_has("Sanne de Boer", Role.COLLEAGUE)
    team = str(ours.team)
    drill = app.karin.posts("/v1/drills", {"teamId": team}, expect=201)
    app.karin.posts(f"/v1/drills/{drill['id']}/stop")
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    noor = app.also_has("Noor de Wit", Role.WORKER)
    visit = panic(app, companions=[{"name": "Een stagiair"}, {"personId": str(noor.id)}])
    along = {one["name"]: one["id"] for one in visit["companions"]}
    address = {"country": "NL", "postcode": "5211 AA", "houseNumber": 14}
    proposed = {"address": address, "advice": ["pairs"], "reason": "Dreigde eerder", "reviewDate": "2040-01-01"}
    shift = app.karin.asks(f"/v1/teams/{team}/roster")["shifts"][0]["id"]
    tomorrow = (app.now() + timedelta(days=1)).date().isoformat()
    wish = {"shiftId": shift, "day": (app.now() + timedelta(days=2)).date().isoformat(), "toId": str(sanne.id)}
    damages = [{"whose": "organisation", "what": "Ruit"}]
    done_by = {**AN_INCIDENT, "aggressor": {"name": "Pieters"}, "damages": damages}
    incident, other = (app.jan.posts("/v1/incidents", done_by, expect=201)["id"] for _ in range(2))
    about = {"letterId": "warning", "addressee": {"name": "J. Pieters"}}
    letter, put_away = (app.karin.posts(f"/v1/incidents/{incident}/letters", about, expect=201)["id"] for _ in range(2))
    ban = {"kind": "street_ban", "reason": "Hij stond weer voor de deur"}
    measure = app.karin.posts(f"/v1/incidents/{incident}/measures", ban, expect=201)["id"]
    of_ban = app.karin.uploads(f"/v1/measures/{measure}/photo", A_PHOTO, method="PUT")["photo"]
    photos = [app.jan.uploads(f"/v1/incidents/{incident}/attachments", A_PHOTO, expect=201)["id"] for _ in range(2)]
    app.karin.posts(f"/v1/incidents/{other}/police", {"kind": "report", "against": "things"}, expect=201)
    same = app.karin.posts(f"/v1/incidents/{incident}/same-person", {"incidentId": other}, expect=201)
    plan = app.jan.asks("/v1/aftercare?mine=true")["plans"][0]["id"]
    _stands_in_the_register(app, incident)
    _everybody_has_a_code(app)
    yield Story(
        app,
        {
            "team_id": team,
            "visit_id": visit["id"],
            "companion_id": along["Een stagiair"],
            "along_id": along["Noor de Wit"],
            "alarm_id": app.karin.alarm()["id"],
            "mark_id": app.jan.posts("/v1/risk-addresses", proposed, expect=201)["id"],
            "task_id": next(one["id"] for one in app.jan.asks("/v1/tasks")["tasks"] if one["kind"] == "report"),
            "care_task_id": next(  # of the other plan: this one goes to another person on the way
                one["id"]
                for one in app.karin.asks("/v1/tasks")["tasks"]
                if one["kind"] == "first_care" and one["aboutId"] != plan
            ),
            "damage_task_id": _task_of(app, "damage", other),
            "police_task_id": _task_of(app, "police_record", other),
            "close_task_id": _asked_to_close(app, other),
            "incident_id": incident,
            "damage_id": app.jan.asks(f"/v1/incidents/{incident}")["damages"][0]["id"],
            "plan_id": plan,
            "letter_id": letter,
            "draft_id": put_away,
            "photo_id": of_ban,
            "attachment_id": photos[0],
            "removed_id": photos[1],
            "letter": "warning",
            "year": str(app.now().year),
            "other_incident_id": other,
            "measure_id": measure,
            "aggressor_id": same["aggressorId"],
            "drill_id": drill["id"],
            "swap_id": app.fatima.posts(f"/v1/teams/{team}/swaps", wish, expect=201)["id"],
            "shift_id": shift,
            "on_duty_id": str(ours.colleague.id),
            "person_id": str(ours.worker2.id),
            "asked_id": str(sanne.id),
            "noor_id": str(noor.id),
            "noor_session_id": _a_sign_in(app, noor.id),
            "session_id": _a_sign_in(app, ours.worker2.id),
            "passkey_id": _a_passkey(app, ours.worker.id),
            "token_id": _a_scim_token(app, ours),
            "glass_id": _a_break_glass_account(app, ours.manager2.id),
            "message_id": str(uuid4()),
            "proposal_id": "0" * 64,
            "secret": "geraden",
            "organisation": "geraden",
            "password": PASSWORD,
            "tomorrow": tomorrow,
            "now": app.now().isoformat(),
            "soon": (app.now() + timedelta(minutes=20)).isoformat(),
        },
        {
            "W": ours.worker, "V": ours.worker2, "C": ours.colleague, "S": sanne.employee, "M": ours.manager,
            "R": ours.registrar, "H": ours.hr, "D": ours.reception, "B": ours.board, "A": ours.administrator,
        },
    )  # fmt: skip
    for alarm in app.mohamed.asks("/v1/alarms?open=true")["alarms"]:
        app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def _asked_to_close(app: AppUnderTest, incident: str) -> str:
    """Somebody is asked to close it, although there is more to do: then nobody does so without a reason."""
    with app.database.write() as session:
        organisation = session.get_one(OrganisationRecord, app.ours.id)
        asked = Laid(
            TaskKind.CLOSE_REPORT, app.ours.team, None, (Function.DIRECT_MANAGER,), "x", incident_id=UUID(incident)
        )
        return str(lay(session, organisation, asked, app.now()).id)


def _a_sign_in(app: AppUnderTest, person: UUID) -> str:
    with app.database.write() as session:
        token = issue_token(session, session.get_one(PersonRecord, person), TokenKind.SESSION, [Role.WORKER])
        record = session.scalars(select(TokenRecord).where(TokenRecord.digest == token_digest(token.text))).one()
        return str(record.id)


def _a_passkey(app: AppUnderTest, person: UUID) -> str:
    with app.database.write() as session:
        record = PasskeyRecord(
            organisation_id=app.ours.id, person_id=person, credential_id="e30", public_key="oA", sign_count=0,
            name="Laptop", made_at=app.now(),
        )  # fmt: skip
        session.add(record)
        session.flush()
        return str(record.id)


def _a_scim_token(app: AppUnderTest, ours: Organisation) -> str:
    made = uuid4()
    by = Actor(ours.id, ours.administrator.id)
    with app.database.write() as session:
        make_token(session, ours.id, made, "Entra ID", timedelta(days=9), by)
    return str(made)


def _a_break_glass_account(app: AppUnderTest, person: UUID) -> str:
    with app.database.write() as session:
        session.add(
            BreakGlassRecord(
                person_id=person, organisation_id=app.ours.id, marked_at=app.now(), reviewed_at=app.now(), used_from=""
            )
        )
    return str(person)


APP_SECRET = pyotp.random_base32()


def _everybody_has_a_code(app: AppUnderTest) -> None:
    """The code that the table types to prove a number, and an app of which the first code is awaited."""
    seal = seal_of_steps(app.settings)
    with app.database.write() as session:
        for person in session.scalars(select(PersonRecord).where(PersonRecord.organisation_id == app.ours.id)):
            pending = seal.close(APP_SECRET)
            session.add(AppCodeRecord(person_id=person.id, organisation_id=app.ours.id, pending=pending))
        for person in session.scalars(select(PersonRecord).where(PersonRecord.organisation_id == app.ours.id)):
            about = number_check.subject_of(person)
            session.add(
                CodeRecord(
                    organisation_id=app.ours.id,
                    person_id=person.id,
                    code="482113",
                    purpose=CodePurpose.NUMBER_CHECK,
                    subject_kind=RootKind.NUMBER,
                    subject_id=about.id,
                    made_at=app.now(),
                )
            )


@one_database
def test_the_table_knows_every_door(story: Story) -> None:
    """A new one fails here until `doors.py` says who may."""
    paths = story.app.http.get("/v1/openapi.json").json()["paths"]
    document = {f"{method.upper()} {path}" for path, ways in paths.items() for method in ways if method in METHODS}
    assert document == set(DOORS) | set(PUBLIC)
    assert not set(DOORS) & set(PUBLIC)
    routes = [route for router in ROUTERS.values() for route in router.routes if isinstance(route, APIRoute)]
    shown = {f"/v1{path}" for path in paths}
    assert {route.path for route in routes} - shown == set(HIDDEN) | set(ALSO_AT)
    behind = {route.path: route.endpoint for route in routes if "GET" in (route.methods or ())}
    assert [behind[other] for other in ALSO_AT] == [behind[documented] for documented in ALSO_AT.values()]


@one_database
def test_without_a_sign_in_nothing_is_answered(story: Story) -> None:
    before = story.state()
    invented = Employee(uuid4(), "Niemand", "", "", "geen-token")
    for operation in DOORS:
        for nobody in (None, invented):
            answer = story.asks(operation, nobody)
            assert (answer.status_code, answer.json()["title"]) == (401, "Niet aangemeld"), operation
    assert story.state() == before, "and nothing happened"


GUESSED = {"credentialId": "e30", "clientData": "e30", "authenticatorData": "oA", "signature": "oA"}
ANSWERED = {
    "POST /sessions": 401, "POST /forgotten-passwords": 204,
    "POST /sessions/second-step": 401, "POST /sessions/second-step/_prepare": 401,
    "DELETE /sessions/second-step": 401,
    "POST /sessions/passkey": 409, "POST /sessions/passkey/_prepare": 409,
    "POST /sessions/second-step/passkey": 409, "POST /sessions/second-step/passkey/_prepare": 409,
    "POST /account-links/_read": 409, "POST /account-links/_use": 409,
    "GET /sign-on-offer": 200, "GET /sign-on-keys/{organisation}": 200,
    "POST /sign-ons": 409, "POST /sign-ons/_finish": 409,
}  # fmt: skip
"""What somebody who guesses is told, where it is not that it is forbidden."""


@one_database
def test_what_is_public_says_so_and_lets_nobody_guess(story: Story) -> None:
    said: dict[str, Json] = {
        "POST /sessions": {"email": story.people["W"].email, "password": "geraden"},
        "POST /sessions/second-step": {"code": "123456"},
        "POST /sessions/second-step/passkey": GUESSED,
        "POST /sessions/passkey": GUESSED,
        "POST /forgotten-passwords": {"email": story.people["W"].email},
        "POST /account-links/_read": {"secret": "geraden"},
        "POST /sign-ons": {"organisation": "geraden"},
        "POST /sign-ons/_finish": {"state": "geraden", "code": "geraden"},
        "POST /account-links/_use": {"secret": "geraden", "password": "drie paarden in de regen"},
        "POST /webhooks/cm/status/{secret}": {"messages": {"msg": {"status": {"code": 2}}}},
    }
    for operation in PUBLIC:
        answer = story.asks(operation, None, Door(EVERYBODY, body=said.get(operation, {})))
        assert answer.status_code == ANSWERED.get(operation, 403), operation
        assert story.is_told_in(answer) == [], operation


@one_database
def test_of_another_town_nothing_is_there_whatever_one_may_at_home(story: Story) -> None:
    before = story.state()
    elders = story.app.has_neighbours()
    with story.app.database.write() as session:
        mighty = an_employee(session, elders.id, elders.slug, "Alles Mag", [(role, None) for role in Role])
    for operation, door in DOORS.items():
        for stranger in (mighty, elders.manager):
            answer = story.asks(operation, stranger)
            where = f"{operation} by {stranger.name}: {answer.status_code}"
            assert story.is_told_in(answer) == [], where
            if operation in NEVER_REFUSED:
                assert answer.status_code in (200, 201), where
            elif _names_a_thing(operation):
                assert answer.status_code == 404 or (answer.status_code == 403 and stranger is not mighty), where
            elif _names_a_thing(json.dumps(door.body)):
                assert answer.status_code in (400, 403, 404), where
    assert story.state() == before, "and nothing happened"


@one_database
def test_of_another_team_neither(story: Story) -> None:
    app = story.app
    with app.database.write() as session:
        team = TeamRecord(organisation_id=app.ours.id, name="Wijken")
        session.add(team)
        session.flush()
        els = an_employee(session, app.ours.id, app.ours.slug, "Els de Boer", [(role, team.id) for role in Role])
    before = story.state()
    for operation in DOORS.keys() - NEVER_REFUSED:
        if any(f"{{{name}_id}}" in operation for name in ("team", "visit", "alarm", "drill", "incident")):
            answer = story.asks(operation, els)
            assert answer.status_code == 404, f"{operation}: {answer.status_code}"
    assert story.state() == before, "and nothing happened"


@one_database
def test_who_has_no_right_is_refused(story: Story) -> None:
    before = story.state()
    for operation, door in DOORS.items():
        if operation in NEVER_REFUSED:
            continue
        for letter, status in door.refused.items():
            answer = story.asks(operation, story.people[letter])
            assert answer.status_code == status, f"{operation} by {letter}: {answer.status_code}"
            assert answer.json()["title"] == ("Dat mag je niet" if status == 403 else "Niet gevonden"), operation
    assert story.state() == before, "and nothing happened"


@one_database
def test_who_has_the_right_comes_in(story: Story) -> None:
    """What is refused above, is refused for who asks and nothing else. The rules may still say 409."""
    refused = []
    for operation, door in DOORS.items():
        for letter in door.may:
            employee = story.people[letter]
            answer = story.asks(operation, _signed_in_anew(story, employee) if door.ends_sign_in else employee)
            if answer.status_code >= 300 and answer.status_code != 409:
                refused.append(f"{operation} by {letter}: {answer.status_code} {answer.text}")
    assert not refused, "\n".join(refused)


@one_database
def test_a_name_that_a_body_does_not_know_is_refused_with_where_it_stands(story: Story) -> None:
    """Whoever sent it would believe that it was kept. A panic alone takes whatever comes."""
    before = story.state()
    for operation, door in DOORS.items():
        if door.files is not None or not operation.startswith(WITH_A_BODY):
            continue
        if operation in NEVER_REFUSED or not _fields(story, operation):
            continue
        for body, pointers in _misspelled(door.body):
            answer = story.asks(operation, story.people[door.may[0]], replace(door, body=body))
            assert answer.status_code == 400, f"{operation}: {answer.status_code} {answer.text}"
            said = [one["pointer"] for one in answer.json()["errors"] if one["code"] == "unknown_field"]
            assert said == pointers, operation
    assert story.state() == before, "and nothing happened"


@one_database
def test_a_name_that_comes_twice_is_refused_with_where_it_stands(story: Story) -> None:
    """Readers differ on which one counts. Of the noodknop, and of what a provider says, it is no matter."""
    body = b'{"a": 1, "b": [{"c/d": {}, "c/d": 2}], "a": {"e": 1}}'
    told: dict[str, tuple[int, list[str]]] = {}
    for operation, door in DOORS.items():
        method, path = operation.split(" ")
        if method in WITH_A_BODY and operation not in NEVER_REFUSED and not door.files:
            headers = {**story.people["A"].headers, **IS_JSON}
            answer = story.app.http.request(method, story.path(path, door), content=body, headers=headers)
            wrong = answer.json().get("errors", ()) if answer.content else ()
            told[operation] = answer.status_code, [f"{one['pointer']} {one['code']}" for one in wrong]
    assert len(told) > 60
    assert set(map(str, told.values())) == {str((400, ["/a named_twice", "/b/0/c~1d named_twice"]))}, told


@one_database
def test_help_is_called_also_by_a_body_that_says_something_twice(story: Story) -> None:
    worker, content = story.people["W"], b'{"note": "hij", "note": "zij", "id": 1, "id": 2}'
    for path in ("/v1/alarms", f"/v1/visits/{story.ids['visit_id']}/panic"):
        answer = story.app.http.post(path, content=content, headers={**worker.headers, **IS_JSON})
        assert answer.status_code in (200, 201), answer.text


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"a": 1, "b": {"a": 2}}', []),
        (b'[{"a": 1}, {"a": 2}]', []),
        (b'{"a": {"x": 1, "x": 2}, "a": 3}', ["/a"]),
        (b'{"a": 3, "a": {"x": 1, "x": 2}}', ["/a", "/a/x"]),
        (b'{"\\u0061": 1, "a": 2}', ["/a"]),
        (b'{"a": 1, "a": 2', []),
        (b"[" * 100_000, []),
        (b"", []),
    ],
)
def test_where_a_name_comes_twice(body: bytes, pointers: list[str]) -> None:
    assert named_twice(body) == pointers


@pytest.mark.on_both
def test_nothing_odd_in_a_body_or_an_address_is_an_error_of_ours(story: Story) -> None:
    """On both databases: PostgreSQL refuses what SQLite keeps.

    Each field gets what is odd among its own kind: of another kind nothing comes as far as a rule or a database
    (test_every_field.py, test_openapi.py).
    """
    failed = []
    for operation, door in DOORS.items():
        who = story.people[door.may[0]]
        for name, odd in _odd_fields(story, operation):
            answer = story.asks(operation, who, replace(door, body={**door.body, name: odd}))
            if answer.status_code >= 500:
                failed.append(f"{operation} with {name} {odd!r:.60}: {answer.status_code}")
    for path in ODD_ADDRESSES:
        answer = story.app.http.get(path, headers=story.people["A"].headers)
        if answer.status_code >= 500:
            failed.append(f"{path!r:.60}: {answer.status_code}")
    for content in ODD_CONTENT:
        for path in ("/v1/visits", "/v1/people", "/v1/incidents"):
            headers = {**story.people["A"].headers, "Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
            answer = story.app.http.post(path, content=content, headers=headers)
            if not 400 <= answer.status_code < 500:
                failed.append(f"{path} with {content[:40]!r}: {answer.status_code}")
    assert not failed, "\n".join(failed)


def _fields(story: Story, operation: str) -> Json:
    """What the JSON of this operation may hold, by the document: schemas by name."""
    method, path = operation.split(" ")
    content = story.document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    found: Json = _meant(story, content.get("application/json", {}).get("schema", {})).get("properties", {})
    return found


def _meant(story: Story, schema: Json) -> Json:
    meant: Json = story.document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return meant


def _odd_fields(story: Story, operation: str) -> Iterator[tuple[str, Any]]:
    for name, schema in _fields(story, operation).items():
        for one in (schema, *schema.get("anyOf", ())):
            match _meant(story, one):
                case {"type": "null"} | {"anyOf": _}:
                    odd: tuple[Any, ...] = ()
                case {"type": "string", "format": "date" | "date-time" | "time-local"}:
                    odd = (*ODD_MOMENTS, *ODD_LETTERS)
                case {"type": "string"}:
                    odd = ODD_LETTERS
                case {"type": "integer" | "number"}:
                    odd = ODD_NUMBERS
                case _:
                    odd = ODD_LISTS
            yield from ((name, one) for one in odd)


def _misspelled(body: Mapping[str, Any], at: str = "") -> Iterator[tuple[Json, list[str]]]:
    """The body with two names too many, and with one in each part of it."""
    yield {**body, "zomaar": 1, "a/b": None}, [f"{at}/zomaar", f"{at}/a~1b"]
    for name, value in body.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, Mapping):
            within = f"{at}/{name}/0" if isinstance(value, list) else f"{at}/{name}"
            for part, pointers in _misspelled(inner, within):
                yield {**body, name: [part] if isinstance(value, list) else part}, pointers


def _signed_in_anew(story: Story, employee: Employee) -> Employee:
    with story.app.database.write() as session:
        person = session.get_one(PersonRecord, employee.id)
        return replace(employee, token=issue_token(session, person, TokenKind.BEARER, [Role.WORKER]).text)


def _names_a_thing(said: str) -> bool:
    """Whether an address or a body names something of the team."""
    return re.search(r"\{(?!proposal)\w+_id\}", said) is not None
