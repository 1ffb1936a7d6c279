"""The duress PIN: the same answers as the right one, nothing on any screen inside, and a loud alarm outside."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, level_of, overdue
from tests.support.app_under_test import AppUnderTest, Person, Role

PIN, DURESS = "2468", "8642"
OWN = frozenset(
    {"id", "asOf", "address", "plannedStart", "startedAt", "expectedEnd", "endedAt", "at", "dueAt", "checkedAt"}
)
MOMENT = re.compile(r"\d\d:\d\d")


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


ACTIONS: list[tuple[str, Json]] = [
    ("ok", {}),
    ("extend", {"minutes": 15}),
    ("check-out", {}),
    ("check-out", {"returnTo": "office"}),
]


@pytest.mark.parametrize(("action", "body"), [*ACTIONS, ("check-out", {"reason": "het is klaar"})])
def test_in_the_app_both_pins_get_the_same_answers(app: AppUnderTest, jan: Person, action: str, body: Json) -> None:
    companions = [{"personId": str(app.ali.id)}]
    calm, forced = (jan.checks_in(minutes=10, companions=companions) for _ in range(2))
    well = jan.does(calm, action, pin=PIN, **body)
    silent = jan.does(forced, action, pin=DURESS, **body)
    assert _alike(silent) == _alike(well)
    for person in (jan, app.ali):
        _sees_nothing(person, forced)
        assert _alike(person.visit(forced)) == _alike(person.visit(calm))
    _outside_it_is_loud(app, forced)
    app.passes(seconds=16)
    assert level_of(app) is Level.POLICE
    for person in (jan, app.ali):
        _sees_nothing(person, forced)
        person.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    for person in (jan, app.ali):
        _sees_nothing(person, forced)
        assert _alike(person.visit(forced)) == _alike(person.visit(calm)), "nor when it is over"
    if action != "check-out":
        for visit in (calm, forced):
            jan.does(visit, "check-out", pin=PIN)


def test_what_is_said_of_trouble_inside_reads_as_on_any_day(app: AppUnderTest, jan: Person) -> None:
    calm, forced = (jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}]) for _ in range(2))
    for visit, pin in ((calm, PIN), (forced, DURESS)):
        jan.does(visit, "ok", pin=pin)
        for person, why in ((jan, "Hij schreeuwt"), (app.ali, "Hij staat in de deur"), (app.fatima, "Hij belde")):
            person.puts(f"/v1/visits/{visit['id']}/expected-trouble", {"why": why}, expect=200)
    for person in (jan, app.ali):
        _sees_nothing(person, forced)
        assert _alike(person.visit(forced)) == _alike(person.visit(calm))
        assert any("Hij schreeuwt" in line for line in person.story(forced))
        assert any("Hij belde" in line for line in person.story(forced))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert _alike(jan.visit(forced)) == _alike(jan.visit(calm)), "nor when it is over"
    for visit in (calm, forced):
        jan.does(visit, "check-out", pin=PIN)


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
            _sees_nothing(jan, visit)
            _outside_it_is_loud(app, visit)
        elif words != "UIT":
            jan.does(visit, "check-out", pin=PIN)
    assert answers[0] == answers[1]
    jan.phone.sends("STATUS")
    jan.phone.expects_sms("Niemand let nu op je." if words == "UIT" else "Er wordt op je gelet tot")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


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
        answers.append((_alike(felt), late, session.status_code))
        jan.signs_in()
    assert answers[0] == answers[1]
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


def test_the_right_pin_after_a_forced_extension_seems_to_end_it_too(app: AppUnderTest, jan: Person) -> None:
    """A check-out that seemed to do nothing would give the silent alarm away."""
    calm, forced = (jan.checks_in(minutes=10) for _ in range(2))
    jan.does(calm, "extend", minutes=15, pin=PIN)
    jan.does(forced, "extend", minutes=15, pin=DURESS)
    app.forgets_messages()
    well = jan.does(calm, "check-out", pin=PIN)
    silent = jan.does(forced, "check-out", pin=PIN)
    assert _alike(silent) == _alike(well)
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
        assert call.says == "Toets uw code, en dan een hekje."
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
    _sees_nothing(jan, visit)
    _outside_it_is_loud(app, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


@pytest.mark.parametrize("way", ["app", "sms", "call"])
def test_it_is_heard_when_somebody_else_ended_the_visit_already(app: AppUnderTest, jan: Person, way: str) -> None:
    """The screen inside does not know it yet, and who types it has no other words."""
    app.twilio.every_call_ends_as(None)
    visit = jan.checks_in(minutes=10)
    app.fatima.does(visit, "ask")
    call = jan.phone.expects_call().picks_up().presses("1")
    app.fatima.does(visit, "check-out", reason="zei aan de telefoon dat het klaar is")
    app.lets_calls_ring().forgets_messages()
    if way == "app":
        jan.does(visit, "check-out", pin=DURESS)
    elif way == "sms":
        jan.phone.sends(f"UIT {DURESS}")
        jan.phone.expects_sms("Je bent nergens aangemeld. Er is niets veranderd.")
    else:
        call.presses(f"{DURESS}#")
        assert call.says == "Dank u wel. Tot later."
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    _sees_nothing(jan, visit)
    jan.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize(("action", "body"), [("ok", {}), ("extend", {"minutes": 15})])
def test_a_screen_that_does_not_know_that_the_visit_was_ended_is_heard_too(
    app: AppUnderTest, jan: Person, action: str, body: Json
) -> None:
    visit = jan.checks_in(minutes=10)
    app.fatima.does(visit, "check-out", reason="zei aan de telefoon dat het klaar is")
    app.forgets_messages()
    refused = [jan.does(visit, action, pin=pin, **body, expect=409) for pin in (PIN, DURESS)]
    assert refused[0] == refused[1]
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
    _sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize(
    "body",
    [
        {"after": timedelta(hours=13)},
        {"after": timedelta(minutes=5)},
        {"minutes": 1000},
        {"minutes": 0},
        {"minutes": -5},
        {"minutes": 99_999},
        {},
    ],
    ids=str,
)
def test_an_end_that_cant_be_is_refused_alike_and_the_duress_pin_is_heard(
    app: AppUnderTest, jan: Person, body: dict[str, Any]
) -> None:
    visit = jan.checks_in(minutes=10)
    if "after" in body:
        body = {"expectedEnd": (datetime.fromisoformat(visit["startedAt"]) + body["after"]).isoformat()}
    refused = [jan.does(visit, "extend", pin=pin, **body, expect=400) for pin in (PIN, DURESS)]
    assert refused[0] == refused[1]
    _outside_it_is_loud(app, visit)
    _sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


@pytest.mark.parametrize("words", ["+0", "+720", "+800", "+99999"])
def test_by_sms_too_an_end_that_cant_be_is_refused_alike(app: AppUnderTest, jan: Person, words: str) -> None:
    visit = jan.checks_in(minutes=10)
    answers = []
    for pin in (PIN, DURESS):
        jan.phone.sends(f"{words} {pin}")
        answers.append(jan.phone.expects_sms().text)
    assert answers[0] == answers[1]
    assert "Er is niets veranderd." in answers[0]
    _outside_it_is_loud(app, visit)
    _sees_nothing(jan, visit)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def test_it_is_heard_when_nobody_can_tell_which_visit_is_meant(app: AppUnderTest, jan: Person) -> None:
    visits = [jan.checks_in(minutes=10) for _ in range(2)]
    answers = []
    for pin in (PIN, DURESS):
        jan.phone.sends(f"UIT {pin}")
        answers.append(jan.phone.expects_sms().text)
    assert answers[0] == answers[1]
    app.forgets_messages()
    assert {app.karin.visit(one)["alarm"]["cause"] for one in visits} == {"duress"}
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    for one in visits:
        jan.does(one, "check-out", pin=PIN)
    app.forgets_messages()


def test_a_phone_that_asks_again_calls_for_help_once(app: AppUnderTest, jan: Person) -> None:
    """It got no answer, and sends the same key: that is no second press."""
    visit = jan.checks_in(minutes=10)

    def asks(minutes: int) -> tuple[int, bytes]:
        answer = app.http.post(
            f"/v1/visits/{visit['id']}/extend",
            json={"pin": DURESS, "minutes": minutes},
            headers={**jan.employee.headers, "Idempotency-Key": f"plus {minutes}"},
        )
        return answer.status_code, answer.content

    for minutes, status in ((1000, 400), (15, 200)):
        first, again = asks(minutes), asks(minutes)
        assert first == again
        assert first[0] == status
    app.settles()
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("STIL ALARM")
        person.phone.expects_sms("gaf nog eens de dwangcode")
        person.phone.is_silent()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    assert asks(15)[0] == 200, "and an old request that comes once more opens nothing"
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    jan.does(visit, "check-out", pin=PIN)


def test_a_fault_of_ours_does_not_lose_it(app: AppUnderTest, jan: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of the action: the call for help was recorded before it was begun."""

    def breaks(*_: object) -> None:
        raise RuntimeError("a fault")

    visit = jan.checks_in(minutes=10)
    app.expects_error("an error nobody expected")
    monkeypatch.setattr("achterwacht.use_cases.visits.extend", breaks)
    jan.does(visit, "extend", pin=DURESS, minutes=15, expect=500)
    _outside_it_is_loud(app, visit)
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
    _sees_nothing(jan, visit)
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
    _outside_it_is_loud(app, visit)
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
    began = _moment(jan.alarm()["openedAt"])
    for person in (jan, sven):
        alarm = person.asks(f"/v1/alarms/{secret['id']}")
        of_visit = person.visit(visit)["alarm"]
        for seen in (alarm, of_visit):
            assert (seen["cause"], seen["level"]) == ("panic", "manager")
            assert _moment(pressed) - timedelta(seconds=1) < _moment(seen["openedAt"]) <= _moment(pressed)
            assert _moment(seen["acknowledgedAt"]) == _moment(seen["openedAt"]), "who had it already has it at once"
        assert _moment(alarm["openedAt"]) == began
        assert [one for one in alarm["told"] if _moment(one["at"]) < began] == []
        older = {one["kind"] for one in alarm["timeline"] if _moment(one["at"]) < began}
        assert older <= {"checked_in", "said_ok"}
        assert (alarm["policeCall"], alarm["ticks"], alarm["note"]) == (None, [], "")
    board = sven.asks("/v1/board")
    loud = sven.asks("/v1/board/alarms")
    for seen in (board["alarms"][0], board["visits"][0]["alarm"], loud["alarms"][0]):
        assert seen["cause"] == "panic"
        assert timedelta() <= began - _moment(seen["openedAt"]) < timedelta(seconds=1)
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


def test_companions_who_also_watch_see_nothing_on_the_board(app: AppUnderTest, jan: Person) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    visit = jan.checks_in(minutes=10, companions=[{"personId": str(sven.id)}])
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    board = sven.asks("/v1/board")
    assert board["alarms"] == []
    assert [one["alarm"] for one in board["visits"]] == [None]
    _sees_nothing(sven, visit)
    alarm = app.karin.alarm()
    for action in ("acknowledge", "decline", "false-alarm"):
        sven.on_alarm(alarm, action, expect=404)
    app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()
    jan.does(visit, "check-out", pin=PIN)


def _alike(visit: Json) -> Any:
    """A visit without what makes it this one: ids and moments."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: bare(inner) for name, inner in value.items() if name not in OWN or inner is None}
        if isinstance(value, list):
            return [bare(one) for one in value]
        return MOMENT.sub("", value) if isinstance(value, str) else value

    return bare(visit)


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _sees_nothing(person: Person, visit: Json) -> None:
    shown = person.visit(visit)
    assert shown["alarm"] is None
    assert person.asks("/v1/alarms")["alarms"] == []
    (listed,) = [one for one in person.asks("/v1/visits")["visits"] if one["id"] == visit["id"]]
    assert listed["alarm"] is None
    assert (listed["state"], listed["timeline"]) == (shown["state"], shown["timeline"])
    words = " ".join(line["text"] for line in shown["timeline"]).lower()
    assert not any(part in words for part in ("alarm", "dwang", "gewaarschuwd", "overgeslagen", "pakt het op"))


def _outside_it_is_loud(app: AppUnderTest, visit: Json) -> None:
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("STIL ALARM").text
        assert "Jan de Wit gaf om" in text
        assert "Bel Jan de Wit NIET. Bel 112." in text
        assert app.jan.employee.phone[-8:] not in text, "nor does it give his number"
    alarm = app.fatima.visit(visit)["alarm"]
    assert (alarm["cause"], alarm["level"]) == ("duress", "manager")


REFUSED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("extend", {"pin": DURESS, "minutes": 1000}),
    ("extend", {"pin": DURESS}),
    ("extend", {"pin": DURESS, "expectedEnd": "1900-01-01T00:00:00Z"}),
    ("ok", {"pin": DURESS, "ageSeconds": -3}),
    ("check-out", {"pin": DURESS, "zomaar": 1}),
    ("check-out", {"pin": DURESS, "reason": "x" * 5_000}),
    ("check-out", {"pin": int(DURESS)}),
    ("ok", {"pin": f" {DURESS} "}),
    ("ok", {"pin": DURESS.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})}),
)


@pytest.mark.parametrize(("action", "body"), REFUSED)
def test_a_duress_pin_is_heard_whatever_else_in_its_body_is_refused(
    app: AppUnderTest, jan: Person, action: str, body: dict[str, Any]
) -> None:
    visit = jan.checks_in(minutes=60)
    answer = app.http.post(f"/v1/visits/{visit['id']}/{action}", json=body, headers=jan.employee.headers)
    assert answer.status_code in (200, 400)
    app.settles()
    assert [one["cause"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]] == ["duress"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()


def test_a_duress_pin_is_heard_with_a_key_that_was_used(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=60)
    headers = {**jan.employee.headers, "Idempotency-Key": "a-key"}
    assert app.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": PIN}, headers=headers).status_code == 200
    assert app.http.post(f"/v1/visits/{visit['id']}/ok", json={"pin": DURESS}, headers=headers).status_code == 409
    app.settles()
    assert [one["cause"] for one in app.karin.asks("/v1/alarms?open=true")["alarms"]] == ["duress"]
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()
