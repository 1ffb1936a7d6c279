"""Whoever leaves while somebody watches over them is known by their number and their PINs until that is over: what they
say of themselves counts as before. They begin no other watch, and take part in nobody else's."""

import re

import pytest

from tests.acceptance.stories import LATE_CHECK_CALL, WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Person

PIN, DURESS = "4821", "1357"
HOME_SAFE = ("[planning]", '[home_safe]\nafter = "2m"\nanswer_within = "30s"\n\n[planning]')
BACK = ("[planning]", '[signing_off]\nback_after = "2m"\n\n[planning]')


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def leaves(app: AppUnderTest, person: Person) -> None:
    app.anne.patches(f"/v1/people/{person.id}", {"active": False})
    app.forgets_messages()


def test_signs_off_and_is_longer_by_sms(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    app.jan.phone.sends("+15")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    app.jan.phone.sends("STATUS")
    app.jan.phone.expects_sms("Er wordt op je gelet tot")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.visit(visit)["state"] == "ended"
    app.passes(minutes=60)


@pytest.mark.by_turns
@pytest.mark.parametrize("text", [f"UIT {DURESS}", f"klaar {DURESS}", f"{DURESS}"])
def test_the_duress_pin_calls_for_help(app: AppUnderTest, text: str) -> None:
    app.jan.sets_pin(PIN, DURESS)
    app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    app.jan.phone.sends(text)
    app.settles()
    assert app.karin.alarm()["cause"] == "duress"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_pin_is_asked_as_before(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Zet je code erachter")
    assert app.karin.visit(visit)["state"] == "under_way"
    app.jan.phone.sends(f"UIT {PIN}")
    app.jan.phone.expects_sms("Je bent afgemeld.")


def test_by_telephone_too(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    call = app.jan.phone.calls_in().presses(f"{PIN}#")
    assert "meld me aan" not in call.says
    assert "U bent afgemeld." in call.presses("3").says
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.karin.visit(visit)["state"] == "ended"


@pytest.mark.by_turns
@pytest.mark.parametrize("text", ["kan nu niet praten", "de hond is los"])
def test_any_other_text_is_read_by_who_watches(app: AppUnderTest, text: str) -> None:
    visit = app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    app.jan.phone.sends(text)
    assert text in app.fatima.phone.expects_sms("Jan de Wit stuurde").text
    app.forgets_messages()
    assert any(text in line for line in app.karin.story(visit))
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent afgemeld.")


def test_a_companion_who_left_calls_for_help(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    leaves(app, app.ali)
    app.ali.phone.sends("NOOD")
    app.ali.phone.expects_sms("Alarm verstuurd")
    assert "Ali Demir" in app.karin.phone.expects_sms("NOOD").text
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_companion_who_was_asked_and_left_says_that_it_is_not_well(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, f"companions/{visit['companions'][0]['id']}/there")
    app.forgets_messages()
    app.fatima.does(visit, "ask")
    code = re.search(r"\b1 (\d{4})", app.ali.phone.expects_sms("").text)
    assert code
    leaves(app, app.ali)
    app.ali.phone.sends(f"2 {code.group(1)}")
    app.settles()
    assert app.karin.alarm()["cause"] == "panic"
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_whoever_called_for_help_without_a_visit_can_be_rung(app: AppUnderTest) -> None:
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.forgets_messages()
    leaves(app, app.jan)
    assert app.karin.alarm()["worker"]["phone"] == app.jan.employee.phone
    app.jan.phone.sends("hij komt binnen")
    app.jan.phone.forgets()
    assert "hij komt binnen" in app.karin.phone.expects_sms("Jan de Wit stuurde").text
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize(
    ("profile", "to", "says", "answer"),
    [(HOME_SAFE, "home", "OK", "Genoteerd: je bent thuis."), (BACK, "office", "TERUG", "Genoteerd: je bent terug.")],
)
def test_on_the_way_back_and_home(app: AppUnderTest, profile: tuple[str, str], to: str, says: str, answer: str) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, profile)
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "check-out", returnTo=to)
    app.forgets_messages()
    leaves(app, app.jan)
    app.jan.phone.sends(says)
    app.jan.phone.expects_sms(answer)
    app.passes(minutes=60)


def test_it_is_over_when_the_visit_is(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=10)
    leaves(app, app.jan)
    app.jan.phone.sends("IN 5211AA 12 30")
    app.forgets_messages()
    assert len(app.karin.asks("/v1/visits?state=under_way")["visits"]) == 1, "no other watch"
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()
    app.jobs.forget()
    app.jan.phone.sends("NOOD")
    assert app.jan.phone.is_silent()
    (left,) = [one for one in app.anne.asks("/v1/people")["people"] if one["id"] == str(app.jan.id)]
    assert left["phone"] is None
