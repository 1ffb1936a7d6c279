"""Past the expected end: only Jan hears of it at first, and what he says then answers it. Later a colleague decides."""

from datetime import datetime, timedelta

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import SHORT, WITHOUT_A_CHECK_CALL, climbs_to, overdue
from tests.support.app_under_test import AppUnderTest


def test_the_alarm_starts_with_jan_alone(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=SHORT)
    app.passes(seconds=25)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    text = app.jan.phone.expects_sms("Je afspraak is voorbij").text
    assert text == "Je afspraak is voorbij. Antwoord UIT of +15. Hulp nodig: NOOD. We bellen je zo."
    app.jan.phone.is_silent()
    app.passes(seconds=6)
    call = app.jan.phone.expects_call().picks_up()
    assert call.says.startswith("Goedendag, met het secretariaat. Komt het uit?")
    assert "Jan" not in call.says
    app.fatima.phone.is_silent()
    assert app.fatima.alarm()["level"] == "worker"
    call.presses("1")
    assert app.jan.visit(visit)["alarm"] is None
    app.jan.does(visit, "check-out")


@pytest.mark.by_turns
@pytest.mark.parametrize("said", ["OK", "+15", "UIT", "ok in the app", "extend in the app", "check-out in the app"])
def test_while_only_jan_was_chased_what_he_says_answers_it_and_nobody_ever_heard(app: AppUnderTest, said: str) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app)
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    action, _, in_app = said.partition(" in the app")
    if in_app or action.islower():
        app.jan.does(visit, action, **({"minutes": 15} if action == "extend" else {}))
    else:
        app.jan.phone.sends(said)
        app.jan.phone.expects_sms()
    assert app.jan.visit(visit)["alarm"] is None
    (closed,) = app.fatima.asks("/v1/alarms")["alarms"]
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("safe", "Jan de Wit")
    state = app.jan.visit(visit)["state"]
    assert state == ("ended" if action in ("UIT", "check-out") else "under_way")
    app.passes(seconds=16)
    app.fatima.phone.is_silent()
    if state == "under_way":
        assert app.jan.visit(visit)["watch"]["nextDeadline"] is not None
        app.jan.does(visit, "check-out")


def test_an_ok_after_the_end_gives_a_little_time_and_then_it_asks_again(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app)
    app.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("OK").expects_sms("Genoteerd: alles goed")
    assert _moment(app.jan.visit(visit)["expectedEnd"]) > app.now() + timedelta(seconds=50)
    app.passes(seconds=65)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    app.fatima.phone.is_silent()
    app.jan.does(visit, "check-out")


def test_once_a_colleague_was_told_an_ok_moves_the_time_and_the_alarm_stays(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    app.jan.phone.sends("+15")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    text = app.fatima.phone.expects_sms("liet iets horen: langer, tot").text
    assert "Het alarm blijft open tot iemand het sluit." in text
    assert _moment(app.jan.visit(visit)["expectedEnd"]) > app.now() + timedelta(minutes=14)
    app.jan.does(visit, "ok")
    app.fatima.phone.expects_sms("Jan de Wit liet iets horen: alles goed")
    assert app.fatima.alarm()["resolvedAt"] is None
    climbs_to(app, Level.MANAGER)
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out", expect=200)


@pytest.mark.parametrize("level", [Level.COLLEAGUE, Level.MANAGER])
def test_a_check_out_below_the_police_closes_it_with_the_all_clear(app: AppUnderTest, level: Level) -> None:
    app.lets_calls_ring()
    visit = overdue(app, level)
    told = [app.fatima] + ([app.karin] if level is Level.MANAGER else [])
    app.forgets_messages()
    app.jan.does(visit, "check-out")
    for person in told:
        text = person.phone.expects_sms("voorbij: Jan de Wit is veilig").text
        assert "afgesloten door Jan de Wit" in text
    assert app.fatima.visit(visit)["state"] == "ended"
    app.passes(minutes=5)


@pytest.mark.parametrize("level", [Level.COLLEAGUE, Level.MANAGER])
@pytest.mark.parametrize("pin", ["", " 2468"])
def test_a_check_out_by_sms_closes_nothing_that_others_were_told_of(app: AppUnderTest, level: Level, pin: str) -> None:
    app.lets_calls_ring()
    if pin:
        app.jan.sets_pin("2468", "8642")
    visit = overdue(app, level)
    app.forgets_messages()
    app.jan.phone.sends("UIT" + pin)
    app.jan.phone.expects_sms("Genoteerd. Een collega belt je om het af te ronden.")
    for person in [app.fatima] + ([app.karin] if level is Level.MANAGER else []):
        person.phone.expects_sms("Jan de Wit meldt zich af. Het alarm blijft open.")
    assert app.karin.alarm()["resolvedAt"] is None
    assert app.jan.visit(visit)["state"] == "under_way"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_check_out_when_the_police_may_be_called_is_shown_and_somebody_else_closes(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = overdue(app, Level.POLICE)
    app.forgets_messages()
    answer = app.jan.does(visit, "check-out")
    assert (answer["state"], answer["alarm"]["level"]) == ("under_way", "police")
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("Jan de Wit meldt zich af. Het alarm blijft open.").text
        assert "VEILIG" in text
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Een collega belt je om het af te ronden")
    app.karin.phone.expects_sms("meldt zich af").then_replies("VEILIG " + _code(app)).expects_sms("is afgesloten")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_a_colleague_may_sign_jan_off_under_the_alarm_with_a_reason(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    app.fatima.does(visit, "check-out", expect=400)
    app.fatima.does(visit, "check-out", reason="Hij zit naast me")
    app.fatima.phone.expects_sms("afgesloten door Fatima Bakker")
    assert app.jan.visit(visit)["state"] == "ended"
    assert "Fatima Bakker meldt Jan de Wit af: Hij zit naast me." in app.jan.story(visit)


def _code(app: AppUnderTest) -> str:
    """The code Karin was given for this alarm."""
    return next(
        word.strip(":.")
        for sms in app.twilio.messages
        if sms.to == app.karin.employee.phone and "(alarm " in sms.text
        for word in sms.text.partition("(alarm ")[2].split(")")[:1]
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
