"""A call to our number: check in, all is well, sign off and help, by keys alone."""

from typing import Any

import pytest

from achterwacht.risks import look_up
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, local_time, marks
from tests.support.app_under_test import AppUnderTest

PIN, DURESS = "2468", "8642"
HERE = {"country": "NL", "postcode": "5211AA", "houseNumber": 12}


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def own(app: AppUnderTest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.jan.asks("/v1/visits?state=under_way&mine=true")["visits"]
    return found


@pytest.mark.on_both
def test_a_plan_is_begun_by_keys_and_ended_by_keys(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    planned = app.jan.plans(starts_in=20, minutes=40, address=HERE)
    call = app.jan.phone.calls_in()
    assert call.says.startswith("Goedendag, met het secretariaat. Toets uw code")
    assert "Toets 1: ik meld me aan." in call.presses(f"{PIN}#").says
    assert "Voor hoeveel minuten?" in call.presses("1").says
    said = call.presses("45#").says
    assert "Toets 1: 5211 AA 12, gepland om" in said
    assert "Toets 8: ergens anders." in said
    said = call.presses("1").says
    (visit,) = own(app)
    assert visit["id"] == planned["id"]
    assert f"U bent aangemeld, tot {local_time(visit['expectedEnd'])}." in said
    assert call.is_over
    app.jan.phone.expects_sms("Aangemeld: 5211 AA 12")
    assert app.fatima.story(visit)[-1].endswith("(telefoon).")
    call = app.jan.phone.calls_in().presses(f"{PIN}#").presses("2")
    assert call.says == "Genoteerd: alles goed. Tot later."
    app.jan.phone.expects_sms("Genoteerd: alles goed.")
    call = app.jan.phone.calls_in().presses(f"{PIN}#").presses("3")
    assert "U bent afgemeld." in call.says
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert not own(app)


@pytest.mark.on_both
def test_elsewhere_is_watched_and_its_address_follows_by_sms_once(app: AppUnderTest) -> None:
    call = app.jan.phone.calls_in().presses("1").presses("30#").presses("8", twice=True)
    assert call.is_over
    app.jan.phone.expects_sms("Aangemeld: adres onbekend, volgt per sms")
    (visit,) = own(app)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    alarm = app.karin.alarm()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert "Het adres is niet bekend." in sheet["say"]
    app.jan.phone.sends("IN 5211AA 12")
    app.jan.phone.expects_sms("Je bent al aangemeld: 5211 AA 12")
    app.jan.phone.sends("IN 5211AA 99")
    app.jan.phone.expects_sms("Er is niets veranderd.")
    app.forgets_messages()
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["say"][0].startswith("Het adres is: 5211 AA 12")
    assert any("IN 5211 AA 12" in line for line in app.fatima.story(visit))
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


CRIES = [
    "5211AA 12, politie", "5211AA 12 politie", "Kerkstraat 12, 5211 AA Den Bosch, bel me", "5211AA 12 MES!",
    "POLITIE 5211AA 12", "bel me, 5211AA 12", "Mes! Kerkstraat 12, 5211 AA Den Bosch",
]  # fmt: skip


@pytest.mark.parametrize("text", CRIES)
def test_the_address_without_its_word_hides_no_distress(app: AppUnderTest, text: str) -> None:
    app.jan.phone.calls_in().presses("1").presses("30#").presses("8", twice=True)
    app.jan.phone.expects_sms("Aangemeld: adres onbekend, volgt per sms")
    app.jan.phone.sends(text)
    app.jan.phone.expects_sms("We bellen je zo.")
    app.karin.phone.expects_sms("Het gaat niet goed bij Jan de Wit")
    (visit,) = own(app)
    assert "5211 AA" in visit["address"]["line"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


NOT_LOOKED_UP = {
    "nl": ("Dat adres staat er nu bij.", "De instructies voor dit adres konden we niet nakijken."),
    "en": ("That address has been added.", "We could not check the instructions for this address."),
    "fr": ("L'adresse est maintenant notée.", "Nous n'avons pas pu vérifier les consignes pour cette adresse."),
}


@pytest.mark.parametrize("language", NOT_LOOKED_UP)
def test_an_address_that_follows_while_the_register_can_not_be_read_is_not_taken_for_safe(
    app: AppUnderTest, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app.jan.puts("/v1/me/language", {"language": language}, expect=204)
    app.jan.phone.calls_in().presses("1").presses("30#").presses("8", twice=True)
    app.forgets_messages()

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(look_up, "look_up", fails)
    app.expects_error("the risk register could not be read")
    app.jan.phone.sends("IN 5211AA 12")
    named, not_checked = NOT_LOOKED_UP[language]
    text = app.jan.phone.expects_sms(named).text
    assert not_checked in text
    (visit,) = own(app)
    assert visit["risk"]["checked"] is False
    app.jan.does(visit, "check-out")


def test_a_street_that_follows_is_said_to_be_as_it_was_written(app: AppUnderTest) -> None:
    app.jan.phone.calls_in().presses("1").presses("30#").presses("8", twice=True)
    app.forgets_messages()
    app.jan.phone.sends("IN Kerkstraat 5 Den Bosch 30")
    text = app.jan.phone.expects_sms("Dat adres staat er nu bij.").text
    assert "Dat adres kennen we niet: het staat er zoals jij het schreef." in text
    app.jan.does(own(app)[0], "check-out")


def test_help_is_one_press_without_a_pin(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30, address=HERE)
    call = app.jan.phone.calls_in().presses("9#", twice=True)
    assert call.says == "Dat is genoteerd. U wordt teruggebeld."
    assert "drukte om" in app.fatima.phone.expects_sms("NOOD").text
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert alarm["visitId"] == visit["id"]
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_the_duress_pin_calls_for_help_and_hears_the_same_menu(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    app.jan.checks_in(minutes=30, address=HERE)
    right = app.jan.phone.calls_in().presses(f"{PIN}#")
    forced = app.jan.phone.calls_in().presses(f"{DURESS}#")
    assert forced.says == right.says
    right.hangs_up()
    assert "U bent afgemeld." in forced.presses("3").says
    app.jan.phone.expects_sms("Je bent afgemeld.")
    app.fatima.phone.expects_sms("STIL ALARM")
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert alarm["resolvedAt"] is None
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_wrong_pins_end_the_call_and_are_slowed_as_everywhere(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30)
    call = app.jan.phone.calls_in().presses("1111#").presses("2222#").presses("3333#")
    assert call.is_over
    call = app.jan.phone.calls_in().presses("1112#").presses("2223#")
    app.forgets_messages()
    assert "Dat gaat nu niet." in call.presses(f"{PIN}#").says
    assert app.jan.visit(visit)["state"] == "under_way"
    app.forgets_messages()


@pytest.mark.by_turns
def test_a_forged_number_quietens_nothing_that_others_were_told_of(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    app.jan.does(visit, "panic")
    app.forgets_messages()
    app.ali.phone.calls_in(shown_as=app.jan.employee.phone).presses("3")
    app.forgets_messages()
    assert app.karin.alarm()["resolvedAt"] is None
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.by_turns
def test_an_unknown_number_hears_nothing_of_anybody(app: AppUnderTest) -> None:
    call = app.jan.phone.calls_in(shown_as="anonymous")
    assert call.is_over
    assert "Dit nummer kennen we niet." in call.says


@pytest.mark.by_turns
def test_no_key_and_a_wrong_key_change_nothing(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=30)
    call = app.jan.phone.calls_in().stays_silent()
    assert "Er is niets veranderd." in call.transcript
    call = app.jan.phone.calls_in().presses("5").presses("5")
    assert "Er is niets veranderd." in call.says
    assert "U bent al aangemeld" in app.jan.phone.calls_in().presses("1").says
    app.jan.phone.expects_sms("Je bent al aangemeld")
    call = app.jan.phone.calls_in().presses("3")
    assert "U bent afgemeld." in call.says
    app.jan.phone.expects_sms("Je bent afgemeld.")
    again = app.jan.phone.calls_in().presses("1").presses("4#")
    assert "Toets een aantal van 10 tot 720" in again.says
    again.hangs_up()
    app.forgets_messages()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    assert app.jan.visit(visit)["state"] == "ended"


@pytest.mark.parametrize("keys", ["9#", "99#", "999#"])
def test_help_is_heard_however_often_it_is_pressed_and_at_each_step(app: AppUnderTest, keys: str) -> None:
    app.jan.sets_pin(PIN, DURESS)
    asked = app.jan.phone.calls_in()
    at_minutes = app.jan.phone.calls_in().presses(f"{PIN}#").presses("1")
    for call in (asked, at_minutes):
        if call is at_minutes and keys == "99#":
            call.hangs_up()
            continue
        assert call.presses(keys, twice=True).says == "Dat is genoteerd. U wordt teruggebeld."
        app.fatima.phone.expects_sms("NOOD")
        app.forgets_messages()
        app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
        app.forgets_messages()


def test_without_a_pin_no_place_is_read_out_and_the_register_is_silent(app: AppUnderTest) -> None:
    marks(app, HERE, "attention")
    planned = app.jan.plans(starts_in=20, minutes=40, address=HERE)
    said = app.jan.phone.calls_in().presses("1").presses("30#")
    assert "Toets 1: de afspraak die u gepland hebt." in said.says
    assert "5211" not in said.transcript
    told = said.presses("1").says
    assert told.startswith("U bent aangemeld, tot")
    text = app.jan.phone.expects_sms("Aangemeld: 5211 AA 12").text
    (visit,) = own(app)
    assert visit["id"] == planned["id"]
    instruction = text.partition(". ")[2].partition(" Klaar")[0]
    assert instruction
    assert instruction not in told
    app.jan.does(visit, "check-out")
    later = app.jan.phone.calls_in().presses("1").presses("30#")
    assert "5211" not in later.transcript
    later.hangs_up()
    app.forgets_messages()


def test_an_address_that_was_asked_for_is_taken_without_the_word(app: AppUnderTest) -> None:
    app.jan.phone.calls_in().presses("1").presses("30#").presses("8")
    app.jan.phone.expects_sms("Stuur nu het adres")
    app.jan.phone.sends("5211AA 12")
    app.jan.phone.expects_sms("Je bent al aangemeld: 5211 AA 12")
    (visit,) = own(app)
    assert any("IN 5211 AA 12" in line for line in app.fatima.story(visit))
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.by_turns
def test_who_visits_nobody_may_still_call_for_help(app: AppUnderTest) -> None:
    call = app.fatima.phone.calls_in().presses("1").presses("30#").presses("8")
    assert call.says == "U kunt zich hier niet aanmelden. Bel uw teammanager."


def test_help_is_help_also_when_the_menu_is_heard_again(app: AppUnderTest) -> None:
    """Who presses no time is asked again, twice, and then hears the menu, in which 9 is help."""
    call = app.jan.phone.calls_in().presses("1").presses("4").presses("4")
    assert "Toets 1: ik meld me aan." in call.says
    assert "teruggebeld" in call.presses("9").says
    app.karin.alarm()
    app.forgets_messages()


def test_the_menu_that_is_heard_again_does_what_it_says(app: AppUnderTest) -> None:
    app.jan.checks_in(minutes=30, address=HERE)
    app.jan.sets_pin(PIN, DURESS)
    call = app.jan.phone.calls_in().presses(f"{PIN}#").presses("7")
    assert "afgemeld" in call.presses("3").says
    assert not own(app)
    app.forgets_messages()


def test_who_may_not_go_in_alone_hears_that_they_are_not_checked_in(app: AppUnderTest) -> None:
    marks(app, HERE, "pairs")
    app.jan.plans(starts_in=10, minutes=40, address=HERE, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    call = app.jan.phone.calls_in().presses("1").presses("30#").presses("1")
    assert call.says.startswith("U bent niet aangemeld. Bel uw")
    app.jan.phone.expects_sms("NIET aangemeld. Hier ga je niet alleen.")
    assert not own(app)
    app.forgets_messages()
