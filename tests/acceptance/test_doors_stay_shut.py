"""Every door stays shut: to who is not signed in, of another organisation or team, or of this one and may not.

Nothing may come of any of it, so all of these ask in one and the same team.
"""

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from inspect import unwrap
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from achterwacht.people.records import TeamRecord
from achterwacht.people.roles import ONLY_EVERYWHERE, Role
from api.routers import ROUTERS
from tests.acceptance.doors import ALSO_AT, DOORS, HIDDEN, PUBLIC
from tests.acceptance.every_door import IS_JSON, NEVER_REFUSED, WITH_A_BODY, Story, fields, one_of_everything
from tests.acceptance.stories import Json
from tests.support.app_under_test import an_app, wednesday_morning
from tests.support.organisations import Employee, Organisation, an_employee

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def story(lived_in_file: tuple[Path, Organisation], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    template, ours = lived_in_file
    path = shutil.copy(template, tmp_path_factory.mktemp("doors") / "achterwacht.db")
    with an_app(f"sqlite:///{path}", ours, wednesday_morning()) as app, one_of_everything(app) as made:
        yield made


def test_the_table_knows_every_door(story: Story) -> None:
    """A new one fails here until `doors.py` says who may."""
    paths = story.app.http.get("/v1/openapi.json").json()["paths"]
    document = {f"{method.upper()} {path}" for path, ways in paths.items() for method in ways if method in METHODS}
    assert document == set(DOORS) | set(PUBLIC)
    assert not set(DOORS) & set(PUBLIC)
    routes = [route for router in ROUTERS.values() for route in router.routes if isinstance(route, APIRoute)]
    shown = {f"/v1{path}" for path in paths}
    assert {route.path for route in routes} - shown == set(HIDDEN) | set(ALSO_AT)
    behind = {route.path: unwrap(route.endpoint) for route in routes if "GET" in (route.methods or ())}
    assert [behind[other] for other in ALSO_AT] == [behind[documented] for documented in ALSO_AT.values()]


def test_without_a_sign_in_nothing_is_answered(story: Story) -> None:
    before = story.state()
    invented = Employee(uuid4(), "Niemand", "", "", "geen-token")
    for operation in DOORS:
        for nobody in (None, invented):
            answer = story.asks(operation, nobody)
            assert (answer.status_code, answer.json()["title"]) == (401, "Niet ingelogd"), operation
    assert story.state() == before, "and nothing happened"


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


def test_of_another_team_neither(story: Story) -> None:
    app = story.app
    with app.database.write() as session:
        team = TeamRecord(organisation_id=app.ours.id, name="Wijken")
        session.add(team)
        session.flush()
        grants = [(role, team.id) for role in Role if role not in ONLY_EVERYWHERE]
        els = an_employee(session, app.ours.id, app.ours.slug, "Els de Boer", grants)
    before = story.state()
    for operation in DOORS.keys() - NEVER_REFUSED:
        if any(f"{{{name}_id}}" in operation for name in ("team", "visit", "alarm", "drill", "incident")):
            answer = story.asks(operation, els)
            assert answer.status_code == 404, f"{operation}: {answer.status_code}"
    assert story.state() == before, "and nothing happened"


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


def test_a_privacy_officer_hears_of_nothing_but_who_looked_and_who_changed_what(story: Story) -> None:
    """Through each door that is open to them, also those that everybody has for their own: no visit, alarm, report or
    mark, and nobody's number."""
    officer = story.people["P"]
    numbers = [one.phone for one in story.app.everybody if one.id != officer.id]
    heard = {}
    for operation, door in DOORS.items():
        if "P" not in door.may or operation in NEVER_REFUSED or not operation.startswith(("GET", "POST /past")):
            continue
        answer = story.asks(operation, officer)
        assert answer.status_code == 200, operation
        assert not [one for one in numbers if one in answer.text], operation
        heard[operation] = set(story.is_told_in(answer))
    told = {operation: names for operation, names in heard.items() if names}
    people = {"on_duty_id", "person_id", "asked_id", "noor_id", "glass_id"}
    assert told.pop("GET /colleagues") == people, "names to look up in the logs"
    for operation in ("GET /me", "GET /teams"):
        assert told.pop(operation) == {"team_id"}, "what their organisation is divided into"
    assert told.pop("GET /audit", set()) <= {*people, "team_id"}
    assert told == {}


def test_a_name_that_a_body_does_not_know_is_refused_with_where_it_stands(story: Story) -> None:
    """Whoever sent it would believe that it was kept. A panic alone takes whatever comes."""
    before = story.state()
    for operation, door in DOORS.items():
        if door.files is not None or not operation.startswith(WITH_A_BODY):
            continue
        if operation in NEVER_REFUSED or not fields(story, operation):
            continue
        for body, pointers in _misspelled(door.body):
            answer = story.asks(operation, story.people[door.may[0]], replace(door, body=body))
            assert answer.status_code == 400, f"{operation}: {answer.status_code} {answer.text}"
            said = [one["pointer"] for one in answer.json()["errors"] if one["code"] == "unknown_field"]
            assert said == pointers, operation
    assert story.state() == before, "and nothing happened"


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


def _misspelled(body: Mapping[str, Any], at: str = "") -> Iterator[tuple[Json, list[str]]]:
    """The body with two names too many, and with one in each part of it."""
    yield {**body, "zomaar": 1, "a/b": None}, [f"{at}/zomaar", f"{at}/a~1b"]
    for name, value in body.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, Mapping):
            within = f"{at}/{name}/0" if isinstance(value, list) else f"{at}/{name}"
            for part, pointers in _misspelled(inner, within):
                yield {**body, name: [part] if isinstance(value, list) else part}, pointers


def _names_a_thing(said: str) -> bool:
    """Whether an address or a body names something of the team."""
    return re.search(r"\{(?!proposal)\w+_id\}", said) is not None
