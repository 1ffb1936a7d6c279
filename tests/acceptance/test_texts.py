"""What people read (screens.md): who, where, since when, what to do, how to answer; to Jan nothing that says so."""

import re

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, Json, climbs_to, local_time, not_ok, overdue, panic
from tests.support.house import House, an_address
from tests.support.twilio.gsm import segments

GIVES_AWAY = ("achterwacht", "bezoek", "alarm", "gemeente", "dorpsstraat", "jan", "collega", "agressie", "veilig")


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring()


def test_the_check_call(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    sms = house.fatima.phone.expects_sms()
    number, since, where = _facts(house, visit)
    assert sms.text == (
        f"Bel nu Jan de Wit, {number}. Bezoek sinds {since}: {where}. "
        f"Alles goed: antwoord 1 {sms.code}. Niet goed of geen gehoor: 2 {sms.code}"
    )
    house.jan.does(visit, "check-out")


def test_the_ladder_from_jan_to_the_police(house: House) -> None:
    visit = overdue(house)
    number, since, where = _facts(house, visit)
    until = local_time(visit["expectedEnd"])
    assert house.jan.phone.expects_sms().text == (
        "Je afspraak is voorbij. Antwoord UIT of +15. Hulp nodig: NOOD. We bellen je zo."
    )
    climbs_to(house, Level.COLLEAGUE)
    sms = house.fatima.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Jan de Wit heeft zich niet afgemeld: {where}, {since} tot {until}. "
        f"Bel {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    climbs_to(house, Level.MANAGER)
    sms = house.karin.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Jan de Wit heeft zich niet afgemeld: {where}, {since} tot {until}. "
        f"Fatima reageerde niet. Bel {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    alarm_code = sms.code
    climbs_to(house, Level.POLICE)
    sms = house.karin.phone.expects_sms()
    link = re.search(r"http://\S+/o/[\w-]+", sms.text)
    assert link is not None
    assert sms.text == (
        f"BEL NU 112 (alarm {alarm_code}). Jan de Wit, {where}, geen contact sinds {since}. "
        f"Wat je zegt: {link.group()} Gebeld? Antwoord 1 {sms.code}"
    )
    house.fatima.phone.forgets()
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    closed = local_time(house.karin.asks("/v1/alarms")["alarms"][0]["resolvedAt"])
    assert house.karin.phone.expects_sms().text == (
        f"ALARM {alarm_code} voorbij: Jan de Wit is veilig, {closed}, afgesloten door Karin Smit."
    )
    house.forgets_messages()
    assert all(segments(sms.text) <= 2 for sms in house.twilio.messages), "two parts at most"


def test_the_noodknop_and_not_well(house: House) -> None:
    house.runs_on(*WITHOUT_A_CHECK_CALL)
    visit = panic(house)
    number, _, where = _facts(house, visit)
    opened = local_time(house.fatima.alarm()["openedAt"])
    sms = house.fatima.phone.expects_sms()
    assert sms.text == (
        f"NOOD {sms.code}. Jan de Wit drukte om {opened} op de noodknop: {where}. "
        f"Bel eerst 112 bij gevaar, dan {number}. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")

    visit = not_ok(house)
    number, since, where = _facts(house, visit)
    sms = house.karin.phone.expects_sms()
    assert sms.text == (
        f"ALARM {sms.code}. Het gaat niet goed bij Jan de Wit: {where}, sinds {since}. "
        f"Bel {number}, bij gevaar eerst 112. Ik pak dit op: 1 {sms.code}. Kan niet: 2 {sms.code}"
    )
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_whatever_jan_reads_is_neutral(house: House) -> None:
    visit = overdue(house, Level.POLICE)
    for words in ("OK", "+15", "UIT", "STATUS", "wat?", "NOOD"):
        house.jan.phone.sends(words)
    house.settles()
    to_jan = [sms.text for sms in house.twilio.messages if sms.to == house.jan.citizen.phone]
    assert len(to_jan) >= 7
    neutral = [text for text in to_jan if text != "Alarm verstuurd. Bel 112 als het kan."]
    assert [text for text in neutral if any(word in text.lower() for word in GIVES_AWAY)] == [
        "Genoteerd. Een collega belt je om het af te ronden."
    ]
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended"


def test_names_and_streets_with_marks_still_fit_a_plain_sms(house: House) -> None:
    house.jan.is_called("Zoë Çelik-Ørsted")
    house.fatima.is_called("Łukasz Yıldız")
    address = an_address() | {"street": "Burgemeester van Lanschotlaan aan de IJssel", "addition": "3 hoog"}
    visit = panic(house, address=address)
    for person in (house.fatima, house.karin):
        text = person.phone.expects_sms("NOOD").text
        assert "Zoe Ç" in text
    climbs_to(house, Level.POLICE)
    alarm = house.fatima.alarm()
    house.fatima.on_alarm(alarm, "acknowledge")
    assert "Lukasz Yildiz" in house.karin.phone.expects_sms("pakt het op").text
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def _facts(house: House, visit: Json) -> tuple[str, str, str]:
    """Jan's number as people write it, since when, and where."""
    digits = house.jan.citizen.phone.removeprefix("+31")
    where = f"Dorpsstraat {visit['address']['houseNumber']}, Den Bosch"
    return f"06 {digits[1:]}", local_time(visit["startedAt"]), where
