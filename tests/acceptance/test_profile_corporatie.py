"""P2, a Dutch housing corporation (protocols.md): in a calamity police first, then the manager or colleague."""

import pytest

from tests.acceptance.stories import chronicle
from tests.support.app_under_test import AppUnderTest


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("corporatie").lets_calls_ring()


def test_a_calamity_police_first_then_the_manager(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, purpose="Achterstand")
    cards = {card["title"]: card["steps"] for card in app.jan.asks("/v1/protocol")["cards"]}
    assert cards["Calamiteit"] == ["Bel altijd eerst de politie.", "Sein daarna je leidinggevende in."]
    app.passes(minutes=10)
    app.jan.does(visit, "panic")
    app.settles()
    told = [(minute, name, text) for minute, name, text in chronicle(app, visit) if text != "(telefoon)"]
    assert told == [
        (10, "Fatima", "BEL NU 112 (alarm)."),
        (10, "Fatima", "NOOD. Jan de Wit"),
        (10, "Karin", "BEL NU 112 (alarm)."),
        (10, "Karin", "NOOD. Jan de Wit"),
    ], "the task to call the police waits for nobody"
    alarm = app.fatima.alarm()
    assert alarm["steps"][0] == "Bel eerst 112. Lees het overdrachtsblad voor."
    assert alarm["steps"][1] == "Bel daarna de leidinggevende of een collega."
    app.fatima.phone.expects_sms("BEL NU 112").then_answers("1").expects_sms("je hebt gebeld voor Jan de Wit")
    app.fatima.on_alarm(alarm, "assign", personId=str(app.karin.id))
    app.karin.on_alarm(alarm, "acknowledge")
    app.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Politie was er in vijf minuten")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    story = app.karin.story(visit)
    assert story.index("Fatima Bakker belde 112.") < story.index("Karin Smit pakt het op.")


def test_a_colleague_asks_and_the_worker_answers(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    assert visit["watch"]["checkCall"] == "none"
    app.fatima.does(visit, "ask")
    app.settles()
    app.jan.does(visit, "ok")
    assert app.jan.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")
