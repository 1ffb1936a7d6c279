"""Another profile for the organisation: new visits go by it, and a visit under way keeps its own."""

from tests.acceptance.scenes import in_pairs, refused
from tests.support.house import House


def test_a_visit_under_way_keeps_its_profile(house: House) -> None:
    house.runs_on("s-hertogenbosch").lets_calls_ring()
    visit = in_pairs(house, minutes=45)
    house.runs_on("heusden-zolder")
    house.passes(minutes=10.5)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit").then_answers("1").expects_sms("alles goed")
    house.jan.does(visit, "panic")
    assert "Bel eerst 112" in house.fatima.phone.expects_sms("NOOD").text
    house.karin.phone.expects_sms("NOOD")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="false_alarm")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_planned_visit_starts_by_the_profile_that_runs_then(house: House) -> None:
    planned = house.jan.plans(starts_in=5)
    house.runs_on("s-hertogenbosch")
    assert house.jan.visit(planned)["beforehand"]["pair"]["needed"]
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    house.runs_on("demo")
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")
