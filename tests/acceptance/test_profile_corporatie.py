"""P2, a Dutch housing corporation (protocols.md): in a calamity police first, then the manager or colleague."""

import pytest

from tests.acceptance.scenes import chronicle
from tests.support.house import House


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on("corporatie").lets_calls_ring()


def test_a_calamity_police_first_then_the_manager(house: House) -> None:
    visit = house.jan.checks_in(minutes=45, purpose="Achterstand")
    cards = {card["title"]: card["steps"] for card in house.jan.asks("/v1/protocol")["cards"]}
    order = cards["Calamiteit"]
    assert order.index("Bel eerst 112.") < order.index("Bel dan je leidinggevende of een collega.")
    house.passes(minutes=10)
    house.jan.does(visit, "panic")
    house.settles()
    told = [(minute, name, text) for minute, name, text in chronicle(house, visit) if text != "(telefoon)"]
    assert told == [
        (10, "Fatima", "BEL NU 112 (alarm)."),
        (10, "Fatima", "NOOD. Jan de Wit"),
        (10, "Karin", "BEL NU 112 (alarm)."),
        (10, "Karin", "NOOD. Jan de Wit"),
    ], "the task to call the police waits for nobody"
    alarm = house.fatima.alarm()
    assert alarm["steps"][0] == "Bel eerst 112. Lees het overdrachtsblad voor."
    assert alarm["steps"][1] == "Bel daarna de leidinggevende of een collega."
    house.fatima.phone.expects_sms("BEL NU 112").then_answers("1").expects_sms("je hebt gebeld voor Jan de Wit")
    house.fatima.on_alarm(alarm, "assign", personId=str(house.karin.id))
    house.karin.on_alarm(alarm, "acknowledge")
    house.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Politie was er in vijf minuten")
    house.forgets_messages()
    house.jan.does(visit, "check-out")
    story = house.karin.story(visit)
    assert story.index("Fatima Bakker belde 112.") < story.index("Karin Smit pakt het op.")


def test_a_colleague_asks_and_the_worker_answers(house: House) -> None:
    visit = house.jan.checks_in(minutes=45)
    assert visit["watch"]["checkCall"] == "none"
    house.fatima.does(visit, "ask")
    house.settles()
    house.jan.does(visit, "ok")
    assert house.jan.visit(visit)["watch"]["checkCall"] == "ok"
    house.jan.does(visit, "check-out")
