"""A call names nobody before a digit, since voicemail listens too; silence takes nothing; then who and where, twice."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, climbs_to, not_ok, panic
from tests.support.house import House, Person
from tests.support.twilio.calls import Call

UNSAID = ("Jan", "Wit", "Dorpsstraat", "Bosch", "06")


@pytest.fixture
def house(house: House) -> House:
    return house.runs_on(*WITHOUT_A_CHECK_CALL)


def test_after_a_digit_it_says_who_where_and_the_number_digit_by_digit_twice(house: House) -> None:
    visit = not_ok(house)
    house.karin.phone.expects_sms("niet goed")
    call = _rings(house.karin)
    _names_nobody(call)
    assert call.says.count("Toets 1: ik pak dit op") == 2
    call.presses("3")
    number = house.jan.citizen.phone.removeprefix("+31")
    spoken = ", ".join(f"0{number}")
    for part in ("Het gaat niet goed bij Jan de Wit.", f"Dorpsstraat {visit['address']['houseNumber']}", spoken):
        assert call.says.count(part) == 2, part
    assert "Bij gevaar eerst: 1, 1, 2." in call.says
    assert house.karin.alarm()["acknowledgedBy"] is None, "listening first takes nothing"
    call.presses("1")
    assert call.says.startswith("Genoteerd: je pakt het op.")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Karin Smit pakt het op (telefoon)." in house.karin.story(visit)
    call.hangs_up()
    _closes(house)


def test_silence_and_voicemail_take_nothing(house: House) -> None:
    panic(house)
    call = _rings(house.fatima)
    call.stays_silent()
    assert call.transcript.endswith("Ik hoorde geen keuze. Kijk in de app of in je SMS.")
    _names_nobody(call)
    house.karin.phone.expects_call().goes_to_voicemail()
    house.settles()
    alarm = house.karin.alarm()
    assert alarm["acknowledgedBy"] is None
    assert {one["state"] for one in alarm["told"] if one["channel"] == "call"} == {"delivered"}
    house.lets_calls_ring()
    climbs_to(house, Level.POLICE)
    _closes(house)


def test_who_can_not_presses_2_and_a_wrong_key_hears_it_again(house: House) -> None:
    panic(house)
    call = _rings(house.fatima).presses("7")
    assert "Jan de Wit drukte om" in call.says
    call.presses("2")
    assert call.says == "Genoteerd: je kunt niet. We vragen iemand anders."
    assert call.is_over
    second = _rings(house.karin).presses("1")
    third = second.presses("2")
    assert third.says == "Genoteerd: je kunt niet. We vragen iemand anders."
    assert house.karin.alarm()["acknowledgedBy"] is None, "who took it and then can't, has it no more"
    house.lets_calls_ring()
    _closes(house)


def test_who_is_second_hears_who_has_it(house: House) -> None:
    panic(house)
    _rings(house.fatima).presses("1").hangs_up()
    call = _rings(house.karin).presses("1")
    assert call.says.startswith("Fatima Bakker pakt het al op.")
    call.hangs_up()
    _closes(house)


def test_a_call_about_what_is_over_says_so(house: House) -> None:
    panic(house)
    alarm = house.karin.alarm()
    house.settles()
    house.karin.on_alarm(alarm, "resolve", outcome="safe")
    call = _rings(house.fatima)
    assert call.says == "Dit alarm is al voorbij. Je hoeft niets te doen."
    _names_nobody(call)
    house.karin.phone.expects_call().rings_out()
    house.forgets_messages()


def test_the_police_task_asks_to_call_and_then_whether_they_did(house: House) -> None:
    house.lets_calls_ring()
    panic(house)
    house.forgets_messages()
    house.twilio.every_call_ends_as(None)
    house.passes(seconds=16)
    call = _rings(house.karin)
    _names_nobody(call)
    assert "Er moet nu een noodnummer gebeld worden voor een collega." in call.says
    call.presses("1")
    assert house.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Bel nu 1, 1, 2. Zeg: een medewerker heeft hulp nodig. We houden rekening met agressie." in call.says
    assert "Toets 1 als je gebeld hebt." in call.says
    call.presses("1")
    assert call.says == "Genoteerd: je hebt gebeld."
    assert "Karin Smit belde 112." in [one["text"] for one in house.karin.alarm()["timeline"]]
    house.fatima.phone.expects_call().rings_out()
    _closes(house)


def test_to_jan_it_sounds_like_office_business_and_9_is_help(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    house.fatima.does(visit, "ask")
    call = _rings(house.jan)
    assert call.says.count("Goedendag, met het secretariaat. Komt het uit? Toets 1 voor ja. Toets 9 voor nee.") == 2
    call.stays_silent()
    assert house.fatima.visit(visit)["watch"]["checkCall"] == "asked", "silence is not 'goed'"
    assert not any(word in call.transcript.lower() for word in ("alarm", "achterwacht", "bezoek", "hulp"))
    house.passes(seconds=21)
    house.fatima.phone.expects_sms("Bel nu Jan de Wit")
    call = _rings(house.jan).presses("4")
    assert "Komt het uit?" in call.says
    call.presses("9")
    assert call.says == "Dat is genoteerd. U wordt teruggebeld."
    assert house.fatima.alarm()["cause"] == "panic"
    house.lets_calls_ring()
    _closes(house)
    house.jan.does(visit, "check-out")


def test_a_check_call_can_be_answered_in_the_call_to_the_colleague(house: House) -> None:
    house.runs_on("demo").twilio.weather.refuse_number(house.fatima.citizen.phone, 21614)
    visit = house.jan.checks_in(minutes=10)
    house.passes(seconds=31)
    house.jan.phone.expects_call().rings_out()
    call = _rings(house.fatima)
    _names_nobody(call)
    call.presses("3")
    assert "Bel nu Jan de Wit." in call.says
    call.presses("1")
    assert call.says == "Genoteerd."
    assert house.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    house.jan.does(visit, "check-out")


def _rings(person: Person) -> Call:
    return person.phone.expects_call().picks_up()


def _names_nobody(call: Call) -> None:
    assert not any(part in call.transcript for part in UNSAID), call.transcript


def _closes(house: House) -> None:
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
