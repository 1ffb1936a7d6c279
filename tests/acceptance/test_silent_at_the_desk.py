"""In a silent alarm nobody reaches the worker's telephone by a door beside the alarm: a number to phone, a test of it,
the sheet of another alarm, or the end of its sign-in."""

import pytest

from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Person, Role


@pytest.fixture
def sven(app: AppUnderTest) -> Person:
    """Visits, and watches over others too."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE).sets_pin(PIN, DURESS)


def is_forced(app: AppUnderTest, sven: Person) -> None:
    visit = sven.checks_in(minutes=60, companions=[{"personId": str(app.jan.id)}])
    sven.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()


def closes(app: AppUnderTest) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_no_phone_keeps_their_number_as_one_to_call(app: AppUnderTest, sven: Person) -> None:
    other = app.also_has("Bea Bos", Role.WORKER)

    def calls(person: Person) -> set[str]:
        return {one["name"] for team in person.asks("/v1/duty-numbers")["teams"] for one in team["people"]}

    assert sven.name in calls(other)
    is_forced(app, sven)
    assert sven.name not in calls(other)
    assert sven.name in calls(app.jan), "who is inside sees what they see on any day"
    closes(app)
    assert sven.name in calls(other)


def test_their_number_is_not_tested_and_the_list_of_people_says_not_to_call(app: AppUnderTest, sven: Person) -> None:
    def called_off() -> set[str]:
        return {one["name"] for one in app.anne.asks("/v1/people")["people"] if one["notToBeReached"]}

    test = f"/v1/people/{sven.id}/number-check"
    assert called_off() == set()
    is_forced(app, sven)
    assert called_off() == {sven.name, app.jan.name}
    answer = app.anne.posts(test, expect=409)
    assert answer["code"] == "not_to_be_reached"
    assert "alarm" not in answer["detail"]
    sven.posts("/v1/me/number-check", expect=204)
    closes(app)
    assert called_off() == set()
    app.passes(seconds=61)
    app.anne.posts(test, expect=204)
    sven.phone.expects_sms("klopt dit nummer?")


def test_the_sheet_of_another_alarm_of_theirs_says_not_to_phone(app: AppUnderTest, sven: Person) -> None:
    is_forced(app, sven)
    second = sven.checks_in(minutes=1)
    app.passes_until(lambda: app.karin.visit(second)["alarm"])
    app.forgets_messages()
    loud = app.karin.visit(second)["alarm"]
    assert loud["cause"] == "overdue"

    def says() -> str:
        return " ".join(app.karin.asks(f"/v1/alarms/{loud['id']}/hand-over")["say"])

    assert "Bel dat nummer niet: iemand kan meeluisteren." in says()
    paper = app.http.get(
        f"/v1/alarms/{loud['id']}/hand-over", headers=app.karin.employee.headers | {"Accept": "text/html"}
    )
    assert "Stil alarm. Bel Sven de Boer niet." in paper.text
    (silent,) = [one for one in app.karin.asks("/v1/alarms?open=true")["alarms"] if one["cause"] == "duress"]
    app.karin.on_alarm(silent, "resolve", outcome="help_given")
    assert "Bel dat nummer niet" not in says()
    closes(app)


def test_the_steps_of_another_alarm_of_theirs_say_not_to_phone(app: AppUnderTest, sven: Person) -> None:
    second = sven.checks_in(minutes=1)
    app.passes_until(lambda: app.karin.visit(second)["alarm"])
    alarm = app.karin.visit(second)["alarm"]
    loud = app.karin.on_alarm(alarm, "steps", step=0, done=True)
    assert loud["steps"][0].startswith("Bel de medewerker.")
    is_forced(app, sven)
    (silent,) = [one for one in app.karin.asks("/v1/alarms?open=true")["alarms"] if one["cause"] == "duress"]
    now = app.karin.sees(loud)
    assert now["cause"] == "overdue"
    assert (now["steps"], now["ticks"]) == (app.karin.sees(silent)["steps"], [])
    ticked = app.karin.on_alarm(loud, "steps", step=1, done=True)
    assert [one["step"] for one in ticked["ticks"]] == [1]
    assert any("NIET. Stuur ook geen bericht" in line for line in app.karin.story(second))
    app.karin.on_alarm(silent, "resolve", outcome="help_given")
    after = app.karin.sees(loud)
    assert (after["steps"], [one["step"] for one in after["ticks"]]) == (loud["steps"], [0])
    closes(app)


def test_the_desk_does_not_sign_their_phone_out(app: AppUnderTest, sven: Person) -> None:
    lost = f"/v1/teams/{app.ours.team}/workers/{sven.id}/sign-out-everywhere"
    is_forced(app, sven)
    assert app.fatima.posts(lost, expect=409)["code"] == "silent_alarm"
    sven.asks("/v1/me")
    closes(app)
    app.fatima.posts(lost, expect=204)
    sven.asks("/v1/me", expect=401)


@pytest.mark.parametrize("silent", [True, False], ids=["forced", "asked"])
def test_every_text_names_all_whom_nobody_phones(app: AppUnderTest, sven: Person, silent: bool) -> None:
    """Who reads only of the worker phones the companion, who stands beside them."""
    visit = sven.checks_in(minutes=60, companions=[{"personId": str(app.jan.id)}])
    if silent:
        app.jan.sets_pin(PIN, DURESS).phone.sends(f"OK {DURESS}")
    else:
        app.jan.phone.sends("bel me niet, hij hoort het")
    both = "Bel Sven de Boer en Jan de Wit NIET"
    assert both in app.karin.phone.expects_sms("STIL ALARM" if silent else "Het gaat niet goed").text
    app.karin.on_alarm(app.karin.alarm(), "escalate", level="manager")
    assert both in app.karin.phone.expects_sms("BEL NU 112").text
    closes(app)
    sven.does(visit, "check-out", pin=PIN)
    app.forgets_messages()
