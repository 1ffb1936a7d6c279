"""An observation in a street, at a corner, in a park (P5 L727-734): no house number, so no register; that is said."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, refused
from tests.support.app_under_test import AppUnderTest, an_address

CORNER = {"country": "place", "where": "hoek  Dorpsstraat en\nKerkstraat", "city": " Den Bosch "}
WRITTEN = "hoek Dorpsstraat en Kerkstraat, Den Bosch"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("s-hertogenbosch").lets_calls_ring()


def observing(app: AppUnderTest) -> Json:
    """Jan and Ali observe at a corner."""
    visit: Json = app.jan.checks_in(
        minutes=60, kind="observation", address=CORNER, companions=[{"personId": str(app.ali.id)}]
    )
    app.forgets_messages()
    return visit


def test_the_sheet_says_exactly_what_is_known(app: AppUnderTest) -> None:
    visit = observing(app)
    assert visit["address"] == {
        "country": "place",
        "where": "hoek Dorpsstraat en Kerkstraat",
        "city": "Den Bosch",
        "line": WRITTEN,
        "verified": False,
    }
    app.jan.does(visit, "panic")
    assert f": {WRITTEN}. Bel eerst 112" in app.fatima.phone.expects_sms("drukte om").text
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["say"][0] == f"De plaats is: {WRITTEN}. Er is geen huisnummer."
    assert "Ik vraag om assistentie op die plaats." in sheet["say"]
    assert [(one["line"], one["noNumber"]) for one in sheet["addresses"]] == [(WRITTEN, True)]
    assert alarm["address"]["line"] == WRITTEN
    page = app.http.get(
        f"/v1/alarms/{alarm['id']}/hand-over", headers={**app.karin.employee.headers, "Accept": "text/html"}
    )
    assert f"<h1>{WRITTEN}. Geen huisnummer.</h1>" in page.text
    app.forgets_messages()
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_call_says_a_place_and_not_an_address(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(None)
    visit = observing(app)
    app.jan.does(visit, "panic")
    says = app.fatima.phone.expects_call().picks_up().presses("3").says
    assert f"De plaats is: {WRITTEN}. Er is geen huisnummer." in says
    assert "adres" not in says
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="false_alarm")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_what_the_police_hears_beforehand_is_a_place(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch")
    planned = app.jan.plans(
        starts_in=30, kind="observation", address=CORNER, expectsTrouble="Hij dreigde", policeWanted=True
    )
    say = planned["beforehand"]["police"]["say"]
    assert f"De plaats is: {WRITTEN}. Er is geen huisnummer." in say[0]
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_at_once_where_the_protocol_knows_no_such_kind_it_does_not_become_a_home_visit(app: AppUnderTest) -> None:
    """Who stands at a corner is watched; but a home visit without a number, of which no register was asked, is none."""
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=10, kind="observation", address=CORNER)
    assert (visit["state"], visit["kind"], visit["risk"]["noAddress"]) == ("under_way", "observation", True)
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    at_a_door = app.jan.checks_in(minutes=10, kind="observation")
    assert at_a_door["kind"] == "home_visit"
    app.jan.does(at_a_door, "check-out")
    app.forgets_messages()


def test_no_register_was_asked_and_silence_is_not_taken_for_safe(app: AppUnderTest) -> None:
    """A street gives nobody's mark away: not even that there is one."""
    address = an_address(12)
    body = {"address": address, "advice": ["pairs"], "reason": "x", "reviewDate": "2040-01-01"}
    app.jan.posts("/v1/risk-addresses", body, expect=201)
    street = {"country": "place", "where": address.get("street", "Dorpsstraat"), "city": "Den Bosch"}
    planned = app.jan.plans(
        starts_in=30, kind="observation", address=street, companions=[{"personId": str(app.ali.id)}]
    )
    risk = planned["risk"]
    assert (risk["noAddress"], risk["checked"], risk["advice"], risk["sameBuilding"]) == (True, False, None, False)
    assert app.jan.plans(starts_in=30, address=an_address(44))["risk"]["noAddress"] is False
    app.forgets_messages()


def test_at_a_door_there_is_a_number(app: AppUnderTest) -> None:
    end = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    for said in ({}, {"kind": "home_visit"}):
        answer = app.jan.posts("/v1/visits", {"address": CORNER, "expectedEnd": end, **said}, expect=400)
        assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [("/address", "house_number_needed")]
    answer = app.jan.posts(
        "/v1/visits",
        {
            "address": {"country": "place", "where": " \u202e", "city": "x" * 61},
            "kind": "observation",
            "expectedEnd": end,
        },
        expect=400,
    )
    assert sorted(one["pointer"].rsplit("/", 1)[1] for one in answer["errors"]) == ["city", "where"]
    answer = app.jan.posts("/v1/risk-addresses/_search", {"address": CORNER, "purpose": "x"}, expect=400)
    assert answer["errors"], "nobody looks up a street"


def test_where_the_protocol_knows_no_such_kind_it_is_refused(app: AppUnderTest) -> None:
    app.runs_on("losser")
    end = (app.now() + timedelta(hours=3)).isoformat()
    body = {"address": CORNER, "kind": "observation", "expectedEnd": end}
    assert app.jan.posts("/v1/visits", body, expect=400)["errors"][0]["code"] == "kind_not_offered"


def test_a_planned_observation_at_a_corner_is_no_home_visit(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=30, kind="observation", address=CORNER, companions=[{"name": "Bos"}])
    answer = app.jan.changes(planned, kind="home_visit", expect=400)
    assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [("/kind", "house_number_needed")]
    assert app.jan.visit(planned)["kind"] == "observation"
    assert refused(app.jan.does(planned, "check-out", expect=409)) == "not_under_way"
    app.forgets_messages()
