"""From a panic on a visit to the closed report: who is asked for what, and what ends it (P5, 's-Hertogenbosch)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.stories import panic
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LAST_ANSWERS: dict[str, Any] = {
    "behaviours": [{"id": "threat", "channel": "home_visit"}],
    "injury": {"yes": False},
    "damage": False,
    "policeReport": {"yes": True, "on": "2026-01-02"},
    "aftercare": {"yes": True, "namely": "Gesprek"},
    "furtherAction": {"yes": False},
}


def kinds(app: AppUnderTest, incident: dict[str, Any]) -> list[tuple[str, str]]:
    found = app.karin.asks(f"/v1/incidents/{incident['id']}/tasks")["tasks"]
    return sorted((one["kind"], one["state"]) for one in found if one["kind"] in ("complete_form", "sign_form"))


def test_from_the_alarm_to_the_closed_report(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("s-hertogenbosch")
    visit = panic(app, companions=[{"name": "Noor", "phone": "0612345678"}])
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "resolve", outcome="incident")
    app.forgets_messages()
    first = {"visitId": visit["id"], "kind": "threatening", "happenedAt": alarm["openedAt"], "description": "Dreigde"}
    made = app.jan.posts("/v1/incidents", first, expect=201)
    assert (made["alarmId"], made["address"]) == (alarm["id"], visit["address"]), "nothing is typed twice"
    assert [one["name"] for one in made["witnesses"]] == ["Noor"]
    assert kinds(app, made) == [("complete_form", "open")]
    assert app.jan.asks("/v1/tasks?mine=true")["tasks"] != []

    path = f"/v1/incidents/{made['id']}"
    app.jan.posts(f"{path}/complete", LAST_ANSWERS)
    assert kinds(app, made) == [("complete_form", "done"), ("sign_form", "open"), ("sign_form", "open")]
    app.jan.posts(f"{path}/sign", {})
    app.karin.posts(f"{path}/sign", {})
    assert kinds(app, made) == [("complete_form", "done"), ("sign_form", "done"), ("sign_form", "done")]
    app.jan.posts(f"{path}/complete", {"description": "Dreigde met een mes"})
    assert kinds(app, made)[3:] == [("sign_form", "open"), ("sign_form", "open")], "what fell is signed again"
    app.jan.posts(f"{path}/sign", {})

    left = app.karin.posts(f"{path}/close", {}, expect=409)
    assert left["code"] == "incident_tasks_open"
    closed = app.karin.posts(f"{path}/close", {"reason": "Jan is vertrokken"})
    assert closed["state"] == "closed"
    assert {state for _, state in kinds(app, made)} == {"done", "dropped"}
