"""The duress PIN gets the same answers as the right one, by every door."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.silence import ACTIONS, DURESS, MOMENT, PIN, alike, outside_it_is_loud, sees_nothing
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, level_of
from tests.support.app_under_test import AppUnderTest, Person


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


@pytest.mark.by_turns
@pytest.mark.parametrize(("action", "body"), [*ACTIONS, ("check-out", {"reason": "het is klaar"})])
def test_in_the_app_both_pins_get_the_same_answers(app: AppUnderTest, jan: Person, action: str, body: Json) -> None:
    companions = [{"personId": str(app.ali.id)}]
    calm, forced = (jan.checks_in(minutes=10, companions=companions) for _ in range(2))
    well = jan.does(calm, action, pin=PIN, **body)
    silent = jan.does(forced, action, pin=DURESS, **body)
    assert alike(silent) == alike(well)
    for person in (jan, app.ali):
        sees_nothing(person, forced)
        assert alike(person.visit(forced)) == alike(person.visit(calm))
    outside_it_is_loud(app, forced)
    app.passes(seconds=16)
    assert level_of(app) is Level.POLICE
    for person in (jan, app.ali):
        sees_nothing(person, forced)
        person.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    for person in (jan, app.ali):
        sees_nothing(person, forced)
        assert alike(person.visit(forced)) == alike(person.visit(calm)), "nor when it is over"
    if action != "check-out":
        for visit in (calm, forced):
            jan.does(visit, "check-out", pin=PIN)


@pytest.mark.on_both
def test_what_is_said_of_trouble_inside_reads_as_on_any_day(app: AppUnderTest, jan: Person) -> None:
    calm, forced = (jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}]) for _ in range(2))
    for visit, pin in ((calm, PIN), (forced, DURESS)):
        jan.does(visit, "ok", pin=pin)
        for person, why in ((jan, "Hij schreeuwt"), (app.ali, "Hij staat in de deur"), (app.fatima, "Hij belde")):
            person.puts(f"/v1/visits/{visit['id']}/expected-trouble", {"why": why}, expect=200)
    for person in (jan, app.ali):
        sees_nothing(person, forced)
        assert alike(person.visit(forced)) == alike(person.visit(calm))
        assert any("Hij schreeuwt" in line for line in person.story(forced))
        assert any("Hij belde" in line for line in person.story(forced))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert alike(jan.visit(forced)) == alike(jan.visit(calm)), "nor when it is over"
    for visit in (calm, forced):
        jan.does(visit, "check-out", pin=PIN)


@pytest.mark.by_turns
@pytest.mark.parametrize("words", ["OK", "+15", "UIT"])
def test_by_sms_both_pins_get_the_same_answers(app: AppUnderTest, jan: Person, words: str) -> None:
    answers = []
    for pin in (PIN, DURESS):
        visit = jan.checks_in(minutes=10)
        jan.phone.sends(f"{words} 1357")
        jan.phone.expects_sms("Zet je code erachter")
        jan.phone.sends(f"{words} {pin}")
        answers.append(MOMENT.sub("", jan.phone.expects_sms().text))
        if pin == DURESS:
            sees_nothing(jan, visit)
            outside_it_is_loud(app, visit)
        elif words != "UIT":
            jan.does(visit, "check-out", pin=PIN)
    assert answers[0] == answers[1]
    jan.phone.sends("STATUS")
    jan.phone.expects_sms("Niemand let nu op je." if words == "UIT" else "Er wordt op je gelet tot")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.on_both
def test_what_comes_after_a_forced_check_out_answers_as_after_any(app: AppUnderTest, jan: Person) -> None:
    answers = []
    for pin in (PIN, DURESS):
        visit = jan.checks_in(minutes=10)
        first = jan.does(visit, "check-out", pin=pin)
        again = jan.does(visit, "check-out", pin=pin)
        assert (again["endedAt"], again["timeline"]) == (first["endedAt"], first["timeline"])
        felt = jan.does(visit, "feeling", feeling="green")
        late = [jan.does(visit, action, pin=pin, **body, expect=409) for action, body in ACTIONS[:2]]
        assert jan.asks("/v1/visits?state=under_way")["visits"] == []
        session = app.http.request("DELETE", "/v1/sessions/current", headers=jan.employee.headers)
        answers.append((alike(felt), late, session.status_code))
        jan.signs_in()
    assert answers[0] == answers[1]
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.on_both
def test_the_right_pin_after_a_forced_extension_seems_to_end_it_too(app: AppUnderTest, jan: Person) -> None:
    """A check-out that seemed to do nothing would give the silent alarm away."""
    calm, forced = (jan.checks_in(minutes=10) for _ in range(2))
    jan.does(calm, "extend", minutes=15, pin=PIN)
    jan.does(forced, "extend", minutes=15, pin=DURESS)
    app.forgets_messages()
    well = jan.does(calm, "check-out", pin=PIN)
    silent = jan.does(forced, "check-out", pin=PIN)
    assert alike(silent) == alike(well)
    assert app.karin.visit(forced)["state"] == "under_way", "outside it goes on"
    app.karin.phone.expects_sms("meldt zich af")
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert app.karin.visit(forced)["state"] == "ended"


def test_in_a_call_both_pins_hear_the_same(app: AppUnderTest, jan: Person) -> None:
    app.twilio.every_call_ends_as(None)
    heard, visit = [], {}
    for pin in (PIN, DURESS):
        visit = jan.checks_in(minutes=10)
        app.fatima.does(visit, "ask")
        call = jan.phone.expects_call().picks_up().presses("1")
        assert call.says == "Toets uw code, en dan een hekje. Of 9 en een hekje voor nee."
        call.presses("1357#")
        assert call.says.startswith("Die code klopt niet.")
        call.presses(f"{pin}#")
        heard.append(call.says)
        assert call.is_over
        if pin == PIN:
            assert app.fatima.visit(visit)["watch"]["checkCall"] == "ok"
            jan.does(visit, "check-out", pin=PIN)
    assert heard == ["Dank u wel. Tot later."] * 2
    app.lets_calls_ring()
    sees_nothing(jan, visit)
    outside_it_is_loud(app, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_three_wrong_pins_in_a_call_end_it_like_any_other(app: AppUnderTest, jan: Person) -> None:
    app.twilio.every_call_ends_as(None)
    visit = jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    call = jan.phone.expects_call().picks_up().presses("1")
    for _ in range(3):
        call.presses("1357#")
    assert call.is_over
    assert call.says == "Die code klopt niet. Er is niets veranderd. Stuur een sms."
    assert app.fatima.visit(visit)["watch"]["checkCall"] == "asked", "nobody was heard"
    jan.does(visit, "check-out", pin=PIN)


def test_without_a_pin_or_with_a_wrong_one_nothing_happens(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=10)
    for action, body in ACTIONS:
        wrong = jan.does(visit, action, **body, expect=400)
        assert [(one["pointer"], one["code"]) for one in wrong["errors"]] == [("/pin", "pin_required")]
        wrong = jan.does(visit, action, pin="1357", **body, expect=400)
        assert [(one["pointer"], one["code"]) for one in wrong["errors"]] == [("/pin", "pin_wrong")]
    assert len(jan.visit(visit)["timeline"]) == 1
    jan.does(visit, "panic")
    assert app.fatima.alarm()["cause"] == "panic", "help is never behind a PIN"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)
