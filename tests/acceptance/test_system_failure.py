"""When deciding fails three times: no rule and no roster, but managers and administrators, by SMS and call."""

import pytest

from achterwacht.clockwork import visits_and_alarms
from achterwacht.kinds import DeadlineKind
from tests.acceptance.stories import SHORT
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.on_both


def test_the_managers_and_the_administrators_hear_who_where_and_that_they_must_take_over(
    app: AppUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake in a rule")

    app.expects_error("deadline could not be decided")
    visit = app.jan.checks_in(minutes=SHORT)
    well = app.ali.checks_in(minutes=5)
    app.passes(seconds=15)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    with monkeypatch.context() as patch:
        patch.setitem(visits_and_alarms.VISIT_RULES, DeadlineKind.OVERDUE, broken)
        app.passes(seconds=10)
    number = app.jan.employee.phone
    spoken = ", ".join(["plus", *number.removeprefix("+")])
    for person in (app.karin, app.mohamed, app.anne):
        text = person.phone.expects_sms("Systeemfout, neem het over.").text
        assert f"Jan de Wit, Dorpsstraat {visit['address']['houseNumber']}, Den Bosch" in text
        assert number in text
        call = person.phone.expects_call().picks_up()
        assert "Jan" not in call.says
        call.presses("1")
        assert call.says.startswith(f"Systeemfout bij Achterwacht. Neem het over. Bel Jan de Wit: {spoken}.")
    app.fatima.phone.is_silent()
    assert "Systeemfout: teammanagers en beheerders zijn gewaarschuwd." in app.karin.story(visit)
    assert app.ali.visit(well)["state"] == "under_way", "and nobody else notices"
    app.ali.does(well, "check-out")
    app.passes(minutes=5)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.jan.does(visit, "check-out")
