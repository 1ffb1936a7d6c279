"""Somebody who comes along asks for help: everybody outside reads who pressed, who else is there, and whom to ring."""

import pytest
from sqlalchemy import update

from achterwacht.alarms.facts import Level
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, climbs_to, local_time, overdue
from tests.support.app_under_test import AppUnderTest, Person


@pytest.fixture
def visit(app: AppUnderTest) -> Json:
    """Jan is inside, and Ali with him."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=60, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    return visit


def number_of(person: Person) -> str:
    """As a text writes it."""
    return f"06 {person.employee.phone[4:]}"


def is_over(app: AppUnderTest) -> None:
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.on_both
def test_who_pressed_is_named_in_every_text_and_on_every_screen(app: AppUnderTest, visit: Json) -> None:
    app.ali.does(visit, "panic")
    alarm = app.fatima.alarm()
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("NOOD").text
        assert f"Ali Demir (op pad met Jan de Wit) drukte om {local_time(alarm['openedAt'])} op de noodknop" in text
        assert f"dan {number_of(app.ali)}" in text
        assert number_of(app.jan) not in text
    pressed = {"id": str(app.ali.id), "name": "Ali Demir", "saidNo": False}
    assert alarm["pressedBy"] == pressed | {"phone": app.ali.employee.phone}
    assert "Alarm: noodknop, door Ali Demir." in app.fatima.story(visit)
    (row,) = app.fatima.asks("/v1/board")["alarms"]
    (loud,) = app.fatima.asks("/v1/board/alarms")["alarms"]
    assert row["pressedBy"] == alarm["pressedBy"]
    assert loud["pressedBy"] == pressed
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert (
        f"De medewerker die op de noodknop drukte, heet Ali Demir. Het nummer is {number_of(app.ali)}."
        f" Ook daar is Jan de Wit. Het nummer is {number_of(app.jan)}."
    ) in sheet["say"]
    assert sheet["causeText"] == "noodknop, door Ali Demir"
    assert sheet["lastContactText"] == "Alarm: noodknop, door Ali Demir."
    app.passes(seconds=16)
    assert "Jan de Wit en Ali Demir, " in app.karin.phone.expects_sms("BEL NU 112").text
    app.forgets_messages()
    is_over(app)


def test_in_a_call_too(app: AppUnderTest, visit: Json) -> None:
    app.twilio.every_call_ends_as(None)
    app.ali.does(visit, "panic")
    call = app.fatima.phone.expects_call().picks_up().presses("1")
    assert "Ali Demir (op pad met Jan de Wit) drukte om" in call.says
    assert f"Dan: {', '.join(number_of(app.ali).replace(' ', ''))}." in call.says
    call.hangs_up()
    app.karin.phone.expects_call().rings_out()
    app.lets_calls_ring().forgets_messages()
    is_over(app)


def test_the_worker_with_somebody_along_is_not_said_to_be_alone(app: AppUnderTest, visit: Json) -> None:
    app.jan.does(visit, "panic")
    assert "Jan de Wit (op pad met Ali Demir) drukte om" in app.fatima.phone.expects_sms("NOOD").text
    app.karin.phone.expects_sms("NOOD")
    alarm = app.fatima.alarm()
    assert alarm["pressedBy"] is None, "the alarm is called after the worker anyway"
    assert "Alarm: noodknop, door Jan de Wit." in app.fatima.story(visit)
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert f"De medewerker heet Jan de Wit. Het nummer is {number_of(app.jan)}." in sheet["say"]
    app.ali.phone.sends("NOOD")
    app.ali.phone.expects_sms("Alarm verstuurd")
    again = "Ali Demir (gaat mee met Jan de Wit) drukte nu op de noodknop."
    for person in (app.fatima, app.karin):
        person.phone.expects_sms(again)
    assert "Nog eens hulp gevraagd: noodknop, door Ali Demir (sms)." in app.fatima.story(visit)
    assert app.fatima.alarm()["pressedBy"] is None, "the alarm is still that of who pressed first"
    app.ali.phone.sends("loos alarm")
    app.ali.phone.expects_sms("")
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("Ali Demir zegt dat het loos alarm is").text
        assert f"Bel {number_of(app.ali)} om het te horen." in text
    is_over(app)


def test_nood_by_sms_of_a_companion(app: AppUnderTest, visit: Json) -> None:
    app.ali.phone.sends("NOOD hij heeft een mes")
    app.ali.phone.expects_sms("Alarm verstuurd")
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Ali Demir (op pad met Jan de Wit) drukte om")
    assert "Alarm: noodknop, door Ali Demir (sms)." in app.fatima.story(visit)
    assert app.fatima.alarm()["pressedBy"]["name"] == "Ali Demir"
    app.forgets_messages()
    is_over(app)


@pytest.mark.on_both
def test_their_duress_pin_names_them_outside_and_nobody_inside(app: AppUnderTest, visit: Json) -> None:
    app.ali.sets_pin(PIN, DURESS)
    app.ali.does(visit, "ok", pin=DURESS)
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("STIL ALARM").text
        assert "Ali Demir (op pad met Jan de Wit) gaf om" in text
        assert "Bel Jan de Wit en Ali Demir NIET. Bel 112." in text
    alarm = app.fatima.alarm()
    assert (alarm["cause"], alarm["pressedBy"]["name"]) == ("duress", "Ali Demir")
    assert "Alarm: stil alarm, door Ali Demir." in app.fatima.story(visit)
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    (who,) = [line for line in sheet["say"] if "heet Ali Demir" in line]
    assert who.startswith("De medewerker die het stille alarm gaf, heet Ali Demir.")
    assert who.endswith("Bel die nummers niet: iemand kan meeluisteren.")
    for person in (app.jan, app.ali):
        assert "alarm" not in str(person.visit(visit)["timeline"]).lower()
    app.jan.does(visit, "panic")
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Jan de Wit drukte nu ook op de noodknop")
    assert app.ali.asks("/v1/board/alarms", expect=403)
    assert app.jan.alarm()["pressedBy"] is None, "for those inside it began with this press"
    assert app.fatima.alarm()["pressedBy"]["name"] == "Ali Demir"
    is_over(app)


def test_an_alarm_that_was_open_already_says_when_they_pressed(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(app, Level.COLLEAGUE, companions=[{"personId": str(app.ali.id)}])
    app.forgets_messages()
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    app.passes(seconds=25)
    app.ali.does(visit, "panic")
    pressed = local_time(app.now().isoformat())
    assert pressed != local_time(alarm["openedAt"])
    assert f"Ali Demir (op pad met Jan de Wit) drukte om {pressed} op" in app.fatima.phone.expects_sms("NOOD").text
    assert "Alarm wordt ernstiger: noodknop, door Ali Demir." in app.fatima.story(visit)
    app.forgets_messages()
    climbs_to(app, Level.POLICE)
    is_over(app)


def test_an_alarm_from_before_this_was_noted_reads_as_it_did(app: AppUnderTest, visit: Json) -> None:
    app.ali.does(visit, "panic")
    with app.database.write() as session:
        session.execute(
            update(EventRecord).where(EventRecord.kind == EventKind.ALARM_OPENED).values(by_id=None),
            execution_options={"across_organisations": True},
        )
    alarm = app.fatima.alarm()
    assert alarm["pressedBy"] is None
    assert "Alarm: noodknop." in app.fatima.story(visit)
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert sheet["causeText"] == "noodknop"
    assert sheet["lastContactText"] == "Alarm: noodknop."
    app.forgets_messages()
    is_over(app)


def test_who_pressed_follows_their_alarm_and_may_say_that_it_is_false(app: AppUnderTest, visit: Json) -> None:
    """Their red screen asks for it every few seconds. It must not go as if nobody had heard them."""
    made = app.ali.does(visit, "panic")
    alarm = app.fatima.alarm()
    app.forgets_messages()
    seen = app.ali.asks(f"/v1/alarms/{alarm['id']}")
    assert (made["id"], seen["cause"], seen["resolvedAt"]) == (visit["id"], "panic", None)
    assert {one["person"]["name"] for one in seen["told"]} == {"Fatima Bakker", "Karin Smit"}
    assert (seen["name"], seen["steps"], seen["mayAct"]) == (None, [], False)
    app.ali.on_alarm(alarm, "acknowledge", expect=403)
    app.ali.on_alarm(alarm, "false-alarm")
    for person in (app.fatima, app.karin):
        person.phone.expects_sms("Ali Demir zegt dat het loos alarm is")
    is_over(app)
    assert app.ali.asks(f"/v1/alarms/{alarm['id']}")["outcome"] == "help_given"
    app.ruth.asks(f"/v1/alarms/{alarm['id']}", expect=404)


def said_no(app: AppUnderTest, person: Person) -> Json:
    """Jan is inside alone: whoever would come along said that they can't."""
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = app.jan.checks_in(minutes=60, companions=[{"personId": str(person.id)}])
    person.does(visit, f"companions/{visit['companions'][0]['id']}/cant")
    app.forgets_messages()
    return visit


@pytest.mark.on_both
def test_who_said_no_and_presses_is_not_said_to_be_there(app: AppUnderTest) -> None:
    visit = said_no(app, app.ali)
    app.ali.does(visit, "panic")
    alarm = app.fatima.alarm()
    said = "Ali Demir (zei niet mee te gaan met Jan de Wit) drukte om"
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms(said).text
        assert f"dan {number_of(app.ali)}" in text
    (row,) = app.fatima.asks("/v1/board")["alarms"]
    (loud,) = app.fatima.asks("/v1/board/alarms")["alarms"]
    assert [one["pressedBy"]["saidNo"] for one in (alarm, row, loud)] == [True, True, True]
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert (
        f"De medewerker die op de noodknop drukte, heet Ali Demir. Het nummer is {number_of(app.ali)}."
        " Die zei eerder niet mee te gaan, en is misschien ergens anders."
        f" Op pad is Jan de Wit. Het nummer is {number_of(app.jan)}."
    ) in sheet["say"]
    assert "Voor zover bekend is de medewerker alleen." in sheet["say"]
    is_over(app)


@pytest.mark.on_both
def test_who_said_no_and_gives_the_duress_pin_is_never_rung_or_told(app: AppUnderTest) -> None:
    """She has the watch herself, and whoever forces her would hear her telephone."""
    app.fatima.sets_pin(PIN, DURESS)
    visit = said_no(app, app.fatima)
    app.fatima.does(visit, "ok", pin=DURESS)
    text = app.karin.phone.expects_sms("STIL ALARM").text
    assert "Fatima Bakker (zei niet mee te gaan met Jan de Wit) gaf om" in text
    assert "Bel Jan de Wit en Fatima Bakker NIET." in text
    app.passes(seconds=40)
    assert "Bel Jan de Wit en Fatima Bakker NIET." in app.karin.phone.expects_sms("BEL NU 112").text
    app.fatima.phone.is_silent()
    app.forgets_messages()
    is_over(app)


@pytest.mark.on_both
def test_what_they_had_said_stays_said_when_the_duress_pin_comes_after_the_noodknop(app: AppUnderTest) -> None:
    """From the first press on Ali counts as inside, and still nobody knows that he is."""
    app.ali.sets_pin(PIN, DURESS)
    visit = said_no(app, app.ali)
    app.ali.does(visit, "panic")
    app.forgets_messages()
    app.ali.does(visit, "ok", pin=DURESS)
    alarm = app.fatima.alarm()
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("STIL ALARM").text
        assert "Ali Demir (zei niet mee te gaan met Jan de Wit) gaf om" in text
        assert "Bel Jan de Wit en Ali Demir NIET." in text
    board = app.fatima.asks("/v1/board")
    (row,), (loud,) = board["alarms"], app.fatima.asks("/v1/board/alarms")["alarms"]
    assert [one["pressedBy"]["saidNo"] for one in (alarm, row, loud)] == [True, True, True]
    assert [(one["name"], one["declined"]) for one in board["visits"][0]["companions"]] == [("Ali Demir", True)]
    sheet = app.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")
    assert (sheet["companions"], sheet["peopleInside"]) == ([], 1)
    said = " ".join(sheet["say"])
    assert "Die zei eerder niet mee te gaan, en is misschien ergens anders. Op pad is Jan de Wit." in said
    assert "Voor zover bekend is de medewerker alleen." in said
    assert "Bel die nummers niet" in said
    is_over(app)


@pytest.mark.on_both
def test_nobody_is_said_to_be_with_who_calls_for_help_because_they_pressed_elsewhere(app: AppUnderTest) -> None:
    app.jan.sets_pin(PIN, DURESS)
    visit = said_no(app, app.ali)
    app.ali.does(visit, "panic")
    app.forgets_messages()
    app.jan.does(visit, "ok", pin=DURESS)
    for person in (app.fatima, app.karin):
        text = person.phone.expects_sms("STIL ALARM").text
        assert "Jan de Wit gaf om" in text, "and not: on the way with Ali"
        assert "Bel Jan de Wit en Ali Demir NIET." in text, "he may be there"
    sheet = app.fatima.asks(f"/v1/alarms/{app.fatima.alarm()['id']}/hand-over")
    assert "Voor zover bekend is de medewerker alleen." in sheet["say"]
    app.ali.phone.is_silent()
    is_over(app)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_who_says_that_they_are_there_after_all_is_there(app: AppUnderTest) -> None:
    visit = said_no(app, app.ali)
    app.ali.does(visit, "panic")
    (along,) = app.karin.visit(visit)["companions"]
    assert (along["declinedAt"], along["saidNoAt"] is not None) == (None, True)
    app.ali.does(visit, f"companions/{along['id']}/there")
    (along,) = app.karin.visit(visit)["companions"]
    assert (along["thereAt"] is not None, along["saidNoAt"]) == (True, None)
    sheet = app.fatima.asks(f"/v1/alarms/{app.fatima.alarm()['id']}/hand-over")
    assert sheet["peopleInside"] == 2
    app.forgets_messages()
    is_over(app)
