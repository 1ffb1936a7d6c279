"""Past the expected end: only Jan hears of it at first, and what he says then answers it. Later a colleague decides."""

from datetime import datetime, timedelta

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import SHORT, WITHOUT_A_CHECK_CALL, climbs_to, overdue
from tests.support.house import House


def test_the_alarm_starts_with_jan_alone(house: House) -> None:
    visit = house.jan.checks_in(minutes=SHORT)
    house.passes(seconds=25)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    text = house.jan.phone.expects_sms("Je afspraak is voorbij").text
    assert text == "Je afspraak is voorbij. Antwoord UIT of +15. Hulp nodig: NOOD. We bellen je zo."
    house.jan.phone.is_silent()
    house.passes(seconds=6)
    call = house.jan.phone.expects_call().picks_up()
    assert call.says.startswith("Goedendag, met het secretariaat. Komt het uit?")
    assert "Jan" not in call.says
    house.fatima.phone.is_silent()
    assert house.fatima.alarm()["level"] == "worker"
    call.presses("1")
    assert house.jan.visit(visit)["alarm"] is None
    house.jan.does(visit, "check-out")


@pytest.mark.parametrize("said", ["OK", "+15", "UIT", "ok in the app", "extend in the app", "check-out in the app"])
def test_while_only_jan_was_chased_what_he_says_answers_it_and_nobody_ever_heard(house: House, said: str) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(house)
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    action, _, in_app = said.partition(" in the app")
    if in_app or action.islower():
        house.jan.does(visit, action, **({"minutes": 15} if action == "extend" else {}))
    else:
        house.jan.phone.sends(said)
        house.jan.phone.expects_sms()
    assert house.jan.visit(visit)["alarm"] is None
    (closed,) = house.fatima.asks("/v1/alarms")["alarms"]
    assert (closed["outcome"], closed["resolvedBy"]["name"]) == ("safe", "Jan de Wit")
    state = house.jan.visit(visit)["state"]
    assert state == ("ended" if action in ("UIT", "check-out") else "under_way")
    house.passes(seconds=16)
    house.fatima.phone.is_silent()
    if state == "under_way":
        assert house.jan.visit(visit)["watch"]["nextDeadline"] is not None
        house.jan.does(visit, "check-out")


def test_an_ok_after_the_end_gives_a_little_time_and_then_it_asks_again(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(house)
    house.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("OK").expects_sms("Genoteerd: alles goed")
    assert _moment(house.jan.visit(visit)["expectedEnd"]) > house.now() + timedelta(seconds=50)
    house.passes(seconds=65)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    house.jan.phone.expects_sms("Je afspraak is voorbij")
    house.fatima.phone.is_silent()
    house.jan.does(visit, "check-out")


def test_once_a_colleague_was_told_an_ok_moves_the_time_and_the_alarm_stays(house: House) -> None:
    house.lets_calls_ring()
    visit = overdue(house, Level.COLLEAGUE)
    house.fatima.phone.expects_sms("heeft zich niet afgemeld")
    house.jan.phone.sends("+15")
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    text = house.fatima.phone.expects_sms("liet iets horen: langer, tot").text
    assert "Het alarm blijft open tot iemand het sluit." in text
    assert _moment(house.jan.visit(visit)["expectedEnd"]) > house.now() + timedelta(minutes=14)
    house.jan.does(visit, "ok")
    house.fatima.phone.expects_sms("Jan de Wit liet iets horen: alles goed")
    assert house.fatima.alarm()["resolvedAt"] is None
    climbs_to(house, Level.MANAGER)
    house.karin.phone.expects_sms("heeft zich niet afgemeld")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out", expect=200)


@pytest.mark.parametrize("level", [Level.COLLEAGUE, Level.MANAGER])
def test_a_check_out_below_the_police_closes_it_with_the_all_clear(house: House, level: Level) -> None:
    house.lets_calls_ring()
    visit = overdue(house, level)
    told = [house.fatima] + ([house.karin] if level is Level.MANAGER else [])
    house.forgets_messages()
    house.jan.does(visit, "check-out")
    for person in told:
        text = person.phone.expects_sms("voorbij: Jan de Wit is veilig").text
        assert "afgesloten door Jan de Wit" in text
    assert house.fatima.visit(visit)["state"] == "ended"
    house.passes(minutes=5)


@pytest.mark.parametrize("level", [Level.COLLEAGUE, Level.MANAGER])
@pytest.mark.parametrize("pin", ["", " 2468"])
def test_a_check_out_by_sms_closes_nothing_that_others_were_told_of(house: House, level: Level, pin: str) -> None:
    house.lets_calls_ring()
    if pin:
        house.jan.sets_pin("2468", "8642")
    visit = overdue(house, level)
    house.forgets_messages()
    house.jan.phone.sends("UIT" + pin)
    house.jan.phone.expects_sms("Genoteerd. Een collega belt je om het af te ronden.")
    for person in [house.fatima] + ([house.karin] if level is Level.MANAGER else []):
        person.phone.expects_sms("Jan de Wit meldt zich af. Het alarm blijft open.")
    assert house.karin.alarm()["resolvedAt"] is None
    assert house.jan.visit(visit)["state"] == "under_way"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_a_check_out_when_the_police_may_be_called_is_shown_and_somebody_else_closes(house: House) -> None:
    house.lets_calls_ring()
    visit = overdue(house, Level.POLICE)
    house.forgets_messages()
    answer = house.jan.does(visit, "check-out")
    assert (answer["state"], answer["alarm"]["level"]) == ("under_way", "police")
    for person in (house.fatima, house.karin):
        text = person.phone.expects_sms("Jan de Wit meldt zich af. Het alarm blijft open.").text
        assert "VEILIG" in text
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("Een collega belt je om het af te ronden")
    house.karin.phone.expects_sms("meldt zich af").then_replies("VEILIG " + _code(house)).expects_sms("is afgesloten")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended"


def test_a_colleague_may_sign_jan_off_under_the_alarm_with_a_reason(house: House) -> None:
    house.lets_calls_ring()
    visit = overdue(house, Level.COLLEAGUE)
    house.forgets_messages()
    house.fatima.does(visit, "check-out", expect=400)
    house.fatima.does(visit, "check-out", reason="Hij zit naast me")
    house.fatima.phone.expects_sms("afgesloten door Fatima Bakker")
    assert house.jan.visit(visit)["state"] == "ended"
    assert "Fatima Bakker meldt Jan de Wit af: Hij zit naast me." in house.jan.story(visit)


def _code(house: House) -> str:
    """The code Karin was given for this alarm."""
    return next(
        word.strip(":.")
        for sms in house.twilio.messages
        if sms.to == house.karin.citizen.phone and "(alarm " in sms.text
        for word in sms.text.partition("(alarm ")[2].split(")")[:1]
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
