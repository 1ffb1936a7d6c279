"""Another profile for the organisation: new visits go by it, and a visit under way keeps its own."""

import pytest

from tests.acceptance.stories import a_belgian_address, in_pairs, on_a_monday_at, refused
from tests.support.app_under_test import AppUnderTest


def test_a_visit_under_way_keeps_its_profile(app: AppUnderTest) -> None:
    app.runs_on("s-hertogenbosch").lets_calls_ring()
    visit = in_pairs(app, minutes=45)
    app.runs_on("heusden-zolder")
    app.passes(minutes=10.5)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed")
    app.jan.does(visit, "panic")
    assert "Bel eerst 112" in app.fatima.phone.expects_sms("NOOD").text
    app.karin.phone.expects_sms("NOOD")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="false_alarm")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_a_planned_visit_starts_by_the_profile_that_runs_then(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=5)
    app.runs_on("s-hertogenbosch")
    assert app.jan.visit(planned)["beforehand"]["pair"]["needed"]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.runs_on("demo")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")


@pytest.mark.on_both
def test_who_was_promised_company_does_not_go_alone_since_another_profile_runs(app: AppUnderTest) -> None:
    """The stricter holds: of what was promised when it was planned, and of what runs when it begins."""
    app.runs_on("s-hertogenbosch").lets_calls_ring()
    planned = app.jan.plans(starts_in=5, companions=[{"personId": str(app.ali.id)}])
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    app.runs_on("demo")
    seen = app.jan.visit(planned)["beforehand"]
    assert (seen["pair"]["needed"], seen["mayStart"]) == (True, False)
    (row,) = app.fatima.asks("/v1/board")["planned"]
    assert not row["waits"]["mayStart"]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.karin.does(planned, "allow-alone", reason="Ali is ziek")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")


def test_a_back_up_that_was_promised_is_still_waited_for(app: AppUnderTest) -> None:
    app.runs_on("heusden-zolder").lets_calls_ring()
    on_a_monday_at(app, 18, 0)
    planned = app.jan.plans(starts_in=5, minutes=30, address=a_belgian_address(12))
    app.runs_on("woonmaatschappij")
    assert app.jan.visit(planned)["beforehand"]["backUp"]["needed"]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "back_up_needed"
    app.jan.does(planned, "cancel")


@pytest.mark.on_both
def test_a_call_that_was_agreed_comes_also_where_none_is_made_by_itself(app: AppUnderTest) -> None:
    app.runs_on("losser").lets_calls_ring()
    planned = app.jan.plans(starts_in=5, minutes=45, callAfterMinutes=20)
    app.runs_on("woonmaatschappij")
    visit = app.jan.does(planned, "check-in")
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"
    app.passes(minutes=20.5)
    app.jan.phone.expects_call()
    app.jan.does(visit, "ok")
    app.jan.does(visit, "check-out")
