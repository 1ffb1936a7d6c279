"""What people may type: words, codes, and what comes back when it is not understood, over, or not meant for them."""

import pytest

from achterwacht.alarms.facts import Level
from tests.acceptance.scenes import WITHOUT_A_CHECK_CALL, local_time, overdue, panic
from tests.support.house import House, Rank, Role


@pytest.fixture
def house(house: House) -> House:
    return house.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


def test_longer(house: House) -> None:
    visit = house.jan.checks_in(minutes=20)
    for words in ("+15", "verleng 15", "EXTEND15"):
        before = house.jan.visit(visit)["expectedEnd"]
        house.jan.phone.sends(words)
        text = house.jan.phone.expects_sms("Je afspraak loopt nu tot").text
        end = house.jan.visit(visit)["expectedEnd"]
        assert end > before
        assert text == f"Je afspraak loopt nu tot {local_time(end)}."
    house.jan.does(visit, "check-out")


def test_out_ok_and_status(house: House) -> None:
    house.jan.phone.sends("status")
    house.jan.phone.expects_sms("Niemand let nu op je.")
    house.jan.phone.sends("UIT")
    house.jan.phone.expects_sms("Je bent nergens aangemeld. Er is niets veranderd.")
    for word in ("uit", "Out"):
        visit = house.jan.checks_in(minutes=20)
        house.jan.phone.sends("STATUS")
        house.jan.phone.expects_sms("Er wordt op je gelet tot")
        house.jan.phone.sends("oke")
        house.jan.phone.expects_sms("Genoteerd: alles goed.")
        house.jan.phone.sends(word)
        house.jan.phone.expects_sms("Je bent afgemeld.")
        assert house.jan.visit(visit)["state"] == "ended"


def test_with_two_visits_a_list_comes_back_and_nothing_changes(house: House) -> None:
    first, second = house.jan.checks_in(minutes=20), house.jan.checks_in(minutes=30)
    for words, example in (("UIT", "UIT 1"), ("OK", "OK 1"), ("+15", "+15 1"), ("UIT 3", "UIT 1")):
        house.jan.phone.sends(words)
        text = house.jan.phone.expects_sms("Je hebt 2 bezoeken").text
        assert f"1) Dorpsstraat {first['address']['houseNumber']}" in text
        assert f"2) Dorpsstraat {second['address']['houseNumber']}" in text
        assert text.endswith(f"Antwoord bijvoorbeeld {example}")
    assert [len(house.jan.story(visit)) for visit in (first, second)] == [1, 1]
    house.jan.phone.sends("+15 2")
    house.jan.phone.expects_sms("Je afspraak loopt nu tot")
    assert house.jan.visit(first)["expectedEnd"] == first["expectedEnd"]
    assert house.jan.visit(second)["expectedEnd"] > second["expectedEnd"]
    house.jan.sets_pin("2468", "8642")
    house.jan.phone.sends("UIT 1 2468")
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert house.jan.visit(first)["state"] == "ended"
    house.jan.phone.sends("UIT 2468")
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert house.jan.visit(second)["state"] == "ended"


def test_a_number_means_the_list_that_was_texted_last(house: House) -> None:
    first, second, third = (house.jan.checks_in(minutes=minutes) for minutes in (20, 30, 40))
    house.jan.phone.sends("UIT 2")
    house.jan.phone.expects_sms("Je hebt 3 bezoeken")
    assert house.jan.visit(second)["state"] == "under_way", "no list was texted: nobody knows what 2 is"
    house.fatima.does(first, "check-out", reason="gebeld")
    house.jan.phone.sends("UIT 2")
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert [house.jan.visit(one)["state"] for one in (second, third)] == ["ended", "under_way"]
    house.jan.phone.sends("UIT 1")
    text = house.jan.phone.expects_sms("Je hebt nog 1 bezoek").text
    assert f"1) Dorpsstraat {third['address']['houseNumber']}" in text
    assert house.jan.visit(third)["state"] == "under_way", "1 was the visit that is over"
    house.jan.sets_pin("2468", "8642")
    house.jan.phone.sends("UIT 1")
    house.jan.phone.expects_sms("Zet je code erachter, bijvoorbeeld UIT 1 1234")
    house.jan.phone.sends("UIT 1 2468")
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert house.jan.visit(third)["state"] == "ended"
    fourth = house.jan.checks_in(minutes=20)
    house.jan.phone.sends("UIT 1 2468")
    house.jan.phone.expects_sms("Je bent afgemeld.")
    assert house.jan.visit(fourth)["state"] == "ended", "that list is about visits that are over, and there is only one"


def test_a_code_means_something_only_to_who_got_it(house: House) -> None:
    overdue(house, Level.MANAGER)
    fatimas = house.fatima.alarm()
    house.fatima.phone.forgets()
    karins = house.karin.phone.expects_sms("heeft zich niet afgemeld")
    house.mohamed.phone.sends(f"1 {karins.code}")
    house.mohamed.phone.expects_sms(f"Code {karins.code} ken ik niet. Kijk in het laatste bericht.")
    house.karin.phone.sends("1 0000")
    house.karin.phone.expects_sms("Code 0000 ken ik niet")
    assert house.fatima.sees(fatimas)["acknowledgedBy"] is None
    house.karin.phone.sends(f"1{karins.code}")
    house.karin.phone.expects_sms("Jij pakt alarm")
    house.fatima.phone.expects_sms("Karin Smit pakt het op")
    house.karin.phone.sends(f"VEILIG{karins.code}")
    house.karin.phone.expects_sms("is afgesloten")
    house.forgets_messages()
    house.karin.phone.sends(f"2 {karins.code}")
    house.karin.phone.expects_sms(f"Dat is al voorbij ({karins.code}). Je hoeft niets te doen.")


def test_without_a_code_the_only_thing_that_matters_is_meant(house: House) -> None:
    panic(house)
    house.fatima.phone.expects_sms("NOOD")
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms("Jij pakt alarm")
    house.forgets_messages()
    house.ali.posts("/v1/alarms", {}, expect=201)
    second = house.fatima.phone.expects_sms("Ali Demir drukte")
    house.fatima.phone.sends("1")
    text = house.fatima.phone.expects_sms("Zet de code uit het bericht erachter").text
    assert any(text.endswith(f"1 {code}") for code in (second.code, _first_code(house)))
    for alarm in house.karin.asks("/v1/alarms?open=true")["alarms"]:
        house.karin.on_alarm(alarm, "resolve", outcome="safe")
    house.forgets_messages()
    house.fatima.phone.sends("1")
    house.fatima.phone.expects_sms("Dat begrijp ik niet. Antwoord met 1 of 2 en de code")


def test_a_code_is_not_given_again_within_two_days(house: House) -> None:
    codes = []
    for _ in range(4):
        house.jan.posts("/v1/alarms", {}, expect=201)
        asked = house.fatima.phone.expects_sms("NOOD")
        codes.append(asked.code)
        asked.then_replies(f"VEILIG {asked.code}").expects_sms("is afgesloten")
        house.forgets_messages()
        house.passes(minutes=60 * 11)
    assert len(set(codes)) == 4


def test_minutes_with_a_space_in_them_are_asked_about_and_a_duress_pin_behind_them_is_heard(house: House) -> None:
    visit = house.jan.sets_pin("2468", "8642").checks_in(minutes=20)
    for pin in ("", " 2468", " 8642"):
        house.jan.phone.sends(f"+ 1 5{pin}")
        house.jan.phone.expects_sms("Hoeveel minuten langer? Er is niets veranderd.")
        assert house.jan.visit(visit)["expectedEnd"] == visit["expectedEnd"]
    assert house.karin.alarm()["cause"] == "duress"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out", pin="2468")


def test_a_no_behind_a_code_closes_and_takes_nothing_and_is_asked_about(house: House) -> None:
    house.jan.posts("/v1/alarms", {}, expect=201)
    code = house.fatima.phone.expects_sms("NOOD").code
    for number, words in enumerate((f"VEILIG {code}?? nee niet veilig", f"VEILIG {code} niet veilig", f"1 {code} nee")):
        house.fatima.phone.sends(words)
        asked = house.fatima.phone.expects_sms("Bedoel je ja of nee? Er is niets veranderd.").text
        assert (f"VEILIG {code}" in asked) is (number < 2)
        alarm = house.karin.alarm()
        assert (alarm["resolvedAt"], alarm["acknowledgedBy"]) == (None, None)
    house.fatima.phone.sends(f"VEILIG {code} geen probleem, ze was het vergeten")
    house.fatima.phone.expects_sms("is afgesloten")
    assert house.karin.asks("/v1/alarms?open=true")["alarms"] == []
    house.forgets_messages()


def test_an_unknown_text_gets_what_can_be_said(house: House) -> None:
    house.jan.phone.sends("Hoi, tot zo!")
    house.jan.phone.expects_sms("Dat begrijp ik niet. Je kunt sturen: OK, +15, UIT, STATUS of NOOD.")
    house.fatima.phone.sends("Wie?")
    house.fatima.phone.expects_sms("Dat begrijp ik niet. Antwoord met 1 of 2 en de code uit het bericht")


def test_an_unknown_sender_gets_nothing_and_no_number_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    stranger = house.twilio.phone("+31655500123")
    assert stranger.sends("NOOD") == 200
    stranger.is_silent()
    assert house.karin.asks("/v1/alarms?open=true")["alarms"] == []
    lines = [record.getMessage() for record in caplog.records if "unknown sender" in record.getMessage()]
    assert lines, "it is logged"
    assert not any("55500123" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("word", ["STOP", "end"])
def test_stop_from_jan_under_way_is_a_call_and_the_administrator_knows(house: House, word: str) -> None:
    house.twilio.every_call_ends_as(None)
    visit = house.jan.checks_in(minutes=20)
    house.jan.phone.sends(word)
    house.anne.phone.expects_sms("Jan de Wit stuurde STOP en krijgt geen SMS meer")
    assert house.fatima.story(visit)[-1] == (
        "Jan de Wit stuurde STOP en krijgt geen SMS meer. In plaats daarvan wordt er gebeld."
    )
    assert [one["phonedOnly"] for one in house.fatima.asks("/v1/board")["visits"]] == [True]
    house.jan.phone.expects_call().picks_up().presses("1")
    assert house.jan.visit(visit)["state"] == "under_way", "nobody ends a visit with it"
    house.passes(seconds=20 * 60)
    house.jan.phone.expects_call().picks_up().presses("1")
    house.jan.does(visit, "check-out")
    house.lets_calls_ring().forgets_messages()
    house.jan.phone.sends("START")
    visit = house.jan.checks_in(minutes=0.4)
    house.passes(seconds=12)
    house.jan.phone.expects_sms("Je afspraak loopt tot")
    assert [one["phonedOnly"] for one in house.fatima.asks("/v1/board")["visits"]] == [False]
    house.jan.does(visit, "check-out")


def test_stop_from_who_is_on_duty_is_told_too_and_they_are_phoned_from_then_on(house: House) -> None:
    house.twilio.every_call_ends_as(None)
    house.fatima.phone.sends("STOP")
    house.anne.phone.expects_sms("Fatima Bakker stuurde STOP")
    panic(house)
    house.karin.phone.expects_sms("NOOD")
    house.karin.phone.expects_call().rings_out()
    house.fatima.phone.expects_call().picks_up().presses("1")
    house.karin.phone.expects_sms("Fatima Bakker pakt het op")
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.karin.phone.expects_sms("is veilig")


def test_a_companion_sends_words_about_the_visit_they_are_on(house: House) -> None:
    sven = house.also_has("Sven de Boer", Role.WORKER)
    house.puts_on_duty((Rank.FIRST, house.fatima), (Rank.MANAGER, house.karin))
    visit = house.jan.checks_in(minutes=20, companions=[{"personId": str(sven.id)}])
    sven.phone.sends("sos")
    sven.phone.expects_sms("Alarm verstuurd")
    assert house.fatima.visit(visit)["alarm"]["cause"] == "panic"
    house.forgets_messages()
    house.fatima.on_alarm(house.fatima.alarm(), "resolve", outcome="safe")
    house.forgets_messages()
    house.jan.does(visit, "check-out")


def _first_code(house: House) -> str:
    first = next(s for s in house.twilio.messages if s.to == house.fatima.citizen.phone and s.text.startswith("NOOD"))
    return first.text.split()[1].strip(".")


def test_who_left_during_a_visit_still_calls_for_help_by_sms_and_does_nothing_else(house: House) -> None:
    visit = house.jan.checks_in(minutes=10)
    left = house.http.patch(f"/v1/people/{house.jan.id}", json={"active": False}, headers=house.anne.citizen.headers)
    assert left.status_code == 200
    house.forgets_messages()
    house.jan.phone.sends("UIT")
    assert house.jan.phone.is_silent()
    assert house.karin.visit(visit)["state"] == "under_way"
    house.jan.phone.sends("NOOD")
    assert house.karin.alarm()["cause"] == "panic"
    house.karin.on_alarm(house.karin.alarm(), "resolve", outcome="safe")
    house.fatima.does(visit, "check-out", reason="Gesproken")
    house.forgets_messages()
