"""When deciding fails three times: no rule and no roster, but managers and administrators, by SMS and call."""

import pytest

from achterwacht.clockwork import visits_and_alarms
from achterwacht.kinds import DeadlineKind
from tests.acceptance.scenes import SHORT
from tests.support.house import House


def test_the_managers_and_the_administrators_hear_who_where_and_that_they_must_take_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake in a rule")

    house.expects_error("deadline could not be decided")
    visit = house.jan.checks_in(minutes=SHORT)
    well = house.ali.checks_in(minutes=5)
    house.passes(seconds=15)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    with monkeypatch.context() as patch:
        patch.setitem(visits_and_alarms.RULES, DeadlineKind.OVERDUE, broken)
        house.passes(seconds=10)
    number = house.jan.citizen.phone
    spoken = ", ".join(["plus", *number.removeprefix("+")])
    for person in (house.karin, house.mohamed, house.anne):
        text = person.phone.expects_sms("Systeemfout, neem het over.").text
        assert f"Jan de Wit, Dorpsstraat {visit['address']['houseNumber']}, Den Bosch" in text
        assert number in text
        call = person.phone.expects_call().picks_up()
        assert "Jan" not in call.says
        call.presses("1")
        assert call.says.startswith(f"Systeemfout bij Achterwacht. Neem het over. Bel Jan de Wit: {spoken}.")
    house.fatima.phone.is_silent()
    assert "Systeemfout: managers en beheerders zijn gewaarschuwd." in house.karin.story(visit)
    assert house.ali.visit(well)["state"] == "under_way", "and nobody else notices"
    house.ali.does(well, "check-out")
    house.passes(minutes=5)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.jan.does(visit, "check-out")
