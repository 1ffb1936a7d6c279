"""Killed before each commit of what follows by itself: it is there once, and nobody is told twice.

A proposal that is asked about, a measure and a draft that follow what a report says, and care that begins anew.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.measures import PIETERS, filed, in_days, take
from tests.acceptance.test_a_mark_changes import proposes
from tests.acceptance.test_aftercare import plans, reports, steps, the_plan
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.dying import death_before

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def dying(app: AppUnderTest, who: Person, method: str, path: str, body: dict[str, Any]) -> Any:
    """Ask, and die before the commit; then ask the same again, as a phone does."""
    headers = who.employee.headers | {"Idempotency-Key": str(uuid4())}
    with death_before(app.database, 1) as here:
        app.http.request(method, path, json=body, headers=headers)
    assert here.went_off
    answer = app.http.request(method, path, json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def test_who_may_approve_is_asked_once(app: AppUnderTest) -> None:
    app.clock.goes_to(app.now().replace(hour=12, minute=0))
    proposes(app.jan, an_address(421), "police_first")
    app.settles()
    app.clock.goes_to(app.now() + timedelta(hours=23))
    died = 0
    for commit in (1, 2, 3):
        with death_before(app.database, commit) as here:
            app.jobs.tick()
        died += here.went_off
    assert died
    app.settles()
    app.ruth.phone.expects_sms("1 voorstel voor een risicoadres wacht")
    app.ruth.phone.is_silent()
    assert app.invariants_hold()


def test_a_measure_and_a_draft_follow_once(app: AppUnderTest) -> None:
    app.runs_on("losser").lets_calls_ring()
    home, then = an_address(423), an_address(425)
    incident = filed(app, "D", aggressor={**PIETERS, "address": home})
    report = f"/v1/incidents/{incident['id']}"
    take(app, incident, "access_ban", until=in_days(app, 60))
    draft = app.karin.posts(f"{report}/letters", {"letterId": "threat"}, expect=201)
    there = app.ali.plans(starts_in=120, address=then)
    app.karin.patches(report, {"state": "seen"})
    app.forgets_messages()
    dying(app, app.karin, "PATCH", report, {"aggressor": {**PIETERS, "address": then}})
    app.settles()
    assert len(app.ali.visit(there)["risk"]["instructions"]) == 1
    app.ali.phone.expects_sms("Nieuwe instructie")
    app.ali.phone.is_silent()
    again = app.karin.asks(f"/v1/letters/{draft['id']}")
    assert again["revision"] == draft["revision"] + 1, "written anew, once"
    app.forgets_messages()
    assert app.invariants_hold()


def test_care_begins_anew_once(app: AppUnderTest) -> None:
    app.runs_on("corporatie")
    visit = app.jan.plans(starts_in=600)
    jans = reports(app.jan, visitId=visit["id"])
    path = f"/v1/incidents/{jans['id']}/aftercare"
    added = app.karin.posts(path, {"hit": "bystander", "personId": str(app.ali.id)}, expect=201)
    for one in added["steps"]:
        app.karin.posts(f"/v1/tasks/{one['id']}/drop", {"reason": "Ali wil er geen"})
    assert the_plan(app.ali, mine=True)["endedAt"] is not None
    app.passes(minutes=1)
    app.forgets_messages()
    happened = (app.now() - timedelta(hours=1)).isoformat()
    body = {"kind": "threatening", "happenedAt": happened, "description": "Ik ook", "visitId": visit["id"]}
    dying(app, app.ali, "POST", "/v1/incidents", body)
    app.settles()
    assert [one["id"] for one in plans(app.ali, mine=True)] == [added["id"]]
    plan = the_plan(app.ali, mine=True)
    assert plan["endedAt"] is None
    assert [kind for kind, _ in steps(plan)].count("first_care") == 1, "once"
    app.forgets_messages()
    assert app.invariants_hold()
