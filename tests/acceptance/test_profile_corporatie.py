"""P2, a Dutch housing corporation, as its text says: in a home, police first in a calamity, and the talk by phone. Each
step names its line."""

import pytest

from tests.acceptance.stories import chronicle, marks, refused
from tests.support.app_under_test import AppUnderTest, an_address


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("corporatie").lets_calls_ring()


def steps(app: AppUnderTest, title: str) -> list[str]:
    """What this card tells Jan to do."""
    found = app.jan.asks("/v1/protocol")["cards"]
    return [step["text"] for card in found if card["title"] == title for step in card["toDo"]]


def test_a_visit_that_gets_out_of_hand(app: AppUnderTest) -> None:
    """From planning to the sign-off: the home flow (001 L142-202)."""
    planned = app.jan.plans(starts_in=30, minutes=45, purpose="Achterstand")
    assert planned["beforehand"]["pair"]["needed"] is False, "the text has no rule of its own"
    protocol = app.jan.asks("/v1/protocol")
    assert "Let vooral op gevaar en je eigen veiligheid." in protocol["reminders"]  # 001 L145
    app.passes(minutes=29)
    visit = app.jan.does(planned, "check-in")
    app.passes(minutes=10)
    told = steps(app, "Agressie in een woning")
    assert "verlaat de woning" in " ".join(told).lower()  # 001 L186-188
    assert [word for word in ("politie", "leidinggevende", "collega op kantoor") if word in " ".join(told)] == [
        "politie", "leidinggevende", "collega op kantoor",
    ], "001 L194-202: in this order"  # fmt: skip
    app.jan.does(visit, "check-out", reason="Weggegaan, meneer bleef schelden")
    assert app.jan.story(visit)[-1] == "Jan de Wit meldt zich af: Weggegaan, meneer bleef schelden."


def test_a_calamity_police_first_then_the_manager(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45, purpose="Achterstand")
    assert steps(app, "Calamiteit") == ["Bel altijd eerst de politie.", "Sein daarna je leidinggevende in."]  # 001 L148
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
    assert alarm["steps"][1] == "Sein daarna de leidinggevende in."
    app.fatima.phone.expects_sms("BEL NU 112").then_answers("1").expects_sms("je hebt gebeld voor Jan de Wit")
    app.fatima.on_alarm(alarm, "assign", personId=str(app.karin.id))
    app.karin.on_alarm(alarm, "acknowledge")
    app.karin.on_alarm(alarm, "resolve", outcome="help_given", note="Politie was er in vijf minuten")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    story = app.karin.story(visit)
    assert story.index("Fatima Bakker belde 112.") < story.index("Karin Smit pakt het op.")


def test_a_weapon_keep_talking_until_help_comes(app: AppUnderTest) -> None:
    (title,) = {card["title"] for card in app.jan.asks("/v1/protocol")["cards"] if "gijzeling" in card["title"]}
    told = " ".join(steps(app, title))
    assert "in gesprek te blijven totdat er hulp komt" in told  # 001 L306
    assert "Ga weg" not in told


def test_who_calls_and_scolds_may_call_back_when_calm(app: AppUnderTest) -> None:
    told = " ".join(steps(app, "Telefonische agressie"))
    assert "mag terugbellen" in told  # 001 L206-292
    assert "registreer" in told.lower()


def test_where_the_register_says_two_two_go(app: AppUnderTest) -> None:
    address = an_address()
    marks(app, address, "pairs")
    planned = app.jan.plans(minutes=30, address=address)
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.jan.does(planned, "cancel")


def test_a_colleague_asks_and_the_worker_answers(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=45)
    assert visit["watch"]["checkCall"] == "none"
    app.fatima.does(visit, "ask")
    app.settles()
    app.jan.does(visit, "ok")
    assert app.jan.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")
