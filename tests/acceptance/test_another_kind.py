"""The kind of a planned visit is changed before its check-in, and what follows from it is decided anew."""

import pytest

from tests.acceptance.stories import refused
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """P5, but a home visit alone: so it shows what the kind asks."""
    return app.runs_on("s-hertogenbosch", ('rule = "always"', 'rule = "marked"')).lets_calls_ring()


def test_an_observation_takes_two_where_the_home_visit_took_one(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, minutes=45, companions=[{"personId": str(app.ali.id)}])
    assert not planned["beforehand"]["pair"]["needed"]
    changed = app.jan.changes(planned, kind="observation")
    assert (changed["kind"], changed["beforehand"]["pair"]["needed"]) == ("observation", True)
    assert "is nu een observatie" in app.ali.phone.expects_sms("De afspraak van Jan de Wit").text
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert app.jan.story(planned)[-1] == "Jan de Wit maakt er een observatie van."
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.jan.changes(planned, kind="observation")
    assert app.jan.story(planned)[-1] == "Jan de Wit maakt er een observatie van.", "said again it is nothing new"
    back = app.jan.changes(planned, kind="home_visit")
    assert not back["beforehand"]["pair"]["needed"]
    app.ali.phone.expects_sms("is nu een bezoek")
    visit = app.jan.does(planned, "check-in")
    assert app.jan.changes(visit, kind="observation", expect=409)["code"] == "not_planned"
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
def test_leave_to_go_alone_and_what_the_police_heard_were_for_the_other_kind(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, kind="observation", companions=[{"name": "Bos"}])
    app.karin.does(planned, "allow-alone", reason="Ik bel mee")
    app.karin.does(planned, "police-told")
    changed = app.karin.changes(planned, kind="home_visit")
    assert "Karin Smit maakt van je afspraak een bezoek" in app.jan.phone.expects_sms("maakt van je afspraak").text
    assert changed["beforehand"]["pair"]["aloneAllowedBy"] is None
    assert changed["beforehand"]["police"]["toldAt"] is None
    app.forgets_messages()


def test_who_watches_reads_what_it_is_now_where_trouble_is_expected(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, companions=[{"name": "Bos"}], expectsTrouble="Hij dreigde")
    app.fatima.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.karin.phone.expects_sms("Jan de Wit verwacht problemen op bezoek")
    app.jan.changes(planned, kind="observation")
    app.fatima.phone.expects_sms("Jan de Wit verwacht problemen op observatie")
    app.karin.phone.expects_sms("Jan de Wit verwacht problemen op observatie")
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_the_file_and_the_fraud_question_are_of_a_home_visit(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, companions=[{"name": "Bos"}])
    assert [one["step"] for one in planned["beforehand"]["steps"]] == ["file_search"]
    assert planned["beforehand"]["fraud"]["managerDecides"] is True
    seen = app.jan.changes(planned, kind="observation")["beforehand"]
    assert (seen["steps"], seen["fraud"]["managerDecides"]) == ([], False)
    (row,) = app.karin.asks("/v1/board")["planned"]
    assert row["waits"]["lookUp"] == []
    assert refused(app.jan.does(planned, "fraud-question", expect=409)) == "step_not_asked"
    assert refused(app.jan.does(planned, "preparation", step="file_search", expect=409)) == "step_not_asked"
    app.forgets_messages()


def test_what_was_asked_is_decided_whatever_it_is_made_since(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60, companions=[{"name": "Bos"}])
    app.jan.does(planned, "fraud-question")
    app.karin.phone.expects_sms("Beslis in Achterwacht")
    changed = app.jan.changes(planned, kind="observation")
    assert (changed["beforehand"]["fraud"]["state"], changed["beforehand"]["mayStart"]) == ("asked", False)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "manager_decides_first"
    app.karin.does(planned, "fraud-decision", colleagueId=None)
    app.forgets_messages()


@pytest.mark.on_both
def test_what_the_profile_that_runs_now_asks_can_be_done(app: AppUnderTest) -> None:
    """It was planned by another: screens ask by the one that runs, so what they ask is taken."""
    app.runs_on("woonmaatschappij")
    planned = app.jan.plans(starts_in=60)
    app.runs_on("s-hertogenbosch")
    assert [one["step"] for one in app.jan.visit(planned)["beforehand"]["steps"]] == ["file_search"]
    ticked = app.jan.does(planned, "preparation", step="file_search")
    assert ticked["beforehand"]["steps"][0]["doneBy"]["name"] == "Jan de Wit"
    app.jan.does(planned, "fraud-question")
    app.karin.phone.expects_sms("Beslis in Achterwacht")
    app.karin.does(planned, "fraud-decision", colleagueId=None)
    app.forgets_messages()


def test_only_what_the_protocol_offers_and_only_who_may_change_it(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=60)
    answer = app.jan.changes(planned, kind="company_check", expect=400)
    assert [(one["pointer"], one["code"]) for one in answer["errors"]] == [("/kind", "kind_not_offered")]
    app.ali.changes(planned, kind="observation", expect=404)
    assert app.jan.visit(planned)["kind"] == "home_visit"
    elsewhere = app.has_neighbours()
    refusal = app.http.patch(
        f"/v1/visits/{planned['id']}", json={"kind": "observation"}, headers=elsewhere.manager.headers
    )
    assert refusal.status_code == 404
