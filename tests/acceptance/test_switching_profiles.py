"""Another profile for the organisation: new visits go by it, and a visit under way keeps its own."""

from tests.acceptance.stories import in_pairs, refused
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


def test_a_planned_visit_starts_by_the_profile_that_runs_then(app: AppUnderTest) -> None:
    planned = app.jan.plans(starts_in=5)
    app.runs_on("s-hertogenbosch")
    assert app.jan.visit(planned)["beforehand"]["pair"]["needed"]
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.runs_on("demo")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")
