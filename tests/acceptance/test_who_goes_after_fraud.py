"""There was a fraud investigation of the client: the team manager decides by name whether the same employee goes, or a
colleague instead (P5 L696-700). Only managers of that team decide; until then the plan does not start."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.acceptance.stories import refused
from tests.support.app_under_test import AppUnderTest, Person, an_address

Json = dict[str, Any]


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("s-hertogenbosch").lets_calls_ring()


def asked(app: AppUnderTest, **more: Any) -> Json:
    """Jan says so of a visit of his; the manager has read it."""
    planned = app.jan.plans(starts_in=1, companions=[{"name": "Wijkagent Bos"}], **more)
    visit: Json = app.jan.does(planned, "fraud-question")
    text = app.karin.phone.expects_sms("Beslis in Achterwacht of Jan de Wit zelf gaat, of een collega").text
    assert "fraude" not in text
    return visit


def test_the_manager_lets_the_same_employee_go(app: AppUnderTest) -> None:
    visit = asked(app)
    assert visit["beforehand"]["fraud"] == {"managerDecides": True, "state": "asked", "decidedBy": None}
    assert not visit["beforehand"]["mayStart"]
    (row,) = app.karin.asks("/v1/board")["planned"]
    assert row["waits"]["managerDecides"]
    app.passes(seconds=30)
    app.jan.does(visit, "fraud-question")
    assert refused(app.jan.does(visit, "check-in", expect=409)) == "manager_decides_first"
    for other in (app.jan, app.fatima):
        other.does(visit, "fraud-decision", colleagueId=None, expect=403)
    decided = app.karin.does(visit, "fraud-decision", colleagueId=None)
    assert decided["beforehand"]["fraud"]["decidedBy"]["name"] == "Karin Smit"
    app.jan.phone.expects_sms("Karin Smit beslist: je gaat zelf naar je afspraak")
    assert refused(app.mohamed.does(visit, "fraud-decision", colleagueId=None, expect=409)) == "nothing_to_decide"
    assert app.jan.does(visit, "check-in")["state"] == "under_way"
    assert app.jan.story(visit)[1:3] == [
        "Er was een fraudeonderzoek, zegt Jan de Wit. De teammanager beslist wie gaat. Gevraagd: Karin Smit.",
        "Karin Smit beslist: Jan de Wit gaat zelf.",
    ]
    app.jan.does(visit, "check-out")


def test_a_colleague_instead_and_the_visit_is_theirs(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, companions=[{"personId": str(app.ali.id)}, {"name": "Wijkagent Bos"}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    visit = app.jan.does(planned, "fraud-question")
    app.karin.phone.expects_sms("Beslis in Achterwacht")
    answer = app.karin.does(visit, "fraud-decision", colleagueId=str(app.fatima.id), expect=400)
    assert answer["errors"][0]["pointer"] == "/colleagueId", "who watches does not visit"
    handed = app.karin.does(visit, "fraud-decision", colleagueId=str(app.ali.id))
    assert handed["worker"]["name"] == "Ali Demir"
    assert handed["worker"]["phone"] == app.ali.employee.phone
    assert [one["name"] for one in handed["companions"]] == ["Wijkagent Bos"]
    app.jan.phone.expects_sms("Karin Smit laat een collega gaan naar de afspraak")
    app.ali.phone.expects_sms("Karin Smit heeft een afspraak voor je gepland")
    app.jan.asks(f"/v1/visits/{visit['id']}", expect=404)
    assert app.karin.story(visit)[-1] == "Karin Smit beslist: Ali Demir gaat, in plaats van Jan de Wit."
    app.passes(minutes=59)
    inside = app.ali.does(visit, "check-in")
    assert (inside["state"], inside["worker"]["name"]) == ("under_way", "Ali Demir")
    app.passes(minutes=10.5)
    app.fatima.phone.expects_sms("Bel nu Ali Demir").then_answers("1").expects_sms("alles goed bij Ali Demir")
    app.forgets_messages()
    app.ali.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
def test_the_first_is_not_waited_for_there_any_more_and_the_colleague_is(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch", ("[planning]", '[signing_off]\nback_after = "20m"\n\n[planning]'))
    before = app.jan.checks_in(minutes=30, companions=[{"name": "Wijkagent Bos"}])
    said = (app.now() + timedelta(hours=3)).isoformat()
    bos = [{"name": "Wijkagent Bos"}]
    planned = app.jan.plans(starts_in=25, address=an_address(44), companions=bos, backBy=said)
    app.jan.does(planned, "fraud-question")
    app.karin.phone.expects_sms("Beslis in Achterwacht")
    on_the_way = app.jan.does(before, "check-out", returnTo="office")
    assert on_the_way["wayBack"]["headingTo"] is not None
    handed = app.karin.does(planned, "fraud-decision", colleagueId=str(app.ali.id))
    app.forgets_messages()
    assert handed["backBy"] is None, "what Jan said of his return says nothing of Ali's"
    back = app.jan.visit(before)["wayBack"]
    assert back["headingTo"] is None, "he is waited for at the office"
    app.jan.does(before, "back")
    visit = app.ali.does(planned, "check-in")
    gone = app.ali.does(visit, "check-out", returnTo="office")
    assert datetime.fromisoformat(gone["wayBack"]["by"]) - app.now() <= timedelta(minutes=20)
    app.ali.does(gone, "back")
    app.jan.asks(f"/v1/visits/{visit['id']}", expect=404)


def test_who_stands_at_the_door_is_watched_all_the_same(app: AppUnderTest) -> None:
    planned = asked(app)
    visit = app.jan.checks_in(minutes=30, address=planned["address"], companions=[{"name": "Wijkagent Bos"}])
    assert visit["state"] == "under_way"
    app.jan.does(visit, "check-out")
    app.jan.does(planned, "cancel")


def test_a_manager_of_another_organisation_knows_nothing_of_it(app: AppUnderTest) -> None:
    visit = asked(app)
    elsewhere = Person(app, app.has_neighbours().manager)
    elsewhere.does(visit, "fraud-decision", colleagueId=None, expect=404)
    app.jan.does(visit, "cancel")


def test_where_the_protocol_does_not_ask_it_nobody_does(app: AppUnderTest) -> None:
    app.runs_on("losser")
    planned = app.jan.plans(starts_in=60)
    assert not planned["beforehand"]["fraud"]["managerDecides"]
    assert refused(app.jan.does(planned, "fraud-question", expect=409)) == "step_not_asked"
    app.jan.does(planned, "cancel")
