"""What people read (screens.md): who, where, since when, what to do, how to answer; to Jan nothing that says so."""

import re

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, local_time, not_ok, overdue, panic
from tests.support.app_under_test import AppUnderTest, an_address
from tests.support.twilio.gsm import segments

GIVES_AWAY = ("achterwacht", "bezoek", "alarm", "gemeente", "dorpsstraat", "jan", "collega", "agressie", "veilig")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring()


def test_the_check_call(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    sms = app.fatima.phone.expects_sms()
    number, since, where = _facts(app, visit)
    assert sms.text == (
        f"Bel nu Jan de Wit, {number}. Bezoek sinds {since}: {where}. "
        f"Alles goed: antwoord 1 {sms.code}. Niet goed of geen gehoor: 2 {sms.code}"
    )
    app.jan.does(visit, "check-out")


def test_the_ladder_from_jan_to_the_police(app: AppUnderTest) -> None:
    visit = overdue(app)
    number, since, where = _facts(app, visit)
    until = local_time(visit["expectedEnd"])
    assert app.jan.phone.expects_sms().text == (
        "Je afspraak is voorbij. Antwoord UIT of +15. Hulp nodig: NOOD. We bellen je zo."
    )
    climbs_to(app, Level.COLLEAGUE)
    sms = app.fatima.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Jan de Wit heeft zich niet afgemeld: {where}, {since} tot {until}. "
        f"Bel {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    climbs_to(app, Level.MANAGER)
    sms = app.karin.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Jan de Wit heeft zich niet afgemeld: {where}, {since} tot {until}. "
        f"Fatima reageerde niet. Bel {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    alarm_code = sms.code
    climbs_to(app, Level.POLICE)
    sms = app.karin.phone.expects_sms()
    link = re.search(r"http://\S+/o/[\w-]+", sms.text)
    assert link is not None
    assert sms.text == (
        f"BEL NU 112 (alarm {alarm_code}). Jan de Wit, {where}, geen contact sinds {since}. "
        f"Wat je zegt: {link.group()} Gebeld? Antwoord 1 {sms.code}"
    )
    app.fatima.phone.forgets()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    closed = local_time(app.karin.asks("/v1/alarms")["alarms"][0]["resolvedAt"])
    assert app.karin.phone.expects_sms().text == (
        f"ALARM {alarm_code} voorbij: Jan de Wit is veilig, {closed}, afgesloten door Karin Smit."
    )
    app.forgets_messages()
    assert all(segments(sms.text) <= 2 for sms in app.twilio.messages), "two parts at most"


def test_the_noodknop_and_not_well(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = panic(app)
    number, _, where = _facts(app, visit)
    opened = local_time(app.fatima.alarm()["openedAt"])
    sms = app.fatima.phone.expects_sms()
    assert sms.text == (
        f"NOOD {sms.code}. Jan de Wit drukte om {opened} op de noodknop: {where}. "
        f"Bel eerst 112 bij gevaar, dan {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")

    visit = not_ok(app)
    number, since, where = _facts(app, visit)
    sms = app.karin.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Het gaat niet goed bij Jan de Wit: {where}, aangemeld om {since}. "
        f"Bel {number}, bij gevaar eerst 112. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_whatever_jan_reads_is_neutral(app: AppUnderTest) -> None:
    visit = overdue(app, Level.POLICE)
    for words in ("OK", "+15", "UIT", "STATUS", "wat?", "NOOD"):
        app.jan.phone.sends(words)
    app.settles()
    to_jan = [sms.text for sms in app.twilio.messages if sms.to == app.jan.employee.phone]
    assert len(to_jan) >= 7
    neutral = [text for text in to_jan if text != "Alarm verstuurd. Bel 112 als het kan."]
    assert [text for text in neutral if any(word in text.lower() for word in GIVES_AWAY)] == [
        "Genoteerd. Een collega belt je om het af te ronden."
    ]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_names_and_streets_with_marks_still_fit_a_plain_sms(app: AppUnderTest) -> None:
    app.jan.is_called("Zoë Çelik-Ørsted")
    app.fatima.is_called("Łukasz Yıldız")
    address = an_address() | {"street": "Burgemeester van Lanschotlaan aan de IJssel", "addition": "3 hoog"}
    visit = panic(app, address=address)
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("NOOD").text
        assert "Zoe Ç" in text
    climbs_to(app, Level.POLICE)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    assert "Lukasz Yildiz" in app.karin.phone.expects_sms("pakt het op").text
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def _facts(app: AppUnderTest, visit: Json) -> tuple[str, str, str]:
    """Jan's number as people write it, since when, and where."""
    digits = app.jan.employee.phone.removeprefix("+31")
    where = f"Dorpsstraat {visit['address']['houseNumber']}, Den Bosch"
    return f"06 {digits[1:]}", local_time(visit["startedAt"]), where
