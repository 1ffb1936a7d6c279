"""The whole organisation goes by another protocol: seen first, by an administrator, with a reason, and without touching
what is under way."""

from typing import Any

import pytest

from tests.acceptance.stories import LATE_CHECK_CALL
from tests.support.app_under_test import AppUnderTest

Json = dict[str, Any]
PATH = "/v1/protocols/s-hertogenbosch/switch"
PAIRED = [{"name": "Wijkagent Bos"}]


@pytest.mark.on_both
def test_who_is_out_stays_and_whoever_goes_next_goes_by_the_new_one(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL).lets_calls_ring()
    out = app.jan.checks_in(minutes=30)
    planned = app.ali.plans(starts_in=5)
    team = str(app.anne.posts("/v1/teams", {"name": "Handhaving"}, expect=201)["id"])
    own = app.http.put(f"/v1/teams/{team}/protocol", json={"profileId": "losser"}, headers=app.anne.employee.headers)
    assert own.status_code == 200
    seen = app.anne.asks(PATH)
    assert (seen["underWay"], seen["alarms"], seen["planned"]) == (1, 0, 1)
    assert [one["name"] for one in seen["keep"]] == ["Handhaving"]
    assert str(app.ours.team) in {one["id"] for one in seen["follow"]}
    assert seen["heldByNobody"]
    asked = {one["name"]: one["heldByNobody"] for one in app.anne.asks("/v1/functions")["functions"]}
    in_force = {one["id"] for one in app.anne.asks("/v1/protocols")["protocols"] if one["inForce"]}
    assert in_force == {"demo"}, "looking changes nothing"

    app.anne.posts(PATH, {"reason": "  "}, expect=400)
    after = app.anne.posts(PATH, {"reason": "Raadsbesluit van mei"}, expect=200)
    assert {one["id"] for one in after["protocols"] if one["inForce"]} == {"s-hertogenbosch"}
    app.anne.posts(PATH, {"reason": "Nog eens"}, expect=200)
    lines = [one for one in app.anne.asks("/v1/audit")["lines"] if one["kind"] == "profile_loaded"]
    said = [one["facts"].get("reason") for one in lines if one["facts"].get("reason")]
    assert said == ["Raadsbesluit van mei"], "the second time nothing changed"
    nobodys = {
        one["name"] for one in app.anne.asks("/v1/functions")["functions"] if one["asked"] and one["heldByNobody"]
    }
    assert set(seen["heldByNobody"]) <= nobodys, asked

    assert not app.jan.visit(out)["beforehand"]["pair"]["needed"], "on the demonstration's, as it began"
    assert app.ali.visit(planned)["beforehand"]["pair"]["needed"], "a plan begins by the new one"
    app.jan.does(out, "check-out")
    app.forgets_messages()


def test_only_an_administrator_of_this_organisation(app: AppUnderTest) -> None:
    app.runs_on("demo")
    for other in (app.karin, app.fatima, app.jan):
        other.asks(PATH, expect=403)
        other.posts(PATH, {"reason": "Zo is het"}, expect=403)
    app.anne.asks("/v1/protocols/onbekend/switch", expect=404)
    app.anne.posts("/v1/protocols/heusden-zolder/switch", {"reason": "Ander land"}, expect=404)
    in_force = [one["id"] for one in app.anne.asks("/v1/protocols")["protocols"] if one["inForce"]]
    assert in_force == ["demo"]
