"""Two organisations on one installation, at the same address: a proposal, its approvers and a measure that moves stay
with the one whose they are. Each door is tried by everybody of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.measures import PIETERS, filed, in_days, take
from tests.acceptance.test_a_mark_changes import proposes
from tests.support.app_under_test import AppUnderTest, Person, an_address

if TYPE_CHECKING:
    from tests.acceptance.stories import Json

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
SHUT = {403, 404}
HOME = an_address(411)


@pytest.fixture
def strangers(app: AppUnderTest) -> list[Person]:
    there = app.has_neighbours()
    return [Person(app, one) for one in there.everybody]


def refused(app: AppUnderTest, who: Person, method: str, path: str, body: Json | None = None) -> None:
    answer = app.http.request(method, path, json=body, headers=who.employee.headers)
    assert answer.status_code in SHUT, (who.name, method, path, answer.status_code, answer.text)


def test_a_proposal_is_theirs_alone_and_asked_of_their_approvers_alone(
    app: AppUnderTest, strangers: list[Person]
) -> None:
    app.clock.goes_to(app.now().replace(hour=12, minute=0))
    mark = proposes(app.jan, HOME, "police_first")
    before = next(one for one in app.ruth.asks("/v1/risk-addresses")["marks"] if one["id"] == mark["id"])
    path = f"/v1/risk-addresses/{mark['id']}"
    for who in strangers:
        for action, body in (
            ("approve", {}),
            ("review", {"reviewDate": in_days(app, 90)}),
            ("end", {"reason": "Van een ander"}),
        ):
            refused(app, who, "POST", f"{path}/{action}", body)
        listed = app.http.get("/v1/risk-addresses", headers=who.employee.headers)
        assert listed.status_code in SHUT or listed.json()["marks"] == [], who.name
    after = next(one for one in app.ruth.asks("/v1/risk-addresses")["marks"] if one["id"] == mark["id"])
    assert after == before
    seen = strangers[0].posts("/v1/risk-addresses/_search", {"address": HOME, "purpose": "huisbezoek"})
    assert (seen["advice"], seen["sameBuilding"]) == ([], False)
    app.passes(minutes=60 * 24)
    app.ruth.phone.expects_sms("1 voorstel voor een risicoadres wacht")
    for who in strangers:
        who.phone.is_silent()


def test_a_measure_and_where_it_moves_are_theirs_alone(app: AppUnderTest, strangers: list[Person]) -> None:
    app.runs_on("losser").lets_calls_ring()
    then = an_address(413)
    incident = filed(app, "D", aggressor={**PIETERS, "address": HOME})
    ban = take(app, incident, "access_ban", until=in_days(app, 60))
    report, its = f"/v1/incidents/{incident['id']}", f"/v1/measures/{ban['id']}"
    worker = strangers[0]
    visits = [worker.plans(starts_in=120, address=HOME), worker.plans(starts_in=240, address=then)]
    app.forgets_messages()
    for who in strangers:
        for method, path, body in (
            ("GET", f"{report}/advice", None),
            ("GET", f"{report}/measures", None),
            ("POST", f"{report}/measures", {"kind": "call_restriction", "until": in_days(app, 60)}),
            ("PATCH", report, {"aggressor": {**PIETERS, "address": then}}),
            ("POST", f"{report}/reopen", {"reason": "Van een ander"}),
            ("GET", its, None),
            ("POST", f"{its}/decide", {"yes": False, "reason": "Van een ander"}),
            ("POST", f"{its}/end", {"reason": "Van een ander"}),
            ("POST", f"{its}/broken", {"happenedAt": app.now().isoformat()}),
            ("DELETE", f"{its}/photo", None),
        ):
            refused(app, who, method, path, body)
        for query in ("inForce=true", "toDecide=true", "notTaken=true"):
            listed = app.http.get(f"/v1/measures?{query}", headers=who.employee.headers)
            assert listed.status_code in SHUT or listed.json()["measures"] == [], who.name
        bans = app.http.get("/v1/bans", headers=who.employee.headers)
        assert bans.status_code in SHUT or bans.json()["bans"] == [], who.name
    (kept,) = app.karin.asks(f"{report}/measures")["measures"]
    assert (kept["state"], kept["until"], kept["breaches"]) == ("in_force", ban["until"], [])
    ours = app.ali.plans(starts_in=360, address=then)
    app.karin.patches(report, {"state": "seen"})
    app.karin.patches(report, {"aggressor": {**PIETERS, "address": then}})
    app.settles()
    assert len(app.ali.visit(ours)["risk"]["instructions"]) == 1
    for who in strangers:
        who.phone.is_silent()
    assert [worker.visit(one)["risk"]["instructions"] for one in visits] == [[], []], "their register says nothing"
    app.forgets_messages()
    assert app.invariants_hold()
