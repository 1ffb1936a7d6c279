"""Who may: nobody without a sign-in, nobody from another town, and of those who may see only those who may act."""

from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, panic
from tests.support.house import House
from tests.support.town import Citizen

BODIES: dict[str, Json] = {
    "PATCH /visits/{visit_id}": {},
    "POST /visits/{visit_id}/extend": {"minutes": 15},
    "POST /visits/{visit_id}/check-out": {"reason": "Voorbij"},
    "POST /visits/{visit_id}/home-safe": {"reason": "Hij nam de telefoon op"},
    "POST /visits/{visit_id}/feeling": {"feeling": "green"},
    "POST /visits/{visit_id}/check-call": {"result": "ok"},
    "POST /visits/{visit_id}/allow-alone": {"reason": "De buurman is erbij"},
    "POST /visits/{visit_id}/ask-alone": {"reason": "Ali is er niet"},
    "POST /alarms/{alarm_id}/resolve": {"outcome": "safe"},
    "POST /alarms/{alarm_id}/police-calls": {"number": "112"},
}
"""What must be said so that nothing is wrong but who says it."""


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_a_visit_or_alarm_of_another_town_does_not_exist_whatever_one_asks_of_it(house: House) -> None:
    visit = panic(house)
    alarm = house.karin.alarm()
    strangers = house.has_neighbours()
    asked = 0
    for operation in _operations(house):
        for visit_id, alarm_id, citizens in (
            (visit["id"], alarm["id"], (strangers.worker, strangers.manager)),
            (str(uuid4()), str(uuid4()), (house.town.manager,)),
        ):
            for citizen in citizens:
                status, problem = _ask(house, operation, visit_id, alarm_id, citizen)
                assert (status, problem["title"]) == (404, "Niet gevonden"), f"{operation} by {citizen.name}"
                asked += 1
    assert asked >= 3 * 19
    for stranger in (strangers.worker, strangers.colleague, strangers.manager):
        for path, name in (("/v1/visits", "visits"), ("/v1/alarms", "alarms"), ("/v1/board", "visits")):
            answer = house.http.get(path, headers=stranger.headers)
            assert answer.status_code in (200, 403)
            assert answer.json().get(name, []) == []
    assert house.karin.sees(alarm)["timeline"] == alarm["timeline"], "and nothing happened"
    _closes(house)


def test_somebody_of_another_team_does_not_know_of_it_either(house: House) -> None:
    visit = panic(house)
    alarm = house.karin.alarm()
    for citizen in (house.town.worker2, house.town.reception):
        for operation in _operations(house):
            status, _ = _ask(house, operation, visit["id"], alarm["id"], citizen)
            assert status == 404, f"{operation} by {citizen.name}"
    _closes(house)


def test_without_a_sign_in_nothing_is_answered(house: House) -> None:
    visit = panic(house)
    alarm = house.karin.alarm()
    for operation in [*_operations(house), "GET /visits", "POST /visits", "GET /alarms", "POST /alarms", "GET /board"]:
        status, problem = _ask(house, operation, visit["id"], alarm["id"], None)
        assert (status, problem["title"]) == (401, "Niet aangemeld"), operation
    invented = Citizen(uuid4(), "Niemand", "", "", "geen-token")
    assert _ask(house, "GET /visits", visit["id"], alarm["id"], invented)[0] == 401
    _closes(house)


def test_who_sees_it_may_not_do_everything_with_it(house: House) -> None:
    visit = panic(house)
    alarm = house.karin.alarm()
    for operation, citizen in (
        ("POST /visits/{visit_id}/ok", house.town.colleague),
        ("POST /visits/{visit_id}/extend", house.town.manager),
        ("POST /visits/{visit_id}/panic", house.town.colleague),
        ("POST /visits/{visit_id}/feeling", house.town.colleague),
        ("POST /visits/{visit_id}/check-in", house.town.colleague),
        ("POST /visits/{visit_id}/ask", house.town.worker),
        ("POST /visits/{visit_id}/check-call", house.town.worker),
        ("POST /visits/{visit_id}/home-safe", house.town.worker),
        ("POST /visits/{visit_id}/allow-alone", house.town.worker),
        ("POST /visits/{visit_id}/ask-alone", house.town.colleague),
        ("POST /visits/{visit_id}/allow-alone", house.town.colleague),
        ("POST /visits/{visit_id}/back-up/accept", house.town.worker),
        ("POST /alarms/{alarm_id}/acknowledge", house.town.worker),
        ("POST /alarms/{alarm_id}/decline", house.town.worker),
        ("POST /alarms/{alarm_id}/assign", house.town.worker),
        ("POST /alarms/{alarm_id}/resolve", house.town.worker),
        ("POST /alarms/{alarm_id}/police-calls", house.town.worker),
        ("GET /alarms/{alarm_id}/hand-over", house.town.worker),
        ("GET /board", house.town.worker),
        ("POST /visits", house.town.colleague),
    ):
        status, problem = _ask(house, operation, visit["id"], alarm["id"], citizen)
        assert (status, problem["title"]) == (403, "Dat mag je niet"), f"{operation} by {citizen.name}"
    _closes(house)


def test_who_was_told_may_act_whatever_their_role(house: House) -> None:
    for one in (house.fatima, house.karin, house.mohamed):
        one.has_number(None)
    house.jan.posts("/v1/alarms", {}, expect=201)
    alarm = house.karin.alarm()
    assert {one["person"]["name"] for one in alarm["told"]} == {"Anne Jansen"}, "nobody else has a number"
    assert house.anne.on_alarm(alarm, "acknowledge")["acknowledgedBy"]["name"] == "Anne Jansen"
    house.ali.on_alarm(alarm, "acknowledge", expect=404)
    _closes(house)


def test_the_phones_of_the_simulator_are_not_there_while_messages_really_go_out(house: House) -> None:
    call, person = uuid4(), house.jan.id
    for method, path in (
        ("GET", "/simulator/phones"),
        ("POST", f"/simulator/phones/{person}/sms"),
        ("POST", f"/simulator/calls/{call}/answer"),
        ("POST", f"/simulator/calls/{call}/digits"),
        ("POST", f"/simulator/calls/{call}/hang-up"),
    ):
        answer = house.http.request(method, path, json={"text": "NOOD", "digits": "1"})
        assert answer.status_code == 404, path
    assert house.karin.asks("/v1/alarms")["alarms"] == []


def _operations(house: House) -> list[str]:
    """Every way to ask something of one visit or alarm, as the API's own document names them."""
    paths = house.http.get("/v1/openapi.json").json()["paths"]
    return [
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        if "{visit_id}" in path or "{alarm_id}" in path
        for method in methods
        if method in ("get", "post", "put", "patch", "delete")
    ]


def _ask(
    house: House, operation: str, visit_id: str, alarm_id: str, citizen: Citizen | None
) -> tuple[int, dict[str, Any]]:
    method, path = operation.split(" ")
    where = "/v1" + path.format(visit_id=visit_id, alarm_id=alarm_id, companion_id=uuid4())
    body = BODIES.get(operation, {})
    if operation.endswith("/assign"):
        body = {"personId": str(house.fatima.id)}
    if operation.endswith("/back-up"):
        body = {"backUpId": str(house.fatima.id)}
    if operation == "POST /visits":
        body = {"address": {"country": "NL", "postcode": "5211 AA", "houseNumber": 1},
                "expectedEnd": house.now().isoformat(), "teamId": str(house.town.team)}  # fmt: skip
    answer = house.http.request(
        method, where, json=None if method == "GET" else body, headers=citizen.headers if citizen else {}
    )
    return answer.status_code, answer.json()


def _closes(house: House) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
