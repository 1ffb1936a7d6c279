"""A call names nobody before a digit, since voicemail listens too; silence takes nothing; then who and where, twice."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, not_ok, panic
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.twilio.calls import Call

UNSAID = ("Jan", "Wit", "Dorpsstraat", "Bosch", "06")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on(*WITHOUT_A_CHECK_CALL)


def test_after_a_digit_it_says_who_where_and_the_number_digit_by_digit_twice(app: AppUnderTest) -> None:
    visit = not_ok(app)
    app.karin.phone.expects_sms("niet goed")
    call = _rings(app.karin)
    _names_nobody(call)
    assert call.says.count("Toets 1: ik pak dit op") == 2
    call.presses("3")
    number = app.jan.employee.phone.removeprefix("+31")
    spoken = ", ".join(f"0{number}")
    for part in ("Het gaat niet goed bij Jan de Wit.", f"Dorpsstraat {visit['address']['houseNumber']}", spoken):
        assert call.says.count(part) == 2, part
    assert "Bij gevaar eerst: 1, 1, 2." in call.says
    assert app.karin.alarm()["acknowledgedBy"] is None, "listening first takes nothing"
    call.presses("1")
    assert call.says.startswith("Genoteerd: je pakt het op.")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Karin Smit pakt het op (telefoon)." in app.karin.story(visit)
    call.hangs_up()
    _closes(app)


def test_silence_and_voicemail_take_nothing(app: AppUnderTest) -> None:
    panic(app)
    call = _rings(app.fatima)
    call.stays_silent()
    assert call.transcript.endswith("Ik hoorde geen keuze. Kijk in de app of in je sms.")
    _names_nobody(call)
    app.karin.phone.expects_call().goes_to_voicemail()
    app.settles()
    alarm = app.karin.alarm()
    assert alarm["acknowledgedBy"] is None
    assert {one["state"] for one in alarm["told"] if one["channel"] == "call"} == {"delivered"}
    app.lets_calls_ring()
    climbs_to(app, Level.POLICE)
    _closes(app)


def _call_to(person: Person) -> dict[str, object]:
    return next(
        one
        for one in person.alarm()["told"]
        if one["channel"] == "call" and one["person"]["name"] == person.employee.name
    )


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "the end first"])
def test_that_it_was_picked_up_is_known_while_it_lasts_apart_from_that_it_rings(
    app: AppUnderTest, *, shuffled: bool
) -> None:
    app.twilio.weather.out_of_order(shuffled)
    app.lets_calls_ring()
    panic(app)
    call = app.fatima.phone.expects_call()
    assert _call_to(app.fatima)["pickedUpAt"] is None, "it only rings"
    call.picks_up()
    app.settles()
    now = _call_to(app.fatima)
    assert (now["state"], now["pickedUpAt"] is not None) == ("sent", True), "nothing is pressed yet"
    picked_up = now["pickedUpAt"]
    call.presses("1")
    app.passes(seconds=7)
    call.hangs_up()
    app.settles()
    assert (_call_to(app.fatima)["state"], _call_to(app.fatima)["pickedUpAt"]) == ("delivered", picked_up)
    app.twilio.weather.out_of_order(on=False)
    app.karin.phone.expects_call().rings_out()
    app.settles()
    assert (_call_to(app.karin)["state"], _call_to(app.karin)["pickedUpAt"]) == ("failed", None)
    _closes(app)


def test_who_can_not_presses_2_and_a_wrong_key_hears_it_again(app: AppUnderTest) -> None:
    panic(app)
    call = _rings(app.fatima).presses("7")
    assert "Jan de Wit drukte om" in call.says
    call.presses("2")
    assert call.says == "Genoteerd: je kunt niet. We vragen iemand anders."
    assert call.is_over
    second = _rings(app.karin).presses("1")
    third = second.presses("2")
    assert third.says == "Genoteerd: je kunt niet. We vragen iemand anders."
    assert app.karin.alarm()["acknowledgedBy"] is None, "who took it and then can't, has it no more"
    app.lets_calls_ring()
    _closes(app)


def test_who_is_second_hears_who_has_it(app: AppUnderTest) -> None:
    panic(app)
    _rings(app.fatima).presses("1").hangs_up()
    call = _rings(app.karin).presses("1")
    assert call.says.startswith("Fatima Bakker pakt het al op.")
    call.hangs_up()
    _closes(app)


def test_a_call_about_what_is_over_says_so(app: AppUnderTest) -> None:
    panic(app)
    alarm = app.karin.alarm()
    app.settles()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    call = _rings(app.fatima)
    assert call.says == "Dit alarm is al voorbij. Je hoeft niets te doen."
    _names_nobody(call)
    app.karin.phone.expects_call().rings_out()
    app.forgets_messages()


def test_the_police_task_asks_to_call_and_then_whether_they_did(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    panic(app)
    app.forgets_messages()
    app.twilio.every_call_ends_as(None)
    app.passes(seconds=16)
    call = _rings(app.karin)
    _names_nobody(call)
    assert "Er moet nu een noodnummer gebeld worden voor een collega." in call.says
    call.presses("1")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Karin Smit"
    assert "Bel nu 1, 1, 2. Zeg: een medewerker heeft hulp nodig. We houden rekening met agressie." in call.says
    assert "Toets 1 als je gebeld hebt." in call.says
    call.presses("1")
    assert call.says == "Genoteerd: je hebt gebeld."
    assert "Karin Smit belde 112." in [one["text"] for one in app.karin.alarm()["timeline"]]
    app.fatima.phone.expects_call().rings_out()
    _closes(app)


def test_to_jan_it_sounds_like_office_business_and_9_is_help(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    call = _rings(app.jan)
    assert call.says.count("Goedendag, met het secretariaat. Komt het uit? Toets 1 voor ja. Toets 9 voor nee.") == 2
    call.stays_silent()
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "asked", "silence is not 'goed'"
    assert not any(word in call.transcript.lower() for word in ("alarm", "achterwacht", "bezoek", "hulp"))
    app.passes(seconds=21)
    app.fatima.phone.expects_sms("Bel nu Jan de Wit")
    call = _rings(app.jan).presses("4")
    assert "Komt het uit?" in call.says
    call.presses("9")
    assert call.says == "Dat is genoteerd. U wordt teruggebeld."
    assert app.fatima.alarm()["cause"] == "panic"
    app.lets_calls_ring()
    _closes(app)
    app.jan.does(visit, "check-out")


def test_9_is_help_also_where_the_pin_is_asked(app: AppUnderTest) -> None:
    app.jan.sets_pin("4821", "7733")
    visit = app.jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    call = _rings(app.jan).presses("1")
    call.presses("9")
    assert call.says == "Dat is genoteerd. U wordt teruggebeld."
    assert app.fatima.alarm()["cause"] == "panic"
    app.lets_calls_ring()
    _closes(app)
    app.jan.does(visit, "check-out", pin="4821")


def test_a_call_that_is_picked_up_after_they_asked_for_quiet_says_so(app: AppUnderTest) -> None:
    not_ok(app)
    call = app.karin.phone.expects_call()
    app.jan.phone.sends("bel me niet, hij hoort het")
    call.picks_up().presses("3")
    assert "Bel Jan de Wit niet: dat is gevraagd." in call.says
    assert ", ".join(f"0{app.jan.employee.phone.removeprefix('+31')}") not in call.transcript
    _closes(app)


def test_a_check_call_can_be_answered_in_the_call_to_the_colleague(app: AppUnderTest) -> None:
    app.runs_on("demo").twilio.weather.refuse_number(app.fatima.employee.phone, 21614)
    visit = app.jan.checks_in(minutes=10)
    app.passes(seconds=31)
    app.jan.phone.expects_call().rings_out()
    call = _rings(app.fatima)
    _names_nobody(call)
    call.presses("3")
    assert "Bel nu Jan de Wit." in call.says
    call.presses("1")
    assert call.says == "Genoteerd."
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "ok"
    app.jan.does(visit, "check-out")


def _rings(person: Person) -> Call:
    return person.phone.expects_call().picks_up()


def _names_nobody(call: Call) -> None:
    assert not any(part in call.transcript for part in UNSAID), call.transcript


def _closes(app: AppUnderTest) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
