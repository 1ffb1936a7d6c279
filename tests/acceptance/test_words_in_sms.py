"""What people may type: words, codes, and what comes back when it is not understood, over, or not meant for them."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, climbs_to, local_time, overdue, panic
from tests.support.app_under_test import AppUnderTest, Rank, Role


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_longer(app: AppUnderTest) -> None:
    visit = app.jan.checks_in(minutes=20)
    for words in ("+15", "verleng 15", "EXTEND15"):
        before = app.jan.visit(visit)["expectedEnd"]
        app.jan.phone.sends(words)
        text = app.jan.phone.expects_sms("Je afspraak loopt nu tot").text
        end = app.jan.visit(visit)["expectedEnd"]
        assert end > before
        assert text == f"Je afspraak loopt nu tot {local_time(end)}."
    app.jan.does(visit, "check-out")


def test_out_ok_and_status(app: AppUnderTest) -> None:
    app.jan.phone.sends("status")
    app.jan.phone.expects_sms("Niemand let nu op je.")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("Je bent nergens aangemeld. Er is niets veranderd.")
    for word in ("uit", "Out"):
        visit = app.jan.checks_in(minutes=20)
        app.jan.phone.sends("STATUS")
        app.jan.phone.expects_sms("Er wordt op je gelet tot")
        app.jan.phone.sends("oke")
        app.jan.phone.expects_sms("Genoteerd: alles goed.")
        app.jan.phone.sends(word)
        app.jan.phone.expects_sms("Je bent afgemeld.")
        assert app.jan.visit(visit)["state"] == "ended"


def test_with_two_visits_a_list_comes_back_and_nothing_changes(app: AppUnderTest) -> None:
    first, second = app.jan.checks_in(minutes=20), app.jan.checks_in(minutes=30)
    for words, example in (("UIT", "UIT 1"), ("OK", "OK 1"), ("+15", "+15 1"), ("UIT 3", "UIT 1")):
        app.jan.phone.sends(words)
        text = app.jan.phone.expects_sms("Je hebt 2 bezoeken").text
        assert f"1) Dorpsstraat {first['address']['houseNumber']}" in text
        assert f"2) Dorpsstraat {second['address']['houseNumber']}" in text
        assert text.endswith(f"Antwoord bijvoorbeeld {example}")
    assert [len(app.jan.story(visit)) for visit in (first, second)] == [1, 1]
    app.jan.phone.sends("+15 2")
    app.jan.phone.expects_sms("Je afspraak loopt nu tot")
    assert app.jan.visit(first)["expectedEnd"] == first["expectedEnd"]
    assert app.jan.visit(second)["expectedEnd"] > second["expectedEnd"]
    app.jan.sets_pin("2468", "8642")
    app.jan.phone.sends("UIT 1 2468")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(first)["state"] == "ended"
    app.jan.phone.sends("UIT 2468")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(second)["state"] == "ended"


def test_a_number_means_the_list_that_was_texted_last(app: AppUnderTest) -> None:
    first, second, third = (app.jan.checks_in(minutes=minutes) for minutes in (20, 30, 40))
    app.jan.phone.sends("UIT 2")
    app.jan.phone.expects_sms("Je hebt 3 bezoeken")
    assert app.jan.visit(second)["state"] == "under_way", "no list was texted: nobody knows what 2 is"
    app.fatima.does(first, "check-out", reason="gebeld")
    app.jan.phone.sends("UIT 2")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert [app.jan.visit(one)["state"] for one in (second, third)] == ["ended", "under_way"]
    app.jan.phone.sends("UIT 1")
    text = app.jan.phone.expects_sms("Je hebt nog 1 bezoek").text
    assert f"1) Dorpsstraat {third['address']['houseNumber']}" in text
    assert app.jan.visit(third)["state"] == "under_way", "1 was the visit that is over"
    app.jan.sets_pin("2468", "8642")
    app.jan.phone.sends("UIT 1")
    app.jan.phone.expects_sms("Zet je code erachter, bijvoorbeeld UIT 1 1234")
    app.jan.phone.sends("UIT 1 2468")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(third)["state"] == "ended"
    fourth = app.jan.checks_in(minutes=20)
    app.jan.phone.sends("UIT 1 2468")
    app.jan.phone.expects_sms("Je bent afgemeld.")
    assert app.jan.visit(fourth)["state"] == "ended", "that list is about visits that are over, and there is only one"


def test_a_code_means_something_only_to_who_got_it(app: AppUnderTest) -> None:
    overdue(app, Level.MANAGER)
    fatimas = app.fatima.alarm()
    app.fatima.phone.forgets()
    karins = app.karin.phone.expects_sms("heeft zich niet afgemeld")
    app.mohamed.phone.sends(f"1 {karins.code}")
    app.mohamed.phone.expects_sms(f"Code {karins.code} ken ik niet. Kijk in het laatste bericht.")
    app.karin.phone.sends("1 0000")
    app.karin.phone.expects_sms("Code 0000 ken ik niet")
    assert app.fatima.sees(fatimas)["acknowledgedBy"] is None
    app.karin.phone.sends(f"1{karins.code}")
    app.karin.phone.expects_sms("Jij pakt alarm")
    app.fatima.phone.expects_sms("Karin Smit pakt het op")
    app.karin.phone.sends(f"VEILIG{karins.code}")
    app.karin.phone.expects_sms("is afgesloten")
    app.forgets_messages()
    app.karin.phone.sends(f"2 {karins.code}")
    app.karin.phone.expects_sms(f"Dat is al voorbij ({karins.code}). Je hoeft niets te doen.")


def test_the_code_of_what_is_over_does_not_hide_an_alarm_that_is_open(app: AppUnderTest) -> None:
    visit = panic(app)
    old = app.fatima.phone.expects_sms("NOOD").code
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.ali.posts("/v1/alarms", {}, expect=201)
    new = app.fatima.phone.expects_sms("Ali Demir drukte").code
    for said in (f"VEILIG {old}", old):
        app.fatima.phone.sends(said)
        answer = app.fatima.phone.expects_sms("Er loopt nu een alarm van Ali Demir.").text
        assert f"Antwoord 1 {new} om het op te pakken" in answer
        assert "niets te doen" not in answer
    assert app.fatima.alarm()["acknowledgedBy"] is None
    climbs_to(app, Level.POLICE)
    app.passes(minutes=1)
    app.forgets_messages()
    app.fatima.phone.sends(f"1 {old}")
    assert f"1 {new}" in app.fatima.phone.expects_sms("Er loopt nu een alarm").text, "that of the police task says more"
    app.fatima.phone.sends(f"1 {new}")
    app.fatima.phone.expects_sms(f"Jij pakt alarm {new} op")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.fatima.phone.sends(f"1 {old}")
    app.fatima.phone.expects_sms("Je hoeft niets te doen")
    app.jan.does(visit, "check-out")


def test_without_a_code_the_only_thing_that_matters_is_meant(app: AppUnderTest) -> None:
    panic(app)
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    app.forgets_messages()
    app.ali.posts("/v1/alarms", {}, expect=201)
    second = app.fatima.phone.expects_sms("Ali Demir drukte")
    app.fatima.phone.sends("1")
    text = app.fatima.phone.expects_sms("Zet de code uit het bericht erachter").text
    assert any(f"Ik pak het op: 1 {code}." in text for code in (second.code, _first_code(app)))
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.fatima.phone.sends("1")
    app.fatima.phone.expects_sms("Dat begrijp ik niet. Antwoord met 1 of 2 en de code")


def test_a_code_is_not_given_again_within_two_days(app: AppUnderTest) -> None:
    codes = []
    for _ in range(4):
        app.jan.posts("/v1/alarms", {}, expect=201)
        asked = app.fatima.phone.expects_sms("NOOD")
        codes.append(asked.code)
        asked.then_replies(f"VEILIG {asked.code}").expects_sms("is afgesloten")
        app.forgets_messages()
        app.passes(minutes=60 * 11)
    assert len(set(codes)) == 4


def test_minutes_with_a_space_in_them_are_asked_about_and_a_duress_pin_behind_them_is_heard(app: AppUnderTest) -> None:
    visit = app.jan.sets_pin("2468", "8642").checks_in(minutes=20)
    for pin in ("", " 2468", " 8642"):
        app.jan.phone.sends(f"+ 1 5{pin}")
        app.jan.phone.expects_sms("Hoeveel minuten langer? Er is niets veranderd.")
        assert app.jan.visit(visit)["expectedEnd"] == visit["expectedEnd"]
    assert app.karin.alarm()["cause"] == "duress"
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out", pin="2468")


def test_a_no_behind_a_code_closes_and_takes_nothing_and_is_asked_about(app: AppUnderTest) -> None:
    app.jan.posts("/v1/alarms", {}, expect=201)
    code = app.fatima.phone.expects_sms("NOOD").code
    for number, words in enumerate((f"VEILIG {code}?? nee niet veilig", f"VEILIG {code} niet veilig", f"1 {code} nee")):
        app.fatima.phone.sends(words)
        asked = app.fatima.phone.expects_sms("Er is niets veranderd.").text
        assert (f"VEILIG {code}" in asked) is (number < 2)
        alarm = app.karin.alarm()
        assert (alarm["resolvedAt"], alarm["acknowledgedBy"]) == (None, None)
    app.fatima.phone.sends(f"VEILIG {code} geen probleem, ze was het vergeten")
    app.fatima.phone.expects_sms("is afgesloten")
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    app.forgets_messages()


def test_a_question_before_a_code_closes_nothing_and_is_asked_about(app: AppUnderTest) -> None:
    app.jan.posts("/v1/alarms", {}, expect=201)
    code = app.fatima.phone.expects_sms("NOOD").code
    for words in (f"Veilig? {code}", f"VEILIG ? {code[:2]} {code[2:]}", f"Een? {code}"):
        app.fatima.phone.sends(words)
        app.fatima.phone.expects_sms("Er is niets veranderd.")
        alarm = app.karin.alarm()
        assert (alarm["resolvedAt"], alarm["acknowledgedBy"]) == (None, None)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_an_unknown_text_gets_what_can_be_said(app: AppUnderTest) -> None:
    app.jan.phone.sends("Hoi, tot zo!")
    app.jan.phone.expects_sms("Dat begrijp ik niet. Niemand let nu op je. Aanmelden: IN 5211AA 12 30. Hulp nodig: NOOD")
    app.fatima.phone.sends("Wie?")
    app.fatima.phone.expects_sms("Dat begrijp ik niet. Antwoord met 1 of 2 en de code uit het bericht")


def test_an_unknown_sender_gets_nothing_and_no_number_is_logged(
    app: AppUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = app.twilio.phone("+31655500123")
    assert stranger.sends("NOOD") == 200
    stranger.is_silent()
    assert app.karin.asks("/v1/alarms?open=true")["alarms"] == []
    lines = [record.getMessage() for record in caplog.records if "unknown sender" in record.getMessage()]
    assert lines, "it is logged"
    assert not any("55500123" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("word", ["STOP", "end"])
def test_stop_from_jan_under_way_is_a_call_and_the_administrator_knows(app: AppUnderTest, word: str) -> None:
    app.twilio.every_call_ends_as(None)
    visit = app.jan.checks_in(minutes=20)
    app.jan.phone.sends(word)
    app.anne.phone.expects_sms("Jan de Wit stuurde STOP en krijgt geen sms meer")
    assert app.fatima.story(visit)[-1] == (
        "Jan de Wit stuurde STOP en krijgt geen sms meer. In plaats daarvan wordt er gebeld."
    )
    assert [one["phonedOnly"] for one in app.fatima.asks("/v1/board")["visits"]] == [True]
    app.jan.phone.expects_call().picks_up().presses("1")
    assert app.jan.visit(visit)["state"] == "under_way", "nobody ends a visit with it"
    app.passes(seconds=20 * 60)
    app.jan.phone.expects_call().picks_up().presses("1")
    app.jan.does(visit, "check-out")
    app.lets_calls_ring().forgets_messages()
    app.jan.phone.sends("START")
    visit = app.jan.checks_in(minutes=0.4)
    app.passes(seconds=12)
    app.jan.phone.expects_sms("Je afspraak loopt tot")
    assert [one["phonedOnly"] for one in app.fatima.asks("/v1/board")["visits"]] == [False]
    app.jan.does(visit, "check-out")


def test_stop_from_who_is_on_duty_is_told_too_and_they_are_phoned_from_then_on(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(None)
    app.fatima.phone.sends("STOP")
    app.anne.phone.expects_sms("Fatima Bakker stuurde STOP")
    panic(app)
    app.karin.phone.expects_sms("NOOD")
    app.karin.phone.expects_call().rings_out()
    app.fatima.phone.expects_call().picks_up().presses("1")
    app.karin.phone.expects_sms("Fatima Bakker pakt het op")
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.karin.phone.expects_sms("is veilig")


def test_a_companion_sends_words_about_the_visit_they_are_on(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.WORKER)
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    visit = app.jan.checks_in(minutes=20, companions=[{"personId": str(sven.id)}])
    sven.phone.sends("sos")
    sven.phone.expects_sms("Alarm verstuurd")
    assert app.fatima.visit(visit)["alarm"]["cause"] == "panic"
    app.forgets_messages()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def _first_code(app: AppUnderTest) -> str:
    first = next(s for s in app.twilio.messages if s.to == app.fatima.employee.phone and s.text.startswith("NOOD"))
    return first.text.split()[1].strip(".")
