"""The demonstration: at an address marked for two, who was named is waited for, and nobody at the door is refused."""

from tests.acceptance.scenes import marks, refused
from tests.support.house import House, an_address


def test_who_names_nobody_sees_the_instruction_and_goes_watched(house: House) -> None:
    address = an_address(230)
    marks(house, address, "pairs")
    visit = house.jan.checks_in(minutes=10, address=address)
    assert (visit["state"], visit["risk"]["advice"]) == ("under_way", ["pairs"])
    house.karin.phone.is_silent()
    house.jan.does(visit, "check-out")
    planned = house.jan.plans(minutes=10, address=address)
    assert planned["beforehand"]["mayStart"] is True
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_a_planned_visit_waits_for_the_companion_who_was_named(house: House) -> None:
    address, along = an_address(231), [{"personId": str(house.ali.id)}]
    marks(house, address, "pairs")
    planned = house.jan.plans(starts_in=5, minutes=10, address=address, companions=along)
    assert planned["beforehand"]["mayStart"] is False
    asked = house.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert refused(house.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("je bent er")
    house.jan.does(house.jan.does(planned, "check-in"), "check-out")


def test_at_once_the_companion_who_was_named_is_asked_and_the_visit_goes_on(house: House) -> None:
    address, along = an_address(232), [{"personId": str(house.ali.id)}]
    marks(house, address, "pairs")
    visit = house.jan.checks_in(minutes=10, address=address, companions=along)
    assert visit["state"] == "under_way"
    house.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("2").expects_sms("dat je niet meegaat")
    house.jan.phone.expects_sms("Ali Demir kan niet mee")
    house.jan.does(visit, "check-out")
