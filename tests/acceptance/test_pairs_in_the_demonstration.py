"""The demonstration: at an address marked for two nobody goes alone, at once neither; elsewhere all go."""

from tests.acceptance.scenes import marks, refused
from tests.support.house import House, an_address


def test_who_names_nobody_is_stopped_there_and_nowhere_else(house: House) -> None:
    address = an_address(230)
    marks(house, address, "pairs")
    refusal = house.jan.checks_in(minutes=10, address=address, expect=409)
    assert refused(refusal) == "companion_needed"
    planned = house.jan.plans(starts_in=5, minutes=10, address=address)
    assert planned["beforehand"]["mayStart"] is False
    house.jan.does(planned, "cancel")
    elsewhere = house.jan.checks_in(minutes=10, address=an_address(234))
    assert elsewhere["state"] == "under_way"
    house.jan.does(elsewhere, "check-out")


def test_a_planned_visit_waits_for_the_companion_who_was_named(house: House) -> None:
    address, along = an_address(231), [{"personId": str(house.ali.id)}]
    marks(house, address, "pairs")
    planned = house.jan.plans(starts_in=5, minutes=10, address=address, companions=along)
    assert planned["beforehand"]["mayStart"] is False
    asked = house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("je bent er")
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_who_does_not_come_leaves_three_choices_of_one_press(house: House) -> None:
    address, along = an_address(233), [{"personId": str(house.ali.id)}]
    marks(house, address, "pairs")
    planned = house.jan.plans(starts_in=5, minutes=10, address=address, companions=along)
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    ali = planned["companions"][0]["id"]
    house.jan.does(planned, f"companions/{ali}/ask")
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("2").expects_sms("dat je niet meegaat")
    house.jan.phone.expects_sms("Ali Demir kan niet mee")
    house.fatima.does(planned, "ask-alone", reason="Ali is er niet", expect=403)
    house.jan.does(planned, "ask-alone", reason=" ", expect=400)
    house.jan.does(planned, "ask-alone", reason="Ali Demir is er niet")
    asked = house.karin.phone.expects_sms("Jan de Wit vraagt of alleen gaan mag")
    assert "Dorpsstraat 233" in asked.text
    assert "Ali Demir is er niet. Het protocol" in asked.text
    asked.then_answers("2").expects_sms("krijgt bericht dat alleen gaan niet mag")
    house.jan.phone.expects_sms("Karin Smit vindt het niet goed dat je alleen gaat")
    house.karin.phone.sends("1")
    house.karin.phone.expects_sms("Dat is al voorbij")
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    house.jan.does(planned, "ask-alone", reason="Ali Demir is er niet")
    house.karin.phone.expects_sms("vraagt of alleen gaan mag").then_answers("1").expects_sms("mag alleen gaan")
    house.jan.phone.expects_sms("Karin Smit staat toe dat je alleen gaat")
    assert house.karin.story(planned)[-1] == "Karin Smit staat toe dat Jan de Wit alleen gaat: Ali Demir is er niet."
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_at_once_with_somebody_who_is_no_colleague_it_begins(house: House) -> None:
    address, along = an_address(232), [{"name": "Tolk Noor"}]
    marks(house, address, "pairs")
    visit = house.jan.checks_in(minutes=10, address=address, companions=along)
    assert visit["state"] == "under_way"
    house.jan.does(visit, "check-out")
