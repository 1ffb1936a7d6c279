"""A team in which there is one of everything, so that every door can be asked for it (`doors.py`)."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import pyotp
import pytest
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
from api.second_step.routes import seal_of_steps
from foundation.setting_groups.look_ups import CalendarReading
from tests.acceptance.doors import A_PHOTO, DOORS, Door
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import PASSWORD, Employee, Organisation

one_database = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
AN_INCIDENT = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde"}

IS_JSON = {"Content-Type": "application/json"}
WITH_A_BODY = ("POST", "PUT", "PATCH")
NEVER_REFUSED = ("POST /alarms", "POST /visits/{visit_id}/panic")
"""Whoever is signed in gets an alarm of their own (tests/integration/test_panic_in_any_form.py)."""


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


@contextmanager
def one_of_everything(app: AppUnderTest) -> Iterator[Story]:
    """Make it, and at the end close what is open."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.settings.read_calendars = CalendarReading.NO
    ours, sanne = app.ours, app.also_has("Sanne de Boer", Role.COLLEAGUE)
    officer = app.also_has("Priya Groen", Role.PRIVACY_OFFICER)
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
    ban = {"kind": "access_ban", "until": "2080-01-01", "reason": "Hij stond weer voor de deur"}
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
            "P": officer.employee,
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


def fields(story: Story, operation: str) -> Json:
    """What the JSON of this operation may hold, by the document: schemas by name."""
    method, path = operation.split(" ")
    content = story.document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    found: Json = meant(story, content.get("application/json", {}).get("schema", {})).get("properties", {})
    return found


def signed_in_anew(story: Story, employee: Employee) -> Employee:
    with story.app.database.write() as session:
        person = session.get_one(PersonRecord, employee.id)
        return replace(employee, token=issue_token(session, person, TokenKind.BEARER, [Role.WORKER]).text)


def meant(story: Story, schema: Json) -> Json:
    meant: Json = story.document["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return meant
