"""Who takes an alarm has it: the climb stops, the others know, and it is not forgotten in their hands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from achterwacht.people.records import PersonRecord
from tests.acceptance.stories import climbs_to, not_ok, overdue, panic
from tests.support.app_under_test import AppUnderTest, Rank, Role


def test_the_first_one_wins_and_everyone_knows_who_has_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    overdue(app, Level.MANAGER)
    app.fatima.phone.forgets()
    karins = app.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = app.fatima.alarm()
    taken = app.fatima.on_alarm(alarm, "acknowledge")
    assert taken["acknowledgedBy"]["name"] == "Fatima Bakker"
    assert taken["nextDeadline"]["kind"] == "unresolved"
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    karins.then_answers("1").expects_sms("Fatima Bakker pakt alarm")
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    assert "Karin Smit wilde het ook oppakken. Fatima Bakker heeft het." in _alarm_story(app)
    assert app.fatima.on_alarm(alarm, "acknowledge")["acknowledgedAt"] == taken["acknowledgedAt"]
    app.passes(seconds=20)
    app.karin.phone.is_silent()
    app.fatima.phone.is_silent()
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_of_two_at_the_same_moment_one_has_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    panic(app)
    app.settles()
    alarm = app.karin.alarm()
    both = (app.fatima, app.karin)
    with ThreadPoolExecutor(2) as hands:
        answers = list(hands.map(lambda person: person.on_alarm(alarm, "acknowledge"), both))
    takers = {answer["acknowledgedBy"]["name"] for answer in answers}
    assert len(takers) == 1
    kinds = [line["kind"] for line in app.karin.alarm()["timeline"]]
    assert (kinds.count("acknowledged"), kinds.count("also_acknowledged")) == (1, 1)
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.on_both
def test_who_can_not_is_out_and_when_nobody_can_the_next_level_is_at_once(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.SECOND, sven), (Rank.MANAGER, app.karin))
    overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("niet afgemeld").then_answers("2").expects_sms("Genoteerd: je kunt niet.")
    app.karin.phone.is_silent()
    sven.phone.expects_sms("niet afgemeld").then_answers("2").expects_sms("Genoteerd: je kunt niet.")
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = app.karin.alarm()
    assert alarm["level"] == "manager"
    app.karin.on_alarm(alarm, "decline")
    story = _alarm_story(app)
    assert story[-5:-1] == [
        "Karin Smit kan niet.",
        "Karin Smit overgeslagen: kon niet.",
        "Fatima Bakker overgeslagen: kon niet.",
        "Niemand bereikbaar: de politie-stap. Meteen door naar de volgende.",
    ]
    for everyone in (app.fatima, sven, app.karin, app.mohamed):
        everyone.phone.expects_sms("BEL NU 112")
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_nobody_who_was_not_told_can_say_that_they_can_not(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    alarm = app.karin.alarm()
    assert app.karin.on_alarm(alarm, "decline", expect=409)["code"] == "not_asked"
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_who_took_it_and_does_not_close_it_is_asked_and_the_climb_goes_on(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("niet afgemeld").then_answers("1").expects_sms("Jij pakt alarm")
    app.passes(seconds=25)
    app.karin.phone.is_silent()
    app.passes(seconds=6)
    still = app.fatima.phone.expects_sms("staat nog open")
    assert "Ben je er nog mee bezig: 1" in still.text
    app.karin.phone.expects_sms("heeft zich niet afgemeld")
    alarm = app.karin.alarm()
    assert (alarm["acknowledgedBy"], alarm["level"]) == (None, "manager")
    assert "Fatima Bakker heeft het niet afgerond. Het alarm gaat verder." in _alarm_story(app)
    still.then_answers("1").expects_sms("Jij pakt alarm")
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    app.fatima.phone.sends(f"VEILIG {still.code}")
    app.fatima.phone.expects_sms("is afgesloten")
    app.forgets_messages()


@pytest.mark.on_both
def test_handed_on_it_stays_with_the_old_taker_until_the_new_one_takes_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    overdue(app, Level.COLLEAGUE)
    app.forgets_messages()
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    given = app.fatima.on_alarm(alarm, "assign", personId=str(app.mohamed.id))
    assert given["acknowledgedBy"]["name"] == "Fatima Bakker"
    asked = app.mohamed.phone.expects_sms("Fatima Bakker vraagt jou om dit over te nemen: Jan de Wit")
    assert "Dorpsstraat" in asked.text
    app.karin.phone.is_silent()
    asked.then_answers("1").expects_sms("Jij pakt alarm")
    app.fatima.phone.expects_sms("Mohamed el Amrani pakt het op")
    assert app.karin.alarm()["acknowledgedBy"]["name"] == "Mohamed el Amrani"
    assert "Fatima Bakker vraagt Mohamed el Amrani om het over te nemen." in _alarm_story(app)
    app.mohamed.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_it_is_not_handed_to_who_can_not_have_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    overdue(app, Level.COLLEAGUE, companions=[{"personId": str(sven.id)}])
    app.forgets_messages()
    alarm = app.fatima.alarm()
    wrong = app.fatima.on_alarm(alarm, "assign", personId=str(app.anne.id), expect=400)
    assert wrong["errors"][0]["pointer"] == "/personId"
    assert app.fatima.on_alarm(alarm, "assign", personId=str(sven.id), expect=409)["code"] == "may_not_take"
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_it_is_offered_to_who_can_be_asked_and_to_nobody_else(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    els = app.also_has("Els Smits", Role.WORKER, Role.COLLEAGUE)
    bram = app.also_has("Bram Kok", Role.COLLEAGUE)
    iris = app.also_has("Iris Vos", Role.COLLEAGUE)
    overdue(app, Level.COLLEAGUE, companions=[{"personId": str(sven.id)}])
    busy = els.checks_in(minutes=60)
    with app.database.write() as session:
        away = session.get_one(PersonRecord, bram.id)
        away.absent_from, away.absent_until = app.now(), app.now() + timedelta(days=1)
        session.get_one(PersonRecord, iris.id).phone = None
    app.forgets_messages()
    alarm = app.fatima.alarm()
    app.karin.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    offered: Any = app.fatima.asks(f"/v1/alarms/{alarm['id']}/colleagues")
    assert [one["name"] for one in offered] == ["Mohamed el Amrani"]
    for nobody in (app.ali, els, bram, iris):
        refused = app.fatima.on_alarm(alarm, "assign", personId=str(nobody.id), expect=400)
        assert refused["errors"][0]["code"] == "cannot_take"
    for has_it in (app.fatima, app.karin):
        app.fatima.on_alarm(alarm, "assign", personId=str(has_it.id))
    assert not any("om het over te nemen" in line for line in _alarm_story(app))
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    els.does(busy, "check-out")
    app.forgets_messages()


def test_jan_and_who_is_with_him_never_take_or_close_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, sven), (Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    not_ok(app, companions=[{"personId": str(sven.id)}])
    alarm = app.karin.alarm()
    for action, body in (("acknowledge", {}), ("decline", {}), ("resolve", {"outcome": "safe"})):
        app.jan.on_alarm(alarm, action, **body, expect=403)
        assert sven.on_alarm(alarm, action, **body, expect=409)["code"] == "may_not_take"
    for action, body in (("assign", {"personId": str(app.fatima.id)}), ("police-calls", {"number": "112"})):
        app.jan.on_alarm(alarm, action, **body, expect=403)
        assert sven.on_alarm(alarm, action, **body, expect=409)["code"] == "may_not_take"
    assert app.jan.sees(alarm)["mayAct"] is False
    assert sven.sees(alarm)["mayAct"] is False
    assert app.karin.sees(alarm)["mayAct"] is True
    climbs_to(app, Level.POLICE)
    sven.phone.is_silent()
    app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()


def test_after_the_end_every_answer_says_that_it_is_over(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    overdue(app, Level.COLLEAGUE)
    asked = app.fatima.phone.expects_sms("niet afgemeld")
    alarm = app.fatima.alarm()
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm", note="Telefoon lag in de auto")
    app.fatima.phone.expects_sms("voorbij: Jan de Wit, loos alarm")
    for action, body in (("acknowledge", {}), ("decline", {}), ("resolve", {"outcome": "safe"})):
        assert app.karin.on_alarm(alarm, action, **body, expect=409)["code"] == "alarm_over"
    asked.then_answers("1").expects_sms("Dat is al voorbij")
    closed = app.karin.sees(alarm)
    assert (closed["outcome"], closed["note"]) == ("false_alarm", "Telefoon lag in de auto")


def _alarm_story(app: AppUnderTest) -> list[str]:
    return [line["text"] for line in app.karin.alarm()["timeline"]]


def test_a_telephone_that_rang_about_a_late_visit_tells_of_the_noodknop_by_now(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = overdue(app, Level.COLLEAGUE)
    app.fatima.phone.expects_sms("heeft zich niet afgemeld")
    ringing = app.fatima.phone.expects_call()
    app.jan.does(visit, "panic")
    app.settles()
    said = ringing.picks_up().presses("1").says
    assert "noodknop" in said.lower(), said
    assert "niet afgemeld" not in said
    ringing.hangs_up()
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
