"""Companions are people: they check in for themselves, and are asked first when the worker is silent."""

from typing import Any

import pytest

from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import LATE_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Role

Json = dict[str, Any]
HOME_SAFE = ("[planning]", '[home_safe]\nafter = "20m"\nanswer_within = "5m"\n\n[planning]')


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.runs_on("demo", LATE_CHECK_CALL).lets_calls_ring()


def together(app: AppUnderTest, minutes: float = 1) -> Json:
    """Jan and Ali inside, and Ali said so with one press."""
    visit = app.jan.checks_in(minutes=minutes, companions=[{"personId": str(app.ali.id)}])
    companion = visit["companions"][0]
    there = app.ali.does(visit, f"companions/{companion['id']}/there")
    assert there["companions"][0]["thereAt"] is not None
    return visit


def test_who_is_there_is_asked_before_anybody_outside_and_the_answer_is_news(app: AppUnderTest) -> None:
    visit = together(app)
    app.passes(seconds=61)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij")
    asked = app.ali.phone.expects_sms("Komt het uit, bij jou en Jan de Wit?")
    assert "Dorpsstraat" not in asked.text
    app.fatima.phone.is_silent()
    assert "Ook aan wie meegaat is gevraagd of het goed gaat: Ali Demir." in app.karin.story(visit)
    asked.then_answers("1").expects_sms("Genoteerd: alles goed, zeg jij.")
    assert app.karin.story(visit)[-1] == "Ali Demir (gaat mee) zegt: alles goed (sms)."
    assert app.karin.alarm()["resolvedAt"] is None, "a companion answers no alarm"
    app.passes(seconds=16)
    alarm = app.fatima.phone.expects_sms("Jan de Wit heeft zich niet afgemeld")
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Genoteerd: alles goed")
    app.fatima.phone.expects_sms("Ali Demir (gaat mee met Jan de Wit) zegt: alles goed")
    assert app.karin.alarm()["acknowledgedBy"] is None
    alarm.then_answers("1").expects_sms("Jij pakt alarm")
    alarm.then_answers("VEILIG")
    app.forgets_messages()


def test_a_companion_who_needs_help_gets_it(app: AppUnderTest) -> None:
    visit = together(app)
    app.passes(seconds=61)
    app.forgets_messages()
    app.ali.phone.sends("2")
    app.ali.phone.expects_sms("Alarm verstuurd")
    assert app.karin.alarm()["cause"] == "panic"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["alarm"] is None


def test_who_never_said_to_be_there_is_not_asked(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=1, companions=[{"personId": str(app.ali.id)}])
    app.passes(seconds=61)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    app.jan.phone.expects_sms("Je afspraak is voorbij").then_replies("UIT").expects_sms("Je bent afgemeld.")
    app.ali.phone.is_silent()
    assert not any("gaat mee" in line for line in app.karin.story(visit))


def test_a_colleague_asks_now_and_both_answers_stand_in_the_timeline(app: AppUnderTest) -> None:
    visit = together(app, minutes=30)
    app.fatima.does(visit, "ask")
    app.ali.phone.expects_sms("Komt het uit, bij jou en Jan de Wit?")
    app.ali.does(visit, "ok")
    app.jan.does(visit, "ok")
    assert app.fatima.story(visit)[-5:] == [
        "Fatima Bakker vraagt: alles goed?",
        "Ook aan wie meegaat is gevraagd of het goed gaat: Ali Demir.",
        "Ali Demir (gaat mee) zegt: alles goed.",
        "Jan de Wit: alles goed.",
        "Belafspraak: alles goed, zegt Jan de Wit.",
    ]
    app.ali.does(visit, "ask", expect=403)
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    app.ali.phone.sends("1")
    app.ali.phone.expects_sms("Dat begrijp ik niet")


def test_in_a_silent_alarm_the_code_of_who_came_along_is_answered_as_the_word_for_help(app: AppUnderTest) -> None:
    """Whoever forces them may read it."""
    app.jan.sets_pin(PIN, DURESS)
    visit = together(app)
    app.passes(seconds=61)
    code = app.ali.phone.expects_sms("Komt het uit, bij jou en Jan de Wit?").code
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    app.ali.phone.sends(f"2 {code}")
    assert app.ali.phone.expects_sms().text == "Genoteerd."
    app.karin.phone.expects_sms("Ali Demir (gaat mee met Jan de Wit) drukte nu ook op de noodknop")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_who_came_along_does_not_say_that_the_worker_is_home(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL, HOME_SAFE)
    visit = together(app)
    app.jan.does(visit, "check-out", returnTo="home")
    assert app.ali.does(visit, "ok", expect=409)["code"] == "not_under_way"
    assert app.karin.visit(visit)["watch"]["nextDeadline"]["kind"] == "home_safe"
    app.passes(minutes=21)
    app.jan.phone.expects_sms("Ben je al thuis?")
    app.jan.does(visit, "ok")


def test_who_said_not_to_come_is_told_of_a_silent_alarm_and_finds_it_everywhere(app: AppUnderTest) -> None:
    """What the text says must be there in the app: else whoever could help would think that it is over."""
    app.jan.sets_pin(PIN, DURESS)
    visit = app.jan.checks_in(minutes=30, companions=[{"personId": str(app.fatima.id)}])
    app.fatima.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    app.jan.phone.expects_sms("Fatima Bakker kan niet mee")
    app.jan.does(visit, "ok", pin=DURESS)
    told = app.fatima.phone.expects_sms("STIL ALARM")
    assert app.fatima.visit(visit)["alarm"]["cause"] == "duress"
    board = app.fatima.asks("/v1/board")
    (shown,) = board["alarms"]
    assert (shown["cause"], shown["mayAct"]) == ("duress", True)
    (row,) = board["visits"]
    assert (row["alarm"]["cause"], row["silent"], row["worker"]["phone"]) == ("duress", True, None)
    assert [one["id"] for one in app.fatima.asks("/v1/board/alarms")["alarms"]] == [shown["id"]]
    assert app.fatima.alarm()["mayAct"]
    told.then_answers("1").expects_sms("Jij pakt alarm")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize("cause", ["duress", "panic"])
def test_of_two_companions_only_who_is_outside_is_offered_the_alarm(app: AppUnderTest, cause: str) -> None:
    """The other one may be forced too: nobody asks or rings them."""
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    app.jan.sets_pin(PIN, DURESS)
    along = [{"personId": str(sven.id)}, {"personId": str(app.fatima.id)}]
    visit = app.jan.checks_in(minutes=30, companions=along)
    (hers,) = [one for one in visit["companions"] if one["personId"] == str(app.fatima.id)]
    app.fatima.does(visit, f"companions/{hers['id']}/cant")
    app.forgets_messages()
    if cause == "duress":
        app.jan.does(visit, "ok", pin=DURESS)
    else:
        app.jan.does(visit, "panic")
    app.forgets_messages()
    alarm = app.karin.alarm()
    offered: Any = app.karin.asks(f"/v1/alarms/{alarm['id']}/colleagues")
    assert [one["name"] for one in offered] == ["Fatima Bakker", "Mohamed el Amrani"]
    assert app.karin.on_alarm(alarm, "assign", personId=str(sven.id), expect=409)["code"] == "may_not_take"
    app.karin.on_alarm(alarm, "assign", personId=str(app.fatima.id))
    app.fatima.phone.expects_sms("Karin Smit vraagt jou om dit over te nemen").then_answers("1")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Fatima Bakker"
    sven.phone.is_silent()
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_who_said_not_to_come_is_outside_and_hears_the_alarm(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=1, companions=[{"personId": str(app.fatima.id)}])
    app.fatima.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    app.jan.phone.expects_sms("Fatima Bakker kan niet mee")
    app.passes(seconds=80)
    app.forgets_messages()
    assert "Gewaarschuwd (de achterwacht): Fatima Bakker." in app.karin.story(visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_colleague_who_is_named_twice_is_one_person(app: AppUnderTest) -> None:
    ali, outsider = {"personId": str(app.ali.id)}, {"name": "de stagiair"}
    visit = app.jan.checks_in(companions=[ali, outsider, ali, outsider])
    assert [one["name"] for one in visit["companions"]].count("Ali Demir") == 1
    app.jan.does(visit, "panic")
    sheet = app.karin.asks(f"/v1/alarms/{app.karin.alarm()['id']}/hand-over")
    assert sheet["peopleInside"] == 4, "Jan, Ali, and two who have no name of their own"
    app.forgets_messages()


def test_a_plan_that_names_a_colleague_twice_has_them_once(app: AppUnderTest) -> None:
    plan = app.jan.plans()
    twice = [{"personId": str(app.ali.id)}, {"personId": str(app.ali.id).upper()}]
    assert len(app.jan.changes(plan, companions=twice)["companions"]) == 1
    app.forgets_messages()


@pytest.mark.parametrize("press", ["ok", "extend"])
def test_who_said_not_to_come_answers_no_alarm(app: AppUnderTest, press: str) -> None:
    """What waited on their phone, or stands on a screen from before they said so, is no word of the worker."""
    visit = app.jan.checks_in(minutes=1, companions=[{"personId": str(app.ali.id)}])
    (ali,) = visit["companions"]
    app.ali.does(visit, f"companions/{ali['id']}/cant")
    app.passes_until(lambda: app.karin.visit(visit)["alarm"])
    alarm = app.karin.visit(visit)["alarm"]
    app.ali.does(visit, press, **({"minutes": 30} if press == "extend" else {}))
    app.settles()
    assert app.karin.visit(visit)["alarm"]["id"] == alarm["id"], "it goes on"
    app.jan.does(visit, "check-out")
    app.forgets_messages()
