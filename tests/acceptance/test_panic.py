"""The noodknop: colleague and manager at once, by every channel, wherever it was pressed."""

from uuid import uuid4

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, level_of, overdue, panic
from tests.support.house import House, Person


def test_colleague_and_manager_hear_it_together_by_sms_and_call(house: House) -> None:
    visit = panic(house)
    for person in (house.fatima, house.karin):
        text = person.phone.expects_sms("NOOD").text
        assert "Jan de Wit drukte om" in text
        assert "Bel eerst 112 bij gevaar" in text
        person.phone.expects_call().rings_out()
    alarm = house.jan.alarm()
    assert (alarm["cause"], alarm["level"]) == ("panic", "manager")
    assert {(one["person"]["name"], one["channel"]) for one in alarm["told"]} == {
        ("Fatima Bakker", "sms"), ("Fatima Bakker", "call"), ("Karin Smit", "sms"), ("Karin Smit", "call"),
    }  # fmt: skip
    house.fatima.on_alarm(alarm, "acknowledge")
    assert house.jan.visit(visit)["alarm"]["acknowledgedBy"]["name"] == "Fatima Bakker", "Jan sees who comes"
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    house.passes(seconds=20)
    house.karin.phone.is_silent()
    house.fatima.on_alarm(alarm, "resolve", outcome="help_given")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_when_nobody_takes_it_the_police_task_follows_on_its_own_time(house: House) -> None:
    house.lets_calls_ring().runs_on("demo", ('police_after = "15s"', 'police_after = "25s"'))
    visit = panic(house)
    house.forgets_messages()
    house.passes(seconds=18)
    house.karin.phone.is_silent()
    house.passes(seconds=8)
    house.karin.phone.expects_sms("BEL NU 112")
    house.fatima.phone.expects_sms("BEL NU 112")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="help_given")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_without_a_visit_it_is_an_alarm_of_its_own(house: House) -> None:
    house.lets_calls_ring()
    alarm_id = str(uuid4())
    body = {"id": alarm_id, "location": {"latitude": 51.69, "longitude": 5.3, "accuracyMetres": 12}, "note": "Balie"}
    alarm = house.jan.posts("/v1/alarms", body, expect=201)
    assert (alarm["id"], alarm["visitId"], alarm["address"], alarm["note"]) == (alarm_id, None, None, "Balie")
    assert alarm["location"]["latitude"] == 51.69
    text = house.fatima.phone.expects_sms("NOOD").text
    assert "adres onbekend" in text
    house.karin.phone.expects_sms("NOOD")
    again = house.jan.posts("/v1/alarms", body, expect=201)
    assert (again["id"], again["timeline"]) == (alarm_id, alarm["timeline"])
    house.fatima.phone.is_silent()
    house.jan.posts("/v1/alarms", {}, expect=201)
    house.fatima.phone.expects_sms("drukte nog eens op de noodknop")
    house.karin.phone.expects_sms("drukte nog eens op de noodknop")
    house.passes(seconds=16)
    assert level_of(house) is Level.POLICE
    sheet = house.karin.asks(f"/v1/alarms/{alarm_id}/hand-over")
    assert sheet["say"][0].startswith("Het adres is niet bekend. De telefoon was op: noorderbreedte 51,6900,")
    house.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    house.forgets_messages()


def test_a_visit_that_is_not_jans_or_not_under_way_refuses_no_panic_and_shows_nothing(house: House) -> None:
    house.lets_calls_ring()
    strangers = house.has_neighbours()
    stranger = Person(house, strangers.worker)
    theirs = stranger.checks_in(minutes=10)
    ended = house.jan.checks_in(minutes=10)
    house.jan.does(ended, "check-out")
    for visit in (theirs, ended, {"id": str(uuid4())}):
        body = {"id": str(uuid4()), "visitId": visit["id"]}
        alarm = house.jan.posts("/v1/alarms", body, expect=201)
        assert (alarm["visitId"], alarm["address"]) == (None, None)
        # The same id in another organisation is another alarm: the first is neither seen nor touched.
        other = stranger.posts("/v1/alarms", body, expect=201)
        assert other["id"] == body["id"]
        Person(house, strangers.manager).on_alarm(other, "resolve", outcome="safe")
        assert house.karin.alarm()["id"] == alarm["id"] == body["id"]
        house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.jan.does(ended, "panic")
    assert house.karin.alarm()["visitId"] is None
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    assert stranger.visit(theirs)["alarm"] is None
    house.forgets_messages()
    stranger.does(theirs, "check-out")


def test_a_colleague_who_signs_jan_off_does_not_close_it(house: House) -> None:
    house.lets_calls_ring()
    visit = panic(house)
    house.forgets_messages()
    house.fatima.does(visit, "check-out", reason="Hij zit naast me")
    text = house.karin.phone.expects_sms("Fatima Bakker meldt Jan de Wit af.").text
    assert "Het alarm blijft open." in text
    house.fatima.phone.expects_sms("Het alarm blijft open.")
    assert "Fatima Bakker meldt Jan de Wit af: Hij zit naast me. Het alarm blijft open." in house.karin.story(visit)
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended"


def test_with_two_visits_under_way_it_is_on_both_and_the_sheet_lists_both_addresses(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    first, second = house.jan.checks_in(minutes=30), house.jan.checks_in(minutes=30)
    house.jan.posts("/v1/alarms", {}, expect=201)
    alarms = house.fatima.asks("/v1/alarms?open=true")["alarms"]
    assert {alarm["visitId"] for alarm in alarms} == {first["id"], second["id"]}
    house.forgets_messages()
    numbers = [one["address"]["houseNumber"] for one in (first, second)]
    for visit in (first, second):
        alarm = house.fatima.visit(visit)["alarm"]
        places = house.fatima.asks(f"/v1/alarms/{alarm['id']}/hand-over")["addresses"]
        own = visit["address"]["houseNumber"]
        other = next(number for number in numbers if number != own)
        lines = [place["line"] for place in places]
        assert lines == [f"Dorpsstraat {own}, 5211 AA Den Bosch", f"Dorpsstraat {other}, 5211 AA Den Bosch"]
    for visit in (first, second):
        house.fatima.on_alarm(house.fatima.visit(visit)["alarm"], "resolve", outcome="safe")
        house.jan.does(visit, "check-out")
    house.forgets_messages()


def test_a_word_for_help_anywhere_in_a_text_is_a_panic(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10)
    for place, words in enumerate(("kom snel, noodgeval NOOD!", "help", "sos sos", "Stuur hulp")):
        house.jan.phone.sends(words)
        house.jan.phone.expects_sms("Alarm verstuurd. Bel 112 als het kan.")
        house.fatima.phone.expects_sms("nog eens op de noodknop" if place else "NOOD")
        house.karin.phone.expects_sms("nog eens op de noodknop" if place else "NOOD")
    house.jan.phone.sends("noodzakelijk boodschappen doen")
    house.jan.phone.expects_sms("Dat begrijp ik niet")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_a_companion_may_press_it_too(house: House) -> None:
    house.lets_calls_ring()
    visit = house.jan.checks_in(minutes=10, companions=[{"personId": str(house.ali.id)}])
    house.ali.does(visit, "panic", location={"latitude": 51.7, "longitude": 5.31})
    alarm = house.fatima.alarm()
    assert (alarm["cause"], alarm["visitId"], alarm["location"]["latitude"]) == ("panic", visit["id"], 51.7)
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def test_it_makes_a_lighter_alarm_graver_and_who_took_that_did_not_take_this(house: House) -> None:
    house.lets_calls_ring()
    visit = overdue(house, Level.COLLEAGUE)
    alarm = house.fatima.alarm()
    house.fatima.on_alarm(alarm, "acknowledge")
    house.forgets_messages()
    house.jan.does(visit, "panic")
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    graver = house.fatima.alarm()
    assert (graver["id"], graver["cause"], graver["level"]) == (alarm["id"], "panic", "manager")
    assert graver["acknowledgedBy"] is None
    assert "Alarm wordt ernstiger: noodknop." in house.fatima.story(visit)
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("Een collega belt je")
    house.forgets_messages()
    assert house.fatima.alarm()["cause"] == "panic", "a check-out does not close it"
    house.fatima.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "ended", "he had signed off"


def test_a_lighter_cause_changes_nothing_and_a_graver_one_keeps_the_height(house: House) -> None:
    house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    visit = overdue(house, Level.POLICE)
    house.forgets_messages()
    house.jan.does(visit, "panic")
    assert level_of(house) is Level.POLICE
    house.fatima.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("NOOD")
    house.karin.phone.expects_sms("BEL NU 112")
    house.fatima.phone.expects_sms("BEL NU 112")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()


def test_loos_alarm_by_jan_is_a_note_that_asks_for_a_call_back(house: House) -> None:
    house.lets_calls_ring()
    visit = panic(house)
    house.forgets_messages()
    alarm = house.jan.alarm()
    house.jan.on_alarm(alarm, "false-alarm", note="In mijn zak")
    for person in (house.fatima, house.karin):
        text = person.phone.expects_sms("zegt dat het loos alarm is").text
        assert "Bel 06" in text
    assert house.jan.alarm()["resolvedAt"] is None
    assert "Jan de Wit zegt: loos alarm. In mijn zak. Bel terug." in house.fatima.story(visit)
    house.fatima.on_alarm(alarm, "false-alarm", expect=404)
    house.fatima.on_alarm(alarm, "resolve", outcome="false_alarm")
    house.forgets_messages()
    assert house.jan.visit(visit)["state"] == "under_way"
    house.jan.does(visit, "check-out")
