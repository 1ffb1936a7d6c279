"""While a silent alarm is open: those outside read everywhere not to phone, and those inside see nothing of it."""

from datetime import timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.silence import DURESS, PIN, moment, outside_it_is_loud, sees_nothing
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, level_of, overdue
from tests.support.app_under_test import AppUnderTest, Person, Role


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


def test_the_check_call_and_the_reminder_do_not_give_it_away(app: AppUnderTest, jan: Person) -> None:
    app.runs_on("demo")
    visit = jan.checks_in(minutes=1)
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    app.passes(seconds=50)
    assert not any("alarm" in line.lower() for line in jan.story(visit))
    assert jan.visit(visit)["watch"]["checkCall"] != "dropped"
    assert "De belafspraak vervalt: er loopt een alarm." in app.fatima.story(visit)
    app.passes(seconds=30)
    sees_nothing(jan, visit)
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_under_an_open_alarm_it_makes_that_one_silent(app: AppUnderTest, jan: Person) -> None:
    visit = overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    assert jan.visit(visit)["alarm"]["cause"] == "overdue"
    jan.phone.sends(f"UIT {DURESS}")
    jan.phone.expects_sms("Je bent afgemeld.")
    assert jan.visit(visit)["state"] == "ended"
    assert jan.visit(visit)["alarm"] is None
    outside_it_is_loud(app, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_who_takes_it_reads_everywhere_not_to_phone(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    app.fatima.on_alarm(alarm, "assign", personId=str(app.mohamed.id))
    assert "Bel Jan de Wit NIET." in app.mohamed.phone.expects_sms("vraagt jou").text
    climbs_to(app, Level.POLICE)
    task = app.karin.phone.expects_sms("BEL NU 112")
    assert "Bel Jan de Wit NIET." in task.text
    sheet = app.karin.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert any("Bel dat nummer niet: iemand kan meeluisteren." in line for line in sheet["say"])
    jan.asks(f"/v1/alarms/{alarm['id']}/hand-over", expect=404)
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_in_a_call_too_who_watches_hears_not_to_phone(app: AppUnderTest, jan: Person) -> None:
    app.twilio.every_call_ends_as(None)
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "ok", pin=DURESS)
    call = app.fatima.phone.expects_call().picks_up()
    assert "Jan" not in call.says
    call.presses("1")
    assert call.says.count("Stil alarm. Jan de Wit gaf de dwangcode. Bel Jan de Wit niet.") == 2
    call.hangs_up()
    app.karin.phone.expects_call().rings_out()
    app.fatima.on_alarm(app.fatima.alarm(), "assign", personId=str(app.mohamed.id))
    passed = app.mohamed.phone.expects_call().picks_up().presses("3")
    assert "Bel Jan de Wit niet." in passed.says
    passed.hangs_up()
    app.passes(seconds=31)
    task = app.karin.phone.expects_call().picks_up().presses("3")
    assert "Bel Jan de Wit niet: iemand kan meeluisteren." in task.says
    task.hangs_up()
    app.lets_calls_ring()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_the_noodknop_during_it_is_what_they_see_and_never_that_it_was_silent_before(
    app: AppUnderTest, jan: Person
) -> None:
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    shown = jan.does(visit, "panic")
    assert shown["alarm"]["cause"] == "panic"
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Jan de Wit drukte nu ook op de noodknop")
    assert app.fatima.alarm()["cause"] == "duress"
    mine = jan.alarm()
    assert mine["cause"] == "panic"
    said = str([shown, mine, jan.visit(visit)]).lower()
    assert not any(word in said for word in ("stil", "dwang", "duress"))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_the_noodknop_during_it_shows_an_alarm_that_began_with_that_press(app: AppUnderTest, jan: Person) -> None:
    """Who looks along would read in an older moment that there was an alarm before."""
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    visit = jan.checks_in(minutes=60, companions=[{"personId": str(sven.id)}])
    jan.does(visit, "ok", pin=DURESS)
    secret = app.karin.alarm()
    app.passes(seconds=16)
    app.karin.on_alarm(secret, "police-calls", number="112", reference="P-1", note="dwangcode gegeven")
    app.karin.on_alarm(secret, "steps", step=0, done=True)
    app.passes(seconds=4)
    assert level_of(app) is Level.POLICE
    pressed = jan.does(visit, "panic")["asOf"]
    app.karin.on_alarm(secret, "steps", step=1, done=True)
    app.passes(seconds=2)
    began = moment(jan.alarm()["openedAt"])
    for person in (jan, sven):
        alarm = person.asks(f"/v1/alarms/{secret['id']}")
        of_visit = person.visit(visit)["alarm"]
        for seen in (alarm, of_visit):
            assert (seen["cause"], seen["level"]) == ("panic", "manager")
            assert moment(pressed) - timedelta(seconds=1) < moment(seen["openedAt"]) <= moment(pressed)
            assert moment(seen["acknowledgedAt"]) == moment(seen["openedAt"]), "who had it already has it at once"
        assert moment(alarm["openedAt"]) == began
        assert [one for one in alarm["told"] if moment(one["at"]) < began] == []
        assert alarm["timeline"][0]["text"] == "Alarm: noodknop, door Jan de Wit."
        assert moment(alarm["timeline"][0]["at"]) == began
        assert [line["text"] for line in person.visit(visit)["timeline"]].count(
            "Alarm: noodknop, door Jan de Wit."
        ) == 1
        assert (alarm["policeCall"], alarm["ticks"], alarm["note"]) == (None, [], "")
    board = sven.asks("/v1/board")
    loud = sven.asks("/v1/board/alarms")
    for seen in (board["alarms"][0], board["visits"][0]["alarm"], loud["alarms"][0]):
        assert seen["cause"] == "panic"
        assert timedelta() <= began - moment(seen["openedAt"]) < timedelta(seconds=1)
    assert (board["alarms"][0]["level"], board["alarms"][0]["policeCall"]) == ("manager", None)
    assert board["alarms"][0]["told"] == {"people": 0, "declined": 0, "failed": 0}
    jan.on_alarm(secret, "false-alarm", note="toch niet")
    app.karin.on_alarm(secret, "resolve", outcome="help_given", note="dwangcode, politie ter plaatse")
    app.forgets_messages()
    for person in (jan, sven):
        said = str([person.visit(visit), person.asks(f"/v1/alarms/{secret['id']}")]).lower()
        assert not any(word in said for word in ("stil", "dwang", "duress", "bel de")), said
    assert app.karin.asks(f"/v1/alarms/{secret['id']}")["note"], "outside it reads as it was"
    jan.does(visit, "check-out", pin=PIN)


def test_presses_before_it_was_silent_are_of_an_alarm_that_seemed_to_be_over(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=60)
    for _ in range(2):
        jan.does(visit, "panic")
    assert jan.does(visit, "check-out", pin=DURESS)["alarm"] is None
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_so_is_the_press_of_a_companion_and_outside_nothing_becomes_less(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=60, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, "panic")
    assert jan.visit(visit)["alarm"]["cause"] == "panic"
    app.forgets_messages()
    jan.does(visit, "ok", pin=DURESS)
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Jan de Wit (op pad met Ali Demir) gaf om")
    for person in (jan, app.ali):
        assert person.visit(visit)["alarm"] is None
    assert (app.karin.alarm()["cause"], app.karin.alarm()["level"]) == ("duress", "manager")
    app.ali.does(visit, "panic")
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Ali Demir (gaat mee met Jan de Wit) drukte nu ook op de noodknop")
    for person in (jan, app.ali):
        assert person.visit(visit)["alarm"]["cause"] == "panic", "that press shows"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_companions_who_also_watch_see_nothing_on_the_board(app: AppUnderTest, jan: Person) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    visit = jan.checks_in(minutes=10, companions=[{"personId": str(sven.id)}])
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    board = sven.asks("/v1/board")
    assert board["alarms"] == []
    assert [one["alarm"] for one in board["visits"]] == [None]
    sees_nothing(sven, visit)
    alarm = app.karin.alarm()
    for action in ("acknowledge", "decline", "false-alarm"):
        sven.on_alarm(alarm, action, expect=404)
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_an_alarm_is_not_passed_on_to_who_is_in_a_silent_one_and_that_gives_nothing_away(
    app: AppUnderTest, jan: Person
) -> None:
    """Their telephone stays silent, so whoever passes it on must not believe that they were asked."""
    els = app.also_has("Els Smits", Role.WORKER, Role.COLLEAGUE).sets_pin(PIN, DURESS)
    visit = els.checks_in(minutes=10)
    els.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    other = jan.checks_in(minutes=10)
    jan.does(other, "panic")
    app.forgets_messages()
    alarm = next(one for one in app.karin.asks("/v1/alarms?open=true")["alarms"] if one["visitId"] == other["id"])
    app.fatima.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    offered: Any = app.fatima.asks(f"/v1/alarms/{alarm['id']}/colleagues")
    assert "Els Smits" not in [one["name"] for one in offered]
    refused = app.fatima.on_alarm(alarm, "assign", personId=str(els.id), expect=400)
    app.settles()
    els.phone.is_silent()
    assert not any(word in str(refused).lower() for word in ("stil", "dwang", "silent", "alarm loopt")), refused
    seen = app.karin.asks(f"/v1/alarms/{alarm['id']}")
    assert seen["acknowledgedBy"]["name"] == "Fatima Bakker", "who had it keeps it"
    assert not any("Els Smits" in line["text"] for line in seen["timeline"])
    for sort in ("visit", "free"):
        someone = app.also_has(f"Iemand {sort}", Role.WORKER, Role.COLLEAGUE)
        if sort == "visit":
            busy = someone.checks_in(minutes=10)
            # The same words as of somebody who is on a visit, on any day.
            assert app.fatima.on_alarm(alarm, "assign", personId=str(someone.id), expect=400) == refused
            someone.does(busy, "check-out")
        else:
            app.fatima.on_alarm(alarm, "assign", personId=str(someone.id))
    for one in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(one, "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(other, "check-out", pin=PIN)
    app.forgets_messages()
