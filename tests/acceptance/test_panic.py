"""The noodknop: colleague and manager at once, by every channel, wherever it was pressed."""

from uuid import uuid4

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, level_of, overdue, panic
from tests.support.app_under_test import AppUnderTest, Person


def test_colleague_and_manager_hear_it_together_by_sms_and_call(app: AppUnderTest) -> None:
    visit = panic(app)
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("NOOD").text
        assert "Jan de Wit drukte om" in text
        assert "Bel eerst 112 bij gevaar" in text
        person.phone.expects_call().rings_out()
    alarm = app.jan.alarm()
    assert (alarm["cause"], alarm["level"]) == ("panic", "manager")
    assert {(one["person"]["name"], one["channel"]) for one in alarm["told"]} == {
        ("Fatima Bakker", "sms"), ("Fatima Bakker", "call"), ("Karin Smit", "sms"), ("Karin Smit", "call"),
    }  # fmt: skip
    app.fatima.on_alarm(alarm, "acknowledge")
    assert app.jan.visit(visit)["alarm"]["acknowledgedBy"]["name"] == "Fatima Bakker", "Jan sees who comes"
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    app.passes(seconds=20)
    app.karin.phone.is_silent()
    app.fatima.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_when_nobody_takes_it_the_police_task_follows_on_its_own_time(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("demo", ('police_after = "15s"', 'police_after = "25s"'))
    visit = panic(app)
    app.forgets_messages()
    app.passes(seconds=18)
    app.karin.phone.is_silent()
    app.passes(seconds=8)
    app.karin.phone.expects_sms("BEL NU 112")
    app.fatima.phone.expects_sms("BEL NU 112")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_without_a_visit_it_is_an_alarm_of_its_own(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    alarm_id = str(uuid4())
    body = {"id": alarm_id, "location": {"latitude": 51.69, "longitude": 5.3, "accuracyMetres": 12}, "note": "Balie"}
    alarm = app.jan.posts("/v1/alarms", body, expect=201)
    assert (alarm["id"], alarm["visitId"], alarm["address"], alarm["note"]) == (alarm_id, None, None, "Balie")
    assert alarm["location"]["latitude"] == 51.69
    text = app.fatima.phone.expects_sms("NOOD").text
    assert "adres onbekend" in text
    app.karin.phone.expects_sms("NOOD")
    again = app.jan.posts("/v1/alarms", body, expect=201)
    assert (again["id"], again["timeline"]) == (alarm_id, alarm["timeline"])
    app.fatima.phone.is_silent()
    app.jan.posts("/v1/alarms", {}, expect=201)
    app.fatima.phone.expects_sms("drukte nog eens op de noodknop")
    app.karin.phone.expects_sms("drukte nog eens op de noodknop")
    app.passes(seconds=16)
    assert level_of(app) is Level.POLICE
    sheet = app.karin.asks(f"/v1/alarms/{alarm_id}/hand-over")
    assert sheet["say"][0].startswith("Het adres is niet bekend. De telefoon was op: noorderbreedte 51,6900,")
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.forgets_messages()


@pytest.mark.on_both
def test_a_visit_that_is_not_jans_or_not_under_way_refuses_no_panic_and_shows_nothing(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    strangers = app.has_neighbours()
    stranger = Person(app, strangers.worker)
    theirs = stranger.checks_in(minutes=10)
    ended = app.jan.checks_in(minutes=10)
    app.jan.does(ended, "check-out")
    for visit in (theirs, ended, {"id": str(uuid4())}):
        body = {"id": str(uuid4()), "visitId": visit["id"]}
        alarm = app.jan.posts("/v1/alarms", body, expect=201)
        assert (alarm["visitId"], alarm["address"]) == (None, None)
        # The same id in another organisation is another alarm: the first is neither seen nor touched.
        other = stranger.posts("/v1/alarms", body, expect=201)
        assert other["id"] == body["id"]
        Person(app, strangers.manager).on_alarm(other, "resolve", outcome="safe")
        assert app.karin.alarm()["id"] == alarm["id"] == body["id"]
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.jan.does(ended, "panic")
    assert app.karin.alarm()["visitId"] is None
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    assert stranger.visit(theirs)["alarm"] is None
    app.forgets_messages()
    stranger.does(theirs, "check-out")


@pytest.mark.on_both
def test_a_colleague_who_signs_jan_off_does_not_close_it(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = panic(app)
    app.forgets_messages()
    app.fatima.does(visit, "check-out", reason="Hij zit naast me")
    text = app.karin.phone.expects_sms("Fatima Bakker meldt Jan de Wit af.").text
    assert "Het alarm blijft open." in text
    app.fatima.phone.expects_sms("Het alarm blijft open.")
    assert "Fatima Bakker meldt Jan de Wit af: Hij zit naast me. Het alarm blijft open." in app.karin.story(visit)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended"


def test_with_two_visits_under_way_it_is_on_both_and_the_sheet_lists_both_addresses(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    first, second = app.jan.checks_in(minutes=30), app.jan.checks_in(minutes=30)
    app.jan.posts("/v1/alarms", {}, expect=201)
    alarms = app.fatima.asks("/v1/alarms?open=true")["alarms"]
    assert {alarm["visitId"] for alarm in alarms} == {first["id"], second["id"]}
    app.forgets_messages()
    numbers = [one["address"]["houseNumber"] for one in (first, second)]
    for visit in (first, second):
        alarm = app.fatima.visit(visit)["alarm"]
        places = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")["addresses"]
        own = visit["address"]["houseNumber"]
        other = next(number for number in numbers if number != own)
        lines = [place["line"] for place in places]
        assert lines == [f"Dorpsstraat {own}, 5211 AA Den Bosch", f"Dorpsstraat {other}, 5211 AA Den Bosch"]
    for visit in (first, second):
        app.fatima.on_alarm(app.fatima.visit(visit)["alarm"], "resolve", outcome="safe")
        app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_word_for_help_anywhere_in_a_text_is_a_panic(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10)
    for place, words in enumerate(("kom snel, noodgeval NOOD!", "help", "sos sos", "Stuur hulp")):
        app.jan.phone.sends(words)
        app.jan.phone.expects_sms("Alarm verstuurd. Bel 112 als het kan.")
        app.fatima.phone.expects_sms("nog eens op de noodknop" if place else "NOOD")
        app.karin.phone.expects_sms("nog eens op de noodknop" if place else "NOOD")
    app.jan.phone.sends("noodzakelijk boodschappen doen")
    app.jan.phone.expects_sms("Dat begrijp ik niet")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_a_companion_may_press_it_too(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    app.ali.does(visit, "panic", location={"latitude": 51.7, "longitude": 5.31})
    alarm = app.fatima.alarm()
    assert (alarm["cause"], alarm["visitId"], alarm["location"]["latitude"]) == ("panic", visit["id"], 51.7)
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_it_makes_a_lighter_alarm_graver_and_who_took_that_did_not_take_this(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = overdue(app, Level.COLLEAGUE)
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.forgets_messages()
    app.jan.does(visit, "panic")
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    graver = app.fatima.alarm()
    assert (graver["id"], graver["cause"], graver["level"]) == (alarm["id"], "panic", "manager")
    assert graver["acknowledgedBy"] is None
    assert "Alarm wordt ernstiger: noodknop, door Jan de Wit." in app.fatima.story(visit)
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Een collega belt je")
    app.forgets_messages()
    assert app.fatima.alarm()["cause"] == "panic", "a check-out does not close it"
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "ended", "he had signed off"


@pytest.mark.parametrize("silent", [False, True])
def test_who_closes_the_lighter_one_by_a_text_that_crosses_the_press_closes_nothing(
    app: AppUnderTest, silent: bool
) -> None:
    app.jan.sets_pin("4821", "7733")
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app, Level.COLLEAGUE)
    told = app.fatima.phone.expects_sms("Jan de Wit")
    app.forgets_messages()
    if silent:
        app.jan.does(visit, "ok", pin="7733")
    else:
        app.jan.does(visit, "panic")
    word = "STIL ALARM" if silent else "NOOD"
    graver = app.fatima.phone.expects_sms(word)
    app.karin.phone.expects_sms(word)
    now = "Er loopt een STIL ALARM van Jan de Wit" if silent else "Er loopt nu een alarm van Jan de Wit"
    told.then_answers("VEILIG").expects_sms(now)
    assert app.fatima.alarm()["cause"] == ("duress" if silent else "panic")
    app.passes(seconds=31)
    app.forgets_messages()
    graver.then_answers("VEILIG").expects_sms("is veilig")
    app.forgets_messages()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []


def test_who_could_not_come_for_the_lighter_one_is_told_of_the_graver(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app, Level.COLLEAGUE)
    app.fatima.on_alarm(app.fatima.alarm(), "decline")
    app.forgets_messages()
    app.jan.does(visit, "panic")
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_lighter_cause_changes_nothing_and_a_graver_one_keeps_the_height(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app, Level.POLICE)
    app.forgets_messages()
    app.jan.does(visit, "panic")
    assert level_of(app) is Level.POLICE
    app.fatima.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("NOOD")
    app.karin.phone.expects_sms("BEL NU 112")
    app.fatima.phone.expects_sms("BEL NU 112")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_loos_alarm_by_jan_is_a_note_that_asks_for_a_call_back(app: AppUnderTest) -> None:
    app.lets_calls_ring()
    visit = panic(app)
    app.forgets_messages()
    alarm = app.jan.alarm()
    app.jan.on_alarm(alarm, "false-alarm", note="In mijn zak")
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("zegt dat het loos alarm is").text
        assert "Bel 06" in text
    assert app.jan.alarm()["resolvedAt"] is None
    assert "Jan de Wit zegt: loos alarm. In mijn zak. Bel terug." in app.fatima.story(visit)
    app.fatima.on_alarm(alarm, "false-alarm", expect=404)
    app.fatima.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.forgets_messages()
    assert app.jan.visit(visit)["state"] == "under_way"
    app.jan.does(visit, "check-out")
